"""Tests of the faults: each changes what it says and nothing else."""

from __future__ import annotations

import pytest

from evals.datasets.cases import Dataset
from evals.faults import FAULTS, put
from evals.records import Records
from evals.runner import run


@pytest.fixture
def kept(dataset: Dataset, scripted: object) -> Records:
    return run(dataset, scripted.system())  # type: ignore[attr-defined]


def test_there_are_ten() -> None:
    assert len(FAULTS) == 10


@pytest.mark.parametrize(
    ("name", "able"),
    [
        ("citations shifted by one", ["q1", "q2", "q3"]),
        ("number swapped", ["q1"]),
        ("negation dropped", ["q3"]),
        ("wrong page", ["q1", "q2", "q3"]),
        ("unanswerable answered", ["q4"]),
        ("stale version", ["q1", "q2", "q3"]),
        ("paraphrase without citation", ["q1", "q2", "q3"]),
        ("quote altered by a letter", ["q1", "q2", "q3"]),
        ("wrong place", ["q2", "q3"]),
        ("everything refused", ["q1", "q2", "q3"]),
    ],
)
def test_a_fault_changes_the_replies_that_can_have_it(
    dataset: Dataset, kept: Records, name: str, able: list[str]
) -> None:
    changed, cases = put(FAULTS[name], kept, dataset, None)
    assert cases == able
    assert [a.case for a, b in zip(kept.asked, changed.asked, strict=True) if a != b] == able
    assert changed.checked == kept.checked


def test_the_replies_changed_are_chosen_by_the_seed(dataset: Dataset, kept: Records) -> None:
    fault = FAULTS["everything refused"]
    assert put(fault, kept, dataset, 1) == put(fault, kept, dataset, 1)
    assert len({put(fault, kept, dataset, 1, seed)[1][0] for seed in range(20)}) == 3


def test_a_negation_is_turned_into_its_opposite(dataset: Dataset, kept: Records) -> None:
    changed, _ = put(FAULTS["negation dropped"], kept, dataset, None)
    assert changed.asked[2].text == "서울은 포함했다."
