"""Tests of the gate's rules: what breaks them, which cases are named, and what a malformed file is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer
from evals import gate, suites
from evals.datasets.cases import Dataset
from evals.gate import Breach, GateError, Rule
from evals.measured import MEASURED
from evals.reports.changes import changes
from evals.reports.report import Report, as_json
from evals.suites import Bench

STRICT = (Rule("str_em", least=1.0), Rule("false_answers", most=0.0), Rule("faithfulness", least=1.0))


@pytest.fixture
def report(dataset: Dataset, bench: Bench) -> Report:
    return suites.grounding(dataset, bench).report


def test_a_good_report_breaks_nothing(report: Report) -> None:
    assert gate.breaches(report, STRICT) == ()


def test_what_is_too_low_names_its_cases(
    dataset: Dataset, bench: Bench, scripted: Any, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    scripted.replies["q2"] = reply(quotes["seoul"], quotes["seoul"])
    (breach,) = gate.breaches(suites.grounding(dataset, bench).report, STRICT)
    assert (breach.metric, breach.reason, breach.bound, breach.cases) == ("str_em", "least", 1.0, ("q2",))
    assert breach.value == pytest.approx(2 / 3)


def test_what_is_too_high_names_its_cases(
    dataset: Dataset, bench: Bench, scripted: Any, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    scripted.replies["q4"] = reply(quotes["cost"], quotes["cost"])
    assert Breach("false_answers", "most", 1.0, 0.0, ("q4",)) in gate.breaches(
        suites.grounding(dataset, bench).report, STRICT
    )


def test_a_fall_below_the_baseline_names_who_fell(
    dataset: Dataset, bench: Bench, scripted: Any, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    found = suites.grounding(dataset, bench)
    before = json.loads(json.dumps(as_json(found.report, found.kinds)))
    scripted.replies["q1"] = reply(quotes["seoul"], quotes["seoul"])
    after = suites.grounding(dataset, bench).report
    loose = (Rule("str_em", least=0.1, drop=0.0), Rule("abstention_macro_f1", drop=0.0))
    assert gate.breaches(after, loose) == ()
    (breach,) = gate.breaches(after, loose, before)
    assert (breach.metric, breach.reason, breach.bound, breach.cases) == ("str_em", "drop", 1.0, ("q1",))
    assert gate.breaches(after, (Rule("str_em", drop=0.5),), before) == ()
    (change,) = [one for one in changes(after, before) if one.metric == "str_em"]
    assert (change.fell, change.rose, change.paired.test) == (("q1",), (), "mcnemar")


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("cases", "질문의 지문"),
        ("verifier", "검증기 rules-1 ≠ other"),
        ("suite", "claims"),
        ("judge", "ragas 0.4.3 a ≠ ragas 0.4.3 b"),
    ],
)
def test_a_baseline_judged_otherwise_is_refused(dataset: Dataset, bench: Bench, what: str, said: str) -> None:
    found = suites.grounding(dataset, bench)
    before = json.loads(json.dumps(as_json(found.report, found.kinds)))
    before["judges"] = [{"name": "ragas", "version": "0.4.3", "model": "a", "metrics": {}}]
    terms = suites.terms("grounding", dataset, bench)
    gate.comparable(before, terms)
    other = {
        "cases": replace(terms, sha256=replace(dataset, claims=()).sha256),
        "verifier": replace(terms, verifier="other"),
        "suite": replace(terms, suite="claims"),
        "judge": replace(terms, judges={"ragas": "ragas 0.4.3 b"}),
    }[what]
    with pytest.raises(GateError, match="견줄 수 없는 평가입니다") as caught:
        gate.comparable(before, other)
    assert said in caught.value.message
    assert caught.value.hint


def test_a_judge_of_one_run_alone_is_not_compared(dataset: Dataset, bench: Bench) -> None:
    found = suites.grounding(dataset, bench)
    before = json.loads(json.dumps(as_json(found.report, found.kinds)))
    gate.comparable(before, replace(suites.terms("grounding", dataset, bench), judges={"ragas": "ragas 1 x"}))


def test_an_equal_run_is_no_regression(report: Report, dataset: Dataset, bench: Bench) -> None:
    found = suites.grounding(dataset, bench)
    before = json.loads(json.dumps(as_json(found.report, found.kinds)))
    strict = tuple(Rule(one.name, drop=0.0) for one in report.results)
    assert gate.breaches(report, strict, before) == ()


def test_equal_scores_that_a_report_rounds_are_neither_better_nor_worse(report: Report) -> None:
    result = report.result("str_em")
    assert result
    thirds = replace(result, value=2 / 3, scores=tuple(replace(one, value=2 / 3) for one in result.scores))
    report = replace(report, results=(thirds,))
    before = json.loads(json.dumps(as_json(report, {})))
    (change,) = changes(report, before)
    assert (change.paired.better, change.paired.worse, change.paired.p) == (0, 0, 1.0)
    assert (change.fell, change.rose, change.before) == ((), (), change.after)
    assert gate.breaches(report, (Rule("str_em", drop=0.0),), before) == ()


def test_a_fall_by_the_last_digit_of_a_report_breaks_a_rule(report: Report) -> None:
    result = report.result("str_em")
    assert result
    before = json.loads(json.dumps(as_json(report, {})))
    less = replace(result, scores=tuple(replace(one, value=1 - 2e-6) for one in result.scores), value=1 - 2e-6)
    (breach,) = gate.breaches(replace(report, results=(less,)), (Rule("str_em", drop=0.0),), before)
    assert breach.cases == tuple(one.case for one in result.scores)


def test_cases_that_were_not_judged_break_a_rule(report: Report) -> None:
    broken = replace(
        report,
        results=tuple(
            replace(one, value=None, scores=tuple(replace(s, value=None, parts=()) for s in one.scores))
            for one in report.results
        ),
    )
    assert {(one.metric, one.reason) for one in gate.breaches(broken, STRICT)} == {
        (rule.metric, "not_judged") for rule in STRICT
    }


def test_errors_and_an_empty_run_break_the_gate_whatever_the_rules(report: Report) -> None:
    failed = replace(report, lines=(replace(report.lines[0], outcome="error"), *report.lines[1:]))
    assert gate.breaches(failed, ()) == (Breach("cases", "error", 1.0, 0.0, ("q1",)),)
    assert gate.breaches(replace(report, lines=()), ())


def test_a_metric_without_a_case_breaks_nothing(report: Report) -> None:
    assert gate.breaches(report, (Rule("forbidden", most=0.0), Rule("premise_corrected", least=1.0))) == ()


def test_a_metric_without_a_case_is_told_as_not_judged(report: Report) -> None:
    rules = (Rule("str_em", least=0.1), Rule("premise_corrected", least=1.0), Rule("verifier_balanced_accuracy"))
    assert gate.unjudged(report, rules) == ("premise_corrected",)


def test_every_metric_that_a_run_computes_may_have_a_threshold(report: Report) -> None:
    assert {one.name for one in report.results} <= set(MEASURED["grounding"])


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        (
            "[grounding.citaton_recall]\nleast = 0.95",
            "모르는 지표입니다: citaton_recall",
            "비슷한 이름: citation_recall",
        ),
        ('[grounding."ragas.relevance"]\nleast = 0.9', "모르는 지표입니다: ragas.relevance", "relevance"),
        ("[grounding.zzz]\nleast = 0.9", "모르는 지표입니다: zzz", "쓸 수 있는 이름: citation_"),
        (
            "[grounding.str_em]\nleast = 0.9\n[groundng.faithfulness]\nleast = 1",
            "모르는 평가입니다: groundng",
            "grounding",
        ),
    ],
)
def test_a_name_that_no_suite_has_is_refused_with_the_nearest(
    tmp_path: Path, text: str, message: str, hint: str
) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GateError) as caught:
        gate.rules(path, "grounding")
    assert message in caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("suite", ["grounding", "retrieval", "claims", "robustness"])
def test_the_shipped_thresholds_are_well_formed(suite: str) -> None:
    found = gate.rules(gate.shipped(), suite)
    assert found
    for rule in found:
        assert rule.least is not None or rule.most is not None
        assert rule.aim is None or rule.aim >= (rule.least or 0) or rule.aim <= (rule.most or 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[grounding]",
        "[grounding.x]\nlast = 1",
        "[grounding.x]\nleast = 2",
        "[grounding.x]\nleast = true",
        "=",
        "[grounding]\nx = 1",
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GateError):
        gate.rules(path, "grounding")


@pytest.mark.parametrize("text", [None, "{", "[]", "{}"])
def test_a_baseline_must_be_a_report(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "report.json").write_text(text, encoding="utf-8")
    with pytest.raises(GateError):
        gate.baseline(tmp_path)


def test_cases_of_one_class_are_said_to_be_so(dataset: Dataset, bench: Bench) -> None:
    true = replace(dataset, questions=(), claims=tuple(one for one in dataset.claims if one.verdict == "supported"))
    (breach,) = gate.breaches(suites.claims(true, bench).report, (Rule("claim_balanced_accuracy", least=0.5),))
    assert (breach.reason, breach.value, breach.cases) == ("uncounted", None, ())
