"""The SQLite catalogue of documents, chunks and vectors, the source of truth of a store.

Transactional outbox pattern: every change to a document is written in one transaction together with its id in the
`outbox`; the search indexes are updated from the outbox, and only then is the id removed from it. If a process is
killed in between, the next one finishes the work.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import collections, copies, edits, faults, integrity, permissions, registry, rows, watches, withdrawals
from ingest import connection as connections
from ingest.documents import Chunk, SourceDocument
from ingest.listing import INDEXES
from ingest.lookups import CatalogueReader, Known, Place
from ingest.migrations import current, migrate

TABLES = """
CREATE TABLE IF NOT EXISTS manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL, version INTEGER NOT NULL, current INTEGER NOT NULL,
  title TEXT NOT NULL, issuer TEXT NOT NULL, published TEXT, modified TEXT, kind TEXT NOT NULL,
  uri TEXT NOT NULL, sha256 TEXT NOT NULL, byline TEXT NOT NULL, text TEXT NOT NULL,
  pages TEXT NOT NULL, sections TEXT NOT NULL, outline TEXT NOT NULL DEFAULT '[]',
  regions TEXT NOT NULL, container TEXT NOT NULL,
  dated TEXT NOT NULL DEFAULT '', declared TEXT, collection TEXT NOT NULL DEFAULT 'public',
  UNIQUE (id, version));
CREATE INDEX IF NOT EXISTS documents_current ON documents (id) WHERE current = 1;
CREATE TABLE IF NOT EXISTS chunks (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  section TEXT NOT NULL, page INTEGER, start INTEGER NOT NULL, end INTEGER NOT NULL,
  text TEXT NOT NULL, vector BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS chunks_document ON chunks (document);
CREATE TABLE IF NOT EXISTS outbox (document_id TEXT PRIMARY KEY, fresh INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS places (container TEXT PRIMARY KEY, document_id TEXT NOT NULL, uri TEXT NOT NULL);
"""
SCHEMA = "".join(
    (TABLES, INDEXES, *(one.SCHEMA for one in (edits, copies, registry, withdrawals, watches, collections))),
)
_NAMES = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"


@dataclass(frozen=True, slots=True)
class Entry:
    """One document ready to be written: its chunks, their vectors and where it came from."""

    document: SourceDocument
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float16]
    """Shape (chunks, dimensions), one unit vector a chunk."""
    regions: tuple[str, ...]
    container: str
    """Absolute path of the file that held the document."""
    collection: str = ""
    """Where the document goes if it was never here; empty for the default one. One that is or was here stays there."""


class Catalogue(CatalogueReader):
    """Read and write the catalogue; each thread has its own connection as long as it lives."""

    def __init__(self, path: Path, *, writable: bool = True) -> None:
        """Open the catalogue at `path`, bringing one of an earlier version up to date where it may be written.

        Raises `StoreDamaged` where it is not a sound catalogue.
        """
        self.path = path
        self.writable = writable
        self._threads = connections.OfThreads()
        integrity.examine(path)
        # With a connection of its own, which sets nothing: another program's file must stay as it is.
        with closing(connections.plain(path) if writable else connections.reading(path)) as connection:
            integrity.recognise(connection, path)
        if writable:
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        try:
            with self.transaction() as connection:
                migrate(connection)
                connection.executescript(SCHEMA)
                integrity.mark(connection)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path, manifest: Mapping[str, str]) -> None:
        """Make a catalogue without documents; a kill leaves it whole or not there at all.

        The caller holds the store's write lock.
        """
        new = path.with_name(f".{path.name}.new")
        with faults.told(path.parent):
            new.unlink(missing_ok=True)
            made = sqlite3.connect(permissions.file(new), isolation_level=None)
            try:
                made.executescript(f"BEGIN;{SCHEMA}")
                made.executemany("INSERT INTO manifest VALUES (?, ?)", manifest.items())
                integrity.mark(made)
                made.execute("COMMIT")
            finally:
                made.close()
            permissions.renamed(new, path)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread, opened on first use."""
        local = self._threads.local
        held: connections.OfThread | None = getattr(local, "held", None)
        if held is not None and local.state != self.state():
            held.connection.close()
            held = None
        if held is None:
            local.state = self.state()
            opened = connections.writing(self.path) if self.writable else connections.reading(self.path)
            held = local.held = self._threads.hold(opened)
        return held.connection

    def state(self) -> tuple[object, ...]:
        """Return what changes where a connection has to be opened anew: never for a catalogue that is written to."""
        return () if self.writable else connections.state(self.path)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block writes, or nothing of it."""
        with faults.told(self.path.parent), self.connection as connection:
            yield connection

    def close(self) -> None:
        """Close the connections of every thread."""
        self._threads.close()

    def outdated(self) -> bool:
        """Whether an earlier version made the catalogue, so that it must be written to before it is read."""
        wanted = sqlite3.connect(":memory:")
        try:
            wanted.executescript(SCHEMA)
            lacking = set(wanted.execute(_NAMES)) - {tuple(row) for row in self.connection.execute(_NAMES)}
        finally:
            wanted.close()
        return bool(lacking) or not current(self.connection)

    # manifest

    def manifest(self) -> dict[str, str]:
        """Return the settings the store was made with; empty for a new one."""
        return dict(self.connection.execute("SELECT key, value FROM manifest").fetchall())

    def write_manifest(self, values: Mapping[str, str]) -> None:
        """Replace the manifest."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM manifest")
            connection.executemany("INSERT INTO manifest VALUES (?, ?)", values.items())

    # writing

    def write(self, entries: Iterable[Entry]) -> None:
        """Make each entry the current version of its document, chunks and outbox included, in one transaction."""
        with self.transaction() as connection:
            for entry in entries:
                self._write_entry(connection, entry)

    def _write_entry(self, connection: sqlite3.Connection, entry: Entry) -> None:
        document = entry.document
        copies.unlink(connection, document.id)
        belongs = collections.of(connection, document.id) or entry.collection or collections.DEFAULT
        collections.restore(connection, belongs)
        superseded = connection.execute(
            "UPDATE documents SET current = 0 WHERE id = ? AND current = 1", (document.id,)
        ).rowcount
        connection.execute(
            "DELETE FROM chunks WHERE document IN (SELECT key FROM documents WHERE id = ?)", (document.id,)
        )
        connection.execute("DELETE FROM documents WHERE id = ? AND version = ?", (document.id, document.version))
        key = connection.execute(
            "INSERT INTO documents (id, version, current, title, issuer, published, modified, kind, uri, sha256,"
            " byline, text, pages, sections, outline, dated, declared, regions, container, collection)"
            " VALUES (?,?,1,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*rows.document_values(document), rows.dump(entry.regions), entry.container, belongs),
        ).lastrowid
        # Versions of one document never lie in two collections.
        others = "UPDATE documents SET collection = ? WHERE id = ? AND collection <> ?"
        connection.execute(others, (belongs, document.id, belongs))
        connection.executemany(
            "INSERT INTO chunks (id, document, section, page, start, end, text, vector) VALUES (?,?,?,?,?,?,?,?)",
            (
                (
                    chunk.id,
                    key,
                    rows.dump(chunk.section),
                    chunk.page,
                    chunk.start,
                    chunk.end,
                    chunk.text,
                    vector,
                )
                for chunk, vector in zip(entry.chunks, map(bytes, entry.vectors), strict=True)
            ),
        )
        assert key is not None
        copies.link(connection, key)
        self._post(connection, document.id, fresh=superseded == 0)

    def remove(self, ids: Iterable[str]) -> int:
        """Delete every version of these documents; return how many existed."""
        removed = 0
        with self.transaction() as connection:
            for document_id in ids:
                collections.leave(connection, document_id)
                found = connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount
                if found:
                    connection.execute("DELETE FROM places WHERE document_id = ?", (document_id,))
                    connection.execute("DELETE FROM edits WHERE document_id = ?", (document_id,))
                    withdrawals.lift(connection, (document_id,))
                    removed += 1
                    self._post(connection, document_id, fresh=False)
        return removed

    def move(self, document_id: str, uri: str, container: str) -> None:
        """Record that an unchanged document is now read from elsewhere; an address of the web that it names stays."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE documents SET uri = CASE WHEN uri LIKE 'file:%' THEN ? ELSE uri END, container = ?"
                " WHERE id = ? AND current = 1",
                (uri, container, document_id),
            )
            connection.execute("DELETE FROM places WHERE container = ?", (container,))

    def put(self, ids: Iterable[str], collection: str) -> tuple[str, ...]:
        """Put documents into a collection and have the indexes told; return the ids of those that were in another."""
        with self.transaction() as connection:
            moved = collections.move(connection, ids, collection)
            for document_id in moved:
                self._post(connection, document_id, fresh=False)
        return moved

    def place(self, places: Iterable[Place]) -> None:
        """Record further files that hold a current document's very bytes."""
        with self.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO places SELECT ?, ?, ? WHERE EXISTS"
                " (SELECT 1 FROM documents WHERE id = ? AND current = 1)",
                ((one.container, one.document_id, one.uri, one.document_id) for one in places),
            )

    def displace(self, containers: Iterable[str]) -> None:
        """Forget that these files hold the bytes of a document."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM places WHERE container = ?", ((one,) for one in containers))

    def edit(self, document_id: str, edit: edits.Edit) -> None:
        """Keep corrections of a document, in place of earlier ones."""
        with self.transaction() as connection:
            edits.keep(connection, document_id, edit)

    def compare(self) -> None:
        """Find the copies of documents that an earlier version of the product wrote."""
        for key in copies.unlinked(self.connection):
            with self.transaction() as connection:
                copies.link(connection, key)

    @staticmethod
    def _post(connection: sqlite3.Connection, document_id: str, *, fresh: bool) -> None:
        connection.execute(
            "INSERT INTO outbox VALUES (?, ?)"
            " ON CONFLICT (document_id) DO UPDATE SET fresh = MIN(fresh, excluded.fresh)",
            (document_id, int(fresh)),
        )

    # the outbox

    def pending(self) -> tuple[tuple[str, bool], ...]:
        """Return (document id, fresh) of what the indexes still lack; fresh means they never held it before."""
        found = self.connection.execute("SELECT document_id, fresh FROM outbox ORDER BY document_id")
        return tuple((document_id, bool(fresh)) for document_id, fresh in found)

    def settle(self, ids: Sequence[str]) -> None:
        """Take ids off the outbox once the indexes hold them."""
        with self.transaction() as connection:
            connection.executemany("DELETE FROM outbox WHERE document_id = ?", ((i,) for i in ids))


def next_version(document: SourceDocument, known: Known | None) -> SourceDocument:
    """Return `document` numbered after the version known, or 1."""
    return replace(document, version=known.version + 1 if known else 1)
