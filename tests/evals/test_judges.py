"""Tests of the optional judges: what they are shown, how they fail, where their scores stand, and their silence."""

from __future__ import annotations

import builtins
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models import FakeListChatModel
from pydantic import BaseModel

from assistant.models.chat import ChatModel
from assistant.settings import AssistantSettings
from evals import gate, judges, judging, suites, systems
from evals.datasets.cases import Dataset
from evals.gate import Rule
from evals.judges import asking
from evals.judges.judge import NotJudged, Part, Sample, sample
from evals.judges.scoring import scored
from evals.reports.changes import changes
from evals.reports.page import page
from evals.reports.report import Found, as_json
from evals.reports.written import write
from evals.runner import run
from evals.suites import Bench
from ingest.errors import SettingsError
from ui.exports.report_words import page_words

HERE = Path(__file__).parent
RUNTIME = ".cache/Microsoft/DeveloperTools"


class Scripted:
    """A judge that likes answers with a figure, and cannot read the case q3."""

    name, version, model = "scripted", "1.0", "some-model"
    needs: Mapping[str, tuple[Part, ...]] = {"faithfulness": ("answer",), "context_recall": ("contexts", "reference")}

    def mark(self, metric: str, sample: Sample) -> float:
        FakeListChatModel(responses=[f"{metric} {sample.case}"]).invoke("묻는다")
        if sample.case == "q3":
            raise NotJudged("읽을 수 없음")
        return float(any(map(str.isdigit, sample.answer)))


@pytest.fixture
def found(dataset: Dataset, bench: Bench) -> Found:
    return suites.grounding(dataset, replace(bench, judges=(Scripted(),)))


def test_scores_stand_apart_under_the_judges_name(found: Found, bench: Bench, dataset: Dataset) -> None:
    whole: Any = as_json(found.report, found.kinds)
    (judge,) = whole["judges"]
    assert (judge["name"], judge["version"], judge["model"]) == ("scripted", "1.0", "some-model")
    assert judge["metrics"]["scripted.faithfulness"]["value"] == 0.5
    assert (
        judge["metrics"]["scripted.faithfulness"]["judged"],
        judge["metrics"]["scripted.faithfulness"]["not_judged"],
    ) == (2, 1)
    assert [case.get("judges") for case in whole["cases"][:4]] == [
        {"scripted.faithfulness": 1.0}, {"scripted.faithfulness": 0.0}, {"scripted.faithfulness": None}, None,
    ]  # fmt: skip
    plain = suites.grounding(dataset, bench)
    assert whole["metrics"] == json.loads(json.dumps(as_json(plain.report, plain.kinds)))["metrics"]


def test_the_gate_does_not_ask_a_judge(found: Found) -> None:
    rules = (Rule("scripted.faithfulness", least=1.0), Rule("faithfulness", least=1.0))
    assert gate.breaches(found.report, rules) == ()


def test_the_page_and_the_files_name_the_judge(found: Found, tmp_path: Path) -> None:
    words = page_words("ko")
    text = page(found.report, found.kinds, words)
    assert "채점 모델의 점수 · scripted 1.0 · some-model" in text
    assert "scripted · 충실성" in text
    assert "읽을 수 없음" in text
    write(tmp_path, found, words)
    marks = [json.loads(line) for line in (tmp_path / "judges.jsonl").read_text("utf-8").splitlines()]
    assert marks[0]["wrote"] == ["faithfulness q1"]
    assert [mark["value"] for mark in marks] == [1.0, 0.0, None]


def test_two_runs_with_a_judge_are_compared(found: Found) -> None:
    before = json.loads(json.dumps(as_json(found.report, found.kinds)))
    compared = {one.metric: one for one in changes(found.report, before)}
    assert compared["scripted.faithfulness"].paired.cases == 2


def test_a_judge_is_shown_what_was_searched_said_and_found(dataset: Dataset, bench: Bench) -> None:
    kept = run(dataset, bench.system)
    replies = judging.replies(dataset.questions, kept, bench.documents, bench.verifier)
    first, second, _, last = map(sample, replies)
    assert (first.answer, first.reference) == (replies[0].asked.text, "120억원")
    assert second.reference == "부산, 전남"
    assert (last.answer, last.reference) == ("", "")
    assert not last.has(("answer",))
    assert scored(Scripted(), replies[3:]).marks == ()


class Shape(BaseModel):
    verdict: int


@pytest.mark.parametrize("said", ['{"verdict": 1}', '네.\n```json\n{"verdict": 1}\n```', '{"verdict": 1} 입니다'])
def test_an_object_is_found_in_what_a_model_says(said: str) -> None:
    assert asking.ask(FakeListChatModel(responses=[said]), "?", Shape).verdict == 1


@pytest.mark.parametrize("said", ["", "모르겠습니다", "{", '{"verdict": "좋음"}', "}{"])
def test_what_cannot_be_read_is_not_judged(said: str) -> None:
    with pytest.raises(NotJudged, match="읽을 수 없음"):
        asking.ask(FakeListChatModel(responses=[said]), "?", Shape)


def test_a_model_that_fails_judges_nothing() -> None:
    with pytest.raises(NotJudged, match="답하지 못함"):
        asking.ask(FakeListChatModel(responses=[]), "?", Shape)


@pytest.mark.parametrize("name", judges.NAMES)
def test_a_missing_extra_is_named_with_the_command(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(module: str, *args: Any, **kwargs: Any) -> Any:
        if module.partition(".")[0] == name:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(module, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    with pytest.raises(SettingsError, match=f"{name}을") as caught:
        judges.load(name, ChatModel(FakeListChatModel(responses=[""]), "scripted", 1), "")
    assert f"pip install 'geungeo[{name}]'" in caught.value.hint


def test_a_judge_without_a_chat_model_is_an_error() -> None:
    with pytest.raises(SettingsError, match="대화 모델이 없습니다"):
        systems.judges(["ragas"], AssistantSettings(), "")


@pytest.mark.integration
@pytest.mark.parametrize("name", judges.NAMES)
def test_an_installed_judge_marks_in_silence(name: str, tmp_path: Path) -> None:
    if find_spec(name) is None:
        pytest.skip(f"the extra {name} is not installed: pip install 'geungeo[{name}]'")
    home = {"HOME": str(tmp_path), "CONFIDENT_API_KEY": "not-a-key", "PYTHONPATH": str(HERE.parent.parent)}
    done = subprocess.run(
        [sys.executable, str(HERE / "judged_quietly.py"), name],
        cwd=tmp_path, env=os.environ | home, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    told = json.loads(done.stdout.splitlines()[-1])
    assert set(told["good"].values()) <= {0.5, 1.0}
    assert told["good"]["faithfulness"] == told["fenced"] == 0.5
    assert all(isinstance(one, str) for one in (*told["chatter"].values(), *told["empty"].values()))
    assert told["reached"] == []
    # The bundled embedding's runtime leaves an identity of the device there, judge or none.
    assert [one for one in told["files"] if not RUNTIME.startswith(one) and not one.startswith(RUNTIME)] == []
