"""Paged lists and counts of the documents in a catalogue.

Queries use covering indexes and read full rows only for the documents shown, so a hundred thousand documents are
counted and paged in milliseconds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ingest import rows
from ingest.rows import DocumentRecord

INDEXES = """
CREATE INDEX IF NOT EXISTS documents_listed ON documents (current, published, key, issuer, kind, collection);
CREATE INDEX IF NOT EXISTS documents_held ON documents (container, current);
"""
_LISTED = (
    f"SELECT {rows.RECORD_COLUMNS}, json_array_length(d.pages) AS page_count,"  # noqa: S608
    " (SELECT COUNT(*) FROM chunks c WHERE c.document = d.key) AS chunks,"
    " (SELECT COUNT(*) FROM documents v WHERE v.id = d.id) AS versions"
)


Key = tuple[tuple[int, int], frozenset[str] | None]
"""State of the documents, and the collections of whoever reads them."""
READERS = 32
"""Most sets of collections whose facets are kept."""


@dataclass(frozen=True, slots=True)
class Stock:
    """How much a store holds."""

    documents: int
    newest: date | None
    """Day of the newest dated document."""
    revision: tuple[int, int] = (0, 0)
    """Another one after every change to what is current."""
    readable: frozenset[str] | None = None
    """The collections that were counted; None for all there are."""

    @property
    def state(self) -> Key:
        """What whatever is worked out of the documents may be kept by: it is another's for another reader."""
        return self.revision, self.readable


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which documents to list; an empty field restricts nothing."""

    text: str = ""
    """Words that the title, the text or the issuer holds."""
    kind: str = ""
    issuer: str = ""
    year: int | None = None
    until: date | None = None
    """Last day of publication, inclusive; undated documents are left out where there is one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list."""

    record: DocumentRecord
    pages: int
    versions: int


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list."""

    total: int
    """Documents on all its pages."""
    listed: tuple[Listed, ...]
    """Newest first, undated ones last."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The values that a list may be narrowed to, each with how many documents have it, the most frequent first."""

    kinds: tuple[tuple[str, int], ...]
    issuers: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    """Newest first."""
    regions: tuple[tuple[str, int], ...] = ()
    """Short names of the provinces that documents mention (서울, 강원)."""


def stock(connection: sqlite3.Connection) -> Stock:
    """Return how much the catalogue holds."""
    count = connection.execute("SELECT COUNT(*) FROM documents WHERE current = 1").fetchone()[0]
    newest = connection.execute("SELECT MAX(published) FROM documents WHERE current = 1").fetchone()[0]
    # Keys are never used twice: what is written raises the last one, what is removed lowers the count.
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'documents'").fetchone()
    return Stock(count, datetime.fromisoformat(newest).date() if newest else None, (count, last[0] if last else 0))


def find(connection: sqlite3.Connection, wanted: Wanted, keys: Sequence[int] | None, limit: int, offset: int) -> Found:
    """Return `limit` of the wanted documents from `offset` on; `keys` are those whose text matches, None for all."""
    clauses, values = _narrowed(wanted, keys)
    total = connection.execute(f"SELECT COUNT(*) FROM documents WHERE {clauses}", values).fetchone()[0]  # noqa: S608
    found = connection.execute(
        f"{_LISTED} FROM (SELECT key, published FROM documents WHERE {clauses}"  # noqa: S608
        " ORDER BY published DESC, key DESC LIMIT ? OFFSET ?) listed"
        " JOIN documents d ON d.key = listed.key ORDER BY listed.published DESC, listed.key DESC",
        [*values, limit, offset],
    )
    return Found(total, tuple(Listed(rows.record(row), row["page_count"], row["versions"]) for row in found))


def one(connection: sqlite3.Connection, document_id: str) -> Listed | None:
    """Return the particulars of one current document; None when unknown."""
    row = connection.execute(f"{_LISTED} FROM documents d WHERE d.id = ? AND d.current = 1", (document_id,)).fetchone()
    return Listed(rows.record(row), row["page_count"], row["versions"]) if row else None


def facets(connection: sqlite3.Connection, kept: dict[Key, Facets], readable: frozenset[str] | None = None) -> Facets:
    """Return the kinds, issuers and years of the current documents; `kept` caches them until a document changes.

    They are kept for each set of collections that is read, as `connection` shows no others.
    """
    key = stock(connection).revision, readable
    if (found := kept.get(key)) is None:
        found = _facets(connection)
        for old in [one for one in kept if one[1] == readable or len(kept) >= READERS]:
            kept.pop(old, None)
        kept[key] = found
    return found


def _facets(connection: sqlite3.Connection) -> Facets:
    kinds, issuers = (
        tuple(
            (row[0], row[1])
            for row in connection.execute(
                f"SELECT {column}, COUNT(*) AS n FROM documents WHERE current = 1 AND {column} <> ''"  # noqa: S608
                f" GROUP BY {column} ORDER BY n DESC, {column}"
            )
        )
        for column in ("kind", "issuer")
    )
    years = connection.execute(
        "SELECT CAST(substr(published, 1, 4) AS INTEGER) AS year, COUNT(*) FROM documents"
        " WHERE current = 1 AND published IS NOT NULL GROUP BY year ORDER BY year DESC"
    )
    regions = connection.execute(
        "SELECT told.value AS region, COUNT(*) AS n FROM documents, json_each(documents.regions) AS told"
        " WHERE current = 1 GROUP BY region ORDER BY n DESC, region"
    )
    dated = tuple((row[0], row[1]) for row in years)
    return Facets(kinds, issuers, dated, tuple((row[0], row[1]) for row in regions))


def _narrowed(wanted: Wanted, keys: Sequence[int] | None) -> tuple[str, list[object]]:
    clauses, values = ["current = 1"], []  # type: tuple[list[str], list[object]]
    for column, value in (("kind", wanted.kind), ("issuer", wanted.issuer)):
        if value:
            clauses.append(f"{column} = ?")
            values.append(value)
    if wanted.year is not None:
        clauses.append("published >= ? AND published < ?")
        values += [f"{wanted.year:04}", f"{wanted.year + 1:04}"]
    if wanted.until is not None:
        # A published moment is the day with its time behind a T, which `~` comes after.
        clauses.append("published < ?")
        values.append(f"{wanted.until.isoformat()}~")
    if keys is not None:
        clauses.append("(key IN (SELECT value FROM json_each(?)) OR instr(issuer, ?))")
        values += [json.dumps(list(keys)), wanted.text.strip()]
    return " AND ".join(clauses), values
