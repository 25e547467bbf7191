"""Readers of office documents: HWP, HWPX, DOCX, PPTX, OpenDocument and spreadsheets, and what they share."""

from __future__ import annotations

from ingest.errors import DamagedDocument, EncryptedDocument, UnsupportedFormat
from ingest.readers.formats import Format
from ingest.readers.office.blocks import Contents
from ingest.readers.office.composing import reading
from ingest.readers.source import Reading

_UNLOCK = "오피스의 '파일 > 정보 > 문서 보호 > 암호 설정'에서 암호를 지우고 저장해 주세요."
_SAVE_AGAIN = "문서가 열리면 다시 저장해 넣고, 열리지 않으면 다시 내려받아 주세요."
_HWP3_PASSWORD = slice(126, 128)
_HWP3_UNLOCK = "한글에서 암호를 넣어 연 뒤 '파일 > 문서 암호'에서 암호를 지우고 HWPX로 저장해 주세요."


def parse(form: Format, data: bytes, place: str, name: str) -> Reading:
    """Return what a document of one of the office formats says; `name` is the title of last resort.

    Raises:
        ReadError: it is locked, damaged or of a version that no reader takes.
    """
    return reading(_contents(form, data, place), name)


def _contents(form: Format, data: bytes, place: str) -> Contents:
    from ingest.readers.office import hangul, hwpml, opendocument, sheets

    if form in ("hwp", "hwpx"):
        return hangul.contents(data, form, place)
    if form == "hwpml":
        return hwpml.contents(data, place)
    if form == "sheet":
        return sheets.contents(data, place)
    if form == "csv":
        return sheets.separated(data)
    if form == "opendocument":
        return opendocument.contents(data, place)
    if form == "locked":
        raise EncryptedDocument(f"{place}: 암호가 걸린 오피스 문서입니다.", _UNLOCK)
    if form == "hwp3":
        _refuse_hwp3(data, place)
    return _of_package(form, data, place)


def _refuse_hwp3(data: bytes, place: str) -> None:
    if any(data[_HWP3_PASSWORD]):
        raise EncryptedDocument(f"{place}: 암호가 걸린 한글 3.x 문서입니다.", _HWP3_UNLOCK)
    raise UnsupportedFormat(
        f"{place}: 한글 3.x(HWP) 문서는 읽지 못합니다.", "한글에서 열어 HWPX나 PDF로 저장한 뒤 넣어 주세요."
    )


def _of_package(form: Format, data: bytes, place: str) -> Contents:
    """Return the blocks of a DOCX or PPTX."""
    from ingest.readers.office import particulars, second, unseen
    from ingest.readers.office.blocks import has_text

    is_text = form == "docx"
    blocks, sound = second.blocks(unseen.without(data) if is_text else data, ".docx" if is_text else ".pptx")
    if not sound and not has_text(blocks):
        raise DamagedDocument(f"{place}: 문서가 손상되어 열 수 없습니다.", _SAVE_AGAIN)
    declared = particulars.of_zip(data)
    return Contents(blocks, declared.title, declared.author, declared.created, approximate=False)
