"""Texts whose figures a person watches: what was last seen of each, and every change since.

What is seen is kept as JSON whose meaning belongs to whoever looks. A change is written in the transaction that renews
what was seen, so that it is told neither never nor twice; whether it was sent on is noted apart.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.registry import stamped

Json = Mapping[str, object]
SCHEMA = """
CREATE TABLE IF NOT EXISTS watches (
  text TEXT PRIMARY KEY, added TEXT NOT NULL, revision TEXT NOT NULL DEFAULT '', seen TEXT NOT NULL DEFAULT '{}');
CREATE TABLE IF NOT EXISTS changes (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  text TEXT NOT NULL, at TEXT NOT NULL, old TEXT NOT NULL, new TEXT NOT NULL, sent INTEGER NOT NULL DEFAULT 0);
"""


@dataclass(frozen=True, slots=True)
class Watch:
    """A text that is watched."""

    text: str
    added: str
    """Korean time without zone, as the other times here."""
    revision: str
    """State of the documents when it was last looked at; empty before."""
    seen: Mapping[str, Json]
    """What was last seen of each measure."""


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that became another one."""

    row: int
    """Counted up, never used twice."""
    text: str
    """The text that is watched."""
    at: str
    old: Json
    new: Json
    sent: bool


def add(connection: sqlite3.Connection, text: str, now: datetime) -> bool:
    """Watch a text; return False where it is watched already."""
    sql = "INSERT OR IGNORE INTO watches (text, added) VALUES (?, ?)"
    return bool(connection.execute(sql, (text, stamped(now))).rowcount)


def remove(connection: sqlite3.Connection, text: str) -> bool:
    """Watch a text no more, and forget its changes; return whether it was watched."""
    connection.execute("DELETE FROM changes WHERE text = ?", (text,))
    return bool(connection.execute("DELETE FROM watches WHERE text = ?", (text,)).rowcount)


def watches(connection: sqlite3.Connection) -> tuple[Watch, ...]:
    """Return every text that is watched, in the order in which they were added."""
    found = connection.execute("SELECT text, added, revision, seen FROM watches ORDER BY rowid")
    return tuple(Watch(row[0], row[1], row[2], json.loads(row[3])) for row in found)


def renew(
    connection: sqlite3.Connection,
    watch: Watch,
    revision: str,
    seen: Mapping[str, Json],
    changes: Sequence[tuple[Json, Json]],
    now: datetime,
) -> None:
    """Keep what is seen of a text now, and what changed."""
    connection.executemany(
        "INSERT INTO changes (text, at, old, new) VALUES (?, ?, ?, ?)",
        ((watch.text, stamped(now), _dump(old), _dump(new)) for old, new in changes),
    )
    connection.execute(
        "UPDATE watches SET revision = ?, seen = ? WHERE text = ?",
        (revision, _dump(seen), watch.text),
    )


def changes(connection: sqlite3.Connection, most: int, *, unsent: bool = False) -> tuple[Change, ...]:
    """Return the latest changes, the latest first, maybe only those that were not sent on."""
    clause = "WHERE sent = 0" if unsent else ""
    found = connection.execute(
        f"SELECT row, text, at, old, new, sent FROM changes {clause} ORDER BY row DESC LIMIT ?",  # noqa: S608
        (most,),
    )
    return tuple(Change(row[0], row[1], row[2], json.loads(row[3]), json.loads(row[4]), bool(row[5])) for row in found)


def send(connection: sqlite3.Connection, sent: Iterable[Change]) -> None:
    """Note that changes were sent on."""
    connection.executemany("UPDATE changes SET sent = 1 WHERE row = ?", ((one.row,) for one in sent))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
