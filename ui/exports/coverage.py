"""What a text was checked against: how many documents, up to which day, as of which day.

Above a result stands `문서 18건과 맞추어 봄 · 가장 새 문서 2026-05-06`: what is not found may stand in a document that
the store does not hold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from ingest.listing import Found, Wanted
from ingest.scope import Filter
from ui.messages import Language, say


class Listing(Protocol):
    """A store that counts and lists its documents."""

    def find(self, wanted: Wanted, limit: int, offset: int = 0) -> Found:
        """Return one page of the matching documents, newest first."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The documents that a text was checked against."""

    documents: int
    newest: date | None
    """Day of publication of the newest one; None where none is dated."""
    as_of: date | None = None
    """The day as of which the text was read; None where none was given."""
    narrowed: bool = False
    """Whether the documents were narrowed further than by their day, so that fewer were compared."""


def coverage(store: Listing, as_of: date | None = None, scope: Filter | None = None) -> Coverage:
    """Return what `store` holds up to the day of a check and the last day of its filter."""
    narrowing = scope or Filter()
    until = min((day for day in (narrowing.until, as_of) if day), default=None)
    found = store.find(Wanted(until=until), 1)
    newest = found.listed[0].record.published if found.listed else None
    narrowed = replace(narrowing, until=None) != Filter()
    return Coverage(found.total, newest.date() if newest else None, as_of, narrowed)


def parts(value: Coverage, language: Language) -> tuple[str, ...]:
    """Return the number of documents, the newest day and the as-of day, each in words."""
    counted = "checking.narrowed" if value.narrowed else "checking.compared"
    newest = (
        say("checking.newest", language, day=value.newest.isoformat())
        if value.newest
        else say("checking.newest.none", language)
    )
    day = (
        say("checking.as_of.day", language, day=value.as_of.isoformat())
        if value.as_of
        else say("checking.as_of.none", language)
    )
    return (say(counted, language, count=f"{value.documents:,}"), newest, day)


def line(value: Coverage, language: Language) -> str:
    """Return what a text was checked against on one line."""
    return " · ".join(parts(value, language))
