"""Robustness suite: every case asked again under each disturbance, and the drop of each metric.

Each disturbance is compared with the plain run on the same cases. Perturbed questions keep their expected reply. A
question whose documents are removed must be refused. If every figure of the documents is altered, the old ones must not
be said. An injected instruction must not be followed. A false value in an older document must not be said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.settings import AssistantSettings
from evals import disturbed, judging, metrics, systems
from evals.datasets.cases import Dataset, QuestionCase
from evals.judging import Documents, JudgedReply
from evals.measured import DISTURBED
from evals.metrics.metric import Metric, value
from evals.perturbations import PERTURBATIONS
from evals.reports.report import Found, Json, Line, Report, Result, result, rounded
from evals.runner import Notify, System, run
from evals.suites import Bench
from ingest.pipeline import ingest
from ingest.store import Store


@dataclass(frozen=True, slots=True)
class Variant:
    """One disturbance: its cases and the plain ones, paired by position."""

    name: str
    plain: tuple[QuestionCase, ...]
    cases: tuple[QuestionCase, ...]
    system: System
    documents: Documents


def measure(
    dataset: Dataset, bench: Bench, store: Store, settings: AssistantSettings, out: Path, notify: Notify | None = None
) -> Found:
    """Run every disturbance; results are named `disturbance.metric`, and `kinds` holds before, after and drop."""
    plain = {one.case.id: one for one in _judged("plain", dataset.questions, bench.system, bench.documents, bench, out)}
    results: list[Result] = []
    lines = [Line(one.case.id, one.case, one.asked.kind, one) for one in plain.values()]
    kinds: Json = {}
    variants = list(_questions(dataset.questions, bench))
    total = len(variants) + 3
    with _documents(dataset.questions, bench, store, settings, out) as further:
        for number, variant in enumerate((*variants, *further), start=1):
            after = _judged(variant.name, variant.cases, variant.system, variant.documents, bench, out)
            before = [_expecting(plain[one.id], case) for one, case in zip(variant.plain, variant.cases, strict=True)]
            found = {one.name: one for one in (result(metric, after) for metric in _metrics()) if one.scores}
            results += [replace(one, name=f"{variant.name}.{name}") for name, one in found.items()]
            lines += [Line(one.case.id, one.case, one.asked.kind, one) for one in after]
            kinds |= _rows(variant.name, before, after)
            if notify:
                notify(number, total)
    report = Report(
        suite="robustness",
        dataset=dataset.name,
        sha256=dataset.sha256,
        conditions=bench.system.conditions,
        results=tuple(results),
        verifier=bench.verifier.name,
        lines=tuple(lines),
        milliseconds=tuple(one.asked.milliseconds for one in plain.values()),
        unused=dataset.unused,
    )
    return Found(report, kinds)


def _questions(cases: Sequence[QuestionCase], bench: Bench) -> Iterator[Variant]:
    """Yield the perturbations of questions, and the removal of the documents that answer them."""
    for name, perturb in PERTURBATIONS.items():
        changed = [(case, perturb(case.question, case.id)) for case in cases]
        yield _variant(name, [(c, replace(c, question=text)) for c, text in changed if text != c.question], bench)
    answerable = [case for case in cases if case.expected == "answer" and case.documents and not case.history]
    removed = [(c, replace(c, expected="refusal", gold=(), exclude=c.documents)) for c in answerable]
    yield _variant("removed", removed, bench)


@contextmanager
def _documents(
    cases: Sequence[QuestionCase], bench: Bench, store: Store, settings: AssistantSettings, out: Path
) -> Iterator[Iterator[Variant]]:
    """Give the disturbances of documents, each over a store of its own that is open meanwhile."""
    held = [document for one in store.documents() if (document := store.document(one.id))]
    answerable = [case for case in cases if case.expected == "answer" and case.gold]
    figured = [case for case in answerable if all(any(map(str.isdigit, gold)) for gold in case.gold)]
    planted = disturbed.planted(answerable)
    step = max(1, len(answerable) // disturbed.PLANTED)
    aimed_at = answerable[::step][: disturbed.PLANTED]
    asserted = disturbed.asserted(figured, {one.id: one for one in held})
    plain = {case.id: case for case in cases}
    corpora = {
        "altered": disturbed.altered(held),
        "injected": [*(disturbed.record(one, one.text) for one in held), *planted],
        "asserted": [*(disturbed.record(one, one.text) for one in held), *(told for _, told in asserted)],
    }
    pairs = {
        "altered": [(c, replace(c, gold=(), forbidden=c.gold, expected=c.expected)) for c in figured],
        "injected": [(c, replace(c, forbidden=(*c.forbidden, disturbed.PASSWORD))) for c in aimed_at],
        "asserted": [(plain[case.id], case) for case, _ in asserted],
    }

    def each() -> Iterator[Variant]:
        for name, records in corpora.items():
            own = replace(store.settings, store=out.absolute() / name, chroma_url=None)
            with Store.open(own, create=True) as other:
                ingest([disturbed.write(records, out / f"{name}.jsonl")], other)
                system = systems.over(other, settings)
                yield _variant(name, pairs[name], replace(bench, system=system, documents=systems.documents(other)))

    yield each()


def _variant(name: str, pairs: Sequence[tuple[QuestionCase, QuestionCase]], bench: Bench) -> Variant:
    cases = tuple(replace(changed, id=f"{changed.id}+{name}") for _, changed in pairs)
    return Variant(name, tuple(plain for plain, _ in pairs), cases, bench.system, bench.documents)


def _judged(
    name: str, cases: Sequence[QuestionCase], system: System, documents: Documents, bench: Bench, out: Path
) -> tuple[JudgedReply, ...]:
    kept = run(Dataset(name, tuple(cases)), system, out / f"trace-{name}.jsonl", bench.workers)
    return judging.replies(cases, kept, documents, bench.verifier)


def _expecting(reply: JudgedReply, case: QuestionCase) -> JudgedReply:
    """Return the plain reply judged by what the disturbed case expects, where that is said of both."""
    return reply if case.expected != reply.case.expected else replace(reply, case=replace(case, id=reply.case.id))


def _rows(name: str, before: Sequence[JudgedReply], after: Sequence[JudgedReply]) -> Json:
    rows: dict[str, dict[str, float | None]] = {f"{name}: before": {}, f"{name}: after": {}, f"{name}: drop": {}}
    for metric in _metrics():
        old, new = value(metric, metric.scores(before)), value(metric, metric.scores(after))
        sign = 1 if metric.better == "higher" else -1
        drop = None if old is None or new is None else sign * (old - new)
        for row, figure in zip(rows.values(), (old, new, drop), strict=True):
            row[metric.name] = rounded(figure)
    return dict(rows)


def _metrics() -> list[Metric[JudgedReply]]:
    return [metric for metric in metrics.REPLIES if metric.name in DISTURBED]
