"""Questions whether a figure is so are answered yes or no, with the figure of the document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.answers import Answer, Question
from assistant.chain import AnswerChain, build_chain
from releases import release, stored

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    documents = [
        release(
            "harbour",
            datetime(2026, 1, 14),
            "은솔항 재생사업 추진",
            "해온부는 은솔항 재생사업을 추진한다고 14일 밝혔다.\n"
            "은솔항 재생사업의 총사업비는 1,200억원으로 정해졌다.\n"
            "은솔항 재생사업은 어촌 열두 곳을 지원한다.\n2026년 은솔항 후보사업으로 뽑히면 추진이 정해진다.",
        ),
        release(
            "mail",
            datetime(2026, 1, 14),
            "새벽 우편사업 추진",
            "가람부는 새벽 우편사업을 추진한다고 밝혔다.\n새벽 우편사업의 총사업비는 300억원이다.",
        ),
    ]
    with stored(tmp_path_factory.mktemp("asked"), documents) as store:
        yield build_chain(store)


@pytest.mark.parametrize(
    ("question", "says", "figure"),
    [
        ("은솔항 재생사업의 총사업비는 1,200억원인가요?", "yes", "1,200억원"),
        ("은솔항 재생사업 총사업비가 2조원 맞나요?", "no", "1,200억원"),
        ("새벽 우편사업의 총사업비는 1,200억원이죠?", "no", "300억원"),
    ],
)
def test_the_figure_asked_about_is_confirmed_or_corrected(
    chain: AnswerChain, question: str, says: str, figure: str
) -> None:
    reply = chain.invoke(Question(question))
    assert isinstance(reply, Answer)
    assert reply.lead is not None
    assert (reply.lead.says, reply.lead.text) == (says, figure)
    quoted = next(one.quote for one in reply.citations if one.marker == reply.lead.citations[0])
    assert figure in quoted


@pytest.mark.parametrize(
    "question",
    [
        "은솔항 재생사업의 총사업비는 얼마인가요?",
        "은솔항 재생사업을 추진하나요?",
        "은솔항 재생사업의 직원은 40명인가요?",
        "2026년 은솔항 후보사업으로 뽑히면 추진이 정해진 것인가요?",
    ],
)
def test_without_a_figure_that_a_document_decides_nothing_is_said_for_or_against(
    chain: AnswerChain, question: str
) -> None:
    reply = chain.invoke(Question(question))
    assert not isinstance(reply, Answer) or reply.lead is None or reply.lead.says is None
