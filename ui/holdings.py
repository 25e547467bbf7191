"""Owns what the page says of the store before anything is asked; knows nothing of how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ingest.documents import SourceDocument
from ingest.rows import DocumentRecord


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
    starters: tuple[str, ...] = ()
    """Questions to begin with."""


def holdings(records: Sequence[DocumentRecord], starters: tuple[str, ...] = ()) -> Holdings:
    """Return what `records`, the current documents of a library, amount to."""
    days = [record.published.date() for record in records if record.published]
    return Holdings(len(records), max(days, default=None), starters)
