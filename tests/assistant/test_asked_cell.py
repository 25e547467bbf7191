"""Which cell of a table's row answers, and what unit its figure has."""

import pytest

from assistant.answering.asked_cell import asked, naming, value
from assistant.facts.extraction import figures
from assistant.questions.analysis import analyse

ROW = (
    "사업명: 자율주행 기반 구축 | 계(백만원): 132,850 | 2022년(백만원): 21,350"
    " | 2023년(백만원): 41,000 | ~2023년(백만원): 62,350"
)
NOWHERE = (0, 0)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("자율주행 기반 구축에 2023년에 얼마 투자해?", "41,000백만원"),
        ("자율주행 기반 구축에 22년에는 얼마 들어?", "21,350백만원"),
        ("자율주행 기반 구축에 2023년까지 얼마 들어가?", "62,350백만원"),
        ("자율주행 기반 구축은 모두 얼마야?", "132,850백만원"),
    ],
)
def test_the_column_that_the_question_names_answers(question: str, told: str) -> None:
    cell = asked(analyse(question), ROW, NOWHERE)
    assert cell is not None
    assert value(ROW, cell) == told


def test_no_cell_answers_for_a_year_that_the_table_has_not() -> None:
    assert asked(analyse("자율주행 기반 구축에 2025년에 얼마 투자해?"), ROW, (30, 60)) is None


def test_the_column_is_found_by_its_name_and_the_row_by_its_own() -> None:
    row = "구분: 중 | 학교수: 92 | 학생수: 42,652 | 식품비(천원): 31,087 | 인건비(천원): 22,699"
    other = row.replace("구분: 중", "구분: 고")
    total = row.replace("구분: 중", "구분: 합계")
    question = analyse("중학교 급식 인건비는 얼마나 돼?")
    cell = asked(question, row, NOWHERE)
    assert cell is not None
    assert value(row, cell) == "22,699천원"
    assert naming(question, row) > naming(question, other) > naming(question, total)


def test_the_total_under_a_name_is_what_the_name_asks_for() -> None:
    row = "구분: 초 | 합계: 93 | 식품비 > 계: 38 | 식품비 > 시: 18 | 식품비 > 구: 20 | 운영비 > 계: 5 | 운영비 > 시: 3"
    cell = asked(analyse("초등학교 식품비는 얼마야?"), row, NOWHERE)
    assert cell is not None
    assert cell.value == "38"


def test_the_reader_decides_between_columns_that_are_named_alike() -> None:
    row = "구분: 교육 | 1회차: 30명 | 2회차: 45명"
    at = row.index("45명")
    cell = asked(analyse("교육에 몇 명 왔어?"), row, (at, at + 3))
    assert cell is not None
    assert cell.value == "45명"
    assert asked(analyse("교육에 몇 명 왔어?"), row, NOWHERE) is None


def test_a_bare_number_has_the_unit_of_its_column_or_of_its_row() -> None:
    found = {fact.text: (fact.kind, str(fact.value)) for fact in figures(ROW)}
    assert found["41,000"] == ("amount", "41000000000원")
    assert found["2023년"] == ("date", "2023")
    found = {fact.text: str(fact.value) for fact in figures("지표: 전환율(%) | 2023: 10 | 2024: 3개")}
    assert found == {"2023": "2023", "10": "10%", "2024": "2024", "3개": "3개"}
    found = {
        fact.text: str(fact.value) for fact in figures("사업: 둑 보강 | 투자(백만원) > 2026: 40 | 국비(잠정) > 2026: 7")
    }
    assert (found["40"], found["7"]) == ("40000000원", "7")
    assert all(ROW[fact.start : fact.end] == fact.text for fact in figures(ROW))
