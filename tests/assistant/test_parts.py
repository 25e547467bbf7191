"""A question that asks several things is taken apart into questions that each stand alone, any other is left whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.questions.splitting import LONGEST, parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "2026년과 2027년 은빛항만 지원 과제 수를 비교해 줘",
            ("2026년 은빛항만 지원 과제 수는?", "2027년 은빛항만 지원 과제 수는?"),
        ),
        ("은빛항만 예산은 26년에서 27년으로 어떻게 바뀌나요?", ("26년 은빛항만 예산은?", "27년 은빛항만 예산은?")),
        ("강원과 제주의 지원 과제 수 차이는?", ("강원 지원 과제 수는?", "제주 지원 과제 수는?")),
        ("2027년 모집 때 알린 과제 수하고 예산은?", ("2027년 모집 때 알린 과제 수는?", "2027년 모집 때 알린 예산은?")),
        ("은빛항만에 드는 국비와 지방비는?", ("은빛항만에 드는 국비는?", "은빛항만에 드는 지방비는?")),
        (
            "별빛도서관과 달빛도서관은 각각 언제 열리나요?",
            ("별빛도서관은 언제 열리나요?", "달빛도서관은 언제 열리나요?"),
        ),
        ("항만형과 어촌형의 한도를 비교해 줘", ("항만형의 한도는?", "어촌형의 한도는?")),
        (
            "은빛항만 사업비는 국비와 지방비 중 어느 쪽이 더 많나요?",
            ("은빛항만 사업비는 국비는?", "은빛항만 사업비는 지방비는?"),
        ),
    ],
)
def test_what_is_asked_of_two_is_asked_of_each(question: str, expected: tuple[str, ...]) -> None:
    assert tuple(part.text for part in parts(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "대학과 기업이 함께하는 과제는 몇 개인가요?",
        "국비와 지방비를 더하면 얼마인가요?",
        "2026년부터 2030년까지 드는 총사업비는?",
        "은빛항만 육성사업의 총사업비는 얼마인가요?",
        "예산 나누는 방식은 예전과 뭐가 달라요?",
        "",
    ],
)
def test_a_question_for_one_thing_stays_whole(question: str) -> None:
    assert parts(question) == ()


def test_a_very_long_question_is_not_taken_apart() -> None:
    assert parts("2026년과 2027년 " + "은빛항만 " * LONGEST + "과제 수를 비교해 줘") == ()


@settings(max_examples=100)
@given(st.text(alphabet="가나과와은는 중의각\n2026년,?", max_size=LONGEST))
def test_any_text_is_two_questions_or_none(text: str) -> None:
    assert len(parts(text)) in {0, 2}


def test_a_part_is_told_from_the_others_by_its_year_place_or_thing() -> None:
    assert [part.label for part in parts("2026년과 2027년 은빛항만 지원 과제 수를 비교해 줘")] == ["2026년", "2027년"]
    assert [part.label for part in parts("은빛항만에 드는 국비와 지방비는?")] == ["국비", "지방비"]
