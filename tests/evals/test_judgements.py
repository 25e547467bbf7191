"""Tests of judgements: what a person says of a case is kept with the run and becomes a case of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Answer
from evals import suites
from evals.datasets.cases import ClaimCase, Dataset, QuestionCase
from evals.datasets.reading import CaseError
from evals.judgements import FILE, Judgement, cases, keep, kept
from evals.reports.written import write
from evals.suites import Bench
from ui.exports.report_words import page_words


@pytest.fixture
def folder(
    tmp_path: Path,
    dataset: Dataset,
    bench: Bench,
    scripted: Any,
    reply: Callable[..., Answer],
    quotes: dict[str, str],
) -> Path:
    """Return a run in which q1 is answered with another sentence than it should be."""
    scripted.replies["q1"] = reply(quotes["places"], quotes["places"])
    write(tmp_path, suites.grounding(dataset, bench, tmp_path / "trace.jsonl"), page_words("ko"))
    return tmp_path


def test_a_reply_judged_right_is_expected_with_what_it_cited(folder: Path, quotes: dict[str, str]) -> None:
    keep(folder, Judgement("q2", True))
    (case,) = cases(folder)
    assert isinstance(case, QuestionCase)
    assert (case.question, case.expected, case.gold) == ("대상 지역은 어디인가요?", "answer", ("부산", "전남"))
    assert (case.documents, case.quotes) == (("plan.txt",), (quotes["places"],))


def test_the_word_of_a_person_counts_more_than_a_gold_string(folder: Path) -> None:
    keep(folder, Judgement("q1", True))
    (case,) = cases(folder)
    assert isinstance(case, QuestionCase)
    assert case.gold == ()


def test_a_reply_judged_wrong_expects_what_the_person_says(folder: Path) -> None:
    keep(folder, Judgement("q1", False, forbidden=("부산",)))
    keep(folder, Judgement("q3", False, expected="refusal"))
    keep(folder, Judgement("q4", False, expected="answer", gold=("김바다",)))
    first, third, fourth = cases(folder)
    assert isinstance(first, QuestionCase)
    assert (first.expected, first.gold, first.forbidden, first.quotes) == ("answer", ("120억원",), ("부산",), ())
    assert isinstance(third, QuestionCase)
    assert (third.expected, third.kind, third.gold) == ("refusal", "unanswerable", ())
    assert isinstance(fourth, QuestionCase)
    assert (fourth.expected, fourth.kind, fourth.gold) == ("answer", "fact", ("김바다",))


def test_a_claim_is_judged_by_its_verdict(folder: Path) -> None:
    keep(folder, Judgement("c1", True))
    keep(folder, Judgement("c2", False, expected="not_found"))
    first, second = cases(folder)
    assert isinstance(first, ClaimCase)
    assert isinstance(second, ClaimCase)
    assert (first.verdict, second.verdict) == ("supported", "not_found")


def test_the_last_judgement_of_a_case_holds_and_can_be_taken_back(folder: Path) -> None:
    keep(folder, Judgement("q1", True, note="처음"))
    keep(folder, Judgement("q2", True))
    keep(folder, Judgement("q1", False, note="다시", by="김서연", at="2026-03-01T09:30:05"))
    assert [(one.case, one.right, one.note) for one in kept(folder).values()] == [
        ("q1", False, "다시"), ("q2", True, ""),
    ]  # fmt: skip
    keep(folder, Judgement("q1", None))
    assert list(kept(folder)) == ["q2"]
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write('{"case": "q1", "ri')
    assert list(kept(folder)) == ["q2"]


def test_what_cannot_be_judged_is_an_error_and_not_kept(folder: Path) -> None:
    with pytest.raises(CaseError, match="없는 문항입니다: q9"):
        keep(folder, Judgement("q9", True))
    with pytest.raises(CaseError, match="‘있어야 할 말’: | 의 한쪽이".replace("|", r"\|")):
        keep(folder, Judgement("q1", False, gold=("가|",)))
    assert not (folder / FILE).exists()


def test_a_run_without_a_list_of_its_cases_tells_them_by_its_trace(folder: Path) -> None:
    (folder / "cases.jsonl").unlink()
    keep(folder, Judgement("q2", True))
    keep(folder, Judgement("c2", True))
    question, claim = cases(folder)
    assert isinstance(question, QuestionCase)
    assert (question.question, question.documents) == ("대상 지역은 어디인가요?", ("plan.txt",))
    assert isinstance(claim, ClaimCase)
    assert claim.verdict == "contradicted"
