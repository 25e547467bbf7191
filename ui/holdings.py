"""Owns what the page says of the store before anything is asked; knows nothing of how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ingest.documents import SourceDocument
from ingest.rows import DocumentRecord
from ui.messages import Language, say

STARTERS = 4
TITLE_LIMIT = 60
"""Most characters of a title that is still readable inside a question."""


class Library(Protocol):
    """What the page reads of a store."""

    def documents(self) -> tuple[DocumentRecord, ...]:
        """Return the particulars of the current documents."""

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        """Return one version of a document; None when unknown."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many documents there are, how new they are, and what may be asked of them."""

    documents: int
    newest: date | None
    """Day of the newest dated document."""
    starters: tuple[str, ...]
    """Questions that the documents suggest, at most `STARTERS`."""


def holdings(library: Library, language: Language) -> Holdings:
    """Return what `library` holds now."""
    records = library.documents()
    days = [record.published.date() for record in records if record.published]
    return Holdings(len(records), max(days, default=None), _starters(records, language))


def _starters(records: Sequence[DocumentRecord], language: Language) -> tuple[str, ...]:
    readable = [record for record in records if 0 < len(record.title) <= TITLE_LIMIT]
    newest = sorted(readable, key=lambda record: record.published or datetime.min, reverse=True)
    seen: dict[str, int] = {}
    ranked = []
    for record in newest:
        # The newest of each kind first: four releases of one day would show only one side of the store.
        ranked.append((seen.setdefault(record.kind, 0), record))
        seen[record.kind] += 1
    ranked.sort(key=lambda pair: pair[0])
    questions = (say(f"page.starter.{record.kind}", language, title=record.title) for _, record in ranked)
    return tuple(dict.fromkeys(questions))[:STARTERS]
