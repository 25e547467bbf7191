"""Values side by side: the short answer of each part of a compound question, and their difference where asked for.

`2025년 115개 → 2026년 306개 (+191개)` stands before the sentences that hold the two values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.answering.extractive import Choice, ShortAnswer
from assistant.facts.fact import Fact, Quantity
from assistant.facts.numbers import spelled
from assistant.questions.analysis import Analysis


@dataclass(frozen=True, slots=True)
class Side:
    """One part of a compound question with what answers it."""

    label: str
    analysis: Analysis
    choice: Choice


def side_by_side(sides: Sequence[Side], compared: bool) -> ShortAnswer | None:
    """Return the values of all sides in one line, None where one has no short answer.

    The difference of two is added where they are `compared` and count the same.
    """
    facts = [_fact(side) for side in sides]
    texts = [fact.text if fact else _text(side) for fact, side in zip(facts, sides, strict=True)]
    if not all(texts):
        return None
    line = (" → " if compared else " · ").join(f"{side.label} {text}" for side, text in zip(sides, texts, strict=True))
    if compared and len(facts) == 2:
        line += _difference(facts[0], facts[1])
    return ShortAnswer(line, tuple(dict.fromkeys(side.choice.chosen[0] for side in sides)), computed=True)


def _text(side: Side) -> str:
    return side.choice.lead.text if side.choice.lead else ""


def _fact(side: Side) -> Fact | None:
    """Return the figure asked for: the one in the short answer, or the only one of its kind in the sentence."""
    figures = side.choice.chosen[0].figures
    told = [fact for fact in figures if fact.text in _text(side)]
    for asked in side.analysis.kinds:
        alike = [fact for fact in figures if fact.kind == asked]
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
    return f" ({sign}{spelled(Quantity(abs(apart), abs(apart), unit))})"
