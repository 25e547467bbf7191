"""The files of one tantivy index: opened anew after another process wrote, cleared of what a kill left, thrown away.

tantivy writes new files and then names them in `meta.json`, in one step. A kill in between leaves files that no
`meta.json` names; over some of them every later commit stumbles, so they are deleted before anything is written.
Files never change once they are named: one that differs from its seal (`ingest.seals`) is damaged.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import tantivy

from ingest import seals
from ingest.errors import IndexDamaged

INDEX = "lexical"
META = "meta.json"
SERVICE = frozenset({META, ".managed.json", ".tantivy-writer.lock", ".tantivy-meta.lock"})


class Home:
    """One tantivy index in one folder."""

    def __init__(self, directory: Path, schema: tantivy.Schema) -> None:
        self._directory, self._schema = directory, schema
        self._seal = directory.with_suffix(".seal")
        self._opening = threading.Lock()
        self._stamp: seals.Stamp | None = None
        self._index: tantivy.Index | None = None
        self._building = False

    def index(self) -> tantivy.Index:
        """Return the index as it is now; raise `IndexDamaged` or what tantivy raises where it cannot be read."""
        with self._opening:
            stamp = seals.stamp(self._seal)
            if self._index is None or stamp != self._stamp:
                self._survey()
                self._index, self._stamp = _opened(tantivy.Index.open(str(self._directory))), stamp
            return self._index

    @contextmanager
    def changing(self) -> Iterator[tantivy.Index]:
        """Change the index; the caller holds the store's write lock."""
        index = self.index()
        index.reload()
        for path in self._orphans():
            path.unlink(missing_ok=True)
        yield index
        with self._opening:
            index.reload()
            self._write_seal()

    def renew(self) -> None:
        """Throw everything away and begin an empty index, which is not sealed until `finish`."""
        with self._opening:
            self._index = None
            self._building = True
            if not self._directory.is_dir():
                _cleared(self._directory.parent)
                _cleared(self._directory)
            self._directory.mkdir(parents=True, exist_ok=True)
            seals.write(self._seal, seals.Seal((0, 0), whole=False), durable=True)
            for path in self._directory.iterdir():
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
            self._index = _opened(tantivy.Index(self._schema, path=str(self._directory), reuse=False))
            self._write_seal()

    def finish(self) -> None:
        """Seal an index that was built anew."""
        with self._opening:
            self._building = False
            self._write_seal()

    def abandon(self) -> None:
        """Leave an index that could not be built to the end; it stays unsealed and is built again when used."""
        with self._opening:
            self._index, self._building = None, False

    def settled(self) -> bool:
        """Tell whether the files were sealed where they lie."""
        kept = seals.read(self._seal)
        return not self._directory.is_dir() or (kept is not None and kept.folder == seals.identity(self._directory))

    def settle(self) -> None:
        """Seal files that came from elsewhere and could be read; the caller holds the store's write lock."""
        if not self.settled():
            with self._opening:
                self._write_seal()
        self.sync()

    def sync(self) -> None:
        """Prove the files, so that a copy can be told from a damaged one; the caller holds the store's write lock."""
        kept = seals.read(self._seal)
        if kept is None or not kept.whole or all(proof for *_, proof in kept.files.values()):
            return
        with self._opening:
            self._survey()
            own = self._stamp == seals.stamp(self._seal)
            seals.write(self._seal, seals.proved(seals.taken(self._directory, self._named()), self._directory, kept))
            if own:
                self._stamp = seals.stamp(self._seal)

    def _write_seal(self) -> None:
        before = seals.read(self._seal)
        seal = seals.taken(self._directory, self._named(), whole=not self._building)
        seals.write(self._seal, seals.carried(seal, before) if before else seal)
        self._stamp = seals.stamp(self._seal)

    def _survey(self) -> None:
        """Raise `IndexDamaged` where a file that is named is not as it was sealed."""
        if not self._directory.is_dir():
            raise IndexDamaged(INDEX, "폴더가 없습니다." if not self._directory.exists() else "폴더가 아닙니다.")
        kept = seals.read(self._seal)
        if kept is None:
            return
        # What is named since then was committed and not sealed; what is no longer named does not matter.
        named = [path for path in self._named() if path.name in kept.files]
        sealed = {path.name: kept.files[path.name] for path in named}
        if not replace(kept, files=sealed).holds(self._directory, named):
            raise IndexDamaged(INDEX, "만들다가 멈추었거나 파일이 바뀌었습니다.")

    def _named(self) -> list[Path]:
        stems, deletions = self._live()
        return [path for path in self._segments() if _is_live(path, stems, deletions)]

    def _orphans(self) -> list[Path]:
        stems, deletions = self._live()
        return [path for path in self._segments() if not _is_live(path, stems, deletions)]

    def _segments(self) -> list[Path]:
        return [path for path in self._directory.iterdir() if path.name not in SERVICE]

    def _live(self) -> tuple[set[str], set[str]]:
        """Return the segments that `meta.json` names, and the names of their files of deletions."""
        try:
            found = json.loads((self._directory / META).read_bytes())["segments"]
            ids = {one["segment_id"].replace("-", ""): one["deletes"] for one in found}
            return set(ids), {f"{stem}.{one['opstamp']}.del" for stem, one in ids.items() if one}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise IndexDamaged(INDEX, f"{META}: {type(error).__name__}") from error


def _is_live(path: Path, stems: set[str], deletions: set[str]) -> bool:
    return path.name in deletions or (path.suffix != ".del" and path.name.split(".")[0] in stems)


def _cleared(directory: Path) -> None:
    """Delete a file that stands in the place of a folder."""
    if directory.exists() and not directory.is_dir():
        directory.unlink()


def _opened(index: tantivy.Index) -> tantivy.Index:
    index.config_reader(reload_policy="manual")
    index.reload()
    return index
