"""Runs started from the page: one at a time, in the background, each in a folder of its own."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Literal

from ingest.errors import GeungeoError
from ui.page.trouble import Trouble

if TYPE_CHECKING:
    from evals.datasets.cases import Dataset
    from evals.external.matching import Matched

Notify = Callable[[int, int], None]
Evaluate = Callable[[Path, Notify], None]
"""Runs a suite and leaves its report in a folder, telling (done, in all) as it goes."""
Own = Callable[["Dataset"], Evaluate]
"""Gives the run of somebody's own cases."""
Versus = Callable[["Dataset", "Other"], Evaluate]
"""Gives the run of somebody's own cases, asked of another system, too."""
Sort = Literal["quick", "own", "versus"]
_log = logging.getLogger(__name__)


class Stopped(GeungeoError):
    """A run was stopped by whoever watched it."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another system: its answers, or the server to be asked."""

    name: str
    """Of the file of answers, or the address and model of the server."""
    answers: Matched | None = None
    """None of a server."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a run."""

    name: str
    sort: Sort = "quick"
    done: int = 0
    total: int = 0
    """0 until the first case is done."""
    ended: bool = False
    stopping: bool = False
    trouble: Trouble | None = None
    owner: str = ""
    """Key of the visitor who started it."""

    def told(self, visitor: str) -> Progress:
        """Return what the visitor with that key is told: why it failed may name documents that others may not read."""
        return replace(self, trouble=Trouble()) if self.trouble and visitor != self.owner else self


class Starter:
    """Starts runs in the background, each in its own folder; they continue when the visitor leaves."""

    def __init__(
        self,
        directory: Path,
        evaluate: Evaluate,
        own: Own | None = None,
        versus: Versus | None = None,
        servers: tuple[str, ...] = (),
    ) -> None:
        """Run `evaluate` for every quick run and what `own` gives for a visitor's cases, below `directory`.

        `versus` gives the run that compares with another system: its answers, or one of the `servers`.
        """
        self._directory, self._evaluate, self._own, self._versus = directory, evaluate, own, versus
        self.servers = servers
        self._lock = Lock()
        self._progress: Progress | None = None

    @property
    def progress(self) -> Progress | None:
        """Progress of the current or the last run; None before the first."""
        return self._progress

    @property
    def asks(self) -> bool:
        """Whether it runs a visitor's own cases."""
        return self._own is not None

    def start(self, now: datetime, owner: str = "") -> bool:
        """Start a quick run for the visitor whose key is `owner`; return False if a run is going on."""
        return self._begin("quick", now, self._evaluate, owner)

    def ask(self, dataset: Dataset, now: datetime, owner: str = "") -> bool:
        """Start a run of somebody's own cases; return False if a run is going on or none are run here."""
        return self._own is not None and self._begin("own", now, self._own(dataset), owner)

    @property
    def compares(self) -> bool:
        """Whether it compares with another system."""
        return self._versus is not None

    def compare(self, dataset: Dataset, other: Other, now: datetime, owner: str = "") -> bool:
        """Start a comparison with another system; return False if a run is going on or none is compared here."""
        return self._versus is not None and self._begin("versus", now, self._versus(dataset, other), owner)

    def stop(self) -> None:
        """Stop the current run after the case that it is at; what it left goes."""
        with self._lock:
            if self._progress and not self._progress.ended:
                self._progress = replace(self._progress, stopping=True)

    def _begin(self, sort: Sort, now: datetime, evaluate: Evaluate, owner: str) -> bool:
        with self._lock:
            if self._progress and not self._progress.ended:
                return False
            self._progress = Progress(f"{sort}-{now:%Y%m%d-%H%M%S}", sort, owner=owner)
        # As part of the request that starts it: it reads what its visitor may read.
        work = partial(copy_context().run, self._run, self._progress, evaluate)
        Thread(target=work, name="evaluation", daemon=True).start()
        return True

    def _run(self, begun: Progress, evaluate: Evaluate) -> None:
        folder = self._directory / begun.name

        def notify(done: int, total: int) -> None:
            with self._lock:
                stopping = self._progress is not None and self._progress.stopping
                self._progress = replace(begun, done=done, total=total, stopping=stopping)
            if stopping and done < total:
                raise Stopped("평가를 멈췄습니다.")

        trouble = None
        try:
            evaluate(folder, notify)
        except Stopped as error:
            # A trace without a report is no run, and nobody could find it to delete it.
            shutil.rmtree(folder, ignore_errors=True)
            trouble = Trouble(error.message, error.hint)
        except GeungeoError as error:
            trouble = Trouble(error.message, error.hint)
        except Exception:  # noqa: BLE001 - a thread has nobody above it; the log says what it was
            _log.exception("an evaluation could not be finished")
            trouble = Trouble()
        with self._lock:
            self._progress = replace(self._progress or begun, ended=True, trouble=trouble)
