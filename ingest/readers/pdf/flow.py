"""Paragraph reconstruction: printed lines joined to paragraphs, tables written as rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.readers.pdf.bookmarks import bare
from ingest.readers.pdf.lines import Block, Line, PageLines
from ingest.readers.pdf.rows import cells
from ingest.readers.pdf.words import Words
from ingest.readers.tables import Header, told

MARKER = re.compile(
    r"""^\s{0,9}(?:[□■◻▢❏❑◼▪▫◾○◯❍◦●◎◉◇◆◈△▲▷▶►▸‣▣※☞✓✔☑☐▹➤➜➔⇒⇨→▼▽◀★☆♣❖⊙【《<〈〔*＊†]|[①-⑳❶-❿➀-➓㉠-㉻㈀-㈛ⓐ-ⓩ⑴-⒇]
    |[·•∙⦁ᆞ]\s|ㅇ\s?\S|[oO]\s{1,9}[가-힣(]|[-－‐–―—~]\s{0,9}\S|[Ⅰ-Ⅻⅰ-ⅻ]\s{0,9}[.．]?\s{0,9}\S|[IVX]{1,4}\.\s|\d{1,2}\s{0,9}[.．]\s{1,9}(?=[가-힣A-Za-z「"(‘“])
    |\d{1,2}(?:-\d{1,2}){1,3}[.．]{0,40}\s|\d{1,2}(?:\.\d{1,2}){1,3}[.．]?\s{1,9}[가-힣A-Za-z]|\d{1,2}\)\s{0,9}\S|\(\d{1,2}\)|[가나다라마바사아자차카타파하]\s{0,9}[.．)]\s{0,9}\S
    |\([가나다라마바사아자차카타파하]\)|제\s?\d{1,20}조(?:의\d{1,20})?\s{0,9}\(|제\s?\d{1,20}[장절관편]\s|[<\[(]?\s{0,9}(?:붙\s*임|참\s*고|별\s*첨|별\s*표|부\s*록|별\s*지)\s{0,9}(?:\d|[\])>:.]|$)
    |\(단위|\(?(?:자료|출처|주)\s{0,9}[:：]|\[(?:표|그림)|<?(?:표|그림)\s{0,9}\d)""",
    re.VERBOSE,
)
"""What opens a line of its own in an outline."""
_CONTENTS = re.compile(r"(?:[·․…‥.]\s?){4,12}\s{0,9}\d{0,4}\s{0,9}$")
_ENDED = re.compile(r"(?:[다요까음함임됨]|니다)[.?!]['\"”’)」』]*$")
_BROKEN_ENDING = re.compile(r"[이하했있었았였한된않없같니겠왔됐렸쳤졌났갔친린진킨는은른운인]$")
_SHORTEST = 5
_LABEL = 14
_FEWEST = 8
_SHARED = 0.2
_ABOVE = 3
"""Lines before a table in which its unit may stand."""
_EDGE = 3.0
"""Points by which the edges of a column differ at most from one page to the next."""

Piece = tuple[int, str]
Paragraph = list[Piece]


class Flow:
    """Joins the lines of a document to paragraphs, page by page.

    `named` holds (page, bare title) of the headings that bookmarks name; such a line is a paragraph of its own.
    """

    def __init__(self, pages: Sequence[PageLines], named: frozenset[tuple[int, str]] = frozenset()) -> None:
        self._pages = pages
        self._named = named
        self._words = Words(line.text for line in _lines(pages))
        self._limits = {page.number: _edges(page) for page in pages}
        self._trusted = self._spaces_are_kept()
        self._open: tuple[Block, Header | None] | None = None
        """The table with which a page ended, and its header."""

    def paragraphs(self) -> list[Paragraph]:
        """Return paragraphs and table rows in order, each as pieces of text with the page they stand on."""
        done: list[Paragraph] = []
        last: Line | None = None
        for page in self._pages:
            tabular = _tabular(page)
            for item in page.items:
                if isinstance(item, Block):
                    above = [piece for _, piece in (one[-1] for one in done[-_ABOVE:])]
                    table = told(cells(item, self.join), above, _goes_on(self._open, item, page))
                    done.extend([(page.number, row)] for row in table.lines)
                    self._open = (item, table.header) if item is page.items[-1] else None
                    # A frame that only decorates does not end the paragraph around it, a table does.
                    last = None
                elif id(item) in tabular:
                    done.append([(page.number, _celled(item))])
                    last = None
                elif last is not None and self._continues(last, item):
                    number, before = done[-1][-1]
                    done[-1][-1] = (number, before + self._between(last, item))
                    done[-1].append((page.number, item.text))
                    last = item
                else:
                    done.append([(page.number, item.text)])
                    last = item
        return done

    def join(self, lines: Sequence[Line]) -> list[str]:
        """Return the paragraphs of the lines of one cell."""
        if len(lines) > 1 and all(len(line.text) == 1 for line in lines):
            return ["".join(line.text for line in lines)]
        done: list[str] = []
        last: Line | None = None
        edge = _cell_edge(lines)
        for line in lines:
            full = last is not None and _full(last, line, edge)
            if last is None or not self._same_cell_paragraph(last, line, full):
                done.append(line.text)
            else:
                done[-1] += (self._between(last, line) if full else " ") + line.text
            last = line
        return done

    def _same_cell_paragraph(self, last: Line, line: Line, full: bool) -> bool:
        if MARKER.match(line.text) and not _broken_ending(last.text, line.text):
            return False
        # Short lines of a label are broken by hand; a longer one that ends early is done.
        return full or (len(last.text) <= _LABEL and not _ENDED.search(last.text))

    def _between(self, last: Line, line: Line) -> str:
        if last.spaced and self._trusted:
            return " "
        if self._trusted and not last.spaced and _hangul(last.text[-1]):
            return ""
        return self._words.joint(last.text, line.text)

    def _continues(self, last: Line, line: Line) -> bool:
        if MARKER.match(line.text) and not _broken_ending(last.text, line.text):
            return False
        if _CONTENTS.search(last.text) or len(last.text) < _SHORTEST:
            return False
        if self._named and any((one.page, bare(one.text)) in self._named for one in (last, line)):
            return False
        if _figures(last.text) or _figures(line.text):
            return False
        if abs(last.size - line.size) > 0.15 * max(last.size, line.size):
            return False
        same_page = last.page == line.page
        if same_page and not (_below(last, line) or _next_column(last, line)):
            return False
        if _ENDED.search(last.text) and (not same_page or line.x0 > last.x0 + 0.4 * last.size):
            return False
        return _full(last, line, self._limit(last))

    def _limit(self, line: Line) -> float:
        if line.limit:
            return line.limit - line.size
        edges = self._limits[line.page]
        return next((edge for edge in edges if edge >= line.x1 - 2.5), edges[-1] if edges else line.x1)

    def _spaces_are_kept(self) -> bool:
        """Whether the content holds the spaces at line ends, so that a missing one means a broken word."""
        spaced = broken = agreed = 0
        for page in self._pages:
            lines = [item for item in page.items if isinstance(item, Line)]
            for last, line in pairwise(lines):
                if not (_hangul(last.text[-1]) and _hangul(line.text[0]) and self._continues(last, line)):
                    continue
                if last.spaced:
                    spaced += 1
                else:
                    broken += 1
                    agreed += not self._words.joint(last.text, line.text)
        # Where spaces are dropped, the document's own words contradict most of the breaks without one.
        return spaced >= _FEWEST and spaced >= 0.25 * (spaced + broken) and agreed >= 0.6 * broken


def _goes_on(before: tuple[Block, Header | None] | None, block: Block, page: PageLines) -> Header | None:
    """Return the header of the table that ended the page before, where one with the same columns opens this page."""
    if before is None or before[0].page != page.number - 1 or block is not page.items[0]:
        return None
    widths, others = _widths(before[0]), _widths(block)
    same = len(widths) == len(others) and all(abs(a - b) <= _EDGE for a, b in zip(widths, others, strict=True))
    return before[1] if same else None


def _widths(block: Block) -> list[float]:
    """Return where the columns of a table end, from its left edge, which odd and even pages have elsewhere."""
    return [x - block.table.x0 for x in block.table.xs[1:]]


def _hangul(character: str) -> bool:
    return "가" <= character <= "힣"


def _lines(pages: Sequence[PageLines]) -> Iterator[Line]:
    for page in pages:
        for item in page.items:
            if isinstance(item, Line):
                yield item
            else:
                for lines in item.lines.values():
                    yield from lines


def _below(last: Line, line: Line) -> bool:
    return -0.5 * last.size < line.top - last.bottom < 1.6 * last.size


def _next_column(last: Line, line: Line) -> bool:
    return line.top < last.top - 3 * last.size and line.x0 > last.x1 - 2 * last.size


def _broken_ending(last: str, line: str) -> bool:
    """Whether a line that opens like the outline's 다. is the end of a verb."""
    return line.startswith("다.") and bool(_BROKEN_ENDING.search(last))


def _figures(text: str) -> bool:
    """Whether a line is a row of figures."""
    parts = text.split()
    return len(parts) >= 4 and sum(any(c.isdigit() for c in part) for part in parts) >= 0.6 * len(parts)


def _cell_edge(lines: Sequence[Line]) -> float:
    """Where the lines of a cell end: at the edge that two share, else at the cell's padding."""
    ends = sorted((line.x1 for line in lines), reverse=True)
    padded = max((line.limit - line.size for line in lines), default=0.0)
    return min(ends[0], padded) if len(ends) > 1 and ends[0] - ends[1] < 2 else padded


def _edges(page: PageLines) -> list[float]:
    """Return the right edges that lines of a page share, and the outermost."""
    ends = [item.x1 for item in page.items if isinstance(item, Line) and not item.limit and len(item.text) > 8]
    counts: Counter[int] = Counter(round(end / 3) for end in ends)
    shared = {
        max(end for end in ends if abs(round(end / 3) - key) <= 1)
        for key in counts
        if counts[key] + counts[key - 1] + counts[key + 1] >= max(3, _SHARED * len(ends))
    }
    return sorted(shared | ({max(ends)} if ends else set()))


def _full(last: Line, line: Line, edge: float) -> bool:
    """Whether the first word of the next line would not have fitted after the last."""
    return last.x1 + min(line.lead, 8 * line.size) + 0.3 * last.size > edge


def _tabular(page: PageLines) -> set[int]:
    """Identities of lines that stand in columns without rules: two or more below one another."""
    lines = [item for item in page.items if isinstance(item, Line)]
    found: set[int] = set()
    for one, two in pairwise(lines):
        if len(one.cuts) >= 2 and len(two.cuts) >= 2 and abs(two.top - one.bottom) < 2 * one.size:
            found |= {id(one), id(two)}
    return found


def _celled(line: Line) -> str:
    parts = [line.text[start:end].strip() for start, end in pairwise((0, *line.cuts, len(line.text)))]
    return " | ".join(filter(None, parts))
