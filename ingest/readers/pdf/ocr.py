"""Character recognition (OCR) of pages that are pictures, by Tesseract where it is installed.

The Korean data of Tesseract (tessdata_fast, Apache-2.0) are kept beside this module; the program comes with the extra
`geungeo[ocr]` or with the system.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ingest.readers.pdf.glyphs import PDFIUM
from ingest.readers.pdf.lines import Line
from ingest.readers.pdf.picture import fitting

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

HINT = (
    "글자 인식(OCR)을 거쳐 글자층이 있는 PDF로 바꾸어 넣거나, 글자 인식을 설치하고 다시 넣어 주세요: "
    "pip install 'geungeo[ocr]' (또는 sudo apt install tesseract-ocr, macOS는 brew install tesseract)"
)
SECONDS = 60.0
"""Longest time for one page."""
_DATA = Path(__file__).parent / "tessdata"
_DOTS = 300
"""Dots an inch at which a page is shown to Tesseract."""
_MOST_PIXELS = 25_000_000
_SURE = 30.0
"""Least mean confidence of a line, of 100."""
_WORD = "5"
_WANTED = ("-c", "tessedit_create_txt=1", "-c", "tessedit_create_tsv=1")


def program() -> str | None:
    """Return the path of Tesseract, None where it is not installed."""
    beside = Path(sys.executable).parent / "tesseract"
    return str(beside) if beside.is_file() else shutil.which("tesseract")


def recognised(tesseract: str, document: PdfDocument, number: int) -> list[Line]:
    """Return the lines that Tesseract sees on page `number`, counted from 1; none where it fails or takes too long."""
    picture, scale = _drawn(document, number - 1)
    with TemporaryDirectory() as folder:
        base = Path(folder, "page")
        command = [tesseract, "stdin", str(base), "-l", "kor", "--tessdata-dir", str(_DATA), "--dpi", str(_DOTS)]
        try:
            subprocess.run(  # noqa: S603
                [*command, *_WANTED], input=picture, capture_output=True, timeout=SECONDS, check=True
            )
            text, table = (base.with_suffix(end).read_text("utf-8", "replace") for end in (".txt", ".tsv"))
        except (OSError, subprocess.SubprocessError):
            return []
    return list(_lines(text, table, number, scale))


def _drawn(document: PdfDocument, index: int) -> tuple[bytes, float]:
    """Return a page as a grey picture (PGM) and how many dots a point has."""
    with PDFIUM:
        page = document[index]
        try:
            width, height = page.get_size()
            scale = fitting(width, height, _DOTS / 72, _MOST_PIXELS)
            bitmap = page.render(scale=scale, grayscale=True)
            pixels = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
            picture = b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels.tobytes()
            bitmap.close()
        finally:
            page.close()
    return picture, scale


def _lines(text: str, table: str, number: int, scale: float) -> Iterator[Line]:
    """Yield the lines of the text with the places that the table of words has for them.

    The table takes each syllable for a word, so the spaces are those of the text.
    """
    words: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row.get("level") == _WORD and (row.get("text") or "").strip():
            words.setdefault((row["block_num"], row["par_num"], row["line_num"]), []).append(row)
    written = [line.strip() for line in text.replace("\f", "\n").split("\n") if line.strip()]
    for line, found in zip(written, words.values(), strict=False):
        if sum(float(word["conf"]) for word in found) >= _SURE * len(found):
            yield _line(line, found, number, scale)


def _line(text: str, words: list[dict[str, str]], number: int, scale: float) -> Line:
    boxes = [tuple(float(word[name]) / scale for name in ("left", "top", "width", "height")) for word in words]
    return Line(
        page=number,
        text=text,
        x0=min(left for left, *_ in boxes),
        x1=max(left + width for left, _, width, _ in boxes),
        top=min(top for _, top, _, _ in boxes),
        bottom=max(top + height for _, top, _, height in boxes),
        lead=boxes[0][2],
    )
