"""Suites grounding, claims and retrieval: the cases each one runs and the metrics it computes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.answers import Passage
from evals import judging, metrics
from evals.datasets.cases import ClaimCase, Dataset, QuestionCase
from evals.gate import Terms
from evals.judges import scoring
from evals.judges.judge import Judge
from evals.judging import Documents, JudgedClaim, JudgedReply
from evals.metrics import retrieval, verdicts
from evals.metrics.applicability import WHOLE, applicable, lacking
from evals.metrics.retrieval import Ranked
from evals.records import Checked, Records
from evals.reports.report import Found, Line, Report, by_kind, result, results
from evals.runner import Notify, System, run
from evals.usage import Price, usage
from evals.verifier import Entailment, Rules

DEPTH = 10
"""Documents ranked for one query."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything a suite needs to run: system, documents, verifier and judges."""

    system: System
    documents: Documents
    labelled: Callable[[], tuple[Dataset, Documents]]
    """Claims with their documents, on which the verifier is measured where the dataset has none of its own."""
    verifier: Entailment = field(default_factory=Rules)
    judges: tuple[Judge, ...] = ()
    """Optional, beside the verifier; asked by the suite grounding alone."""
    workers: int = 2
    price: Price | None = None
    """What the system's chat model costs, where it is told."""


Alter = Callable[[Records], Records]
"""Changes records between the run and the metrics; used to see whether a fault is noticed."""


def terms(suite: str, dataset: Dataset, bench: Bench) -> Terms:
    """Return what a baseline must share with a run of a suite over a dataset; retrieval has no verifier."""
    judges = {one.name: f"{one.name} {one.version} {one.model}" for one in bench.judges}
    return Terms(suite, dataset.sha256, "" if suite == "retrieval" else bench.verifier.name, judges)


def grounding(
    dataset: Dataset, bench: Bench, trace: Path | None = None, notify: Notify | None = None, alter: Alter | None = None
) -> Found:
    """Ask every question and check every claim of the dataset."""
    kept = run(dataset, bench.system, trace, bench.workers, notify)
    return score("grounding", dataset, alter(kept) if alter else kept, bench, notify)


def claims(dataset: Dataset, bench: Bench, trace: Path | None = None, notify: Notify | None = None) -> Found:
    """Check every claim of the dataset."""
    dataset = replace(dataset, questions=())
    return score("claims", dataset, run(dataset, bench.system, trace, bench.workers, notify), bench)


def score(suite: str, dataset: Dataset, kept: Records, bench: Bench, notify: Notify | None = None) -> Found:
    """Return the report on the records of a run."""
    replied = judging.replies(dataset.questions, kept, bench.documents, bench.verifier)
    checked = judging.claims(dataset.claims, kept, bench.documents, bench.verifier)
    labelled, texts = (dataset, bench.documents) if dataset.claims else bench.labelled()
    verified = result(verdicts.VERIFIER, view(labelled.claims, texts, bench.verifier))
    wanted = applicable(metrics.REPLIES, bench.system.parts)
    report = Report(
        suite=suite,
        dataset=dataset.name,
        sha256=dataset.sha256,
        conditions=bench.system.conditions,
        results=(*results(wanted, replied), *results(verdicts.METRICS, checked)),
        lines=(*map(_line, replied), *map(_claim_line, checked)),
        verifier=bench.verifier.name,
        verified=verified if verified.scores else None,
        verified_on=labelled.name,
        judges=tuple(scoring.scored(one, replied, bench.workers, notify) for one in bench.judges),
        milliseconds=(
            *(one.milliseconds for one in kept.asked if not one.error),
            *(one.milliseconds for one in kept.checked if not one.error),
        ),
        usage=usage(kept.asked, bench.price) if bench.system.parts == WHOLE else None,
        lacking={one.name: part for one in metrics.REPLIES if (part := lacking(one.name, bench.system.parts))},
        unused=(*dataset.unused, *bench.system.unused),
    )
    kinds = by_kind(wanted, replied, lambda one: one.case.kind)
    return Found(report, kinds | by_kind(verdicts.METRICS, checked, lambda one: f"claim: {one.case.kind}"))


def ranked(
    dataset: Dataset,
    rank: Callable[[QuestionCase, int], Sequence[Passage]],
    conditions: System,
    notify: Notify | None = None,
) -> Found:
    """Rank documents for every answerable question that names its documents, and report the retrieval metrics."""
    asked = [case for case in dataset.questions if case.documents and case.expected == "answer"]
    queries: list[Ranked] = []
    took: list[float] = []
    for number, case in enumerate(asked, start=1):
        started = time.perf_counter()
        found = dict.fromkeys(passage.chunk.document_id for passage in rank(case, DEPTH))
        took.append((time.perf_counter() - started) * 1000)
        queries.append(Ranked(case.id, case.documents, tuple(found)))
        if notify:
            notify(number, len(asked))
    rated = retrieval.rate(queries)
    kind = {case.id: case.kind for case in asked}
    report = Report(
        suite="retrieval",
        dataset=dataset.name,
        sha256=replace(dataset, questions=tuple(asked), claims=()).sha256,
        conditions=conditions.conditions,
        results=results(retrieval.METRICS, rated),
        lines=tuple(Line(case.id, case, "ranked") for case in asked),
        milliseconds=tuple(took),
        unused=dataset.unused,
    )
    return Found(report, by_kind(retrieval.METRICS, rated, lambda one: kind[one.case]))


def view(cases: Sequence[ClaimCase], documents: Documents, verifier: Entailment) -> tuple[JudgedClaim, ...]:
    """Return the verifier's own verdicts on labelled claims, without the assistant."""
    unchecked = Records(checked=tuple(Checked(case.id, case.claim, None) for case in cases))
    return judging.claims(cases, unchecked, documents, verifier)


def _line(reply: JudgedReply) -> Line:
    return Line(reply.case.id, reply.case, reply.asked.kind, reply)


def _claim_line(claim: JudgedClaim) -> Line:
    return Line(claim.case.id, claim.case, claim.checked.verdict or "error", claim)
