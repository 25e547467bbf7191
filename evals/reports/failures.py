"""Failures of each case, named by the metric that it failed.

Metrics that follow from others are left out, so that one mistake is named only once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from evals.datasets.cases import QuestionCase
from evals.reports.report import Line, Report

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
ERROR = "error"
SLACK = 1e-9


def failures(report: Report) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the failures of every case that has any, in the order of the report."""
    refused = {line.id for line in report.lines if line.outcome == "refusal"}
    lines = {line.id: line for line in report.lines}
    found: dict[str, list[str]] = {line.id: [ERROR] if line.outcome == "error" else [] for line in report.lines}
    for one in report.results:
        metric = one.name.rpartition(".")[2]
        if metric not in NAMED and metric != DECISION:
            continue
        for score in one.scores:
            # What was refused says no gold string either; that it was refused is the mistake.
            told = metric == "str_em" and score.case in refused
            if not told and one.lost(score.case) > SLACK:
                found[score.case].append(_decided(lines[score.case]) if metric == DECISION else metric)
    return {case: tuple(dict.fromkeys(names)) for case, names in found.items() if names}


def _decided(line: Line) -> str:
    expected = line.case.expected if isinstance(line.case, QuestionCase) else "answer"
    return "false_answers" if expected == "refusal" else "incorrect_refusal"


def by_failure(found: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Return the cases of each failure, failures in a fixed order."""
    cases: dict[str, list[str]] = defaultdict(list)
    for case, names in found.items():
        for name in names:
            cases[name].append(case)
    return {name: tuple(cases[name]) for name in (ERROR, *NAMED) if name in cases}
