"""Sign-in sessions in SQLite, known by random tokens of which only digests are stored."""

from __future__ import annotations

import secrets
import threading
import time
from pathlib import Path

from ui import databases
from ui.accounts.users import Account, Accounts, digest

FILE_NAME = "sessions.sqlite3"
MOST = 100
"""Open sessions of one user; the oldest end first."""
LASTS = 12 * 3600
"""Seconds after which a user must sign in again: a working day."""
PRAGMAS = ("journal_mode=WAL", "secure_delete=ON", "synchronous=NORMAL")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS sessions (
    digest TEXT PRIMARY KEY, name TEXT NOT NULL, stamp TEXT NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID;
"""


class Sessions:
    """Open sessions in one SQLite file, safe for use by many threads; they survive a restart."""

    def __init__(self, path: Path, accounts: Accounts) -> None:
        """Open the file at `path`, creating it if needed, for the users of `accounts`.

        One that is damaged is set aside: everybody signs in again.
        """
        self.accounts = accounts
        self._lock = threading.Lock()
        self._connection = databases.opened(path, _SCHEMA, PRAGMAS)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def begin(self, account: Account) -> str:
        """Start a session and return its token."""
        word = secrets.token_urlsafe(32)
        with self._lock, self._connection as connection:
            connection.execute("DELETE FROM sessions WHERE expires < ?", (time.time(),))
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?)",
                (digest(word), account.name, account.stamp, time.time() + LASTS),
            )
            connection.execute(
                "DELETE FROM sessions WHERE name = ? AND digest NOT IN "
                "(SELECT digest FROM sessions WHERE name = ? ORDER BY expires DESC LIMIT ?)",
                (account.name, account.name, MOST),
            )
        return word

    def account(self, word: str) -> Account | None:
        """Return the session's user; None if it has ended, the password was changed or the user was removed."""
        with self._lock:
            row = self._connection.execute(
                "SELECT name, stamp FROM sessions WHERE digest = ? AND expires > ?", (digest(word), time.time())
            ).fetchone()
        found = self.accounts.all().get(row[0]) if row else None
        return found if found and found.stamp == row[1] else None

    def end(self, word: str) -> None:
        """End a session."""
        with self._lock, self._connection as connection:
            connection.execute("DELETE FROM sessions WHERE digest = ?", (digest(word),))
