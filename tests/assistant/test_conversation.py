"""A follow-up takes from the conversation what it leaves out, and nothing that nobody said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.extractive import compose
from assistant.answers import Question, Refusal
from assistant.korean.names import subject
from assistant.questions.followups import Rewriter, faithful, leans

BUDGET = "2025년 경북의 해맑은강 정비사업 예산은 얼마인가요?"
PORT = "은빛항만 육성사업은 언제 시작하나요?"
CENTRE = "가람연구센터는 무엇을 하나요?"


def resolved(text: str, *history: str) -> str:
    return Rewriter().resolve(Question(text, history=history)).text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("그럼 전남은?", "2025년 전남의 해맑은강 정비사업 예산은 얼마인가요?"),
        ("2026년은?", "2026년 경북의 해맑은강 정비사업 예산은 얼마인가요?"),
        ("그 사업의 지원 대상은?", "해맑은강 정비사업의 지원 대상은?"),
        ("그건 언제 끝나나요?", "해맑은강 정비사업은 언제 끝나나요?"),
        ("지원 대상은?", "2025년 경북 해맑은강 정비사업의 지원 대상은?"),
        ("왜요?", "2025년 경북의 해맑은강 정비사업 예산은 왜요?"),
        ("언제 확정됐나요?", "2025년 경북의 해맑은강 정비사업 예산은 언제 확정됐나요?"),
    ],
)
def test_what_a_follow_up_leaves_out_is_carried_over(text: str, whole: str) -> None:
    assert resolved(text, BUDGET) == whole


@pytest.mark.parametrize(
    "text",
    [
        "별빛도서관 확충사업의 총사업비는 얼마인가요?",
        "가온부가 지난달 발표한 달무리 수로의 시범 운영 지역은 어디인가요?",
    ],
)
def test_a_question_about_something_else_is_left_alone(text: str) -> None:
    assert Rewriter().resolve(Question(text, history=(BUDGET,))) == Question(text, history=(BUDGET,))


def test_a_year_of_before_is_not_carried_beside_a_new_one() -> None:
    text = resolved("둑 보강 2028년 투자액이 얼마죠?", "산책로 조성에 2027년에 얼마 들어가요?")
    assert "2028년" in text
    assert "2027년" not in text


def test_a_question_with_its_own_place_that_names_the_matter_again_stands_alone() -> None:
    before = "귀농 가구 중에 청년이 가장인 비중이 2024년에 몇 퍼센트였나요?"
    alone = "2025년에 전남에서 귀농 가구가 몇 가구 늘었습니까?"
    assert resolved(alone, before) == alone


def test_a_place_asked_about_something_else_of_the_programme_takes_its_name_alone() -> None:
    before = "해맑은강 정비사업은 2026년에 얼마를 쓰나요?"
    assert resolved("전남 지원 대상은 누구인가요?", before) == "2026년 해맑은강 정비사업의 전남 지원 대상은 누구인가요?"


def test_a_new_topic_loses_only_its_connective() -> None:
    assert resolved("근데 솔바람 전략은 무엇인가요?", BUDGET) == "솔바람 전략은 무엇인가요?"


def test_a_pointing_word_finds_the_latest_of_its_kind() -> None:
    assert resolved("그 센터는 어디에 있나요?", CENTRE, BUDGET) == "가람연구센터는 어디에 있나요?"
    assert resolved("그 사업의 지원 대상은?", BUDGET, CENTRE) == "해맑은강 정비사업의 지원 대상은?"


def test_follow_ups_of_follow_ups_keep_what_each_of_them_changed() -> None:
    whole = "2026년 전남의 해맑은강 정비사업 예산은 얼마인가요?"
    assert resolved("그럼 2026년은?", BUDGET, "그럼 전남은?") == whole


def test_what_was_typed_is_kept_beside_what_was_understood() -> None:
    typed = Question("그럼 전남은?", as_of=date(2025, 5, 1), id="7", history=(BUDGET,))
    question = Rewriter().resolve(typed)
    assert question.asked == "그럼 전남은?"
    assert (question.as_of, question.id, question.history) == (typed.as_of, typed.id, typed.history)


def test_the_subject_of_a_refused_question_carries_over() -> None:
    refused = compose(Question("달빛공원 지원사업의 예산은 얼마인가요?"), [], {}, date(2025, 5, 1))
    assert isinstance(refused, Refusal)
    assert resolved("그 사업은 언제 끝나나요?", refused.question.text) == "달빛공원 지원사업은 언제 끝나나요?"


def test_the_subject_is_the_name_as_written() -> None:
    assert subject("해온부 바다숲 조성 계획을 알려 주세요") == "해온부 바다숲 조성 계획"
    assert [subject(text) for text in ("이 사업은?", "신규 사업은?", "무엇을 하나요?")] == ["", "", ""]
    assert not leans(PORT)
    assert leans("이 사업은?")


GOOD = "전남의 해맑은강 정비사업 예산은 얼마인가요?"


@pytest.mark.parametrize(
    "unfaithful",
    [
        "2026년 전남의 해맑은강 정비사업 예산은 얼마인가요?",
        "전남의 해맑은강 정비사업 예산 300억원은 얼마인가요?",
        "제주의 해맑은강 정비사업 예산은 얼마인가요?",
        "전남의 달무리 수로 단장 예산은 얼마인가요?",
        "",
    ],
)
def test_a_rewriting_that_brings_in_what_nobody_said_is_refused(unfaithful: str, scripted) -> None:
    question = Rewriter(scripted(unfaithful)).resolve(Question("그럼 전남은?", history=(BUDGET,)))
    assert not faithful(unfaithful, (BUDGET, "그럼 전남은?"))
    assert question.text == resolved("그럼 전남은?", BUDGET)


def test_a_faithful_rewriting_is_taken_without_quotes_and_afterthoughts(scripted) -> None:
    model = scripted(f"“{GOOD}”\n앞 질문에서 지역만 바꿨습니다.")
    question = Rewriter(model).resolve(Question("그럼 전남은?", history=(BUDGET,)))
    assert (question.text, question.asked) == (GOOD, "그럼 전남은?")
    assert BUDGET in str(model.chat.shown[0][-1].content)


def test_the_model_is_asked_only_about_questions_that_lean(scripted) -> None:
    model = scripted(GOOD)
    Rewriter(model).resolve(Question("별빛도서관 확충사업의 총사업비는 얼마인가요?", history=(BUDGET,)))
    Rewriter(model).resolve(Question("그럼 전남은?"))
    assert model.chat.shown == []


@settings(deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_can_be_asked_at_any_point(text: str, history: list[str]) -> None:
    alone = Question(text)
    assert Rewriter().resolve(alone) is alone
    question = Rewriter().resolve(Question(text, history=tuple(history)))
    assert question.asked == ("" if question.text == text else text)


def test_a_subject_ends_where_the_asking_begins() -> None:
    assert resolved("신청은 언제까지예요?", "은솔축제 봉사자 몇 명 뽑아요?") == "은솔축제 봉사자의 신청은 언제까지예요?"
