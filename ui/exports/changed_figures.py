"""Changed figures of watched texts: a line with both quotes for people, and an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast
from uuid import NAMESPACE_URL, uuid5

from ui.exports import timeline_words
from ui.exports.layout import plain
from ui.messages import Language, say

if TYPE_CHECKING:
    from assistant.history.values import Kind
    from assistant.korean.measures import Stage
    from ingest.watches import Change, Json

ATOM = "http://www.w3.org/2005/Atom"
_CLAIM = "claim"
_ZONE = "+09:00"


def headline(value: Change, language: Language) -> str:
    """Return text, measure, old and new value in one line."""
    old, new = value.old, value.new
    return plain(
        say("watch.change", language, text=value.text, name=name(new, language), old=old["value"], new=new["value"])
    )


def name(seen: Json, language: Language) -> str:
    """Return what a figure measures."""
    kind, of, stage = (str(seen[key]) for key in ("kind", "of", "stage"))
    if kind == _CLAIM:
        return say("watch.claim", language, figure=of)
    return timeline_words.named(cast("Kind", kind), of, cast("Stage | None", stage or None), language)


def quoted(seen: Json) -> str:
    """Return a quote with its document: `“…” 「제목」, 발행처, 2025-11-24 (id@2)`."""
    parts = [f"「{seen['title']}」", seen["issuer"], seen["date"]]
    told = ", ".join(str(part) for part in parts if part)
    return plain(f"“{seen['quote']}” {told} ({seen['document_id']}@{seen['version']})")


def feed(values: Sequence[Change], language: Language) -> bytes:
    """Return changes, the latest first, as an Atom feed whose entries keep their ids for ever."""
    from lxml import etree

    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})

    def put(parent: object, tag: str, text: str = "", **attributes: str) -> object:
        child = etree.SubElement(parent, f"{{{ATOM}}}{tag}", attributes)
        child.text = plain(text) or None
        return child

    put(root, "title", say("watch.feed", language))
    put(root, "id", "urn:geungeo:changes")
    put(root, "updated", f"{values[0].at}{_ZONE}" if values else "1970-01-01T00:00:00Z")
    put(put(root, "author"), "name", "geungeo")
    for one in values:
        entry = put(root, "entry")
        put(entry, "title", headline(one, language))
        put(entry, "id", uuid5(NAMESPACE_URL, f"geungeo:{one.row}:{one.at}:{one.text}").urn)
        put(entry, "updated", f"{one.at}{_ZONE}")
        address = str(one.new["uri"])
        if address.startswith(("http://", "https://")):
            put(entry, "link", href=address)
        sides = (("watch.before", one.old), ("watch.now", one.new))
        put(entry, "content", " / ".join(f"{say(key, language)}{quoted(side)}" for key, side in sides), type="text")
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return made
