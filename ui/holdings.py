"""Owns what the page says of the store before anything is asked; knows nothing of how it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ingest.documents import SourceDocument
from ingest.listing import Facets, Found, Listed, Stock, Wanted
from ingest.pictures import PageImage

EVERYTHING = Wanted()


class Library(Protocol):
    """What the page reads of a store."""

    def stock(self) -> Stock:
        """Return how many documents there are and how new they are, without reading them."""

    def find(self, wanted: Wanted = EVERYTHING, limit: int = 50, offset: int = 0) -> Found:
        """Return one page of the documents wanted, newest first."""

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        """Return one version of a document; None when unknown."""

    def page_image(self, document_id: str, version: int, page: int, start: int, end: int) -> PageImage | None:
        """Return a page, counted from 1, with its part of `text[start:end]` marked; None where it cannot be shown."""


class Archive(Library, Protocol):
    """What a reader who looks through the documents sees of a store, beside what every tab reads."""

    def facets(self) -> Facets:
        """Return the kinds, issuers and years to which a list may be narrowed."""

    def listed(self, document_id: str) -> Listed | None:
        """Return the particulars of one current document; None when unknown."""

    def versions(self, document_id: str) -> tuple[int, ...]:
        """Return the versions kept of a document, oldest first."""


class Remover(Protocol):
    """What an editor may do to a store."""

    def remove(self, document_id: str) -> bool:
        """Remove a document, and its file if it was uploaded; return whether there was one."""

    def uploaded(self, document_id: str) -> bool:
        """Tell whether a document was uploaded."""


@dataclass(frozen=True, slots=True)
class Holdings:
    """How many documents there are, how new they are, and what may be asked of them."""

    documents: int
    newest: date | None
    """Day of the newest dated document."""
    starters: tuple[str, ...] = ()
    """Questions to begin with."""


def holdings(stock: Stock, starters: tuple[str, ...] = ()) -> Holdings:
    """Return what a library holds together with the questions it suggests."""
    return Holdings(stock.documents, stock.newest, starters)
