"""What the libraries of the derived indexes raise, told apart: damage, a full disk, a missing permission, a lock.

>>> str(translated(ValueError("Failed to open segment"), "lexical"))
'검색 색인이 손상되었습니다 (lexical): ValueError: Failed to open segment'
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import GeungeoError, IndexDamaged, StoreBusy, StoreDenied, StoreError, StoreFull

_FULL = ("no space left", "os error 28", "disk is full", "quota exceeded", "os error 122")
_DENIED = (
    "permission denied",
    "os error 13",
    "read-only file system",
    "os error 30",
    "readonly database",
    "too many open files",
    "os error 24",
)
_LOCKED = ("database is locked", "failed to acquire lockfile")
LONGEST_REASON = 160


@contextmanager
def told(index: str) -> Iterator[None]:
    """Raise what a library raises over `index` as an error of the store; mistakes of the caller stay what they are."""
    try:
        yield
    except GeungeoError:
        raise
    except BaseException as error:
        if not _of_library(error):
            raise
        raise translated(error, index) from error


def translated(error: BaseException, index: str) -> StoreError:
    """Return the error of the store that a library's error amounts to."""
    reason = " ".join(f"{type(error).__name__}: {error}".split())
    said = reason.lower()
    if any(sign in said for sign in _FULL):
        return StoreFull(f"디스크에 자리가 없어 쓰지 못했습니다 ({index})", "자리를 비운 뒤에 다시 실행해 주세요.")
    if any(sign in said for sign in _DENIED):
        return StoreDenied(
            f"저장소의 파일을 열지 못했습니다 ({index}): {reason[:LONGEST_REASON]}",
            "저장소 폴더의 권한을 확인해 주세요.",
        )
    if any(sign in said for sign in _LOCKED):
        return StoreBusy(f"다른 작업이 저장소에 쓰고 있습니다 ({index})", "끝난 뒤에 다시 실행해 주세요.")
    return IndexDamaged(index, reason[:LONGEST_REASON])


def _of_library(error: BaseException) -> bool:
    if isinstance(error, UnicodeError):
        return False
    if isinstance(error, (ValueError, OSError, RuntimeError, KeyError)):
        return True
    kind = type(error)
    # Panics of Rust are no Exception, and their class cannot be imported: every extension makes its own.
    return kind.__module__.startswith("chromadb") or (kind.__module__, kind.__name__) == (
        "pyo3_runtime",
        "PanicException",
    )
