from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts.agreement import agree
from assistant.facts.dates import find
from assistant.facts.extraction import figures

WRITTEN = date(2025, 1, 30)


def normals(text, reference=None):
    return [fact.normal for fact in sorted(find(text, reference), key=lambda fact: fact.start)]


@pytest.mark.parametrize(
    "text",
    ["2025년 1월 24일", "2025. 1. 24.", "'25.1.24(금)", "‘25.1.24일", "2025-01-24", "25. 1. 24.", "25년 1월 24일"],
)
def test_one_day_has_one_normal_form(text):
    assert normals(text) == ["2025-01-24"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("6.25.-28.", ["-----06-25", "-----06-28"]),
        ("7.15~16일", ["-----07-15", "-----07-16"]),
        ("‘24.3.4일 ~ 4.15일", ["2024-03-04", "2024-04-15"]),
        ("2.20.(목)-21.(금)", ["-----02-20", "-----02-21"]),
        ("7월 21~27일", ["-----07-21", "-----07-27"]),
        ("5월 11일·18일·25일", ["-----05-11", "-----05-18", "-----05-25"]),
        ("2024년 12월부터 2025년 2월", ["2024-12", "2025-02"]),
    ],
)
def test_ranges_and_lists_hand_down_what_they_leave_out(text, expected):
    assert normals(text) == [item.replace("-----", "-----") for item in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("지난 24일", "2025-01-24"),
        ("지난 31일", "2024-12-31"),
        ("오는 3일", "2025-02-03"),
        ("올해", "2025"),
        ("내년", "2026"),
        ("지난달", "2024-12"),
        ("상반기", "2025 상반기"),
        ("1/4분기", "2025 1분기"),
        ("12월 3일", "2024-12-03"),
    ],
)
def test_open_dates_are_read_by_the_date_of_the_text(text, expected):
    assert normals(text, WRITTEN) == [expected]


@pytest.mark.parametrize("text", ["20년간", "3일 동안", "2년 연속", "5일 이내"])
def test_a_duration_is_no_date(text):
    assert normals(text) == []


@pytest.mark.parametrize(
    ("text", "expected"), [("오후 2시 30분", "14:30"), ("14:00", "14:00"), ("10시", "10:00?"), ("오전 9시 반", "09:30")]
)
def test_times_of_day(text, expected):
    assert normals(text) == [expected]


def test_an_open_half_of_the_day_agrees_with_either():
    [ten], [evening], [morning] = figures("10시"), figures("오후 10시"), figures("오전 10시")
    assert agree(ten.value, evening.value)
    assert agree(ten.value, morning.value)
    assert not agree(morning.value, evening.value)


@pytest.mark.parametrize(
    ("claim", "source", "same"),
    [
        ("2025년 1월 24일", "1월 24일", True),
        ("1월 24일", "2025년 1월 24일", True),
        ("1월 24일", "1월", False),
        ("2025년", "2025년 1월", True),
        ("2025년 1월 24일", "2024년 1월 24일", False),
        ("상반기", "하반기", False),
        ("8.26", "8월 26일", True),
    ],
)
def test_a_claim_may_be_less_precise_but_never_more(claim, source, same):
    assert agree(figures(claim)[0].value, figures(source)[0].value) is same


@pytest.mark.parametrize(("claim", "source"), [("'13년", "13년 만에"), ("2023년", "23년간"), ("3년도", "3년")])
def test_a_year_is_no_duration(claim, source):
    assert not agree(figures(claim)[0].value, figures(source)[0].value)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2059, 12, 31)))
def test_every_spelling_of_a_day_agrees(day):
    spellings = (
        f"{day.year}년 {day.month}월 {day.day}일",
        f"{day.year}. {day.month}. {day.day}.",
        f"'{day.year % 100:02d}.{day.month}.{day.day}(월)",
        day.isoformat(),
    )
    assert {normals(text)[0] for text in spellings} == {day.isoformat()}


def test_the_year_before_that_a_figure_is_compared_with_is_not_the_one_before_the_document():
    # A report of November 2021 on 2020 means 2019.
    assert normals("전년 대비 7.8%p 감소", WRITTEN) == []


@pytest.mark.parametrize("text", ["공개는 1일 2회다.", "1주 평균 6일 일한다.", "1일 8시간 일한다.", "3일마다 모인다."])
def test_how_often_is_no_day(text: str) -> None:
    assert [fact.kind for fact in figures(text, date(2025, 3, 4))].count("date") == 0


def test_a_day_of_this_or_the_next_month_is_read_by_its_word():
    assert normals("이달 28일부터 내달 5일까지", date(2024, 8, 26)) == ["2024-08-28", "2024-09-05"]
    assert normals("다음 달 3일", date(2024, 12, 26)) == ["2025-01-03"]


def test_a_day_without_its_word_is_told_by_its_weekday():
    assert normals("10월 21일(월)부터 10월 25(금)까지", WRITTEN) == ["2024-10-21", "2024-10-25"]
    assert normals("3월 5 (월 1회)", WRITTEN) == ["2025-03"]
