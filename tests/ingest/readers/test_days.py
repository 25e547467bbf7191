"""A document's day: printed, else in the file's name, else only declared by the file and then no day at all."""

from __future__ import annotations

from datetime import datetime

import pytest

from ingest.readers.dates import in_name, to_the_month
from ingest.readers.source import Day, Reading, day_of
from ingest.readers.text import reading

DAY, MADE = datetime(2024, 1, 15), datetime(2025, 7, 1, 9, 30)


@pytest.mark.parametrize(
    "name",
    [
        "20240115_계획",
        "2024-01-15 계획",
        "계획(240115)",
        "240115_계획",
        "계획 2024.1.15",
        "계획_2024_01_15",
        "2024년 1월 15일 회의",
    ],
)
def test_the_day_in_a_name_is_found(name: str) -> None:
    assert in_name(name) == DAY


@pytest.mark.parametrize("name", ["156372368", "계획", "20241345", "제240115호", "2024 계획", "12345678_자료"])
def test_other_numbers_are_no_days(name: str) -> None:
    assert in_name(name) is None


def test_what_is_printed_holds_and_what_a_file_declares_is_no_day() -> None:
    printed, declared = Reading("", "", published=DAY), Reading("", "", published=MADE, dated="declared")
    assert day_of(printed, "20200101") == Day(DAY, "printed")
    assert day_of(declared, "20240115_계획") == Day(DAY, "name")
    assert day_of(declared, "계획") == Day(None, "declared", MADE)
    assert day_of(Reading("", ""), "계획") == Day(None, "")


@pytest.mark.parametrize(
    ("line", "dated"), [("2026. 1.", "month"), ("2026년 1월", "month"), ("2026. 1. 1.", "printed")]
)
def test_a_month_that_is_printed_without_a_day_is_known_to_the_month(line: str, dated: str) -> None:
    found = reading(f"은솔항 재생 계획\n{line}\n해온부\n은솔항을 고친다.\n", "계획")
    assert (found.published, found.dated) == (datetime(2026, 1, 1), dated)
    assert day_of(found, "계획").dated == dated


def test_a_date_field_may_name_a_month_alone() -> None:
    assert to_the_month("2025년 1월")
    assert to_the_month("2025-01")
    assert not to_the_month("2025-01-24")
    assert not to_the_month("2025년")
