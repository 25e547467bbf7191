"""HWP 5 and HWPX reader: hangulang reads the blocks and lays out their pages, dochan reads what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from ingest.errors import DamagedDocument, EmptyDocument, EncryptedDocument
from ingest.readers.office import particulars
from ingest.readers.office.blocks import Block, Break, Cell, Contents, Grid, Line, Note, has_text

_SCALE = 512
"""Units that hangulang divides a page's height into."""
_DEEPEST = 32

_HEADER = "FileHeader"
_FLAGS = slice(36, 40)
_PASSWORD, _COPY, _DRM = 1 << 1, 1 << 2, 1 << 4

_OPEN_AND_CLEAR = "한글에서 암호를 넣어 연 뒤 '파일 > 문서 암호'에서 암호를 지우고 저장해 주세요."
_RELEASE = "만든 곳에 원본을 청하거나, 한글의 '보안 > 배포용 문서 편집'에서 암호를 풀고 저장해 주세요."
_SAVE_AGAIN = "한글에서 열리면 다른 이름으로 다시 저장해 넣고, 열리지 않으면 다시 내려받아 주세요."
_BLANK = "글자가 들어 있는 파일인지 한글에서 열어 확인해 주세요. 그림뿐이면 글자 인식(OCR)을 거친 PDF를 넣어 주세요."


def contents(data: bytes, form: str, place: str) -> Contents:
    """Return the blocks of an HWP 5 (`hwp`) or HWPX (`hwpx`) document.

    Raises:
        EncryptedDocument: a password, or a distribution lock that cannot be read through, hides the text.
        DamagedDocument: neither reader makes sense of the bytes.
        EmptyDocument: both read it and find no text.
    """
    held = particulars.streams(data, (_HEADER, *particulars.SUMMARIES)) if form == "hwp" else {}
    flags = int.from_bytes(held.get(_HEADER, b"")[_FLAGS], "little")
    if flags & (_PASSWORD | _DRM) or (form == "hwpx" and _is_locked(data)):
        raise EncryptedDocument(f"{place}: 암호가 걸린 한글 문서입니다.", _OPEN_AND_CLEAR)
    declared = particulars.of_ole(held) if form == "hwp" else particulars.of_zip(data)
    whole = True
    blocks: tuple[Block, ...] = ()
    if not flags & _COPY:
        blocks, whole = _first(data)
    if not has_text(blocks):
        from ingest.readers.office import second

        blocks, sound = second.blocks(data, f".{form}")
        whole = whole and sound
    if not has_text(blocks):
        _refuse(place, copy=bool(flags & _COPY), whole=whole)
    return Contents(blocks, declared.title, declared.author, declared.created)


def _refuse(place: str, *, copy: bool, whole: bool) -> None:
    if copy:
        raise EncryptedDocument(f"{place}: 배포용으로 잠긴 한글 문서라 읽을 수 없습니다.", _RELEASE)
    if not whole:
        raise DamagedDocument(f"{place}: 한글 문서가 손상되어 읽을 수 없습니다.", _SAVE_AGAIN)
    raise EmptyDocument(f"{place}: 글자가 없는 한글 문서입니다.", _BLANK)


def _is_locked(data: bytes) -> bool:
    return b"encryption-data" in particulars.member(data, "META-INF/manifest.xml")


def _first(data: bytes) -> tuple[tuple[Block, ...], bool]:
    """Return hangulang's blocks, and whether it took the file for a sound one."""
    import hangulang

    options = hangulang.ConversionOptions(include_locations=True, asset_policy=hangulang.AssetPolicy.REFERENCE)
    try:
        payload = hangulang.convert_to_payload(data, options)
    except hangulang.HangulangError:
        return (), False
    except BaseException as error:
        # A panic of the native code is no Exception, and its class cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        return (), False
    found = (block for section in payload["sections"] for block in _blocks(section["blocks"], 0))
    return tuple(found), True


Node = dict[str, Any]


def _blocks(nodes: list[Node], level: int) -> Iterator[Block]:
    if level > _DEEPEST:
        return
    for node in nodes:
        kind = node["kind"]
        if kind in ("page_header", "page_footer", "picture"):
            continue
        if kind == "page_break":
            yield Break()
        elif kind == "table":
            yield _grid(node, level)
        elif kind in ("footnote", "endnote"):
            yield _note(node)
        else:
            yield from _text(node, level)


def _text(node: Node, level: int) -> Iterator[Block]:
    """Yield a paragraph, a heading or a formula, then what is drawn in or below it."""
    at = _at(node)
    items = [block for item in node.get("items") or () for block in item["blocks"]]
    if not items and (text := _written(node)).strip():
        yield Line(text, (node.get("level") or 0) if node["kind"] == "heading" else 0, at)
    for index, block in enumerate(_blocks([*items, *(node.get("children") or ())], level + 1)):
        yield Line(block.text, block.depth, at) if index == 0 and isinstance(block, Line) and items else block


def _written(node: Node) -> str:
    if formula := node.get("formula"):
        return str(formula.get("raw_eqedit") or formula.get("latex") or "").replace("`", " ")
    return str(node.get("text") or "")


def _note(node: Node) -> Note:
    """Return a footnote; its text opens with the mark as `[^1]`."""
    mark, closed, text = str(node.get("text") or "").removeprefix("[^").partition("]")
    return Note(mark, text) if closed and mark.isdecimal() else Note("", str(node.get("text") or ""))


def _grid(node: Node, level: int) -> Grid:
    table = cast("Node", node["table"])
    cells = tuple(
        Cell(
            row=cell["row"],
            row_end=cell["row"] + max(cell["row_span"], 1) - 1,
            column=cell["col"],
            column_end=cell["col"] + max(cell["col_span"], 1) - 1,
            blocks=tuple(_blocks(cell["blocks"], level + 1)),
            header=True if cell["is_header"] else None,
        )
        for cell in table["cells"]
    )
    return Grid(cells, str(table.get("caption") or ""), _at(node))


def _at(node: Node) -> float | None:
    location = node.get("location") or {}
    if location.get("page") is None:
        return None
    top = float((location.get("bbox") or {}).get("y_min", 0))
    return float(location["page"]) + min(max(top, 0.0), _SCALE - 1.0) / _SCALE
