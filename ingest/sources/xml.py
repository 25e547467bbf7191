"""XML that a site sent, parsed without entities, schemas or the network, and within bounds."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.errors import DamagedDocument

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 64 << 20
"""Most bytes of a list, unpacked."""
_HINT = "RSS, Atom 피드나 사이트맵의 주소인지 브라우저에서 확인해 주세요."
_ENTITY = re.compile(rb"<!\s{0,9}(?:ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
"""Declarations of a document type, which no list needs and which a bomb is made of."""


def parsed(data: bytes, place: str, hint: str = _HINT) -> _Element:
    """Return the root element of an XML document, packed with gzip or not; `place` is for messages.

    Raises:
        DamagedDocument: it is no XML, is too long, or declares entities.
    """
    from lxml import etree

    data = _unpacked(data, place, hint)
    # In UTF-16 the letters lie apart.
    if _ENTITY.search(data.replace(b"\0", b"")):
        raise DamagedDocument(f"{place}: 개체(ENTITY)를 선언한 XML은 읽지 않습니다.", hint)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data.lstrip(b"\xef\xbb\xbf \t\r\n"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedDocument(f"{place}: XML이 아니거나 망가졌습니다.", hint) from error
    if root is None:
        raise DamagedDocument(f"{place}: XML이 아니거나 망가졌습니다.", hint)
    return root


def local(node: _Element) -> str:
    """Return the name of an element without its namespace; empty for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def children(node: _Element, *names: str) -> Iterator[_Element]:
    """Yield the children of these names, in any namespace."""
    return (child for child in node if local(child) in names)


def text(node: _Element, *names: str) -> str:
    """Return the text of the first child of these names that has any, the earlier names first."""
    for name in names:
        for child in children(node, name):
            if found := "".join(child.itertext()).strip():
                return found
    return ""


def _unpacked(data: bytes, place: str, hint: str) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        try:
            data = zlib.decompressobj(47).decompress(data, MOST_BYTES + 1)
        except zlib.error as error:
            raise DamagedDocument(f"{place}: 압축이 손상되어 풀 수 없습니다.", hint) from error
    if len(data) > MOST_BYTES:
        raise DamagedDocument(f"{place}: 목록이 {MOST_BYTES >> 20}MB를 넘습니다.", hint)
    return data
