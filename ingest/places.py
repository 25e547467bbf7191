"""What stands where in a store's folder, what of it is kept in a backup, and what may not stand there."""

from __future__ import annotations

from pathlib import Path

from ingest import faults

CATALOGUE = "catalogue.sqlite3"
LOCK = "writer.lock"
SYNC_LOCK = "sync.lock"
"""Held while the store is brought up to date with its sources."""
INDEXES = ("lexical", "chroma")
"""Folders that are derived from the catalogue and rebuilt from it."""
ORIGINALS = ("web", "uploads")
"""Folders of what was downloaded and what visitors of the page put in."""
KEPT_DATABASES = (CATALOGUE, "conversations.sqlite3")
KEPT_FILES = ("users.json",)
KEPT_FOLDERS = (*ORIGINALS, "runs")
"""What nothing can rebuild. Sessions of the page are not kept: one that was ended must not come back."""


def clear(store: Path) -> None:
    """Raise `StoreError` where a file stands in the place of the store or of a folder that nothing can rebuild."""
    for path in (store, *(store / name for name in ORIGINALS)):
        if path.exists() and not path.is_dir():
            raise faults.in_the_way(path)


def left(store: Path) -> bool:
    """Whether a folder without a catalogue holds what only a store has."""
    log = store / f"{CATALOGUE}-wal"
    return any((store / name).is_dir() for name in INDEXES) or (log.is_file() and log.stat().st_size > 0)
