"""Migration of catalogues that an earlier version of the product made."""

from __future__ import annotations

import sqlite3

LATER = frozenset({"dated", "collection"})
"""Columns of documents that came after the first version; `declared` came with `dated`."""


def migrate(connection: sqlite3.Connection) -> None:
    """Add the columns that an older catalogue lacks; one that lacks none, or is new, is left as it is."""
    if current(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have done it while this one waited.
    lacking = LATER - _columns(connection)
    if "dated" in lacking:
        connection.execute("ALTER TABLE documents ADD COLUMN dated TEXT NOT NULL DEFAULT ''")
        connection.execute("ALTER TABLE documents ADD COLUMN declared TEXT")
        _tell_days_apart(connection)
    if "collection" in lacking:
        connection.execute("ALTER TABLE documents ADD COLUMN collection TEXT NOT NULL DEFAULT 'public'")
        # Another one takes its place, which holds the collection too.
        connection.execute("DROP INDEX IF EXISTS documents_dated")
    connection.commit()


def current(connection: sqlite3.Connection) -> bool:
    """Whether a catalogue lacks no column, or is new."""
    columns = _columns(connection)
    return not columns or columns >= LATER


def _columns(connection: sqlite3.Connection) -> set[str]:
    return {row[1] for row in connection.execute("PRAGMA table_info(documents)")}


def _tell_days_apart(connection: sqlite3.Connection) -> None:
    """Mark how the days of older documents were found, and hand those that move to the indexes once more.

    The reader of PDFs took only days from what is printed; a time of day came from the file's time of making.
    """
    connection.execute("UPDATE documents SET dated = 'printed' WHERE published IS NOT NULL")
    made = "lower(uri) LIKE 'file:%.pdf' AND kind <> 'press_release' AND published NOT LIKE '%T00:00:00'"
    connection.execute(
        "INSERT OR IGNORE INTO outbox SELECT id, 0 FROM documents"  # noqa: S608
        f" WHERE current = 1 AND published IS NOT NULL AND {made}"
    )
    connection.execute(
        "UPDATE documents SET declared = published, published = NULL, dated = 'declared'"  # noqa: S608
        f" WHERE published IS NOT NULL AND {made}"
    )
