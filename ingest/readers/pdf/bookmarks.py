"""PDF bookmarks (the outline) matched to the heading lines that they name."""

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
    """Return `text` without spaces and cell bars (`|`), so that a printed heading equals its bookmark."""
    return _UNSEEN.sub("", text)


def named(bookmarks: Iterable[Bookmark]) -> frozenset[tuple[int, str]]:
    """Return the page and the bare title of every bookmark."""
    return frozenset((bookmark.page, bare(bookmark.title)) for bookmark in bookmarks)


def headings(bookmarks: Sequence[Bookmark], text: str, pages: Iterable[Page]) -> tuple[tuple[int, int], ...]:
    """Return (offset, depth) of each line whose text equals a bookmark to its page, in text order.

    Where a page prints a title more than once, its bookmarks take the lines in turn, the first line first.
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
