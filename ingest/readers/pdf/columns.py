"""Text in columns whose content goes across them line by line: each column made whole again.

A line "왼쪽 글의 한 줄      오른쪽 글의 한 줄" is two lines where the lines around it keep the same gap free and both
sides are filled with words; rows of a table are not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.readers.pdf.baselines import Run, em, visible
from ingest.readers.pdf.glyphs import Glyph

_GUTTER = 0.9
"""Least width of the gap between columns, in characters."""
_FEWEST = 4
_WORDED = 10
"""Fewest characters of a filled line of a column, in the middle."""
_FILLED = 0.75
_MOST = 0.6
_ALIGNED = 0.3
"""Widths of a character within which lines of a column begin at one place."""
_LETTERS = 0.6
_PITCH = 2.5


@dataclass(slots=True)
class _Row:
    """A run of the open page, its visible characters and the gaps between them."""

    run: Run
    seen: list[Glyph]
    gaps: list[tuple[float, float]]

    @property
    def x0(self) -> float:
        return self.seen[0].x0

    @property
    def x1(self) -> float:
        return self.seen[-1].x1

    def gap_at(self, x: float) -> bool:
        return any(start <= x <= end for start, end in self.gaps)

    def crosses(self, x: float) -> bool:
        """Whether the run is written over `x`."""
        return self.x0 < x < self.x1 and not self.gap_at(x)


def parted(runs: Sequence[Run]) -> list[Run]:
    """Return the runs with those that go across columns cut in two, all of the left column before the right."""
    rows = [_row(run) for run in runs]
    gutter = _gutter([row for row in rows if row is not None])
    if gutter is None:
        return list(runs)
    done: list[Run] = []
    for block in _blocks(rows, gutter):
        if not isinstance(block, list):
            done.append(block)
            continue
        left, right = _cut(block, gutter)
        # A third column stands in what is right of the first gap.
        done += [*left, *parted(right)]
    return [run for run in done if run.glyphs] if done else list(runs)


def _row(run: Run) -> _Row | None:
    seen = visible(run.glyphs) if run.place[0] is None else []
    if not seen:
        return None
    least = _GUTTER * em(seen)
    gaps = [(one.x1, two.x0) for one, two in pairwise(seen) if two.x0 - one.x1 > least]
    return _Row(run, seen, gaps)


def _gutter(rows: Sequence[_Row]) -> float | None:
    """Return the middle of the gap that the most lines keep free between two columns of words."""
    tried: set[float] = set()
    best: tuple[int, float] | None = None
    for row in rows:
        for start, end in row.gaps:
            middle = round((start + end) / 2)
            if middle in tried:
                continue
            tried.add(middle)
            across = _across(rows, middle)
            if len(across) >= _FEWEST and (best is None or len(across) > best[0]) and _columns(across, middle):
                best = (len(across), middle)
    return best[1] if best else None


def _across(rows: Sequence[_Row], middle: float) -> list[_Row]:
    """Return the longest stretch of lines that keep a gap at `middle`, one after another."""
    longest: list[_Row] = []
    stretch: list[_Row] = []
    for row in rows:
        if row.gap_at(middle):
            stretch = [*stretch, row] if _follows(stretch, row, middle) else [row]
            longest = stretch if len(stretch) > len(longest) else longest
        elif row.crosses(middle):
            stretch = []
    return longest


def _columns(rows: Sequence[_Row], gutter: float) -> bool:
    """Whether both sides of a gap are filled with words, line after line."""
    for side in zip(*(_sides(row.seen, gutter) for row in rows), strict=True):
        parts = [part for part in side if part]
        x0, x1 = min(part[0].x0 for part in parts), max(part[-1].x1 for part in parts)
        full = [part for part in parts if part[-1].x1 - part[0].x0 >= _FILLED * (x1 - x0)]
        letters = sum(glyph.char.isalpha() for part in parts for glyph in part)
        lengths = sorted(len(part) for part in parts)
        if len(full) < _MOST * len(parts) or lengths[len(lengths) // 2] < _WORDED:
            return False
        if letters < _LETTERS * sum(lengths) or not _aligned(parts):
            return False
    return True


def _aligned(parts: Sequence[Sequence[Glyph]]) -> bool:
    starts = sorted(part[0].x0 for part in parts)
    reach = _ALIGNED * em(parts[0])
    return any(sum(start <= other <= start + reach for other in starts) >= _MOST * len(starts) for start in starts)


def _sides(seen: Sequence[Glyph], gutter: float) -> tuple[list[Glyph], list[Glyph]]:
    return [glyph for glyph in seen if glyph.x1 <= gutter], [glyph for glyph in seen if glyph.x1 > gutter]


def _blocks(rows: Sequence[_Row | None], gutter: float) -> Iterator[Run | list[_Row]]:
    """Yield the runs in order; lines of the columns that follow one another as one list."""
    block: list[_Row] = []
    for row in rows:
        if row is None or row.crosses(gutter) or not _follows(block, row, gutter):
            if block:
                yield block
            block = []
        if row is None:
            continue
        if block or row.gap_at(gutter):
            block.append(row)
        else:
            yield row.run
    if block:
        yield block


def _follows(block: Sequence[_Row], row: _Row, gutter: float) -> bool:
    """Whether a line stands with a block of columns: across both, or under the end of one of them."""
    if not block:
        return row.gap_at(gutter)
    last = block[-1].seen[0]
    return row.seen[0].top - last.top < _PITCH * (last.bottom - last.top)


def _cut(block: Sequence[_Row], gutter: float) -> tuple[list[Run], list[Run]]:
    edges = [max((part[-1].x1 for part in side if part), default=0.0) for side in _both(block, gutter)]
    left = [Run(row.run.place, _side(row.run.glyphs, gutter, before=True), edges[0]) for row in block]
    right = [Run(row.run.place, _side(row.run.glyphs, gutter, before=False), edges[1]) for row in block]
    return [run for run in left if visible(run.glyphs)], [run for run in right if visible(run.glyphs)]


def _both(block: Sequence[_Row], gutter: float) -> tuple[list[list[Glyph]], list[list[Glyph]]]:
    sides = [_sides(row.seen, gutter) for row in block]
    return [left for left, _ in sides], [right for _, right in sides]


def _side(glyphs: Sequence[Glyph], gutter: float, *, before: bool) -> list[Glyph]:
    """Return the characters of a run on one side of the gutter, with the spaces between them."""
    kept = [index for index, glyph in enumerate(glyphs) if not glyph.char.isspace() and (glyph.x1 <= gutter) == before]
    if not kept:
        return []
    # The space after a whole line tells a broken word from a whole one; at a gutter there is none to see.
    end = len(glyphs) if not before or kept[-1] == len(glyphs) - 1 else kept[-1] + 1
    return list(glyphs[kept[0] : end])
