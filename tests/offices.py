"""Office files made by hand for tests: HWPX, HWPML, DOCX, XLSX, PPTX and ODT with invented wording.

There is no writer of HWP 5 among the dependencies, so none is made.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "<dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>"
    "<dcterms:created>{created}</dcterms:created></cp:coreProperties>"
)


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip package of parts; the first is stored, as formats that are told by it want."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


# HWPX

_HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"
_NAMES = (
    f'xmlns:hp="{_HP}" xmlns:hs="http://www.hancom.co.kr/hwpml/2011/section"'
    ' xmlns:hh="http://www.hancom.co.kr/hwpml/2011/head" xmlns:hc="http://www.hancom.co.kr/hwpml/2011/core"'
    ' xmlns:opf="http://www.idpf.org/2007/opf/"'
)
_HEADER = (
    f'<hh:head {_NAMES} version="1.4" secCnt="1"><hh:refList>'
    '<hh:charProperties itemCnt="1"><hh:charPr id="0" height="1000"/></hh:charProperties>'
    '<hh:paraProperties itemCnt="1"><hh:paraPr id="0"/></hh:paraProperties>'
    '<hh:styles itemCnt="1"><hh:style id="0" type="PARA" name="바탕글" paraPrIDRef="0" charPrIDRef="0"/></hh:styles>'
    "</hh:refList></hh:head>"
)
_PAGE = (
    '<hp:secPr id="" textDirection="HORIZONTAL"><hp:pagePr landscape="WIDELY" width="59528" height="84188">'
    '<hp:margin header="4252" footer="4252" gutter="0" left="8504" right="8504" top="5668" bottom="4252"/>'
    "</hp:pagePr></hp:secPr>"
)

Table = Sequence[Sequence["str | tuple[str, int, int] | list[Content]"]]
Content = "str | Table | Note"


class Page(str):
    """A paragraph that begins a new page."""

    __slots__ = ()


class Note(str):
    """A footnote of the paragraph before it."""

    __slots__ = ()


def hwpx(blocks: Sequence[object], created: str = "2021-03-02T00:00:00Z", title: str = "") -> bytes:
    """Return an HWPX of paragraphs (str), tables (lists of rows), notes and paragraphs on new pages."""
    body = "".join(_hwpx_blocks(blocks, first=_PAGE))
    content = (
        f"<opf:package {_NAMES}><opf:metadata><opf:title>{escape(title)}</opf:title>"
        f'<opf:meta name="CreatedDate" content="text">{created}</opf:meta></opf:metadata><opf:manifest>'
        '<opf:item id="header" href="Contents/header.xml" media-type="application/xml"/>'
        '<opf:item id="section0" href="Contents/section0.xml" media-type="application/xml"/>'
        '</opf:manifest><opf:spine><opf:itemref idref="header"/><opf:itemref idref="section0"/></opf:spine>'
        "</opf:package>"
    )
    container = (
        '<ocf:container xmlns:ocf="urn:oasis:names:tc:opendocument:xmlns:container"><ocf:rootfiles><ocf:rootfile'
        ' full-path="Contents/content.hpf" media-type="application/hwpml-package+xml"/></ocf:rootfiles></ocf:container>'
    )
    return packed(
        {
            "mimetype": "application/hwp+zip",
            "version.xml": '<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" major="5" minor="1"/>',
            "META-INF/container.xml": container,
            "Contents/content.hpf": content,
            "Contents/header.xml": _HEADER,
            "Contents/section0.xml": f"<hs:sec {_NAMES}>{body}</hs:sec>",
        }
    )


def _hwpx_blocks(blocks: Sequence[object], first: str = "") -> list[str]:
    runs: list[str] = []
    for block in blocks:
        if isinstance(block, Note):
            inner = _paragraph(f"<hp:t>{escape(block)}</hp:t>")
            note = f'<hp:footNote number="1" suffixChar="41"><hp:subList>{inner}</hp:subList></hp:footNote>'
            runs[-1] = runs[-1].replace("</hp:run></hp:p>", f"<hp:ctrl>{note}</hp:ctrl></hp:run></hp:p>")
            continue
        content = f"<hp:t>{escape(block)}</hp:t>" if isinstance(block, str) else _hwpx_table(block)
        runs.append(_paragraph(first + content, breaks=isinstance(block, Page)))
        first = ""
    return runs


def _paragraph(content: str, *, breaks: bool = False) -> str:
    return (
        f'<hp:p id="0" paraPrIDRef="0" styleIDRef="0" pageBreak="{int(breaks)}" columnBreak="0" merged="0">'
        f'<hp:run charPrIDRef="0">{content}</hp:run></hp:p>'
    )


def _hwpx_table(rows: object) -> str:
    """Write a table; a cell is its text, (text, rows, columns) where it spans, or a list of blocks."""
    assert isinstance(rows, list)
    held: list[str] = []
    taken: set[tuple[int, int]] = set()
    width = 0
    for at, row in enumerate(rows):
        cells: list[str] = []
        column = 0
        for value in row:
            while (at, column) in taken:
                column += 1
            inner, down, across = value if isinstance(value, tuple) else (value, 1, 1)
            blocks = inner if isinstance(inner, list) else [inner]
            cells.append(
                '<hp:tc name="" header="0" borderFillIDRef="1"><hp:subList id="" vertAlign="CENTER">'
                + "".join(_hwpx_blocks(blocks))
                + f'</hp:subList><hp:cellAddr colAddr="{column}" rowAddr="{at}"/>'
                + f'<hp:cellSpan colSpan="{across}" rowSpan="{down}"/><hp:cellSz width="9000" height="1500"/></hp:tc>'
            )
            taken |= {(at + y, column + x) for y in range(down) for x in range(across)}
            column += across
        width = max(width, column)
        held.append(f"<hp:tr>{''.join(cells)}</hp:tr>")
    return (
        f'<hp:tbl id="1" rowCnt="{len(rows)}" colCnt="{width}" cellSpacing="0" borderFillIDRef="1">'
        '<hp:sz width="40000" widthRelTo="ABSOLUTE" height="3000" heightRelTo="ABSOLUTE" protect="0"/>'
        '<hp:pos treatAsChar="1" affectLSpacing="0" flowWithText="1" allowOverlap="0" vertRelTo="PARA" horzRelTo="PARA"'
        ' vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>' + "".join(held) + "</hp:tbl>"
    )


# HWPML


def hwpml(title: str, body: str) -> bytes:
    """Return an HWPML of paragraphs and tables in its own words."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><HWPML Version="2.8"><HEAD SecCnt="1"><DOCSUMMARY>'
        f"<TITLE>{title}</TITLE></DOCSUMMARY></HEAD><BODY><SECTION>{body}</SECTION></BODY></HWPML>"
    ).encode()


# Spreadsheets


def xlsx(sheets: Mapping[str, Sequence[Sequence[str | float | None]]], hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook of sheets of rows; sheets named in `hidden` are not shown."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types({"/xl/workbook.xml": "spreadsheetml.sheet.main"}),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(
            f'<sheet name="{escape(name)}" sheetId="{at}" state="{"hidden" if name in hidden else "visible"}"'
            f' r:id="rId{at}"/>'
            for at, name in enumerate(sheets, 1)
        )
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)}
        ),
    }
    for at, rows in enumerate(sheets.values(), 1):
        body = "".join(
            f'<row r="{number}">'
            + "".join(
                _cell(f"{chr(65 + column)}{number}", value) for column, value in enumerate(row) if value is not None
            )
            + "</row>"
            for number, row in enumerate(rows, 1)
        )
        parts[f"xl/worksheets/sheet{at}.xml"] = f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>'
    return packed(parts)


def _cell(place: str, value: str | float) -> str:
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value!r}</v></c>'


def _types(overrides: Mapping[str, str]) -> str:
    kinds = "".join(
        f'<Override PartName="{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for part, kind in overrides.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{kinds}</Types>'
    )


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    held = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{RELATIONS}">{held}</Relationships>'


# Presentations


def pptx(slides: Sequence[tuple[str, Sequence[str], Sequence[Sequence[str]]]]) -> bytes:
    """Return a presentation; a slide is its title, its paragraphs and the rows of its table."""
    presentation = "http://schemas.openxmlformats.org/presentationml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    numbers = range(1, len(slides) + 1)
    kinds = {f"/ppt/slides/slide{at}.xml": "presentationml.slide" for at in numbers}
    shown = "".join(f'<p:sldId id="{255 + at}" r:id="rId{at}"/>' for at in numbers)
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _types({"/ppt/presentation.xml": "presentationml.presentation.main", **kinds}),
        "_rels/.rels": _relations({"rId1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{presentation}" xmlns:r="{OFFICE}">'
        f"<p:sldIdLst>{shown}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": _relations(
            {f"rId{at}": ("slide", f"slides/slide{at}.xml") for at in numbers}
        ),
    }
    for at, (title, paragraphs, rows) in enumerate(slides, 1):
        shapes = _shape([title], '<p:ph type="title"/>') + _shape(paragraphs, "") + (_slide_table(rows) if rows else "")
        parts[f"ppt/slides/slide{at}.xml"] = (
            f'<p:sld xmlns:p="{presentation}" xmlns:a="{drawing}" xmlns:r="{OFFICE}"><p:cSld><p:spTree>{shapes}'
            "</p:spTree></p:cSld></p:sld>"
        )
    return packed(parts)


def _shape(paragraphs: Sequence[str], place: str) -> str:
    text = "".join(f"<a:p><a:r><a:t>{escape(one)}</a:t></a:r></a:p>" for one in paragraphs)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>{place}</p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/>{text}</p:txBody></p:sp>"
    )


def _slide_table(rows: Sequence[Sequence[str]]) -> str:
    cells = "".join(
        "<a:tr>"
        + "".join(f"<a:tc><a:txBody><a:p><a:r><a:t>{escape(one)}</a:t></a:r></a:p></a:txBody></a:tc>" for one in row)
        + "</a:tr>"
        for row in rows
    )
    return (
        '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name="t"/><p:cNvGraphicFramePr/><p:nvPr/>'
        '</p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table">'
        f"<a:tbl><a:tblGrid/>{cells}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


# OpenDocument


def odt(body: str, title: str = "") -> bytes:
    """Return an OpenDocument text with the given content of `office:text`."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {names}><office:body><office:text>{body}</office:text>"
            "</office:body></office:document-content>",
            "meta.xml": f'<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title></m>',
        }
    )
