"""What a document says of another company is shown as the nearest passage at most, and leads no answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.answers import Answer, Question
from assistant.chain import AnswerChain, build_chain
from releases import release, stored

DOCUMENTS = {
    "cost": (
        datetime(2025, 3, 4),
        "한빛전자 안마기 회수",
        "한빛전자는 안마기를 회수하는 데 비용 34억 원을 쓴다.",
    ),
    "other": (
        datetime(2025, 3, 5),
        "새롬물산 안마기 회수",
        "새롬물산은 안마기를 무상으로 바꾸어 준다. 회수는 3월부터 한다.",
    ),
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    documents = [release(identity, *told) for identity, told in DOCUMENTS.items()]
    with stored(tmp_path_factory.mktemp("store"), documents) as store:
        yield build_chain(store)


def test_the_company_asked_about_is_answered_with_its_figure(chain: AnswerChain) -> None:
    reply = chain.invoke(Question("한빛전자가 안마기 회수에 쓰는 비용은 얼마야?"))
    assert isinstance(reply, Answer)
    assert reply.lead is not None
    assert reply.lead.text == "34억 원"
    assert not reply.nearest


def test_the_figure_of_another_company_leads_no_answer(chain: AnswerChain) -> None:
    reply = chain.invoke(Question("새롬물산이 안마기 회수에 쓰는 비용은 얼마야?"))
    assert not isinstance(reply, Answer) or (reply.nearest and reply.lead is None)
