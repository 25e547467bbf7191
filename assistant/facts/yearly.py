"""Figures by year: which year a sentence gives a figure to, as `2022년 598건이던 민원은 2024년 989건으로` does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.facts.fact import DASH, Fact, Moment, Quantity

_BEFORE = re.compile(r"(?:도|에는|에만|에|엔)?\s{0,2}(?:약|총|모두)?\s{0,2}")
_RANGE = re.compile(rf"\s{{0,3}}(?:부터|에서|{DASH})\s{{0,3}}")


def year_of(fact: Fact) -> int | None:
    """Return the year that a date gives, and no month or part of it; None of any other fact."""
    value = fact.value
    return value.year if isinstance(value, Moment) and value.month is None and not value.part else None


def given_to(text: str, facts: Sequence[Fact], year: int) -> tuple[Fact, ...]:
    """Return the figures of a sentence that stand right behind a year; `facts` are all of its figures, in order."""
    return tuple(
        after
        for before, after in pairwise(facts)
        if year_of(before) == year
        and isinstance(after.value, Quantity)
        and _BEFORE.fullmatch(text, before.end, after.start)
    )


def spans(text: str, facts: Sequence[Fact], year: int) -> bool:
    """Tell whether a sentence gives a year only as an end of several: 2022년 1월~2024년 12월."""
    ends = [
        fact
        for one, other in pairwise(facts)
        if isinstance(one.value, Moment)
        and isinstance(other.value, Moment)
        and one.value.year != other.value.year
        and _RANGE.fullmatch(text, one.end, other.start)
        for fact in (one, other)
    ]
    told = [fact for fact in facts if isinstance(fact.value, Moment) and fact.value.year == year]
    return bool(told) and all(fact in ends for fact in told)
