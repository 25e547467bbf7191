"""Rows of a document's text drawn as tables again."""

from ui.page.documents.tables import tables
from ui.page.evidence.panel import quoted


def test_rows_with_labels_make_a_table_with_one_header() -> None:
    (shown,) = tables(
        ["사업명: 통신망 | 2023(억원): 300 | 비고: 완료", "사업명: 관제소 | 2022(억원): 40 | 2023(억원): 70"]
    )
    assert '<tr><th scope="col">사업명</th>' in shown
    assert shown.count("<th ") == 4
    assert "<td>통신망</td><td></td><td>300</td><td>완료</td>" in shown
    assert "<td>관제소</td><td>40</td><td>70</td><td></td>" in shown


def test_a_cell_over_several_columns_is_over_them_again() -> None:
    (shown,) = tables(["과제: 가 | 2023: 구축 | 2024: 확대", "과제: 나 | 2023, 2024: 운영"])
    assert '<td>나</td><td colspan="2">운영</td>' in shown


def test_rows_that_share_no_column_are_two_tables() -> None:
    assert len(list(tables(["구분: 가 | 값: 1", "이름: 나 | 나이: 2", "다 | 라", "마 | 바"]))) == 3


def test_the_cell_that_answers_is_set_off_in_its_row() -> None:
    row = "사업명: 통신망 | 2023(억원): 300"
    start = row.index("300")
    assert "".join(quoted(row, (start, start + 3))) == '사업명: 통신망 | 2023(억원): <b class="cell">300</b>'
