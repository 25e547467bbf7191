"""An answer is made of what a document says itself, not of a report that it answers nor of a form's blanks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.answering.sentences import collect
from assistant.answers import Question
from assistant.chain import AnswerChain, build_chain
from releases import release, stored

pytestmark = pytest.mark.integration

CLAIM = "은솔항 취수지점은 기존 3곳에서 13곳으로 늘어났음"


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    documents = [
        release(
            "rebuttal",
            datetime(2025, 2, 28),
            "(설명) 은솔항 취수지점을 나누어 지하수위를 지키겠음",
            f"보도 내용\n{CLAIM}\n- 주민들은 취수 지역만 넓혔다며 반발\n설명 내용\n"
            "은솔항 취수지점은 9곳으로 나누는 방안을 검토하고 있음\n주민설명회를 열어 소통하고 있음\n",
        ),
        release(
            "form",
            datetime(2025, 3, 2),
            "달빛천 정비 용역 제안요청서",
            "달빛천 정비 용역은 해온부가 맡긴다.\n달빛천 정비 용역의 사업비는 000백만원이다.\n",
        ),
    ]
    with stored(tmp_path_factory.mktemp("own"), documents) as store:
        yield build_chain(store)


def test_what_was_reported_is_not_told_as_true(chain: AnswerChain) -> None:
    reply = chain.invoke("은솔항 취수지점은 몇 곳인가요?")
    assert all(CLAIM not in sentence.text for sentence in getattr(reply, "sentences", ()))


def test_what_was_reported_is_marked_except_where_reports_are_asked_about(chain: AnswerChain) -> None:
    passages = chain.retrieve(Question("은솔항 취수지점은 몇 곳인가요?"))
    for reports in (False, True):
        told = {one.text: one.repeated for one in collect(passages, {}, reports=reports)}
        assert told[CLAIM] is not reports
        assert not told["은솔항 취수지점은 9곳으로 나누는 방안을 검토하고 있음"]


def test_no_answer_rests_on_a_blank(chain: AnswerChain) -> None:
    reply = chain.invoke("달빛천 정비 용역의 사업비는 얼마인가요?")
    assert "000백만원" not in " ".join(one.quote for one in reply.citations)
