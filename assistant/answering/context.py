"""What a quoted sentence leans on: its words of time, the sentence it points back at, and the notes that explain it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.sentences import Evidence
from assistant.answers import Resolved
from assistant.facts import dates
from assistant.facts.fact import Moment
from assistant.korean.pointing import leans
from ingest.sentences import marker_end, spans

NOTES = 4
"""Lines after a sentence among which its note is looked for."""
LONGEST = 200
"""Characters of the longest note or sentence shown beside another."""
_MARK = re.compile(r"(?<=[^\s*])(?P<mark>[*＊]{1,3})(?![*＊])")


def resolved(evidence: Evidence) -> tuple[Resolved, ...]:
    """Return the words of time that only the document's day explains: 올해 as 2025년, 20일(일) as 2025년 4월 20일."""
    moments = {f.text: f.value for f in evidence.all_figures if isinstance(f.value, Moment) and dates.leaning(f)}
    return tuple(Resolved(text, dates.spelled(moment)) for text, moment in moments.items())


def beside(evidence: Evidence) -> tuple[Evidence, ...]:
    """Return the sentence before one that points back, then the notes of one marked with `*` or followed by ※."""
    text, offset = evidence.passage.chunk.text, evidence.passage.chunk.start
    found = [*_before(evidence, text, offset), *_notes(evidence, text, offset)]
    kept = dict.fromkeys((start, end) for start, end in found if 0 < end - start <= LONGEST)
    return tuple(replace(evidence, start=start + offset, end=end + offset, text=text[start:end]) for start, end in kept)


def _before(evidence: Evidence, text: str, offset: int) -> Iterator[tuple[int, int]]:
    if leans(evidence.text):
        earlier = [(start, end) for start, end in spans(text) if end <= evidence.start - offset]
        if earlier:
            start, end = earlier[-1]
            yield min(marker_end(text, start), end), end


def _notes(evidence: Evidence, text: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield the lines that open with a mark of the sentence, and a line after it that opens with ※."""
    marks = {match["mark"].replace("＊", "*") for match in _MARK.finditer(evidence.text)}
    at = evidence.end - offset
    # A mark right after the sentence belongs to it.
    if closing := re.match(r"[.,]?([*＊]{1,3})", text[at:]):
        marks.add(closing[1].replace("＊", "*"))
    for number, (start, end) in enumerate(_lines(text, at)):
        line = text[start:end].replace("＊", "*")
        stars = line[: len(line) - len(line.lstrip("*"))]
        if stars in marks or (number == 0 and line.startswith("※")):
            yield start, end
        if number >= NOTES:
            return


def _lines(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of the lines after the one that holds `at`, without surrounding spaces and empty ones."""
    at = text.find("\n", at)
    while at >= 0:
        end = text.find("\n", at + 1)
        line = text[at + 1 : end if end >= 0 else None]
        if line.strip():
            start = at + 1 + len(line) - len(line.lstrip())
            yield start, start + len(line.strip())
        at = end
