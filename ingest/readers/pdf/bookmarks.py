"""Owns finding the lines that a PDF's bookmarks name; knows nothing of PDF objects or of the outline's markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.documents import Page

_UNSEEN = re.compile(r"[\s|]+")


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One entry of a PDF's outline."""

    title: str
    depth: int
    """1 for the outermost."""
    page: int
    """Physical page it leads to, counted from 1."""


def bare(text: str) -> str:
    """Return `text` without spaces and cell bars, in which a printed heading and its bookmark differ."""
    return _UNSEEN.sub("", text)


def named(bookmarks: Iterable[Bookmark]) -> frozenset[tuple[int, str]]:
    """Return the page and the bare title of every bookmark."""
    return frozenset((bookmark.page, bare(bookmark.title)) for bookmark in bookmarks)


def headings(bookmarks: Sequence[Bookmark], text: str, pages: Iterable[Page]) -> tuple[tuple[int, int], ...]:
    """Return offset and depth of the lines that say what a bookmark to their page says, in the order of the text.

    A title that stands on its page more than once is taken where it stands first, by each bookmark of that title
    in turn.
    """
    wanted: dict[tuple[int, str], list[int]] = {}
    for bookmark in bookmarks:
        wanted.setdefault((bookmark.page, bare(bookmark.title)), []).append(bookmark.depth)
    marked = {page for page, _ in wanted}
    found: list[tuple[int, int]] = []
    for page in pages:
        if page.number not in marked:
            continue
        # A page may open in the middle of a line, which is then no line of this page.
        start = page.start if page.start == 0 or text[page.start - 1] == "\n" else text.find("\n", page.start) + 1
        while page.start <= start < page.end:
            end = text.find("\n", start)
            end = len(text) if end < 0 else end
            if depths := wanted.get((page.number, bare(text[start:end]))):
                found.append((start, depths.pop(0)))
            start = end + 1
    return tuple(found)
