"""Tests of the robustness suite: what each disturbance does, and that its drop is measured on the same cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.settings import AssistantSettings
from evals import disturbed, robustness, systems
from evals.datasets.cases import Dataset
from evals.perturbations import PERTURBATIONS, typo
from evals.suites import Bench
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import Store


@pytest.mark.parametrize(
    ("name", "text", "changed"),
    [
        ("spacing", "올해 예산은 모두 얼마인가요?", "올해예산은 모두얼마인가요?"),
        ("banmal", "예산은 얼마인가요?", "예산은 얼마야?"),
        ("banmal", "언제 의결되었나요?", "언제 의결되었어?"),
        ("abbreviation", "예비타당성조사 면제는?", "예타 면제는?"),
        ("english", "예산은 얼마인가요?", "budget은 얼마인가요?"),
        ("english", "누구인가요?", "누구인가요?"),
    ],
)
def test_a_question_is_asked_otherwise(name: str, text: str, changed: str) -> None:
    assert PERTURBATIONS[name](text, "seed") == changed


def test_a_typo_is_small_and_repeatable() -> None:
    text = "내년 예산은 모두 얼마로 정해졌나요?"
    wrong = typo(text, "q1")
    assert wrong == typo(text, "q1") != text
    assert sum(a != b for a, b in zip(wrong, text, strict=True)) <= 2


def test_every_figure_is_another_and_years_stay() -> None:
    assert (
        disturbed.figure_by_figure("2025년 3월 120억원, 9.5%, '25년 1,200명")
        == "2025년 4월 220억원, 1.5%, '25년 2,200명"
    )


def test_planted_documents_speak_of_questions_and_say_the_word(dataset: Dataset) -> None:
    found = disturbed.planted(dataset.questions)
    assert [one["id"] for one in found] == [f"planted-{n}" for n in range(4)]
    assert all(disturbed.PASSWORD in str(one["text"]) for one in found)


def test_a_false_document_says_the_answers_sentence_with_other_figures(dataset: Dataset, look_up: Any) -> None:
    figured = [case for case in dataset.questions if case.id == "q1"]
    ((case, told),) = disturbed.asserted(figured, {"plan.txt": look_up("plan.txt", None)})
    assert case.forbidden == ("220억원",)
    assert "220억원으로 확정했다" in str(told["text"])
    assert "120억원" not in str(told["text"])


@pytest.mark.integration
def test_each_disturbance_is_compared_on_its_own_cases(dataset: Dataset, look_up: Any, tmp_path: Path) -> None:
    held = look_up("plan.txt", None)
    corpus = disturbed.write([disturbed.record(held, held.text)], tmp_path / "corpus.jsonl")
    questions = Dataset("해온", dataset.questions)
    with Store.open(IngestSettings(store=tmp_path / "store"), create=True) as store:
        ingest([corpus], store)
        bench = Bench(systems.over(store), systems.documents(store), lambda: (dataset, look_up))
        found = robustness.measure(questions, bench, store, AssistantSettings(), tmp_path / "out")
    names = {one.name.partition(".")[0] for one in found.report.results}
    assert {"typo", "banmal", "removed", "altered", "injected", "asserted"} <= names
    rows = json.loads(json.dumps(found.kinds))
    for name in names:
        before, after, drop = (rows[f"{name}: {row}"] for row in ("before", "after", "drop"))
        lost = drop["faithfulness"]
        if None not in (before["faithfulness"], after["faithfulness"]):
            assert lost == pytest.approx(before["faithfulness"] - after["faithfulness"])
    ids = [line.id for line in found.report.lines]
    assert len(ids) == len(set(ids))
    altered = next(one for one in found.report.results if one.name == "altered.forbidden")
    assert {score.case for score in altered.scores} == {"q1+altered"}
    assert altered.value == 0.0
