"""Table detection: the cells that ruling lines enclose."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.pdf.glyphs import Rule, Sheet

_NEAR = 3.5
"""Points within which two rules meet or are one."""
_THICK = 1.6
_COVERED = 0.6
_MOST_RULES = 6000
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; rows and columns count from 0, `row_end` and `column_end` are inclusive."""

    row: int
    row_end: int
    column: int
    column_end: int
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Table:
    """Cells within one frame of rules."""

    x0: float
    x1: float
    top: float
    bottom: float
    cells: tuple[Cell, ...]
    grid: tuple[tuple[int, ...], ...]
    """For each elementary row and column the index of the cell that covers it."""
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the index of the cell holding a point, None outside the table."""
        if not (self.x0 <= x <= self.x1 and self.top <= y <= self.bottom):
            return None
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self.grid[row][column]

    @property
    def area(self) -> float:
        """Square points inside the frame."""
        return (self.x1 - self.x0) * (self.bottom - self.top)


def tables(sheet: Sheet) -> tuple[Table, ...]:
    """Return the tables that the ruling lines of a page enclose, smallest first, single-cell boxes included."""
    if len(sheet.upright) + len(sheet.level) > _MOST_RULES:
        return ()
    upright, level = _joined(sheet.upright), _joined(sheet.level)
    found = (_table(*group) for group in _groups(upright, level))
    return tuple(sorted((table for table in found if table is not None), key=lambda table: table.area))


def _joined(rules: Iterable[Rule]) -> list[Rule]:
    """Rules on one line that touch or overlap become one."""
    merged: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (rule.at, rule.start)):
        index = _same_line(merged, rule)
        if index is None:
            merged.append(rule)
        else:
            other = merged[index]
            merged[index] = Rule(other.at, min(rule.start, other.start), max(rule.end, other.end))
    return merged


def _same_line(merged: list[Rule], rule: Rule) -> int | None:
    for index in range(len(merged) - 1, -1, -1):
        other = merged[index]
        if rule.at - other.at > _THICK:
            return None
        if rule.start <= other.end + _NEAR and other.start <= rule.end + _NEAR:
            return index
    return None


def _groups(upright: Sequence[Rule], level: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch one another, frame by frame."""
    parent = list(range(len(upright) + len(level)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, up in enumerate(upright):
        for two, flat in enumerate(level, start=len(upright)):
            if flat.start - _NEAR <= up.at <= flat.end + _NEAR and up.start - _NEAR <= flat.at <= up.end + _NEAR:
                parent[root(one)] = root(two)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(parent)):
        ups, flats = groups.setdefault(root(index), ([], []))
        if index < len(upright):
            ups.append(upright[index])
        else:
            flats.append(level[index - len(upright)])
    return [group for group in groups.values() if len(group[1]) >= 2 and group[0]]


def _table(ups: list[Rule], flats: list[Rule]) -> Table | None:
    x0, x1 = min(rule.start for rule in flats), max(rule.end for rule in flats)
    x0, x1 = min(x0, *(rule.at for rule in ups)), max(x1, *(rule.at for rule in ups))
    top, bottom = min(rule.at for rule in flats), max(rule.at for rule in flats)
    xs = _marks([x0, x1, *(rule.at for rule in ups)])
    ys = _marks([top, bottom, *(rule.at for rule in flats)])
    if len(xs) < 2 or len(ys) < 2 or len(xs) > _MOST_LINES or len(ys) > _MOST_LINES:
        return None
    grid = _grid(xs, ys, ups, flats)
    return Table(xs[0], xs[-1], ys[0], ys[-1], _cells(grid, xs, ys), grid, xs, ys)


def _marks(values: list[float]) -> tuple[float, ...]:
    marks: list[float] = []
    for value in sorted(values):
        if not marks or value - marks[-1] > _NEAR:
            marks.append(value)
    return tuple(marks)


def _grid(
    xs: tuple[float, ...], ys: tuple[float, ...], ups: list[Rule], flats: list[Rule]
) -> tuple[tuple[int, ...], ...]:
    """Assign numbers to cells: elementary boxes without a wall between them are one."""
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = list(range(columns * rows))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for row in range(rows):
        for column in range(columns):
            here = row * columns + column
            if column + 1 < columns and not _wall(ups, xs[column + 1], ys[row], ys[row + 1]):
                parent[root(here + 1)] = root(here)
            if row + 1 < rows and not _wall(flats, ys[row + 1], xs[column], xs[column + 1]):
                parent[root(here + columns)] = root(here)
    numbers: dict[int, int] = {}
    return tuple(
        tuple(numbers.setdefault(root(row * columns + column), len(numbers)) for column in range(columns))
        for row in range(rows)
    )


def _wall(rules: list[Rule], at: float, start: float, end: float) -> bool:
    covered = sum(max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= _NEAR)
    return covered >= _COVERED * (end - start)


def _cells(grid: tuple[tuple[int, ...], ...], xs: tuple[float, ...], ys: tuple[float, ...]) -> tuple[Cell, ...]:
    places: dict[int, list[tuple[int, int]]] = {}
    for row, numbers in enumerate(grid):
        for column, number in enumerate(numbers):
            places.setdefault(number, []).append((row, column))
    cells = []
    for number in range(len(places)):
        rows = [row for row, _ in places[number]]
        columns = [column for _, column in places[number]]
        row, row_end, column, column_end = min(rows), max(rows), min(columns), max(columns)
        cells.append(Cell(row, row_end, column, column_end, xs[column], xs[column_end + 1], ys[row], ys[row_end + 1]))
    return tuple(cells)
