"""Small PDFs made here: a cover, an outline whose sentences break over lines and pages, a ruled table."""

import random
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pylopdf_fonts_ko
import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from fpdf.fonts import FontFace

from ingest.documents import SourceDocument
from ingest.errors import DamagedDocument, EncryptedDocument, ReadError, UnreadableText
from ingest.readers import read
from ingest.readers.pdf.legibility import legible
from ingest.readers.pdf.words import Words

FONT = Path(pylopdf_fonts_ko.__file__).parent / "NotoSansKR-Regular.otf"
NEXT = {"new_x": "LMARGIN", "new_y": "NEXT"}
ROWS = (("과제", "계", "2025", "2026"), ("통신망", "300", "100", "200"), ("관제소", "70", "30", "40"))
LONG = (
    "섬마을 우편을 드론으로 나르는 시험은 세 곳에서 여섯 달 동안 이어지며 우정사업본부는 시험이 끝나는 대로 "
    "결과를 살펴 다음 해 예산에 담을 사업의 크기를 정하고 지방자치단체와 함께 착륙장을 넓히기로 하였다."
)


class Paper(FPDF):
    def header(self) -> None:
        self.set_font("kr", size=8)
        self.set_y(8)
        if self.page_no() > 1:
            self.cell(0, 5, "섬마을 드론 우편 추진계획", align="R")
        self.set_y(30)

    def footer(self) -> None:
        if self.page_no() > 1:
            self.set_y(-15)
            self.cell(0, 5, f"- {self.page_no() - 1} -", align="C")


def paper() -> Paper:
    pdf = Paper()
    pdf.set_creation_date(datetime(2025, 5, 1, 9, 0, 0))
    pdf.add_font("kr", fname=FONT)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_font("kr", size=24)
    pdf.multi_cell(0, 14, "섬마을 드론 우편\n추진계획(안)", align="C", **NEXT)
    pdf.set_font("kr", size=12)
    pdf.multi_cell(0, 10, "\n2025. 3. 2.\n관계부처 합동", align="C", **NEXT)
    return pdf


def save(pdf: FPDF, path: Path) -> Path:
    pdf.output(str(path))
    for font in pdf.fonts.values():
        font.ttfont.close()
    return path


def plan(path: Path) -> Path:
    pdf = paper()
    for number in range(4):
        pdf.add_page()
        pdf.set_font("kr", size=12)
        pdf.set_y(60 + 7 * number)
        pdf.multi_cell(0, 8, f"{'ⅠⅡⅢⅣ'[number]}. {number + 1}번째 장", **NEXT)
        pdf.multi_cell(0, 8, f"□ {LONG}", **NEXT, wrapmode="CHAR")
        pdf.multi_cell(0, 8, "○ 짧은 항목", **NEXT)
        if number == 1:
            with pdf.table(col_widths=(40, 20, 20, 20), first_row_as_headings=False) as table:
                for row in ROWS:
                    table.row(row)
    return save(pdf, path)


def document(path: Path) -> SourceDocument:
    (found,) = read(path)
    assert isinstance(found, SourceDocument), found
    return found


def failure(path: Path) -> ReadError:
    (found,) = read(path)
    assert isinstance(found, ReadError)
    assert found.hint
    return found


@pytest.fixture(scope="module")
def read_plan(tmp_path_factory: pytest.TempPathFactory) -> SourceDocument:
    return document(plan(tmp_path_factory.mktemp("plan") / "a.pdf"))


def test_the_cover_names_the_plan(read_plan: SourceDocument) -> None:
    assert read_plan.title == "섬마을 드론 우편 추진계획(안)"
    assert read_plan.issuer == "관계부처 합동"
    assert read_plan.published == datetime(2025, 3, 2)
    assert read_plan.kind == "plan"


def test_pages_tile_the_text_and_keep_printed_numbers(read_plan: SourceDocument) -> None:
    assert [page.label for page in read_plan.pages] == ["", "1", "2", "3", "4"]
    assert [page.number for page in read_plan.pages] == [1, 2, 3, 4, 5]
    assert read_plan.pages[0].start == 0
    assert read_plan.pages[-1].end == len(read_plan.text)
    assert all(one.end == two.start for one, two in pairwise(read_plan.pages))
    assert read_plan.page_at(read_plan.text.index("3번째 장")) == 4


def test_running_heads_and_page_numbers_are_no_text(read_plan: SourceDocument) -> None:
    assert "섬마을 드론 우편 추진계획\n" not in read_plan.text
    assert "- 1 -" not in read_plan.text


def test_a_sentence_broken_inside_words_is_whole_again(read_plan: SourceDocument) -> None:
    lines = read_plan.text.split("\n")
    assert sum(line == f"□ {LONG}" for line in lines) == 4
    assert lines.count("○ 짧은 항목") == 4


def test_a_table_row_is_a_line_told_with_the_names_of_its_columns(read_plan: SourceDocument) -> None:
    for name, *figures in ROWS[1:]:
        row = (f"{ROWS[0][0]}: {name}", *(f"{year}: {one}" for year, one in zip(ROWS[0][1:], figures, strict=True)))
        assert " | ".join(row) in read_plan.text.split("\n")


def test_a_sentence_over_two_pages_is_one_line_parted_by_the_page_spans(tmp_path: Path) -> None:
    pdf = paper()
    pdf.add_page()
    pdf.set_font("kr", size=12)
    pdf.set_auto_page_break(True, margin=30)
    pdf.set_y(240)
    pdf.multi_cell(0, 8, "□ " + LONG * 3, wrapmode="CHAR")
    save(pdf, tmp_path / "a.pdf")
    found = document(tmp_path / "a.pdf")
    assert f"□ {LONG * 3}" in found.text.replace("하였다. 섬마을", "하였다.섬마을")
    third = found.pages[2]
    assert third.start - found.text.index("□") > 0
    assert found.text[third.start - 1] != "\n"


def test_a_spanning_label_is_repeated_in_its_rows(tmp_path: Path) -> None:
    pdf = paper()
    pdf.add_page()
    pdf.set_font("kr", size=12)
    with pdf.table(col_widths=(40, 30, 30), first_row_as_headings=False) as table:
        first = table.row()
        first.cell("통신망", rowspan=2)
        first.cell("구축")
        first.cell("100")
        table.row(("운영", "200"))
    save(pdf, tmp_path / "a.pdf")
    lines = document(tmp_path / "a.pdf").text.split("\n")
    assert "통신망 | 구축 | 100" in lines
    assert "통신망 | 운영 | 200" in lines


@pytest.mark.parametrize("repeated", [True, False])
def test_a_table_that_goes_on_keeps_its_header_and_its_rows_stay_on_their_page(tmp_path: Path, repeated: bool) -> None:
    pdf = paper()
    pdf.set_auto_page_break(True, margin=30)
    pdf.add_page()
    pdf.set_font("kr", size=12)
    pdf.set_y(210)
    pdf.cell(0, 8, "□ 연도별 투자계획 (단위: 백만원)", **NEXT)
    rows = [(f"{number}번째 사업", f"{number},100", f"{number},200") for number in range(1, 10)]
    with pdf.table(col_widths=(60, 30, 30), headings_style=FontFace(), repeat_headings=int(repeated)) as table:
        for row in (("사업명", "2023년", "~2023년"), *rows):
            table.row(row)
    found = document(save(pdf, tmp_path / "a.pdf"))
    for number in range(1, 10):
        row = f"사업명: {number}번째 사업 | 2023년(백만원): {number},100 | ~2023년(백만원): {number},200"
        assert row in found.text.split("\n")
        assert found.page_at(found.text.index(row)) == (2 if found.text.index(row) < found.pages[2].start else 3)
    assert found.text.index("1번째") < found.pages[2].start < found.text.index("9번째")


def test_columns_without_a_rule_between_them_are_two(tmp_path: Path) -> None:
    pdf = paper()
    pdf.add_page()
    pdf.set_font("kr", size=11)
    rows = (
        ("구분", "7월", "8월", "누계"),
        ("제조", "52", "37", "-378"),
        ("건설", "6", "-3", "-232"),
        ("운송", "55", "53", "22"),
    )
    for at, row in enumerate(rows):
        top = 100 + 8 * at
        for left, width in ((20, 40), (60, 30), (90, 60)):
            pdf.rect(left, top, width, 8)
        for left, text in zip((25, 65, 95, 125), row, strict=True):
            pdf.text(left, top + 6, text)
    lines = document(save(pdf, tmp_path / "a.pdf")).text.split("\n")
    assert "구분: 제조 | 7월: 52 | 8월: 37 | 누계: -378" in lines


def test_rows_printed_in_one_ruled_row_are_parted_and_names_of_two_lines_are_not(tmp_path: Path) -> None:
    pdf = paper()
    pdf.add_page()
    pdf.set_font("kr", size=11)
    with pdf.table(col_widths=(40, 40, 40, 40), line_height=8, first_row_as_headings=False) as table:
        table.row(("구분", "2023년", "2024년", "담당"))
        table.row(("국비\n시비", "300\n40", "310\n50", "총괄과"))
        table.row(("급식시설\n유지비", "배관\n교체", "기구\n수리", "시설과"))
    lines = document(save(pdf, tmp_path / "a.pdf")).text.split("\n")
    assert "구분: 국비 | 2023년: 300 | 2024년: 310 | 담당: 총괄과" in lines
    assert "구분: 시비 | 2023년: 40 | 2024년: 50 | 담당: 총괄과" in lines
    assert lines[-1] == "구분: 급식시설 유지비 | 2023년: 배관교체 | 2024년: 기구수리 | 담당: 시설과"


def test_a_locked_file_asks_for_its_password(tmp_path: Path) -> None:
    pdf = paper()
    pdf.set_encryption(owner_password="o", user_password="u", encryption_method=EncryptionMethod.RC4)
    save(pdf, tmp_path / "a.pdf")
    assert type(failure(tmp_path / "a.pdf")) is EncryptedDocument


def test_a_scan_has_no_text_layer(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf.rect(20, 20, 100, 100, style="F")
    save(pdf, tmp_path / "a.pdf")
    assert type(failure(tmp_path / "a.pdf")) is UnreadableText


def test_a_font_without_a_map_is_not_taken_for_text(tmp_path: Path) -> None:
    source = plan(tmp_path / "a.pdf").read_bytes()
    assert b"/ToUnicode" in source
    (tmp_path / "b.pdf").write_bytes(source.replace(b"/ToUnicode", b"/NoUnicode"))
    (found,) = read(tmp_path / "b.pdf")
    assert type(found) is UnreadableText


def test_garbage_is_told_from_language() -> None:
    assert legible(LONG * 5)
    assert legible("Plan for drone mail on the islands. " * 10)
    assert legible("1,234 5,678 (단위: 백만원) " * 20)
    assert not legible("\ue123\ue456가 " * 100)
    random.seed(1)
    assert not legible("".join(chr(0xAC00 + random.randrange(11172)) for _ in range(400)))


def test_damaged_copies_are_documents_or_errors(tmp_path: Path) -> None:
    whole = plan(tmp_path / "a.pdf").read_bytes()
    dice = random.Random(7)
    kinds = set()
    for number in range(40):
        data = bytearray(whole)
        if number % 2:
            data = data[: dice.randrange(8, len(data))]
        else:
            for _ in range(dice.choice((5, 50, 500))):
                data[dice.randrange(8, len(data))] = dice.randrange(256)
        path = tmp_path / "b.pdf"
        path.write_bytes(data)
        (found,) = read(path)
        kinds.add(type(found))
        assert isinstance(found, ReadError) or found.text.strip()
    assert DamagedDocument in kinds


@pytest.mark.parametrize(
    ("left", "right", "between"),
    [
        ("지역의 연구", "개발을", ""),
        ("지역의 연구개발을", "지원한다", " "),
        ("총사업비", "를 확정", ""),
        ("12월 10", "일 우리", ""),
        ("12월 10일", "우리 위원회", " "),
        ("조례 제15조제", "5항", ""),
        ("산·학·", "연 협력", ""),
        ("기획재정부", "(장관", ""),
        ("at the", "end of", " "),
    ],
)
def test_the_document_s_own_words_decide_a_joint(left: str, right: str, between: str) -> None:
    words = Words(["우리 연구개발을 지원한다 곳 곳", "가 연구개발 사업과 지원한다 나", "다 총사업비 등 라"])
    assert words.joint(left, right) == between
