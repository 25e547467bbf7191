"""Values that change from one document to the next: compared side by side, and not taken for done while planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.answers import Answer, Question
from assistant.chain import AnswerChain, build_chain
from assistant.claims import check
from releases import release, stored

DOCUMENTS = {
    "call": (
        datetime(2025, 1, 30),
        "금빛수로 정비사업 참여 기업 모집",
        "가람부는 금빛수로 정비사업에 참여할 기업을 모집한다고 밝혔다.\n"
        "금빛수로 정비사업은 올해 111개 과제를 지원할 예정이다.",
    ),
    "chosen": (
        datetime(2025, 4, 21),
        "금빛수로 정비사업 2025년 과제 선정",
        "가람부는 2025년 금빛수로 정비사업의 지원 과제 115개를 최종 선정했다.",
    ),
    "next": (
        datetime(2026, 5, 6),
        "금빛수로 정비사업 2026년 과제 선정",
        "가람부는 2026년 금빛수로 정비사업의 지원 과제 306개를 최종 선정했다.",
    ),
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    documents = [release(identity, *told) for identity, told in DOCUMENTS.items()]
    with stored(tmp_path_factory.mktemp("store"), documents) as store:
        yield build_chain(store)


def test_two_years_compared_lead_with_both_values_and_their_difference(chain: AnswerChain) -> None:
    reply = chain.invoke(Question("금빛수로 정비사업 2025년이랑 2026년에 선정된 과제 수 비교해줘"))
    assert isinstance(reply, Answer)
    assert reply.lead is not None
    assert reply.lead.computed
    assert reply.lead.text == "2025년 115개 → 2026년 306개 (+191개)"
    cited = {citation.marker: citation.document_id for citation in reply.citations}
    assert [cited[marker] for marker in reply.lead.citations] == ["chosen", "next"]
    assert [(one.label, one.text, cited[one.citation]) for one in reply.lead.values] == [
        ("2025년", "115개", "chosen"),
        ("2026년", "306개", "next"),
    ]
    assert reply.lead.difference == "+191개"


def test_what_was_planned_is_not_what_was_done(chain: AnswerChain) -> None:
    verdict = check(Question("금빛수로 정비사업은 첫해에 111개 과제를 최종 선정했다."), chain.retriever)
    assert verdict.label == "contradicted"
    assert [one.source for one in verdict.differences] == ["115개"]
    assert [one.document_id for one in verdict.evidence] == ["chosen", "call"]


def test_what_was_planned_is_told_as_planned(chain: AnswerChain) -> None:
    day = datetime(2025, 2, 1).date()
    plan = Question("금빛수로 정비사업은 올해 111개 과제를 지원할 예정이다.", as_of=day)
    assert check(plan, chain.retriever).label == "supported"
    done = check(Question("금빛수로 정비사업은 111개 과제를 선정했다.", as_of=day), chain.retriever)
    assert done.label == "contradicted"
    assert {one.kind for one in done.differences} == {"status"}
