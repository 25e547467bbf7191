"""Cells of a page's table with their text, rows that share one ruled box parted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from ingest.readers.pdf.lines import Block, Line
from ingest.readers.tables import TableCell

Join = Callable[[Sequence[Line]], list[str]]

_FIGURED = 0.5
"""Share of the columns that hold figures alone where rows are printed in one box."""
_FIGURE = re.compile(r"[△▲+\-−–~∼<>(]?\s?[₩$]?\d[\d,.]{0,40}\S{0,3}(?:\s?\([^)]{0,200}\))?|[-–—]")


def cells(block: Block, join: Join) -> list[TableCell]:
    """Return the cells of a table that hold text; a ruled row in which several rows are printed becomes as many."""
    table = block.table
    starts: list[int] = []
    parted: dict[int, list[list[Line]]] = {}
    length = 0
    for number in range(len(table.grid)):
        starts.append(length)
        printed = _printed_rows(block, number)
        parted.update(printed)
        length += max(1, len(next(iter(printed.values()), ())))
    starts.append(length)
    found: list[TableCell] = []
    for index, lines in block.lines.items():
        cell = table.cells[index]
        first, last = starts[cell.row], starts[cell.row_end + 1] - 1
        for at, part in enumerate(parted.get(index, ())):
            found.append(_cell(cell.column, cell.column_end, first + at, first + at, join(part)))
        if index not in parted:
            found.append(_cell(cell.column, cell.column_end, first, last, join(_ordered(lines))))
    return found


def _cell(column: int, column_end: int, row: int, row_end: int, paragraphs: Sequence[str]) -> TableCell:
    return TableCell(row, row_end, column, column_end, "\n".join(paragraphs))


def _ordered(lines: Sequence[Line]) -> list[Line]:
    """Lines from top to bottom; those side by side from left to right."""
    return sorted(lines, key=lambda line: (round(line.top / max(line.size, 1.0) * 1.5), line.x0))


def _printed_rows(block: Block, number: int) -> dict[int, list[list[Line]]]:
    """Return the lines of each cell row by row where a ruled row holds several: figures at the same heights.

    A cell that has not a line at each of these heights goes on over all of them. Names that go on in a second line
    look the same, so most of the columns must hold figures.
    """
    cells = block.table.cells
    starting = {
        index: _ordered(lines)
        for index, lines in sorted(block.lines.items())
        if cells[index].row == number == cells[index].row_end
    }
    figured = {index: lines for index, lines in starting.items() if _figures(lines)}
    if len(figured) < max(2, _FIGURED * len(starting)):
        return {}
    count = Counter(map(len, figured.values())).most_common(1)[0][0]
    base = next(lines for lines in figured.values() if len(lines) == count)
    if count < 2 or sum(_level(lines, base) for lines in figured.values()) < max(2, _FIGURED * len(starting)):
        return {}
    rows = {index: _sorted_in(lines, base) for index, lines in starting.items()}
    return {index: parts for index, parts in rows.items() if parts}


def _figures(lines: Sequence[Line]) -> bool:
    return all(_FIGURE.fullmatch(line.text) for line in lines)


def _level(lines: Sequence[Line], base: Sequence[Line]) -> bool:
    """Return whether two cells have their lines at the same heights."""
    return len(lines) == len(base) and all(
        abs(one.top - two.top) <= 0.5 * two.size for one, two in zip(lines, base, strict=True)
    )


def _sorted_in(lines: Sequence[Line], base: Sequence[Line]) -> list[list[Line]]:
    """Return the lines of a cell by the row that each is at the height of; nothing if one is at none or a row empty."""
    rows: Mapping[int, list[Line]] = {at: [] for at in range(len(base))}
    for line in lines:
        at = next((at for at, one in enumerate(base) if abs(one.top - line.top) <= 0.5 * one.size), None)
        if at is None:
            return []
        rows[at].append(line)
    return list(rows.values()) if all(rows.values()) else []
