"""Values side by side: the short answer of each part of a compound question, and their difference where asked for.

`2025년 115개 → 2026년 306개 (+191개)` stands before the sentences that hold the two values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.extractive import Choice, ShortAnswer, SideValue
from assistant.answering.sentences import Evidence
from assistant.facts.fact import Fact, Quantity
from assistant.facts.numbers import spelled
from assistant.questions.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Side:
    """One part of a compound question with what answers it."""

    label: str
    analysis: Analysis
    choice: Choice


@dataclass(frozen=True, slots=True)
class Value:
    """The short answer to one part, the sentence that gives it, and the figure it is where it is one."""

    evidence: Evidence
    text: str
    fact: Fact | None


def side_by_side(sides: Sequence[Side], compared: bool) -> ShortAnswer | None:
    """Return the values of all sides in one line, None where one has no short answer or two have the very same one.

    Of `71명을 심사하였다` neither men nor women are 71. The difference of two is added where they are `compared` and
    count the same.
    """
    values = [value_of(side) for side in sides]
    places = {(value.evidence.place, value.fact.start if value.fact else value.text) for value in values}
    if not all(value.text for value in values) or len(places) < len(values):
        return None
    told = (f"{side.label} {value.text}" for side, value in zip(sides, values, strict=True))
    line = (" → " if compared else " · ").join(told)
    apart = _difference(values[0].fact, values[1].fact) if compared and len(values) == 2 else ""
    return ShortAnswer(
        f"{line} ({apart})" if apart else line,
        tuple(dict.fromkeys(value.evidence for value in values)),
        computed=True,
        values=tuple(
            SideValue(side.label, value.text, value.evidence) for side, value in zip(sides, values, strict=True)
        ),
        difference=apart,
    )


def value_of(side: Side) -> Value:
    """Return the figure asked for, of the first sentence that tells which it is; without one the short answer."""
    for evidence in side.choice.chosen:
        if fact := _fact(evidence, side):
            return Value(evidence, fact.text, fact)
    return Value(side.choice.chosen[0], _lead(side), None)


def _lead(side: Side) -> str:
    return side.choice.lead.text if side.choice.lead else ""


def _fact(evidence: Evidence, side: Side) -> Fact | None:
    """Return the figure of the short answer, or the only one of the kind asked for; a count stands beside its thing.

    `선정된 과제 수`: of `14개 시도와 함께 115개 과제` the 115개.
    """
    leading = evidence == side.choice.chosen[0]
    told = [fact for fact in evidence.figures if leading and fact.text in _lead(side)]
    for asked in side.analysis.kinds:
        alike = evidence.counted(side.analysis) if asked == "count" else ()
        alike = alike or tuple(fact for fact in evidence.figures if fact.kind == asked and asked != "count")
        found = [fact for fact in alike if fact in told] or alike
        if len(found) == 1:
            return found[0]
    return told[0] if len(told) == 1 else None


def _difference(one: Fact | None, other: Fact | None) -> str:
    if one is None or other is None or not (isinstance(one.value, Quantity) and isinstance(other.value, Quantity)):
        return ""
    first, second = one.value, other.value
    if first.unit != second.unit or first.low != first.high or second.low != second.high:
        return ""
    apart: Decimal = second.low - first.low
    unit = "%p" if first.unit == "%" else first.unit
    sign = "+" if apart > 0 else "-" if apart < 0 else ""
    return f"{sign}{spelled(Quantity(abs(apart), abs(apart), unit))}"
