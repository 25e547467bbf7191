"""SQLite databases that a server keeps beside its documents: sign-ins and conversations.

They are no part of what a question is answered from. So one that is damaged does not keep the server from starting: it
is renamed to `conversations.sqlite3.damaged-20260102-090000`, never deleted, and a new one is begun.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

SMALL = 32 << 20
"""Most bytes of a database that is read whole when it is opened: some 50 milliseconds."""
DAMAGE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
PARTS = ("", "-wal", "-shm")
"""Ends of the names of the files that make up a database."""

BROWSERS_LAST = timedelta(days=366)
"""Time after which what is kept for a browser that signed in nowhere is deleted: its cookie is gone by then."""

_log = logging.getLogger(__name__)


def opened(path: Path, schema: str, pragmas: Sequence[str]) -> sqlite3.Connection:
    """Return a connection to the database at `path`, made or begun anew if need be, for threads that take turns."""
    connection = _connected(path)
    if not _sound(connection, path):
        connection.close()
        _set_aside(path)
        connection = _connected(path)
    try:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(schema)
    except BaseException:
        connection.close()
        raise
    return connection


def _connected(path: Path) -> sqlite3.Connection:
    # Before SQLite makes it, which would let everybody read it until its mode is set.
    path.touch(0o600)
    path.chmod(0o600)
    return sqlite3.connect(path, timeout=30, check_same_thread=False)


def _sound(connection: sqlite3.Connection, path: Path) -> bool:
    check = "PRAGMA quick_check(1)" if path.stat().st_size <= SMALL else "SELECT count(*) FROM sqlite_master"
    try:
        (found,) = connection.execute(check).fetchone()
    except sqlite3.DatabaseError as error:
        # The lowest byte tells the kind of an error. A lock or a full disk is no damage, and is told where it matters.
        return error.sqlite_errorcode & 0xFF not in DAMAGE
    return found == "ok" or isinstance(found, int)


def _set_aside(path: Path) -> None:
    kept = path.with_name(f"{path.name}.damaged-{datetime.now():%Y%m%d-%H%M%S}")
    for part in PARTS:
        one = path.with_name(f"{path.name}{part}")
        if one.exists():
            one.rename(kept.with_name(f"{kept.name}{part}"))
    _log.warning("손상된 파일을 옮겨 두고 새로 시작합니다: %s", kept)


def storable(text: str) -> str:
    """Return text with its lone surrogates replaced by `?`: SQLite and JSON want UTF-8, which they are not."""
    return text.encode("utf-8", "replace").decode("utf-8")
