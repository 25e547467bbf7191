"""Whether a file is a sound catalogue of this product: what marks it, and what is checked when.

Opening reads the mark and, in a catalogue small enough for it not to be felt, every page. `doctor`, `backup` and
`restore` read every page of any, and compare each chunk with its document's text, since SQLite keeps no checksums.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from ingest import faults
from ingest.errors import StoreMismatch

APPLICATION = 0x67756E67
"""`PRAGMA application_id` of a catalogue."""
VERSION = 1
"""`PRAGMA user_version`: raised when an older product could no longer read the tables."""
SMALL = 32 << 20
"""Most bytes of a catalogue that is read whole whenever it is opened: some 50 milliseconds."""
TABLES = frozenset({"manifest", "documents", "chunks", "outbox"})
"""By which a catalogue is known that was made before it was marked."""
_MAGIC = b"SQLite format 3\0"


def examine(path: Path) -> None:
    """Raise `StoreDamaged` where the bytes at `path` cannot be a catalogue, before SQLite is let at them.

    SQLite takes a file without bytes for a new database.
    """
    if not path.is_file():
        raise faults.in_the_way(path)
    with faults.told(path.parent), path.open("rb") as file:
        head = file.read(len(_MAGIC))
    if not head:
        raise faults.damaged(path.parent, "빈 파일")
    if head != _MAGIC:
        raise faults.damaged(path.parent, "SQLite 파일이 아님")


def recognise(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `StoreDamaged` where a database is not a catalogue, and `StoreMismatch` where it is of a later product."""
    mark = connection.execute("PRAGMA application_id").fetchone()[0]
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if mark not in (0, APPLICATION) or (mark == 0 and not names >= TABLES):
        raise faults.damaged(path.parent, "다른 프로그램의 SQLite 파일")
    if not names >= TABLES:
        raise faults.damaged(path.parent, f"빠진 표: {', '.join(sorted(TABLES - names))}")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise StoreMismatch(
            f"더 새로운 geungeo가 만든 저장소입니다 (판 {version}): {path.parent}", "geungeo를 새 판으로 올려 주세요."
        )
    if path.stat().st_size <= SMALL:
        pages(connection, path)


def mark(connection: sqlite3.Connection) -> None:
    """Mark a database as a catalogue; one that is marked is not written to."""
    for pragma, value in (("application_id", APPLICATION), ("user_version", VERSION)):
        if connection.execute(f"PRAGMA {pragma}").fetchone()[0] != value:
            connection.execute(f"PRAGMA {pragma} = {value}")


def pages(connection: sqlite3.Connection, path: Path) -> None:
    """Read every page; raise `StoreDamaged` where one is not as it should be."""
    said = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if said != "ok":
        raise faults.damaged(path.parent, said.strip().splitlines()[-1])


def whole(connection: sqlite3.Connection, path: Path) -> None:
    """Read every page and every text; raise `StoreDamaged` where a text is not what it was when it was written.

    A chunk's text is a part of its document's and both are kept, so that a changed byte in either shows.
    """
    pages(connection, path)
    for key, identity, text in connection.execute("SELECT key, id, text FROM documents"):
        parts = connection.execute("SELECT start, end, text FROM chunks WHERE document = ?", (key,))
        if any(part != text[start:end] for start, end, part in parts):
            raise faults.damaged(path.parent, f"본문이 달라진 문서: {identity}")
    made(connection, path)


def made(connection: sqlite3.Connection, path: Path) -> None:
    """Raise `StoreDamaged` where documents lie in a store that no longer says how it was made."""
    if connection.execute("SELECT 1 FROM manifest LIMIT 1").fetchone():
        return
    if connection.execute("SELECT 1 FROM documents LIMIT 1").fetchone():
        raise faults.damaged(path.parent, "저장소를 만든 설정(manifest)이 비어 있음")
