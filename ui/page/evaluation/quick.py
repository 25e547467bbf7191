"""Quick evaluation over part of the project's golden sample, one run at a time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock, Thread
from typing import TYPE_CHECKING

from ingest.errors import GeungeoError
from ui.exports.report_words import page_words
from ui.page.trouble import Trouble

if TYPE_CHECKING:
    from ui.settings import Settings

LIMIT = 12
"""Questions run, and as many claims."""
Notify = Callable[[int, int], None]
Evaluate = Callable[[Path, Notify], None]
"""Runs a suite and leaves its report in a folder, telling (done, in all) as it goes."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a run."""

    name: str
    done: int = 0
    total: int = 0
    """0 while the documents are put in."""
    ended: bool = False
    trouble: Trouble | None = None


class Starter:
    """Starts runs in the background, each in its own folder; they continue when the visitor leaves."""

    def __init__(self, directory: Path, evaluate: Evaluate) -> None:
        """Run `evaluate` for every run, each in a new folder below `directory`."""
        self._directory, self._evaluate = directory, evaluate
        self._lock = Lock()
        self._progress: Progress | None = None

    @property
    def progress(self) -> Progress | None:
        """Progress of the current or the last run; None before the first."""
        return self._progress

    def start(self, now: datetime) -> bool:
        """Start a run; return False if one is already running."""
        with self._lock:
            if self._progress and not self._progress.ended:
                return False
            self._progress = Progress(f"quick-{now:%Y%m%d-%H%M%S}")
        Thread(target=self._run, args=(self._progress,), name="evaluation", daemon=True).start()
        return True

    def _run(self, begun: Progress) -> None:
        def notify(done: int, total: int) -> None:
            self._progress = replace(begun, done=done, total=total)

        trouble = None
        try:
            self._evaluate(self._directory / begun.name, notify)
        except GeungeoError as error:
            trouble = Trouble(error.message, error.hint)
        except Exception:  # noqa: BLE001 - a thread has nobody above it; the log says what it was
            _log.exception("an evaluation could not be finished")
            trouble = Trouble()
        self._progress = replace(self._progress or begun, ended=True, trouble=trouble)


def evaluation(settings: Settings) -> Evaluate:
    """Return a function that evaluates part of the golden sample with `settings`, over a temporary store."""

    def evaluate(folder: Path, notify: Notify) -> None:
        with TemporaryDirectory(prefix="geungeo-eval-") as scratch:
            _evaluate(settings, Path(scratch), folder, notify)

    return evaluate


def _evaluate(settings: Settings, scratch: Path, folder: Path, notify: Notify) -> None:
    from evals import gate, suites, systems
    from evals.datasets import golden_folders
    from evals.datasets.golden_set import golden, labelled
    from evals.datasets.matching import matched
    from evals.reports.written import write
    from ingest.pipeline import ingest
    from ingest.store import Store
    from ui.settings import answering

    own = replace(settings.ingest, store=scratch / "store", chroma_url=None)
    with Store.open(own, create=True) as store:
        ingest(list(golden_folders()), store)
        dataset = matched(golden().of("dev", LIMIT), store.documents())
        system = systems.over(store, answering(settings))
        bench = suites.Bench(system, systems.documents(store), labelled, workers=1)
        found = suites.grounding(dataset, bench, folder / "trace.jsonl", notify)
    rules = gate.rules(gate.shipped(), "grounding")
    write(folder, found, page_words(settings.language), gate.breaches(found.report, rules), (), rules)
