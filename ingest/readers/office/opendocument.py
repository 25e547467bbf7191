"""OpenDocument reader (ODT, ODP): the text of content.xml in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.errors import DamagedDocument, EncryptedDocument
from ingest.readers.office import particulars
from ingest.readers.office.blocks import Block, Cell, Contents, Grid, Line, Note
from ingest.readers.office.markup import local, parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 64
_MOST_REPEATED = 256
# Deleted text is kept beside the text, notes and comments inside it.
_APART = {"tracked-changes", "note", "annotation", "sequence-decls", "table", "frame", "custom-shape"}
_TABLE_PARTS = {"table-rows", "table-header-rows", "table-row-group"}
_UNLOCK = "암호를 넣어 연 뒤 '다른 이름으로 저장'에서 '암호로 저장'을 끄고 저장해 주세요."
_SAVE_AGAIN = "문서가 열리면 다시 저장해 넣고, 열리지 않으면 다시 내려받아 주세요."


def contents(data: bytes, place: str) -> Contents:
    """Return the blocks of an OpenDocument text or presentation.

    Raises:
        EncryptedDocument: a password is needed to open it.
        DamagedDocument: there is no readable content.
    """
    if b"encryption-data" in particulars.member(data, "META-INF/manifest.xml"):
        raise EncryptedDocument(f"{place}: 암호가 걸린 문서입니다.", _UNLOCK)
    body = next((node for node in parsed(data, "content.xml") if local(node) == "body"), None)
    if body is None:
        raise DamagedDocument(f"{place}: 문서가 손상되어 열 수 없습니다.", _SAVE_AGAIN)
    declared = particulars.of_zip(data)
    slides = [node for node in body.iter() if local(node) == "page"]
    if not slides:
        return Contents(tuple(_blocks(body, 0)), declared.title, declared.author, declared.created)
    found = tuple(Line(one.text, one.depth, float(number)) if isinstance(one, Line) else one
                  for number, slide in enumerate(slides) for one in _blocks(slide, 0))  # fmt: skip
    return Contents(found, declared.title, declared.author, declared.created, approximate=False)


def _blocks(node: _Element, level: int) -> Iterator[Block]:
    if level > _DEEPEST:
        return
    for child in node:
        kind = local(child)
        if kind in ("p", "h"):
            yield Line(_text(child), int(_value(child, "outline-level") or 1) if kind == "h" else 0)
            yield from _drawn(child, level)
        elif kind == "table":
            yield _grid(child, level)
        elif kind and kind not in ("tracked-changes", "annotation", "forms"):
            yield from _blocks(child, level + 1)


def _drawn(paragraph: _Element, level: int) -> Iterator[Block]:
    """Yield what is anchored in a paragraph: text boxes, and the notes it refers to."""
    for inner in paragraph.iter():
        kind = local(inner)
        if kind == "note":
            body = "".join(_text(part) for part in inner if local(part) == "note-body")
            yield Note("".join(_text(part) for part in inner if local(part) == "note-citation"), body)
        elif kind == "text-box":
            yield from _blocks(inner, level + 1)


def _text(node: _Element) -> str:
    """Return the text of a paragraph; a note in it leaves its mark."""
    parts = [node.text or ""]
    for child in node:
        kind = local(child)
        if kind == "s":
            parts.append(" " * min(int(_value(child, "c") or 1), 80))
        elif kind == "tab":
            parts.append("\t")
        elif kind == "line-break":
            parts.append("\n")
        elif kind == "note":
            parts.append("".join(_text(part) for part in child if local(part) == "note-citation") + ")")
        elif kind and kind not in _APART:
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _grid(table: _Element, level: int) -> Grid:
    cells: list[Cell] = []
    for row, (line, header) in enumerate(_rows(table, header=None)):
        column = 0
        for entry in line:
            wide = min(int(_value(entry, "number-columns-repeated") or 1), _MOST_REPEATED)
            if local(entry) == "table-cell" and (blocks := tuple(_blocks(entry, level + 1))):
                right = column + int(_value(entry, "number-columns-spanned") or 1) - 1
                bottom = row + int(_value(entry, "number-rows-spanned") or 1) - 1
                cells.append(Cell(row, bottom, column, right, blocks, header))
            column += wide
    return Grid(tuple(cells))


def _rows(node: _Element, header: bool | None) -> Iterator[tuple[_Element, bool | None]]:
    for child in node:
        if local(child) == "table-row":
            yield child, header
        elif local(child) in _TABLE_PARTS:
            yield from _rows(child, True if local(child) == "table-header-rows" else header)


def _value(node: _Element, name: str) -> str:
    return next((str(value) for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")
