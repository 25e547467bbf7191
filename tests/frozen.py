"""A snapshot of every third verdict and reply over the sample corpus, to prove that moving code changes no behaviour.

`python tests/frozen.py` renews `tests/frozen.json`; `tests/test_frozen.py` compares. A change of behaviour that is
meant renews the file in the same commit, so that its diff shows case by case what became of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.answers import Answer, Citation, Difference, Reply, Verdict
from evals import systems
from evals.datasets import golden_files, golden_folders, policy_files
from evals.datasets.reading import read
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import Store

KEPT = Path(__file__).with_suffix(".json")
EVERY = 3
"""Of so many cases of the corpus one is kept: each takes a second, and moved code shows in any of them."""
Case = list[object]


def taken(folder: Path) -> dict[str, Case]:
    """Return the reply to every golden and policy question and the verdict on every claim, by the case's id."""
    dataset = read([*golden_files(), *policy_files()])
    with Store.open(IngestSettings(store=folder), create=True) as store:
        ingest(list(golden_folders()), store)
        system = systems.over(store)
        found = {case.id: reply(system.ask(case)) for case in dataset.questions[::EVERY]}
        return found | {case.id: verdict(system.check(case)) for case in dataset.claims[::EVERY]}


def reply(given: Reply) -> Case:
    """Return the kind of a reply with its cited spans, and what its sentences or its correction differ in."""
    sentences = given.sentences if isinstance(given, Answer) else filter(None, [given.correction])
    kind = "answer" if isinstance(given, Answer) else given.reason
    return shown(kind, given.citations, (one for sentence in sentences for one in sentence.differences))


def verdict(given: Verdict) -> Case:
    """Return the label of a verdict with its cited spans and its differences."""
    return shown(given.label, given.evidence, given.differences)


def shown(kind: str, citations: Iterable[Citation], differences: Iterable[Difference]) -> Case:
    """Return one case as JSON holds it."""
    cited = [f"{one.document_id}:{one.start}-{one.end}" for one in citations]
    return [kind, cited, *([one.kind, one.claim, one.source] for one in differences)]


def load() -> dict[str, Case]:
    """Return the snapshot that is kept."""
    kept: dict[str, Case] = json.loads(KEPT.read_text("utf-8"))
    return kept


def write(found: dict[str, Case]) -> None:
    """Keep a snapshot, one case a line."""
    lines = (f"{json.dumps(key)}:{json.dumps(case, ensure_ascii=False)}" for key, case in found.items())
    KEPT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    with TemporaryDirectory() as scratch:
        write(taken(Path(scratch) / "store"))
