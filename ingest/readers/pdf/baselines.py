"""Runs of characters on one baseline put together, in the order in which they are read.

Some programs write the words of a sentence as one string with gaps and its figures as a second string laid into them:
"피해액은   조원" and "1.3" are the line 피해액은 1.3조원.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.glyphs import Glyph, Rule

Place = tuple[int | None, int]
"""Index of the table around a character, None in the open page, and of its cell."""

_LEVEL = 0.25
"""Widths of a character by which baselines may differ."""
_SHELF = 4.0
_OVERLAP = 0.35
_TOUCHING = 0.3
_FEWEST = 3
_SPACE = 0.1
_GAP = 0.3


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that follow one another on one line of one cell."""

    place: Place
    glyphs: list[Glyph]
    edge: float = 0.0
    """Where the column around the run ends, 0 where no column was told."""


def visible(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return the characters that are no spaces."""
    return [glyph for glyph in glyphs if not glyph.char.isspace()]


def em(glyphs: Sequence[Glyph]) -> float:
    """Return the width of a full character; boxes of some fonts are three times as high as their letters."""
    widths = sorted(glyph.x1 - glyph.x0 for glyph in glyphs if glyph.char >= "ᄀ")
    if widths:
        return widths[len(widths) // 2]
    widths = sorted(glyph.x1 - glyph.x0 for glyph in glyphs)
    return 2 * widths[len(widths) // 2] if widths else 0.0


@dataclass(slots=True)
class _Strip:
    """A run with what is asked of it again and again."""

    run: Run
    seen: list[Glyph]
    x0: float
    x1: float
    base: float
    em: float


def merged(runs: Sequence[Run], upright: Sequence[Rule] = ()) -> list[Run]:
    """Return the runs in order, those that share a baseline and fill one another's gaps as one.

    A joined run stands where its longest part stood. No run goes across a rule of `upright`.
    """
    strips = [_strip(run) for run in runs]
    heads = list(range(len(runs)))
    shelves: dict[tuple[Place, int], list[int]] = {}
    for index, strip in enumerate(strips):
        if strip is None:
            continue
        shelf = round(strip.base / _SHELF)
        for head in _near(shelves, strip.run.place, shelf):
            other = strips[head]
            if other is not None and _fits(other, strip, upright):
                heads[index] = head
                strips[head] = _joined(other, strip)
                break
        else:
            shelves.setdefault((strip.run.place, shelf), []).append(index)
    return _placed(runs, strips, heads)


def _near(shelves: dict[tuple[Place, int], list[int]], place: Place, shelf: int) -> Iterator[int]:
    for beside in (shelf, shelf - 1, shelf + 1):
        yield from shelves.get((place, beside), ())


def _placed(runs: Sequence[Run], strips: Sequence[_Strip | None], heads: Sequence[int]) -> list[Run]:
    groups: dict[int, list[int]] = {}
    for index, head in enumerate(heads):
        groups.setdefault(head, []).append(index)
    found: list[tuple[int, Run]] = []
    for head, members in groups.items():
        strip = strips[head]
        if len(members) == 1 or strip is None:
            found.append((head, runs[head]))
        else:
            longest = max(members, key=lambda index: (len(runs[index].glyphs), -index))
            found.append((longest, Run(strip.run.place, _spaced(strip))))
    return [run for _, run in sorted(found, key=lambda pair: pair[0])]


def _strip(run: Run) -> _Strip | None:
    seen = visible(run.glyphs)
    if not seen:
        return None
    bases = sorted(glyph.base for glyph in seen)
    return _Strip(
        run,
        seen,
        min(glyph.x0 for glyph in seen),
        max(glyph.x1 for glyph in seen),
        bases[len(bases) // 2],
        em(seen),
    )


def _fits(one: _Strip, two: _Strip, upright: Sequence[Rule]) -> bool:
    """Whether two runs share a baseline and neither is written over the other."""
    if abs(one.base - two.base) > _LEVEL * min(one.em, two.em):
        return False
    reach = _TOUCHING * min(one.em, two.em)
    if two.x0 > one.x1 + reach or one.x0 > two.x1 + reach:
        return False
    left, right = sorted((one, two), key=lambda strip: strip.x0)
    beside = right.x0 > left.x1 - reach
    if beside and any(
        left.x1 - reach < rule.at < right.x0 + reach and rule.start < one.base < rule.end for rule in upright
    ):
        return False
    # Letters written downwards in two columns stand side by side too.
    if max(len(one.seen), len(two.seen)) < _FEWEST:
        return False
    few, many = sorted((one.seen, two.seen), key=len)
    many = sorted(many, key=lambda glyph: glyph.x0)
    return not any(_covered(glyph, many) for glyph in few)


def _covered(glyph: Glyph, row: Sequence[Glyph]) -> bool:
    index = bisect_left(row, glyph.x0, key=lambda other: other.x0)
    for other in row[max(index - 2, 0) : index + 2]:
        common = min(glyph.x1, other.x1) - max(glyph.x0, other.x0)
        if common > _OVERLAP * min(glyph.x1 - glyph.x0, other.x1 - other.x0):
            return True
    return False


def _joined(one: _Strip, two: _Strip) -> _Strip:
    longer = max(one, two, key=lambda strip: len(strip.seen))
    return _Strip(
        Run(one.run.place, one.run.glyphs + two.run.glyphs),
        one.seen + two.seen,
        min(one.x0, two.x0),
        max(one.x1, two.x1),
        longer.base,
        longer.em,
    )


def _spaced(strip: _Strip) -> list[Glyph]:
    """Return the characters from left to right; spaces that filled a gap for what is laid into it go."""
    row = sorted(strip.seen, key=lambda glyph: glyph.x0)
    # One that pdfium adds has no width.
    blanks = sorted(glyph.x0 for glyph in strip.run.glyphs if glyph.char.isspace() and glyph.x1 > glyph.x0)
    done = [row[0]]
    for left, right in pairwise(row):
        gap = right.x0 - left.x1
        written = bisect_left(blanks, right.x0) > bisect_left(blanks, left.x0)
        if gap > _GAP * strip.em or (written and gap > _SPACE * strip.em):
            done.append(Glyph(" ", left.x1, right.x0, left.top, left.bottom, left.base))
        done.append(right)
    if blanks and blanks[-1] >= row[-1].x0:
        done.append(Glyph(" ", row[-1].x1, row[-1].x1, row[-1].top, row[-1].bottom, row[-1].base))
    return done
