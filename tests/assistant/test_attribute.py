"""Two sentences disagree on a figure only where both give it for the same thing."""

from __future__ import annotations

import pytest

from assistant.grounding.attribute import other_value

COST = "은솔항 재생사업의 총사업비는 1,200억원으로 정해졌다."


@pytest.mark.parametrize(
    ("sentence", "value", "rival", "other"),
    [
        (COST, "1,200억원", "은솔항 재생사업 총사업비: 5조원", "5조원"),
        (COST, "1,200억원", "은솔항 재생사업 | 총사업비 | 5조원", "5조원"),
        ("신청 마감일은 2026년 3월 3일이다.", "2026년 3월 3일", "신청 마감일은 2026년 4월 3일이다.", "2026년 4월 3일"),
        ("올해 40개 기업을 새로 고른다.", "40개", "올해 52개 기업을 새로 고른다.", "52개"),
    ],
)
def test_another_value_of_the_same_thing_is_one(sentence: str, value: str, rival: str, other: str) -> None:
    assert other_value(sentence, value, rival, other)


@pytest.mark.parametrize(
    ("sentence", "value", "rival", "other"),
    [
        (COST, "1,200억원", "은솔항 재생사업의 올해 예산은 90억원이다.", "90억원"),
        (COST, "1,200억원", "총사업비는 900억원에서 1,200억원으로 늘었다.", "900억원"),
        ("비수도권 14개 시·도를 돕는다.", "14개", "비수도권 기업의 926개 품목을 돕는다.", "926개"),
        ("총 83개 차종 102,254대를 시정한다.", "83개", "총 15개 차종 8,482대를 시정한다.", "15개"),
        ("| 합계 | 115개 | 580억원 |", "115개", "| 합계 | 14개 | 7개 |", "14개"),
    ],
)
def test_a_figure_of_another_thing_or_matter_is_none(sentence: str, value: str, rival: str, other: str) -> None:
    assert not other_value(sentence, value, rival, other)
