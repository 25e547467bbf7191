"""Blocks written as text: a line a paragraph, tables by the code of all formats, frames and nested tables in place.

In Hancom documents headings and boxed cases stand in tables of one cell, or of a number and a title. Such a frame has
no two cells of text side by side, and is written as lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.readers.characters import line as one_line
from ingest.readers.office.blocks import Block, Break, Cell, Grid, Line, Note
from ingest.readers.tables import TableCell, written

_NEAR = 3
"""Lines above a table among which its caption and unit are looked for."""
_HEADING = 60
"""Most characters of a heading."""
_DEEPEST = 16
"""Tables nested deeper than this are left out: nobody draws them, and a damaged file may hold a circle."""
_COLUMN = 3
"""Paragraphs from which a cell of a single row is a column of text rather than a value."""

_PAGE = re.compile(r"[ ]{0,40}\t\s{0,9}(\d{1,4})\s{0,9}$")
_ITEM = re.compile(r"\n(?=\s{0,9}(?:[□■◻▢❏❑◇◆◈▣○◯❍◦●‣▶▷►※•·①-⑳]|[-*ㅇ]\s|\d{1,2}[.)]\s))|(?<=[.?!:])\s{0,9}\n")
_LABEL = (
    r"[\W_]{0,40}(?:[0-9]{1,2}(?:-[0-9]{1,2})?|[Ⅰ-Ⅻ]|[IVX]{1,4}|[가나다라마바사아자차카타파하]|[①-⑳❶-❿]"
    r"|(?:참\s*고|붙\s*임|별\s*첨|첨\s*부|부\s*록)(?:\s{0,9}자\s*료)?\s{0,9}(?:[0-9]{1,2}(?:-[0-9]{1,2})?)?)[\W_]{0,40}"
)
_NUMBER = re.compile(_LABEL)
_OUTERMOST = re.compile(r"\W*(?:[Ⅰ-Ⅻ]|[IVX]{1,4}\s*[.．]|참\s*고|붙\s*임|별\s*첨|첨\s*부|부\s*록)")
_NUMBERED = re.compile(r"\W*(?:[0-9]{1,2}(?:-[0-9]{1,2})?[\s.．)]|[①-⑳❶-❿])\s*\D")
_CIRCLED = re.compile(r"\W*[①-⑳❶-❿]")
_BODY = re.compile(r"\W|ㅇ|.{0,400}(?:[.!?:;,]|다|[음임함됨])$")


@dataclass(frozen=True, slots=True)
class Written:
    """One line of the text, with its place in the outline and on the pages."""

    text: str
    depth: int = 0
    at: float | None = None
    """As in `Line`; only the first line of a block may know."""
    breaks: bool = False
    """Whether the author began a new page here."""


def lines(blocks: Iterable[Block]) -> list[Written]:
    """Return the lines of a document, none empty."""
    done: list[Written] = []
    begun = False
    for block in blocks:
        if isinstance(block, Break):
            begun = True
            continue
        found = list(_block(block, [line.text for line in done[-_NEAR:]], 0))
        if found:
            at = None if isinstance(block, Note) else block.at
            found[0] = replace(found[0], at=at, breaks=begun)
            begun = False
        done.extend(found)
    return _after_cover(done)


def _after_cover(done: list[Written]) -> list[Written]:
    """Take frames for headings only from the first marked one on: before it they hold a title or an office."""
    first = next((at for at, line in enumerate(done) if line.depth and _marked(line.text)), len(done))
    framed = [replace(line, depth=0) if line.depth < 0 and at < first else line for at, line in enumerate(done)]
    return [replace(line, depth=abs(line.depth)) for line in framed]


def _marked(text: str) -> bool:
    return bool(_OUTERMOST.match(text) or _NUMBERED.match(text))


def _block(block: Block, near: Sequence[str], level: int) -> Iterator[Written]:
    if isinstance(block, Line):
        for text in _paragraphs(block.text):
            yield Written(text, block.depth if len(text) <= _HEADING else 0)
    elif isinstance(block, Note):
        text = one_line(block.text)
        yield Written(f"※ {block.mark}) {text}" if block.mark else f"※ {text}")
    elif isinstance(block, Grid) and level < _DEEPEST:
        yield from map(Written, _paragraphs(block.caption))
        yield from _grid(block, [*near, *_paragraphs(block.caption)], level)


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the lines of a paragraph; a forced break parts it before an item of a list and after a sentence only."""
    for part in _ITEM.split(text):
        # The tab before the page number tells a line of contents from a heading.
        page = _PAGE.search(part)
        whole = one_line(part[: page.start()] if page else part)
        if whole:
            yield f"{whole}\t{page[1]}" if page else whole


def _grid(grid: Grid, near: Sequence[str], level: int) -> Iterator[Written]:
    rows: dict[int, list[Cell]] = {}
    inner: dict[int, list[Written]] = {}
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        inner[id(cell)] = list(_inside(cell, level))
        if inner[id(cell)]:
            rows.setdefault(cell.row, []).append(cell)
    if _is_frame(list(rows.values()), inner):
        yield from _frame(list(rows.values()), inner)
    elif len(rows) == 1 and any(_is_column(cell, inner) for cell in next(iter(rows.values()))):
        for cell in next(iter(rows.values())):
            yield from inner[id(cell)]
    else:
        yield from _table(grid, near, level)


def _inside(cell: Cell, level: int) -> Iterator[Written]:
    found: list[Written] = []
    for block in cell.blocks:
        found.extend(_block(block, [line.text for line in found[-_NEAR:]], level + 1))
    return iter(found)


def _is_frame(rows: list[list[Cell]], inner: dict[int, list[Written]]) -> bool:
    """Whether no two cells of text stand side by side; one row may have a number or 참고 before its title."""
    wide = [cells for cells in rows if len(cells) > 1]
    if not wide:
        return True
    label, *others = (inner[id(cell)] for cell in wide[0])
    length = sum(len(line.text) for cell in others for line in cell)
    return len(wide) == 1 and len(label) == 1 and bool(_NUMBER.fullmatch(label[0].text)) and length <= 2 * _HEADING


def _frame(rows: list[list[Cell]], inner: dict[int, list[Written]]) -> Iterator[Written]:
    done: list[Written] = []
    for cells in rows:
        first, *others = (inner[id(cell)] for cell in cells)
        if others:
            title = " ".join(line.text for cell in [first, *others] for line in cell)
            done.append(Written(title))
        else:
            done.extend(first)
    numbered = len(done) > 1 and len(rows[0]) == 1 and bool(_NUMBER.fullmatch(done[1].text))
    if numbered:
        # A number in a drawn circle comes after the title that it stands before.
        done[:2] = [replace(done[0], text=f"{done[1].text} {done[0].text}")]
    if done and (len(done) == 1 or len(rows[0]) > 1 or numbered):
        done[0] = replace(done[0], depth=done[0].depth or _depth(done[0].text))
    yield from done


def _depth(text: str) -> int:
    """Return the depth of a line in a frame of its own, 0 for body text, negative where no marker tells."""
    if len(text) > _HEADING:
        return 0
    if _OUTERMOST.match(text):
        return 1
    if _NUMBERED.match(text):
        return 3 if _CIRCLED.match(text) else 2
    return 0 if _BODY.match(text) or len(text) < 4 else -2


def _is_column(cell: Cell, inner: dict[int, list[Written]]) -> bool:
    return len(inner[id(cell)]) >= _COLUMN or any(isinstance(block, Grid) for block in cell.blocks)


def _table(grid: Grid, near: Sequence[str], level: int) -> Iterator[Written]:
    cells: list[TableCell] = []
    after: list[Written] = []
    for cell in grid.cells:
        held: list[str] = []
        for block in cell.blocks:
            found = list(_block(block, held[-_NEAR:], level + 1))
            if isinstance(block, Note) or (isinstance(block, Grid) and not _fits(block)):
                after.extend(found)
            else:
                held.extend(line.text for line in found)
        cells.append(TableCell(cell.row, cell.row_end, cell.column, cell.column_end, "\n".join(held), cell.header))
    yield from map(Written, written(cells, near))
    yield from after


def _fits(grid: Grid) -> bool:
    """Whether a table in a cell is only a frame around a part of the cell's text."""
    rows = [cell.row for cell in grid.cells if cell.blocks]
    return len(rows) == len(set(rows))
