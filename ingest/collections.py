"""Collections: every document belongs to one, and a collection is read by the groups that were let into it.

The collection `public` is there from the start and read by everybody; a store that never names another behaves as if
there were none. One that is added is read by nobody until a group is let in:

>>> add(connection, "press", now), grant(connection, "press", "보도")
>>> sorted(readable(connection, {"보도"}))
['press', 'public']
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Collection as Several
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from ingest.errors import SettingsError
from ingest.registry import stamped

DEFAULT = "public"
"""What a document belongs to of which nothing else was said; everybody reads it."""
EVERYBODY = "*"
"""Stands for every group: who reads the store at all reads the collection."""
LONGEST = 64
MOST_DAYS = 36_500
"""Longest time for which a document may be kept: a hundred years."""
SCHEMA = """
CREATE TABLE IF NOT EXISTS collections (name TEXT PRIMARY KEY, added TEXT NOT NULL, days INTEGER);
CREATE TABLE IF NOT EXISTS collection_readers (
  collection TEXT NOT NULL REFERENCES collections (name) ON DELETE CASCADE, reader TEXT NOT NULL,
  PRIMARY KEY (collection, reader)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS left_collections (document_id TEXT PRIMARY KEY, collection TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS left_collections_by ON left_collections (collection);
CREATE TABLE IF NOT EXISTS expired_documents (sha256 TEXT PRIMARY KEY, collection TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS source_collections (source TEXT PRIMARY KEY, collection TEXT NOT NULL);
"""
"""Beside the collections: where documents belonged that were removed, so that one that comes back is no more open than
it was; what went because it was too old, so that no source brings it back; where new documents of a source go."""
_NAME = re.compile(r"[\w][\w.-]{0,63}")


@dataclass(frozen=True, slots=True)
class Collection:
    """One collection, who reads it and how long its documents are kept."""

    name: str
    readers: tuple[str, ...]
    """Groups that read it, `EVERYBODY` for all."""
    days: int | None = None
    """Days for which a document is kept after its publication; None for ever."""
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Expired:
    """A document that is older than its collection keeps documents."""

    document_id: str
    collection: str
    title: str
    day: str
    """When it was published, which its collection counts from."""


def checked(name: str) -> str:
    """Return a name that a collection may have; raise SettingsError for another."""
    name = unicodedata.normalize("NFC", name)
    if not _NAME.fullmatch(name):
        raise SettingsError(f"쓸 수 없는 컬렉션 이름입니다: {name}", f"글자, 숫자와 . _ - 만 {LONGEST}자까지 쓰십시오.")
    return name


def add(connection: sqlite3.Connection, name: str, now: datetime) -> bool:
    """Add a collection that nobody reads yet; return False where it is there already."""
    name = checked(name)
    if name == DEFAULT:
        return False
    sql = "INSERT OR IGNORE INTO collections VALUES (?, ?, NULL)"
    return bool(connection.execute(sql, (name, stamped(now))).rowcount)


def remove(connection: sqlite3.Connection, name: str) -> tuple[str, ...]:
    """Remove a collection that holds nothing, and return the groups that read it.

    Raises SettingsError where documents lie in it or a source brings new ones. Documents that were removed from it stay
    closed: what was made of them is shown to nobody, and one that comes back brings it back, read by nobody.
    """
    name = _changeable(connection, name)
    one = next(found for found in everything(connection) if found.name == name)
    if one.documents:
        raise SettingsError(
            f"컬렉션이 비어 있지 않습니다: {name} (문서 {one.documents:,}건)",
            "먼저 문서를 옮기거나 지우십시오: geungeo documents list --collection "
            f"{name}, geungeo collections move, geungeo documents remove",
        )
    source = connection.execute("SELECT source FROM source_collections WHERE collection = ?", (name,)).fetchone()
    if source:
        raise SettingsError(
            f"출처가 새 문서를 이 컬렉션에 넣습니다: {source[0]}",
            f"먼저 다른 컬렉션을 정하십시오: geungeo sources add {source[0]} --collection {DEFAULT}",
        )
    for table in ("collection_readers", "expired_documents"):
        connection.execute(f"DELETE FROM {table} WHERE collection = ?", (name,))  # noqa: S608 - constants only
    connection.execute("DELETE FROM collections WHERE name = ?", (name,))
    return one.readers


def restore(connection: sqlite3.Connection, name: str) -> None:
    """Have a collection be there to which a document comes back, read by nobody if it was removed meanwhile."""
    if name != DEFAULT:
        connection.execute("INSERT OR IGNORE INTO collections VALUES (?, '', NULL)", (name,))


def everything(connection: sqlite3.Connection) -> tuple[Collection, ...]:
    """Return every collection, `DEFAULT` first and the others by name."""
    rows = connection.execute("SELECT name, days FROM collections ORDER BY name").fetchall()
    days = {DEFAULT: None} | {row[0]: row[1] for row in rows}
    readers: dict[str, list[str]] = {DEFAULT: [EVERYBODY]}
    for name, reader in connection.execute("SELECT collection, reader FROM collection_readers ORDER BY 1, 2"):
        readers.setdefault(name, []).append(reader)
    count = dict(
        connection.execute("SELECT collection, COUNT(*) FROM documents WHERE current = 1 GROUP BY 1").fetchall()
    )
    return tuple(Collection(name, tuple(readers.get(name, ())), days[name], count.get(name, 0)) for name in days)


def names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of every collection, `DEFAULT` first."""
    found = connection.execute("SELECT name FROM collections WHERE name <> ? ORDER BY name", (DEFAULT,))
    return (DEFAULT, *(row[0] for row in found))


def ever(connection: sqlite3.Connection) -> frozenset[str]:
    """Return the names of every collection, those too that are gone while documents are remembered to belong there."""
    left = connection.execute("SELECT DISTINCT collection FROM left_collections")
    return frozenset((*names(connection), *(row[0] for row in left)))


def known(connection: sqlite3.Connection, name: str) -> str:
    """Return a collection's name; raise SettingsError where there is none of it."""
    name = unicodedata.normalize("NFC", name)
    if name not in names(connection):
        raise SettingsError(
            f"그런 컬렉션이 없습니다: {name}",
            "geungeo collections list로 이름을 확인하거나 collections add로 더하십시오.",
        )
    return name


def readable(connection: sqlite3.Connection, groups: Several[str]) -> frozenset[str]:
    """Return the collections that a reader of these groups may read."""
    found = connection.execute("SELECT collection, reader FROM collection_readers")
    return frozenset((DEFAULT, *(name for name, reader in found if reader == EVERYBODY or reader in groups)))


def grant(connection: sqlite3.Connection, name: str, group: str) -> bool:
    """Let a group read a collection; return False where it does already."""
    name, group = _changeable(connection, name), _group(group)
    if not group:
        raise SettingsError("그룹의 이름이 비었습니다.", f"그룹 이름이나, 모두에게 열려면 '{EVERYBODY}'를 적으십시오.")
    sql = "INSERT OR IGNORE INTO collection_readers VALUES (?, ?)"
    return bool(connection.execute(sql, (name, group)).rowcount)


def revoke(connection: sqlite3.Connection, name: str, group: str) -> bool:
    """Let a group read a collection no more; return whether it did."""
    name, group = _changeable(connection, name), _group(group)
    sql = "DELETE FROM collection_readers WHERE collection = ? AND reader = ?"
    return bool(connection.execute(sql, (name, group)).rowcount)


def retain(connection: sqlite3.Connection, name: str, days: int | None) -> None:
    """Have the documents of a collection kept for so many days after their publication, None for ever.

    What went by the earlier rule may be put in again.
    """
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise SettingsError(
            f"보존 기간은 1일에서 {MOST_DAYS:,}일 사이입니다: {days}", "끝없이 두려면 none이라고 적으십시오."
        )
    sql = "INSERT INTO collections VALUES (?, '', ?) ON CONFLICT (name) DO UPDATE SET days = excluded.days"
    name = known(connection, name)
    connection.execute(sql, (name, days))
    connection.execute("DELETE FROM expired_documents WHERE collection = ?", (name,))


def move(connection: sqlite3.Connection, ids: Iterable[str], name: str) -> tuple[str, ...]:
    """Put documents with all their versions into a collection; return the ids of those that were in another."""
    name = known(connection, name)
    moved = []
    for one in dict.fromkeys(ids):
        sql = "UPDATE documents SET collection = ? WHERE id = ? AND collection <> ?"
        if connection.execute(sql, (name, one, name)).rowcount:
            moved.append(one)
    if moved:
        # The listings that are kept of a store are made anew: they go by the last key, which is never used twice.
        connection.execute("UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'documents'")
    return tuple(moved)


def leave(connection: sqlite3.Connection, document_id: str) -> None:
    """Note where a document belongs that is about to be removed."""
    connection.execute("DELETE FROM left_collections WHERE document_id = ?", (document_id,))
    connection.execute(
        "INSERT OR REPLACE INTO left_collections SELECT id, collection FROM documents"
        " WHERE id = ? AND current = 1 AND collection <> ?",
        (document_id, DEFAULT),
    )


def of(connection: sqlite3.Connection, document_id: str) -> str | None:
    """Return what a document belongs to, or belonged to before it was removed; None when unknown."""
    row = connection.execute(
        "SELECT collection FROM documents WHERE id = ? AND current = 1"
        " UNION ALL SELECT collection FROM left_collections WHERE document_id = ? LIMIT 1",
        (document_id, document_id),
    ).fetchone()
    return str(row[0]) if row else None


def outside(connection: sqlite3.Connection, ids: Several[str], readable: Several[str]) -> frozenset[str]:
    """Return those of the documents that belong, or before they were removed belonged, to no readable collection."""
    return frozenset(one for one, name in belonging(connection, ids).items() if name not in readable)


def belonging(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return what each document belongs to, or belonged to before it was removed; one that is unknown is left out."""
    found = ((one, of(connection, one)) for one in dict.fromkeys(ids))
    return {one: name for one, name in found if name is not None}


def elsewhere(connection: sqlite3.Connection, name: str) -> frozenset[str]:
    """Return the ids of documents that belong, or before they were removed belonged, to another collection."""
    found = connection.execute(
        "SELECT id FROM documents WHERE current = 1 AND collection <> ?"
        " UNION SELECT document_id FROM left_collections l WHERE collection <> ?"
        " AND NOT EXISTS (SELECT 1 FROM documents d WHERE d.id = l.document_id AND d.current = 1)",
        (name, name),
    )
    return frozenset(row[0] for row in found)


def expired(connection: sqlite3.Connection, now: datetime) -> tuple[Expired, ...]:
    """Return the documents that are older than their collection keeps them, by collection and day.

    One without a day of publication is never among them: nobody knows how old it is.
    """
    found = []
    for name, days in connection.execute("SELECT name, days FROM collections WHERE days IS NOT NULL ORDER BY name"):
        last = (now - timedelta(days=days)).date().isoformat()
        rows = connection.execute(
            "SELECT id, title, substr(published, 1, 10) FROM documents WHERE current = 1 AND collection = ?"
            " AND published < ? ORDER BY published, id",
            (name, last),
        )
        found += [Expired(row[0], name, row[1], row[2]) for row in rows]
    return tuple(found)


def expire(connection: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Note that documents go because they are too old: their very bytes are not taken in again."""
    connection.executemany(
        "INSERT OR REPLACE INTO expired_documents"
        " SELECT sha256, collection FROM documents WHERE id = ? AND current = 1",
        ((one,) for one in ids),
    )


def outdated(connection: sqlite3.Connection, name: str = "") -> frozenset[str]:
    """Return the digests of what went because it was too old, of one collection where it is named."""
    sql = "SELECT sha256 FROM expired_documents WHERE ? IN ('', collection)"
    return frozenset(row[0] for row in connection.execute(sql, (name,)))


def assign(connection: sqlite3.Connection, source: str, name: str) -> None:
    """Have new documents of a source go to a collection."""
    sql = "INSERT OR REPLACE INTO source_collections VALUES (?, ?)"
    connection.execute(sql, (source, known(connection, name)))


def of_source(connection: sqlite3.Connection, source: str) -> str:
    """Return where new documents of a source go."""
    row = connection.execute("SELECT collection FROM source_collections WHERE source = ?", (source,)).fetchone()
    return str(row[0]) if row else DEFAULT


def forget_source(connection: sqlite3.Connection, source: str) -> None:
    """Forget where the documents of a source went."""
    connection.execute("DELETE FROM source_collections WHERE source = ?", (source,))


def _group(name: str) -> str:
    """Return the name of a group as a sign-in gives it."""
    return unicodedata.normalize("NFC", name).strip()


def _changeable(connection: sqlite3.Connection, name: str) -> str:
    """Return the name of a collection whose readers may be changed; raise SettingsError for another."""
    found = known(connection, name)
    if found == DEFAULT:
        raise SettingsError(
            f"컬렉션 {DEFAULT}은(는) 언제나 모두가 읽습니다.",
            "가려야 할 문서는 다른 컬렉션으로 옮기십시오: geungeo collections move",
        )
    return found
