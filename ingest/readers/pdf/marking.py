"""Quote highlighting: where a PDF page prints a quote, as rectangles.

The text of a document differs from its page in spaces, line breaks and the order of table cells, so only letters are
compared: first the whole quote, then each line and cell of it, then the longest common substring.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from ingest.cells import cells
from ingest.readers.characters import characters
from ingest.readers.pdf.glyphs import Glyph

FEWEST = 8
"""Fewest letters of a stretch that counts though the rest of its line is not found."""
MOST = 4_000
"""Most letters of a page for which the longest common stretch is sought."""

_IGNORED = re.compile(r"[\s|\-\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")


_NUMBER = re.compile(r"[\d,.]{2}")
_MOST_SPOTS = 200
_SLACK = 2.0
"""Points by which a cell may begin before the one to its left ends."""


class Row(NamedTuple):
    """A table row and the part of it that is quoted."""

    text: str
    start: int
    end: int


class Band(NamedTuple):
    """A rectangle around letters on one line, in points from the top left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


def bands(glyphs: Sequence[Glyph], quote: str, before: str = "", row: Row | None = None) -> tuple[Band, ...]:
    """Return the rectangles of `quote` among the characters of a page, line by line; empty where it is not printed.

    `before` is the text of the page before the quote; it tells which occurrence of a repeated quote is meant. `row` is
    the table row that the quote is a part of: then the cells that it touches are marked, and no others.
    """
    wanted = _letters(quote)
    if not wanted:
        return ()
    if row is not None:
        return _banded(_row(_Page(list(glyphs)), row, before))
    for ordered in (list(glyphs), _read(glyphs)):
        page = _Page(ordered)
        if spots := page.places(wanted):
            index = min(_letters(before).count(wanted), len(spots) - 1)
            return _banded(page.glyphs(spots[index], len(wanted)))
    page = _Page(list(glyphs))
    lines = quote.split("\n")
    if any(cell.label for line in lines for cell in cells(line)):
        return _banded([glyph for line in lines for glyph in _line(page, line, before)])
    return _banded(_pieces(page, quote))


class _Page:
    """The letters of a page in one string, each knowing its glyph."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        found = [(letter, glyph) for glyph in glyphs if glyph.x1 > glyph.x0 for letter in _letters(glyph.char)]
        self.text = "".join(letter for letter, _ in found)
        self._glyphs = [glyph for _, glyph in found]

    def places(self, wanted: str) -> list[int]:
        """Return where `wanted` begins, every time it stands there."""
        return [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", self.text)]

    def whole(self, wanted: str) -> list[list[Glyph]]:
        """Return the glyphs of `wanted` every time it stands there, a number only where it is not part of another."""
        found = [self.glyphs(at, len(wanted)) for at in self.places(wanted)[:_MOST_SPOTS] if self._apart(at, wanted)]
        return found or [self.glyphs(at, len(wanted)) for at in self.places(wanted)[:_MOST_SPOTS]]

    def _apart(self, at: int, wanted: str) -> bool:
        end = at + len(wanted)
        before, after = self.text[at - 1 : at], self.text[end : end + 1]
        return not (
            (before and _NUMBER.match(before + wanted[0]) and _touch(*self._glyphs[at - 1 : at + 1]))
            or (after and _NUMBER.match(wanted[-1] + after) and _touch(*self._glyphs[end - 1 : end + 1]))
        )

    def glyphs(self, start: int, length: int) -> list[Glyph]:
        """Return the glyphs of a stretch of the text."""
        return self._glyphs[start : start + length]


def _pieces(page: _Page, quote: str) -> list[Glyph]:
    """Return the glyphs of each line and cell that is found, the longest first: they say where the short ones are."""
    found: list[Glyph] = []
    for piece in sorted((_letters(part) for part in re.split(r"[|\n]", quote)), key=len, reverse=True):
        spots = page.places(piece) if piece else []
        if spots and (found or len(piece) >= FEWEST or len(spots) == 1):
            printed = [page.glyphs(spot, len(piece)) for spot in spots]
            nearest = min(printed, key=lambda one: _distance(one, found))
            found += nearest
        else:
            found += _stretch(page, piece)
    return found


def _line(page: _Page, line: str, before: str) -> list[Glyph]:
    """Return the glyphs of one line of a quote: of the cells of a row, or of a line as it stands."""
    labelled = any(cell.label for cell in cells(line))
    return _row(page, Row(line, 0, len(line)), before) if labelled else _pieces(page, line)


def _row(page: _Page, row: Row, before: str) -> list[Glyph]:
    """Return the glyphs of the cells of a row between two places; of all of them where none of those is found."""
    told = [cell for cell in cells(row.text) if _letters(cell.value)]
    found = _printed(page, [_letters(cell.value) for cell in told], before.count(row.text))
    asked = [
        glyphs
        for cell, glyphs in zip(told, found, strict=True)
        if cell.start < row.end and row.start < cell.end and glyphs
    ]
    return [glyph for glyphs in asked or found for glyph in glyphs]


def _printed(page: _Page, values: Sequence[str], skipped: int) -> list[list[Glyph]]:
    """Return the glyphs of each value of a row: at the height at which the most letters of all of them are printed.

    A name that goes on over several rows stands at another height; it is taken from where it is nearest.
    """
    spots = [page.whole(value) for value in values]
    levels = [_extent(spot) for one in spots for spot in one]
    if not levels:
        return [_stretch(page, value) for value in values]
    lengths = list(zip(map(len, values), spots, strict=True))
    weights = [sum(length for length, one in lengths if any(_meets(spot, at) for spot in one)) for at in levels]
    tops = sorted({level for level, weight in zip(levels, weights, strict=True) if weight == max(weights)})
    rows = [top for at, top in enumerate(tops) if not at or not _over(tops[at - 1], top)]
    here = rows[min(skipped, len(rows) - 1)]
    found: list[list[Glyph]] = []
    right = float("-inf")
    for value, one in zip(values, spots, strict=True):
        level = sorted((spot for spot in one if _meets(spot, here)), key=lambda spot: spot[0].x0)
        chosen = next((spot for spot in level if spot[0].x0 >= right - _SLACK), level[0] if level else None)
        if chosen is None and one and (len(value) >= FEWEST or len(one) == 1):
            chosen = min(one, key=lambda spot: abs(sum(_extent(spot)) - sum(here)))
        if chosen is not None and chosen in level:
            right = max(glyph.x0 for glyph in chosen)
        found.append(chosen or _stretch(page, value))
    return found


def _stretch(page: _Page, value: str) -> list[Glyph]:
    """Return the glyphs of the longest part of a value that is printed in one piece."""
    if len(value) < FEWEST or len(page.text) > MOST:
        return []
    match = SequenceMatcher(None, page.text, value, autojunk=False).find_longest_match()
    return page.glyphs(match.a, match.size) if match.size >= FEWEST else []


def _extent(glyphs: Sequence[Glyph]) -> tuple[float, float]:
    return min(glyph.top for glyph in glyphs), max(glyph.bottom for glyph in glyphs)


def _meets(glyphs: Sequence[Glyph], level: tuple[float, float]) -> bool:
    return _over(_extent(glyphs), level)


def _over(one: tuple[float, float], other: tuple[float, float]) -> bool:
    overlap = min(one[1], other[1]) - max(one[0], other[0])
    return overlap > 0.5 * min(one[1] - one[0], other[1] - other[0])


def _touch(one: Glyph, two: Glyph) -> bool:
    """Return whether the second letter follows the first without a space between."""
    return _level(one, two) and one.x0 < two.x0 < one.x1 + 0.25 * (one.bottom - one.top)


def _distance(glyphs: list[Glyph], found: Sequence[Glyph]) -> float:
    """Return how far down or up the page the first of `glyphs` is from the nearest one that was found."""
    middle = (glyphs[0].top + glyphs[0].bottom) / 2
    return min((abs((one.top + one.bottom) / 2 - middle) for one in found), default=0.0)


def _letters(text: str) -> str:
    return _IGNORED.sub("", unicodedata.normalize("NFKC", characters(text)))


def _read(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the glyphs as the page is read, line after line, whatever order its content has them in."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((one for one in glyphs if one.x1 > one.x0), key=lambda one: (one.top + one.bottom) / 2):
        if lines and _level(lines[-1][0], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [glyph for line in lines for glyph in sorted(line, key=lambda one: one.x0)]


def _level(one: Glyph, two: Glyph) -> bool:
    overlap = min(one.bottom, two.bottom) - max(one.top, two.top)
    return overlap > 0.5 * min(one.bottom - one.top, two.bottom - two.top)


def _banded(glyphs: Sequence[Glyph]) -> tuple[Band, ...]:
    """Join glyphs that follow one another on a line; a gap as wide as a column's opens a new rectangle."""
    found: list[Band] = []
    last: Glyph | None = None
    for glyph in glyphs:
        # Apart to the right, or on a page that stands on its head to the left.
        if (
            last
            and _level(last, glyph)
            and max(glyph.x0 - last.x1, last.x0 - glyph.x1) < 3 * (glyph.bottom - glyph.top)
        ):
            band = found[-1]
            found[-1] = Band(
                min(band.x0, glyph.x0), min(band.top, glyph.top), max(band.x1, glyph.x1), max(band.bottom, glyph.bottom)
            )
        else:
            found.append(Band(glyph.x0, glyph.top, glyph.x1, glyph.bottom))
        last = glyph
    return tuple(found)
