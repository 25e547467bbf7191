"""Tests of the runner: order, resumption, errors and the trace."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from assistant.answers import Answer
from evals import records
from evals.datasets.cases import Dataset
from evals.runner import System, run
from ingest.errors import GeungeoError


def traced(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_records_come_in_the_order_of_the_cases(dataset: Dataset, scripted: Any) -> None:
    shuffled = replace(dataset, questions=dataset.questions[::-1])
    kept = run(shuffled, scripted.system(), workers=3)
    assert [one.case for one in kept.asked] == ["q4", "q3", "q2", "q1"]
    assert [one.case for one in kept.checked] == ["c1", "c2"]
    assert [one.kind for one in kept.asked] == ["refusal", "answer", "answer", "answer"]


def test_cases_run_at_the_same_time(dataset: Dataset, scripted: Any) -> None:
    barrier = Barrier(2, timeout=10)
    system = scripted.system()

    def ask(case: Any) -> Any:
        barrier.wait()
        return system.ask(case)

    assert len(run(dataset, replace(system, ask=ask), workers=2).asked) == 4


def test_a_record_survives_its_line(dataset: Dataset, scripted: Any) -> None:
    kept = run(dataset, scripted.system())
    for record in (*kept.asked, *kept.checked):
        assert records.load(records.dump(record)) == record


def test_the_trace_holds_conditions_and_every_case(dataset: Dataset, scripted: Any, tmp_path: Path) -> None:
    run(dataset, scripted.system(), tmp_path / "deep" / "trace.jsonl")
    head, *lines = traced(tmp_path / "deep" / "trace.jsonl")
    assert head["model"] == "scripted"
    assert {line["case"] for line in lines} == {"q1", "q2", "q3", "q4", "c1", "c2"}


def test_a_broken_run_is_gone_on_with_and_a_whole_one_begun_anew(
    dataset: Dataset, scripted: Any, tmp_path: Path
) -> None:
    path = tmp_path / "trace.jsonl"
    whole = run(dataset, scripted.system(), path)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:4]) + "\n" + lines[4][:40], encoding="utf-8")
    scripted.asked.clear()
    again = run(dataset, scripted.system(), path)
    assert len(scripted.asked) == 3
    assert [(one.case, one.kind) for one in again.asked] == [(one.case, one.kind) for one in whole.asked]
    scripted.asked.clear()
    run(dataset, scripted.system(), path)
    assert len(scripted.asked) == 6


@pytest.mark.parametrize("what", ["conditions", "cases"])
def test_other_conditions_or_cases_begin_anew(dataset: Dataset, scripted: Any, tmp_path: Path, what: str) -> None:
    path = tmp_path / "trace.jsonl"
    run(dataset.of(None, 1), scripted.system(), path)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    scripted.asked.clear()
    system = scripted.system()
    before = path.read_text("utf-8")
    if what == "conditions":
        run(dataset.of(None, 1), replace(system, conditions={"model": "other"}), path)
        assert len(scripted.asked) == 2
    else:
        run(dataset, system, path)
        assert len(scripted.asked) == 6
    kept = path.with_name(f"{path.stem}.1{path.suffix}")
    assert kept.read_text("utf-8") == before


def test_a_failed_case_is_kept_as_such_and_tried_again(dataset: Dataset, scripted: Any, tmp_path: Path) -> None:
    system = scripted.system()

    def ask(case: Any) -> Any:
        if case.id == "q2":
            raise GeungeoError("모델이 답하지 않습니다.")
        return system.ask(case)

    path = tmp_path / "trace.jsonl"
    kept = run(dataset, replace(system, ask=ask), path)
    assert [(one.case, one.error) for one in kept.asked if one.kind == "error"] == [("q2", "모델이 답하지 않습니다.")]
    scripted.asked.clear()
    assert not [one for one in run(dataset, system, path).asked if one.error]
    assert scripted.asked == ["q2"]


def test_a_fault_of_the_program_ends_the_run(dataset: Dataset, scripted: Any) -> None:
    def ask(case: Any) -> Any:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(dataset, replace(scripted.system(), ask=ask))


def test_progress_is_told(dataset: Dataset, scripted: Any) -> None:
    told: list[tuple[int, int]] = []
    run(dataset, scripted.system(), notify=lambda done, total: told.append((done, total)))
    assert told == [(n, 6) for n in range(1, 7)]


def test_anything_can_be_a_system(dataset: Dataset, reply: Callable[..., Answer], quotes: dict[str, str]) -> None:
    said = reply(quotes["cost"], quotes["cost"])
    kept = run(replace(dataset, claims=()), System(lambda _: said, lambda _: None, {}))  # type: ignore[arg-type, return-value]
    assert {one.text for one in kept.asked} == {quotes["cost"]}
