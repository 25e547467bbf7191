"""Office documents: what goes in, and what a reader of the product sees of it."""

from __future__ import annotations

import io
import struct
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document as Word
from docx.shared import Pt, RGBColor
from hypothesis import given, settings
from hypothesis import strategies as st

import offices
from ingest.documents import SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument, ReadError, UnsupportedFormat
from ingest.pipeline import divide
from ingest.readers import read
from ingest.readers.formats import sniff
from ingest.readers.office import parse
from ingest.settings import IngestSettings
from offices import Note, Page

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PLAN = [
    "해오름시 항만 정비 계획",
    "2024. 5. 1.",
    "해양수산부",
    [["Ⅰ", "", "추진 배경"]],
    "○ 항만을 넓혀 큰 배를 받는다.",
    Note("2023년 용역 결과에 따른다"),
    [["비고란이 아닌 상자 안의 사례이다."]],
    [["구분", "2023년", "2024년"], ["시설비", "10", "20"], ["운영비", "3", "4"]],
    Page("둘째 쪽의 문단이다."),
]


def taken(tmp_path: Path, data: bytes, name: str = "a.hwp") -> SourceDocument | ReadError:
    path = tmp_path / name
    path.write_bytes(data)
    (found,) = read(path, limits=None)
    return found


def document(tmp_path: Path, data: bytes, name: str = "a.hwp") -> SourceDocument:
    found = taken(tmp_path, data, name)
    assert isinstance(found, SourceDocument), found
    return found


def test_a_hancom_plan_keeps_its_lines_headings_notes_tables_and_pages(tmp_path: Path) -> None:
    # The content decides: an HWPX is often named .hwp.
    found = document(tmp_path, offices.hwpx(PLAN, title="해오름시 항만 정비 계획"))
    lines = found.text.split("\n")
    assert (found.title, found.issuer, found.kind) == ("해오름시 항만 정비 계획", "해양수산부", "plan")
    assert found.published == datetime(2024, 5, 1)
    assert lines[3:7] == [
        "Ⅰ 추진 배경",
        "○ 항만을 넓혀 큰 배를 받는다.",
        "※ 1) 2023년 용역 결과에 따른다",
        "비고란이 아닌 상자 안의 사례이다.",
    ]
    row = next(line for line in lines if "시설비" in line)
    assert "10" in row
    assert "20" in row
    assert found.outline == ((found.text.index("Ⅰ 추진"), 1),)
    assert [page.number for page in found.pages] == [1, 2]
    assert all(page.approximate for page in found.pages)
    assert found.page_at(found.text.index("둘째 쪽")) == 2


def test_a_table_in_a_cell_follows_the_row_and_a_frame_in_a_cell_stays_in_it(tmp_path: Path) -> None:
    inner = [["가", "나"], ["11", "22"]]
    found = document(tmp_path, offices.hwpx([[[["앞글", inner], "옆 칸"], [["바깥", [["액자 글"]]], "끝 칸"]]]))
    lines = found.text.split("\n")
    assert "액자 글" in next(line for line in lines if "바깥" in line)
    assert next(at for at, line in enumerate(lines) if "22" in line) > next(
        at for at, line in enumerate(lines) if "옆 칸" in line
    )


def test_frames_on_the_cover_are_no_headings(tmp_path: Path) -> None:
    blocks = [[["해오름 항만 종합계획"]], [["해오름시청"]], [["Ⅰ. 개요"]], "글이다.", [["세부 추진 내용"]], "글이다."]
    found = document(tmp_path, offices.hwpx(blocks))
    assert [(found.text[start:].split("\n")[0], depth) for start, depth in found.outline] == [
        ("Ⅰ. 개요", 1),
        ("세부 추진 내용", 2),
    ]


def test_a_forced_line_break_does_not_end_a_sentence() -> None:
    found = parse("hwpx", offices.hwpx(["항만을\n넓힌다.", "앞\n□ 뒤", "Ⅰ. 개요\t3"]), "a", "a")
    assert found.text.split("\n") == ["항만을 넓힌다.", "앞", "□ 뒤", "Ⅰ. 개요\t3"]


def test_a_declared_time_of_making_is_no_printed_day() -> None:
    found = parse("hwpx", offices.hwpx(["날짜 없는 글이다."], created="2021-03-02T00:00:00Z"), "a", "이름")
    assert (found.published, found.dated) == (datetime(2021, 3, 2, 9), "declared")
    assert parse("hwpx", offices.hwpx(["날짜 없는 글이다."], created=""), "a", "이름").dated == ""


@pytest.mark.parametrize("name", ["보도자료", ""])
def test_a_release_has_its_head_in_a_table(name: str) -> None:
    head = [["해양수산부", name], ["보도시점", "2024. 5. 1.(수) 08:00", "배포", "2024. 4. 30.(화)"]]
    found = parse("hwpx", offices.hwpx([head, "등대가 다시 켜진다,", "섬마을이 밝아진다", "글이다."]), "a", "a")
    assert (found.kind, found.issuer) == ("press_release", "해양수산부")
    assert (found.published, found.dated) == (datetime(2024, 5, 1, 8), "printed")
    assert found.title == "등대가 다시 켜진다, 섬마을이 밝아진다"


def test_years_under_a_wide_name_are_names_of_columns() -> None:
    rows = [["사업명", ("투자 계획", 1, 2), "담당"], ["", "2026", "2027", ""], ["둑 보강", "1,200", "1,450", "물길과"]]
    found = parse("hwpx", offices.hwpx(["(단위: 백만원)", rows]), "a", "a")
    row = found.text.split("\n")[-1]
    assert "투자 계획 > 2026(백만원): 1,200 | 투자 계획 > 2027(백만원): 1,450" in row


def test_hwpml_is_read_whatever_its_name(tmp_path: Path) -> None:
    cell = '<CELL ColAddr="{}" RowAddr="{}"><PARALIST><P><TEXT><CHAR>{}</CHAR></TEXT></P></PARALIST></CELL>'
    table = "".join(
        f"<ROW>{cell.format(0, at, a)}{cell.format(1, at, b)}</ROW>"
        for at, (a, b) in enumerate([("구분", "값"), ("배", "7")])
    )
    body = f"<P><TEXT><CHAR>달빛 등대<TAB/>안내</CHAR></TEXT></P><P><TEXT><TABLE>{table}</TABLE><CHAR/></TEXT></P>"
    found = document(tmp_path, offices.hwpml("달빛 등대 안내", body))
    assert found.title == "달빛 등대 안내"
    assert "7" in next(line for line in found.text.split("\n") if "배" in line)


def word() -> Word:
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = "", "홍길동"
    made.core_properties.created = datetime(2022, 2, 3)
    return made


def saved(made: Word) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_word_keeps_headings_tables_and_no_marks_of_its_own(tmp_path: Path) -> None:
    made = word()
    made.add_heading("바람길 조성", 1)
    made.add_paragraph("숲을 잇는 길을 낸다.")
    table = made.add_table(2, 2)
    for cell, text in zip([*table.rows[0].cells, *table.rows[1].cells], ("구분", "길이", "숲길", "3km"), strict=True):
        cell.text = text
    found = document(tmp_path, saved(made), "a.docx")
    assert found.title == "바람길 조성"
    assert found.outline == ((0, 1),)
    assert "홍길동" not in found.text
    assert "숲을 잇는 길을 낸다." in found.text.split("\n")
    assert "3km" in next(line for line in found.text.split("\n") if "숲길" in line)


def test_what_a_word_file_hides_is_no_text(tmp_path: Path) -> None:
    made = word()
    made.add_paragraph("숲을 잇는 길을 낸다.")
    line = made.add_paragraph("예산은 12억원이다.")
    line.add_run(" 사실은 5조원이다.").font.hidden = True
    line.add_run(" 희게 쓴 6조원이다.").font.color.rgb = RGBColor(255, 255, 255)
    line.add_run(" 작게 쓴 7조원이다.").font.size = Pt(1)
    heading = made.add_table(1, 2).rows[0].cells[0].paragraphs[0]
    heading.add_run("구간").font.color.rgb = RGBColor(255, 255, 255)
    found = document(tmp_path, saved(made), "a.docx").text
    assert "예산은 12억원이다." in found.split("\n")
    assert "조원" not in found
    assert "구간" in found


def test_a_workbook_gives_the_sheets_it_shows(tmp_path: Path) -> None:
    rows = [["해오름시 예산"], ["(단위: 백만원)"], ["사업", "2023", "2024"], ["항만", 41000.0, 0.1], [None], ["덧붙임"]]
    sheets = {"예산": rows, "인력": [["부서", "정원"], ["항만과", 12]], "감춤": [["보이지 않는 글"]]}
    found = document(tmp_path, offices.xlsx(sheets, hidden=["감춤"]), "a.xlsx")
    lines = found.text.split("\n")
    assert lines[:3] == ["예산", "해오름시 예산", "(단위: 백만원)"]
    assert {lines.index("예산"), lines.index("인력")} == {found.text[:start].count("\n") for start, _ in found.outline}
    row = next(line for line in lines if "항만" in line and "과" not in line)
    assert "41000" in row
    assert ".0" not in row
    assert "덧붙임" in lines
    assert "보이지 않는 글" not in found.text


def test_a_presentation_has_a_page_a_slide(tmp_path: Path) -> None:
    slides = [("항만 계획 보고", ["2024. 5. 1."], []), ("개요", ["항만을 넓힌다."], [["구분", "값"], ["시설", "120"]])]
    found = document(tmp_path, offices.pptx(slides), "a.pptx")
    assert [page.number for page in found.pages] == [1, 2]
    assert not any(page.approximate for page in found.pages)
    assert found.page_at(found.text.index("120")) == 2


def test_an_opendocument_text_leaves_out_what_was_deleted(tmp_path: Path) -> None:
    body = (
        "<text:tracked-changes><text:p>지운 글</text:p></text:tracked-changes>"
        '<text:h text:outline-level="2">등대 안내</text:h>'
        "<text:p>등대는<text:s/>밤에 켠다<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>해가 지면.</text:p></text:note-body></text:note>.</text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>구분</text:p></table:table-cell>"
        "<table:table-cell><text:p>값</text:p></table:table-cell></table:table-row><table:table-row>"
        "<table:table-cell><text:p>높이</text:p></table:table-cell><table:table-cell><text:p>9m</text:p>"
        "</table:table-cell></table:table-row></table:table>"
    )
    found = document(tmp_path, offices.odt(body, "등대 안내"), "a.odt")
    lines = found.text.split("\n")
    assert lines[:3] == ["등대 안내", "등대는 밤에 켠다1).", "※ 1) 해가 지면."]
    assert found.outline == ((0, 2),)
    assert "9m" in next(line for line in lines if "높이" in line)
    assert "지운 글" not in found.text


def test_a_csv_is_a_table(tmp_path: Path) -> None:
    data = '지역,사업,금액\n해오름시,"항만, 도로",41000\n달빛군,공원,1200\n'
    for encoding in ("utf-8-sig", "cp949"):
        found = document(tmp_path, data.encode(encoding), "a.txt")
        row = next(line for line in found.text.split("\n") if "해오름시" in line)
        assert "항만, 도로" in row
        assert "41000" in row


@pytest.mark.parametrize(
    "text",
    [
        "바람, 숲\n그 길은, 조용하다.\n길 끝에, 등대가 있다.\n",
        "사과,배\n감\n귤,밤\n",
        "1,2\n3,4\n5,6\n",
        "항만을 넓히고,\n도로를 고치며,\n공원을 만든다.\n",
    ],
)
def test_prose_with_commas_is_no_table(text: str) -> None:
    assert sniff(text.encode()) == "text"


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + bytes(200), UnsupportedFormat, "HWPX"),
        (
            b"HWP Document File V3.00 \x1a\x01\x02\x03\x04\x05" + bytes(96) + b"\x12\x34" + bytes(90),
            EncryptedDocument,
            "문서 암호",
        ),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), EncryptedDocument, "암호 설정"),
        (OLE + bytes(600) + "WordDocument".encode("utf-16-le"), UnsupportedFormat, "DOCX"),
        (OLE + bytes(600) + "FileHeader".encode("utf-16-le"), DamagedDocument, "다시 저장"),
        (offices.hwpx(["글이다."])[:900], DamagedDocument, "다시 저장"),
        (offices.hwpx([""]), EmptyDocument, "OCR"),
        (
            offices.packed({"mimetype": "application/hwp+zip", "META-INF/manifest.xml": "<m><encryption-data/></m>"}),
            EncryptedDocument,
            "파일 > 문서 암호",
        ),
        (offices.packed({"word/document.xml": "<broken"}), DamagedDocument, "다시"),
        (offices.packed({"xl/workbook.xml": "<broken"}), DamagedDocument, "엑셀"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, data: bytes, kind: type[ReadError], said: str) -> None:
    found = taken(tmp_path, data)
    assert type(found) is kind
    assert said in found.hint


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_a_word_file_whose_compressed_text_is_altered_is_damaged(tmp_path: Path, part: str) -> None:
    made = word()
    made.add_paragraph("예산은 12억원이다. " * 100)
    data = bytearray(saved(made))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        entry = package.getinfo(part)
    name, extra = struct.unpack_from("<HH", data, entry.header_offset + 26)
    begin = entry.header_offset + 30 + name + extra
    data[begin : begin + 16] = b"\xff" * 16
    found = taken(tmp_path, bytes(data))
    assert type(found) is DamagedDocument
    assert "다시 저장" in found.hint


CELLS = st.recursive(
    st.text("가나다 1①※\n\t", max_size=12),
    lambda inner: st.lists(
        st.one_of(
            st.text("라마", max_size=5), st.lists(st.lists(inner, min_size=1, max_size=3), min_size=1, max_size=3)
        ),
        min_size=1,
        max_size=2,
    ),
    max_leaves=6,
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.text("가나다라. Ⅰ1□\n\t", max_size=30),
            st.lists(st.lists(CELLS, min_size=1, max_size=3), min_size=1, max_size=3),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_stands_in_a_document_quotes_are_its_text(blocks: list[object]) -> None:
    try:
        found = parse("hwpx", offices.hwpx(blocks), "a", "이름")
    except EmptyDocument:
        return
    assert found.text == found.text.strip()
    assert [page.end for page in found.pages[:-1]] == [page.start for page in found.pages[1:]]
    if found.pages:
        assert (found.pages[0].start, found.pages[-1].end) == (0, len(found.text))
    assert all(start == 0 or found.text[start - 1] == "\n" for start, _ in found.outline)
    source = SourceDocument(
        "a", 1, found.title, "", None, None, "document", "file:///a", "0", found.text,
        pages=found.pages, outline=found.outline,
    )  # fmt: skip
    _, chunks = divide(source, IngestSettings(store=Path(), chunk_size=60, chunk_overlap=0))
    assert all(source.text[chunk.start : chunk.end] == chunk.text for chunk in chunks)


@pytest.mark.parametrize("number", ["(page 16)", "- 3쪽 -", "p. 5/12", "Page 2"])
def test_a_page_number_is_no_title(number: str) -> None:
    found = parse("hwpx", offices.hwpx([number, "달빛 등대 안내", "글이다."]), "a", "이름")
    assert found.title == "달빛 등대 안내"


@pytest.mark.parametrize(
    "first",
    [
        "□ 등대의 불빛이 닿는 바다는 해마다 넓어지고 있음",
        "◇ 등대의 불빛이 닿는 바다는 해마다 넓어짐",
        "① (등대) 불빛이 닿는 바다가 해마다 넓어짐",
    ],
)
def test_a_sheet_cut_out_of_a_document_has_the_name_of_its_file(first: str) -> None:
    found = parse("hwpx", offices.hwpx(["(page 5)", first, "나. 뱃길 점검"]), "a", "바닷길 동향")
    assert found.title == "바닷길 동향"
