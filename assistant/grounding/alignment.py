"""Alignment of a claim with a source sentence, by letters and by whole figures.

It says what matched, what was left out and what was put in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, Moment

_OPEN, _CLOSE = "([（［<〈", ")]）］>〉"


@dataclass(frozen=True, slots=True)
class Unit:
    """One letter, or one whole figure, of a text."""

    key: str
    start: int
    end: int
    fact: Fact | None
    bracketed: bool
    """True inside round, square or pointed brackets."""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as units, ready to be laid beside another."""

    text: str
    units: tuple[Unit, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch where claim and source part; one side may be empty."""

    claim: tuple[Unit, ...]
    source: tuple[Unit, ...]
    left: int
    """Index of the first source unit of the stretch."""
    first: int
    """Index of the first claim unit of the stretch."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """How a claim lies on one source sentence."""

    claim: Line
    source: Line
    changes: tuple[Change, ...]
    matched: float
    """Share of the claim's units found in order in the source, 0 to 1."""
    density: float
    """Share of the source's units, between the first and the last matched, that the claim holds."""
    start: int
    """Where in the source's text the match begins and, at `end`, ends."""
    end: int


def _key(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, Moment) and value.inferred:
        return f"<{fact.text}>"
    return f"<{fact.normal}>"


@lru_cache(maxsize=2048)
def line(text: str, reference: date | None = None) -> Line:
    """Cut `text` into units; spaces and punctuation are left out, brackets are remembered."""
    facts = figures(text, reference)
    units: list[Unit] = []
    depth, index = 0, 0
    starts = {fact.start: fact for fact in facts}
    while index < len(text):
        fact = starts.get(index)
        if fact:
            units.append(Unit(_key(fact), index, fact.end, fact, depth > 0))
            index = fact.end
            continue
        letter = text[index]
        if letter in _OPEN:
            depth += 1
        elif letter in _CLOSE:
            depth = max(0, depth - 1)
        elif letter.isalnum():
            units.append(Unit(letter, index, index + 1, None, depth > 0))
        index += 1
    return Line(text, tuple(units), facts)


def _same(claim: tuple[Unit, ...], source: tuple[Unit, ...]) -> bool:
    """Tell whether two stretches are figures that agree pairwise."""
    if len(claim) != len(source):
        return False
    return all(
        ours.fact is not None and theirs.fact is not None and agree(ours.fact.value, theirs.fact.value)
        for ours, theirs in zip(claim, source, strict=True)
    )


def align(claim: Line, source: Line) -> Alignment:
    """Lay `claim` on `source`."""
    matcher = SequenceMatcher(
        None, [unit.key for unit in source.units], [unit.key for unit in claim.units], autojunk=False
    )
    changes: list[Change] = []
    matched, held, first_left, last_right = 0, 0, len(source.units), 0
    for kind, left, right, first, last in matcher.get_opcodes():
        ours, theirs = claim.units[first:last], source.units[left:right]
        plain = tuple(unit for unit in theirs if not unit.bracketed)
        if kind == "equal" or (ours and (_same(ours, theirs) or _same(ours, plain))):
            matched += last - first
            held += right - left
            first_left, last_right = min(first_left, left), max(last_right, right)
            continue
        changes.append(Change(ours, theirs, left, first))
    between = source.units[first_left:last_right]
    width = max(1, sum(not unit.bracketed for unit in between))
    return Alignment(
        claim,
        source,
        tuple(changes),
        matched / max(1, len(claim.units)),
        min(1.0, held / width),
        between[0].start if between else 0,
        between[-1].end if between else 0,
    )


def word_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the whole words it touches, a word being a run of letters and digits."""
    while start > 0 and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return start, end
