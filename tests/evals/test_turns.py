"""Tests of turning a saved reply into a case."""

from __future__ import annotations

from datetime import date

import pytest

from evals.datasets.reading import CaseError
from evals.datasets.turns import Wish, case

LINE = {
    "id": None,
    "kind": "answer",
    "text": "120억원이다.[1]",
    "citations": [{"document_id": "plan.txt", "quote": "120억원이다."}, {"document_id": "plan.txt", "quote": "둘째."}],
    "as_of": "2025-03-06",
}


def test_an_answer_keeps_its_documents_and_quotes() -> None:
    made = case(LINE, Wish(question="얼마?", gold=("120억원",)), "줄")
    assert (made.expected, made.documents, made.quotes) == ("answer", ("plan.txt",), ("120억원이다.", "둘째."))
    assert made.as_of is not None
    assert made.id == case(LINE, Wish(question="얼마?"), "줄").id != case(LINE, Wish(question="언제?"), "줄").id


def test_an_answer_that_should_have_been_a_refusal_proves_nothing() -> None:
    made = case(LINE | {"question": "얼마?"}, Wish(expected="refusal", kind="unanswerable"), "줄")
    assert (made.question, made.expected, made.documents, made.quotes) == ("얼마?", "refusal", (), ())


@pytest.mark.parametrize(("line", "wish"), [({"kind": "hits"}, Wish("얼마?")), (LINE, Wish())])
def test_what_is_no_reply_or_has_no_question_is_refused(line: dict[str, object], wish: Wish) -> None:
    with pytest.raises(CaseError, match="줄"):
        case(line, wish, "줄")


def test_a_question_that_was_understood_from_others_is_kept_as_it_was_understood() -> None:
    line = LINE | {"question": "바닷길 사업의 기간은 언제까지인가요?"}
    made = case(line, Wish(question="기간은 언제까지인가요?"), "줄")
    assert (made.question, made.history, made.kind) == ("바닷길 사업의 기간은 언제까지인가요?", (), "fact")
    asked = {"id": "b", "question": "기간은 언제까지인가요?", "history": ["바닷길 사업은?"], "exclude": ["d"]}
    made = case(line, Wish(), "줄", asked)
    assert (made.question, made.history, made.kind) == ("기간은 언제까지인가요?", ("바닷길 사업은?",), "follow_up")
    assert made.exclude == ("d",)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [("not_found", "unanswerable"), ("unsupported_premise", "false_premise"), (None, "unanswerable")],
)
def test_a_refusal_is_of_a_kind_that_is_to_be_refused(reason: str | None, kind: str) -> None:
    made = case({"kind": "refusal", "reason": reason, "citations": LINE["citations"]}, Wish(question="누구?"), "줄")
    assert (made.expected, made.kind, made.documents) == ("refusal", kind, ())


def test_the_day_of_asking_is_no_wish_for_a_day() -> None:
    wish = Wish(question="얼마?")
    assert case(LINE, wish, "줄", written=date(2025, 3, 6)).as_of is None
    assert case(LINE, wish, "줄", written=date(2025, 3, 7)).as_of == date(2025, 3, 6)
    asked = {"question": "얼마?", "as_of": "2025-03-01"}
    assert case(LINE, wish, "줄", asked, date(2025, 3, 6)).as_of == date(2025, 3, 1)
