"""Plain text reader; recognises saved press articles and ministry releases."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.errors import UnsupportedFormat
from ingest.readers import cover, news
from ingest.readers.characters import clean
from ingest.readers.formats import decode
from ingest.readers.source import Reading

_TITLE_LENGTH = 80
_MARKUP = re.compile(r"^[#=\s]+|(?<![#=\s])[#=\s]++$")


def parse(data: bytes, place: str, name: str) -> Reading:
    """Return what a plain text says; `name` is the title of a text without a short first line.

    Raises:
        UnsupportedFormat: the bytes are not text.
    """
    raw = decode(data)
    if raw is None:
        raise UnsupportedFormat(f"{place}: 글자를 읽을 수 없습니다.", "UTF-8이나 CP949로 저장한 텍스트를 넣어 주세요.")
    return reading(clean(raw), name)


def reading(text: str, name: str) -> Reading:
    """Return the article, the press release or the plain document that cleaned `text` holds."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if release := _release(text, lines, name):
        return release
    if found := news.article(text, Reading("", "")):
        return replace(found, title=found.title or name)
    title = _MARKUP.sub("", lines[0]) if lines else ""
    if not title or len(title) > _TITLE_LENGTH or title.endswith("다."):
        title = name
    front = cover.facts(lines[: cover.LINES], title)
    return Reading(title, text, front.kind, front.issuer, front.published, front.dated)


def _release(text: str, lines: list[str], name: str) -> Reading | None:
    """Read a ministry's release: 보도자료, the time it is for, the headline, then the text."""
    front = cover.facts(lines[: cover.LINES], "")
    if front.kind != "press_release":
        return None
    headline = next((line for line in lines[: cover.LINES] if not cover.masthead(line)), "")
    title = headline if 0 < len(headline) <= _TITLE_LENGTH else name
    kept = [line for line in text.split("\n") if not cover.masthead(line.strip())]
    if title in kept:
        kept.remove(title)
    return Reading(title, clean("\n".join(kept)), "press_release", front.issuer, front.published, front.dated)
