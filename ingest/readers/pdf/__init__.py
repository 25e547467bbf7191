"""PDF reader: text with page spans, title, issuer and dates.

pdfium reads the pages, pypdf the metadata.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.documents import Dated, Page
from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument, UnreadableText
from ingest.readers import cover
from ingest.readers.characters import closed
from ingest.readers.characters import line as one_line
from ingest.readers.pdf import ocr
from ingest.readers.pdf.bookmarks import headings, named
from ingest.readers.pdf.flow import Flow, Paragraph
from ingest.readers.pdf.glyphs import PDFIUM, Sheet, sheet
from ingest.readers.pdf.legibility import legible
from ingest.readers.pdf.lines import Line, PageLines, page_lines
from ingest.readers.pdf.margins import strip
from ingest.readers.pdf.particulars import particulars
from ingest.readers.source import Reading

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_FEWEST = 3
_TITLE_LENGTH = 100
_TITLE_LINES = 3
_SHORT_TITLE = 8
_SHORT_ISSUER = 4
_ALIKE = 0.05
_SENTENCE = re.compile(r"[다요]\.")
_MARKER = re.compile(r"^(?:[□■◻○◯◦●ㅇo*-]|\d{1,2}[.)]?|[Ⅰ-Ⅻ][.]?)\s+")
_NO_TITLE = re.compile(
    r"^(?:microsoft\s*(?:word|powerpoint|excel)\b.*|.*\.(?:hwpx?|docx?|pptx?|xlsx?|pdf|indd|txt)\W*|"
    r"(?:untitled|제목\s*없음|powerpoint\s*프레젠테이션|문서|document|슬라이드|print|slide)\W*\d*|\W*|[\w.-]{0,40}\d{4,20}[\w.-]{0,40})$",
    re.IGNORECASE,
)
_PICTURED = 0.5
"""Share of a page that its picture covers where the page is a scan."""
_REST = 10
"""Characters that may stand on a scan beside the picture: a stamp, a file's number."""


def parse(data: bytes, place: str, name: str) -> Reading:
    """Return the text of a PDF with the span of each page; `name` is the title of last resort.

    Raises:
        EncryptedDocument: a password is needed to open it.
        DamagedDocument: pdfium cannot make sense of the bytes.
        UnreadableText: there is no text layer, or it decodes to garbage.
    """
    sheets = _open(data, place)
    declared = particulars(data)
    pages = [page_lines(content, number) for number, content in enumerate(sheets, start=1)]
    garbled = _garbled(pages, sheets)
    strip(pages)
    _scans(pages, sheets)
    _recognise(pages, data)
    _check(pages, garbled, place)
    text, spans = _tiled(Flow(pages, named(declared.bookmarks)).paragraphs(), pages, declared.labels)
    title = closed(_stated(declared.title, text) or _printed(pages)) or name
    front = cover.facts([line.strip() for line in text.split("\n")[: cover.LINES]], title)
    issuer = front.issuer or _institution(declared.author)
    outline = headings(declared.bookmarks, text, spans)
    published = front.published or declared.created
    dated: Dated = front.dated or "declared"
    return Reading(title, text, front.kind, issuer, published, dated, pages=spans, outline=outline)


def _open(data: bytes, place: str) -> list[Sheet]:
    import pypdfium2

    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(data)
            pages = len(document)
    except pypdfium2.PdfiumError as error:
        # pypdf cannot tell of the ciphers it lacks; pdfium names its reason.
        if re.search("password|security", str(error), re.IGNORECASE) or particulars(data).locked:
            raise EncryptedDocument(
                f"{place}: 암호가 걸린 PDF입니다.", "암호를 풀어 저장한 PDF를 넣어 주세요."
            ) from error
        raise _damaged(place) from error
    try:
        if pages == 0:
            raise EmptyDocument(f"{place}: 쪽이 없는 PDF입니다.", "파일을 다시 내려받아 주세요.")
        return _sheets(document, pages, place)
    finally:
        with PDFIUM:
            document.close()


def _sheets(document: PdfDocument, pages: int, place: str) -> list[Sheet]:
    """Return the pages; one that cannot be loaded is empty, a document of which none can is damaged."""
    import pypdfium2

    found: list[Sheet] = []
    broken = 0
    for index in range(pages):
        try:
            # Let go between pages: who looks at a page must not wait for the end of a long document.
            with PDFIUM:
                found.append(sheet(document, index))
        except pypdfium2.PdfiumError:
            found.append(Sheet(0.0, 0.0, (), (), ()))
            broken += 1
    if broken == len(found):
        raise _damaged(place)
    return found


def _damaged(place: str) -> DamagedDocument:
    return DamagedDocument(f"{place}: PDF가 손상되어 열 수 없습니다.", "파일을 다시 내려받아 주세요.")


def _garbled(pages: list[PageLines], sheets: list[Sheet]) -> int:
    """Empty the pages whose text is garbage, and return how many characters that were."""
    garbled = 0
    for page, content in zip(pages, sheets, strict=True):
        size = _size(page)
        if content.unmapped > size or not legible("\n".join(line.text for line in _lines(page))):
            page.items = []
            page.scanned = True
            garbled += size + content.unmapped
    return garbled


def _scans(pages: list[PageLines], sheets: list[Sheet]) -> None:
    """Mark the pages that show a picture and next to no text."""
    for page, content in zip(pages, sheets, strict=True):
        if content.pictured >= _PICTURED and _size(page) < _REST:
            page.scanned = True


def _recognise(pages: list[PageLines], data: bytes) -> None:
    """Read the pages that are pictures, where character recognition is installed."""
    import pypdfium2

    scans = [page for page in pages if page.scanned]
    tesseract = ocr.program() if scans else None
    if tesseract is None:
        return
    with PDFIUM:
        document = pypdfium2.PdfDocument(data)
    try:
        for page in scans:
            lines = ocr.recognised(tesseract, document, page.number)
            if lines and legible("\n".join(line.text for line in lines)):
                page.items = [*lines]
                page.scanned, page.ocr = False, True
    finally:
        with PDFIUM:
            document.close()


def _check(pages: list[PageLines], garbled: int, place: str) -> None:
    """Refuse a document of which next to nothing could be read.

    Raises:
        UnreadableText: there is no text, or more garbage than text.
    """
    written = sum(map(_size, pages))
    if garbled > written:
        raise UnreadableText(f"{place}: 글자층이 깨져 있어 글자를 알아볼 수 없습니다.", ocr.HINT)
    if written < _FEWEST * len(pages):
        raise UnreadableText(f"{place}: 글자층이 없는 PDF입니다(스캔한 그림).", ocr.HINT)


def _size(page: PageLines) -> int:
    return sum(not character.isspace() for line in _lines(page) for character in line.text)


def _lines(page: PageLines) -> list[Line]:
    lines: list[Line] = []
    for item in page.items:
        lines.extend([item] if isinstance(item, Line) else [line for cell in item.lines.values() for line in cell])
    return lines


def _tiled(
    paragraphs: list[Paragraph], pages: list[PageLines], labels: tuple[str, ...]
) -> tuple[str, tuple[Page, ...]]:
    """Return the whole text and the pages that tile it; labels count only when there is one a page."""
    labels = labels if len(labels) == len(pages) else ("",) * len(pages)
    parts: list[str] = []
    starts: dict[int, int] = {}
    length = 0
    for paragraph in paragraphs:
        if parts:
            parts.append("\n")
            length += 1
        for number, piece in paragraph:
            starts.setdefault(number, length)
            parts.append(piece)
            length += len(piece)
    text = "".join(parts)
    bounds = [length] * (len(pages) + 1)
    for index in range(len(pages) - 1, -1, -1):
        bounds[index] = starts.get(pages[index].number, bounds[index + 1])
    bounds[0] = 0
    spans = tuple(
        Page(page.number, page.label or labels[index], bounds[index], bounds[index + 1], page.scanned, ocr=page.ocr)
        for index, page in enumerate(pages)
    )
    return text, spans


def _stated(title: str, text: str) -> str:
    """Return the metadata's title, unless a program or a file name put it there."""
    if _NO_TITLE.match(title) or not 4 <= len(title) <= _TITLE_LENGTH or "\ufffd" in title or "..." in title:
        return ""
    korean = sum("가" <= c <= "힣" for c in text[:2000]) > 200
    return "" if korean and not re.search("[가-힣]", title) else title


def _printed(pages: list[PageLines]) -> str:
    """Return the largest lines of the first page that has text, those that follow one another joined."""
    page = next((page for page in pages if page.items), None)
    lines = _lines(page) if page else []
    largest = max((line.size for line in lines if _heading(line)), default=0.0)
    chosen: list[Line] = []
    for line in lines:
        fits = line.size > 0.9 * largest and not cover.issuer(line.text) and not _SENTENCE.search(line.text)
        if fits and (_heading(line) or chosen):
            chosen.append(line)
        elif chosen:
            break
        if len(chosen) == _TITLE_LINES:
            break
    if chosen and sum(len(line.text) for line in chosen) < _SHORT_TITLE:
        chosen = _subject(lines, chosen, largest)
    title = _MARKER.sub("", one_line(" ".join(line.text for line in chosen)))
    return title if len(title) <= _TITLE_LENGTH else ""


def _subject(lines: list[Line], chosen: list[Line], largest: float) -> list[Line]:
    """Add the line that says what a bare 제안요청서 or 검토보고 is about: the one before it, else the next."""
    first, last = lines.index(chosen[0]), lines.index(chosen[-1])
    for index in (first - 1, last + 1):
        if 0 <= index < len(lines) and _heading(lines[index]) and lines[index].size > 0.5 * largest:
            if index > first:
                return chosen if _sentence(lines[index:]) else [*chosen, lines[index]]
            start = index
            while start and _heading(lines[start - 1]) and abs(lines[start - 1].size / lines[index].size - 1) < _ALIKE:
                start -= 1
            return [*lines[start:first], *chosen]
    return chosen


def _sentence(lines: list[Line]) -> bool:
    """Whether lines open with a sentence: one ends within those of the same size."""
    alike = [line.text for line in lines[:_TITLE_LINES] if abs(line.size / lines[0].size - 1) < _ALIKE]
    return bool(_SENTENCE.search(" ".join(alike)))


def _heading(line: Line) -> bool:
    worded = len(re.findall(r"[가-힣A-Za-z]", line.text)) >= 4
    return worded and not re.search(r"[,.]$", line.text) and not cover.issuer(line.text)


def _institution(author: str) -> str:
    """Return the metadata's author where it is an office: names of three syllables may end like one."""
    return cover.issuer(author) if len(author) >= _SHORT_ISSUER else ""
