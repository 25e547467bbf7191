"""Sign-in sessions in SQLite, known by random tokens of which only digests are stored.

A session ends when its time is over, or when nobody has come with it for a while, if the settings say so.
"""

from __future__ import annotations

import json
import secrets
import threading
import time
from dataclasses import asdict
from pathlib import Path

from ui import databases
from ui.accounts.openid import Identity
from ui.accounts.users import Account, Accounts, digest

FILE_NAME = "sessions.sqlite3"
MOST = 100
"""Open sessions of one user; the oldest end first."""
LASTS = 12 * 3600
"""Seconds after which a user must sign in again: a working day."""
SEEN = 10
"""Part of the idle time after which a use is written down again: not every request writes."""
PRAGMAS = ("journal_mode=WAL", "secure_delete=ON", "synchronous=NORMAL")

# The table `sessions` of earlier versions stays, for a server of them that may still run beside this one.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS signed_in (
    digest TEXT PRIMARY KEY, name TEXT NOT NULL, stamp TEXT NOT NULL, identity TEXT NOT NULL, sid TEXT NOT NULL,
    expires REAL NOT NULL, seen REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS signed_in_names ON signed_in (name);
"""


class Sessions:
    """Open sessions in one SQLite file, safe for use by many threads; they survive a restart."""

    def __init__(self, path: Path, accounts: Accounts, lasts: float = LASTS, idle: float = 0) -> None:
        """Open the file at `path`, creating it if needed, for the users of `accounts` and whom a provider signs in.

        A session ends after `lasts` seconds, and `idle` seconds after its last use, where that is not 0. A file that
        is damaged is set aside: everybody signs in again.
        """
        self.accounts = accounts
        self.lasts = lasts
        self._idle = idle
        self._lock = threading.Lock()
        self._connection = databases.opened(path, _SCHEMA, PRAGMAS)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def begin(self, holder: Account | Identity) -> str:
        """Start a session of a user and return its token."""
        word = secrets.token_urlsafe(32)
        now = time.time()
        name, stamp, identity, sid = _kept(holder)
        with self._lock, self._connection as connection:
            connection.execute("DELETE FROM signed_in WHERE expires < ?", (now,))
            connection.execute(
                "INSERT INTO signed_in VALUES (?, ?, ?, ?, ?, ?, ?)",
                (digest(word), name, stamp, identity, sid, now + self.lasts, now),
            )
            connection.execute(
                "DELETE FROM signed_in WHERE name = ? AND digest NOT IN "
                "(SELECT digest FROM signed_in WHERE name = ? ORDER BY expires DESC LIMIT ?)",
                (name, name, MOST),
            )
        return word

    def holder(self, word: str) -> Account | Identity | None:
        """Return the session's user; None if it has ended, the password was changed or the user was removed."""
        now = time.time()
        with self._lock, self._connection as connection:
            row = connection.execute(
                "SELECT name, stamp, identity, seen FROM signed_in WHERE digest = ? AND expires > ?",
                (digest(word), now),
            ).fetchone()
            if row is None or (self._idle and row[3] < now - self._idle):
                return None
            if self._idle and row[3] < now - self._idle / SEEN:
                connection.execute("UPDATE signed_in SET seen = ? WHERE digest = ?", (now, digest(word)))
        if row[2]:
            kept = json.loads(row[2])
            return Identity(**kept | {"groups": tuple(kept["groups"])})
        found = self.accounts.all().get(row[0])
        return found if found and found.stamp == row[1] else None

    def end(self, word: str) -> None:
        """End a session."""
        with self._lock, self._connection as connection:
            connection.execute("DELETE FROM signed_in WHERE digest = ?", (digest(word),))

    def end_all(self, issuer: str, subject: str, sid: str) -> int:
        """End a user's sessions by a provider, of the one sign-in `sid` unless that is empty; return how many."""
        with self._lock, self._connection as connection:
            ended = connection.execute(
                "DELETE FROM signed_in WHERE identity != '' AND json_extract(identity, '$.issuer') = ? "
                "AND (? = '' OR json_extract(identity, '$.subject') = ?) AND (? = '' OR sid = ?)",
                (issuer, subject, subject, sid, sid),
            )
            return ended.rowcount


def _kept(holder: Account | Identity) -> tuple[str, str, str, str]:
    """Return what is kept of a user: name, stamp of the password, identity as JSON, the provider's word for it."""
    if isinstance(holder, Account):
        return holder.name, holder.stamp, "", ""
    return holder.key, "", json.dumps(asdict(holder), ensure_ascii=False), holder.session
