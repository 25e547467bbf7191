"""What the values, stages and series of a timeline are called: 2026년 예산안, 선정 과제, 2년간 들이는 돈."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.history.series import Series, Strand
from assistant.history.timeline import Entry
from assistant.history.values import Kind, Value
from assistant.korean.measures import Stage
from ui.messages import Language, say


def measure(value: Value, language: Language) -> str:
    """Return what a value measures, with its year, span or thing counted."""
    return named(value.kind, value.of, value.stage, language)


def strand(value: Strand, of: str, language: Language) -> str:
    """Return what the values of a strand have in common; of budgets the year is left out, which differs."""
    return named(value.kind, "" if value.kind == "budget" else of, value.stage, language)


def topic(value: Series, language: Language) -> str:
    """Return the title of a series."""
    if value.topic == "spent":
        return named("spent", value.of, None, language)
    return say(f"series.{value.topic}", language, noun=value.of)


def period(when: str, language: Language) -> str:
    """Return a day or month as it stands, and a bare year with its word."""
    return say("history.year", language, year=when) if len(when) == len("2025") else when


def markers(entries: Sequence[Entry]) -> list[tuple[int, ...]]:
    """Return the numbers of each entry's citations, counted through the whole timeline."""
    found, following = [], 1
    for entry in entries:
        found.append(tuple(range(following, following + len(entry.citations))))
        following += len(entry.citations)
    return found


def replaced(entry: Entry, entries: tuple[Entry, ...], language: Language) -> str:
    """Return which later entry gives the fact another value; empty where none does."""
    if entry.superseded_by is None:
        return ""
    newer = entries[entry.superseded_by]
    return say("timeline.superseded", language, date=newer.date, status=say(f"status.{newer.status}", language))


def named(kind: Kind, of: str, stage: Stage | None, language: Language) -> str:
    """Return what a kind of value of a thing or year, at a stage, is called."""
    if kind == "budget":
        name = say(f"value.budget.{stage or 'settled'}", language)
        return say("value.of_year", language, year=of, name=name) if of else name
    if kind == "count":
        return say(f"value.count.{stage}" if stage else "value.count", language, noun=of)
    if kind == "spent" and of:
        return say("value.spent_over", language, period=of)
    return say(f"value.{kind}", language)
