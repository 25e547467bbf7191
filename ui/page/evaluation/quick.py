"""Quick evaluation over part of the project's golden sample, held to limits of its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ui.exports.report_words import page_words
from ui.page.evaluation.starter import Evaluate, Notify

if TYPE_CHECKING:
    from ui.settings import Settings

LIMIT = 12
"""Questions run, and as many claims: some of every kind."""
LIMITS = "quick"
"""Name of its table of thresholds: two dozen cases scatter more than the whole set, and are held to less."""


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
        dataset = matched(golden().spread("dev", LIMIT), store.documents())
        system = systems.over(store, answering(settings))
        bench = suites.Bench(system, systems.documents(store), labelled, workers=1)
        found = suites.grounding(dataset, bench, folder / "trace.jsonl", notify)
    rules = gate.rules(gate.shipped(), LIMITS)
    write(folder, found, page_words(settings.language), gate.breaches(found.report, rules), (), rules)
