"""Tables written as lines of text, one per row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.readers.pdf.lines import Block, Line
from ingest.readers.pdf.tables import Cell

_LONG = 240
_LABEL = 30

Join = Callable[[Sequence[Line]], list[str]]


def rows(block: Block, join: Join) -> list[str]:
    """Return the rows of a table, cells joined by ` | `; a cell of several paragraphs follows its row.

    A label that spans rows is repeated in each, so that every row can be read alone.
    """
    cells = block.table.cells
    texts = {index: join(_ordered(lines)) for index, lines in block.lines.items()}
    written: list[str] = []
    for number in range(len(block.table.grid)):
        here = _in_row(cells, number)
        split = _printed_rows(block, [index for index in here if cells[index].row == number], cells)
        if split:
            written.extend(split)
            continue
        written.extend(_row(here, number, cells, texts))
    return written


def _in_row(cells: tuple[Cell, ...], number: int) -> list[int]:
    here = [index for index, cell in enumerate(cells) if cell.row <= number <= cell.row_end]
    return sorted(here, key=lambda index: cells[index].column)


def _ordered(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom; those side by side from left to right."""
    return sorted(lines, key=lambda line: (round(line.top / max(line.size, 1.0) * 1.5), line.x0))


def _row(here: list[int], number: int, cells: tuple[Cell, ...], texts: dict[int, list[str]]) -> list[str]:
    short: list[str] = []
    long: list[str] = []
    fresh = False
    for index in here:
        text = " ".join(texts.get(index, []))
        starts = cells[index].row == number
        if not text or (not starts and len(text) > _LABEL):
            continue
        fresh = fresh or starts
        if starts and ((len(text) > _LONG and len(texts[index]) > 1) or len(text) > 2 * _LONG):
            long.extend(texts[index])
        else:
            short.append(text)
    if not fresh:
        return []
    # A number in a box of its own before a heading is that heading's number.
    if len(short) == 2 and len(short[0]) <= 3 and len(cells) <= 3:
        short = [" ".join(short)]
    return [*([" | ".join(short)] if short else []), *long]


def _printed_rows(block: Block, starting: list[int], cells: tuple[Cell, ...]) -> list[str]:
    """Rows that are printed in one ruled row: the same number of lines at the same heights in every cell."""
    columns = [_ordered(block.lines[index]) for index in starting if index in block.lines]
    if len(columns) < 3 or any(cells[index].row != cells[index].row_end for index in starting):
        return []
    count = len(columns[0])
    if count < 2 or any(len(column) != count for column in columns):
        return []
    for lines in zip(*columns, strict=True):
        if max(line.top for line in lines) - min(line.top for line in lines) > 0.5 * lines[0].size:
            return []
    return [" | ".join(line.text for line in lines) for lines in zip(*columns, strict=True)]
