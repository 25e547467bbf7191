"""Feeds and site maps list pages, each once, and hostile ones are refused with words."""

from __future__ import annotations

import gzip
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import DamagedDocument, ReadError, UnsupportedFormat
from ingest.sources import lists, xml
from ingest.web.addresses import parse

BASE = parse("https://haesol.example/rss/all.xml")
RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>해솔부</title>
<atom:link rel="self" href="https://haesol.example/rss/all.xml"/>
<item><title>나루</title><link>/news/1</link><pubDate>{}</pubDate></item>
<item><title>다리</title><guid>https://haesol.example/news/2</guid></item>
<item><title>다리</title><link> https://haesol.example/news/2 </link></item>
<item><title>주소 없음</title><guid isPermaLink="false">7</guid></item>
<item><title>나쁜 주소</title><link>javascript:alert(1)</link></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>tag:haesol,1</id><link rel="edit" href="/edit/1"/><link href="../news/1"/>
<updated>2025-11-24</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="a"><title>해솔</title></channel><item><link>https://haesol.example/news/1</link></item></rdf:RDF>"""
MAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>https://haesol.example/news/1</loc><lastmod>2025-11-24</lastmod></url>
<url><loc>https://elsewhere.example/news/2</loc></url></urlset>"""
LAUGHS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">{}]><rss><channel><item><title>&{};</title>
<link>https://haesol.example/1</link></item></channel></rss>"""


def addresses(data: str) -> list[str]:
    return [one.address.removeprefix("https://haesol.example") for one in lists.read(data.encode(), BASE).items]


@pytest.mark.parametrize(
    ("data", "form", "pages"),
    [
        (RSS, "feed", ["/news/1", "/news/2"]),
        (ATOM, "feed", ["/news/1"]),
        (RDF, "feed", ["/news/1"]),
        (MAP, "sitemap", ["/news/1"]),
    ],
)
def test_each_page_is_listed_once_by_its_address(data: str, form: str, pages: list[str]) -> None:
    assert lists.read(data.encode(), BASE).form == form
    assert addresses(data) == pages


def test_what_a_list_says_otherwise_of_a_page_changes_its_stamp() -> None:
    first, other = (lists.read(RSS.format(day).encode(), BASE).items for day in ("24 Nov", "25 Nov"))
    assert first[0].stamp != other[0].stamp
    assert first[1] == other[1]


def test_a_packed_site_map_is_unpacked() -> None:
    assert lists.read(gzip.compress(MAP.encode()), BASE).form == "sitemap"


def test_a_korean_feed_in_its_old_encoding_is_read() -> None:
    data = RSS.replace("utf-8", "euc-kr").encode("cp949")
    assert len(lists.read(data, BASE).items) == 2


def laughs(depth: int) -> str:
    names = "abcdefghijklmnopqrstuvwxyz"
    entities = "".join(f'<!ENTITY {names[n]} "{f"&{names[n - 1]};" * 10}">' for n in range(1, depth))
    return LAUGHS.format(entities, names[depth - 1])


@pytest.mark.parametrize(
    "data",
    [
        laughs(20).encode(),
        laughs(20).encode("utf-16"),
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel>&x;</channel></rss>',
        b'<!DOCTYPE r [<!ATTLIST rss a CDATA "x">]><rss/>',
        b"<rss>" + b"<channel>" * 100_000,
        gzip.compress(b" " * (xml.MOST_BYTES + 2)),
        gzip.compress(RSS.encode())[:40],
        b"<html><p>no list",
        b"\x00\x01\x02",
        b"",
        "해솔부".encode(),
    ],
    ids=["laughs", "laughs 16", "file", "attributes", "deep", "bomb", "cut", "page", "bytes", "empty", "text"],
)
def test_hostile_or_broken_xml_is_an_error_with_words_at_once(data: bytes) -> None:
    started = time.monotonic()
    with pytest.raises(DamagedDocument) as caught:
        lists.read(data, BASE)
    assert caught.value.message.startswith(str(BASE))
    assert caught.value.hint
    assert time.monotonic() - started < 5


def test_other_xml_is_named() -> None:
    with pytest.raises(UnsupportedFormat, match="<html>"):
        lists.read(b"<html><body/></html>", BASE)


def test_a_list_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST", 1)
    with pytest.raises(UnsupportedFormat, match="1개"):
        lists.read(RSS.encode(), BASE)


@given(st.binary(max_size=400), st.integers(0, len(RSS)))
def test_no_bytes_raise_anything_else(noise: bytes, at: int) -> None:
    data = RSS.encode()
    for one in (noise, data[:at] + noise + data[at:]):
        try:
            found = lists.read(one, BASE).items
        except ReadError:
            continue
        assert all(each.address.startswith("http") for each in found)
