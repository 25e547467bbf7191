"""A store that cannot be written, read by way of a temporary folder.

Chroma writes into all of its files and tantivy into a lock even to read. So Chroma's folder is copied, and tantivy's is
made anew with links to its large files, which never change. What is missing or lags behind is then repaired there as in
any other store. The catalogue is read where it is, unless it must be changed first.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest import faults, places
from ingest.catalogue import Catalogue
from ingest.errors import StoreDenied

SEAL = "chroma.seal"
"""By it a copy of Chroma's folder is known to be whole."""
_CHANGED = (".json", ".lock", ".seal")
"""Endings of the files that tantivy writes to; those of its segments are written once."""


class Aside:
    """The temporary folder in which a store's indexes are opened; it goes when it is closed."""

    def __init__(self, store: Path) -> None:
        """Copy and link the indexes of `store`."""
        self._store = store
        self._folder = tempfile.TemporaryDirectory(prefix="geungeo-", ignore_cleanup_errors=True)
        self.home = Path(self._folder.name)
        with faults.told(self.home):
            if (store / "chroma").is_dir():
                shutil.copytree(store / "chroma", self.home / "chroma", copy_function=shutil.copyfile)
            if (store / SEAL).exists():
                shutil.copyfile(store / SEAL, self.home / SEAL)
            _mirror(store / "lexical", self.home / "lexical")

    def catalogue(self) -> Catalogue:
        """Return the catalogue of the store, or a copy where it has to be brought up to date before it is read."""
        path = self._store / places.CATALOGUE
        try:
            found = Catalogue(path, writable=False)
        except StoreDenied:
            # Its log can only be read with an index beside it, which SQLite would have to write.
            return self._copied(path)
        if not found.outdated() and not found.pending():
            return found
        found.close()
        return self._copied(path)

    def close(self) -> None:
        """Delete the folder."""
        self._folder.cleanup()

    def _copied(self, path: Path) -> Catalogue:
        with faults.told(self.home):
            for one in (path, path.with_name(f"{path.name}-wal")):
                if one.exists():
                    shutil.copyfile(one, self.home / one.name)
        return Catalogue(self.home / path.name)


@contextmanager
def catalogue(store: Path) -> Iterator[Catalogue]:
    """Open the catalogue of a store alone, whether or not it may be written."""
    beside = Aside(store) if needed(store) else None
    try:
        found = beside.catalogue() if beside else Catalogue(store / places.CATALOGUE)
        try:
            yield found
        finally:
            found.close()
    finally:
        if beside:
            beside.close()


def needed(store: Path) -> bool:
    """Whether nothing may be written into a store, by its modes or because its file system is mounted so."""
    path = store / places.CATALOGUE
    return not (os.access(store, os.W_OK | os.X_OK) and os.access(path, os.W_OK))


def _mirror(source: Path, target: Path) -> None:
    """Make `target` a folder like `source`, with links in place of the files that are only read."""
    for above, _, names in os.walk(source):
        folder = target / Path(above).relative_to(source)
        folder.mkdir()
        for name in names:
            file = Path(above).absolute() / name
            if name.endswith(_CHANGED):
                shutil.copyfile(file, folder / name)
            else:
                (folder / name).symlink_to(file)
