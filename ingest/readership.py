"""The part of a catalogue that one reader may see: every query runs over the documents of readable collections alone.

On a connection of its own, views of the same names stand before the tables `documents`, `chunks`, `copies`, `places`
and `edits`, so that no query can forget whom it answers: a document that may not be read is one that is not there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from ingest import connection as connections
from ingest.catalogue import Catalogue
from ingest.lookups import CatalogueReader

Rights = Callable[[], frozenset[str] | None]
"""Returns the collections that whoever asks now may read; None for everything."""
KEPT = 8
"""Connections of one thread, one for each set of collections that it reads for."""
_SHOWN = "(SELECT name FROM temp.readable_collections)"
_HELD = "EXISTS (SELECT 1 FROM main.documents d WHERE d.{key} = {value} AND d.collection IN " + _SHOWN + ")"  # noqa: S608 - constants only
VIEWS = f"""
CREATE TEMP TABLE readable_collections (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TEMP VIEW documents AS SELECT * FROM main.documents WHERE collection IN {_SHOWN};
CREATE TEMP VIEW chunks AS SELECT * FROM main.chunks c WHERE {_HELD.format(key="key", value="c.document")};
CREATE TEMP VIEW copies AS SELECT * FROM main.copies c
  WHERE {_HELD.format(key="key", value="c.one")} AND {_HELD.format(key="key", value="c.other")};
CREATE TEMP VIEW places AS SELECT * FROM main.places p WHERE {_HELD.format(key="id", value="p.document_id")};
CREATE TEMP VIEW edits AS SELECT * FROM main.edits e WHERE {_HELD.format(key="id", value="e.document_id")};
"""  # noqa: S608 - constants only


def everything() -> frozenset[str] | None:
    """Return the rights of the operator, who may read everything."""
    return None


class Readership(CatalogueReader):
    """What the reader of the moment may see of a catalogue."""

    def __init__(self, catalogue: Catalogue, rights: Rights) -> None:
        """Show what `rights` lets be read, which is asked at every query."""
        self._catalogue = catalogue
        self.rights = rights
        self._threads = connections.OfThreads()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread for the reader of the moment; the catalogue's own for the operator."""
        return self.shown()[0]

    def shown(self) -> tuple[sqlite3.Connection, frozenset[str] | None]:
        """Return the connection of the moment and the collections that it shows, by one look at the rights.

        Whatever is kept for a set of readers must be read by it: rights may change between two looks.
        """
        readable = self.rights()
        return (self._catalogue.connection if readable is None else self._bound(readable)), readable

    def close(self) -> None:
        """Close the connections of every thread."""
        self._threads.close()

    def _bound(self, readable: frozenset[str]) -> sqlite3.Connection:
        held: dict[tuple[object, ...], connections.OfThread] = self._threads.local.__dict__.setdefault("held", {})
        # A file that does not change is opened anew once another process has changed it.
        key = readable, self._catalogue.state()
        if key not in held:
            while len(held) >= KEPT:
                held.pop(next(iter(held))).connection.close()
            held[key] = self._threads.hold(_restricted(self._catalogue.path, self._catalogue.writable, readable))
        return held[key].connection


def _restricted(path: Path, writable: bool, readable: frozenset[str]) -> connections.Connection:
    connection = connections.plain(path) if writable else connections.reading(path)
    # In memory: nothing is written beside a catalogue that may only be read.
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.executescript(VIEWS)
    connection.executemany("INSERT INTO temp.readable_collections VALUES (?)", ((one,) for one in readable))
    connection.commit()
    connection.execute("PRAGMA query_only = ON")
    return connection
