"""Locks of a store: the write lock between processes, and shared and exclusive use within one and between several."""

from __future__ import annotations

import fcntl
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from ingest.errors import StoreBusy

POLL = 0.1
"""Seconds between two looks at a lock that another process holds."""

_log = logging.getLogger(__name__)


class WriteLock:
    """Held by one thread of one process at a time; the thread that holds it may take it again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._held = 0

    @contextmanager
    def held(self, seconds: float) -> Iterator[None]:
        """Hold the lock, waiting up to `seconds` for others, who are told of once; raise `StoreBusy` after that."""
        end = time.monotonic() + seconds
        if not self._threads.acquire(timeout=max(seconds, 0)):
            raise self._busy()
        try:
            if self._held:
                yield
                return
            with self._path.open("a") as file:
                self._wait(file, end, tell=seconds > 0)
                self._held += 1
                try:
                    yield
                finally:
                    self._held -= 1
        finally:
            self._threads.release()

    def _wait(self, file: IO[str], end: float, *, tell: bool) -> None:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                if time.monotonic() >= end:
                    raise self._busy() from error
            else:
                return
            if tell:
                _log.warning("다른 작업이 쓰고 있어 기다립니다 … (%s)", self._path.parent)
                tell = False
            time.sleep(POLL)

    def _busy(self) -> StoreBusy:
        return StoreBusy(f"다른 작업이 저장소에 쓰고 있습니다: {self._path.parent}", "끝난 뒤에 다시 실행해 주세요.")


class SharedLock:
    """Used by many threads at once, or by one alone; whoever wants it alone lets no new user in."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._users = 0
        self._alone = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Use what is guarded beside other users."""
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._users += 1
        try:
            yield
        finally:
            with self._changed:
                self._users -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Use what is guarded while nobody else does."""
        with self._changed:
            self._changed.wait_for(lambda: not self._alone)
            self._alone = True
            self._changed.wait_for(lambda: self._users == 0)
        try:
            yield
        finally:
            with self._changed:
                self._alone = False
                self._changed.notify_all()


@contextmanager
def flocked(path: Path, *, alone: bool) -> Iterator[None]:
    """Hold a lock file beside other processes, or alone; where it cannot be made, nobody writes either."""
    file: IO[str] | None = None
    with suppress(OSError):
        file = path.open("a")
    if file is None:
        with suppress(OSError):
            file = path.open("r")
    if file is None:
        yield
        return
    with file:
        fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        yield
