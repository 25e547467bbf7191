"""Report of a run: its results as values and as the object of report.json.

The object depends only on the cases, the documents and the code: it holds no timestamp, path or duration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TypeVar

from evals.datasets.cases import ClaimCase, QuestionCase
from evals.datasets.columns import UnusedColumn
from evals.judging import JudgedClaim, JudgedReply
from evals.metrics import intervals
from evals.metrics.applicability import Part
from evals.metrics.metric import Better, Metric, Score, matrix, value
from evals.usage import Usage

FORMAT = 1
"""Version of the object; raised when a field changes its meaning."""
DIGITS = 6
Json = dict[str, object]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result:
    """The value of one metric over a run, with its interval and the score of each case."""

    name: str
    better: Better
    value: float | None
    """None where no case could be judged."""
    low: float | None
    high: float | None
    """Ends of the 95% bootstrap interval."""
    scores: tuple[Score, ...]
    """Of every case it applies to."""

    @property
    def judged(self) -> int:
        """Number of cases judged."""
        return sum(score.value is not None for score in self.scores)

    @property
    def unjudged(self) -> int:
        """Number of cases that the metric applies to but that could not be judged."""
        return len(self.scores) - self.judged

    @property
    def written(self) -> dict[str, float]:
        """Scores of the cases judged, rounded as a report writes them: what a written report is compared with."""
        return {one.case: round(one.value, DIGITS) for one in self.scores if one.value is not None}

    def lost(self, case: str) -> float:
        """Distance of one case from the best possible score, 0 to 1; 0 if the case does not count or was not judged."""
        found = next((one.value for one in self.scores if one.case == case), None)
        if found is None:
            return 0.0
        return 1 - found if self.better == "higher" else found


@dataclass(frozen=True, slots=True)
class Mark:
    """Score of one case by an optional judge."""

    case: str
    metric: str
    value: float | None
    """None where it could not say, for the reason in `reason`."""
    reason: str = ""
    wrote: tuple[str, ...] = ()
    """What its chat model wrote, to the letter."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The scores of one optional judge: a model's opinion, kept apart from the measured metrics."""

    name: str
    version: str
    model: str
    """The chat model it asked."""
    results: tuple[Result, ...]
    """Named `judge.metric`."""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One case in a report."""

    id: str
    case: QuestionCase | ClaimCase
    outcome: str
    """answer, refusal, supported, contradicted, not_found, ranked or error."""
    judged: JudgedReply | JudgedClaim | None = None
    """What a page shows of it."""


@dataclass(frozen=True, slots=True)
class Report:
    """All results of a run."""

    suite: str
    dataset: str
    sha256: str
    """Version of the dataset as it was run."""
    conditions: Mapping[str, str]
    results: tuple[Result, ...]
    lines: tuple[Line, ...]
    verifier: str = ""
    verified: Result | None = None
    """Balanced accuracy of the verifier that faithfulness and citation figures rest on."""
    verified_on: str = ""
    """Name of the claims it was measured on."""
    judges: tuple[Judged, ...] = ()
    milliseconds: tuple[float, ...] = ()
    """Of every case that gave a result; kept out of report.json."""
    usage: Usage | None = None
    """Tokens, time and cost of the questions; kept out of report.json. None for another system."""
    lacking: Mapping[str, Part] = field(default_factory=dict)
    """Metrics that cannot be computed of the system, with what its answers lack for them."""
    unused: tuple[UnusedColumn, ...] = ()
    """Columns of the tables of cases, and of the system's answers, that nothing was read from."""

    def result(self, name: str) -> Result | None:
        """Return the result of one metric."""
        return next((one for one in self.results if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Found:
    """A report with its metrics by kind of case, in the form of report.json."""

    report: Report
    kinds: Json


def results(metrics: Iterable[Metric[T]], judged: Sequence[T]) -> tuple[Result, ...]:
    """Return the results of the metrics that apply to at least one case."""
    return tuple(one for metric in metrics if (one := result(metric, judged)).scores)


def result(metric: Metric[T], judged: Sequence[T]) -> Result:
    """Return the result of one metric."""
    scores = metric.scores(judged)
    ends = intervals.interval(matrix(scores), metric.combine) if any(s.parts for s in scores) else None
    low, high = ends or (None, None)
    return Result(metric.name, metric.better, value(metric, scores), low, high, scores)


def by_kind(metrics: Sequence[Metric[T]], judged: Sequence[T], kind: Callable[[T], str]) -> Json:
    """Return the value of every metric for each kind of case, kinds in order of first occurrence."""
    kinds = dict.fromkeys(kind(one) for one in judged)
    return {
        name: {
            metric.name: rounded(value(metric, metric.scores([one for one in judged if kind(one) == name])))
            for metric in metrics
        }
        for name in kinds
    }


def as_json(report: Report, kinds: Json) -> Json:
    """Return the object of report.json."""
    scores: dict[str, dict[str, float | None]] = {line.id: {} for line in report.lines}
    for one in report.results:
        for score in one.scores:
            scores[score.case][one.name] = rounded(score.value)
    marks: dict[str, dict[str, float | None]] = {line.id: {} for line in report.lines}
    for mark in (mark for judge in report.judges for mark in judge.marks):
        marks[mark.case][mark.metric] = rounded(mark.value)
    return {
        "format": FORMAT,
        "suite": report.suite,
        "dataset": {
            "name": report.dataset,
            "sha256": report.sha256,
            "cases": len(report.lines),
            **({"unused_columns": [asdict(one) for one in report.unused]} if report.unused else {}),
        },
        "conditions": dict(sorted(report.conditions.items())),
        "verifier": None
        if not report.verifier
        else {"name": report.verifier, "claims": report.verified_on, **_measured(report.verified)},
        "judges": [
            {
                "name": one.name,
                "version": one.version,
                "model": one.model,
                "metrics": {result.name: _figure(result) for result in one.results},
            }
            for one in report.judges
        ],
        "metrics": {one.name: _figure(one) for one in report.results},
        **({"not_applicable": dict(report.lacking)} if report.lacking else {}),
        "kinds": kinds,
        "cases": [
            {
                "id": line.id,
                "kind": line.case.kind,
                "expected": line.case.expected if isinstance(line.case, QuestionCase) else line.case.verdict,
                "outcome": line.outcome,
                "scores": scores[line.id],
                **({"judges": marks[line.id]} if marks[line.id] else {}),
            }
            for line in report.lines
        ],
    }


def rounded(number: float | None) -> float | None:
    """Return a number rounded as reports write it."""
    return None if number is None else round(number, DIGITS)


def _measured(one: Result | None) -> Json:
    return {} if one is None else _figure(one)


def _figure(one: Result) -> Json:
    return {
        "value": rounded(one.value),
        "low": rounded(one.low),
        "high": rounded(one.high),
        "better": one.better,
        "judged": one.judged,
        "not_judged": one.unjudged,
    }
