"""What a form leaves to be filled in states nothing."""

import pytest

from assistant.facts.blanks import unfilled


@pytest.mark.parametrize(
    "text",
    [
        "총사업비는 000백만원이다",
        "예정가격 0,000천원",
        "접수 기간은 00월 00일까지",
        "협약일부터 20  년   월   일까지",
        "2025년 ○월 ○일 개최",
        "참석 인원은 (    )명",
        "선정 기업 □□개",
        "계약금액 ____원",
    ],
)
def test_a_figure_that_is_still_to_be_filled_in_is_a_blank(text: str) -> None:
    assert unfilled(text)


@pytest.mark.parametrize(
    "text",
    [
        "○ 월 1회 점검한다",
        "□ 명단을 확인한다",
        "○○업체는 5억원을 받았다",
        "행사는 00시에 시작한다",
        "'00년 이후 1,200,000원",
        "총 2000명이 참석했다",
        "생년월일을 적는다",
        "○○일보가 보도했다",
    ],
)
def test_bullets_names_left_out_and_round_figures_are_none(text: str) -> None:
    assert not unfilled(text)


def test_on_a_form_a_name_left_out_is_a_blank_too() -> None:
    assert unfilled("대표자는 ○○○로 한다", ("[별지 제2호 서식] 협정서",))
    assert not unfilled("대표자는 ○○○로 한다", ("1. 사업 개요",))
