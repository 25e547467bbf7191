"""Checked texts that a visitor shares by a link.

Nothing of a text is kept until it is shared. Then whoever has the word of its link reads the text with its verdicts,
until its owner ends that, which deletes it.
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ui import databases
from ui.accounts.visitors import Visitor
from ui.page.check.sheets import Sheet

if TYPE_CHECKING:
    from pydantic import TypeAdapter

VERSION = 1
"""Of the JSON that a sheet is kept as; sheets of another version are not read."""
MOST = 200
"""Most texts that one visitor shares; the oldest leave first."""
MOST_OF_BROWSERS = 5_000
"""Most texts shared by browsers that signed in nowhere, all together."""
PRAGMAS = ("journal_mode=WAL", "secure_delete=ON", "synchronous=NORMAL")
_SCHEMA = """
CREATE TABLE IF NOT EXISTS shared_checks (
    word TEXT PRIMARY KEY, visitor TEXT NOT NULL, made TEXT NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS shared_checks_of ON shared_checks (visitor, made DESC);
"""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shared:
    """A sheet that is shared, as it was then, and whose it is."""

    sheet: Sheet
    owner: str
    """Key of the visitor who shared it."""


class Shares(Protocol):
    """Storage of shared texts."""

    def share(self, visitor: Visitor, sheet: Sheet) -> str:
        """Keep a sheet and return the word of its link; empty if the visitor could not be recognised later."""

    def unshare(self, visitor: Visitor, word: str) -> bool:
        """Delete what the visitor shares under a word; return whether there was something."""

    def shared(self, word: str) -> Shared | None:
        """Return what is shared under a word; None if there is nothing."""


class KeptShares:
    """Storage of shared texts in one SQLite file, safe for use by many threads."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, which may hold other tables; one that is damaged is set aside."""
        self._lock = threading.Lock()
        self._connection = databases.opened(path, _SCHEMA, PRAGMAS)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def share(self, visitor: Visitor, sheet: Sheet) -> str:
        """Keep a sheet and return the word of its link; empty if the visitor could not be recognised later.

        Also empty if the file cannot be written, as on a full disk: the log says so.
        """
        if visitor.passing:
            return ""
        word, now = secrets.token_urlsafe(16), datetime.now(UTC)
        try:
            with self._lock, self._connection as connection:
                row = (word, visitor.key, now.isoformat(), VERSION, written(sheet))
                connection.execute("INSERT INTO shared_checks VALUES (?, ?, ?, ?, ?)", row)
                connection.execute(
                    "DELETE FROM shared_checks WHERE visitor = ? AND word NOT IN "
                    "(SELECT word FROM shared_checks WHERE visitor = ? ORDER BY made DESC LIMIT ?)",
                    (visitor.key, visitor.key, MOST),
                )
                old = (now - databases.BROWSERS_LAST).isoformat()
                connection.execute(
                    "DELETE FROM shared_checks WHERE visitor LIKE 'browser:%' AND (made < ? OR word NOT IN "
                    "(SELECT word FROM shared_checks WHERE visitor LIKE 'browser:%' ORDER BY made DESC LIMIT ?))",
                    (old, MOST_OF_BROWSERS),
                )
        except sqlite3.Error:
            _log.exception("a checked text could not be shared")
            return ""
        return word

    def unshare(self, visitor: Visitor, word: str) -> bool:
        """Delete what the visitor shares under a word; return whether there was something."""
        with self._lock, self._connection as connection:
            sql = "DELETE FROM shared_checks WHERE word = ? AND visitor = ?"
            return bool(connection.execute(sql, (word, visitor.key)).rowcount)

    def shared(self, word: str) -> Shared | None:
        """Return what is shared under a word; None if there is nothing, or it can no longer be read."""
        with self._lock:
            sql = "SELECT visitor, version, body FROM shared_checks WHERE word = ?"
            row = self._connection.execute(sql, (word,)).fetchone()
        if row is None or row[1] != VERSION:
            return None
        try:
            return Shared(_adapter().validate_json(row[2]), row[0])
        except ValueError:
            _log.exception("a shared text could not be read")
            return None


def written(sheet: Sheet) -> str:
    """Return a sheet as JSON, lone surrogates replaced by `?`.

    How many documents it was checked against is left out, as whoever reads it may not know of all of them.
    """
    value = _adapter().dump_python(replace(sheet, against=None, link=""), mode="json")
    return databases.storable(json.dumps(value, ensure_ascii=False))


@cache
def _adapter() -> TypeAdapter[Sheet]:
    from pydantic import TypeAdapter

    return TypeAdapter(Sheet)
