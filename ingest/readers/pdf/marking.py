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

from ingest.readers.characters import characters
from ingest.readers.pdf.glyphs import Glyph

FEWEST = 8
"""Fewest letters of a stretch that counts though the rest of its line is not found."""
MOST = 4_000
"""Most letters of a page for which the longest common stretch is sought."""

_IGNORED = re.compile(r"[\s|\-\N{SOFT HYPHEN}\N{HYPHEN}\N{NON-BREAKING HYPHEN}]")


class Band(NamedTuple):
    """A rectangle around letters on one line, in points from the top left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


def bands(glyphs: Sequence[Glyph], quote: str, before: str = "") -> tuple[Band, ...]:
    """Return the rectangles of `quote` among the characters of a page, line by line; empty where it is not printed.

    `before` is the text of the page before the quote; it tells which occurrence of a repeated quote is meant.
    """
    wanted = _letters(quote)
    if not wanted:
        return ()
    for ordered in (list(glyphs), _read(glyphs)):
        page = _Page(ordered)
        if spots := page.places(wanted):
            index = min(_letters(before).count(wanted), len(spots) - 1)
            return _banded(page.glyphs(spots[index], len(wanted)))
    return _banded(_pieces(_Page(list(glyphs)), quote))


class _Page:
    """The letters of a page in one string, each knowing its glyph."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        found = [(letter, glyph) for glyph in glyphs if glyph.x1 > glyph.x0 for letter in _letters(glyph.char)]
        self.text = "".join(letter for letter, _ in found)
        self._glyphs = [glyph for _, glyph in found]

    def places(self, wanted: str) -> list[int]:
        """Return where `wanted` begins, every time it stands there."""
        return [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", self.text)]

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
        elif len(piece) >= FEWEST and len(page.text) <= MOST:
            match = SequenceMatcher(None, page.text, piece, autojunk=False).find_longest_match()
            if match.size >= FEWEST:
                found += page.glyphs(match.a, match.size)
    return found


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
