"""Tests of the reports: equal runs give equal files, nothing quoted becomes markup, and the worst case stands first."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.answers import Answer
from evals import gate, suites
from evals.datasets.cases import Dataset
from evals.external import matching, system
from evals.external.answer import AnswerFile, Evidence, ExternalAnswer
from evals.external.comparing import compare
from evals.external.replies import Library
from evals.gate import Rule
from evals.reports import plots, side_by_side
from evals.reports.changes import changes
from evals.reports.construction import constructed
from evals.reports.page import page
from evals.reports.report import Found, as_json
from evals.reports.written import write, write_side_by_side
from evals.suites import Bench
from ingest.errors import SettingsError
from ui.exports.report_words import page_words

WORDS = page_words("ko")
EVIL = '<script>alert("1")</script>&"\''


@pytest.fixture
def found(dataset: Dataset, bench: Bench) -> Found:
    return suites.grounding(dataset, bench)


def test_two_runs_write_equal_bytes_apart_from_timings(dataset: Dataset, bench: Bench, tmp_path: Path) -> None:
    for name, workers in (("a", 1), ("b", 4)):
        found = suites.grounding(dataset, replace(bench, workers=workers), tmp_path / name / "trace.jsonl")
        broken = gate.breaches(found.report, (Rule("str_em", least=1.0),))
        write(tmp_path / name, found, WORDS, broken)
    for name in ("report.json", "junit.xml"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert "milliseconds" in json.loads((tmp_path / "a" / "timings.json").read_text("utf-8"))
    assert "millisecond" not in (tmp_path / "a" / "report.json").read_text("utf-8")


def test_the_object_says_what_was_measured_on_what(found: Found, dataset: Dataset) -> None:
    whole: Any = as_json(found.report, found.kinds)
    assert whole["dataset"] == {"name": "해온", "sha256": dataset.sha256, "cases": 6}
    assert whole["conditions"] == {"model": "scripted"}
    assert whole["metrics"]["faithfulness"] == {
        "value": 1.0, "low": 1.0, "high": 1.0, "better": "higher", "judged": 3, "not_judged": 0,
    }  # fmt: skip
    assert (whole["verifier"]["name"], whole["verifier"]["value"]) == ("rules-1", 1.0)
    assert whole["kinds"]["number"]["str_em"] == 1.0
    assert whole["kinds"]["claim: number"]["claim_accuracy"] == 1.0
    assert [case["outcome"] for case in whole["cases"]] == ["answer"] * 3 + ["refusal", "supported", "contradicted"]


def test_the_verifier_is_measured_even_where_there_are_no_claims(dataset: Dataset, bench: Bench) -> None:
    report = suites.grounding(replace(dataset, claims=()), bench).report
    assert report.verified is not None
    assert (report.verified.value, report.verified_on) == (1.0, "해온")


def test_junit_names_what_failed(found: Found, tmp_path: Path) -> None:
    broken = (gate.Breach("str_em", "least", 0.5, 1.0, ("q1",)), gate.Breach("cases", "not_judged", None, None, ()))
    write(tmp_path, found, WORDS, broken)
    suite = ElementTree.parse(tmp_path / "junit.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("7", "2", "0")
    failed = [test.get("name") for test in suite if test.find("failure") is not None]
    assert failed == ["q1", "cases"]


def test_nothing_quoted_becomes_markup(
    dataset: Dataset, bench: Bench, scripted: Any, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    evil = reply(quotes["cost"] + EVIL, quotes["cost"])
    scripted.replies["q1"] = replace(evil, citations=(replace(evil.citations[0], title=EVIL, quote=EVIL),))
    first = replace(dataset.questions[0], question=EVIL, gold=(EVIL,), forbidden=(EVIL,), history=(EVIL,))
    cases = replace(dataset, name=EVIL, questions=(first, *dataset.questions[1:]))
    found = suites.grounding(cases, bench)
    text = page(found.report, {EVIL: {}}, WORDS, (gate.Breach("str_em", "least", 0.0, 1.0, ("q1",)),))
    assert "<script" not in text
    assert EVIL not in text
    assert "&lt;script&gt;" in text


class Tags(HTMLParser):
    """Collects what a page would load or run, and whether its elements close in order."""

    VOID = frozenset({"meta", "circle", "line", "rect", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.loaded += [
            str(value) for name, value in attrs if name in ("src", "href") and not str(value).startswith("#")
        ]
        self.loaded += [name for name, _ in attrs if name.startswith("on")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_page_stands_alone(found: Found, language: Any) -> None:
    before = json.loads(json.dumps(as_json(found.report, found.kinds)))
    rules = (Rule("str_em", least=0.9), Rule("false_answers", most=0.1))
    text = page(found.report, found.kinds, page_words(language), (), changes(found.report, before), rules)
    tags = Tags()
    tags.feed(text)
    assert (tags.loaded, tags.open) == ([], [])
    assert f'<html lang="{language}">' in text
    assert "prefers-color-scheme:dark" in text
    assert text.count("<svg") >= len(found.report.results)
    assert not re.search(r"@import|url\(", text)


def test_the_worst_case_stands_first_and_open_with_its_evidence(
    dataset: Dataset, bench: Bench, scripted: Any, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    scripted.replies["q3"] = reply(quotes["cost"].replace("120", "210"), quotes["cost"])
    found = suites.grounding(dataset, bench)
    broken = gate.breaches(found.report, (Rule("faithfulness", least=1.0),))
    text = page(found.report, found.kinds, WORDS, broken)
    blocks = re.findall(r'<details( open)? id="case-(\w+)"', text)
    assert blocks[0] == (" open", "q3")
    assert not any(opened for opened, case in blocks[1:])
    assert "수치 210억원" in text
    assert "인용이 증명하지 못한 문장" in text
    assert "<mark>" in text
    assert 'href="#case-q3"' in text
    assert WORDS["gate_broke"] in text
    assert "rules-1" in text


def test_plots_keep_inside_their_frame() -> None:
    text = plots.interval(1.4, -0.2, 2.0, 0.5, 0.9, "<x>")
    assert "<x>" not in text
    assert all(0 <= float(x) <= plots.WIDTH for x in re.findall(r'(?:c?x[12]?)="(-?[\d.]+)"', text))
    assert plots.histogram([], "ms", "") == ""
    assert plots.histogram([0.0, 0.0], "ms", "x").count("<rect") == 24


def test_a_folder_that_cannot_be_written_is_an_error(found: Found, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="보고서를 쓸 수 없습니다"):
        write(tmp_path / "file", found, WORDS)


def test_what_holds_by_construction_is_folded_away_unless_it_falls_short(
    dataset: Dataset, bench: Bench, scripted: Any, reply: Callable[..., Answer], quotes: dict[str, str]
) -> None:
    system = replace(bench.system, conditions={"model": "extractive"})
    found = suites.grounding(dataset, replace(bench, system=system))
    first, fold = page(found.report, found.kinds, WORDS).split("<details class=sure>")
    fold = fold.partition("</details>")[0]
    assert "정답 포함 (STR-EM)" in first
    assert "충실성" in fold
    assert "쪽 일치" in fold
    whole = reply(quotes["cost"], quotes["cost"])
    scripted.replies["q1"] = replace(whole, citations=(replace(whole.citations[0], page=9),))
    found = suites.grounding(dataset, replace(bench, system=system))
    first, fold = page(found.report, found.kinds, WORDS).split("<details class=sure>")
    assert "쪽 일치" in first
    assert "쪽 일치" not in fold.partition("</details>")[0]


@pytest.mark.parametrize(
    ("metric", "value", "model", "held"),
    [
        ("quote_exactness", 1.0, "openai:gpt-5", True),
        ("quote_exactness", 0.99, "extractive", False),
        ("faithfulness", 1.0, "extractive", True),
        ("faithfulness", 1.0, "openai:gpt-5", False),
        ("altered.faithfulness", 1.0, "extractive", False),
        ("str_em", 1.0, "extractive", False),
        ("quote_exactness", None, "extractive", False),
    ],
)
def test_a_written_answer_is_not_proved_by_construction(
    metric: str, value: float | None, model: str, held: bool
) -> None:
    assert constructed(metric, value, model) is held


def test_nothing_of_another_system_becomes_markup(bench: Bench, dataset: Dataset, tmp_path: Path) -> None:
    library = Library((), lambda name: None, bench.documents)
    answers = tuple(ExternalAnswer(EVIL, case.id, quotes=(Evidence(EVIL),)) for case in dataset.questions)
    other = system.answered(EVIL, matching.matched(dataset.questions, AnswerFile(answers)), library, date(2025, 3, 6))
    compared = compare(dataset, bench, replace(bench, system=other), ("A", EVIL), tmp_path)
    *_, path = write_side_by_side(tmp_path, compared.beside, WORDS)
    text = path.read_text("utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    first = (tmp_path / "comparison.json").read_bytes()
    assert side_by_side.load(json.loads(first)).cases == compared.beside.cases
    write_side_by_side(
        tmp_path, compare(dataset, bench, replace(bench, system=other), ("A", EVIL), tmp_path).beside, WORDS
    )
    assert (tmp_path / "comparison.json").read_bytes() == first
