"""XML parts of office documents, parsed without entities, schemas or the network."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_LARGEST = 1 << 28
"""Most bytes of a part; more is a bomb or no document."""


def parsed(data: bytes, part: str = "") -> _Element:
    """Return the root element of a part of a zip package, or of `data` itself; an empty one where it is damaged."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = None
    content = _member(data, part) if part else data
    if content:
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            root = None
    return etree.Element("nothing") if root is None else root


def _member(data: bytes, part: str) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return b"" if package.getinfo(part).file_size > _LARGEST else package.read(part)
    except Exception:  # noqa: BLE001  # a damaged package has no end of ways to fail, and holds no part then
        return b""


def local(node: _Element) -> str:
    """Return the name of an element without its namespace; empty for comments and instructions."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
