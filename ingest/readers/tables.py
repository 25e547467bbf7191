"""Tables as text: each row on a line of its own, told with its column headers so that it can be read alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import CELL


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a table; rows and columns count from 0, `row_end` and `column_end` are inclusive."""

    row: int
    row_end: int
    column: int
    column_end: int
    text: str
    """Paragraphs of the cell are parted by line breaks."""
    header: bool | None = None
    """Whether the file declares it a header cell; None where it does not say."""


def written(cells: Sequence[TableCell], above: Sequence[str] = ()) -> list[str]:
    """Return the lines that a table is written as; `above` are the lines before it, where caption and unit stand."""
    del above
    rows: dict[int, list[TableCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    lines = (CELL.join(" ".join(cell.text.split()) for cell in rows[row] if cell.text.strip()) for row in sorted(rows))
    return [line for line in lines if line]
