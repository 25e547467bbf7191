"""SQLite connections of the catalogue, whose errors say in words what is wrong with the store."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self
from weakref import WeakSet

from ingest import faults

WAITS = 30
"""Seconds that a statement waits for another process's transaction."""
KEPT_BY = ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=FULL")
"""What a connection that writes is set to."""


class Cursor(sqlite3.Cursor):
    """A cursor that raises `StoreError`s."""

    def execute(self, sql: str, parameters: Any = (), /) -> Self:  # noqa: ANN401 - as SQLite's own
        """Execute one statement."""
        try:
            super().execute(sql, parameters)
        except sqlite3.Error as error:
            raise _meant(error, self) from error
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Self:
        """Execute one statement for each row of parameters."""
        try:
            super().executemany(sql, parameters)
        except sqlite3.Error as error:
            raise _meant(error, self) from error
        return self

    def __next__(self) -> Any:  # noqa: ANN401 - as SQLite's own
        try:
            return super().__next__()
        except sqlite3.Error as error:
            raise _meant(error, self) from error

    def fetchone(self) -> Any:  # noqa: ANN401 - as SQLite's own
        """Return the next row, or None."""
        try:
            return super().fetchone()
        except sqlite3.Error as error:
            raise _meant(error, self) from error

    def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        try:
            return super().fetchall()
        except sqlite3.Error as error:
            raise _meant(error, self) from error


class Connection(sqlite3.Connection):
    """A connection that raises `StoreError`s, those of a commit by `with connection` aside."""

    store: Path

    def execute(self, sql: str, parameters: Any = (), /) -> Cursor:  # noqa: ANN401 - as SQLite's own
        """Execute one statement."""
        return self.cursor(Cursor).execute(sql, parameters)

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> Cursor:
        """Execute one statement for each row of parameters."""
        return self.cursor(Cursor).executemany(sql, parameters)

    def executescript(self, script: str, /) -> Cursor:
        """Execute statements one after the other, committing what was begun."""
        with faults.told(self.store):
            super().executescript(script)
        return self.cursor(Cursor)


class OfThread:
    """The connection of one thread, kept in its `threading.local` and closed when the thread ends.

    A server's threads come and go by the thousand. Connections left to the collector of garbage, since each is part of
    a circle with its own cache of statements, would hold their files open for hours.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def __del__(self) -> None:
        self.connection.close()


class OfThreads:
    """The connections of all threads, closed together; each ends with its thread before that."""

    def __init__(self) -> None:
        self.local = threading.local()
        """What a thread keeps its connection in, anew after all were closed."""
        self._held: WeakSet[OfThread] = WeakSet()
        self._lock = threading.Lock()

    def hold(self, connection: Connection) -> OfThread:
        """Return a new connection of the calling thread, for it to keep in `local`."""
        held = OfThread(connection)
        with self._lock:
            self._held.add(held)
        return held

    def close(self) -> None:
        """Close the connections of every thread."""
        with self._lock:
            held = list(self._held)
            self._held.clear()
        for one in held:
            one.connection.close()
        self.local = threading.local()


def plain(path: Path) -> Connection:
    """Return a connection to the file at `path`, which must exist, that has set nothing in it yet."""
    return _connect(path, "mode=rw")


def writing(path: Path) -> Connection:
    """Return a connection that reads and writes the catalogue at `path`, which must exist."""
    connection = plain(path)
    for pragma in KEPT_BY:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def reading(path: Path) -> Connection:
    """Return a connection that reads the catalogue at `path` where nothing may be written beside it.

    SQLite reads a write-ahead log only with an index of it, which it would have to write; a catalogue without a log is
    opened as a file that does not change.
    """
    return _connect(path, "mode=ro" if logged(path) else "mode=ro&immutable=1")


def logged(path: Path) -> bool:
    """Whether the write-ahead log of a catalogue holds anything."""
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def state(path: Path) -> tuple[object, ...]:
    """Return what tells that another process has changed a catalogue that is read as a file that does not change."""
    with faults.told(path.parent):
        status = path.stat()
    return status.st_ino, status.st_size, status.st_mtime_ns, logged(path)


def _connect(path: Path, mode: str) -> Connection:
    with faults.told(path.parent):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}",
            timeout=WAITS,
            check_same_thread=False,
            factory=Connection,
            uri=True,
        )
    connection.row_factory = sqlite3.Row
    connection.store = path.parent
    return connection


def _meant(error: sqlite3.Error, cursor: sqlite3.Cursor) -> Exception:
    connection = cursor.connection
    assert isinstance(connection, Connection)
    return faults.cause(error, connection.store) or error
