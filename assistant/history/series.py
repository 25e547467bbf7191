"""Series of a timeline's values: what one plot may show together, and what of it a line may join.

Values of one kind, thing and stage are a strand, as the projects selected year by year. Strands of one thing stand in
one plot, as those planned beside those selected, but no line joins them. Budgets stand at the year they are for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.history.timeline import Timeline
from assistant.history.values import SHARES, Kind, Value
from assistant.korean.measures import Stage

Topic = Literal["cost", "budget", "spent", "count"]
"""What a plot is of: the cost and its shares, yearly budgets, money over one span of years, or one thing counted."""
LEAST = 2
"""Fewest different values, and days of them, that make a plot."""
ORDER: tuple[Kind | Stage | None, ...] = (
    "total",
    *SHARES,
    "proposed",
    "settled",
    "planned",
    "called",
    "applied",
    "selected",
    None,
)
"""The strands of a plot in the order of a programme's course."""


@dataclass(frozen=True, slots=True)
class Amount:
    """One value where a plot places it."""

    day: date
    """The first of the month or year where no more is known."""
    when: str
    """That day as the timeline writes it; of a budget, the year it is for."""
    number: Decimal
    text: str
    entry: int
    """Index of the timeline's entry that tells it."""
    citation: int = 1
    """Marker of that entry's citation which states it."""


@dataclass(frozen=True, slots=True)
class Strand:
    """Values that one line may join, oldest first."""

    kind: Kind
    stage: Stage | None
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """Strands that are counted in one unit and so may share a plot."""

    topic: Topic
    of: str
    """What is counted, or the span of years that money is for; else empty."""
    strands: tuple[Strand, ...]


def series(value: Timeline) -> tuple[Series, ...]:
    """Return the series of a timeline that have values of different days to compare."""
    found: dict[tuple[Topic, str], dict[tuple[Kind, Stage | None], list[Amount]]] = {}
    for index, entry in enumerate(value.entries):
        for one in _wholes(entry.values):
            amount = _amount(one, entry.date, index)
            if amount is not None:
                strands = found.setdefault(_plot(one), {})
                strands.setdefault((one.kind, one.stage), []).append(amount)
    made = (Series(topic, of, tuple(_strands(strands))) for (topic, of), strands in found.items())
    return tuple(one for one in made if _compares(one))


def _plot(value: Value) -> tuple[Topic, str]:
    if value.kind == "budget":
        return "budget", ""
    if value.kind == "spent" or value.kind == "count":
        return value.kind, value.of
    return "cost", ""


def _strands(found: dict[tuple[Kind, Stage | None], list[Amount]]) -> Iterator[Strand]:
    keys = sorted(found, key=lambda key: (ORDER.index(key[0]) if key[0] in ORDER else 0, ORDER.index(key[1])))
    for kind, stage in keys:
        yield Strand(kind, stage, tuple(_course(kind, found[kind, stage])))


def _course(kind: Kind, amounts: Sequence[Amount]) -> Iterator[Amount]:
    """Yield the amounts in the order of time: of a year's budget the last one told, else the greatest of each day.

    A smaller one of the same day is a part of it, and one told again later with no other between is no news.
    """
    by_day: dict[date, Amount] = {}
    for one in amounts:
        held = by_day.get(one.day)
        if held is None or kind == "budget" or one.number > held.number:
            by_day[one.day] = one
    last: Decimal | None = None
    for day in sorted(by_day):
        if kind == "budget" or by_day[day].number != last:
            yield by_day[day]
        last = by_day[day].number


def _wholes(values: Iterable[Value]) -> Iterator[Value]:
    """Yield an event's values without those that one sentence gives several of: which is the whole, it does not say."""
    kept: dict[tuple[Kind, str, Stage | None], list[Value]] = {}
    for one in values:
        kept.setdefault((one.kind, one.of, one.stage), []).append(one)
    for alike in kept.values():
        sole = [one for one in alike if sum(other.citation == one.citation for other in alike) == 1]
        if sole and (len(sole) == len(alike) or max(alike, key=lambda one: one.number) in sole):
            yield max(sole, key=lambda one: one.number)


def _amount(value: Value, told: str, entry: int) -> Amount | None:
    when = value.of if value.kind == "budget" else told
    # Money without its span of years may be one year's or ten years'.
    day = None if value.kind == "spent" and not value.of else _day(when)
    return Amount(day, when, value.number, value.text, entry, value.citation) if day else None


def _compares(one: Series) -> bool:
    amounts = [amount for strand in one.strands for amount in strand.amounts]
    return len({amount.number for amount in amounts}) >= LEAST and len({amount.day for amount in amounts}) >= LEAST


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return None
