"""Queue of uploaded files waiting for ingestion, worked off by one thread.

A single worker thread keeps the server responsive however many files are uploaded. Visitors see only their own files.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from contextvars import Context, copy_context
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Literal

from ingest.collections import DEFAULT
from ingest.errors import GeungeoError, StoreBusy
from ui.page.documents.uploads import Outcome, Step, Taken

Stage = Literal["waiting", "reading", "writing", "busy", "done", "failed"]
MOST_WAITING = 200
"""Files that may wait at once, of all visitors together."""
MOST_BYTES = 1 << 30
"""Bytes of one visitor's files that may wait at once."""
MOST_KEPT = 100
"""Finished files that one visitor still sees."""
MOST_KEPT_OF_ALL = 2_000
"""Finished files of all visitors that are remembered."""
PATIENCE = 1.0
"""Seconds between two tries while another process writes to the store."""
NICENESS = 10
"""Of the thread that takes files in, from 0 (as urgent as answering) to 19."""
LONGEST_WAIT = 600.0
"""Seconds after which a busy store counts as a failure."""

Put = Callable[[Path, str, Callable[[Step], None], str], Taken]
"""Takes in a file under a name, telling what it does, into a collection; raises `StoreBusy` where it should be tried
again."""

_log = logging.getLogger(__name__)


class TooManyFiles(GeungeoError):
    """The queue is full."""

    retryable = True


@dataclass(frozen=True, slots=True)
class Job:
    """One file and its progress."""

    number: int
    owner: str
    name: str
    stage: Stage = "waiting"
    outcome: Outcome | None = None
    message: str = ""
    """Why it failed, or which part of it did; empty where only the server's log can tell."""
    hint: str = ""
    collection: str = DEFAULT
    """Where it goes."""

    @property
    def active(self) -> bool:
        """Whether the job is not finished yet."""
        return self.stage not in ("done", "failed")


class Jobs:
    """Queue of files in the order of upload."""

    def __init__(
        self,
        put: Put,
        finished: Callable[[Stage], None] = lambda _: None,
        *,
        patience: float = PATIENCE,
        longest_wait: float = LONGEST_WAIT,
    ) -> None:
        """Ingest files with `put`; `finished` is called with the final stage of each, done or failed."""
        self._put = put
        self._finished = finished
        self._patience = patience
        self._longest_wait = longest_wait
        self._numbers = count(1)
        self._jobs: dict[int, Job] = {}
        self._waiting: deque[tuple[int, Path, Context]] = deque()
        self._changed = threading.Condition()
        self._worker: threading.Thread | None = None
        self._closed = threading.Event()

    def submit(self, path: Path, name: str, owner: str, collection: str = DEFAULT) -> Job:
        """Queue the file at `path`; from now on the queue may delete it.

        Raises `TooManyFiles` if the queue is full, or the visitor's share of it.
        """
        with self._changed:
            if full := self._full(path, owner):
                path.unlink(missing_ok=True)
                raise TooManyFiles(f"{name}: {full}", "잠시 뒤에 다시 올려 주세요.")
            job = self._added(Job(next(self._numbers), owner, name, collection=collection))
            # Taken in as part of the request that brought it.
            self._waiting.append((job.number, path, copy_context()))
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="uploads", daemon=True)
                self._worker.start()
            self._changed.notify_all()
        return job

    def refuse(self, name: str, owner: str, error: GeungeoError) -> Job:
        """Record a rejected file, so that its owner sees why."""
        with self._changed:
            return self._added(Job(next(self._numbers), owner, name, "failed", message=error.message, hint=error.hint))

    def of(self, owner: str) -> tuple[Job, ...]:
        """Return the jobs of `owner`, the latest first."""
        with self._changed:
            return tuple(job for job in reversed(self._jobs.values()) if job.owner == owner)

    @property
    def waiting(self) -> int:
        """How many files wait."""
        return len(self._waiting)

    def clear(self, owner: str) -> None:
        """Remove the finished jobs of `owner`."""
        with self._changed:
            for job in list(self._jobs.values()):
                if job.owner == owner and not job.active:
                    del self._jobs[job.number]

    def close(self) -> None:
        """Finish the current file and stop; files still waiting are deleted."""
        with self._changed:
            self._closed.set()
            self._changed.notify_all()
        if self._worker:
            self._worker.join()
        for _, path, _ in self._waiting:
            path.unlink(missing_ok=True)

    def _full(self, path: Path, owner: str) -> str:
        """Return why a file cannot be queued; empty if it can."""
        if len(self._waiting) >= MOST_WAITING:
            return f"기다리는 파일이 너무 많습니다({MOST_WAITING}개)."
        own = [waiting for number, waiting, _ in self._waiting if self._jobs[number].owner == owner]
        if sum(one.stat().st_size for one in (path, *own)) > MOST_BYTES:
            return f"올려 두고 기다리는 파일이 모두 {MOST_BYTES >> 20:,}MB를 넘습니다."
        return ""

    def _added(self, job: Job) -> Job:
        finished = [one.number for one in self._jobs.values() if one.owner == job.owner and not one.active]
        for number in finished[: max(0, len(finished) - MOST_KEPT + 1)]:
            del self._jobs[number]
        done = [number for number, one in self._jobs.items() if not one.active]
        for number in done[: max(0, len(done) - MOST_KEPT_OF_ALL + 1)]:
            del self._jobs[number]
        self._jobs[job.number] = job
        return job

    def _work(self) -> None:
        _give_way()
        while not self._closed.is_set():
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed.is_set())
                if self._closed.is_set():
                    return
                number, path, context = self._waiting.popleft()
            try:
                context.run(self._take, number, path)
            finally:
                path.unlink(missing_ok=True)
            self._finished(self._jobs[number].stage)

    def _take(self, number: int, path: Path) -> None:
        job, end = self._jobs[number], time.monotonic() + self._longest_wait
        while True:
            try:
                taken = self._put(path, job.name, lambda step: self._set(number, step), job.collection)
            except StoreBusy as error:
                if time.monotonic() > end or self._closed.is_set():
                    self._set(number, "failed", message=error.message, hint=error.hint)
                    return
                self._set(number, "busy")
                self._closed.wait(self._patience)
            except GeungeoError as error:
                self._set(number, "failed", message=error.message, hint=error.hint)
                return
            except Exception:  # noqa: BLE001 - one file must not end the queue; the log says what happened
                _log.exception("a file could not be taken in")
                self._set(number, "failed")
                return
            else:
                self._set(number, "done", outcome=taken.outcome, message=taken.message, hint=taken.hint)
                return

    def _set(self, number: int, stage: Stage, **values: object) -> None:
        with self._changed:
            if number in self._jobs:
                self._jobs[number] = replace(self._jobs[number], stage=stage, **values)  # type: ignore[arg-type]


def _give_way() -> None:
    """Lower the CPU priority of this thread, on systems that have priorities per thread."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
