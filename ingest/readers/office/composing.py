"""A reading made of the blocks of an office document: text, pages, outline, and what the document says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import accumulate, pairwise, takewhile
from math import floor

from ingest.documents import Dated, Page
from ingest.readers import cover, dates
from ingest.readers.characters import closed
from ingest.readers.characters import line as one_line
from ingest.readers.office.blocks import Block, Contents, Grid, Line
from ingest.readers.office.writing import Written, lines
from ingest.readers.source import Reading
from ingest.sentences import is_row

_TITLE = 100
"""Most characters of a title."""
_FRONT = 12
"""Lines from the start among which the title is printed."""
_FASTEST = 400
"""Fewest characters taken to fill a page where only the pages around a stretch are known."""
_TOP = 0.1
_RELEASE = "보도자료"

_NOT_TITLE = re.compile(
    r"\W*(?:목\s*차|차\s*례|순\s*서|contents)\W*$|[□■○◯●ㅇ◇◆▶▷※*•·－–—①-⑳-]|\[[^\]]*\]$|(?:수\s*신|경\s*유|발\s*신|담\s*당|문\s*의)\b|(?:주|자료|출처)\s?[:：]|.*다\.$",
    re.I,
)
# A page number at the head of a sheet: (page 16), - 3쪽 -, p. 5/12.
_PAGE = re.compile(
    r"\W{0,9}(?:(?:pages?|p|페이지|쪽)\W{0,3}\d{1,4}|\d{1,4}\s?(?:페이지|쪽|pages?))(?:\s?/\s?\d{1,4})?\W{0,9}$", re.I
)
_BODY = re.compile(r"[□■○◯●ㅇ◇◆①-⑳]\s?(?=[^\n]{15})")
"""A point of the text: a title stands before the first, never after."""
_ANNEX = re.compile(
    r"\W{0,9}(?:붙\s*임|별\s*첨|첨\s*부|별\s*지|참\s*고|서\s*식|양\s*식)\s{0,9}(?:제?\s{0,9}[\d-]{1,40}\s{0,9}호?)?\s{0,9}(?:서\s*식)?\W{0,9}$"
)


def reading(contents: Contents, name: str) -> Reading:
    """Return what a document says; `name` is the title of last resort."""
    done = lines(contents.blocks)
    text = "\n".join(line.text for line in done)
    starts = list(accumulate((len(line.text) + 1 for line in done), initial=0))[:-1]
    front = [line.text for line in done[: cover.LINES]]
    title = closed(_title(contents.title, front)) or name
    facts = cover.facts(_masthead(contents.blocks), title)
    if facts.kind != "press_release":
        facts = cover.facts(front, title)
    published, dated = _published(facts, contents.created)
    return Reading(
        title=title,
        text=text,
        kind=facts.kind,
        issuer=facts.issuer or cover.issuer(contents.author),
        published=published,
        dated=dated,
        pages=_pages(done, starts, len(text), approximate=contents.approximate),
        outline=tuple((start, line.depth) for start, line in zip(starts, done, strict=True) if line.depth),
    )


def _masthead(blocks: Iterable[Block]) -> list[str]:
    """Return the first lines with the cells of tables one by one: a release has its head in a table.

    Two times of release stand for the words 보도자료, which are often a picture.
    """
    found: list[str] = []
    for block in blocks:
        if len(found) > cover.LINES:
            break
        if isinstance(block, Line):
            found.append(one_line(block.text))
        elif isinstance(block, Grid):
            found.extend(_cells(block))
    found = [line for line in found if line]
    return [_RELEASE, *found] if sum(map(cover.masthead, found)) > 1 else found


def _cells(grid: Grid) -> Iterator[str]:
    """Yield the cells of a table and, of labels and values that a release is known by, both together."""
    label = ""
    for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
        text = one_line(" ".join(block.text for block in cell.blocks if isinstance(block, Line)))
        yield text
        if cover.masthead(f"{label}: {text}"):
            yield f"{label}: {text}"
        label = text


def _published(facts: cover.Cover, created: str) -> tuple[datetime | None, Dated]:
    if facts.published:
        return facts.published, facts.dated
    declared = dates.parse(created)
    return declared, "declared" if declared else ""


def _title(declared: str, front: Sequence[str]) -> str:
    """Return the declared title where the first lines bear it out, else the first line that reads like one."""
    declared = one_line(declared)
    if 4 <= len(declared) <= _TITLE and _bare(declared) in _bare("".join(front)):
        return declared
    head = list(takewhile(lambda line: not _BODY.match(line), front[:_FRONT]))
    at = next((at for at, line in enumerate(head) if _is_title(line)), None)
    if at is None:
        return ""
    goes_on = front[at].endswith(",") and at + 1 < len(front) and _is_title(front[at + 1])
    return f"{front[at]} {front[at + 1]}" if goes_on else front[at]


def _is_title(line: str) -> bool:
    if is_row(line) or "\t" in line or len(line) > _TITLE or len(re.findall(r"[^\W\d_]", line)) < 4:
        return False
    # A row of two cells is written as `label: value`.
    told = (line, *line.split(": ", 1))
    if any(sort.match(line) for sort in (_NOT_TITLE, _ANNEX, _PAGE)):
        return False
    if any(cover.masthead(part) or cover.issuer(part) for part in told):
        return False
    return dates.MOMENT.match(line) is None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _pages(done: list[Written], starts: list[int], length: int, *, approximate: bool) -> tuple[Page, ...]:
    """Return the pages, which tile the text; none where no line knows its page."""
    numbers = _numbers(done, starts)
    if not numbers:
        return ()
    first: dict[int, int] = {}
    for start, number in zip(starts, numbers, strict=True):
        first.setdefault(number, start)
    last = max(numbers)
    bounds = [length] * (last + 2)
    for number in range(last, -1, -1):
        bounds[number] = first.get(number, bounds[number + 1])
    bounds[0] = 0
    return tuple(
        Page(number + 1, "", bounds[number], bounds[number + 1], approximate=approximate) for number in range(last + 1)
    )


def _numbers(done: list[Written], starts: list[int]) -> list[int]:
    """Return the page, from 0, of every line; what lies between two lines that know theirs is spread over both."""
    known = [(index, line.at) for index, line in enumerate(done) if line.at is not None]
    if not known:
        return []
    numbers = [0 if any(line.breaks for line in done[: known[0][0] + 1]) else floor(known[0][1])] * len(done)
    at = known[0][1]
    for (index, _), (following, below) in pairwise([*known, (len(done), None)]):
        numbers[index] = floor(at)
        end = at if below is None else max(at, below if below % 1 > _TOP else float(floor(below)))
        _spread(done, starts, numbers, (index, following), (at, end))
        at = at if below is None else max(at, below)
    return numbers


def _spread(
    done: list[Written], starts: list[int], numbers: list[int], between: tuple[int, int], at: tuple[float, float]
) -> None:
    """Give the lines after one that knows its page theirs, at most as far as the next that knows."""
    index, following = between
    begin, end = at
    last = starts[following] if following < len(starts) else starts[-1]
    whole = max(last - starts[index], 1)
    end = min(end, begin + whole / _FASTEST)
    passed = False
    for at_line in range(index + 1, following):
        passed = passed or done[at_line].breaks
        part = begin + (end - begin) * (starts[at_line] - starts[index]) / whole
        numbers[at_line] = floor(at[1]) if passed else min(floor(part), floor(at[1]))
