"""Chunking: how a document is cut into the passages that are searched.

A chunk is made of whole sentences and whole table rows. It preferably ends at the end of a section, else of a
paragraph, else of a sentence. It begins with the last sentences of the chunk before (overlap) when both are in the
same section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from ingest.cells import TELLS, cells
from ingest.documents import Chunk, SourceDocument
from ingest.sentences import CELL, is_row, spans

LONGEST = 1500
"""Most characters of a sentence kept whole; the model reads 512 tokens and no more."""
_PREFIX = 120
"""Most characters put before a chunk when it is embedded."""
_CAPTION = 60
"""Characters of the longest line over a table that is taken for its caption."""
_FARTHEST = 20_000
"""Characters before a chunk in which the first row of its table is sought."""
_STATED = re.compile(r"[(\[<]?\s*(?:단위|기준)")
"""What opens a line between a table and its caption."""
_FULL = 0.5
"""A chunk this full of its size may end at a section; an emptier one takes the next section in."""

_SECTION, _PARAGRAPH = 2, 1


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, a table row or a piece of an over-long one."""

    start: int
    end: int
    section: int
    """Index of the section it is in."""
    heading: bool
    weight: int
    """How good a place the gap before it is to break."""
    opens: int
    closes: int
    """Where it starts and ends when labels that the row before tells too are not counted."""


def chunks(document: SourceDocument, size: int, overlap: int) -> tuple[Chunk, ...]:
    """Cut a document into chunks of at most `size` characters, repeating at most `overlap` of them.

    Labels that the row before tells too do not count. One sentence longer than `size` is a chunk of its own; one longer
    than `LONGEST` is cut at spaces.
    Every character that is not space is in a chunk.
    """
    units = _units(document)
    found: list[Chunk] = []
    first = 0
    while first < len(units):
        opening = _overlap(units, first, size, overlap)
        end = _end(document, units, (opening, first), size)
        found.append(_chunk(document, units, (opening, first, end), len(found)))
        first = end
    return tuple(found)


def context(document: SourceDocument, chunk: Chunk) -> str:
    """Return the text to embed for a chunk: title, heading path and table caption, then the chunk.

    The labels of a table's columns stand in the first row only, where the model reads them as a header.
    """
    opening = chunk.text.split("\n", 1)[0]
    path = [heading for heading in chunk.section if heading not in opening]
    title = document.title if not chunk.text.startswith(document.title) else ""
    named = " > ".join(part for part in (_short(title, 60), *path) if part)
    prefix = [_short(named, _PREFIX), _short(over(document.text, chunk.start, named), _PREFIX)]
    return "\n".join(part for part in (*prefix, once(chunk.text)) if part)


def once(text: str) -> str:
    """Return a text with the labels of a table's columns told by its first row alone, as the table prints them."""
    found: list[str] = []
    labels: list[str] = []
    for line in text.split("\n"):
        row = _labels(line)
        told = [cell.value if cell.label in labels else line[cell.start : cell.end] for cell in cells(line)]
        found.append(CELL.join(told) if row and labels else line)
        labels = row
    return "\n".join(found)


def _units(document: SourceDocument) -> list[_Unit]:
    """Read a document as units in order, over-long sentences cut at spaces."""
    text, sections = document.text, document.sections
    starts = [section.start for section in sections]
    units: list[_Unit] = []
    previous = uncounted = 0
    labels: list[str] = []
    for start, end in spans(text):
        section = max(bisect_right(starts, start) - 1, 0)
        opens = bool(units) and section != units[-1].section
        heading = bool(sections) and _is_heading(document, section, start, previous, first=opens or not units)
        gap = text[previous:start]
        weight = _SECTION if opens else _PARAGRAPH if gap.count("\n") > 1 or "\f" in gap else 0
        row = _labels(text[start:end])
        repeated = sum(len(label) + len(TELLS) for label in row if label in labels)
        labels = row
        for piece_start, piece_end in _pieces(text, start, end):
            begins = piece_start - uncounted
            uncounted += min(repeated, piece_end - piece_start)
            repeated = 0
            units.append(_Unit(piece_start, piece_end, section, heading, weight, begins, piece_end - uncounted))
            weight, heading = 0, False
        previous = end
    return units


def _labels(row: str) -> list[str]:
    return [cell.label for cell in cells(row) if cell.label] if is_row(row) else []


def _is_heading(document: SourceDocument, section: int, start: int, previous: int, *, first: bool) -> bool:
    """Return whether the sentence at `start` is the heading line that opens its section."""
    here = document.sections[section]
    if not first or not here.path or previous > here.start:
        return False
    line = document.text[start : start + 120].split("\n", 1)[0]
    return here.path[-1].replace(" ", "") in line.replace(" ", "").replace("\u00a0", "").replace("\t", "")


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut an over-long sentence at spaces; one that fits is returned as it is."""
    pieces: list[tuple[int, int]] = []
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST + 1)
        cut = cut if cut > start else start + LONGEST
        stop = start + len(text[start:cut].rstrip())
        pieces.append((start, stop))
        start = cut
        while text[start].isspace():
            start += 1
    pieces.append((start, end))
    return pieces


def _end(document: SourceDocument, units: list[_Unit], begin: tuple[int, int], size: int) -> int:
    """Return the index after the last unit of a chunk that opens at one unit and owns those from another on."""
    opening, first = begin
    start = units[opening].opens
    longest = units[opening].start + LONGEST
    fits = first + 1
    while fits < len(units) and units[fits].closes - start <= size and units[fits].end <= longest:
        fits += 1
    if parted := _parted(document, units, begin, min(fits, len(units) - 1), size):
        return parted
    if fits == len(units):
        return fits
    # The latest of the best breaks in the later half; a heading never stays behind at the end.
    return max(
        range(first + 1, fits + 1),
        key=lambda at: (
            not units[at - 1].heading,
            units[at - 1].closes - start >= size * _FULL,
            units[at].weight >= _PARAGRAPH,
            at,
        ),
    )


def _parted(document: SourceDocument, units: list[_Unit], begin: tuple[int, int], last: int, size: int) -> int:
    """Return where, up to unit `last`, a chunk is full enough to end for a new section, or 0."""
    opening, first = begin
    for at in range(first + 1, last + 1):
        if units[at].weight < _SECTION or units[at - 1].heading:
            continue
        length = units[at - 1].closes - units[opening].opens
        apart = _top(document, units[at - 1]) != _top(document, units[at])
        if length >= size * (_FULL / 2 if apart else _FULL):
            return at
    return 0


def _top(document: SourceDocument, unit: _Unit) -> str:
    """Return the outermost heading over a unit."""
    path = document.sections[unit.section].path if document.sections else ()
    return path[0] if path else ""


def _overlap(units: list[_Unit], first: int, size: int, overlap: int) -> int:
    """Return the unit at which the repeated sentences before unit `first` begin."""
    opening = first
    while opening:
        before = units[opening - 1]
        if before.section != units[first].section or before.heading:
            break
        if units[first - 1].closes - before.opens > overlap or units[first].closes - before.opens > size:
            break
        opening -= 1
    return opening


def _chunk(document: SourceDocument, units: list[_Unit], bounds: tuple[int, int, int], ordinal: int) -> Chunk:
    """Make the chunk of `units[start:end]` whose own text begins at unit `first`."""
    opening, first, end = bounds
    own = next((unit for unit in units[first:end] if not unit.heading), units[first])
    start, stop = units[opening].start, units[end - 1].end
    return Chunk(
        id=f"{document.id}@{document.version}#{ordinal:04d}",
        document_id=document.id,
        version=document.version,
        section=document.sections[own.section].path if document.sections else (),
        page=document.page_at(start),
        start=start,
        end=stop,
        text=document.text[start:stop],
    )


def over(text: str, start: int, named: str = "") -> str:
    """Return what the table that has a row at `start` is called, beyond what is `named` already.

    That is its caption, and its first row where no row is told with the labels of its columns.
    """
    first = _line(text, start)
    if not is_row(first):
        return ""
    begin = start
    while (above := _before(text, begin)) is not None and is_row(above[1]) and start - begin < _FARTHEST:
        begin, first = above
    headed = [] if begin == start or any(cell.label for cell in cells(first)) else [first]
    caption: list[str] = []
    while above is not None and len(caption) < 2 and len(above[1]) <= _CAPTION:
        caption.insert(0, above[1])
        if not _STATED.match(above[1]):
            break
        above = _before(text, above[0])
    return " ".join((*(line for line in caption if line not in named), *headed))


def _before(text: str, start: int) -> tuple[int, str] | None:
    """Return the start and the text of the line before the one that begins at `start`; None at the top of a part."""
    end = text.rfind("\n", 0, start)
    begin = text.rfind("\n", 0, max(end, 0)) + 1
    line = text[begin : max(end, 0)].strip()
    return (begin, line) if end >= 0 and line else None


def _line(text: str, start: int) -> str:
    """Return the line that begins at `start`."""
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)].strip()


def _short(text: str, limit: int) -> str:
    """Return a text on one line, its middle left out where it is too long."""
    text = " ".join(text.split())
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
