"""Removal of running headers, footers and printed page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.lines import Item, Line, PageLines

_ZONE = 0.17
_REPEATED = 0.3
_DASHED = re.compile(r"^[-–—―－]\s*(\d{1,4}|[ivxlIVXL]{1,6}|[ⅰ-ⅻ])\s*[-–—―－]$")
_BARE = re.compile(
    r"^(?:p\.?\s{0,9})?(\d{1,4}|[ivxl]{1,6}|[ⅰ-ⅻ])(?:\s{0,9}(?:/|of)\s{0,9}\d{1,4})?\s{0,9}(?:쪽|페이지|면)?$", re.I
)
_OUTLINE = re.compile(r"[□■○◦●ㅇ※①-⑳]")
_INSIDE = re.compile(r"(?:^|\s)[-–—]\s?(\d{1,4})\s?[-–—](?:\s|$)|^(\d{1,4})\s|\s(\d{1,4})$")


def strip(pages: Sequence[PageLines]) -> None:
    """Remove running headers, footers and page numbers from the pages; a number becomes the page's label."""
    heads = _running(pages)
    counted = _counted(pages)
    for page in pages:
        kept: list[Item] = []
        for item in page.items:
            label = _label(item, page, heads, counted)
            if label is None:
                kept.append(item)
            else:
                page.label = page.label or label
        page.items = kept


def _label(item: Item, page: PageLines, heads: set[tuple[str, int]], counted: bool) -> str | None:
    """Return the page number a marginal line bears, "" for one without, None for what is no marginal line."""
    if not _marginal(item, page):
        return None
    text = _text(item)
    if found := _DASHED.match(text):
        return found[1]
    if counted and (found := _BARE.match(text)):
        return found[1]
    if _key(item) in heads:
        inside = _INSIDE.search(text) if "#" in _key(item)[0] else None
        return next(filter(None, inside.groups()), "") if inside else ""
    return None


def _marginal(item: Item, page: PageLines) -> bool:
    top, bottom = (item.top, item.bottom) if isinstance(item, Line) else (item.table.top, item.table.bottom)
    return bottom < _ZONE * page.height or top > (1 - _ZONE) * page.height


def _text(item: Item) -> str:
    if isinstance(item, Line):
        return item.text
    return " ".join(line.text for lines in item.lines.values() for line in lines)


def _key(item: Item) -> tuple[str, int]:
    top = item.top if isinstance(item, Line) else item.table.top
    return re.sub(r"\d+", "#", "".join(_text(item).split())), round(top / 6)


def _all(pages: Sequence[PageLines]) -> Iterator[tuple[PageLines, Item]]:
    for page in pages:
        for item in page.items:
            if _marginal(item, page):
                yield page, item


def _running(pages: Sequence[PageLines]) -> set[tuple[str, int]]:
    """Find marginal lines that return in one place on many pages, alike but for the page's number."""
    seen: dict[tuple[str, int], dict[int, list[int]]] = {}
    for page, item in _all(pages):
        if not _OUTLINE.match(_text(item)):
            numbers = [int(digits) for digits in re.findall(r"\d{1,9}", _text(item))]
            seen.setdefault(_key(item), {})[page.number] = numbers
    least = max(2, _REPEATED * len(pages))
    return {key for key, found in seen.items() if len(found) >= least and key[0] != "#" and _alike(found)}


def _alike(found: dict[int, list[int]]) -> bool:
    """Whether every number in a repeated line stays the same or counts with the pages."""
    pages = sorted(found)
    for place in range(min(map(len, found.values()))):
        fixed = Counter(numbers[place] for numbers in found.values()).most_common(1)[0][1]
        steps = [found[two][place] - found[one][place] == two - one for one, two in pairwise(pages)]
        if fixed < 0.8 * len(pages) and sum(steps) < 0.6 * len(steps):
            return False
    return True


def _counted(pages: Sequence[PageLines]) -> bool:
    """Whether bare numbers in the margins count the pages."""
    shifts: Counter[int] = Counter()
    for page, item in _all(pages):
        if (found := _BARE.match(_text(item))) and found[1].isdigit():
            shifts[int(found[1]) - page.number] += 1
    return bool(shifts) and shifts.most_common(1)[0][1] >= max(2, len(pages) // 3)
