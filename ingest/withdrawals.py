"""Documents that their source no longer shows: kept with their text, and marked with the day since when.

A source is a folder or site that the store keeps up with (`ingest.registry`). What disappears there is never removed
here: an answer that cited it must stay checkable. When the source shows it again, the mark goes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SCHEMA = """
CREATE TABLE IF NOT EXISTS withdrawals (
  document_id TEXT PRIMARY KEY, since TEXT NOT NULL, source TEXT NOT NULL);
"""
SINCE = "(SELECT w.since FROM withdrawals w WHERE w.document_id = d.id) AS withdrawn"
"""A column beside those of a document `d`: since when it is withdrawn, or NULL."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A document that its source no longer shows."""

    document_id: str
    since: datetime
    """When that was first seen, Korean time without zone."""


def mark(connection: sqlite3.Connection, ids: Iterable[str], since: datetime, source: str) -> int:
    """Mark documents that a source no longer shows; return how many were not marked and are in the store."""
    rows = ((one, since.isoformat(timespec="seconds"), source, one) for one in ids)
    marked = connection.executemany(
        "INSERT OR IGNORE INTO withdrawals SELECT ?, ?, ? WHERE EXISTS"
        " (SELECT 1 FROM documents WHERE id = ? AND current = 1)",
        rows,
    )
    return max(marked.rowcount, 0)


def lift(connection: sqlite3.Connection, ids: Iterable[str]) -> int:
    """Take the mark from documents that their source shows again; return how many had it."""
    rows = ((one,) for one in ids)
    return max(connection.executemany("DELETE FROM withdrawals WHERE document_id = ?", rows).rowcount, 0)


def of_source(connection: sqlite3.Connection, source: str) -> tuple[Withdrawal, ...]:
    """Return the documents that a source no longer shows, the latest first."""
    found = connection.execute(
        "SELECT document_id, since FROM withdrawals WHERE source = ? ORDER BY since DESC, document_id", (source,)
    )
    return tuple(Withdrawal(row[0], datetime.fromisoformat(row[1])) for row in found)
