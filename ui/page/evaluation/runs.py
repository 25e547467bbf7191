"""Evaluation runs in a directory: listing, opening and comparing.

A run is named after its folder. Only names in the listing are accepted, which prevents path traversal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import GeungeoError
from ingest.readers.dates import KOREA

if TYPE_CHECKING:
    from assistant.answers import Citation
    from evals.datasets.columns import UnusedColumn
    from evals.gate import Breach
    from evals.judgements import Judgement
    from evals.metrics.comparison import Paired
    from evals.reports.side_by_side import SideBySide

REPORT = "report.json"
BESIDE = "comparison.json"
LISTED = 50
"""Most runs listed, the newest."""
SHOWN = 20
"""Cases of a run shown at first, the worst; so many more at each wish."""
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Run:
    """One run and its report."""

    name: str
    when: datetime
    """When its report was written."""
    report: Mapping[str, Any]
    versus: bool = False
    """Whether another system was asked the same questions."""

    @property
    def gate(self) -> bool | None:
        """Whether the gate passed; None if none was requested."""
        broken = self.report.get("gate")
        return None if broken is None else not broken

    @property
    def breaches(self) -> tuple[Breach, ...]:
        """The thresholds that were not met."""
        from evals.gate import Breach

        return tuple(
            Breach(str(one["metric"]), str(one["reason"]), one.get("value"), one.get("bound"), tuple(one["cases"]))
            for one in self.report.get("gate") or ()
        )

    @property
    def rules(self) -> int:
        """Number of thresholds that the run was held to."""
        return int(self.report.get("gate_rules") or 0)

    @property
    def unjudged(self) -> tuple[str, ...]:
        """The metrics whose thresholds were not judged, as the run could not compute them."""
        return tuple(map(str, self.report.get("gate_not_judged") or ()))

    @property
    def unused(self) -> tuple[UnusedColumn, ...]:
        """The columns of its questions that nothing was read from."""
        from evals.datasets.columns import UnusedColumn

        return tuple(
            UnusedColumn(*(str(one.get(name, "")) for name in ("file", "title", "nearest", "instead")))
            for one in self.report["dataset"].get("unused_columns") or ()
        )

    @property
    def metrics(self) -> Mapping[str, Mapping[str, Any]]:
        """Value, confidence interval and direction of every metric."""
        return dict(self.report["metrics"])

    def lost(self, case: Mapping[str, Any]) -> Mapping[str, float]:
        """Distance of a case from the best score of each metric that is not blind to right and wrong."""
        from evals.reports.failures import ranks

        better = {name: one.get("better") for name, one in self.metrics.items() if ranks(name)}
        scores = {name: score for name, score in case.get("scores", {}).items() if score is not None and name in better}
        return {name: 1 - score if better[name] == "higher" else score for name, score in scores.items()}

    def wrong(self, case: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the names of the failures of a case, as the report of the run tells them."""
        from evals.reports.failures import failed

        return failed(self.lost(case), str(case["outcome"]), str(case["expected"]))


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a run: question, expected and actual outcome, and evidence."""

    id: str
    kind: str
    expected: str
    outcome: str
    wrong: tuple[str, ...]
    """Names of its failures."""
    sort: str = "question"
    """question or claim."""
    text: str = ""
    """The question or claim; empty where the run kept no trace."""
    gold: tuple[str, ...] = ()
    """What had to be in the answer; empty where the run kept no cases."""
    forbidden: tuple[str, ...] = ()
    judged: Judgement | None = None
    """What a person said of it."""
    said: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """What is shown of one run."""

    run: Run
    cases: tuple[Case, ...]
    judged: Mapping[str, Judgement]
    """What people said of its cases, of those that are not shown too."""
    allowed: bool = False
    """Whether the visitor may judge."""
    open: str = ""
    """The case that stands open."""
    wrong: str = ""
    """Why a judgement of that case could not be kept."""
    beside: SideBySide | None = None
    """The comparison with another system, where the run is one."""


@dataclass(frozen=True, slots=True)
class Change:
    """One metric of two runs, on the cases that both evaluated."""

    metric: str
    before: float
    after: float
    paired: Paired
    better: str
    """higher or lower."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences between two runs."""

    before: Run
    after: Run
    changes: tuple[Change, ...]
    fell: tuple[str, ...]
    """Cases that lost more, all metrics together that are not blind to right and wrong."""
    rose: tuple[str, ...]


def listed(directory: Path) -> tuple[Run, ...]:
    """Return the runs in a directory, newest first; folders without a valid report are left out."""
    found = [one for path in directory.glob(f"*/{REPORT}") if (one := _read(path)) is not None]
    return tuple(sorted(found, key=lambda run: (run.when, run.name), reverse=True)[:LISTED])


def cases(run: Run, directory: Path, most: int = SHOWN) -> tuple[Case, ...]:
    """Return the cases of a run, those that went most wrong first, with details from what the run kept of them."""
    from evals import judgements

    folder = directory / run.name
    came, judged, asked = judgements.traced(folder), judgements.kept(folder), _asked(folder)

    def order(case: Mapping[str, Any]) -> tuple[bool, bool, float]:
        return case["outcome"] != "error", not run.wrong(case), -sum(run.lost(case).values())

    ordered = sorted(run.report["cases"], key=order)
    return tuple(
        _case(case, run.wrong(case), came.get(case["id"]), asked.get(case["id"]), judged.get(case["id"]))
        for case in ordered[:most]
    )


def beside(run: Run, directory: Path) -> SideBySide | None:
    """Return the comparison of a run with another system; None where it has none that can be read."""
    from evals.reports import side_by_side

    if not run.versus:
        return None
    try:
        return side_by_side.load(json.loads((directory / run.name / BESIDE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def judged(run: Run, directory: Path) -> Mapping[str, Judgement]:
    """Return what people said of the cases of a run, by case."""
    from evals import judgements

    return judgements.kept(directory / run.name)


def compared(before: Run, after: Run) -> Comparison:
    """Return the differences; raise GateError if the runs have different cases or different judges."""
    from evals import gate

    verifier = after.report.get("verifier") or {}
    gate.comparable(
        dict(before.report),
        gate.Terms(str(after.report["suite"]), str(after.report["dataset"]["sha256"]), str(verifier.get("name", ""))),
    )
    changes = [one for name in after.metrics if (one := _change(name, before, after)) is not None]
    old = {case["id"]: sum(before.lost(case).values()) for case in before.report["cases"]}
    new = {case["id"]: sum(after.lost(case).values()) for case in after.report["cases"]}
    moved = {case: much - old[case] for case, much in new.items() if case in old}
    fell = tuple(sorted((case for case, much in moved.items() if much > SLACK), key=lambda case: -moved[case]))
    rose = tuple(sorted((case for case, much in moved.items() if much < -SLACK), key=lambda case: moved[case]))
    return Comparison(before, after, tuple(changes), fell, rose)


def _change(name: str, before: Run, after: Run) -> Change | None:
    from evals import gate
    from evals.metrics.comparison import compare

    paired = compare(gate.scores(dict(before.report), name), gate.scores(dict(after.report), name))
    old, new = before.metrics.get(name, {}).get("value"), after.metrics[name].get("value")
    if paired is None or old is None or new is None:
        return None
    return Change(name, float(old), float(new), paired, str(after.metrics[name].get("better", "higher")))


def _read(path: Path) -> Run | None:
    from evals import gate

    try:
        report = gate.baseline(path.parent)
        when = datetime.fromtimestamp(path.stat().st_mtime, KOREA)
    except (GeungeoError, OSError):
        return None
    whole = isinstance(report.get("metrics"), dict) and isinstance(report.get("cases"), list)
    if not whole or not isinstance(report.get("dataset"), dict):
        return None
    return Run(path.parent.name, when, report, path.with_name(BESIDE).is_file())


def _asked(folder: Path) -> Mapping[str, Any]:
    """Return the cases of a run as they were asked, by id; empty where it kept none."""
    from evals import judgements

    try:
        return {case.id: case for case in judgements.asked(folder)}
    except GeungeoError:
        return {}


def _case(
    case: Mapping[str, Any],
    wrong: tuple[str, ...],
    record: Any,  # noqa: ANN401 - a record of a question or of a claim
    asked: Any,  # noqa: ANN401 - a question or a claim
    judged: Judgement | None,
) -> Case:
    claim = record.sort == "claim" if record else hasattr(asked, "claim")
    found = Case(
        id=case["id"],
        kind=str(case["kind"]),
        expected=str(case["expected"]),
        outcome=case["outcome"],
        wrong=wrong,
        sort="claim" if claim else "question",
        text=(asked.claim if claim else asked.question) if asked else "",
        gold=() if claim or not asked else asked.gold,
        forbidden=() if claim or not asked else asked.forbidden,
        judged=judged,
    )
    if record is None:
        return found
    differences = [f"{one.claim} ≠ {one.source or '–'}" for one in record.differences] if claim else []
    return replace(
        found,
        text=found.text or (record.claim if claim else record.question),
        said=tuple(differences) if claim else tuple(one.text for one in record.sentences),
        citations=record.evidence if claim else record.citations,
        error=record.error,
    )
