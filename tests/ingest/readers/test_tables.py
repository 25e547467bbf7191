"""Tables as lines of text: every row can be read alone, and no word of a table is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cells import cells
from ingest.readers.tables import TableCell, told, written


def table(*rows: tuple[str | None, ...], header: int = 0) -> list[TableCell]:
    """A table without spans; None leaves a place out, the first `header` rows are declared to be headers."""
    return [
        TableCell(row, row, column, column, text, header=True if row < header else None)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
        if text is not None
    ]


def span(row: int, row_end: int, column: int, column_end: int, text: str) -> TableCell:
    return TableCell(row, row_end, column, column_end, text)


YEARS = (("사업명", "2023년", "~2023년"), ("통신망 구축", "41,000", "98,500"), ("합계", "52,300", "-"))


def test_a_row_is_told_with_the_headers_of_its_columns() -> None:
    assert written(table(*YEARS)) == [
        "사업명: 통신망 구축 | 2023년: 41,000 | ~2023년: 98,500",
        "사업명: 합계 | 2023년: 52,300 | ~2023년: -",
    ]


def test_the_unit_over_a_table_goes_to_its_figures() -> None:
    rows = written(table(*YEARS), ["□ 연도별 투자계획", "(단위: 백만원)"])
    assert rows[0] == "사업명: 통신망 구축 | 2023년(백만원): 41,000 | ~2023년(백만원): 98,500"


def test_a_unit_does_not_go_to_rates_names_or_years() -> None:
    rows = table(("연도", "사업비", "집행률", "비고"), ("2024", "300", "98", "완료"), ("2025", "410", "95", "추진"))
    assert written(rows, ["(단위: 억원)"])[0] == "연도: 2024 | 사업비(억원): 300 | 집행률: 98 | 비고: 완료"


def test_several_units_belong_to_no_column() -> None:
    assert "(" not in written(table(*YEARS), ["(단위: 명, 백만원)"])[0]


def test_a_unit_in_the_corner_of_the_table_counts_and_is_kept() -> None:
    found = written(table(("사업명 (단위: 억원)", "2023", "2024"), ("통신망", "300", "400")))
    assert found == ["(단위: 억원)", "사업명: 통신망 | 2023(억원): 300 | 2024(억원): 400"]


def test_two_header_rows_are_a_path_and_a_name_that_spans_rows_stands_in_each() -> None:
    found = written(
        [
            span(0, 1, 0, 0, "구 분"),
            span(0, 0, 1, 2, "2023"),
            span(0, 1, 3, 3, "비고"),
            span(1, 1, 1, 1, "국비"),
            span(1, 1, 2, 2, "지방비"),
            span(2, 3, 0, 0, "통신망"),
            span(2, 2, 1, 1, "300"),
            span(2, 2, 2, 2, "40"),
            span(3, 3, 1, 2, "410"),
            span(3, 3, 3, 3, "예정"),
        ]
    )
    assert found == [
        "구분: 통신망 | 2023 > 국비: 300 | 2023 > 지방비: 40",
        "구분: 통신망 | 2023: 410 | 비고: 예정",
    ]


def test_a_declared_header_counts_whatever_it_says() -> None:
    assert written(table(("가온", "나래"), ("다솜", "라온"), header=1)) == ["가온: 다솜 | 나래: 라온"]


def test_names_and_values_that_take_turns_are_pairs() -> None:
    assert written(
        table(("담당부서", "교통과", "책임자", "과장 한가온"), ("연락처", "044-200-0000", "예산", "30억원"))
    ) == [
        "담당부서: 교통과 | 책임자: 과장 한가온",
        "연락처: 044-200-0000 | 예산: 30억원",
    ]
    assert written(table(("사업기간", "2024~2026"), ("위치", "가온구 일원"))) == [
        "사업기간: 2024~2026",
        "위치: 가온구 일원",
    ]


def test_names_with_a_value_each_are_pairs_though_some_rows_are_divided_further() -> None:
    rows = [
        span(0, 0, 0, 1, "요구사항 분류"),
        span(0, 0, 2, 2, "기능 요구사항"),
        span(1, 1, 0, 1, "요구사항 명칭"),
        span(1, 1, 2, 2, "접수 자동화"),
        span(2, 2, 0, 0, "설명"),
        span(2, 2, 1, 1, "정의"),
        span(2, 2, 2, 2, "민원을 나눈다"),
        span(3, 3, 0, 1, "산출 정보"),
        span(3, 3, 2, 2, "설계서"),
    ]
    assert written(rows) == [
        "요구사항 분류: 기능 요구사항",
        "요구사항 명칭: 접수 자동화",
        "설명 | 정의 | 민원을 나눈다",
        "산출 정보: 설계서",
    ]


def test_what_has_no_header_stays_cells() -> None:
    assert written(table(("접수", "⇨", "심사", "⇨ 통보"))) == ["접수 | ⇨ | 심사 | ⇨ 통보"]
    assert written(table(("가온구", "12", "3"), ("나래구", "7", "5"))) == ["가온구 | 12 | 3", "나래구 | 7 | 5"]


def test_a_frame_is_its_paragraphs_and_a_numbered_one_a_heading() -> None:
    assert written(table(("첫 문단이다.\n둘째 문단이다.",))) == ["첫 문단이다.", "둘째 문단이다."]
    assert written(table(("1", "추진 배경"))) == ["1 추진 배경"]


def test_cells_of_several_lines_stay_one_and_parting_signs_part_nothing() -> None:
    rows = written(table(("구분", "내용"), ("운영\n방식", "위탁 | 직영\n(병행)")))
    assert rows == ["구분: 운영 방식 | 내용: 위탁 / 직영 (병행)"]


def test_a_caption_inside_the_table_is_a_line_before_it() -> None:
    rows = [span(0, 0, 0, 2, "< 연도별 계획 >"), *(span(r + 1, r + 1, c, c, t) for r, c, t in _places(YEARS))]
    assert written(rows)[0] == "< 연도별 계획 >"
    assert written(rows)[1].startswith("사업명: 통신망 구축 | 2023년: 41,000")


def _places(rows: tuple[tuple[str, ...], ...]) -> list[tuple[int, int, str]]:
    return [(row, column, text) for row, texts in enumerate(rows) for column, text in enumerate(texts)]


def test_header_words_that_no_row_tells_are_kept() -> None:
    long = "가온구와 나래구의 주민이 함께 쓰는 광역 통신 설비의 유지와 보수 및 관제에 드는 비용"
    assert written(table(("구분", long, "비고"), ("합계", "30", ""), ("국비", "20", ""))) == [
        f"구분 | {long} | 비고",
        "구분: 합계 | 30",
        "구분: 국비 | 20",
    ]


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_that_goes_on_keeps_its_header(repeated: bool) -> None:
    first = told(table(*YEARS), ["(단위: 억원)"])
    rows = (("관제소", "70", "90"), ("방범망", "60", "80"))
    second = told(table(*(YEARS[:1] if repeated else ()), *rows), [], first.header)
    assert second.lines[0] == "사업명: 관제소 | 2023년(억원): 70 | ~2023년(억원): 90"
    assert len(second.lines) == 2


def test_cells_of_a_row_know_label_value_and_unit() -> None:
    row = "사업명: 통신망 | 2023(백만원): 41,000 | 비고"
    found = cells(row)
    assert [(cell.label, cell.value, cell.unit) for cell in found] == [
        ("사업명", "통신망", ""),
        ("2023(백만원)", "41,000", "백만원"),
        ("", "비고", ""),
    ]
    assert all(row[cell.value_start : cell.end] == cell.value for cell in found)


WORD = st.text("가나다라마바사아자차카타파하0123456789.,%-~△ab", min_size=1, max_size=9)
TEXT = st.lists(WORD, max_size=12).map(" ".join)


@st.composite
def tables(draw: st.DrawFn) -> list[TableCell]:
    """Cells that tile a grid, a few of them over several rows and columns."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    found = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            down, across = draw(st.sampled_from([(1, 1)] * 5 + [(2, 1), (1, 2), (2, 3)]))
            covered = [(row + y, column + x) for y in range(down) for x in range(across)]
            if not free.issuperset(covered):
                down, across, covered = 1, 1, [(row, column)]
            free.difference_update(covered)
            text = draw(st.one_of(TEXT, WORD, st.sampled_from(["구분", "2023년", "비고", "1,200", "(단위: 명)"])))
            text = text.replace(" ", draw(st.sampled_from([" ", "\n"])))
            found.append(
                TableCell(
                    row,
                    row + down - 1,
                    column,
                    column + across - 1,
                    text,
                    draw(st.sampled_from([None, None, True, False])),
                )
            )
    return found


@given(tables(), st.sampled_from([(), ("(단위: 백만원)",), ("<표 1> 투자계획", "단위: 억원")]))
def test_no_word_of_a_table_is_lost(found: list[TableCell], above: tuple[str, ...]) -> None:
    said = "".join("\n".join(written(found, above)).split())
    for cell in found:
        for word in cell.text.split():
            assert word in said, (word, written(found, above))
