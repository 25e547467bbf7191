"""Typed values of a programme's events: what each figure measures, and of which year, period or thing.

`('26년 정부안) 969억원` is a proposed budget of 2026; `306개 과제를 선정했다` counts projects that were selected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, get_args

from assistant.history.milestones import Point, Status
from assistant.korean.measures import Stage

Kind = Literal["total", "budget", "national", "local", "private", "spent", "count"]
"""Total cost, a year's budget, a share of the cost by who pays it, money put in, or a count."""
REACHED: dict[Status, Stage] = {"모집": "called", "신청": "applied", "선정": "selected"}
"""How far what is counted has come where only its sentence's status tells: 새 과제 306개를 정하였다."""
SHARES: tuple[Kind, ...] = ("national", "local", "private")


@dataclass(frozen=True, slots=True)
class Value:
    """One figure of an event with what it measures."""

    kind: Kind
    of: str
    """Of a budget its year, of money put in its span of years, of a count the thing counted; else empty."""
    stage: Stage | None
    """How far a budget or what is counted had come; None where the sentence does not tell."""
    number: Decimal
    """Won for money, else a plain count."""
    text: str
    """As the document writes it."""
    citation: int = 1
    """Marker of the citation of the event that states it."""


def valued(point: Point, citation: int = 1) -> Value | None:
    """Return a point as a value; None for a stage, which has no figure."""
    name, _, of = point.role.partition(":")
    kind = next((kind for kind in get_args(Kind) if kind == name), None)
    if point.number is None or kind is None:
        return None
    return Value(kind, of or point.period, point.stage, point.number, point.text or point.value, citation)


def stated(points: Sequence[Point], status: Status, citation: int) -> Iterator[Value]:
    """Yield the values of one sentence; its only count has come as far as the sentence says of the whole."""
    found = [value for point in points if (value := valued(point, citation))]
    counts = [value for value in found if value.kind == "count"]
    for value in found:
        alone = value.kind == "count" and value.stage is None and len(counts) == 1
        yield replace(value, stage=REACHED.get(status)) if alone else value


def united(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return each value of an event once, in the order given.

    A value told again lends the first what it lacks: its stage, its period, or that money put in is the total cost.
    What a further sentence gives of one measure is a part of the greater value that stands already.
    """
    found: list[Value] = []
    for one in values:
        at = next((at for at, held in enumerate(found) if _same(held, one)), None)
        if at is not None:
            held = found[at]
            named = one if held.kind == "spent" and one.kind != "spent" else held
            of = named.of if named.kind != held.kind else held.of or one.of
            found[at] = replace(held, kind=named.kind, of=of, stage=held.stage or one.stage)
        elif not any(_part(one, held) for held in found):
            found.append(one)
    return tuple(found)


def _part(one: Value, held: Value) -> bool:
    alike = (one.kind, one.of, one.stage) == (held.kind, held.of, held.stage)
    return alike and one.citation != held.citation and one.number < held.number


def _same(held: Value, one: Value) -> bool:
    """Tell whether two values are one figure, told once with less."""
    if held.number != one.number:
        return False
    if "count" in (held.kind, one.kind):
        alike = not held.stage or not one.stage or held.stage == one.stage
        return alike and (held.kind, held.of) == (one.kind, one.of)
    return (held.kind, held.of) == (one.kind, one.of) or "spent" in (held.kind, one.kind)
