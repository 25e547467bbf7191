"""The table that a quoted row belongs to, drawn from the rows around it with the asked cell marked.

A row in the text tells its labels itself, `사업명: 둑 보강 | 투자(백만원) > 2027: 4,870`, and the rows of one table
tell the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from markupsafe import Markup

from ingest.cells import Cell, cells
from ui.messages import Language, say
from ui.page.evidence.context import Excerpt
from ui.page.html.markup import element

LEAST = 2
"""Columns of the smallest table that is drawn."""
Row = tuple[Cell, ...]


def drawn(excerpt: Excerpt, cell: tuple[int, int] | None, language: Language) -> Markup:
    """Return the table of a quoted row, empty where the quote is no row whose every cell has a label.

    `cell` is the start and end of the asked cell's value within the quote.
    """
    quoted = cells(excerpt.quote)
    labels = [one.label for one in quoted]
    if len(quoted) < LEAST or not all(labels):
        return Markup()
    before = _alike(reversed(excerpt.before.rstrip("\n").split("\n")), labels)
    after = _alike(excerpt.after.lstrip("\n").split("\n"), labels)
    rows = [*(_row(row) for row in reversed(before)), _row(quoted, cell), *(_row(row) for row in after)]
    head = element("thead", element("tr", *(element("th", label, scope="col") for label in labels)))
    table = element("table", head, element("tbody", *rows))
    # In a frame of its own: a wide table scrolls in it, by keys too, and the page does not.
    return element("div", table, class_="grid", tabindex="0", role="region", aria_label=say("page.table", language))


def _alike(lines: Iterable[str], labels: list[str]) -> list[Row]:
    """Return the rows at the beginning of `lines` that tell the same labels."""
    rows = (cells(line) for line in lines)
    return list(takewhile(lambda row: [one.label for one in row] == labels, rows))


def _row(row: Row, asked: tuple[int, int] | None = None) -> Markup:
    values = (
        element("td", element("mark", one.value) if asked and one.value_start <= asked[0] < one.end else one.value)
        for one in row
    )
    return element("tr", *values, class_="asked" if asked else None)
