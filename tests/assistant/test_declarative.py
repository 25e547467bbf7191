"""Yes/no questions told from others, and written as statements."""

from __future__ import annotations

import pytest

from assistant.korean.declarative import statement


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("별빛항 정비사업의 총사업비는 2조원인가요?", "별빛항 정비사업의 총사업비는 2조 원이다."),
        ("올해 과제 120개가 선정됐나요?", "올해 과제 120개가 선정됐다."),
        ("중견기업도 신청할 수 있습니까?", "중견기업도 신청할 수 있다."),
        ("가람시도 후보지로 뽑혔죠?", "가람시도 후보지로 뽑혔다."),
        ("사업은 내년에 시작하나?", "사업은 내년에 시작한다."),
        ("과제가 120개로 늘어난 게 맞나요?", "과제가 120개로 늘어난 것이다."),
        ("총사업비가 300억원 맞아요?", "총사업비가 300억 원이다."),
        ("조사를 면제받았다는데 맞나요?", "조사를 면제받았다."),
        ("교육은 돈을 내고 받는 건가요?", "교육은 돈을 내고 받는 거다."),
    ],
)
def test_a_yes_or_no_question_becomes_the_statement_it_asks_about(question: str, expected: str) -> None:
    assert statement(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "총사업비는 얼마인가요?",
        "어느 도시가 뽑혔나요?",
        "왜 늦어졌나요?",
        "신청 방법을 알려줘",
        "예산이 확정되지 않았나요?",
        "저는 농부입니다. 지원금을 받을 수 있나요?",
        "총사업비",
        "",
        "?",
        "Is the budget fixed?",
    ],
)
def test_what_asks_for_anything_else_or_in_the_negative_or_of_oneself_gives_none(question: str) -> None:
    assert statement(question) == ""
