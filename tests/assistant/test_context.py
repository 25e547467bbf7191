"""A sentence is shown with what it leans on: the day its words of time mean, the sentence before it, its notes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.answers import Answer
from assistant.chain import AnswerChain, build_chain
from releases import release, stored

TEXT = (
    "가람부는 물결기금 운용 방안을 발표했다.\n"
    "물결기금은 올해 말까지 7개 기관*이 함께 운용한다.\n"
    "* 7개 기관 : 가람부, 나래부, 다솜청, 라온청, 마루원, 바다원, 사슴원\n"
    "물결기금 심사단은 20일(일) 첫 회의를 열었다.\n"
    "가람부는 물결기금 상담 창구를 전국 열두 곳에 둔다.\n"
    "이에 따라 물결기금 신청 서류는 석 장으로 줄어든다."
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    documents = [release("wave", datetime(2025, 4, 21), "물결기금 운용 방안", TEXT)]
    with stored(tmp_path_factory.mktemp("store"), documents) as store:
        yield build_chain(store)


def shown(chain: AnswerChain, question: str, holding: str) -> tuple[dict[str, str], list[str]]:
    """Return what is resolved in the sentence of the answer that holds some words, and the quotes beside it."""
    reply = chain.invoke(question)
    assert isinstance(reply, Answer)
    sentence = next(one for one in reply.sentences if holding in one.text)
    quotes = {one.marker: one.quote for one in reply.citations}
    return {one.text: one.meaning for one in sentence.resolved}, [quotes[marker] for marker in sentence.beside]


def test_words_of_time_are_read_from_the_day_of_the_document(chain: AnswerChain) -> None:
    assert shown(chain, "물결기금은 몇 개 기관이 운용하나요?", "7개 기관")[0] == {"올해": "2025년"}
    resolved, _ = shown(chain, "물결기금 심사단은 언제 첫 회의를 열었나요?", "첫 회의")
    assert resolved == {"20일(일)": "2025년 4월 20일"}


def test_the_note_behind_an_asterisk_comes_with_its_sentence(chain: AnswerChain) -> None:
    _, quotes = shown(chain, "물결기금은 몇 개 기관이 운용하나요?", "7개 기관")
    assert [quote.removeprefix("* ") for quote in quotes] == [
        "7개 기관 : 가람부, 나래부, 다솜청, 라온청, 마루원, 바다원, 사슴원"
    ]


def test_a_sentence_that_points_back_brings_the_one_before(chain: AnswerChain) -> None:
    _, quotes = shown(chain, "물결기금 신청 서류는 어떻게 줄어드나요?", "석 장")
    assert quotes == ["가람부는 물결기금 상담 창구를 전국 열두 곳에 둔다."]


def test_a_sentence_that_stands_alone_is_shown_alone(chain: AnswerChain) -> None:
    assert shown(chain, "물결기금 상담 창구를 전국에 몇 군데 두나요?", "열두 곳") == ({}, [])
