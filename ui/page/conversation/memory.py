"""Saved conversations of each visitor, with their ratings of answers.

Only the visitor who had a conversation can open, list, change or delete it; for others it does not exist, unless the
visitor shared it: whoever has the word of its link reads it as far as it had come then.
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from ui import databases
from ui.accounts.visitors import Visitor
from ui.page.conversation.turns import Turn

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FILE_NAME = "conversations.sqlite3"
VERSION = 1
"""Of the JSON that a turn is kept as; turns of another version are not read."""
LISTED = 50
TITLE_LIMIT = 120
"""Most characters of a title, which is the first question."""
REASON_LIMIT = 500
"""Most characters kept of why an answer was rated as it was."""
CONVERSATIONS = 1_000
"""Most conversations kept for one visitor; the longest untouched leave first."""
CONVERSATIONS_OF_BROWSERS = 50_000
"""Most conversations kept for browsers that signed in nowhere, all together."""
PRUNED = 500
"""Conversations saved between two times that the old ones are looked for."""
WRITTEN = 64
"""Turns whose JSON is kept in memory, those of a whole conversation: some 120 kB each with the reply."""

PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "secure_delete=ON", "synchronous=NORMAL")

Turns = tuple[Turn, ...]
Thumb = Literal["up", "down"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY, visitor TEXT NOT NULL, title TEXT NOT NULL, touched TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS conversations_of ON conversations (visitor, touched DESC);
CREATE TABLE IF NOT EXISTS turns (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ratings (
    conversation TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL, thumb TEXT NOT NULL, reason TEXT NOT NULL, rated TEXT NOT NULL,
    PRIMARY KEY (conversation, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shares (
    word TEXT PRIMARY KEY, last INTEGER NOT NULL,
    conversation TEXT NOT NULL UNIQUE REFERENCES conversations ON DELETE CASCADE
) WITHOUT ROWID;
"""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """One conversation in a visitor's list."""

    id: str
    title: str
    day: date
    """When it was last added to."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A visitor's rating of one answer."""

    thumb: Thumb
    reason: str = ""


class Memory(Protocol):
    """Storage of conversations."""

    def save(self, visitor: Visitor, identity: str, turns: Turns) -> bool:
        """Save the turns; return False and save nothing if another visitor has a conversation with that id."""

    def open(self, visitor: Visitor, identity: str) -> Turns | None:
        """Return the turns; None if the visitor has no such conversation."""

    def list(self, visitor: Visitor, limit: int = LISTED) -> tuple[Kept, ...]:
        """Return the visitor's conversations, the one last added to first."""

    def delete(self, visitor: Visitor, identity: str) -> bool:
        """Delete a conversation; return whether the visitor had it."""

    def rate(self, visitor: Visitor, identity: str, number: int, thumb: Thumb | None, reason: str = "") -> bool:
        """Save the rating of the turn with that number, None to withdraw it; return whether the turn exists."""

    def ratings(self, visitor: Visitor, identity: str) -> Mapping[int, Rating]:
        """Return what the visitor said of the turns, by their number."""

    def share(self, visitor: Visitor, identity: str) -> str:
        """Share a conversation as far as it has come and return the word of its link; empty if there is none."""

    def unshare(self, visitor: Visitor, identity: str) -> bool:
        """Share a conversation no more; return whether it was shared."""

    def link(self, visitor: Visitor, identity: str) -> str:
        """Return the word under which the visitor shares a conversation; empty if it is not shared."""

    def shared(self, word: str) -> Turns | None:
        """Return the turns that are shared under a word; None if there are none."""


def new_id() -> str:
    """Return an unguessable, URL-safe id."""
    return secrets.token_urlsafe(16)


class Conversations:
    """Storage of conversations in one SQLite file, safe for use by many threads."""

    def __init__(self, path: Path) -> None:
        """Open the file at `path`, creating it if needed; one that is damaged is set aside."""
        self._lock = threading.Lock()
        self._connection = databases.opened(path, _SCHEMA, PRAGMAS)
        self._saved = 0
        self._prune()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def save(self, visitor: Visitor, identity: str, turns: Turns) -> bool:
        """Save the turns, replacing those with the same or a later number; earlier ones stay.

        Returns False and saves nothing if there are no turns, if another visitor has a conversation with that id, if
        the visitor could not be recognised later, or if the file cannot be written, as on a full disk: the log says so,
        and the reader keeps the answer.
        """
        if not turns or visitor.passing:
            return False
        try:
            return self._save(visitor, identity, turns)
        except sqlite3.Error:
            _log.exception("a conversation could not be saved")
            return False

    def _save(self, visitor: Visitor, identity: str, turns: Turns) -> bool:
        rows = [(identity, turn.number, VERSION, written(turn)) for turn in turns]
        title = databases.storable(" ".join(turns[0].question.split()))[:TITLE_LIMIT]
        with self._writing() as connection:
            owned = connection.execute(
                "INSERT INTO conversations VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                "SET touched = excluded.touched, title = CASE WHEN ? THEN excluded.title ELSE title END "
                "WHERE visitor = excluded.visitor",
                (identity, visitor.key, title, datetime.now(UTC).isoformat(), turns[0].number == 1),
            ).rowcount
            if not owned:
                return False
            numbers = ",".join("?" * len(turns))
            connection.execute(
                f"DELETE FROM turns WHERE conversation = ? AND number > ? AND number NOT IN ({numbers})",  # noqa: S608 - question marks only
                (identity, turns[0].number, *(turn.number for turn in turns)),
            )
            connection.executemany(
                "INSERT INTO turns VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE "
                "SET version = excluded.version, body = excluded.body WHERE body != excluded.body",
                rows,
            )
            connection.execute(
                "DELETE FROM conversations WHERE visitor = ? AND id NOT IN "
                "(SELECT id FROM conversations WHERE visitor = ? ORDER BY touched DESC LIMIT ?)",
                (visitor.key, visitor.key, CONVERSATIONS),
            )
        self._saved += 1
        if self._saved % PRUNED == 0:
            self._prune()
        return True

    def open(self, visitor: Visitor, identity: str) -> Turns | None:
        """Return the turns; None when the visitor has no such conversation or it can no longer be read."""
        return self._turns(
            "SELECT version, body FROM turns JOIN conversations ON conversation = id "
            "WHERE id = ? AND visitor = ? ORDER BY number",
            (identity, visitor.key),
        )

    def share(self, visitor: Visitor, identity: str) -> str:
        """Share a conversation as far as it has come and return the word of its link; empty if there is none.

        One that is shared already keeps its word.
        """
        with self._writing() as connection:
            connection.execute(
                "INSERT INTO shares SELECT ?, MAX(number), id FROM conversations JOIN turns ON conversation = id "
                "WHERE id = ? AND visitor = ? GROUP BY id "
                "ON CONFLICT (conversation) DO UPDATE SET last = excluded.last",
                (new_id(), identity, visitor.key),
            )
        return self.link(visitor, identity)

    def unshare(self, visitor: Visitor, identity: str) -> bool:
        """Share a conversation no more; return whether the visitor shared it."""
        with self._writing() as connection:
            return bool(
                connection.execute(
                    "DELETE FROM shares WHERE conversation IN "
                    "(SELECT id FROM conversations WHERE id = ? AND visitor = ?)",
                    (identity, visitor.key),
                ).rowcount
            )

    def link(self, visitor: Visitor, identity: str) -> str:
        """Return the word under which the visitor shares a conversation; empty if it is not shared."""
        rows = self._read(
            "SELECT word FROM shares JOIN conversations ON conversation = id WHERE id = ? AND visitor = ?",
            (identity, visitor.key),
        )
        return str(rows[0][0]) if rows else ""

    def shared(self, word: str) -> Turns | None:
        """Return the turns that are shared under a word; None if there are none, or they can no longer be read."""
        return self._turns(
            "SELECT version, body FROM turns JOIN shares USING (conversation) "
            "WHERE word = ? AND number <= last ORDER BY number",
            (word,),
        )

    def _turns(self, query: str, values: tuple[object, ...]) -> Turns | None:
        rows = self._read(query, values)
        if not rows or any(version != VERSION for version, _ in rows):
            return None
        try:
            return tuple(read(body) for _, body in rows)
        except ValueError:
            _log.exception("a kept conversation could not be read")
            return None

    def list(self, visitor: Visitor, limit: int = LISTED) -> tuple[Kept, ...]:
        """Return the visitor's conversations, the one last added to first."""
        rows = self._read(
            "SELECT id, title, touched FROM conversations WHERE visitor = ? ORDER BY touched DESC LIMIT ?",
            (visitor.key, limit),
        )
        return tuple(
            Kept(identity, title, datetime.fromisoformat(touched).astimezone().date())
            for identity, title, touched in rows
        )

    def delete(self, visitor: Visitor, identity: str) -> bool:
        """Delete a conversation and its ratings; return whether the visitor had it."""
        with self._writing() as connection:
            return bool(
                connection.execute(
                    "DELETE FROM conversations WHERE id = ? AND visitor = ?", (identity, visitor.key)
                ).rowcount
            )

    def rate(self, visitor: Visitor, identity: str, number: int, thumb: Thumb | None, reason: str = "") -> bool:
        """Save the rating of a turn, None to withdraw it; return whether the visitor has that turn."""
        with self._writing() as connection:
            found = connection.execute(
                "SELECT 1 FROM turns JOIN conversations ON conversation = id "
                "WHERE id = ? AND visitor = ? AND number = ?",
                (identity, visitor.key, number),
            ).fetchone()
            if not found:
                return False
            connection.execute("DELETE FROM ratings WHERE conversation = ? AND number = ?", (identity, number))
            if thumb:
                connection.execute(
                    "INSERT INTO ratings VALUES (?, ?, ?, ?, ?)",
                    (
                        identity,
                        number,
                        thumb,
                        databases.storable(reason.strip())[:REASON_LIMIT],
                        datetime.now(UTC).isoformat(),
                    ),
                )
        return True

    def ratings(self, visitor: Visitor, identity: str) -> Mapping[int, Rating]:
        """Return what the visitor said of the turns, by their number."""
        rows = self._read(
            "SELECT number, thumb, reason FROM ratings JOIN conversations ON conversation = id "
            "WHERE id = ? AND visitor = ?",
            (identity, visitor.key),
        )
        return {number: Rating(thumb, reason) for number, thumb, reason in rows}

    def _prune(self) -> None:
        """Delete conversations of browsers that will not come back, and the oldest where there are too many."""
        with self._writing() as connection:
            connection.execute(
                "DELETE FROM conversations WHERE visitor LIKE 'browser:%' AND (touched < ? OR id NOT IN "
                "(SELECT id FROM conversations WHERE visitor LIKE 'browser:%' ORDER BY touched DESC LIMIT ?))",
                ((datetime.now(UTC) - databases.BROWSERS_LAST).isoformat(), CONVERSATIONS_OF_BROWSERS),
            )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, self._connection as connection:
            yield connection

    def _read(self, query: str, values: tuple[object, ...]) -> Sequence[tuple[Any, ...]]:
        with self._lock:
            return self._connection.execute(query, values).fetchall()


@lru_cache(maxsize=WRITTEN)
def written(turn: Turn) -> str:
    """Return a turn as JSON, lone surrogates replaced by `?`; cached, as earlier turns are written repeatedly."""
    return databases.storable(json.dumps(_adapter().dump_python(turn, mode="json"), ensure_ascii=False))


def read(text: str) -> Turn:
    """Return the turn that `written` wrote; raise ValueError if the text is not a turn."""
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[Turn]:
    from pydantic import TypeAdapter

    return TypeAdapter(Turn)
