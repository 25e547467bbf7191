"""The sources that a store keeps up with, and how far it is with each item of them.

It stands in the catalogue, so that one transaction holds a document's state, several processes see the same, and a
backup carries it. What a source lists is written down before anything of it is read: a process that is killed finds
the rest of its work here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["folder", "feed", "sitemap", "briefing", "bucket"]
"""A folder, an RSS or Atom feed, a site map, a list of the open interface of 정책브리핑, or a bucket of S3."""
State = Literal["pending", "held", "failed", "dead", "withdrawn"]
"""Of an item: still to be read, read, to be tried again, given up, or no longer shown by its source."""

SCHEMA = """
CREATE TABLE IF NOT EXISTS sources (
  place TEXT PRIMARY KEY, kind TEXT NOT NULL, added TEXT NOT NULL, since TEXT NOT NULL DEFAULT '',
  etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', reached TEXT NOT NULL DEFAULT '',
  tried TEXT NOT NULL DEFAULT '', synced TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS items (
  row INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL REFERENCES sources (place) ON DELETE CASCADE,
  address TEXT NOT NULL, stamp TEXT NOT NULL, listed INTEGER NOT NULL DEFAULT 1, state TEXT NOT NULL,
  etag TEXT NOT NULL DEFAULT '', modified TEXT NOT NULL DEFAULT '', due TEXT NOT NULL DEFAULT '',
  attempts INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', hint TEXT NOT NULL DEFAULT '',
  UNIQUE (source, address));
CREATE INDEX IF NOT EXISTS items_due ON items (source, state, due);
"""
_SOURCE = "place, kind, added, since, etag, modified, reached, tried, synced, due, attempts, error, hint"
_ITEM = "address, stamp, listed, state, etag, modified, due, attempts, error, hint"


@dataclass(frozen=True, slots=True)
class Source:
    """One source and how the last visit to it went; times are Korean, without zone, and empty where there is none."""

    place: str
    """Its address or absolute path, or the name of a list of 정책브리핑."""
    kind: Kind
    added: str
    since: str = ""
    """First day to ask for, where it is asked by days."""
    etag: str = ""
    modified: str = ""
    reached: str = ""
    """Last day that is complete, where it is asked by days."""
    tried: str = ""
    synced: str = ""
    """When it was last read to the end of its list."""
    due: str = ""
    """Not to be asked before, after a failure."""
    attempts: int = 0
    """Failures in a row."""
    error: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One item as its source lists it."""

    address: str
    """Its address, which is the id of its document; in a folder the file's path."""
    stamp: str
    """Another one whenever its source says something else of it."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is known of one item of a source."""

    address: str
    stamp: str
    listed: bool
    """Whether the source named it when it was last asked."""
    state: State
    etag: str = ""
    modified: str = ""
    due: str = ""
    """When to ask for it again; empty for at once."""
    attempts: int = 0
    """Failures in a row."""
    error: str = ""
    hint: str = ""


# sources


def add(connection: sqlite3.Connection, source: Source) -> bool:
    """Keep a source; return False where it is there already."""
    columns = (source.place, source.kind, source.added, source.since)
    return bool(
        connection.execute(
            "INSERT OR IGNORE INTO sources (place, kind, added, since) VALUES (?, ?, ?, ?)", columns
        ).rowcount
    )


def remove(connection: sqlite3.Connection, place: str) -> bool:
    """Forget a source and what is known of its items; its documents stay. Return whether it was there."""
    return bool(connection.execute("DELETE FROM sources WHERE place = ?", (place,)).rowcount)


def sources(connection: sqlite3.Connection) -> tuple[Source, ...]:
    """Return every source, in the order in which they were added."""
    found = connection.execute(f"SELECT {_SOURCE} FROM sources ORDER BY rowid")  # noqa: S608
    return tuple(Source(*row) for row in found)


def source(connection: sqlite3.Connection, place: str) -> Source | None:
    """Return one source as it stands; None when unknown."""
    row = connection.execute(f"SELECT {_SOURCE} FROM sources WHERE place = ?", (place,)).fetchone()  # noqa: S608
    return Source(*row) if row else None


def visited(connection: sqlite3.Connection, place: str, now: datetime) -> None:
    """Note that a source was read to the end of its list."""
    connection.execute(
        "UPDATE sources SET tried = ?, synced = ?, due = '', attempts = 0, error = '', hint = '' WHERE place = ?",
        (stamped(now), stamped(now), place),
    )


def troubled(connection: sqlite3.Connection, place: str, now: datetime, due: datetime, error: str, hint: str) -> None:
    """Note that a source could not be read, and when to try again."""
    connection.execute(
        "UPDATE sources SET tried = ?, due = ?, attempts = attempts + 1, error = ?, hint = ? WHERE place = ?",
        (stamped(now), stamped(due), error, hint, place),
    )


def reached(connection: sqlite3.Connection, place: str, day: str) -> None:
    """Note the last day of which a source's list is complete."""
    connection.execute("UPDATE sources SET reached = ? WHERE place = ?", (day, place))


def listed(connection: sqlite3.Connection, place: str, items: Sequence[Listed], etag: str, modified: str) -> None:
    """Write down what a source lists: what is new or changed is pending, what is listed no more is due at once.

    The version of the list is kept in the same transaction, so that no list is taken as read whose items are not here.
    """
    connection.execute("UPDATE sources SET etag = ?, modified = ? WHERE place = ?", (etag, modified, place))
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS found (address TEXT PRIMARY KEY)")
    connection.execute("DELETE FROM found")
    connection.executemany("INSERT OR IGNORE INTO found VALUES (?)", ((one.address,) for one in items))
    connection.execute(
        "UPDATE items SET listed = 0, due = CASE WHEN state IN ('held', 'withdrawn') THEN '' ELSE due END"
        " WHERE source = ? AND listed = 1 AND address NOT IN (SELECT address FROM found)",
        (place,),
    )
    connection.executemany(
        "INSERT INTO items (source, address, stamp, state) VALUES (?, ?, ?, 'pending')"
        " ON CONFLICT (source, address) DO UPDATE SET listed = 1, stamp = excluded.stamp,"
        " state = 'pending', due = '', attempts = 0, error = '', hint = '' WHERE stamp <> excluded.stamp",
        ((place, one.address, one.stamp) for one in items),
    )
    connection.execute(
        "UPDATE items SET listed = 1, due = CASE state WHEN 'withdrawn' THEN '' ELSE due END"
        " WHERE source = ? AND listed = 0 AND address IN (SELECT address FROM found)",
        (place,),
    )


# items


def item(connection: sqlite3.Connection, place: str, address: str) -> Item | None:
    """Return what is known of one item; None when it was never listed."""
    row = connection.execute(
        f"SELECT {_ITEM} FROM items WHERE source = ? AND address = ?",  # noqa: S608
        (place, address),
    ).fetchone()
    return _item(row) if row else None


def items(connection: sqlite3.Connection, place: str, *states: State) -> tuple[Item, ...]:
    """Return the items of a source that are in these states, in the order in which they were listed."""
    marks = ",".join("?" * len(states))
    found = connection.execute(
        f"SELECT {_ITEM} FROM items WHERE source = ? AND state IN ({marks}) ORDER BY row",  # noqa: S608
        (place, *states),
    )
    return tuple(_item(row) for row in found)


def counts(connection: sqlite3.Connection, place: str) -> dict[State, int]:
    """Return how many items of a source are in each state."""
    found = connection.execute("SELECT state, COUNT(*) FROM items WHERE source = ? GROUP BY state", (place,))
    return {row[0]: row[1] for row in found}


def unread(connection: sqlite3.Connection, place: str, now: datetime) -> tuple[Item, ...]:
    """Return the items still to be read, and those whose next attempt is due, in the order of the list."""
    found = connection.execute(
        f"SELECT {_ITEM} FROM items WHERE source = ?"  # noqa: S608
        " AND (state = 'pending' OR (state = 'failed' AND due <= ?)) ORDER BY row",
        (place, stamped(now)),
    )
    return tuple(_item(row) for row in found)


def stale(connection: sqlite3.Connection, place: str, now: datetime, most: int) -> tuple[Item, ...]:
    """Return the items that were read and are to be looked at again, those that are due longest first.

    One whose document a person removed is left alone until its source says something else of it.
    """
    found = connection.execute(
        f"SELECT {_ITEM} FROM items WHERE source = ?"  # noqa: S608
        " AND state IN ('held', 'withdrawn') AND due <= ?"
        " AND EXISTS (SELECT 1 FROM documents WHERE id = address AND current = 1) ORDER BY due, row LIMIT ?",
        (place, stamped(now), most),
    )
    return tuple(_item(row) for row in found)


def settle(connection: sqlite3.Connection, place: str, settled: Iterable[Item]) -> None:
    """Write what became of items; one that was not listed before is added."""
    connection.executemany(
        f"INSERT INTO items (source, {_ITEM}) VALUES (?,?,?,?,?,?,?,?,?,?,?)"  # noqa: S608
        " ON CONFLICT (source, address) DO UPDATE SET stamp = excluded.stamp, listed = excluded.listed,"
        " state = excluded.state, etag = excluded.etag, modified = excluded.modified, due = excluded.due,"
        " attempts = excluded.attempts, error = excluded.error, hint = excluded.hint",
        (
            (
                place,
                one.address,
                one.stamp,
                int(one.listed),
                one.state,
                one.etag,
                one.modified,
                one.due,
                one.attempts,
                one.error,
                one.hint,
            )
            for one in settled
        ),
    )


def drop(connection: sqlite3.Connection, place: str, addresses: Iterable[str]) -> None:
    """Forget items of a source."""
    connection.executemany(
        "DELETE FROM items WHERE source = ? AND address = ?", ((place, address) for address in addresses)
    )


def revive(connection: sqlite3.Connection, place: str) -> None:
    """Have everything that failed, given up or not, tried again at once.

    Pages and objects are pending again; what is read of a folder or interface is compared with a stamp it never has.
    """
    connection.execute("UPDATE sources SET due = '' WHERE place = ?", (place,))
    changes = {"'feed', 'sitemap', 'bucket'": "state = 'pending'", "'folder', 'briefing'": "stamp = ''"}
    for kinds, change in changes.items():
        connection.execute(
            f"UPDATE items SET {change}, due = '', attempts = 0 WHERE source = ?"  # noqa: S608
            f" AND state IN ('failed', 'dead') AND (SELECT kind FROM sources WHERE place = source) IN ({kinds})",
            (place,),
        )


def stamped(moment: datetime) -> str:
    """Return a moment as it is kept and compared."""
    return moment.isoformat(timespec="seconds")


def _item(row: sqlite3.Row) -> Item:
    address, stamp, shown, state, *rest = row
    return Item(address, stamp, bool(shown), state, *rest)
