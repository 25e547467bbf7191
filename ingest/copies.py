"""Near copies: the same release on two sites, an article that a portal copied.

Two documents are copies when nearly all of each text stands in the other, every figure of the shorter one stands in
the longer one, and they came out within days of each other. A form that is filled in anew each month, or a release
whose amount was corrected, is therefore no copy.

Each text keeps its `KEPT` smallest shingle hashes (a bottom-k sketch), which find the documents worth comparing;
the whole texts decide.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

SCHEMA = """
CREATE TABLE IF NOT EXISTS sketches (
  hash INTEGER NOT NULL, document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  PRIMARY KEY (hash, document)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS sketches_document ON sketches (document);
CREATE TABLE IF NOT EXISTS copies (
  one INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  other INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
  PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS copies_other ON copies (other);
"""
SHINGLE = 10
"""Letters and digits in a row that make a shingle."""
SHORTEST = 100
"""Fewest shingles of a text that can be told from a form."""
KEPT = 16
"""Hashes in a sketch."""
SHARED = 3
"""Hashes that two sketches share before the texts are compared."""
LATEST = 256
"""Documents, the latest ones, that are looked at for one hash: boilerplate stands in every release of a ministry."""
COMPARED = 8
"""Most documents compared with a new one."""
WITHIN = 0.9
"""Share of the shorter text's shingles that the longer one holds."""
HELD = 0.8
"""Share of the longer text's shingles that the shorter one holds."""
DAYS = timedelta(days=7)
"""Most days between the publication of two copies."""
NOTHING = 0
"""Stands for the sketch of a text that is too short to compare."""
_ASIDE = re.compile(r"[\W_]+")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_MINISTRY = "CASE kind WHEN 'article' THEN 1 ELSE 0 END"

Hashes = NDArray[np.uint64]


def shingles(text: str) -> Hashes:
    """Return the sorted hashes of a text's shingles; spaces, punctuation and letter case do not count."""
    folded = _ASIDE.sub("", unicodedata.normalize("NFKC", text).lower())
    codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(codes) < SHINGLE:
        return np.zeros(0, np.uint64)
    windows = np.zeros(len(codes) - SHINGLE + 1, np.uint64)
    for offset in range(SHINGLE):
        windows = windows * np.uint64(1_000_003) + codes[offset : offset + len(windows)]
    return np.unique(_mixed(windows))


def alike(one: str, other: str) -> bool:
    """Whether two texts are copies of each other, their days aside."""
    first, second = sorted(((shingles(text), text) for text in (one, other)), key=lambda pair: len(pair[0]))
    if len(first[0]) < SHORTEST:
        return False
    shared = len(np.intersect1d(first[0], second[0], assume_unique=True))
    if shared < WITHIN * len(first[0]) or shared < HELD * len(second[0]):
        return False
    return _figures(first[1]) <= _figures(second[1])


def link(connection: sqlite3.Connection, key: int) -> None:
    """Sketch the current document of this key and note which other current documents are copies of it."""
    text, published = connection.execute("SELECT text, published FROM documents WHERE key = ?", (key,)).fetchone()
    hashes = [int(one) for one in (shingles(text)[:KEPT] if len(text) >= SHORTEST else ())] or [NOTHING]
    likely = _likely(connection, hashes)
    connection.executemany("INSERT OR IGNORE INTO sketches VALUES (?, ?)", ((one, key) for one in hashes))
    for other in likely:
        found, day = connection.execute("SELECT text, published FROM documents WHERE key = ?", (other,)).fetchone()
        if _near(published, day) and alike(text, found):
            connection.execute("INSERT OR IGNORE INTO copies VALUES (?, ?)", (other, key))


def unlink(connection: sqlite3.Connection, document_id: str) -> None:
    """Forget sketches and copies of every version of a document."""
    keys = [row[0] for row in connection.execute("SELECT key FROM documents WHERE id = ?", (document_id,))]
    for key in keys:
        connection.execute("DELETE FROM sketches WHERE document = ?", (key,))
        connection.execute("DELETE FROM copies WHERE one = ? OR other = ?", (key, key))


def unlinked(connection: sqlite3.Connection) -> list[int]:
    """Return the keys of current documents that were never compared, oldest first."""
    found = connection.execute(
        "SELECT key FROM documents WHERE current = 1"
        " AND NOT EXISTS (SELECT 1 FROM sketches s WHERE s.document = key) ORDER BY key"
    )
    return [row[0] for row in found]


def groups(connection: sqlite3.Connection, keys: Sequence[int] | None = None) -> list[tuple[int, ...]]:
    """Return the groups of copies among the documents of these keys (all of them by default), the best first in each.

    The best is what a ministry issued rather than an article, then the earliest, then the first ingested.
    """
    inside = None if keys is None else set(keys)
    pairs = [pair for pair in _pairs(connection, keys) if inside is None or inside.issuperset(pair)]
    if not pairs:
        return []
    members = sorted({key for pair in pairs for key in pair})
    order = connection.execute(
        f"SELECT key FROM documents WHERE key IN ({','.join('?' * len(members))})"  # noqa: S608
        f" ORDER BY {_MINISTRY}, published IS NULL, published, key",
        members,
    )
    rank = {row[0]: at for at, row in enumerate(order)}
    return sorted(tuple(sorted(group, key=rank.__getitem__)) for group in _joined(pairs))


def distinct(connection: sqlite3.Connection, keys: Iterable[int]) -> list[int]:
    """Return the keys in their order without those of which a better copy is among them."""
    wanted = list(keys)
    dropped = {key for group in groups(connection, wanted) for key in group[1:]}
    return [key for key in wanted if key not in dropped]


def _mixed(values: Hashes) -> Hashes:
    """Scramble hashes (the finaliser of splitmix64) into the 63 bits that SQLite's integers hold, never 0."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: Hashes = ((values ^ (values >> np.uint64(31))) >> np.uint64(1)) | np.uint64(1)
    return mixed


def _figures(text: str) -> set[str]:
    return {found.replace(",", "") for found in _FIGURE.findall(unicodedata.normalize("NFKC", text))}


def _near(one: str | None, other: str | None) -> bool:
    if not one or not other:
        return True
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= DAYS


def _likely(connection: sqlite3.Connection, hashes: Sequence[int]) -> list[int]:
    if NOTHING in hashes:
        return []
    held = f"SELECT * FROM (SELECT document FROM sketches WHERE hash = ? ORDER BY document DESC LIMIT {LATEST})"  # noqa: S608
    found = connection.execute(
        f"SELECT document FROM ({' UNION ALL '.join([held] * len(hashes))})"  # noqa: S608
        f" GROUP BY document HAVING COUNT(*) >= {SHARED} ORDER BY COUNT(*) DESC, document LIMIT {COMPARED}",
        hashes,
    )
    return [row[0] for row in found]


def _pairs(connection: sqlite3.Connection, keys: Sequence[int] | None) -> list[tuple[int, int]]:
    if keys is None:
        return [(row[0], row[1]) for row in connection.execute("SELECT one, other FROM copies")]
    marks = ",".join("?" * len(keys))
    found = connection.execute(f"SELECT one, other FROM copies WHERE one IN ({marks})", list(keys))  # noqa: S608
    return [(row[0], row[1]) for row in found]


def _joined(pairs: Iterable[tuple[int, int]]) -> list[set[int]]:
    """Join pairs that share a member."""
    home: dict[int, set[int]] = {}
    for one, other in pairs:
        joined = home.get(one, {one}) | home.get(other, {other})
        for key in joined:
            home[key] = joined
    return [group for key, group in home.items() if key == min(group)]
