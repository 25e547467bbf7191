"""Interface through which every tab reads the store, and a summary of its contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Protocol

from ingest.collections import DEFAULT
from ingest.documents import SourceDocument
from ingest.errors import GeungeoError
from ingest.listing import Found, Stock, Wanted
from ingest.pictures import PageImage

EVERYTHING = Wanted()
Withheld = Callable[[Iterable[str]], frozenset[str]]
"""Returns which of the documents with these ids the visitor of the moment may not read."""


class NoLongerReadable(GeungeoError):
    """What was made from documents that the visitor may not read, or not any more."""

    def __init__(self) -> None:
        super().__init__(
            "이제 읽을 수 없는 문서를 인용한 결과라 보이지 않습니다.",
            "다시 묻거나 확인하면 읽을 수 있는 문서로 답합니다.",
        )


def nothing_withheld(_: Iterable[str]) -> frozenset[str]:
    """Return that everything may be read."""
    return frozenset()


def only_default() -> tuple[str, ...]:
    """Return the collections of a store that has no others."""
    return (DEFAULT,)


def documents_of(value: object) -> frozenset[str]:
    """Return the ids of all documents that a value speaks of, however deep in it they are named."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple | list | frozenset):
            waiting.extend(one)
        elif isinstance(one, Mapping):
            waiting.extend(one.values())
        elif is_dataclass(one) and not isinstance(one, type):
            named = {field.name: getattr(one, field.name) for field in fields(one)}
            if isinstance(identity := named.get("document_id"), str):
                found.add(identity)
            waiting.extend(named.values())
    return frozenset(found)


def require_readable(value: object, withheld: Withheld) -> None:
    """Raise `NoLongerReadable` where a value speaks of a document that the visitor may not read."""
    if withheld(documents_of(value)):
        raise NoLongerReadable


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
