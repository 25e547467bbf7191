"""Columns of a table between which no rule is drawn: told by the white space that runs down through their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.readers.pdf.glyphs import Glyph
from ingest.readers.pdf.tables import Cell, Table

_FEWEST = 3
"""Rows that must show the gap."""
_SHARE = 0.6
"""Share of the rows with text in the column that must show it."""
_CROSSED = 0.3
"""Share of them that may have letters in it, as a name over both columns has."""
_OVERLAP = 1.0
"""Points by which the boxes of two letters overlap only where they are wider than the letters."""
_GAP = 0.5
"""Least width of the gap, in heights of a letter."""


class _Gap(NamedTuple):
    """White space inside one printed line, between letters."""

    start: float
    end: float
    figures: bool
    """Whether figures stand on both sides."""


class _Printed(NamedTuple):
    """A printed line of one cell: where its letters begin and end, and its gaps."""

    start: float
    end: float
    gaps: tuple[_Gap, ...]

    def parted(self, x: float) -> bool:
        """Return whether `x` lies in a gap, or beside all letters."""
        return x <= self.start or x >= self.end or any(gap.start <= x <= gap.end for gap in self.gaps)


def divided(table: Table, glyphs: Iterable[Glyph]) -> Table:
    """Return a table with the columns parted that stand between two rules but apart; `glyphs` are those of the page."""
    if len(table.grid) < _FEWEST or len(table.cells) < _FEWEST:
        return table
    printed = _printed(table, glyphs)
    for column in range(len(table.xs) - 2, -1, -1):
        here = [index for index, cell in enumerate(table.cells) if cell.column == column == cell.column_end]
        gutter = _gutter([line for index in here for line in printed.get(index, ())])
        if gutter is not None:
            whole = {index for index in here if not all(line.parted(gutter) for line in printed.get(index, ()))}
            table, printed = _split(table, printed, column, gutter, whole)
    return table


def _printed(table: Table, glyphs: Iterable[Glyph]) -> dict[int, tuple[_Printed, ...]]:
    lines: dict[int, list[list[Glyph]]] = {}
    for glyph in glyphs:
        if glyph.char.isspace() or glyph.x1 <= glyph.x0:
            continue
        middle = (glyph.top + glyph.bottom) / 2
        cell = table.cell_at((glyph.x0 + glyph.x1) / 2, middle)
        if cell is None:
            continue
        known = lines.setdefault(cell, [])
        line = next((one for one in known[-3:] if one[0].top < middle < one[0].bottom), None)
        if line is None:
            known.append([glyph])
        else:
            line.append(glyph)
    return {cell: tuple(map(_measured, found)) for cell, found in lines.items()}


def _measured(line: Sequence[Glyph]) -> _Printed:
    ordered = sorted(line, key=lambda glyph: glyph.x0)
    height = max(glyph.bottom - glyph.top for glyph in ordered)
    # Some fonts give every letter a box of full width, whatever its advance.
    steps = [two.x0 - one.x0 for one, two in pairwise(ordered) if two.x0 < one.x1 - _OVERLAP]
    widest = 1.1 * median(steps) if steps else height
    ends = [min(glyph.x1, glyph.x0 + widest) if steps else glyph.x1 for glyph in ordered]
    gaps = []
    for at in range(1, len(ordered)):
        start, end = ends[at - 1], ordered[at].x0
        if end - start >= _GAP * height:
            before, after = ordered[max(0, at - 3) : at], ordered[at : at + 3]
            gaps.append(_Gap(start, end, _figured(before) and _figured(after)))
    return _Printed(ordered[0].x0, ends[-1], tuple(gaps))


def _figured(glyphs: Sequence[Glyph]) -> bool:
    return any(glyph.char.isdigit() for glyph in glyphs)


def _gutter(lines: Sequence[_Printed]) -> float | None:
    """Return the middle of the white space that enough of the lines of a column share."""
    figured = [gap for line in lines for gap in line.gaps if gap.figures]
    if len(figured) < max(_FEWEST, _SHARE * len(lines)):
        return None
    edges = sorted({edge for gap in figured for edge in (gap.start, gap.end)})
    middles = [(one + two) / 2 for one, two in pairwise(edges)]
    best = max(middles, key=lambda x: (sum(gap.start <= x <= gap.end for gap in figured), -x), default=0.0)
    shown = sum(gap.start <= best <= gap.end for gap in figured)
    crossed = sum(not line.parted(best) for line in lines)
    return best if shown >= max(_FEWEST, _SHARE * len(lines)) and crossed <= _CROSSED * len(lines) else None


def _split(
    table: Table, printed: dict[int, tuple[_Printed, ...]], column: int, x: float, whole: set[int]
) -> tuple[Table, dict[int, tuple[_Printed, ...]]]:
    """Return the table with a column more; cells in `whole` go on over both."""
    cells: list[Cell] = []
    right: dict[int, int] = {}
    for index, cell in enumerate(table.cells):
        first = cell.column + (cell.column > column)
        last = cell.column_end + (cell.column_end >= column)
        if cell.column == column == cell.column_end and index not in whole:
            cells.append(replace(cell, column=column, column_end=column, x1=x))
            right[index] = -1
        else:
            cells.append(replace(cell, column=first, column_end=last))
    for index in right:
        old = table.cells[index]
        right[index] = len(cells)
        cells.append(replace(old, column=column + 1, column_end=column + 1, x0=x))
    grid = tuple((*row[: column + 1], right.get(row[column], row[column]), *row[column + 1 :]) for row in table.grid)
    xs = (*table.xs[: column + 1], x, *table.xs[column + 1 :])
    return replace(table, cells=tuple(cells), grid=grid, xs=xs), printed
