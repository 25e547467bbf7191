"""What the documents of a store lack, and which of them are there more than once."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ingest import places, rows


@dataclass(frozen=True, slots=True)
class UnreadPages:
    """Pages of a document that show pictures without text."""

    id: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Places:
    """The addresses of every file that holds a document's bytes."""

    id: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Inventory:
    """Ids of the current documents with something to know about each."""

    undated: tuple[str, ...] = ()
    declared: tuple[str, ...] = ()
    """Those whose only day is when the file says it was made."""
    unissued: tuple[str, ...] = ()
    unread: tuple[UnreadPages, ...] = ()
    places: tuple[Places, ...] = ()
    copies: tuple[tuple[str, ...], ...] = ()
    """Groups of near copies, the one that is cited first in each."""


def inventory(store: Path) -> Inventory:
    """Return what is to know about the documents of a store; nothing where there is no store."""
    from ingest import aside

    if not (store / places.CATALOGUE).exists():
        return Inventory()
    with aside.catalogue(store) as catalogue:
        connection = catalogue.connection
        return Inventory(
            undated=_ids(connection, "published IS NULL AND declared IS NULL"),
            declared=_ids(connection, "published IS NULL AND declared IS NOT NULL"),
            unissued=_ids(connection, "issuer = ''"),
            unread=_unread(connection),
            places=_places(connection),
            copies=catalogue.copies(),
        )


def _ids(connection: sqlite3.Connection, clause: str) -> tuple[str, ...]:
    found = connection.execute(f"SELECT id FROM documents WHERE current = 1 AND {clause} ORDER BY id")  # noqa: S608
    return tuple(row[0] for row in found)


def _unread(connection: sqlite3.Connection) -> tuple[UnreadPages, ...]:
    page, scanned = (f"json_extract(page.value, '$[{rows.PAGE_AT[name]}]')" for name in ("number", "scanned"))
    found = connection.execute(
        f"SELECT d.id, {page} FROM documents d, json_each(d.pages) page"  # noqa: S608
        f" WHERE d.current = 1 AND {scanned} = 1 ORDER BY d.id, page.key"
    )
    pages: dict[str, list[int]] = {}
    for identity, number in found:
        pages.setdefault(identity, []).append(number)
    return tuple(UnreadPages(identity, tuple(numbers)) for identity, numbers in pages.items())


def _places(connection: sqlite3.Connection) -> tuple[Places, ...]:
    found = connection.execute(
        "SELECT d.id, d.uri, p.uri FROM places p JOIN documents d ON d.id = p.document_id AND d.current = 1"
        " ORDER BY d.id, p.container"
    )
    places: dict[str, list[str]] = {}
    for identity, first, further in found:
        places.setdefault(identity, [first]).append(further)
    return tuple(Places(identity, tuple(addresses)) for identity, addresses in places.items())
