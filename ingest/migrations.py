"""Migration of catalogues that an earlier version of the product made."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Add the columns that an older catalogue lacks; one that lacks none, or is new, is left as it is."""
    if current(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    # Another process may have done it while this one waited.
    if not current(connection):
        connection.execute("ALTER TABLE documents ADD COLUMN dated TEXT NOT NULL DEFAULT ''")
        connection.execute("ALTER TABLE documents ADD COLUMN declared TEXT")
        _tell_days_apart(connection)
    connection.commit()


def current(connection: sqlite3.Connection) -> bool:
    """Whether a catalogue lacks no column, or is new."""
    columns = {row[1] for row in connection.execute("PRAGMA table_info(documents)")}
    return not columns or "dated" in columns


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
