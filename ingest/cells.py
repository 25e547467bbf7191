"""Cells of a table row in the text: `사업명: 통신망 | 2023(백만원): 41,000` has two, each told by its label."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.sentences import CELL

TELLS = ": "
"""What stands between the label of a column and the value."""
LONGEST_LABEL = 60
"""Characters of the longest label; what is longer before a colon is part of the value."""
_UNIT = re.compile(r"\(([^()]{1,12})\)$")
_BARE = re.compile(r"[△▲▽▼+\-−–~∼～]?\s?\(?\d[\d,]*(?:\.\d+)?\)?")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row, its offsets counted from the start of the row."""

    start: int
    end: int
    value_start: int
    """Where the value begins; equal to `start` for a cell without a label."""
    label: str
    """Names of its column, as `2023 > 국비(백만원)`; empty where none is told."""
    value: str

    @property
    def unit(self) -> str:
        """The unit that its label gives to a bare number, as 백만원; empty where the value has its own or none."""
        found = _UNIT.search(self.label)
        return found[1] if found and bare(self.value) else ""


def cells(row: str) -> tuple[Cell, ...]:
    """Return the cells of a row in order; a line that is no row is one cell."""
    found: list[Cell] = []
    start = 0
    for part in row.split(CELL):
        label, told, value = part.partition(TELLS)
        labelled = bool(told and label and value.strip()) and len(label) <= LONGEST_LABEL
        first = start + len(label) + len(TELLS) if labelled else start
        found.append(Cell(start, start + len(part), first, label if labelled else "", value if labelled else part))
        start += len(part) + len(CELL)
    return tuple(found)


def bare(value: str) -> bool:
    """Return whether a value is a number without a unit."""
    return _BARE.fullmatch(value.strip()) is not None
