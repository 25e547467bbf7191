"""A visitor's own questions asked of this program and of another system, side by side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ui.exports.report_words import page_words
from ui.page.evaluation import readable
from ui.page.evaluation.starter import Evaluate, Notify, Other, Versus

if TYPE_CHECKING:
    from evals.datasets.cases import Dataset
    from evals.suites import Bench
    from ingest.store import Store
    from ui.settings import Settings


def evaluation(store: Store, settings: Settings) -> Versus:
    """Return what asks both systems over `store` with `settings`.

    A server that does not answer raises a ModelError, documents that the store lacks a CaseError.
    """

    def of(dataset: Dataset, other: Other) -> Evaluate:
        def evaluate(folder: Path, notify: Notify) -> None:
            _evaluate(dataset, other, store, settings, folder, notify)

        return evaluate

    return of


def _evaluate(dataset: Dataset, other: Other, store: Store, settings: Settings, folder: Path, notify: Notify) -> None:
    from evals import suites, systems
    from evals.datasets.golden_set import labelled
    from evals.datasets.matching import matched
    from evals.external.comparing import FOLDER, compare
    from evals.reports.written import write, write_side_by_side
    from ui.settings import answering

    # First, for what cannot be run leaves no folder.
    cases = matched(dataset, store.documents())
    readable.record(folder, store.collections())
    bench = suites.Bench(systems.over(store, answering(settings)), systems.documents(store), labelled, workers=1)
    names = (f"geungeo · {settings.model}", other.name)
    found = compare(cases, bench, _bench(bench, other, store, settings), names, folder, notify)
    words = page_words(settings.language)
    write(folder / FOLDER, found.second, words)
    write_side_by_side(folder, found.beside, words)
    # Last, for a folder is a run from the moment it has a report.
    write(folder, found.first, words)


def _bench(bench: Bench, other: Other, store: Store, settings: Settings) -> Bench:
    from evals import systems

    if other.answers is not None:
        return replace(bench, system=systems.answered(store, bench.documents, other.name, other.answers))
    key, temperature = settings.compare.key, settings.temperature
    return replace(bench, system=systems.served(store, bench.documents, other.name, key, temperature))
