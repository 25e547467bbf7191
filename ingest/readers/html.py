"""HTML reader: the main text and metadata of a saved web page."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from ingest.documents import Kind
from ingest.errors import DamagedDocument, EmptyDocument
from ingest.readers import board, boxes, dates, hidden, mhtml, news, press, text
from ingest.readers.characters import clean, line
from ingest.readers.formats import decode
from ingest.readers.source import Reading
from ingest.readers.tables import TableCell, written

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:0{0,9}(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|[xX]0{0,9}(?:[0-8bceBCE]|1[\da-fA-F])(?![\da-fA-F]));?"
)
"""Letters that XML does not know, as such or by their number: lxml takes them in but refuses to move them."""
_HEAD = 4096
_WEB = re.compile(r"https?://", re.IGNORECASE)
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(https?://[^\s<>]+?)\s*(?:-->|\s)",
    re.IGNORECASE,
)
_UNDRAWN = re.compile(
    r"(?:자바\s*스크립트|java\s*script|스크립트).{0,40}(?:켜|활성|사용|지원|허용|필요|꺼져|동작|enable"
    r"|required|need|turn|disabled)"
    r"|(?:enable|need|requires?|without)\s{1,9}java\s*script|^\W{0,9}(?:loading|로딩|로드)\s{0,9}중?\W{0,9}$|불러오(?:는"
    r"|고)\s|잠시만?\s{0,9}기다려"
    r"|지원하지\s*않는\s{0,9}(?:웹\s{0,9})?브라우저|브라우저를?\s{0,9}(?:업데이트|업그레이드)",
    re.IGNORECASE,
)
_LEAST_TEXT = 100
_MOST_FURNITURE = 600
_MOST_ROW = 2000
"""Characters of the longest row of a table of data."""
_MOST_SPANNED = 100
"""Rows and columns that a cell may span."""
_CAPTIONS = "//figcaption | //figure//p | //*[contains(@class, 'caption') and not(descendant::p[2])]"
_FURNITURE = re.compile(r"(?:^|\s)(?:ads?|advert\w*|share|sns|related|cookie|banner|ad[-_]\S+)(?=\s|$)", re.I)
_SITE = re.compile(r"\s{0,9}(?:[|:<·]|::| - | – )\s{0,9}[^|:<]{1,25}$")


def parse(data: bytes, place: str, name: str) -> Reading:
    """Return the main text of a page, table rows as lines of cells joined by ` | `.

    Raises:
        DamagedDocument: the markup cannot be parsed.
        EmptyDocument: the page holds no text of its own.
    """
    return _page(data, place, name, "")


def parse_archive(data: bytes, place: str, name: str) -> Reading:
    """Return the main text of a page that a browser saved as one file (MHTML); raises as `parse` does."""
    page, address = mhtml.page(data, place)
    return _page(page, place, name, address)


def _page(data: bytes, place: str, name: str, address: str) -> Reading:
    tree, saved = _parsed(data, place)
    scripted = bool(tree.xpath("//script | //noscript"))
    hidden.drop(tree)
    stated, known, sites = _stated(tree), _is_article(tree), _sites(tree)
    for element in tree.xpath("//script | //style"):
        element.drop_tree()
    boxes.drop(tree)
    if scripted and (_is_shell(clean(_all(tree))) or _is_frame(tree)):
        raise EmptyDocument(
            f"{place}: 본문을 스크립트로 그리는 페이지라 저장된 파일에는 글이 없습니다.",
            "브라우저에서 본문이 보일 때 PDF로 인쇄하거나 '웹페이지, 전체'로 다시 저장해 넣어 주세요.",
        )
    reading = _post(tree, sites, known=known) or _article(tree, stated, place, name, known=known)
    return replace(reading, uri=address if _WEB.match(address) else saved)


def _parsed(data: bytes, place: str) -> tuple[HtmlElement, str]:
    """Return the page and the address that its browser noted when it was saved, maybe empty."""
    from lxml import etree
    from lxml import html as markup

    source = decode(data)
    if source is None:
        raise DamagedDocument(f"{place}: HTML의 글자를 풀 수 없습니다.", "UTF-8로 다시 저장해 주세요.")
    source = _CONTROL.sub(" ", source)
    try:
        # An encoding declared inside would make lxml refuse a decoded string.
        tree = markup.document_fromstring(re.sub(r"<\?xml[^>]{0,200}\?>", "", source, count=1))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(f"{place}: HTML을 읽을 수 없습니다.", "페이지를 다시 저장해 주세요.") from error
    etree.strip_tags(tree, etree.Comment, etree.ProcessingInstruction)
    saved = _SAVED_FROM.search(source[:_HEAD])
    return tree, saved[1] if saved else ""


def _is_shell(everything: str) -> bool:
    """Whether a page says no more than that its text is still to be drawn."""
    lines = [line(one) for one in everything.split("\n")]
    told = [one for one in lines if one and not _UNDRAWN.search(one) and not press.furniture(one)]
    if len(told) < len([one for one in lines if one]):
        return sum(map(len, told)) < _LEAST_TEXT and not any(re.search(r"[가-힣]다\.", one) for one in told)
    return not told


def _is_frame(tree: HtmlElement) -> bool:
    """Whether a page holds its head and foot and an empty place for what a script draws between them."""
    if re.search(r"[가-힣]다\.", tree.text_content()):
        return False
    roots = "//*[@id='app' or @id='root' or @id='__next' or @id='__nuxt' or self::main or self::app-root]"
    around = "ancestor::header or ancestor::nav or ancestor::footer or ancestor::aside or ancestor::title"
    between = line(" ".join(map(str, tree.xpath(f"//body//text()[not({around})]"))))
    return bool(tree.xpath(f"{roots}[not(normalize-space())]")) or not between


def _post(tree: HtmlElement, sites: tuple[str, ...], *, known: bool) -> Reading | None:
    """Return the release that a page of an office or a portal shows, or None for any other page."""
    found = board.post(tree, () if known and not any(map(board.portal, sites)) else sites)
    if found is None:
        return None
    body = clean("\n".join(board.text(_all(_alone(found.body)).split("\n"), found)))
    if not body:
        return None
    kind: Kind = "press_release" if found.release else "article" if known else "document"
    reading = Reading(found.title, body, kind, found.issuer)
    return replace(reading, published=found.published, modified=found.modified, byline=found.department)


def _alone(parts: tuple[HtmlElement, ...]) -> HtmlElement:
    """Return a page of these parts alone, ready to be written as lines."""
    from lxml import html as markup

    page = markup.document_fromstring("<html><body></body></html>")
    for part in parts:
        copied = deepcopy(part)
        copied.tail = None
        if copied.tag in {"td", "th", "dd", "li"}:
            copied.tag = "div"
        page.body.append(copied)
    _simplify(page)
    return page


def _article(tree: HtmlElement, stated: Reading, place: str, name: str, *, known: bool) -> Reading:
    from lxml import html as markup

    _simplify(tree)
    body = clean(_main(markup.tostring(tree, encoding="unicode")) or _all(tree))
    if not body:
        raise EmptyDocument(
            f"{place}: 페이지에 본문이 없습니다.", "본문이 보이는 상태에서 페이지를 다시 저장해 주세요."
        )
    return _reading(body, clean(_all(tree)), stated, name, known=known)


def _reading(body: str, everything: str, stated: Reading, name: str, *, known: bool) -> Reading:
    """Return the article, with the facts that stand outside its main text."""
    whole = news.article(everything, replace(stated, published=None), known=known)
    found = news.article(body, stated, known=known or whole is not None)
    if found is None:
        plain = text.reading(body, name)
        issuer, published = plain.issuer or stated.issuer, stated.published or plain.published
        return Reading(stated.title or plain.title, plain.text, plain.kind, issuer, published)
    whole = whole or found
    return replace(
        found,
        title=found.title or name,
        issuer=found.issuer or whole.issuer,
        published=_finer(found.published, whole.published),
        modified=found.modified or whole.modified,
        byline=found.byline or whole.byline,
    )


def _finer(first: datetime | None, second: datetime | None) -> datetime | None:
    """Return the first date, with the second's time of day when only that one has a time."""
    if first is None or (second and first.date() == second.date() and not (first.hour or first.minute)):
        return second
    return first


def _main(source: str) -> str:
    import trafilatura

    # The extractor reports pages without text through logging; this reader raises instead.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.extract(source, include_comments=False, include_tables=True, favor_recall=True) or ""


def _all(tree: HtmlElement) -> str:
    """All text of the page, a line for each block."""
    lines: list[str] = []
    block: list[str] = []

    def flush() -> None:
        lines.append(line("".join(block)))
        block.clear()

    def walk(element: HtmlElement) -> None:
        if isinstance(element.tag, str) and element.tag not in _SILENT:
            if element.tag not in _INLINE:
                flush()
            block.append(element.text or "")
            for child in element:
                walk(child)
            if element.tag not in _INLINE:
                flush()
        block.append(element.tail or "")

    walk(tree)
    flush()
    return "\n".join(filter(None, lines))


_SILENT = {"script", "style", "noscript", "head", "title"}
_INLINE = {"a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}


def _simplify(tree: HtmlElement) -> None:
    """Drop captions and turn table rows into paragraphs, which survive extraction whole."""
    for caption in tree.xpath(_CAPTIONS):
        if caption.getparent() is not None:
            caption.drop_tree()
    for element in tree.xpath("//*[@class or @id][not(self::body or self::html)]"):
        marks = f"{element.get('class', '')} {element.get('id', '')}"
        if (
            _FURNITURE.search(marks)
            and element.getparent() is not None
            and len(element.text_content()) < _MOST_FURNITURE
        ):
            element.drop_tree()
    for table in tree.xpath("//table[not(descendant::table)]"):
        _write(table)
    for table in tree.xpath("//table[not(descendant::tr)]"):
        table.tag = "div"
        for group in table.xpath("./tbody | ./thead | ./tfoot"):
            group.tag = "div"


def _write(table: HtmlElement) -> None:
    """Turn the rows of a table of data into paragraphs; one that only lays out the page stays as it is."""
    rows = table.xpath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")
    cells = _cells(rows)
    longest = max((sum(len(cell.text) for cell in cells if cell.row == row) for row in range(len(rows))), default=0)
    if len({cell.column for cell in cells if cell.text}) < 2 or longest >= _MOST_ROW:
        return
    captions = [line(" ".join(caption.itertext())) for caption in table.xpath("./caption")]
    above = [line(" ".join(one.itertext())) for one in table.xpath("./preceding-sibling::*[position() <= 2]")][::-1]
    lines = [*filter(None, captions), *written(cells, [*above, *captions])]
    tail, attributes = table.tail, dict(table.attrib)
    table.clear()
    table.tag, table.tail = "div", tail
    table.attrib.update(attributes)
    for row in lines:
        paragraph = table.makeelement("p")
        paragraph.text = row
        table.append(paragraph)


def _cells(rows: Sequence[HtmlElement]) -> list[TableCell]:
    """Return the cells of the rows of a table in their places, spans counted."""
    found: list[TableCell] = []
    taken: set[tuple[int, int]] = set()
    for row, element in enumerate(rows):
        column = 0
        for cell in element.xpath("./td | ./th"):
            while (row, column) in taken:
                column += 1
            down = min(_span(cell, "rowspan") or len(rows), len(rows) - row)
            across = _span(cell, "colspan") or 1
            taken.update((row + y, column + x) for y in range(down) for x in range(across))
            text = "\n".join(filter(None, map(line, _broken(cell).split("\n"))))
            header = True if cell.tag == "th" else None
            found.append(TableCell(row, row + down - 1, column, column + across - 1, text, header))
            column += across
    return found


def _span(cell: HtmlElement, name: str) -> int:
    value = str(cell.get(name, "1")).strip()
    return min(int(value), _MOST_SPANNED) if value.isdecimal() else 1


def _broken(cell: HtmlElement) -> str:
    """Return the text of a cell with a line for each of its paragraphs."""
    parts: list[str] = []
    for element in cell.iter():
        text = element.text if isinstance(element.tag, str) else ""
        block = element is not cell and element.tag not in _INLINE
        parts.extend(("\n" if block else "", " ".join((text or "").split(" "))))
        if element is not cell:
            parts.extend(("\n" if block else "", element.tail or ""))
    return "".join(part if part == "\n" else part.replace("\n", " ") for part in parts)


def _meta(tree: HtmlElement, *names: str) -> str:
    for name in names:
        for content in tree.xpath(f"//meta[@property='{name}' or @name='{name}' or @itemprop='{name}']/@content"):
            if line(str(content)):
                return line(str(content))
    return ""


def _title(tree: HtmlElement) -> str:
    """Find the headline: what the page shares as its title, its only heading, or the window title."""
    heading = [line(" ".join(found.itertext())) for found in tree.xpath("//h1")]
    heading = [found for found in heading if len(found) >= 6]
    window = line(" ".join(tree.xpath("//title//text()")))
    shared = _meta(tree, "og:title", "twitter:title")
    if shared:
        return _without_site(shared)
    if len(heading) == 1:
        return heading[0]
    stated = _without_site(window)
    if len(stated) >= 6 and stated.lower() not in {"document", "untitled", "no title"}:
        return stated
    lower = [line(" ".join(found.itertext())) for found in tree.xpath("//h2 | //h3")]
    return next((found for found in [*heading, *lower] if len(found) >= 6), "")


def _without_site(title: str) -> str:
    shorter = _SITE.sub("", title)
    tail = title[len(shorter) :]
    known = re.search(press.NAME, tail) or "|" in tail or "::" in tail
    return shorter if known and len(shorter) >= 6 else title


def _stated(tree: HtmlElement) -> Reading:
    """Return what the page's metadata says of it."""
    linked = _linked(tree)
    published = _meta(tree, "article:published_time", "datePublished", "og:article:published_time", "pubdate", "date")
    published = published or linked.get("datePublished", "") or _first(tree, "//time/@datetime")
    modified = _meta(tree, "article:modified_time", "dateModified", "og:updated_time") or linked.get("dateModified", "")
    author = _meta(tree, "author", "article:author", "byl") or linked.get("author", "")
    byline = re.sub(r"\s{0,9}기자$", "", author)
    return Reading(
        title=_title(tree),
        text="",
        issuer=_meta(tree, "og:site_name") or linked.get("publisher", ""),
        published=dates.parse(published),
        modified=dates.parse(modified),
        byline=byline if re.fullmatch("[가-힣]{2,4}(?:, ?[가-힣]{2,4})*", byline) else "",
    )


def _sites(tree: HtmlElement) -> tuple[str, ...]:
    """Return what the page calls its site, the window's title first."""
    names = (*map(str, tree.xpath("//title//text()")), _meta(tree, "og:site_name"), _meta(tree, "author", "publisher"))
    return tuple(line(name) for name in (*names, _linked(tree).get("publisher", "")) if name.strip())


def _is_article(tree: HtmlElement) -> bool:
    declared = _meta(tree, "article:published_time") and _meta(tree, "og:type") == "article"
    return bool(declared) or "NewsArticle" in _linked(tree).get("@type", "")


def _linked(tree: HtmlElement) -> dict[str, str]:
    """Return the facts of the page's JSON-LD article, names for people and organisations."""
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        try:
            found = json.loads(str(script), strict=False)
        except (ValueError, RecursionError):
            continue
        for entry in found if isinstance(found, list) else [found]:
            if isinstance(entry, dict) and "Article" in str(entry.get("@type")):
                return {key: _name(value) for key, value in entry.items()}
    return {}


def _name(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    return value if isinstance(value, str) else ""


def _first(tree: HtmlElement, path: str) -> str:
    return next((str(found) for found in tree.xpath(path)), "")
