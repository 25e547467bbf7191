"""Failures of each case, named by the metric that it failed: what makes a case one that went wrong.

Metrics that follow from others are left out, so that one mistake is named only once. So are those of degree: an answer
with half the question's words (`relevance`) or a right document at rank 3 (`RR@10`) may be all that was asked for, and
its case did not go wrong. A metric that is blind to right and wrong besides makes a case neither better nor worse.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from evals.datasets.cases import QuestionCase
from evals.reports.report import Report

NAMED = (
    "faithfulness",
    "citation_precision",
    "quote_exactness",
    "page_exactness",
    "section_exactness",
    "version_currency",
    "value_agreement",
    "false_answers",
    "incorrect_refusal",
    "forbidden",
    "premise_corrected",
    "str_em",
    "readability",
    "claim_accuracy",
    "claim_quote_exactness",
    "R@10",
)
"""Metrics whose loss is a failure with a name of its own."""
DECISION = "abstention_macro_f1"
"""Its loss is one of two failures, by what was expected."""
BLIND = ("relevance",)
"""Metrics of degree that say nothing of right and wrong."""
ERROR = "error"
SLACK = 1e-9


def decides(metric: str) -> bool:
    """Tell whether losing a metric, also under a disturbance as in `typo.str_em`, says that a case went wrong."""
    return _own(metric) in NAMED or _own(metric) == DECISION


def ranks(metric: str) -> bool:
    """Tell whether losing a metric makes a case worse than one, or than the same in another run, that did not."""
    return _own(metric) not in BLIND


def failed(lost: Mapping[str, float], outcome: str, expected: str) -> tuple[str, ...]:
    """Return the names of the failures of one case, by what it lost of each metric, its outcome and what it expects."""
    found = [ERROR] if outcome == "error" else []
    for name, much in lost.items():
        metric = _own(name)
        # What was refused says no gold string either; that it was refused is the mistake.
        told = metric == "str_em" and outcome == "refusal"
        if decides(metric) and not told and much > SLACK:
            found.append(_decided(expected) if metric == DECISION else metric)
    return tuple(dict.fromkeys(found))


def failures(report: Report) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the failures of every case that has any, in the order of the report."""
    lost: dict[str, dict[str, float]] = {line.id: {} for line in report.lines}
    for one in report.results:
        for score in one.scores:
            lost[score.case][one.name] = one.lost(score.case)
    found = {
        line.id: failed(
            lost[line.id], line.outcome, line.case.expected if isinstance(line.case, QuestionCase) else "answer"
        )
        for line in report.lines
    }
    return {case: names for case, names in found.items() if names}


def _own(metric: str) -> str:
    return metric.rpartition(".")[2]


def _decided(expected: str) -> str:
    return "false_answers" if expected == "refusal" else "incorrect_refusal"


def by_failure(found: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return the cases of each failure, failures in a fixed order."""
    cases: dict[str, list[str]] = defaultdict(list)
    for case, names in found.items():
        for name in names:
            cases[name].append(case)
    return {name: tuple(cases[name]) for name in (ERROR, *NAMED) if name in cases}
