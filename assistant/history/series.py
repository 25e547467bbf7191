"""Comparable figures of a timeline, grouped into the series that one plot may show.

Values are comparable if they are of one kind: total costs, yearly budgets, counts of the same noun, or money over the
same span of years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.history.milestones import Point, read
from assistant.history.timeline import Entry, Timeline

LEAST = 2
"""Fewest different values that make a plot."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One value, the day it was reported and how it was written."""

    day: date
    """The first of the month where only the month is known."""
    date: str
    """As the timeline writes it."""
    number: Decimal
    text: str
    year: str = ""
    """Of a budget: the year it is for."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one kind, oldest first."""

    kind: str
    """total, budget, spent or count."""
    of: str
    """What is counted, or the span of years the money is for; else empty."""
    amounts: tuple[Amount, ...]


def series(value: Timeline) -> tuple[Series, ...]:
    """Return the comparable values as one chronological series per kind."""
    found: dict[tuple[str, str], list[Amount]] = {}
    for entry in value.entries:
        for kind, of, amount in _amounts(entry):
            told = found.setdefault((kind, of), [])
            if not any((one.number, one.year) == (amount.number, amount.year) for one in told):
                told.append(amount)
    wholes = {key: _wholes(amounts) for key, amounts in found.items()}
    return tuple(
        Series(kind, of, amounts)
        for (kind, of), amounts in wholes.items()
        if len({one.number for one in amounts}) >= LEAST
    )


def _wholes(amounts: Sequence[Amount]) -> tuple[Amount, ...]:
    """Return the greatest value of each day and year, oldest first; smaller ones of the same day are parts of it."""
    best: dict[tuple[date, str], Amount] = {}
    for one in amounts:
        key = (one.day, one.year)
        if key not in best or one.number > best[key].number:
            best[key] = one
    return tuple(sorted(best.values(), key=lambda one: (one.day, one.year)))


def _amounts(entry: Entry) -> Iterator[tuple[str, str, Amount]]:
    published = entry.citations[0].published if entry.citations else None
    statement = read(entry.text, published.date() if published else None)
    day = _day(entry.date)
    if statement is None or day is None:
        return
    periods = [fact.text for fact in entry.facts if fact.kind == "period"]
    for point in statement.points:
        if point.number is None:
            continue
        kind, of, year = _kind(point, periods)
        yield kind, of, Amount(day, entry.date, point.number, point.text or point.value, year)


def _kind(point: Point, periods: Sequence[str]) -> tuple[str, str, str]:
    name, _, of = point.role.partition(":")
    if name == "budget":
        return name, "", of
    # Two years' money beside one year's would look like a rise.
    return (name, periods[0] if periods else "", "") if name == "spent" else (name, of, "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text if len(text) > 7 else f"{text}-01"[:10])
    except ValueError:
        return None
