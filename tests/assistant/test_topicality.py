"""A question about a matter that no document is about is refused, however like its form what a document says is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from assistant.answering import topicality
from assistant.answers import Answer, Question, Refusal
from assistant.chain import AnswerChain, build_chain
from ingest.embedding import load
from releases import release, stored

DOCUMENTS = {
    "feed": (
        datetime(2025, 3, 4),
        "가축 먹이 안전관리 강화",
        "먹이 제조업을 물려받고도 신고하지 않으면 과태료 700만 원을 물린다. 개정 규칙은 7월 1일부터 시행한다.",
    ),
    "school": (
        datetime(2025, 3, 5),
        "마을 돌봄 교실 확대",
        "마을 돌봄 교실을 올해 120곳에서 150곳으로 늘린다. 이용 시간은 저녁 8시까지다.",
    ),
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    documents = [release(identity, *told) for identity, told in DOCUMENTS.items()]
    with stored(tmp_path_factory.mktemp("store"), documents, load()) as store:
        yield build_chain(store)


@pytest.mark.parametrize(
    "text",
    [
        "전동 킥보드 안전모 안 쓰면 과태료가 얼마야?",
        "해외 직구 통관 신고를 빠뜨리면 과태료 얼마 나와요?",
        "항공기 지연 보상은 언제부터 시행되나요?",
    ],
)
def test_another_matter_is_refused(chain: AnswerChain, text: str) -> None:
    reply = chain.invoke(Question(text))
    assert isinstance(reply, Refusal)
    assert reply.reason == "not_found"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("먹이 제조업 물려받고 신고 안 하면 과태료가 얼마야?", "700만 원"),
        ("돌봄 교실은 몇 시까지 이용할 수 있어?", "저녁 8시"),
    ],
)
def test_the_matter_of_a_document_is_answered(chain: AnswerChain, text: str, told: str) -> None:
    reply = chain.invoke(Question(text))
    assert isinstance(reply, Answer)
    assert told in reply.sentences[0].text


@pytest.mark.parametrize("more", [{"relevance": 1.0}, {"words": 0.6}, {"nearness": 0.9}])
def test_relevance_words_and_nearness_each_speak_for_the_matter(more: dict[str, float]) -> None:
    found = topicality.Features(relevance=0.1, words=0.2, nearness=0.84)
    assert topicality.probability(replace(found, **more)) > topicality.probability(found)


def test_the_cosine_of_an_unknown_embedding_says_nothing() -> None:
    assert topicality.probability(topicality.Features(0.8, 0.7, None)) > topicality.SURELY
