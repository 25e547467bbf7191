"""Owns saved web pages; knows nothing of what an article is beyond its markup."""

from __future__ import annotations

import logging
import re
from datetime import datetime
from typing import TYPE_CHECKING

from ingest.errors import DamagedDocument, EmptyDocument
from ingest.readers import dates, news, press, text
from ingest.readers.characters import clean, line
from ingest.readers.formats import decode
from ingest.readers.source import Reading

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CAPTIONS = "//figcaption | //figure//p | //*[contains(@class, 'caption') and not(descendant::p[2])]"
_SITE = re.compile(r"\s*(?:[|:<·]|::| - | – )\s*[^|:<]{1,25}$")


def parse(data: bytes, place: str, name: str) -> Reading:
    """Return the main text of a page, table rows as lines of cells joined by ` | `.

    Raises:
        DamagedDocument: the markup cannot be parsed.
        EmptyDocument: the page holds no text of its own.
    """
    from lxml import etree
    from lxml import html as markup

    source = decode(data)
    if source is None:
        raise DamagedDocument(f"{place}: HTML의 글자를 풀 수 없습니다.", "UTF-8로 다시 저장해 주세요.")
    try:
        # An encoding declared inside would make lxml refuse a decoded string.
        tree = markup.document_fromstring(re.sub(r"<\?xml[^>]*\?>", "", source, count=1))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(f"{place}: HTML을 읽을 수 없습니다.", "페이지를 다시 저장해 주세요.") from error
    title, published = _title(tree), _published(tree)
    _simplify(tree)
    body = clean(_main(markup.tostring(tree, encoding="unicode")) or _all(tree))
    if not body:
        raise EmptyDocument(
            f"{place}: 페이지에 본문이 없습니다.", "본문이 보이는 상태에서 페이지를 다시 저장해 주세요."
        )
    return _reading(body, _all(tree), title, published, name)


def _reading(body: str, everything: str, title: str, published: datetime | None, name: str) -> Reading:
    """Return the article, with the dates and the press house that stand outside its main text."""
    whole = news.article(clean(everything), name, title)
    found = news.article(body, name, title, published)
    if found is None and whole is not None and whole.issuer:
        found = news.article(f"[{whole.issuer}]\n{body}", name, title, published)
    if found is None:
        plain = text.reading(body, name)
        return Reading(title or plain.title, plain.text, plain.kind, plain.issuer, published or plain.published)
    return Reading(
        title=found.title,
        text=found.text,
        kind="article",
        issuer=found.issuer or (whole.issuer if whole else ""),
        published=_finer(found.published, whole.published if whole else None),
        modified=found.modified or (whole.modified if whole else None),
        byline=found.byline or (whole.byline if whole else ""),
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
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "noscript", "head", "title"}:
            if element.tail and isinstance(element.tag, str):
                block.append(element.tail)
            continue
        if element.tag not in _INLINE:
            lines.append(line("".join(block)))
            block = []
        block.extend(filter(None, (element.text,)))
        if element.tail:
            block.append(("" if element.tag in _INLINE else "\n") + element.tail)
    lines.append(line("".join(block)))
    return "\n".join(filter(None, lines))


_INLINE = {"a", "abbr", "b", "em", "font", "i", "mark", "small", "span", "strong", "sub", "sup", "u"}


def _simplify(tree: HtmlElement) -> None:
    """Drop captions and turn table rows into paragraphs, which survive extraction whole."""
    for caption in tree.xpath(_CAPTIONS):
        if caption.getparent() is not None:
            caption.drop_tree()
    for row in tree.xpath("//tr[not(descendant::table)]"):
        cells = [line(" ".join(cell.itertext())) for cell in row.xpath("./td | ./th")]
        if len(cells) > 1 and sum(map(len, cells)) < 2000:
            for child in list(row):
                row.remove(child)
            row.tag = "p"
            row.text = " | ".join(cells)
    for table in tree.xpath("//table[not(descendant::tr)]"):
        table.tag = "div"
        for group in table.xpath("./tbody | ./thead | ./tfoot"):
            group.tag = "div"


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


def _published(tree: HtmlElement) -> datetime | None:
    stated = _meta(tree, "article:published_time", "datePublished", "og:article:published_time", "pubdate", "date")
    if found := dates.parse(stated):
        return found
    for moment in tree.xpath("//time/@datetime"):
        if found := dates.parse(str(moment)):
            return found
    return None
