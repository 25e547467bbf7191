"""Line detection: a page's characters grouped into lines and table cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.readers.characters import characters
from ingest.readers.pdf.baselines import Place, Run, merged
from ingest.readers.pdf.columns import parted
from ingest.readers.pdf.glyphs import Glyph, Sheet
from ingest.readers.pdf.gutters import divided
from ingest.readers.pdf.tables import Table, tables

_SPREAD = re.compile(r"(?<![가-힣A-Za-z0-9] )(?<!\S)(?:[가-힣] ){1,12}[가-힣](?=\s*(?:[:：|(]|$))(?! [가-힣])")
_WIDE = 1.6
"""Widths of a character that part two columns of a line."""


@dataclass(slots=True)
class Line:
    """One line as printed."""

    page: int
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    limit: float = 0.0
    """Where the frame around the line ends, 0 in the open page."""
    spaced: bool = False
    """Whether the content holds a space after the last character."""
    lead: float = 0.0
    """Width of the first word."""
    cuts: tuple[int, ...] = ()
    """Places in `text` where a gap as wide as a column's stands."""

    @property
    def size(self) -> float:
        """Height of the characters."""
        return self.bottom - self.top


@dataclass(slots=True)
class Block:
    """A table and the lines in its cells, by the index of the cell."""

    page: int
    table: Table
    lines: dict[int, list[Line]] = field(default_factory=dict)


Item = Line | Block


@dataclass(slots=True)
class PageLines:
    """Lines and tables of one page, in the order of its content stream."""

    number: int
    width: float
    height: float
    items: list[Item]
    label: str = ""
    scanned: bool = False
    """Whether the page shows text only as a picture, or in signs that cannot be read."""
    ocr: bool = False
    """Whether the lines were recognised in a picture."""


def page_lines(sheet: Sheet, number: int) -> PageLines:
    """Return the lines and tables of a page; each table stands where its first character does."""
    ruled = tuple(divided(table, sheet.glyphs) for table in tables(sheet))
    items: list[Item] = []
    blocks: dict[int, Block] = {}
    for run in parted(merged(_runs(sheet.glyphs, ruled), sheet.upright)):
        frame, cell = run.place
        line = _line(run.glyphs, number)
        if line is None:
            continue
        if frame is None:
            line.limit = run.edge + line.size if run.edge else _frame(line, ruled)
            items.append(line)
        else:
            if frame not in blocks:
                blocks[frame] = Block(number, ruled[frame])
                items.append(blocks[frame])
            line.limit = ruled[frame].cells[cell].x1
            blocks[frame].lines.setdefault(cell, []).append(line)
    return PageLines(number, sheet.width, sheet.height, items)


def _runs(glyphs: Sequence[Glyph], ruled: Sequence[Table]) -> list[Run]:
    """Characters that follow one another on one line of one cell."""
    runs: list[Run] = []
    last: Glyph | None = None
    place: Place = (None, 0)
    for glyph in glyphs:
        if glyph.char == "\n" or glyph.char.isspace():
            if runs:
                runs[-1].glyphs.append(glyph)
            continue
        here = _place(glyph, ruled)
        if last is None or here != place or _breaks(last, glyph):
            runs.append(Run(here, []))
        runs[-1].glyphs.append(glyph)
        last, place = glyph, here
    return runs


def _place(glyph: Glyph, ruled: Sequence[Table]) -> Place:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    for index, table in enumerate(ruled):
        if len(table.cells) > 1 and (cell := table.cell_at(x, y)) is not None:
            return index, cell
    return None, 0


def _frame(line: Line, ruled: Sequence[Table]) -> float:
    """Right edge of the smallest box of one cell around a line, 0 without one."""
    for table in ruled:
        inside = table.top <= line.top and line.bottom <= table.bottom + 2
        if len(table.cells) == 1 and inside and table.x0 <= line.x0 and line.x1 <= table.x1:
            return table.x1
    return 0.0


def _breaks(last: Glyph, glyph: Glyph) -> bool:
    overlap = min(last.bottom, glyph.bottom) - max(last.top, glyph.top)
    height = min(last.bottom - last.top, glyph.bottom - glyph.top)
    if overlap < 0.4 * height or glyph.x0 < last.x0 - height:
        return True
    width = max(last.x1 - last.x0, glyph.x1 - glyph.x0)
    return glyph.x0 < last.x0 and abs(glyph.base - last.base) > 0.5 * width


def _line(run: list[Glyph], number: int) -> Line | None:
    seen = [glyph for glyph in run if not glyph.char.isspace()]
    if not seen:
        return None
    heights = sorted(glyph.bottom - glyph.top for glyph in seen)
    height = heights[len(heights) // 2]
    parts: list[str] = []
    cuts: list[int] = []
    before: Glyph | None = None
    gap = False
    length = 0
    for glyph in run:
        if glyph.char.isspace():
            gap = True
            continue
        text = characters(glyph.char)
        if before is not None and (gap or glyph.x0 - before.x1 > _WIDE * height):
            if glyph.x0 - before.x1 > _WIDE * height:
                cuts.append(length)
            parts.append(" ")
            length += 1
        parts.append(text)
        length += len(text)
        before, gap = glyph, False
    raw = "".join(parts)
    text = raw.strip()
    if not text:
        return None
    shift = len(raw) - len(raw.lstrip())
    top = sorted(glyph.top for glyph in seen)[len(seen) // 2]
    return Line(
        page=number,
        text=_SPREAD.sub(lambda match: match[0].replace(" ", ""), text) if not cuts else text,
        x0=min(glyph.x0 for glyph in seen),
        x1=max(glyph.x1 for glyph in seen),
        top=top,
        bottom=top + height,
        spaced=any(glyph.char.isspace() and glyph.char != "\n" for glyph in run[run.index(seen[-1]) + 1 :]),
        lead=_lead(run),
        cuts=tuple(cut - shift for cut in cuts),
    )


def _lead(run: list[Glyph]) -> float:
    first = next(index for index, glyph in enumerate(run) if not glyph.char.isspace())
    last = first
    while last + 1 < len(run) and not run[last + 1].char.isspace():
        last += 1
    return run[last].x1 - run[first].x0
