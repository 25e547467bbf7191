"""What is to be known of a document beside its text: how its day was found, corrections, copies, unread pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.documents import SourceDocument
from ingest.edits import Edit
from ui.messages import Language, say


class Register(Protocol):
    """A store that knows where else a document stands."""

    def places(self, document_id: str) -> tuple[str, ...]:
        """Return the addresses of every file that holds a document's bytes."""

    def copies(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of documents that are near copies."""

    def edits(self, document_id: str) -> Edit:
        """Return the corrections made to a document."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the store knows of a document beside its text."""

    places: tuple[str, ...] = ()
    """Addresses of every file that holds its bytes."""
    copies: tuple[str, ...] = ()
    """Ids of its near copies."""
    edited: tuple[str, ...] = ()
    """Which particulars a person corrected."""


def provenance(document_id: str, register: Register) -> Provenance:
    """Return what a store knows of a document."""
    copies = (one for group in register.copies() if document_id in group for one in group if one != document_id)
    return Provenance(register.places(document_id), tuple(copies), register.edits(document_id).names)


def notes(document: SourceDocument, known: Provenance, language: Language) -> list[str]:
    """Return a line for each thing to know, as `8, 10–12쪽은 그림이라 읽지 못했습니다`."""
    said = [say(f"dated.{document.dated}", language)] if document.dated else []
    if known.edited:
        names = ", ".join(say(f"edited.{name}", language) for name in known.edited)
        said.append(say("documents.edited", language, names=names))
    said += [say("documents.place", language, uri=uri) for uri in known.places if uri != document.uri]
    if known.copies:
        said.append(say("documents.copies", language, ids=", ".join(known.copies)))
    if unread := [page.number for page in document.pages if page.scanned]:
        said.append(say("documents.unread", language, pages=ranges(unread)))
    return said


def ranges(numbers: Sequence[int]) -> str:
    """Return ascending numbers with runs shortened: 1, 3–5."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("–".join(map(str, part)) for part in parts)
