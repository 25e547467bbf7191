"""Which figure of a sentence leads an answer."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.answering.leads import ends_in, repeats, side, told, year_alone
from assistant.facts.extraction import figures
from assistant.models.reader import Ends, Reading
from assistant.questions.analysis import analyse

SILENT = Reading(1.0, 0.5, 0.0, (0, 0), 0.0)
"""Of a reader that tells no short answers."""


def lead(question: str, text: str, reading: Reading = SILENT) -> str:
    found = told(text, figures(text), analyse(question), reading)
    return text[found.candidate.start : found.candidate.end] if found else ""


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("점검에서 의원은 몇 군데 걸렸나요?", "점검에 걸린 곳은 병원 4개소, 의원 9개소, 한의원 2개소이다.", "9개소"),
        ("달빛사업 예산은 얼마야?", "달빛사업은 2026년까지 12개 시군에서 340억원을 들여 한다.", "340억원"),
        ("신청은 언제까지 받나요?", "신청은 5월 7일부터 6월 9일까지 받는다.", "6월 9일까지"),
        ("신청 기간이 언제예요?", "신청은 5월 7일(화)부터 6월 9일(월)까지 받는다.", "5월 7일(화)부터 6월 9일(월)까지"),
        ("시상식 언제 해요?", "시상식은 11월 6일(금) 오후 2시에 연다.", "11월 6일(금) 오후 2시"),
        (
            "달섬 용수사업 총사업비는?",
            "달섬에 물을 대는 데 드는 총 9.2조원의 사업비 중 3.4조원을 가람공사가 투자할 예정임",
            "9.2조원",
        ),
        ("달섬 용수사업 전체 예산 얼마예요?", "총예산 900억원 가운데 300억원을 먼저 쓴다.", "900억원"),
        ("2024년 은빛항만 민원은?", "2022년 598건이던 은빛항만 민원은 2024년 989건으로 약 1.7배 늘었다.", "989건"),
        ("참여율이 몇 퍼센트인가요?", "참여한 학교는 31곳으로 참여율은 62.5%이다.", "62.5%"),
    ],
)
def test_the_figure_asked_for_leads(question: str, text: str, expected: str) -> None:
    assert lead(question, text) == expected


def test_a_beginning_does_not_answer_until_when() -> None:
    text = "가람부는 신청을 7월 1일부터 받는다."
    assert lead("신청은 언제까지 받나요?", text) == ""
    assert lead("신청은 언제부터 받나요?", text).startswith("7월 1일")


def test_of_figures_alike_the_reader_says_which() -> None:
    text = "첫해에는 3곳, 이듬해에는 8곳을 고친다."
    second = (text.index("8곳"), text.index("8곳") + 2)
    ends = Ends(((text.index("3곳"), text.index("3곳") + 2), second), np.array([0.1, 0.9]), np.array([0.1, 0.9]))
    assert lead("몇 곳을 고치나요?", text, Reading(1.0, 0.5, 0.0, second, 0.8, ends=ends)) == "8곳"


def test_a_sentence_without_figures_has_none() -> None:
    assert lead("몇 곳을 고치나요?", "낡은 다리를 고친다.") == ""


def test_a_reading_counts_from_the_sentence_that_was_read_without_its_marker() -> None:
    ends = Ends(((2, 4),), np.array([0.9]), np.array([0.9]))
    reading = Reading(1.0, 0.5, 0.0, (2, 4), 0.8, ends=ends).shifted(2)
    assert reading.likely(0, 2) == pytest.approx((0.9, 0.81))


@pytest.mark.parametrize(
    ("short", "said"),
    [
        ("5년간", True),
        ("5년", True),
        ("3년간", False),
        ("7점", False),
        ("가람시", True),
        ("나래·해솔·다온 등 7건을 치른 세 업체", False),
    ],
)
def test_what_the_question_says_itself_does_not_answer_it(short: str, said: bool) -> None:
    assert repeats(short, analyse("가람시 용역 평가에서 5년간 실적이 7건이면 몇 점이죠?")) is said


def test_the_end_that_is_asked_for_is_told_by_its_particle() -> None:
    ends, begins = analyse("신청은 언제까지예요?"), analyse("신청은 언제부터예요?")
    assert (side(ends), side(begins)) == ("까지", "부터")
    assert side(analyse("축제는 언제부터 언제까지 해요?")) == ""
    period, day = "3월 2일(월)부터 4월 30일까지 모집한다.", "6월 17일(화)에 합격자를 발표한다."
    assert ends_in(period, figures(period), "까지")
    named = "접수 기간은 2월 17일 월요일부터 3월 4일(화요일)까지이다."
    assert ends_in(named, figures(named), "부터")
    assert ends_in(named, figures(named), "까지")
    assert not ends_in(day, figures(day), "까지")


def test_a_year_without_its_unit_is_told_apart() -> None:
    assert year_alone("2026")
    assert not year_alone("2,026")
    assert not year_alone("2026년")
