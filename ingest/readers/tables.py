"""Tables as text: each row on a line of its own, told with its column headers so that it can be read alone.

`사업명 | 2023` over `통신망 | 41,000` is written as `사업명: 통신망 | 2023: 41,000`. A unit that stands over the table
goes into the labels of its figures, `2023(백만원): 41,000`. No word of a table is lost: header rows that no row tells
whole are written too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from ingest.cells import LONGEST_LABEL, TELLS, bare
from ingest.readers.headers import (
    Grid,
    Header,
    TableCell,
    alternates,
    header,
    plain,
    stubbed,
    unbracketed,
    unit,
    without_unit,
)
from ingest.sentences import CELL

__all__ = ["Header", "TableCell", "Told", "told", "written"]

_LONGEST = 40
"""Characters of the longest label that is told whole."""
_REPEATED = 40
"""Characters of the longest cell that is repeated in each of the rows it spans."""
_NUMBERED = re.compile(r"[\d①-⑳➊-➓❶-❿Ⅰ-Ⅻ][\d.-]{0,3}")
_LONG = 240
"""From this length on a cell of several paragraphs follows its row, a paragraph a line."""
_NUMBER = 3
"""Characters of a number in a cell of its own before a name."""
_MOST_TITLES = 3
"""Rows at the top of a table that may be its caption and its unit."""
_KEY = 20
"""Characters of the longest name in a table of names and values."""


@dataclass(frozen=True, slots=True)
class Told:
    """A table as lines of text, with the header that a part of it on the next page goes on under."""

    lines: tuple[str, ...]
    header: Header | None


@dataclass(slots=True)
class _Line:
    """A row that is being written."""

    short: list[str] = field(default_factory=list)
    long: list[str] = field(default_factory=list)
    fresh: bool = False
    """Whether a cell with text begins in this row."""


def written(cells: Sequence[TableCell], above: Sequence[str] = ()) -> list[str]:
    """Return the lines that a table is written as; `above` are the lines before it, where caption and unit stand."""
    return list(told(cells, above).lines)


def told(cells: Sequence[TableCell], above: Sequence[str] = (), over: Header | None = None) -> Told:
    """Return the lines of a table, `over` being the header of the table that it may be the next part of."""
    grid = Grid.of(cells)
    if grid.columns < 2 or grid.rows < 2:
        return Told(tuple(_boxed(grid)), None)
    titles = _titles(grid)
    lines = [line for row in range(titles) for line in _paragraphs(grid, row)]
    found = header(grid, titles, unit([*above, *lines]), over)
    if found is None:
        pairs = alternates(grid, titles)
        stub = not pairs and stubbed(grid, titles)
        lines.extend(
            line
            for row in range(titles, grid.rows)
            for line in _unlabelled(grid, row, pairs or (stub and len(grid.over[row]) == 2), stub)
        )
        return Told(tuple(lines), None)
    body = [line for row in range(titles + found.depth, grid.rows) for line in _labelled(grid, row, found)]
    return Told((*lines, *_headings(grid, titles, found, body), *body), found)


def _titles(grid: Grid) -> int:
    """Return how many rows at the top are a line across the whole table: its caption or its unit."""
    count = 0
    while count < min(_MOST_TITLES, grid.rows - 2):
        here = [grid.cells[index] for index in grid.over[count]]
        if len(here) != 1 or here[0].row_end > count or (here[0].column and not unit([here[0].text])):
            break
        count += 1
    return count


def _boxed(grid: Grid) -> list[str]:
    """Return the lines of a frame of one row or one column: its paragraphs, or its cells side by side."""
    if grid.columns < 2:
        return [line for row in range(grid.rows) for line in _paragraphs(grid, row)]
    texts = [_value(cell.text) for cell in grid.cells]
    # A number in a box of its own before a heading is that heading's number.
    if len(texts) == 2 and len(texts[0]) <= _NUMBER and len(grid.cells) <= 3:
        return [" ".join(texts)]
    return _unlabelled(grid, 0, alternates(grid, 0))


def _paragraphs(grid: Grid, row: int) -> list[str]:
    texts = (grid.cells[index].text for index in grid.over[row] if grid.cells[index].row == row)
    return [line for text in texts for part in text.split("\n") if (line := _value(part))]


def _headings(grid: Grid, first: int, found: Header, body: Sequence[str]) -> list[str]:
    """Return the header rows that the rows below do not tell whole, and the unit that stood among them."""
    last = range(first, first + found.depth)
    words = [plain(grid.cells[i].text) for row in last for i in grid.over[row] if grid.cells[i].row == row]
    inside = next((word for word in words if unit([word])), "")
    stated = "".join("".join(body).split())
    told = all("".join(without_unit(word).replace(CELL, " / ").split()) in stated for word in words)
    if told:
        return [f"(단위: {unit([inside])})"] if inside else []
    rows = (CELL.join(_value(text) for text, _ in groupby(filter(None, row))) for row in found.rows)
    return [row for row in rows if row]


def _labelled(grid: Grid, row: int, found: Header) -> list[str]:
    """Return the lines of a row with the labels of its columns."""
    if grid.texts[row] in found.rows:
        return []
    line = _Line()
    here = [grid.cells[index] for index in grid.over[row]]
    whole = len(here) == 1 and not here[0].column and here[0].column_end >= grid.columns - 1
    before = ""
    for cell in here:
        value = _taken(cell, row, line)
        if not value:
            continue
        label = "" if whole else _label(found, cell)
        if label and label.partition(", ")[0] == before:
            if _NUMBERED.fullmatch(line.short[-1].rpartition(TELLS)[2]) and not bare(value):
                line.short[-1] += f" {value}"
                continue
            label = "" if label == before else label
        before = label or before
        line.short.append(f"{label}{TELLS}{value}" if label and label != value else value)
    return _lines(line)


def _unlabelled(grid: Grid, row: int, pairs: bool, stub: bool = False) -> list[str]:
    """Return the lines of a row of a table without a header; in a row of `pairs` each name tells the next cell.

    In a row with a `stub` the first cell is the name, whatever column the value stands in.
    """
    line = _Line()
    names: list[bool] = []
    for index in grid.over[row]:
        cell = grid.cells[index]
        value = _taken(cell, row, line)
        if value:
            line.short.append(value)
            names.append(not cell.column if stub else cell.column % 2 == 0 if cell.header is None else cell.header)
    if pairs:
        line.short = _paired(line.short, names)
    return _lines(line)


def _paired(texts: Sequence[str], names: Sequence[bool]) -> list[str]:
    found: list[str] = []
    name = ""
    for text, named in zip(texts, names, strict=True):
        if named and not name and len(text) <= _KEY and TELLS not in text:
            name = text
            continue
        found.append(f"{name}{TELLS}{text}" if name else text)
        name = ""
    return [*found, name] if name else found


def _lines(line: _Line) -> list[str]:
    if not line.fresh:
        return []
    return [*([CELL.join(line.short)] if line.short else []), *line.long]


def _taken(cell: TableCell, row: int, line: _Line) -> str:
    """Return what a row says of a cell; nothing of one that is empty, told before or written below the row."""
    value = _value(cell.text)
    starts = cell.row == row
    if not value or (not starts and len(value) > _REPEATED):
        return ""
    line.fresh = line.fresh or starts
    paragraphs = [part for text in cell.text.split("\n") if (part := _value(text))]
    if starts and ((len(value) > _LONG and len(paragraphs) > 1) or len(value) > 2 * _LONG):
        line.long.extend(paragraphs)
        return ""
    return value


def _value(text: str) -> str:
    """Return the text of a cell on one line, what would part it made harmless."""
    return plain(text).replace(CELL, " / ")


def _label(found: Header, cell: TableCell) -> str:
    """Return the label of a cell: the header path that all its columns share, or all of them."""
    paths = found.paths[cell.column : cell.column_end + 1]
    common: list[str] = []
    for names in zip(*paths, strict=False):
        if len(set(names)) > 1:
            break
        common.append(names[0])
    marked = {found.units[column] for column in range(cell.column, cell.column_end + 1)}
    told = marked.pop() if len(marked) == 1 else ""
    if not common:
        return _fitting([", ".join(dict.fromkeys(path[-1] for path in paths if path))], told)
    return _fitting(common, told)


def _fitting(path: Sequence[str], told: str) -> str:
    """Return the fullest form of a header path that is short enough to stand in every row; nothing without one."""
    names = [unbracketed(name) for name in path]
    for form in (" > ".join(path), " > ".join(names), path[-1], names[-1]):
        label = f"{form}({told})" if told else form
        if form and len(label) <= min(_LONGEST, LONGEST_LABEL) and TELLS not in label and CELL not in label:
            return label
    return ""
