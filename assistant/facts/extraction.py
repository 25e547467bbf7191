"""Fact extraction: every number, date, place, organisation and name of a text, in order."""

from __future__ import annotations

from datetime import date

from assistant.facts import cells, dates, names, numbers, organisations, places
from assistant.facts.fact import Fact


def _without_overlap(found: list[Fact]) -> list[Fact]:
    """Keep the earlier listed of overlapping facts, in text order."""
    kept: list[Fact] = []
    taken: set[int] = set()
    for fact in found:
        span = range(fact.start, fact.end)
        if not taken.intersection(span):
            taken.update(span)
            kept.append(fact)
    return sorted(kept, key=lambda fact: fact.start)


def figures(text: str, reference: date | None = None) -> tuple[Fact, ...]:
    """Return numbers, dates and times in text order; `reference` dates the text for 올해 and 지난 24일."""
    found = _without_overlap([*dates.find(text, reference), *numbers.find(text)])
    found = sorted(cells.told(text, found), key=lambda fact: fact.start)
    events = dates.named(text) if found else []
    return tuple(fact for fact in found if not any(fact.start < end and start < fact.end for start, end in events))


def extract(text: str, reference: date | None = None) -> tuple[Fact, ...]:
    """Return every fact of `text` in order; figures never overlap each other, nor do names."""
    named = _without_overlap([*organisations.find(text), *places.find(text)])
    titled = list(names.find(text))
    return tuple(sorted([*figures(text, reference), *named, *titled], key=lambda fact: (fact.start, fact.end)))
