"""Read-only queries on the catalogue: documents, chunks and the keys the indexes know them by."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ingest import copies, edits, rows
from ingest.collections import DEFAULT
from ingest.documents import Chunk, SourceDocument
from ingest.edits import Edit
from ingest.rows import DocumentRecord
from ingest.withdrawals import SINCE


@dataclass(frozen=True, slots=True)
class Known:
    """Current version of one document and its source, to compare with when it is ingested again."""

    version: int
    sha256: str
    container: str
    collection: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Place:
    """A further file that holds the very bytes of a document."""

    container: str
    """Absolute path of the file."""
    document_id: str
    uri: str


class CatalogueReader(ABC):
    """Read-only access to the catalogue."""

    @property
    @abstractmethod
    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread."""

    def known(self) -> dict[str, Known]:
        """Return the current version of every document, by document id."""
        found = self.connection.execute(
            "SELECT id, version, sha256, container, collection FROM documents WHERE current = 1"
        )
        return {row["id"]: Known(row["version"], row["sha256"], row["container"], row["collection"]) for row in found}

    def places(self, document_id: str | None = None) -> tuple[Place, ...]:
        """Return the further places of one document or of all, by path; the first is in the document itself."""
        clause, values = ("", ()) if document_id is None else (" WHERE document_id = ?", (document_id,))
        found = self.connection.execute(f"SELECT container, document_id, uri FROM places{clause} ORDER BY 1", values)  # noqa: S608
        return tuple(Place(*row) for row in found)

    def edits(self, document_id: str) -> Edit:
        """Return the corrections made to a document."""
        return edits.kept(self.connection, document_id)

    def copies(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of documents that are near copies, the one that is cited first in each."""
        found = copies.groups(self.connection)
        names = self.ids_of([key for group in found for key in group])
        return tuple(tuple(names[key] for key in group) for group in found)

    def distinct(self, keys: Sequence[int]) -> list[int]:
        """Return the keys of documents without those of which a better copy is among them."""
        return copies.distinct(self.connection, keys)

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
            f"SELECT d.*, {SINCE} FROM documents d WHERE id = ? AND {clause}",  # noqa: S608
            arguments,
        ).fetchone()
        return rows.document(row) if row else None

    def original(self, document_id: str, version: int) -> tuple[SourceDocument, str] | None:
        """Return one version of a document and the path of the file that held it; None when unknown."""
        row = self.connection.execute(
            f"SELECT d.*, {SINCE} FROM documents d WHERE id = ? AND version = ?",  # noqa: S608
            (document_id, version),
        ).fetchone()
        return (rows.document(row), row["container"]) if row else None

    def versions(self, document_id: str) -> tuple[int, ...]:
        """Return the versions kept of a document, oldest first."""
        found = self.connection.execute("SELECT version FROM documents WHERE id = ? ORDER BY version", (document_id,))
        return tuple(row[0] for row in found)

    def container(self, document_id: str) -> tuple[str, int] | None:
        """Return the path of the file that holds a current document, and how many documents it holds."""
        found = self.connection.execute(
            "SELECT container FROM documents WHERE id = ? AND current = 1", (document_id,)
        ).fetchone()
        if found is None:
            return None
        count = "SELECT COUNT(*) FROM documents WHERE container = ? AND current = 1"
        return found[0], self.connection.execute(count, (found[0],)).fetchone()[0]

    def counts(self) -> tuple[int, int]:
        """Return the numbers of current documents and of chunks."""
        documents = self.connection.execute("SELECT COUNT(*) FROM documents WHERE current = 1").fetchone()[0]
        chunks = self.connection.execute("SELECT COUNT(*) FROM chunks").fetchone()[0]
        return documents, chunks

    def dimensions(self) -> int:
        """Return the length of the vectors kept; 0 when there is none."""
        row = self.connection.execute("SELECT length(vector) FROM chunks ORDER BY row DESC LIMIT 1").fetchone()
        return row[0] // np.dtype(np.float16).itemsize if row else 0

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
            f" json_extract(d.pages, '$[' || (c.page - 1) || '][{rows.PAGE_AT['label']}]') AS label,"
            f" json_extract(d.pages, '$[' || (c.page - 1) || '][{rows.PAGE_AT['ocr']}]') AS ocr,"
            f" json_extract(d.pages, '$[' || (c.page - 1) || '][{rows.PAGE_AT['approximate']}]') AS approximate,"
            f" {rows.RECORD_COLUMNS} FROM chunks c JOIN documents d ON d.key = c.document"
            f" WHERE c.row IN ({_marks(chunk_rows)})",
            tuple(chunk_rows),
        )
        return {row["row"]: (rows.chunk(row), rows.record(row)) for row in found}

    def entries(self, ids: Sequence[str] | None = None, size: int = 256) -> Iterator[tuple[rows.IndexEntry, ...]]:
        """Yield the index entries of current documents, `size` documents at a time."""
        if ids is None:
            ids = [row[0] for row in self.connection.execute("SELECT id FROM documents WHERE current = 1 ORDER BY id")]
        for start in range(0, len(ids), size):
            batch = ids[start : start + size]
            documents = self.connection.execute(
                f"SELECT d.*, {SINCE} FROM documents d WHERE current = 1 AND id IN ({_marks(batch)}) ORDER BY id",  # noqa: S608
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


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
