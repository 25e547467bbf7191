"""Backups: one archive of what nothing can rebuild, with a digest of each file, and stores made from one.

The catalogue is copied while others go on reading and writing it (SQLite's online backup). The search indexes are left
out: they are rebuilt from the catalogue, vectors included, without the model.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from ingest import archives, faults, integrity, permissions, places
from ingest import connection as connections
from ingest.errors import BackupRefused, StoreBusy, StoreFull, StoreMissing

FORMAT = 1
MANIFEST = "manifest.json"
PATIENCE = 60.0
"""Seconds to wait for a writer; one holds the store no longer than a batch takes."""
_PAUSE = 0.1
_BLOCK = 1 << 20
_MOST_MANIFEST = 256 << 20
_BROKEN = (*archives.DAMAGED, TypeError)
"""What reading an archive that is cut or altered raises, or a list of its files that is."""


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """An archive that was written, or a store made from one."""

    path: Path
    documents: int
    chunks: int
    files: int
    size: int
    """Bytes of the archive."""
    kept: Path | None = None
    """Where the store that stood there before lies now."""


def back_up(store: Path, target: Path, now: datetime, patience: float = PATIENCE) -> Backup:
    """Write a backup of a store to the file `target`, or under a name of its own into the folder `target`.

    Raises `StoreMissing` where there is no store, `StoreDamaged` where its catalogue is damaged, `StoreBusy` where
    another process goes on writing, and `BackupRefused` or `StoreFull` where the archive cannot be written.
    """
    if not (store / places.CATALOGUE).exists():
        raise StoreMissing(f"저장소가 없습니다: {store}", "--store로 백업할 저장소를 정해 주세요.")
    integrity.examine(store / places.CATALOGUE)
    if target.is_dir():
        target = target / f"geungeo-{now:%Y%m%d-%H%M%S}.zip"
    if os.path.lexists(target):
        raise BackupRefused(f"이미 있는 파일입니다: {target}", "다른 이름이나 폴더를 적어 주세요.")
    with _refused(target, "백업을 쓸 수 없습니다"), _workplace(target.parent) as work:
        part = permissions.file(work / target.name)
        with zipfile.ZipFile(part, "w", allowZip64=True) as archive:
            counts = _fill(archive, store, work, now, patience)
        _synced(part)
        members = _verified(part)
        permissions.renamed(part, target)
    return Backup(target, *counts, files=len(members), size=target.stat().st_size)


def restore(archive: Path, store: Path, now: datetime, *, force: bool = False) -> Backup:
    """Make a store from a backup: beside, verified, and then put in its place with one rename.

    `force` puts aside what stands there. The indexes are built when the store is next opened.

    Raises `BackupRefused` where the archive is not whole, or something stands there and `force` is false.
    """
    store = store.resolve()
    standing = os.path.lexists(store) and not (store.is_dir() and not any(store.iterdir()))
    if standing and not force:
        raise BackupRefused(
            f"이미 저장소나 다른 것이 있습니다: {store}",
            "빈 폴더를 정하거나, 있던 것을 옆에 남기고 바꾸려면 --force를 붙여 주세요.",
        )
    with _refused(store, "저장소를 되살리지 못했습니다"):
        store.parent.mkdir(parents=True, exist_ok=True)
        with _workplace(store.parent) as work:
            made = permissions.folder(work / "store")
            content = _extracted(archive, made)
            counts = _settled(made, Path(content["store"]), store)
            kept = store.with_name(f"{store.name}.before-{now:%Y%m%d-%H%M%S}") if standing else None
            _swap(made, store, kept)
    return Backup(store, *counts, files=len(content["files"]), size=archive.stat().st_size, kept=kept)


# writing


def _fill(archive: zipfile.ZipFile, store: Path, work: Path, now: datetime, patience: float) -> tuple[int, int]:
    copies = work / "databases"
    copies.mkdir()
    members: list[Member] = []
    with _still(store, patience):
        for name in places.KEPT_DATABASES:
            if (store / name).exists():
                _copy(store / name, copies / name)
        for path in _originals(store):
            # One that a visitor of the page replaces just now is in the next backup.
            with suppress(FileNotFoundError):
                members.append(_put(archive, path.relative_to(store).as_posix(), path, zipfile.ZIP_STORED))
    catalogue = copies / places.CATALOGUE
    with faults.told(store), closing(connections.reading(catalogue)) as connection:
        integrity.recognise(connection, store / places.CATALOGUE)
        integrity.whole(connection, store / places.CATALOGUE)
        counts = _counts(connection)
    members += [_put(archive, path.name, path, zipfile.ZIP_DEFLATED) for path in sorted(copies.iterdir())]
    content = {
        "format": FORMAT,
        "made": now.isoformat(timespec="seconds"),
        "store": str(store.resolve()),
        "files": [asdict(member) for member in members],
    }
    archive.writestr(MANIFEST, json.dumps(content, ensure_ascii=False, indent=1))
    return counts


def _copy(source: Path, target: Path) -> None:
    """Copy a database, with what its log holds, while others may read and write it."""
    writable = os.access(source, os.W_OK) and os.access(source.parent, os.W_OK | os.X_OK)
    opened = connections.writing(source) if writable else connections.reading(source)
    with faults.told(source.parent), closing(opened), closing(sqlite3.connect(permissions.file(target))) as copy:
        opened.backup(copy)


def _originals(store: Path) -> Iterator[Path]:
    """Yield the files to keep; hidden ones are still arriving."""
    yield from (store / name for name in places.KEPT_FILES if (store / name).is_file())
    for name in places.KEPT_FOLDERS:
        for above, folders, names in os.walk(store / name):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            paths = (Path(above, one) for one in sorted(names) if not one.startswith("."))
            yield from (path for path in paths if path.is_file() and not path.is_symlink())


def _put(archive: zipfile.ZipFile, name: str, path: Path, compression: int) -> Member:
    digest, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
    entry.compress_type = compression
    entry.external_attr = permissions.FILE << 16
    with path.open("rb") as source, archive.open(entry, "w", force_zip64=True) as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            target.write(block)
    return Member(name, size, digest.hexdigest())


@contextmanager
def _still(store: Path, patience: float) -> Iterator[None]:
    """Keep writers out of the store meanwhile, so that its files are those that the catalogue knows."""
    try:
        lock = (store / places.LOCK).open("r")
    except FileNotFoundError:
        # Nobody has written since it was made.
        yield
        return
    with lock:
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > end:
                    raise StoreBusy(
                        f"다른 작업이 저장소에 쓰고 있습니다: {store}", "끝난 뒤에 다시 실행해 주세요."
                    ) from error
                time.sleep(_PAUSE)
        yield


# reading


def _verified(archive: Path) -> list[Member]:
    """Read an archive that was just written once more; return its files."""
    return _read(archive, None)[1]


def _extracted(archive: Path, folder: Path) -> dict[str, Any]:
    """Write the files of an archive into a folder, each compared with its digest; return what the archive says."""
    return _read(archive, folder)[0]


def _read(archive: Path, folder: Path | None) -> tuple[dict[str, Any], list[Member]]:
    try:
        with zipfile.ZipFile(archive) as opened:
            content = _content(opened)
            members = [Member(**one) for one in content["files"]]
            names = [name for name in opened.namelist() if name != MANIFEST]
            if sorted(names) != sorted(member.name for member in members) or places.CATALOGUE not in names:
                raise ValueError("목록과 든 파일이 다름")
            for member in members:
                _take(opened, member, folder)
    except FileNotFoundError as error:
        raise BackupRefused(f"백업 파일이 없습니다: {archive}", "경로를 확인해 주세요.") from error
    except _BROKEN as error:
        raise BackupRefused(
            f"백업 파일이 온전하지 않습니다 ({error}): {archive}",
            "잘렸거나 바뀐 파일에서는 되살리지 않습니다. 다른 백업을 써 주세요.",
        ) from error
    return content, members


def _content(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise ValueError("목록이 너무 큼")
    content: dict[str, Any] = json.loads(archive.read(MANIFEST))
    if content["format"] != FORMAT:
        raise BackupRefused(f"모르는 백업 형식입니다: {content['format']}", "geungeo를 새 판으로 올려 주세요.")
    return content


def _take(archive: zipfile.ZipFile, member: Member, folder: Path | None) -> None:
    """Compare a file with its digest, writing it into `folder` if there is one."""
    path = PurePosixPath(member.name)
    allowed = (*places.KEPT_DATABASES, *places.KEPT_FILES, *places.KEPT_FOLDERS)
    if path.is_absolute() or ".." in path.parts or path.parts[0] not in allowed:
        raise ValueError(f"백업에 없어야 할 이름: {member.name}")
    digest, size = hashlib.sha256(), 0
    with archive.open(member.name) as source, _opened(folder and folder / path) as target:
        while block := source.read(_BLOCK):
            digest.update(block)
            size += len(block)
            if size > member.size:
                break
            target.write(block)
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise ValueError(f"내용이 달라진 파일: {member.name}")


@contextmanager
def _opened(path: Path | None) -> Iterator[IO[bytes]]:
    """Give a new file to write to that reaches the disk, or one that keeps nothing."""
    if path is None:
        with Path(os.devnull).open("wb") as nothing:
            yield nothing
        return
    permissions.folder(path.parent)
    with permissions.file(path).open("wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _settled(made: Path, before: Path, store: Path) -> tuple[int, int]:
    """Check the catalogue of a store that was made, and have its own files known by the path they will have."""
    path = made / places.CATALOGUE
    integrity.examine(path)
    with faults.told(made), closing(connections.writing(path)) as connection:
        integrity.recognise(connection, path)
        integrity.whole(connection, path)
        if before != store:
            for table, column, old, new in (
                ("documents", "container", str(before), str(store)),
                ("documents", "uri", before.as_uri(), store.as_uri()),
                ("places", "container", str(before), str(store)),
                ("places", "uri", before.as_uri(), store.as_uri()),
            ):
                _relocate(connection, table, column, f"{old}/", f"{new}/")
            connection.commit()
        return _counts(connection)


def _relocate(connection: sqlite3.Connection, table: str, column: str, old: str, new: str) -> None:
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
        connection.execute(
            f"UPDATE {table} SET {column} = ? || substr({column}, ?) WHERE substr({column}, 1, ?) = ?",  # noqa: S608
            (new, len(old) + 1, len(old), old),
        )


def _swap(made: Path, store: Path, kept: Path | None) -> None:
    if kept is None:
        if store.exists():
            store.rmdir()
        permissions.renamed(made, store)
        return
    store.rename(kept)
    try:
        permissions.renamed(made, store)
    except BaseException:
        kept.rename(store)
        raise


# both


@contextmanager
def _refused(path: Path, what: str) -> Iterator[None]:
    """Raise what the system says against writing at `path` in words."""
    try:
        yield
    except OSError as error:
        full = faults.cause(error, path)
        if isinstance(full, StoreFull):
            raise full from error
        raise BackupRefused(
            f"{what} ({error.strerror or error}): {path}", "그 폴더에 쓸 수 있는지 확인하거나 다른 폴더를 정해 주세요."
        ) from error


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """Give a hidden folder on the file system of the result, which goes whatever happens."""
    with tempfile.TemporaryDirectory(dir=folder, prefix=".geungeo-", ignore_cleanup_errors=True) as work:
        yield Path(work)


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    documents = connection.execute("SELECT COUNT(*) FROM documents WHERE current = 1").fetchone()[0]
    return documents, connection.execute("SELECT COUNT(*) FROM chunks").fetchone()[0]


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
