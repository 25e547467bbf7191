"""Kinds of PDF whose content is not in reading order: figures laid into gaps, columns written across."""

import sys
from datetime import datetime
from pathlib import Path

import pylopdf_fonts_ko
import pytest
from fpdf import FPDF
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
)

from ingest.documents import SourceDocument
from ingest.readers import read
from ingest.readers.characters import clean
from ingest.readers.cover import facts
from ingest.readers.pdf import ocr
from ingest.structure import sections

FONT = Path(pylopdf_fonts_ko.__file__).parent / "NotoSansKR-Regular.otf"
LEFT = (
    "섬마을 우편을 드론으로 나르는 시험은 세 곳에서 여섯 달 동안 이어지며 우정사업본부는 "
    "시험이 끝나는 대로 결과를 살펴 다음 해 예산에 담을 사업의 크기를 정하기로 하였다."
)
RIGHT = (
    "지방자치단체는 착륙장을 넓히고 주민에게 시간표를 알리며 비바람이 센 날에는 배편으로 "
    "바꾸어 나르는 차례를 미리 마련하여 끊기는 날이 없도록 살피기로 하였다."
)


def paper() -> FPDF:
    pdf = FPDF(unit="pt")
    pdf.add_font("kr", fname=FONT)
    pdf.set_auto_page_break(False)
    pdf.add_page()
    pdf.set_font("kr", size=11)
    return pdf


def text(pdf: FPDF, folder: Path) -> str:
    return document(pdf, folder).text


def document(pdf: FPDF, folder: Path) -> SourceDocument:
    path = folder / "a.pdf"
    pdf.output(str(path))
    for font in pdf.fonts.values():
        font.ttfont.close()
    # In this process, where a test may stand in for the program that recognises pictures.
    (found,) = read(path, None)
    assert isinstance(found, SourceDocument), found
    return found


def wrapped(pdf: FPDF, text: str, width: float) -> list[str]:
    return pdf.multi_cell(width, 14, text, dry_run=True, output="LINES", align="L")


def gapped(pdf: FPDF, sentence: str, y: float, *, figures_first: bool) -> None:
    """Write the letters of a sentence as strings with gaps, and its figures as others into them."""
    strings: dict[bool, list[tuple[float, str]]] = {True: [], False: []}
    x = 60.0
    for word in sentence.split("|"):
        strings[word[0].isdigit()].append((x, word))
        x += pdf.get_string_width(word)
    for figures in (figures_first, not figures_first):
        for start, word in strings[figures]:
            pdf.text(start, y, word)


@pytest.mark.parametrize("figures_first", [False, True])
def test_figures_laid_into_gaps_stand_in_their_sentence(tmp_path: Path, figures_first: bool) -> None:
    pdf = paper()
    lines = [
        "우편 드론은 |3.5|만 통, 시범 섬은 |12|곳으로 늘었다.",
        "착륙장은 |1,240|개, 나른 짐은 |88.1|톤에 이른다.",
    ]
    for number, line in enumerate(lines):
        gapped(pdf, line, 100 + 40 * number, figures_first=figures_first)
    found = text(pdf, tmp_path)
    assert all(line.replace("|", "") in found for line in lines)


def test_columns_written_across_are_read_one_after_the_other(tmp_path: Path) -> None:
    pdf = paper()
    pdf.text(60, 60, "드론 우편의 두 가지 길")
    for number, (left, right) in enumerate(
        zip(wrapped(pdf, LEFT * 2, 215), wrapped(pdf, RIGHT * 2, 215), strict=False)
    ):
        pdf.text(60, 100 + 16 * number, left.strip())
        pdf.text(300, 100 + 16 * number, right.strip())
    found = "".join(text(pdf, tmp_path).split())
    one, two = "".join(LEFT.split()), "".join(RIGHT.split())
    assert found.index(one) < found.index(one[:20], 60) < found.index(two)
    assert one + two not in found[: len(one) + 30]


def test_rows_of_figures_are_no_columns(tmp_path: Path) -> None:
    pdf = paper()
    rows = [("착륙장을 새로 짓는 데 드는 돈", "1,200백만원"), ("시험 비행을 맡기는 데 드는 돈", "300백만원")] * 3
    for number, row in enumerate(rows):
        pdf.text(60, 100 + 16 * number, row[0])
        pdf.text(300, 100 + 16 * number, row[1])
    found = text(pdf, tmp_path)
    assert found.index("1,200백만원") < found.index("시험 비행")


def scanned(tmp_path: Path) -> FPDF:
    """A page of text, a page that is a picture with a running head, a page of text."""
    drawing = Image.new("L", (400, 600), 255)
    pdf = paper()
    pdf.text(60, 100, "제1장 섬마을 우편 시험은 올해 시작한다.")
    pdf.add_page()
    pdf.image(drawing, 30, 60, 520, 700)
    pdf.text(60, 20, "우편")
    pdf.add_page()
    pdf.text(60, 100, "제3장 시험은 우정사업본부가 맡는다.")
    return pdf


def test_a_page_that_is_a_picture_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "program", lambda: None)
    found = document(scanned(tmp_path), tmp_path)
    assert [page.scanned for page in found.pages] == [False, True, False]
    assert "제1장" in found.text
    assert "제3장" in found.text


TESSERACT = """#!{python}
import sys
from datetime import datetime
base = sys.argv[2]
assert sys.argv[3:5] == ["-l", "kor"]
assert sys.stdin.buffer.read(2) == b"P5"
open(base + ".txt", "w").write("나는 그림 속 글이다\\n\\n흐린 글\\n\\f")
head = "level page_num block_num par_num line_num word_num left top width height conf text".split()
rows = [head] + [[5, 1, 1, 1, n, 1, 100, 100 * n, 400, 50, conf, "글"] for n, conf in ((1, 95), (2, 3))]
open(base + ".tsv", "w").write("\\n".join("\\t".join(map(str, row)) for row in rows))
"""


def test_a_page_that_is_a_picture_is_read_where_ocr_is_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(TESSERACT.format(python=sys.executable), "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(ocr, "program", lambda: str(program))
    found = document(scanned(tmp_path), tmp_path)
    page = found.pages[1]
    assert (page.scanned, page.ocr) == (False, True)
    assert found.text[page.start : page.end].strip() == "나는 그림 속 글이다"
    assert not found.pages[0].ocr


def test_ocr_that_hangs_or_fails_leaves_the_page_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)", "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(ocr, "program", lambda: str(program))
    monkeypatch.setattr(ocr, "SECONDS", 0.2)
    assert document(scanned(tmp_path), tmp_path).pages[1].scanned


DRAWINGS = {
    "□": "80 w 40 40 820 820 re S",
    "▶": "60 250 m 60 550 l 320 400 l f",
    "◆": "200 300 m 320 420 l 200 540 l 80 420 l f",
    "1": "60 w 40 40 820 820 re S 430 220 60 460 re f",
    "7": "60 w 40 40 820 820 re S 280 640 340 60 re f 560 640 m 620 640 l 440 220 l 380 220 l f",
    "▯": "60 w 40 440 m 860 440 l S 450 40 m 450 860 l S 60 60 m 860 860 l S",
}
"""What a glyph of a private font draws, by the sign that it is."""


def private(path: Path) -> None:
    """Write a page whose font gives every one of `DRAWINGS` the same code, U+F000, before a word."""
    writer = PdfWriter()
    page = writer.add_blank_page(400, 400)
    names = [NameObject(f"/g{index}") for index in range(len(DRAWINGS))]
    glyphs = DictionaryObject()
    for name, drawing in zip(names, DRAWINGS.values(), strict=True):
        stream = DecodedStreamObject()
        stream.set_data(f"900 0 0 0 900 900 d1 {drawing}".encode())
        glyphs[name] = writer._add_object(stream)
    unicode = DecodedStreamObject()
    codes = "\n".join(f"<{code:02X}> <F000>" for code in range(65, 65 + len(names)))
    unicode.set_data(
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
        + f"{len(names)} beginbfchar\n{codes}\nendbfchar endcmap end".encode()
    )
    font = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type3"),
        NameObject("/FontBBox"): ArrayObject(map(NumberObject, (0, 0, 900, 900))),
        NameObject("/FontMatrix"): ArrayObject(map(FloatObject, (0.001, 0, 0, 0.001, 0, 0))),
        NameObject("/CharProcs"): glyphs,
        NameObject("/Encoding"): DictionaryObject({
            NameObject("/Type"): NameObject("/Encoding"),
            NameObject("/Differences"): ArrayObject([NumberObject(65), *names]),
        }),
        NameObject("/FirstChar"): NumberObject(65),
        NameObject("/LastChar"): NumberObject(64 + len(names)),
        NameObject("/Widths"): ArrayObject([NumberObject(900)] * len(names)),
        NameObject("/ToUnicode"): writer._add_object(unicode),
    })  # fmt: skip
    plain = DictionaryObject({
        NameObject("/Type"): NameObject("/Font"),
        NameObject("/Subtype"): NameObject("/Type1"),
        NameObject("/BaseFont"): NameObject("/Helvetica"),
    })  # fmt: skip
    page[NameObject("/Resources")] = DictionaryObject({
        NameObject("/Font"): DictionaryObject({
            NameObject("/S"): writer._add_object(font),
            NameObject("/P"): writer._add_object(plain),
        })
    })  # fmt: skip
    lines = [
        f"BT /S 14 Tf 40 {360 - 40 * index} Td ({chr(65 + index)}) Tj /P 14 Tf 20 0 Td (Plan {index} for islands) Tj ET"
        for index in range(len(names))
    ]
    content = DecodedStreamObject()
    content.set_data("\n".join(lines).encode())
    page[NameObject("/Contents")] = writer._add_object(content)
    writer.write(path)


def test_signs_of_a_private_font_are_told_by_their_outline(tmp_path: Path) -> None:
    private(tmp_path / "a.pdf")
    (found,) = read(tmp_path / "a.pdf")
    assert isinstance(found, SourceDocument), found
    text = found.text.replace("▶Plan", "▶ Plan")
    assert all(f"{sign} Plan {index} for islands" in text for index, sign in enumerate(DRAWINGS)), text


def test_an_unknown_sign_makes_no_heading() -> None:
    text = "\uf000 추진 배경\n섬마을 우편 시험은 올해 시작하여 세 곳에서 이어진다.\n" * 3
    document = SourceDocument("a", 1, "가", "", None, None, "plan", "a", "0", clean(text))
    assert [section.path for section in sections(document)] == [()]


def test_a_short_heading_is_the_title_without_the_sentence_below(tmp_path: Path) -> None:
    pdf = paper()
    pdf.set_font("kr", size=18)
    pdf.text(60, 60, "우편의 앞날")
    pdf.set_font("kr", size=12)
    pdf.text(60, 100, "섬마을 우편을 드론으로 나르는 시험이 끝나면")
    pdf.text(60, 116, "착륙장을 넓히기로 하였다.")
    assert document(pdf, tmp_path).title == "우편의 앞날"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2026. 3. 2.(월) 현 지 소 식 제주사무소", datetime(2026, 3, 2)),
        ("우편 소식 2026년 3월 2일(월)", datetime(2026, 3, 2)),
        ("2026. 3. 2. 시행 우편 고시", None),
    ],
)
def test_a_day_in_the_head_of_a_paper_is_its_day(line: str, day: datetime | None) -> None:
    assert facts([line, "드론 우편의 시험과 앞날", "시험은 세 곳에서 이어진다."], "드론 우편").published == day
