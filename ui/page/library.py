"""Interface through which every tab reads the store, and a summary of its contents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ingest.documents import SourceDocument
from ingest.listing import Found, Stock, Wanted
from ingest.pictures import PageImage

EVERYTHING = Wanted()


class Library(Protocol):
    """Read access to a store that every tab needs."""

    def stock(self) -> Stock:
        """Return the number of documents and the newest date, without reading them."""

    def find(self, wanted: Wanted = EVERYTHING, limit: int = 50, offset: int = 0) -> Found:
        """Return one page of the matching documents, newest first."""

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        """Return one version of a document; None when unknown."""

    def page_image(self, document_id: str, version: int, page: int, start: int, end: int) -> PageImage | None:
        """Return an image of a page, counted from 1, with its part of `text[start:end]` marked; None if unavailable."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """Number of documents, their newest date and suggested questions about them."""

    documents: int
    newest: date | None
    """Day of the newest dated document."""
    starters: tuple[str, ...] = ()
    """Questions to begin with."""


def holdings(stock: Stock, starters: tuple[str, ...] = ()) -> Holdings:
    """Return the summary of a library with the questions suggested for it."""
    return Holdings(stock.documents, stock.newest, starters)
