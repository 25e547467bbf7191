"""Lists of pages that a site publishes: RSS and Atom feeds, and site maps.

An item is told apart by the address of its page and by a stamp of what the list says of it: another title, day or
summary is another stamp, and the page is asked for again. `<guid>` serves where `<link>` is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from ingest.errors import ReadError, UnsupportedFormat
from ingest.registry import Listed
from ingest.sources import xml
from ingest.web.addresses import Address, is_address, parse

if TYPE_CHECKING:
    from lxml.etree import _Element

Form = Literal["feed", "sitemap", "index"]
"""A feed, a site map, or a site map of site maps."""
MOST = 50_000
"""Most items of a list; the bound that site maps have of themselves."""
_FORMS: dict[str, Form] = {"rss": "feed", "RDF": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "index"}


@dataclass(frozen=True, slots=True)
class PageList:
    """What one document lists."""

    form: Form
    items: tuple[Listed, ...]
    """Of an index, the site maps."""


def read(data: bytes, address: Address) -> PageList:
    """Return what a feed or site map lists, each page once.

    Raises:
        DamagedDocument: it is no XML.
        UnsupportedFormat: it is other XML, or lists more than `MOST` pages.
    """
    root = xml.parsed(data, str(address))
    form = _FORMS.get(xml.local(root))
    if form is None:
        raise UnsupportedFormat(
            f"{address}: 피드도 사이트맵도 아닌 XML입니다 (<{xml.local(root)[:40]}>).",
            "RSS, Atom 피드나 사이트맵의 주소를 적어 주세요.",
        )
    found = _entries(root, address) if form == "feed" else _mapped(root, form, address)
    items = {one.address: one for one in reversed(list(found))}
    if len(items) > MOST:
        raise UnsupportedFormat(f"{address}: 항목이 {MOST:,}개를 넘습니다.", "나누어진 피드나 사이트맵을 적어 주세요.")
    return PageList(form, tuple(reversed(items.values())))


def stamp(parts: Iterable[str]) -> str:
    """Return another short text for every other sequence of parts."""
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _entries(root: _Element, base: Address) -> Iterator[Listed]:
    # Items of RSS 1.0 stand beside the channel, those of RSS 2.0 inside it.
    holders = [root, *xml.children(root, "channel")]
    for entry in (one for holder in holders for one in xml.children(holder, "item", "entry")):
        if address := _page(entry, base):
            said = ("title", "updated", "pubDate", "published", "date", "description", "summary", "encoded", "content")
            yield Listed(address, stamp(xml.text(entry, one) for one in said))


def _page(entry: _Element, base: Address) -> str:
    """Return the address of an entry's page; empty where it has none that can be asked for."""
    links = [link for link in xml.children(entry, "link") if link.get("rel", "alternate") == "alternate"]
    named = [(link.get("href") or link.text or "").strip() for link in links]
    named += [one for one in (xml.text(entry, "guid"), xml.text(entry, "id")) if is_address(one)]
    return next((found for one in named if one and (found := _absolute(one, base))), "")


def _mapped(root: _Element, form: Form, base: Address) -> Iterator[Listed]:
    for entry in xml.children(root, "url" if form == "sitemap" else "sitemap"):
        address = _absolute(xml.text(entry, "loc"), base)
        # A site map speaks for its own host alone.
        if address and parse(address).host == base.host:
            yield Listed(address, stamp([xml.text(entry, "lastmod")]))


def _absolute(text: str, base: Address) -> str:
    try:
        return str(parse(text, base)) if text else ""
    except ReadError:
        return ""
