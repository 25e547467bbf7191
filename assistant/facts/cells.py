"""Figures in the cells of a table row: a bare number has its column's unit, and a column's name is a year or no figure.

`사업명: 통신망 | 2023(백만원): 41,000` states 41,000,000,000원 of the year 2023.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.facts import numbers
from assistant.facts.fact import Fact, Moment, Quantity
from ingest.cells import Cell, bare, cells
from ingest.sentences import CELL

_YEAR = re.compile(r"(?<![\d,.])(?:(?P<long>(?:19|20)\d{2})|[’‘'](?P<short>\d{2}))(?![\d,]|\.\d)(?:\s?년도?)?")
_BRACKET = re.compile(r"\(([^()]{1,8})\)$")


def told(text: str, found: Sequence[Fact]) -> Iterator[Fact]:
    """Yield the figures `found` in a row as its cells tell them; those of any other text as they are."""
    if CELL not in text:
        yield from found
        return
    units = {cell: unit(row, cell) for row in _rows(text) for cell in row}
    for cell in units:
        yield from _named(cell, text)
    for fact in found:
        held = next((one for one in units if one.start <= fact.start < one.end), None)
        if held is None or fact.start >= held.value_start:
            yield _united(fact, held, units[held]) if held and units[held] else fact
        elif fact.kind in {"date", "time"} and not _YEAR.fullmatch(fact.text):
            yield fact


def unit(row: Sequence[Cell], cell: Cell) -> str:
    """Return the unit of a bare number: the one that its column's name gives, or else a name above it or its row's.

    In `둑 보강(백만원) | 2027: 4,870` and `투자(백만원) > 2027: 4,870` it is 백만원.
    """
    if cell.unit or not bare(cell.value):
        return cell.unit
    above = cell.label.split(" > ")[:-1]
    names = [one.value for one in row if one.start < cell.start and not bare(one.value)]
    found = next((m[1] for one in reversed([*names, *above]) if (m := _BRACKET.search(one))), "")
    measured = [fact.value for fact in numbers.find(f"1{found}") if found and fact.text == f"1{found}"]
    return found if any(isinstance(value, Quantity) and value.unit for value in measured) else ""


def years(text: str) -> frozenset[int]:
    """Return the years that the name of a column gives: 2023 of `2023년`, `'23` and `2023 > 국비`."""
    return frozenset(map(_year, _YEAR.finditer(text)))


def _year(match: re.Match[str]) -> int:
    return int(match["long"] or f"20{match['short']}")


def _rows(text: str) -> Iterator[list[Cell]]:
    start = 0
    for line in text.split("\n"):
        if CELL in line:
            yield [
                replace(one, start=one.start + start, end=one.end + start, value_start=one.value_start + start)
                for one in cells(line)
            ]
        start += len(line) + 1


def _named(cell: Cell, text: str) -> Iterator[Fact]:
    for match in _YEAR.finditer(text, cell.start, cell.value_start):
        yield Fact("date", *match.span(), match.group(), Moment(_year(match)))


def _united(fact: Fact, cell: Cell, name: str) -> Fact:
    """Return a bare number as a figure of its column's unit, its text and place as they are."""
    if fact.text.strip() not in cell.value or fact.kind not in {"count", "amount"}:
        return fact
    measured = next(iter(numbers.find(f"{fact.text.strip()}{name}")), None)
    return fact if measured is None else replace(fact, kind=measured.kind, value=measured.value)
