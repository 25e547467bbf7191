"""What lacks the form that a question asks for does not answer it."""

from __future__ import annotations

import pytest

from assistant.questions.analysis import analyse
from assistant.questions.demands import unmet


@pytest.mark.parametrize(
    ("question", "lacking", "showing"),
    [
        (
            "은빛항만에서 뽑힌 사업 이름이 뭐야?",
            "해온부는 은빛항만에서 낸 사업을 후보로 골랐다.",
            "해온부는 은빛항만의 '물길 잇기'를 후보로 골랐다.",
        ),
        ("물길평가는 몇 점부터 합격인가요?", "물길평가는 0~100점으로 매긴다.", "물길평가는 70점 이상이면 합격이다."),
        ("조사는 얼마 이상이면 받나요?", "총사업비는 500억원이다.", "총사업비 500억원 이상인 사업이 받는다."),
        ("은빛항만센터 전화번호 좀", "은빛항만센터는 항구 앞에 있다.", "문의는 044-123-4567로 한다."),
        (
            "은빛항만 조성의 시비는 얼마인가요?",
            "사업비 230억원 가운데 국비는 115억원이다.",
            "국비 50%, 시비 35%로 나눈다.",
        ),
        ("은빛항만 조성에서 국비 비율은 몇 %인가요?", "시비는 35%이다.", "재원 | 50% | 35%"),
        ("조사는 항만법 몇 조에 따르나요?", "조사는 항만법에 따른다.", "조사는 항만법 제12조에 따른다."),
    ],
)
def test_an_answer_has_the_form_that_is_asked_for(question: str, lacking: str, showing: str) -> None:
    assert unmet(analyse(question), lacking)
    assert not unmet(analyse(question), showing)


def test_a_question_without_such_a_form_demands_nothing() -> None:
    for question in (
        "은빛항만 육성사업은 누가 맡나요?",
        "총사업비는 얼마인가요?",
        "국비 지원을 받는 곳은 어디인가요?",
        "선장의 이름은?",
    ):
        assert not unmet(analyse(question), "아무 말")
