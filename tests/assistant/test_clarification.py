"""A greeting is greeted, and a question that could mean several programmes is asked back with the choices."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant.answers import Answer, Clarification, Question
from assistant.chain import AnswerChain, build_chain
from assistant.korean.greetings import greets
from releases import release, stored

TEXTS = {
    "새싹바우처 지원 기업 모집": "가람부는 새싹바우처 사업에 올해 30억원을 투입한다.",
    "물결바우처 지원 기업 모집": "가람부는 물결바우처 사업에 올해 70억원을 투입한다.",
    "솔바람 도서관 개관": "가온시는 솔바람 도서관을 3월 2일에 연다.",
}


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnswerChain]:
    documents = [release(title, datetime(2025, 1, 24), title, text) for title, text in TEXTS.items()]
    with stored(tmp_path_factory.mktemp("store"), documents) as store:
        yield build_chain(store)


@pytest.mark.parametrize(
    "text", ["안녕하세요!", "안녕 반가워요", "hello", "여기서 뭘 물어볼 수 있어요?", "고맙습니다."]
)
def test_a_greeting_is_greeted(chain: AnswerChain, text: str) -> None:
    reply = chain.invoke(text)
    assert isinstance(reply, Clarification)
    assert reply.about == "greeting"


@pytest.mark.parametrize("text", ["안녕하세요 솔바람 도서관은 언제 여나요?", "도서관", "", "고마워요 카드 예산은?"])
def test_a_question_is_no_greeting_however_polite(text: str) -> None:
    assert not greets(text)


def test_a_name_that_two_programmes_share_is_asked_back_with_both(chain: AnswerChain) -> None:
    reply = chain.invoke("바우처 사업 올해 예산은 얼마야?")
    assert isinstance(reply, Clarification)
    assert reply.about == "which"
    assert set(reply.choices) == {"새싹바우처 사업 올해 예산은 얼마야?", "물결바우처 사업 올해 예산은 얼마야?"}


def test_a_choice_is_answered(chain: AnswerChain) -> None:
    reply = chain.invoke(Question("물결바우처 사업 올해 예산은 얼마야?"))
    assert isinstance(reply, Answer)
    assert "70억원" in reply.text
