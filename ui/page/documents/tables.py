"""HTML of the rows of a table, drawn as one: the names of the columns once above, the values below them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from markupsafe import Markup

from ingest.cells import Cell, cells
from ui.page.html.markup import element

Column = tuple[str, int]
"""Name of a column, and which of the columns without a name after it."""


Row = tuple[tuple[Cell, ...], bool]
"""The cells of a row, and whether it is quoted."""


def tables(lines: Sequence[str], quoted: Collection[int] = ()) -> Iterator[Markup]:
    """Yield the tables that consecutive rows of text make; rows that share no column make another table.

    `quoted` are the indexes of the lines to mark.
    """
    parts: list[list[Row]] = []
    for at, line in enumerate(lines):
        row = cells(line)
        if not parts or not _same(parts[-1][-1][0], row):
            parts.append([])
        parts[-1].append((row, at in quoted))
    for rows in parts:
        drawn = _named(rows) if any(cell.label for row, _ in rows for cell in row) else _plain(rows)
        yield element("div", element("table", *drawn), class_="scroll", tabindex=0)


def _same(one: Sequence[Cell], other: Sequence[Cell]) -> bool:
    """Return whether two rows are of one table: told with a common label, or both without any."""
    labels, others = ({cell.label for cell in row if cell.label} for row in (one, other))
    return bool(labels & others) or not (labels or others)


def _plain(rows: Sequence[Row]) -> Iterator[Markup]:
    for row, quoted in rows:
        yield _drawn([element("td", cell.value) for cell in row], quoted=quoted)


def _drawn(found: Sequence[Markup], *, quoted: bool) -> Markup:
    """Return a row of the table; the page goes to the one that is quoted."""
    return element("tr", *found, class_="quoted" if quoted else None, data_target="1" if quoted else None)


def _named(rows: Sequence[Row]) -> Iterator[Markup]:
    columns = _columns([row for row, _ in rows])
    yield element("tr", *(element("th", name, scope="col") for name, _ in columns))
    for row, quoted in rows:
        told = dict(zip(_places(row), row, strict=True))
        found: list[Markup] = []
        at = 0
        while at < len(columns):
            width, cell = _over(columns, at, told)
            found.append(element("td", cell.value if cell else "", colspan=width if width > 1 else None))
            at += width
        yield _drawn(found, quoted=quoted)


def _over(columns: Sequence[Column], at: int, told: dict[Column, Cell]) -> tuple[int, Cell | None]:
    """Return the cell of a row at a column and how many columns it is over: `2024, 2025: 운영` is over two."""
    if columns[at] in told:
        return 1, told[columns[at]]
    for (label, _), cell in told.items():
        names = label.split(", ")
        if len(names) > 1 and [name for name, _ in columns[at : at + len(names)]] == names:
            return len(names), cell
    return 1, None


def _columns(rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """Return the columns of all rows in order; one that a row leaves out stands where another row has it."""
    found: list[Column] = []
    known = {cell.label for row in rows for cell in row}
    for row in rows:
        after = -1
        for place in _places(row):
            names = place[0].split(", ")
            if len(names) > 1 and known.issuperset(names):
                continue
            if place not in found:
                found.insert(after + 1, place)
            after = found.index(place)
    return found


def _places(row: Sequence[Cell]) -> list[Column]:
    """Return the column of each cell: its label, or its place after the last one with a label."""
    found: list[Column] = []
    label, count = "", 0
    for cell in row:
        count = 0 if cell.label else count + 1
        label = cell.label or label
        found.append((cell.label, 0) if cell.label else (label, count))
    seen: set[Column] = set()
    for at, (name, number) in enumerate(found):
        while (name, number) in seen:
            number += 1
        seen.add((name, number))
        found[at] = (name, number)
    return found
