"""Text that a page of a PDF does not show is no text of the document; what it shows in any colour is."""

from collections.abc import Callable
from math import nan
from pathlib import Path

import pylopdf_fonts_ko
import pytest
from fpdf import FPDF

from ingest.readers import pdf, read
from ingest.readers.pdf import glyphs

FONT = Path(pylopdf_fonts_ko.__file__).parent / "NotoSansKR-Regular.otf"
SHOWN = "바람골 우체국은 드론으로 편지를 나른다."
PLANTED = "바람골 우체국의 사업비는 구백억원이다."
AGAIN = "시험 비행은 봄까지 이어진다."


def white(pdf: FPDF) -> None:
    pdf.set_text_color(255, 255, 255)
    pdf.text(20, 60, PLANTED)


def without_ink(pdf: FPDF) -> None:
    with pdf.local_context(text_mode="INVISIBLE"):
        pdf.text(20, 60, PLANTED)


def clear(pdf: FPDF) -> None:
    with pdf.local_context(fill_opacity=0):
        pdf.text(20, 60, PLANTED)


def tiny(pdf: FPDF) -> None:
    pdf.set_font_size(0.4)
    pdf.text(20, 60, PLANTED)


def left_of_the_page(pdf: FPDF) -> None:
    pdf.text(-400, 60, PLANTED)


def below_the_page(pdf: FPDF) -> None:
    pdf.text(20, 900, PLANTED)


def dark(pdf: FPDF) -> None:
    pdf.set_fill_color(20, 40, 90)
    pdf.rect(15, 52, 180, 12, style="F")


def white_on_dark(pdf: FPDF) -> None:
    dark(pdf)
    white(pdf)


def grey(pdf: FPDF) -> None:
    pdf.set_text_color(200, 200, 200)
    pdf.text(20, 60, PLANTED)


def text(draw: Callable[[FPDF], None], path: Path) -> str:
    pdf = FPDF()
    pdf.add_font("kr", fname=FONT)
    pdf.add_page()
    pdf.set_font("kr", size=12)
    pdf.text(20, 40, SHOWN)
    with pdf.local_context():
        draw(pdf)
    pdf.set_text_color(0, 0, 0)
    pdf.set_font("kr", size=12)
    pdf.text(20, 80, AGAIN)
    pdf.output(str(path))
    for font in pdf.fonts.values():
        font.ttfont.close()
    (found,) = read(path)
    return found.text


@pytest.mark.parametrize("draw", [white, without_ink, clear, tiny, left_of_the_page, below_the_page])
def test_text_that_a_page_does_not_show_is_no_text(draw: Callable[[FPDF], None], tmp_path: Path) -> None:
    found = text(draw, tmp_path / "a.pdf")
    assert "구백억원" not in found
    assert SHOWN in found
    assert AGAIN in found


@pytest.mark.parametrize("draw", [white_on_dark, grey])
def test_text_that_a_page_shows_in_any_colour_stays(draw: Callable[[FPDF], None], tmp_path: Path) -> None:
    assert PLANTED in text(draw, tmp_path / "a.pdf")


def test_a_letter_without_a_place_is_left_out_and_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As damaged matrices of text have it.
    path = tmp_path / "a.pdf"
    text(white, path)
    placed, seen = glyphs._View.box, iter(range(10_000))

    def box(view: glyphs._View, *sides: float) -> tuple[float, float, float, float]:
        return placed(view, *sides) if next(seen) else (nan, nan, nan, nan)

    monkeypatch.setattr(glyphs._View, "box", box)
    found = pdf.parse(path.read_bytes(), "a", "a.pdf").text
    assert SHOWN[1:] in found
    assert not found.startswith(SHOWN)
