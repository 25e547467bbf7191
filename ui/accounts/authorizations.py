"""Sign-ins under way at the OpenID provider, each of one browser and good for one return.

What is sent along (`state`, `nonce`, the verifier of PKCE) is known again when the browser comes back. They are in
SQLite, so that a browser may come back to another process, or after a restart.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from ui import databases
from ui.accounts.sessions import PRAGMAS
from ui.accounts.users import digest

LASTS = 15 * 60
"""Seconds that somebody has to sign in at the provider."""
MOST = 10_000
"""Sign-ins under way; the oldest are forgotten first."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS authorizations (
    digest TEXT PRIMARY KEY, browser TEXT NOT NULL, nonce TEXT NOT NULL, verifier TEXT NOT NULL, target TEXT NOT NULL,
    expires REAL NOT NULL
) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Authorization:
    """What belongs to one sign-in under way."""

    nonce: str = field(repr=False)
    """Must stand in the ID token."""
    verifier: str = field(repr=False)
    """Shows the provider that who redeems the code is who asked for it (PKCE)."""
    target: str
    """Path to which signing in leads."""


class Authorizations:
    """Sign-ins under way, in one SQLite file that may hold other tables, safe for use by many threads."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, creating it if needed."""
        self._lock = threading.Lock()
        self._connection = databases.opened(path, _SCHEMA, PRAGMAS)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def begin(self, browser: str, target: str) -> tuple[str, Authorization]:
        """Keep a new sign-in of the browser that has the word `browser`; return its `state` and what belongs to it."""
        state = secrets.token_urlsafe(32)
        made = Authorization(secrets.token_urlsafe(32), secrets.token_urlsafe(48), target)
        row = (digest(state), digest(browser), made.nonce, made.verifier, target, time.time() + LASTS)
        with self._lock, self._connection as connection:
            connection.execute("DELETE FROM authorizations WHERE expires < ?", (time.time(),))
            connection.execute("INSERT INTO authorizations VALUES (?, ?, ?, ?, ?, ?)", row)
            connection.execute(
                "DELETE FROM authorizations WHERE digest IN "
                "(SELECT digest FROM authorizations ORDER BY expires DESC LIMIT -1 OFFSET ?)",
                (MOST,),
            )
        return state, made

    def end(self, state: str, browser: str) -> Authorization | None:
        """Return and forget a sign-in; None for one that is over, unknown, or was begun by another browser."""
        with self._lock, self._connection as connection:
            row = connection.execute(
                "DELETE FROM authorizations WHERE digest = ? AND browser = ? AND expires > ? "
                "RETURNING nonce, verifier, target",
                (digest(state), digest(browser), time.time()),
            ).fetchone()
        return Authorization(*row) if row else None
