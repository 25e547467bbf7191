"""Words for what the operating system, SQLite or an index's library say when a store cannot be used.

>>> cause(OSError(errno.ENOSPC, "No space left on device"), Path("store"))
StoreFull("저장 공간이 모자라 쓰지 못했습니다 (No space left on device): store")
"""

from __future__ import annotations

import errno
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import GeungeoError, StoreBusy, StoreDamaged, StoreDenied, StoreError, StoreFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_IN_THE_WAY = {errno.ENOTDIR, errno.EISDIR, errno.EEXIST}
_CODES = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_READONLY: "denied",
    sqlite3.SQLITE_PERM: "denied",
    sqlite3.SQLITE_CANTOPEN: "denied",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
}
_WRITING = {
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_FSYNC,
    sqlite3.SQLITE_IOERR_DIR_FSYNC,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMOPEN,
    sqlite3.SQLITE_IOERR_SHMMAP,
}
"""Failures of SQLite that are those of a disk without room."""
_LOST = re.compile(r"no such (?:table|column)|Could not decode to UTF-8")
"""What SQLite says of a catalogue that lacks a part or holds bytes that are no text."""
_SAID = (
    ("full", re.compile(r"No space left|StorageFull|disk is full|File ?too ?large|Disk quota", re.IGNORECASE)),
    ("denied", re.compile(r"readonly database|Read-?only ?file ?system|Permission ?denied", re.IGNORECASE)),
)
"""How the libraries of the indexes, which have no codes, say it."""


@contextmanager
def told(store: Path) -> Iterator[None]:
    """Raise what goes wrong in the block with `store` as a `StoreError` with words; anything else as it is."""
    try:
        yield
    except GeungeoError:
        raise
    except Exception as error:
        if found := cause(error, store):
            raise found from error
        raise


def cause(error: Exception, store: Path) -> StoreError | None:
    """Return the error of a store that another error means; None where it is not one of a store."""
    if isinstance(error, sqlite3.Error):
        return _named(_sqlite(error), str(error), store)
    if isinstance(error, OSError):
        return _named(_system(error), error.strerror or str(error), Path(error.filename or store))
    # Chroma fails again while it cleans up after the failure that tells.
    said: BaseException | None = error
    while said is not None:
        for kind, pattern in _SAID:
            if pattern.search(str(said)):
                return _named(kind, str(said), store)
        said = said.__cause__ or said.__context__
    return None


def damaged(store: Path, what: str) -> StoreDamaged:
    """Return the error of a store whose catalogue is damaged, with what to do."""
    return StoreDamaged(
        f"저장소의 카탈로그가 손상되었습니다 ({what}): {store}",
        f"백업에서 되살려 주세요: geungeo restore 백업파일 --store {store} --force"
        " (백업이 없으면 이 폴더를 옮겨 두고 문서를 다시 넣어 주세요)",
    )


def locked(store: Path) -> StoreDenied:
    """Return the error of a store that may be read and not written."""
    return StoreDenied(
        f"읽기만 되는 저장소라 쓸 수 없습니다: {store}",
        "찾고 묻는 것은 됩니다. 넣거나 고치려면 폴더의 쓰기 권한을 확인하거나 --store로 다른 폴더를 정해 주세요.",
    )


def in_the_way(path: Path) -> StoreError:
    """Return the error of a file where a folder should be, or the other way round."""
    return StoreError(
        f"저장소가 있어야 할 자리에 다른 것이 있습니다: {path}",
        "그것을 옮기거나 --store로 다른 폴더를 정해 주세요.",
    )


def _system(error: OSError) -> str:
    for kind, numbers in (("full", _FULL), ("denied", _DENIED), ("in the way", _IN_THE_WAY)):
        if error.errno in numbers:
            return kind
    return "damaged" if error.errno == errno.EIO else ""


def _sqlite(error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _WRITING:
        return "full"
    if code & 0xFF == sqlite3.SQLITE_IOERR or _LOST.search(str(error)):
        return "damaged"
    return _CODES.get(code & 0xFF, "")


def _named(kind: str, said: str, place: Path) -> StoreError | None:
    if kind == "full":
        return StoreFull(
            f"저장 공간이 모자라 쓰지 못했습니다 ({said}): {place}",
            "공간을 비운 뒤 다시 실행해 주세요. 이미 들어간 문서는 그대로 있습니다.",
        )
    if kind == "busy":
        return StoreBusy(f"다른 작업이 저장소에 쓰고 있습니다: {place}", "끝난 뒤에 다시 실행해 주세요.")
    if kind == "denied":
        return StoreDenied(
            f"열거나 쓸 수 없습니다 ({said}): {place}",
            "폴더와 파일의 권한을 확인하거나 --store로 다른 폴더를 정해 주세요.",
        )
    if kind == "in the way":
        return in_the_way(place)
    return damaged(place, said) if kind == "damaged" else None
