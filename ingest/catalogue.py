"""Owns the SQLite catalogue, the source of truth of a store; knows nothing of Chroma, tantivy or models.

Every change to a document is written in one transaction together with its id in the `outbox`; the derived indexes
are brought up to date from the outbox and only then is the id taken off it (the transactional outbox pattern). A
process killed anywhere in between leaves work that the next one finishes.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest import rows
from ingest.documents import Chunk, SourceDocument
from ingest.rows import DocumentRecord

SCHEMA = """
CREATE TABLE IF NOT EXISTS manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS documents (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL, version INTEGER NOT NULL, current INTEGER NOT NULL,
  title TEXT NOT NULL, issuer TEXT NOT NULL, published TEXT, modified TEXT, kind TEXT NOT NULL,
  uri TEXT NOT NULL, sha256 TEXT NOT NULL, byline TEXT NOT NULL, text TEXT NOT NULL,
  pages TEXT NOT NULL, sections TEXT NOT NULL, regions TEXT NOT NULL, container TEXT NOT NULL,
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
"""


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


@dataclass(frozen=True, slots=True)
class Known:
    """What re-ingesting compares: the current version of one document and its source."""

    version: int
    sha256: str
    container: str


class Catalogue:
    """Read and write the catalogue; each thread has its own connection."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        with self.transaction() as connection:
            connection.executescript(SCHEMA)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread, opened on first use."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.path, timeout=30, check_same_thread=False)
            connection.row_factory = sqlite3.Row
            for pragma in ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL"):
                connection.execute(f"PRAGMA {pragma}")
            self._local.connection = connection
            self._connections.append(connection)
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Commit what the block writes, or nothing of it."""
        with self.connection as connection:
            yield connection

    def close(self) -> None:
        """Close the connections of every thread."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = threading.local()

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
        superseded = connection.execute(
            "UPDATE documents SET current = 0 WHERE id = ? AND current = 1", (document.id,)
        ).rowcount
        connection.execute(
            "DELETE FROM chunks WHERE document IN (SELECT key FROM documents WHERE id = ?)", (document.id,)
        )
        connection.execute("DELETE FROM documents WHERE id = ? AND version = ?", (document.id, document.version))
        key = connection.execute(
            "INSERT INTO documents (id, version, current, title, issuer, published, modified, kind, uri, sha256,"
            " byline, text, pages, sections, regions, container) VALUES (?,?,1,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (*rows.document_values(document), rows.dump(entry.regions), entry.container),
        ).lastrowid
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
        self._post(connection, document.id, fresh=superseded == 0)

    def remove(self, ids: Iterable[str]) -> int:
        """Delete every version of these documents; return how many existed."""
        removed = 0
        with self.transaction() as connection:
            for document_id in ids:
                found = connection.execute("DELETE FROM documents WHERE id = ?", (document_id,)).rowcount
                if found:
                    removed += 1
                    self._post(connection, document_id, fresh=False)
        return removed

    def move(self, document_id: str, uri: str, container: str) -> None:
        """Record that an unchanged document is now read from elsewhere."""
        with self.transaction() as connection:
            connection.execute(
                "UPDATE documents SET uri = ?, container = ? WHERE id = ? AND current = 1",
                (uri, container, document_id),
            )

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

    # reading

    def known(self) -> dict[str, Known]:
        """Return what is current, by document id."""
        found = self.connection.execute("SELECT id, version, sha256, container FROM documents WHERE current = 1")
        return {row["id"]: Known(row["version"], row["sha256"], row["container"]) for row in found}

    def records(self, ids: Sequence[str] | None = None) -> tuple[DocumentRecord, ...]:
        """Return the current documents without their texts, by id; all of them when `ids` is None."""
        wanted, arguments = ("", ()) if ids is None else (f"AND d.id IN ({_marks(ids)})", tuple(ids))
        found = self.connection.execute(
            f"SELECT {rows.RECORD_COLUMNS}, (SELECT COUNT(*) FROM chunks c WHERE c.document = d.key) AS chunks"  # noqa: S608
            f" FROM documents d WHERE current = 1 {wanted} ORDER BY d.id",
            arguments,
        )
        return tuple(rows.record(row) for row in found)

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        """Return one version of a document, the current one when `version` is None; None when unknown."""
        if version is None:
            clause, arguments = "current = 1", (document_id,)
        else:
            clause, arguments = "version = ?", (document_id, version)  # type: ignore[assignment]
        row = self.connection.execute(
            f"SELECT * FROM documents WHERE id = ? AND {clause}",  # noqa: S608
            arguments,
        ).fetchone()
        return rows.document(row) if row else None

    def versions(self, document_id: str) -> tuple[int, ...]:
        """Return the versions kept of a document, oldest first."""
        found = self.connection.execute("SELECT version FROM documents WHERE id = ? ORDER BY version", (document_id,))
        return tuple(row[0] for row in found)

    def counts(self) -> tuple[int, int]:
        """Return the numbers of current documents and of chunks."""
        documents = self.connection.execute("SELECT COUNT(*) FROM documents WHERE current = 1").fetchone()[0]
        chunks = self.connection.execute("SELECT COUNT(*) FROM chunks").fetchone()[0]
        return documents, chunks

    def keys(self, ids: Sequence[str]) -> dict[int, str]:
        """Map the integer keys the lexical index stores to document ids, for current documents."""
        found = self.connection.execute(
            f"SELECT key, id FROM documents WHERE current = 1 AND id IN ({_marks(ids)})",  # noqa: S608
            tuple(ids),
        )
        return dict(found.fetchall())

    def ids_of(self, keys: Sequence[int]) -> dict[int, str]:
        """Map integer keys to the ids of current documents; stale keys are left out."""
        found = self.connection.execute(
            f"SELECT key, id FROM documents WHERE current = 1 AND key IN ({_marks(keys)})",  # noqa: S608
            tuple(keys),
        )
        return dict(found.fetchall())

    def owners(self, chunk_rows: Sequence[int]) -> dict[int, int]:
        """Map chunk rows to the keys of their documents; stale rows are left out."""
        found = self.connection.execute(
            f"SELECT row, document FROM chunks WHERE row IN ({_marks(chunk_rows)})",  # noqa: S608
            tuple(chunk_rows),
        )
        return dict(found.fetchall())

    def rows_of(self, chunk_ids: Sequence[str]) -> dict[str, int]:
        """Map chunk ids to their integer rows; stale ids are left out."""
        found = self.connection.execute(
            f"SELECT id, row FROM chunks WHERE id IN ({_marks(chunk_ids)})",  # noqa: S608
            tuple(chunk_ids),
        )
        return dict(found.fetchall())

    def vectors(self, keys: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Return (rows, document keys, vectors) of every chunk of these documents, aligned by index."""
        found = self.connection.execute(
            f"SELECT row, document, vector FROM chunks WHERE document IN ({_marks(keys)}) ORDER BY row",  # noqa: S608
            tuple(keys),
        ).fetchall()
        matrix = np.frombuffer(b"".join(row[2] for row in found), dtype=np.float16).astype(np.float32)
        return (
            np.array([row[0] for row in found], dtype=np.int64),
            np.array([row[1] for row in found], dtype=np.int64),
            matrix.reshape(len(found), -1) if found else matrix.reshape(0, 0),
        )

    def passages(self, chunk_rows: Sequence[int]) -> dict[int, tuple[Chunk, DocumentRecord]]:
        """Return chunks with their documents' particulars, by row; stale rows are left out."""
        found = self.connection.execute(
            f"SELECT c.row, c.id AS chunk_id, c.section, c.page, c.start, c.end, c.text, 0 AS chunks,"  # noqa: S608
            f" {rows.RECORD_COLUMNS} FROM chunks c JOIN documents d ON d.key = c.document"
            f" WHERE c.row IN ({_marks(chunk_rows)})",
            tuple(chunk_rows),
        )
        return {row["row"]: (rows.chunk(row), rows.record(row)) for row in found}

    def entries(self, ids: Sequence[str] | None = None, size: int = 256) -> Iterator[tuple[rows.IndexEntry, ...]]:
        """Yield what the indexes store of current documents, `size` documents at a time."""
        if ids is None:
            ids = [row[0] for row in self.connection.execute("SELECT id FROM documents WHERE current = 1 ORDER BY id")]
        for start in range(0, len(ids), size):
            batch = ids[start : start + size]
            documents = self.connection.execute(
                f"SELECT * FROM documents WHERE current = 1 AND id IN ({_marks(batch)}) ORDER BY id",  # noqa: S608
                tuple(batch),
            ).fetchall()
            yield tuple(
                rows.index_entry(
                    document,
                    self.connection.execute(
                        "SELECT row, id, text, section, page, start, end, vector FROM chunks WHERE document = ?"
                        " ORDER BY row",
                        (document["key"],),
                    ).fetchall(),
                )
                for document in documents
            )


def next_version(document: SourceDocument, known: Known | None) -> SourceDocument:
    """Return `document` numbered after the version known, or 1."""
    return replace(document, version=known.version + 1 if known else 1)


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
