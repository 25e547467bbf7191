"""The tab of evaluation runs, without a browser: folders read, runs compared, one started, all of it drawn."""

from __future__ import annotations

import json
import os
from datetime import datetime
from threading import Event

import pytest

from evals.gate import GateError
from ingest.errors import StoreError
from parsed import Parsed
from ui.page.evaluation import runs
from ui.page.evaluation.desk import Desk
from ui.page.evaluation.quick import Starter

NOW = datetime(2026, 3, 1, 9, 30, 5)


@pytest.fixture
def directory(tmp_path, scripted):
    """Return a directory of two runs, the newer one better."""
    for age, (name, right) in enumerate((("second", 8), ("first", 2))):
        scripted.ran(tmp_path, name, right)
        os.utime(tmp_path / name / "report.json", (1_000_000 - age, 1_000_000 - age))
    return tmp_path


@pytest.fixture
def desk(directory):
    return Desk(directory, None, "ko")


def test_runs_are_listed_newest_first_and_what_is_no_report_is_left_out(directory):
    for name, text in (("broken", "{"), ("other", '{"a": 1}'), ("odd", '{"dataset": 1, "metrics": [], "cases": {}}')):
        (directory / name).mkdir()
        (directory / name / "report.json").write_text(text, encoding="utf-8")
    (directory / "empty").mkdir()
    found = runs.listed(directory)
    assert [(run.name, run.gate) for run in found] == [("second", True), ("first", False)]
    assert runs.listed(directory / "none") == ()


def test_the_worst_cases_come_first_with_what_the_trace_tells(directory, scripted):
    first = runs.listed(directory)[1]
    cases = runs.cases(first, directory)
    assert [case.id for case in cases] == ["q1", "q2", "q3", "q4", "q5", "q6"]
    assert (cases[0].text, cases[0].said) == (scripted.HOSTILE, (scripted.SECOND,))
    assert cases[0].citations[0].quote == scripted.HOSTILE
    assert cases[1].text == ""
    (directory / "first" / "trace.jsonl").unlink()
    assert runs.cases(first, directory)[0].text == ""


def test_two_runs_are_compared_case_by_case(directory):
    second, first = runs.listed(directory)
    found = runs.compared(first, second)
    change = found.changes[0]
    assert (change.metric, change.before, change.after) == ("str_em", 0.25, 1.0)
    assert change.paired.p == pytest.approx(2 * 0.5**6)
    assert (found.fell, found.rose) == ((), ("q1", "q2", "q3", "q4", "q5", "q6"))
    assert runs.compared(second, first).fell == found.rose


def test_runs_over_other_cases_are_not_compared(directory, desk):
    path = directory / "first" / "report.json"
    report = json.loads(path.read_text("utf-8"))
    report["dataset"]["sha256"] = "1" * 64
    path.write_text(json.dumps(report), encoding="utf-8")
    named = {run.name: run for run in runs.listed(directory)}
    with pytest.raises(GateError):
        runs.compared(named["first"], named["second"])
    assert "견줄 수 없는 실행입니다" in desk.open("second", "first")


@pytest.mark.parametrize("name", ["../first", "/etc", "none", "first/..", ".", "\0"])
def test_only_what_is_listed_can_be_opened(desk, name):
    assert "읽을 수 없습니다" in desk.open(name)
    assert "읽을 수 없습니다" in desk.open("first", name)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_runs_are_drawn_as_text_with_intervals_and_words(directory, scripted, language):
    desk = Desk(directory, None, language)
    for html in (desk.listing("first"), desk.open("first"), desk.open("second", "first")):
        parsed = Parsed(html)
        assert not {"script", "img"} & set(parsed.tags)
        assert not any(name.startswith("on") for name, _ in parsed.attributes)
    opened = Parsed(desk.open("first"))
    assert "svg" in opened.tags
    assert scripted.HOSTILE in opened.text
    assert any("0.250" in (value or "") and "95%" in (value or "") for name, value in opened.attributes)
    compared = Parsed(desk.open("second", "first"))
    assert "+0.750" in compared.text
    assert "p 0.031" in compared.text
    assert "6" in compared.text


def test_a_page_without_runs_says_so(tmp_path):
    assert "정해져 있지 않습니다" in Desk(None, None, "ko").listing()
    assert "geungeo eval" in Desk(tmp_path, None, "ko").listing()
    assert "고르십시오" in Desk(tmp_path, None, "ko").open("")
    assert list(Desk(tmp_path, None, "ko").start(NOW)) == []
    assert Desk(tmp_path, None, "ko").act({"act": "x"}) is None


def test_one_run_at_a_time_goes_on_to_its_end(tmp_path, scripted):
    goes = Event()

    def evaluate(folder, notify):
        notify(1, 3)
        goes.wait(5)
        scripted.ran(folder.parent, folder.name, 8)

    starter = Starter(tmp_path, evaluate)
    desk = Desk(tmp_path, starter, "ko")
    assert starter.progress is None
    assert starter.start(NOW)
    assert not starter.start(NOW)
    seen = desk.start(NOW, sleep=lambda _: goes.set())
    assert "이미 평가가 돌고 있습니다" in next(seen)
    assert "disabled" in next(seen)
    assert "평가를 마쳤습니다" in list(seen)[-1]
    assert [run.name for run in runs.listed(tmp_path)] == ["quick-20260301-093005"]


@pytest.mark.parametrize(
    ("error", "said"),
    [(StoreError("꽉 찼습니다.", "비우십시오."), "비우십시오."), (ValueError("x"), "마치지 못했습니다")],
)
def test_a_failed_run_says_why_and_the_next_may_start(tmp_path, error, said):
    def evaluate(folder, notify):
        raise error

    starter = Starter(tmp_path, evaluate)
    assert said in list(Desk(tmp_path, starter, "ko").start(NOW, sleep=lambda _: None))[-1]
    assert starter.progress.ended
    assert starter.start(NOW)
