"""Tests of turning a saved reply into a case."""

from __future__ import annotations

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
