"""Interfaces through which documents are browsed and removed."""

from __future__ import annotations

from typing import Protocol

from ingest.listing import Facets, Listed
from ui.exports.provenance import Register
from ui.page.library import Library


class Archive(Library, Register, Protocol):
    """Read access to a store for browsing its documents, in addition to `Library`."""

    def facets(self) -> Facets:
        """Return the kinds, issuers and years by which a list can be filtered."""

    def listed(self, document_id: str) -> Listed | None:
        """Return the metadata of one current document; None when unknown."""

    def versions(self, document_id: str) -> tuple[int, ...]:
        """Return the stored versions of a document, oldest first."""


class Remover(Protocol):
    """Changes that an editor may make to a store."""

    def remove(self, document_id: str) -> bool:
        """Remove a document, and its file if it was uploaded; return whether there was one."""

    def uploaded(self, document_id: str) -> bool:
        """Tell whether a document was uploaded."""
