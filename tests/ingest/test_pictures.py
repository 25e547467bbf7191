"""Pages as pictures: the quote is marked where it is printed, and only the file that was read is shown."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import pylopdf_fonts_ko
import pypdfium2
import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod
from numpy.typing import NDArray
from PIL import Image

from ingest.documents import SourceDocument
from ingest.pictures import KEPT, NoImage, PageImage, Pictures, _boxes
from ingest.readers import read
from ingest.readers.pdf.glyphs import Glyph
from ingest.readers.pdf.marking import Row, bands
from ingest.readers.pdf.ocr import _drawn
from ingest.readers.pdf.picture import MOST_PIXELS, WIDTH
from ingest.readers.pdf.picture import picture as draw

FONT = Path(pylopdf_fonts_ko.__file__).parent / "NotoSansKR-Regular.otf"
NEXT = {"new_x": "LMARGIN", "new_y": "NEXT"}
FIRST = "달빛천 산책로 정비에는 2026년부터 세 해에 걸쳐 모두 48억 원이 들며 그 가운데 열두억 원은 도비로 마련한다."
SECOND = "산책로는 새봄교에서 물안개공원까지 6.4킬로미터이다."
ROWS = (("구간", "길이", "사업비"), ("새봄교", "2.1", "16"), ("물안개공원", "4.3", "32"))


def made(path: Path, change: Callable[[FPDF], None] = lambda pdf: None) -> Path:
    pdf = FPDF(format="A4")
    pdf.add_font("kr", fname=FONT)
    pdf.add_page()
    pdf.set_font("kr", size=13)
    pdf.multi_cell(0, 9, "달빛천 산책로 정비 계획", **NEXT)
    pdf.multi_cell(0, 9, FIRST, **NEXT)
    with pdf.table(col_widths=(40, 20, 20), first_row_as_headings=False) as table:
        for row in ROWS:
            table.row(row)
    pdf.add_page()
    pdf.multi_cell(0, 9, SECOND, **NEXT)
    pdf.multi_cell(0, 9, "이어지는 쪽이다.\n" + SECOND, **NEXT)
    change(pdf)
    pdf.output(str(path))
    for font in pdf.fonts.values():
        font.ttfont.close()
    return path


@dataclass
class Held:
    """One document, the pictures of its pages and the file they are drawn from."""

    document: SourceDocument
    path: Path

    def pictures(self) -> Pictures:
        return Pictures(lambda document_id, version: (self.document, str(self.path)))

    def of(self, page: int, quote: str, nth: int = 0) -> PageImage | NoImage:
        start = -1
        for _ in range(nth + 1):
            start = self.document.text.index(quote, start + 1)
        return self.pictures().of("a", 1, page, start, start + len(quote))


@pytest.fixture
def held(tmp_path: Path) -> Held:
    path = made(tmp_path / "a.pdf")
    (document,) = read(path)
    assert isinstance(document, SourceDocument)
    return Held(document, path)


def shown(found: PageImage | NoImage) -> PageImage:
    assert isinstance(found, PageImage), found
    return found


def pixels(image: PageImage) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(image.png)) as opened:
        assert opened.size == (image.width, image.height)
        return np.asarray(opened.convert("L"))


def ink(image: PageImage) -> list[int]:
    """Count the dark pixels in each box."""
    page = pixels(image) < 128
    return [
        int(
            page[
                int(box.top * image.height) : int((box.top + box.height) * image.height) + 1,
                int(box.left * image.width) : int((box.left + box.width) * image.width) + 1,
            ].sum()
        )
        for box in image.boxes
    ]


def test_a_quote_over_two_lines_has_a_rectangle_a_line_and_ink_in_each(held: Held) -> None:
    image = shown(held.of(1, FIRST))
    assert image.width == WIDTH
    assert len(image.boxes) == 2
    assert image.boxes[0].top < image.boxes[1].top
    assert min(ink(image)) > 200


def test_what_is_marked_is_the_quote_and_nothing_else(held: Held) -> None:
    image = shown(held.of(1, "열두억"))
    (box,) = image.boxes
    # Three letters of 13 points on a page of 595.
    assert box.width == pytest.approx(3 * 13 / 595, rel=0.15)
    assert box.height < 0.035


def test_the_second_of_two_like_places_is_marked_when_it_is_meant(held: Held) -> None:
    first, second = (shown(held.of(2, SECOND, nth)).boxes[0].top for nth in (0, 1))
    assert second > first


def test_a_row_of_a_table_is_marked_cell_by_cell_on_its_line(held: Held) -> None:
    row = next(line for line in held.document.text.split("\n") if "물안개공원 |" in line)
    image = shown(held.of(1, row))
    assert len(image.boxes) == 3
    assert max(box.top for box in image.boxes) - min(box.top for box in image.boxes) < 0.01
    assert min(ink(image)) > 10


def test_only_the_part_on_the_page_is_marked(held: Held) -> None:
    start = held.document.text.rindex("\n", 0, held.document.text.index("물안개공원 | ")) + 1
    end = held.document.text.index(SECOND) + len(SECOND)
    one, two = (shown(held.pictures().of("a", 1, page, start, end)) for page in (1, 2))
    assert len(one.boxes) == 3
    assert len(two.boxes) == 1
    assert two.boxes[0].top < 0.1


def test_a_page_without_the_quote_is_shown_alone(held: Held) -> None:
    assert shown(held.of(2, FIRST)).boxes == ()


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_follow_a_page_that_is_turned(tmp_path: Path, turn: int) -> None:
    path = made(tmp_path / "b.pdf")
    path.write_bytes(path.read_bytes().replace(b"/Type /Page\n", b"/Type /Page\n/Rotate %d\n" % turn))
    picture = draw(path, 1)
    boxes = _boxes(picture, "열두억", "")
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    width = max(box.left + box.width for box in boxes) - left
    height = max(box.top + box.height for box in boxes) - top
    # Three letters of 13 points, along the line, on a page of 595 by 842.
    length, thickness = (width, height) if turn == 180 else (height, width)
    assert length == pytest.approx(3 * 13 / 595, rel=0.15)
    assert thickness < 0.035
    assert picture.width / picture.height == pytest.approx(595 / 842 if turn == 180 else 842 / 595, rel=0.01)
    image = PageImage(1, picture.png, picture.width, picture.height, boxes)
    assert min(ink(image)) > 20


def test_boxes_follow_a_page_that_is_cropped(tmp_path: Path) -> None:
    path = made(tmp_path / "b.pdf")
    data = path.read_bytes().replace(b"/Type /Page\n", b"/Type /Page\n/CropBox [20 300 560 830]\n")
    path.write_bytes(data)
    (document,) = read(path)
    assert isinstance(document, SourceDocument)
    image = shown(Held(document, path).of(1, "48억"))
    assert image.height / image.width == pytest.approx(530 / 540, rel=0.01)
    assert min(ink(image)) > 20
    assert sum(ink(image)) < 0.7 * (pixels(image) < 128).sum()


def test_a_file_that_changed_since_is_not_shown(held: Held) -> None:
    assert isinstance(held.of(1, FIRST), PageImage)
    held.path.write_bytes(held.path.read_bytes() + b"\n% changed")
    assert held.of(1, FIRST) == NoImage("changed")


def test_a_file_that_is_gone_or_has_no_pages_is_not_shown(held: Held) -> None:
    pictures = held.pictures()
    assert pictures.of("a", 1, 3, 0, 10) == NoImage("no_pages")
    assert pictures.of("a", 1, 0, 0, 10) == NoImage("no_pages")
    held.path.unlink()
    assert pictures.of("a", 1, 1, 0, 10) == NoImage("gone")
    assert Pictures(lambda *_: None).of("a", 1, 1, 0, 10) == NoImage("gone")


def test_a_file_that_cannot_be_drawn_says_so(held: Held, tmp_path: Path) -> None:
    locked = made(
        tmp_path / "locked.pdf",
        lambda pdf: pdf.set_encryption("owner", "user", encryption_method=EncryptionMethod.RC4),
    )
    for data in (locked.read_bytes(), b"%PDF-1.7\nno more", b""):
        held.path.write_bytes(data)
        held.document = _as_read(held.document, data)
        assert held.of(1, FIRST) == NoImage("unreadable")


def _as_read(document: SourceDocument, data: bytes) -> SourceDocument:
    from dataclasses import replace

    return replace(document, sha256=sha256(data).hexdigest())


def test_pages_are_drawn_once_and_only_some_are_kept(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers.pdf import picture

    drawn: list[int] = []
    real = picture.picture
    monkeypatch.setattr(picture, "picture", lambda path, number: drawn.append(number) or real(path, number))
    pictures = held.pictures()
    for page in (1, 2, 1, 2):
        assert isinstance(pictures.of("a", 1, page, 0, 5), PageImage)
    assert drawn == [1, 2]
    monkeypatch.setattr("ingest.pictures.KEPT", 1)
    pictures = held.pictures()
    for page in (1, 1, 2, 1):
        pictures.of("a", 1, page, 0, 5)
    assert drawn == [1, 2, 1, 2, 1]
    assert KEPT > 1


def test_a_very_long_page_is_drawn_smaller(tmp_path: Path) -> None:
    path = tmp_path / "long.pdf"
    pdf = FPDF(format=(100, 4000))
    pdf.add_font("kr", fname=FONT)
    pdf.add_page()
    pdf.set_font("kr", size=13)
    pdf.multi_cell(0, 9, FIRST)
    pdf.output(str(path))
    for font in pdf.fonts.values():
        font.ttfont.close()
    (document,) = read(path)
    assert isinstance(document, SourceDocument)
    image = shown(Held(document, path).of(1, "48억"))
    assert image.width * image.height <= MOST_PIXELS * 1.01
    assert image.boxes


@pytest.mark.parametrize("size", [(1, 2_000_000_000), (2_000_000_000, 1), (2_000_000_000, 2_000_000_000), (0, 0)])
def test_a_page_without_end_makes_no_picture_without_end(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "endless.pdf"
    box = f"[0 0 {size[0]} {size[1]}]"
    objects = ("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>")
    objects += (f"<</Type/Page/Parent 2 0 R/MediaBox {box}>>",)
    body = "".join(f"{number} 0 obj{one}endobj\n" for number, one in enumerate(objects, 1))
    path.write_text(f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n")
    assert (image := draw(path, 1)).width * image.height <= MOST_PIXELS * 1.01
    with pypdfium2.PdfDocument(path) as document:
        drawn, _ = _drawn(document, 0)
    assert len(drawn) < 30_000_000


def typed(text: str, x: float, y: float) -> list[Glyph]:
    return [Glyph(letter, x + 10 * at, x + 10 * at + 10, y, y + 12) for at, letter in enumerate(text)]


def test_letters_are_compared_whatever_the_spaces_and_hyphens() -> None:
    glyphs = [*typed("사업비는 48억", 0, 0), *typed("원이며 inno-", 0, 20), *typed("vation 을", 0, 40)]
    assert len(bands(glyphs, "사업비는 48억원이며 innovation을")) == 3
    assert bands(glyphs, "예산은 열두억") == ()
    assert bands(glyphs, " | ") == ()


def test_content_in_another_order_than_it_is_read_is_found() -> None:
    glyphs = [*typed("열두억을쓴다", 60, 0), *typed("사업비로", 0, 0)]
    (band,) = bands(glyphs, "사업비로 열두억을 쓴다")
    assert (band.x0, band.x1) == (0, 120)


def test_a_short_cell_is_taken_from_the_line_of_the_long_one() -> None:
    glyphs = [
        *typed("32", 300, 0),
        *typed("물안개공원에이르는구간", 0, 40),
        *typed("7", 200, 41),
        *typed("32", 300, 41),
        *typed("32", 300, 80),
    ]
    found = bands(glyphs, "물안개공원에 이르는 구간 | 32")
    assert [band.top for band in found] == [40, 41]


TABLE = (
    ("사업명", "2023년", "2024년"),
    ("통신망 구축", "1,500", "500"),
    ("관제소 증설", "500", "500"),
    ("방범망 보강", "70", "1,500"),
)


def printed_table() -> list[Glyph]:
    return [
        glyph
        for at, row in enumerate(TABLE)
        for left, text in zip((0, 200, 300), row, strict=True)
        for glyph in typed(text.replace(" ", ""), left, 20 * at)
    ]


@pytest.mark.parametrize(
    ("name", "year", "left", "top"), [(1, 1, 200, 20), (1, 2, 300, 20), (2, 2, 300, 40), (3, 1, 200, 60)]
)
def test_the_cell_of_a_row_is_marked_alone_though_its_value_is_printed_elsewhere_too(
    name: int, year: int, left: float, top: float
) -> None:
    row = f"사업명: {TABLE[name][0]} | 2023년(억원): {TABLE[name][1]} | 2024년(억원): {TABLE[name][2]}"
    start = row.index(f"{TABLE[0][year]}(억원): ") + len(f"{TABLE[0][year]}(억원): ")
    end = start + len(TABLE[name][year])
    (band,) = bands(printed_table(), row[start:end], "", Row(row, start, end))
    assert (band.x0, band.top) == (left, top)


def test_the_values_of_a_row_are_marked_and_the_names_of_its_columns_are_not() -> None:
    found = bands(printed_table(), "사업명: 관제소 증설 | 2023년(억원): 500 | 2024년(억원): 500")
    assert {band.top for band in found} == {40}
    assert [band.x0 for band in found] == [0, 200, 300]


def test_a_name_that_spans_rows_does_not_draw_the_row_to_its_own_height() -> None:
    glyphs = [
        *typed("스마트도시통신인프라", 0, 30),
        *typed("300", 200, 0),
        *typed("410", 300, 0),
        *typed("301", 200, 60),
    ]
    found = bands(glyphs, "과제: 스마트도시 통신인프라 | 2023년: 300 | 2024년: 410")
    assert [(band.x0, band.top) for band in found] == [(0, 30), (200, 0), (300, 0)]


def test_the_longest_stretch_counts_where_a_line_is_printed_in_part() -> None:
    glyphs = typed("가나다라마바사아자차", 0, 0)
    (band,) = bands(glyphs, "가나다라마바사아자차카타파하")
    assert band.x1 == 100
    assert bands(glyphs[:5], "가나다라마바사아자차카타파하") == ()


def test_the_store_shows_pages_of_what_it_holds(tmp_path: Path) -> None:
    from langchain_core.embeddings import DeterministicFakeEmbedding

    from ingest.pipeline import ingest
    from ingest.settings import IngestSettings
    from ingest.store import Store

    folder = tmp_path / "papers"
    folder.mkdir()
    path = made(folder / "a.pdf")
    settings = IngestSettings(store=tmp_path / "store")
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as store:
        ingest([folder], store)
        image = store.page_image("a.pdf", 1, 1, 0, 10)
        assert image is not None
        assert image.number == 1
        assert store.page_image("a.pdf", 2, 1, 0, 10) is None
        os.utime(path, (0, 0))
        assert store.page_image("a.pdf", 1, 1, 0, 10) is not None
