"""Two systems side by side over the same questions: every metric, its paired difference, and the cases that differ.

The difference is the first system's value less the second's on the cases that both were judged on, with its 95%
interval by paired bootstrap (`evals.metrics.intervals`) and the probability of so great a one by chance: McNemar's
exact test where every score is 0 or 1, else the paired permutation test (`evals.metrics.comparison`). A metric that
cannot be computed of one system is not applicable to it and has no difference. A case that one system gave no reply to,
as where its file of answers lacks the question, is told apart and won by neither.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

import numpy as np

from evals import metrics
from evals.datasets.cases import QuestionCase
from evals.datasets.columns import UnusedColumn
from evals.judging import JudgedReply
from evals.metrics import intervals
from evals.metrics.applicability import Part
from evals.metrics.comparison import Paired, compare
from evals.metrics.metric import Better, Combine
from evals.records import Asked
from evals.reports.failures import ERROR, failures
from evals.reports.report import Json, Report, Result, rounded
from evals.usage import Usage

FORMAT = 1
"""Version of the object of comparison.json."""
MOST_CHARACTERS = 1_200
"""Of a reply in a comparison; the traces keep it whole."""
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """The paired difference of two systems in one metric."""

    value: float | None
    """The first system's value less the second's; None where the metric counts nothing in the shared cases."""
    low: float | None
    high: float | None
    paired: Paired


@dataclass(frozen=True, slots=True)
class Row:
    """One metric of both systems."""

    metric: str
    better: Better
    first: Result | None
    second: Result | None
    lacking: Part | None = None
    """What the answers of one system lack for it; None where it was computed of both, or of no case."""
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one system replied to a case, and what was wrong with it."""

    outcome: str
    """answer, refusal, or error where there is no reply."""
    text: str
    """Where there is no reply, why."""
    failures: tuple[str, ...]
    """By the metrics that were computed of both."""
    quotes: tuple[str, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether there is no reply, so that nothing was judged."""
        return self.outcome == ERROR


@dataclass(frozen=True, slots=True)
class Differing:
    """One case on which the systems differ, or that one of them gave no reply to."""

    id: str
    kind: str
    question: str
    expected: str
    gold: tuple[str, ...]
    first: Said
    second: Said

    @property
    def unanswered(self) -> bool:
        """Whether a system gave no reply, so that nobody got it right or wrong."""
        return self.first.silent or self.second.silent


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The comparison of two systems."""

    names: tuple[str, str]
    dataset: str
    sha256: str
    """Version of the questions."""
    questions: int
    conditions: tuple[Mapping[str, str], Mapping[str, str]]
    verifier: str
    rows: tuple[Row, ...]
    cases: tuple[Differing, ...]
    """Those in which more went wrong with the first system than with the second come first; last those without a reply
    of one system or of both."""
    usages: tuple[Usage | None, Usage | None] = (None, None)
    """Tokens, time and cost of each, which timings.json of each holds; None of another system."""
    unused: tuple[UnusedColumn, ...] = ()
    """Columns of the tables of questions and of answers that nothing was read from."""

    @property
    def differing(self) -> tuple[Differing, ...]:
        """The cases that both systems replied to, otherwise than each other."""
        return tuple(one for one in self.cases if not one.unanswered)

    @property
    def unanswered(self) -> tuple[Differing, ...]:
        """The cases that one system or both gave no reply to."""
        return tuple(one for one in self.cases if one.unanswered)

    @property
    def tally(self) -> tuple[int, int]:
        """How many differing cases only the first system got right, and how many only the second."""
        first = sum(not one.first.failures and bool(one.second.failures) for one in self.differing)
        second = sum(not one.second.failures and bool(one.first.failures) for one in self.differing)
        return first, second

    @property
    def silent(self) -> tuple[int, int]:
        """How many cases the first system gave no reply to, and how many the second."""
        return sum(one.first.silent for one in self.cases), sum(one.second.silent for one in self.cases)


def side_by_side(first: Report, second: Report, names: tuple[str, str]) -> SideBySide:
    """Return the comparison of two runs of the same questions."""
    order = [one.name for one in metrics.REPLIES]
    rows = tuple(
        _row(name, first, second) for name in order if first.result(name) is not None or second.result(name) is not None
    )
    common = {row.metric for row in rows if row.lacking is None}
    return SideBySide(
        names=names,
        dataset=first.dataset,
        sha256=first.sha256,
        questions=len(first.lines),
        conditions=(first.conditions, second.conditions),
        verifier=first.verifier,
        rows=rows,
        cases=_differing(first, second, common),
        usages=(first.usage, second.usage),
        unused=tuple(dict.fromkeys((*first.unused, *second.unused))),
    )


def _row(name: str, first: Report, second: Report) -> Row:
    one, other = first.result(name), second.result(name)
    known = one or other
    assert known is not None
    lacking = first.lacking.get(name) or second.lacking.get(name)
    return Row(name, known.better, one, other, lacking, _difference(one, other) if one and other else None)


def _difference(first: Result, second: Result) -> Difference | None:
    parts = [{score.case: score.parts for score in one.scores if score.value is not None} for one in (first, second)]
    values = [{score.case: score.value for score in one.scores if score.value is not None} for one in (first, second)]
    paired = compare(values[1], values[0])
    if paired is None:
        return None
    shared = [case for case in values[1] if case in values[0]]
    ours, theirs = (np.array([held[case] for case in shared], dtype=np.float64) for held in parts)
    combine = _combine(first.name)
    value = float(combine(ours.sum(axis=0)) - combine(theirs.sum(axis=0)))
    low, high = intervals.difference(theirs, ours, combine) or (None, None)
    return Difference(None if np.isnan(value) else value, low, high, paired)


def _combine(name: str) -> Combine:
    return next(one.combine for one in metrics.REPLIES if one.name == name)


def _differing(first: Report, second: Report, common: set[str]) -> tuple[Differing, ...]:
    wrong = (failures(first), failures(second))
    lines = {line.id: line for line in second.lines}
    found = []
    for line in first.lines:
        other = lines.get(line.id)
        if other is None or not isinstance(line.judged, JudgedReply) or not isinstance(other.judged, JudgedReply):
            continue
        ours, theirs = (
            _said(one.judged.asked, tuple(f for f in held.get(line.id, ()) if f in common or f == ERROR))
            for one, held in zip((line, other), wrong, strict=True)
            if isinstance(one.judged, JudgedReply)
        )
        silent = ours.silent or theirs.silent
        if silent or ours.failures != theirs.failures or ours.outcome != theirs.outcome:
            case = cast(QuestionCase, line.case)
            found.append(Differing(line.id, case.kind, case.question, case.expected, case.gold, ours, theirs))
    return tuple(sorted(found, key=lambda one: (one.unanswered, len(one.second.failures) - len(one.first.failures))))


def _said(asked: Asked, wrong: tuple[str, ...]) -> Said:
    text = asked.error or (asked.correction.text if asked.correction else asked.text)
    quotes = tuple(one.quote for one in asked.citations) if asked.kind == "answer" else ()
    return Said(asked.kind, text[:MOST_CHARACTERS], wrong, quotes)


def as_json(value: SideBySide) -> Json:
    """Return the object of comparison.json."""
    return {
        "format": FORMAT,
        "dataset": {"name": value.dataset, "sha256": value.sha256, "cases": value.questions},
        "systems": [
            {"name": name, "conditions": dict(sorted(conditions.items()))}
            for name, conditions in zip(value.names, value.conditions, strict=True)
        ],
        "verifier": value.verifier,
        "metrics": {row.metric: _measured(row) for row in value.rows},
        "tally": {
            "first": value.tally[0],
            "second": value.tally[1],
            "differing": len(value.differing),
            "unanswered": dict(zip(("first", "second"), value.silent, strict=True)),
        },
        "cases": [asdict(one) for one in value.cases],
        **({"unused_columns": [asdict(one) for one in value.unused]} if value.unused else {}),
    }


def _measured(row: Row) -> Json:
    found: Json = {"better": row.better, "first": _figure(row.first), "second": _figure(row.second)}
    if row.lacking:
        found["not_applicable"] = row.lacking
    if (apart := row.difference) is not None:
        figures: Mapping[str, float | None] = {"value": apart.value, "low": apart.low, "high": apart.high}
        found["difference"] = {
            **{name: rounded(figure) for name, figure in figures.items()},
            "mean": rounded(apart.paired.difference),
            "cases": apart.paired.cases,
            "first_higher": apart.paired.better,
            "second_higher": apart.paired.worse,
            "p": rounded(apart.paired.p),
            "test": apart.paired.test,
        }
    return found


def _figure(one: Result | None) -> Json | None:
    if one is None:
        return None
    figures = {"value": rounded(one.value), "low": rounded(one.low), "high": rounded(one.high)}
    return {**figures, "judged": one.judged, "not_judged": one.unjudged}


def load(found: Mapping[str, Any]) -> SideBySide:
    """Return the comparison that an object of comparison.json tells; raise ValueError where it is none."""
    try:
        dataset, (first, second) = found["dataset"], found["systems"]
        return SideBySide(
            names=(str(first["name"]), str(second["name"])),
            dataset=str(dataset["name"]),
            sha256=str(dataset["sha256"]),
            questions=int(dataset["cases"]),
            conditions=(dict(first["conditions"]), dict(second["conditions"])),
            verifier=str(found["verifier"]),
            rows=tuple(_told(str(name), one) for name, one in found["metrics"].items()),
            cases=tuple(_case(one) for one in found["cases"]),
            unused=tuple(UnusedColumn(**one) for one in found.get("unused_columns", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"no comparison: {error}") from error


def _told(name: str, one: Mapping[str, Any]) -> Row:
    better: Better = "higher" if one["better"] == "higher" else "lower"
    sides = [
        Result(name, better, side["value"], side["low"], side["high"], ()) if side else None
        for side in (one["first"], one["second"])
    ]
    apart = one.get("difference")
    difference = apart and Difference(
        apart["value"],
        apart["low"],
        apart["high"],
        Paired(
            cases=apart["cases"],
            better=apart["first_higher"],
            worse=apart["second_higher"],
            difference=apart["mean"],
            p=apart["p"],
            test=apart["test"],
        ),
    )
    return Row(name, better, sides[0], sides[1], one.get("not_applicable"), difference)


def _case(one: Mapping[str, Any]) -> Differing:
    first, second = (
        Said(said["outcome"], said["text"], tuple(said["failures"]), tuple(said["quotes"]))
        for said in (one["first"], one["second"])
    )
    return Differing(
        id=str(one["id"]),
        kind=str(one["kind"]),
        question=str(one["question"]),
        expected=str(one["expected"]),
        gold=tuple(one["gold"]),
        first=first,
        second=second,
    )
