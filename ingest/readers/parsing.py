"""One file's bytes turned into a reading by the reader of their format."""

from __future__ import annotations

from ingest.errors import EmptyDocument, UnsupportedFormat
from ingest.readers.formats import Format
from ingest.readers.source import Reading

_OFFICE: frozenset[Format] = frozenset(
    {"hwp", "hwp3", "hwpx", "hwpml", "docx", "locked", "slides", "sheet", "opendocument"}
)
APART: frozenset[Format] = _OFFICE | {"pdf", "html", "mhtml"}
"""Formats to read in a process of their own: their readers run native code or meet files made to harm."""

_UNREAD: dict[Format, tuple[str, str]] = {
    "doc": ("워드 97-2003(DOC) 문서는 읽지 못합니다", "워드나 한글에서 열어 DOCX나 PDF로 저장한 뒤 넣어 주세요."),
    "office": ("이전 형식의 오피스 문서는 아직 읽지 못합니다", "PPTX나 PDF로 저장한 뒤 넣어 주세요."),
    "rtf": ("RTF 문서는 읽지 못합니다", "PDF나 텍스트로 저장한 뒤 넣어 주세요."),
    "image": ("그림 파일에는 읽을 글자가 없습니다", "글자 인식(OCR)을 거친 PDF로 바꾸어 넣어 주세요."),
    "zip": ("압축 파일은 읽지 못합니다", "압축을 푼 뒤 안의 문서를 넣어 주세요."),
    "json": ("JSON Lines가 아닌 JSON입니다", "한 줄에 문서 하나씩 적은 JSON Lines로 바꾸어 주세요."),
    "xml": ("XML 문서는 읽지 못합니다", "PDF, HTML이나 텍스트로 저장한 뒤 넣어 주세요."),
    "binary": (
        "알 수 없는 형식입니다",
        "HWP, HWPX, DOCX, XLSX, PPTX, ODT, PDF, HTML, CSV, 텍스트(UTF-8·CP949), JSON Lines 파일을 넣어 주세요.",
    ),
}


def parse(form: Format, data: bytes, place: str, name: str) -> Reading:
    """Return what `data` of a format says; `place` is for messages, `name` the title of last resort.

    Raises:
        ReadError: the content cannot be turned into a document.
    """
    if form == "empty":
        raise EmptyDocument(f"{place}: 빈 파일입니다.", "내용이 있는 파일인지 확인해 주세요.")
    if form == "pdf":
        from ingest.readers.pdf import parse as parse_pdf

        return parse_pdf(data, place, name)
    if form == "html":
        from ingest.readers.html import parse as parse_html

        return parse_html(data, place, name)
    if form == "mhtml":
        from ingest.readers.html import parse_archive

        return parse_archive(data, place, name)
    if form == "text":
        from ingest.readers.text import parse as parse_text

        return parse_text(data, place, name)
    if form in _OFFICE or form == "csv":
        from ingest.readers.office import parse as parse_office

        return parse_office(form, data, place, name)
    what, hint = _UNREAD.get(form, _UNREAD["binary"])
    raise UnsupportedFormat(f"{place}: {what}.", hint)
