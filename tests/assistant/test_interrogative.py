"""Questions made from what a document states."""

from __future__ import annotations

import pytest

from assistant.korean.interrogative import suggested


@pytest.mark.parametrize(
    ("sentence", "question", "figure"),
    [
        ("지역 연구개발 예산은 모두 1조 445억원이다.", "지역 연구개발 예산은 얼마입니까?", "1조 445억원"),
        (
            "  ○ 선정된 기업의 연구개발 집약도는 평균 11.7%로 나타났다.",
            "선정된 기업의 연구개발 집약도는 얼마입니까?",
            "11.7%",
        ),
        ("□ 달빛천 정비 신청 기간은 3월 2일부터 4월 30일까지다.", "달빛천 정비 신청 기간은 언제입니까?", "3월 2일"),
        ("은솔항 재생사업의 총사업비는 5년간 300억원이다.", "은솔항 재생사업의 총사업비는 얼마입니까?", "300억원"),
        ("은솔항 참여 인원은 총 120명입니다.", "은솔항 참여 인원은 몇 명입니까?", "120명"),
    ],
)
def test_a_sentence_that_says_plainly_how_much_makes_a_question(sentence: str, question: str, figure: str) -> None:
    made = next(suggested("", sentence))
    assert (made.question, made.figure) == (question, figure)


@pytest.mark.parametrize(
    "sentence",
    [
        "이 사업의 예산은 3억원이다.",
        "기업과 함께하는 5억원의 과제가 있다.",
        "예산은 3억원이다.",
        "새 과제의 선정 결과는 다음 달에 나온다.",
        "기초연구에는 지금까지 가장 많은 2조 원이 들어간다.",
        "선정된 기업은 2년간 최대 10억원을 지원받는다.",
        "",
    ],
)
def test_what_has_no_subject_or_says_something_else_of_it_makes_none(sentence: str) -> None:
    assert list(suggested("", sentence)) == []


def test_a_name_in_quotation_marks_is_asked_about() -> None:
    assert [one.question for one in suggested("해온부, ‘은솔항 상상누리’ 공모 실시", "")] == [
        "은솔항 상상누리는 무엇입니까?"
    ]
    assert list(suggested("해온부, ‘더 나은 내일을 연다’", "")) == []


def test_a_topic_is_asked_about_under_the_programme_of_its_title() -> None:
    made = [one.question for one in suggested("은솔항 재생사업 추진", "공고한 품목은 342개이다. 예산은 3억원이다.")]
    assert made == ["은솔항 재생사업에서 공고한 품목은 몇 개입니까?", "은솔항 재생사업은 무엇입니까?"]


@pytest.mark.parametrize(
    "title",
    [
        "한파 대비 근로자 건강보호 대책 발표",
        "전자제품법 등 3개 은솔법 시행령 개정",
        "공고 등 후속 지원 계획",
    ],
)
def test_a_title_that_gives_no_name_whole_makes_no_question(title: str) -> None:
    assert list(suggested(title, "공고한 품목은 342개이다.")) == []


def test_when_is_asked_only_of_what_has_a_day() -> None:
    assert list(suggested("", "해온부 자연보전국장은 2월 3일이다.")) == []
