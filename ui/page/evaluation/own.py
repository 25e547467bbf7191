"""Evaluation of a visitor's own cases over the documents that the page answers from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ui.exports.report_words import page_words
from ui.page.evaluation import readable
from ui.page.evaluation.starter import Evaluate, Notify, Own

if TYPE_CHECKING:
    from evals.datasets.cases import Dataset
    from ingest.store import Store
    from ui.settings import Settings


def evaluation(store: Store, settings: Settings) -> Own:
    """Return what runs cases over `store` with `settings`; documents that the store lacks raise a CaseError."""

    def of(dataset: Dataset) -> Evaluate:
        def evaluate(folder: Path, notify: Notify) -> None:
            _evaluate(dataset, store, settings, folder, notify)

        return evaluate

    return of


def _evaluate(dataset: Dataset, store: Store, settings: Settings, folder: Path, notify: Notify) -> None:
    from evals import suites, systems
    from evals.datasets.golden_set import labelled
    from evals.datasets.matching import matched
    from evals.reports.written import write
    from ui.settings import answering

    # First, for what cannot be run leaves no folder.
    cases = matched(dataset, store.documents())
    readable.record(folder, store.collections())
    bench = suites.Bench(systems.over(store, answering(settings)), systems.documents(store), labelled, workers=1)
    write(folder, suites.grounding(cases, bench, folder / "trace.jsonl", notify), page_words(settings.language))
