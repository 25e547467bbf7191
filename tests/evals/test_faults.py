"""Tests of the faults: each changes what it says and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evals.datasets.cases import Dataset
from evals.faults import FAULTS, put
from evals.records import Records, Seen
from evals.runner import run


@pytest.fixture
def kept(dataset: Dataset, scripted: object) -> Records:
    return run(dataset, scripted.system())  # type: ignore[attr-defined]


def test_there_are_twelve() -> None:
    assert len(FAULTS) == 12


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
        ("bare table row", ["q1", "q2", "q3"]),
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


def test_an_answer_beside_the_point_says_what_was_found_last(dataset: Dataset, kept: Records) -> None:
    first, *others = kept.asked
    seen = tuple(
        Seen("plan.txt", 1, 10 * rank, 99, rank, 1.0, text)
        for rank, text in enumerate(("가까운 말이다.", "먼 말이다. 더 먼 말이다."), start=1)
    )
    found = replace(kept, asked=(replace(first, passages=seen), *others))
    changed, cases = put(FAULTS["answer beside the point"], found, dataset, None)
    assert cases == ["q1"]
    (said,), (cited,) = changed.asked[0].sentences, changed.asked[0].citations
    assert (said.text, cited.quote, cited.start) == ("더 먼 말이다.", "더 먼 말이다.", 27)


def test_a_bare_row_says_the_same_words_as_cells(dataset: Dataset, kept: Records) -> None:
    changed, _ = put(FAULTS["bare table row"], kept, dataset, None)
    assert changed.asked[1].sentences[0].text == "대상 | 지역은 | 부산, | 전남이다."
