"""HWPML reader: the single XML file that Hancom Office writes as HML, often named `.hwp`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.errors import DamagedDocument
from ingest.readers.office.blocks import Block, Cell, Contents, Grid, Line, Note
from ingest.readers.office.markup import local, parsed

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEEPEST = 64
_SAVE_AGAIN = "한글에서 열어 HWPX로 저장해 넣어 주세요."


def contents(data: bytes, place: str) -> Contents:
    """Return the blocks of an HWPML document.

    Raises:
        DamagedDocument: there is no body.
    """
    root = parsed(data)
    body = next((node for node in root.iter() if local(node) == "BODY"), None)
    if body is None:
        raise DamagedDocument(f"{place}: 한글(HWPML) 문서가 손상되어 열 수 없습니다.", _SAVE_AGAIN)
    declared = {local(node): (node.text or "").strip() for node in root.iter() if local(node) in _DECLARED}
    blocks = tuple(_blocks(body, _styles(root), 0))
    return Contents(blocks, declared.get("TITLE", ""), declared.get("AUTHOR", ""), declared.get("DATE", ""))


_DECLARED = ("TITLE", "AUTHOR", "DATE")


def _styles(root: _Element) -> dict[str, int]:
    """Return the depth of the paragraph shapes that are headings of the outline."""
    return {
        node.get("Id", ""): int(node.get("Level", "0")) + 1
        for node in root.iter()
        if local(node) == "PARASHAPE" and node.get("HeadingType") == "Outline" and node.get("Level", "0").isdecimal()
    }


def _blocks(node: _Element, styles: dict[str, int], level: int) -> Iterator[Block]:
    if level > _DEEPEST:
        return
    for child in node:
        kind = local(child)
        if kind == "P":
            yield from _paragraph(child, styles, level)
        elif kind and kind not in ("HEADER", "FOOTER", "HIDDENCOMMENT"):
            yield from _blocks(child, styles, level + 1)


def _paragraph(paragraph: _Element, styles: dict[str, int], level: int) -> Iterator[Block]:
    """Yield a paragraph, then what is anchored in it."""
    text: list[str] = []
    after: list[Block] = []
    for run in paragraph:
        if local(run) != "TEXT":
            continue
        for part in run:
            kind = local(part)
            if kind == "CHAR":
                text.append(_characters(part))
            elif kind == "TABLE":
                after.append(_grid(part, styles, level))
            elif kind in ("FOOTNOTE", "ENDNOTE"):
                text.append(f"{part.get('Number', '')})" if part.get("Number") else "")
                after.append(
                    Note(
                        part.get("Number", ""),
                        " ".join(_characters(one) for one in part.iter() if local(one) == "CHAR"),
                    )
                )
            else:
                after.extend(_blocks(part, styles, level + 1))
    yield Line("".join(text), styles.get(paragraph.get("ParaShape", ""), 0))
    yield from after


def _characters(node: _Element) -> str:
    parts = [node.text or ""]
    for child in node:
        parts.append(
            {"TAB": "\t", "LINEBREAK": "\n", "NBSPACE": " ", "FWSPACE": " ", "HYPEN": "-"}.get(local(child), "")
        )
        parts.append(child.tail or "")
    return "".join(parts)


def _grid(table: _Element, styles: dict[str, int], level: int) -> Grid:
    cells = []
    for cell in (cell for row in table if local(row) == "ROW" for cell in row if local(cell) == "CELL"):
        row, column = _number(cell, "RowAddr", 0), _number(cell, "ColAddr", 0)
        bottom, right = row + _number(cell, "RowSpan", 1) - 1, column + _number(cell, "ColSpan", 1) - 1
        header = True if cell.get("Header") == "true" else None
        cells.append(Cell(row, bottom, column, right, tuple(_blocks(cell, styles, level + 1)), header))
    caption = [part for part in table.iter() if local(part) == "CAPTION"]
    text = " ".join(_characters(part) for one in caption[:1] for part in one.iter() if local(part) == "CHAR")
    return Grid(tuple(cells), text)


def _number(node: _Element, name: str, default: int) -> int:
    value = node.get(name, "")
    return int(value) if value.isdecimal() else default
