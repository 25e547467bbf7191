"""Find the document's value for the attribute that a claim gives a figure for.

Only a figure that stands with the words of the claim's counts; one of the same kind elsewhere is no counterpart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers import Difference
from assistant.facts.agreement import agree, comparable
from assistant.facts.bounds import near
from assistant.facts.cells import years
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, Moment, appended
from assistant.grounding.source import Source
from assistant.korean.topics import Topic, share
from ingest.cells import cells
from ingest.lexical import terms
from ingest.sentences import CELL

INSIDE = 0.3
"""Least share of the words about a figure that its counterpart's own sentence must hold."""
WHOLE = 0.75
"""The same with the headings, the title and the sentence before."""
NEARLY = 0.85
"""Share of the best from which on a sentence that gives the claim's own figure makes the other no counterpart."""
REACH = 24
"""Most letters between a word and the figure that is said of it."""
_CLAUSE = re.compile(r",\s|(?<=[고며나만])\s|[·;]\s")
_BASE = re.compile(appended() + r"(?:대비|보다|에 비해|에서 |이던|였던|→)")
_CHANGE = re.compile(r"[+△▲-]\s?$|(?:증감|보다|대비)\s?$")
_YEAR = re.compile(r"20\d\d년")
_OF = re.compile(r"의\s?")
_COUNTER = re.compile(r"[가-힣]+")
_NAMED = re.compile(r"(?P<name>[가-힣A-Za-z0-9]{2,24})\s?\($")
"""A name right before what stands in brackets."""


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What a document says otherwise, and where."""

    difference: Difference
    start: int
    end: int
    """The sentence in the source's text."""


def counterparts(
    claim: str, about: Sequence[Topic], reference: date | None, source: Source, title: str
) -> Iterator[Counterpart]:
    """Yield the figures that `source` gives where `claim` gives others."""
    known = figures(claim, reference or source.evidence.published)
    for fact in known:
        year = isinstance(fact.value, Moment) and fact.value.day is None and fact.value.month is None
        if year or fact.kind == "period":
            continue  # they tell which year's thing is spoken of, and over what time
        found = _figure(claim, fact, known, about, source, title)
        if found:
            yield found


def _beside(claim: str, fact: Fact, known: Sequence[Fact], about: Sequence[Topic]) -> tuple[list[Topic], list[Topic]]:
    """Return the topics before the figure, from the figure before it on, and those right after it."""
    first = max((o.end for o in known if o.end <= fact.start and not isinstance(o.value, Moment)), default=0)
    seams = [seam.start() for seam in _CLAUSE.finditer(claim, fact.end)]
    last = min([*seams, *(o.start for o in known if o.start >= fact.end), len(claim)])
    before = [topic for topic in about if first <= topic.start < fact.start]
    return before, [topic for topic in about if fact.end <= topic.start < last]


def borne(claim: str, about: Sequence[Topic], reference: date | None, source: Source, title: str) -> bool:
    """Tell whether each figure of a claim, years and periods aside, is the one that stands with the claim's words."""
    known = figures(claim, reference or source.evidence.published)
    asked = [fact for fact in known if not isinstance(fact.value, Moment) and fact.kind != "period"]
    found = [_nearest(claim, fact, known, about, source, title) for fact in asked]
    return bool(found) and all(one is not None and one[2] for one in found)


def misplaced(claim: str, about: Sequence[Topic], reference: date | None, source: Source, cited: Sequence[int]) -> bool:
    """Tell whether a cited sentence gives a figure of the claim, but another one with the claim's words."""
    known = figures(claim, reference or source.evidence.published)
    for fact in known:
        before, after = _beside(claim, fact, known, about)
        if isinstance(fact.value, Moment) or fact.kind == "period" or not before:
            continue
        for start, end in (source.sentences[index] for index in cited):
            inside = [other for other in source.facts if start <= other.start < end and _alike(fact, other)]
            if CELL in source.text[start:end] or not any(_same(claim, fact, source, other) for other in inside):
                continue
            chosen = _chosen(fact, before, after, inside, source, start, end)
            if chosen is not None and not _same(claim, fact, source, chosen):
                return True
    return False


def _figure(
    claim: str, fact: Fact, known: Sequence[Fact], about: Sequence[Topic], source: Source, title: str
) -> Counterpart | None:
    """Return the figure that stands with the words of `fact`, unless it is the same one."""
    best = _nearest(claim, fact, known, about, source, title)
    return None if best is None or best[2] or best[3] else best[1]


def listed(claim: str, facts: Sequence[Fact], source: Source) -> bool:
    """Tell whether a list gives a figure of the claim to a name that the claim says: 무주군(100명), 임실군(40명)."""
    same = (other.start for other in source.facts for fact in facts if agree(fact.value, other.value))
    names = (_NAMED.search(source.text, max(0, start - REACH), start) for start in same)
    return any(name["name"] in claim for name in names if name)


def _nearest(
    claim: str, fact: Fact, known: Sequence[Fact], about: Sequence[Topic], source: Source, title: str
) -> tuple[float, Counterpart, bool, bool] | None:
    """Return the share, the figure nearest to the words of `fact`, whether it is the same one, and if one beside is."""
    before, after = _beside(claim, fact, known, about)
    words = [*before, *after]
    if not before:
        return None
    best: tuple[float, Counterpart, bool, bool] | None = None
    for index, (start, end) in enumerate(source.sentences):
        inside, context = _within(claim, fact, before, source, index)
        own = held_in(words, source.text[start:end]) if inside else 0.0
        if own < INSIDE or held_in(words, f"{title}\n{source.evidence.frame}\n{context}") < WHOLE:
            continue
        chosen = _chosen(fact, before, after, inside, source, start, end)
        if chosen is None:
            continue
        same = _same(claim, fact, source, chosen)
        if best is not None and (own <= best[0]):
            if same and own >= best[0] * NEARLY:
                best = (*best[:3], True)
            continue
        part = Counterpart(Difference(fact.kind, fact.text, chosen.text), start, end)
        best = (
            own,
            part,
            same,
            any(_same(claim, fact, source, other) for other in _row(inside, source.text[start:end])),
        )
    return best


def _within(claim: str, fact: Fact, before: Sequence[Topic], source: Source, index: int) -> tuple[list[Fact], str]:
    """Return the figures of a sentence that could stand for `fact`, and what is read with it: a table's first row."""
    start, end = source.sentences[index]
    inside = [other for other in source.facts if start <= other.start < end and _alike(fact, other)]
    context = source.text[source.sentences[max(0, index - 1)][0] : end]
    if not inside or CELL not in source.text[start:end]:
        return inside, context
    cell = _column(claim, before, source, start, end)
    if cell:
        inside = [other for other in inside if cell.start <= other.start < cell.stop]
    return inside, f"{source.text[slice(*source.sentences[_head(source, index)])]}\n{context}"


def _row(inside: Sequence[Fact], sentence: str) -> Sequence[Fact]:
    """Return the figures of a table's row, of which any may be meant; a sentence gives each its own words."""
    return inside if CELL in sentence else ()


def _same(claim: str, fact: Fact, source: Source, other: Fact) -> bool:
    """Tell whether two figures are one, either side rounded and marked so: 1억 4,800만 원, 약 1억5천만 원."""
    return agree(fact.value, other.value) or near(claim, fact, other) or near(source.text, other, fact)


def _alike(fact: Fact, other: Fact) -> bool:
    return comparable(fact, other) and _unit(fact) == _unit(other)


def _unit(fact: Fact) -> str:
    """Return the counting word of a count as it is written: 종 and 개 count different things."""
    found = _COUNTER.search(fact.text) if fact.kind == "count" else None
    return found.group().replace("곳", "개") if found else ""


def held_in(words: Sequence[Topic], text: str) -> float:
    """Return the weighted share of `words` that a text holds, 0 to 1."""
    return share(words, text, frozenset(terms(text)))


def _chosen(
    fact: Fact,
    before: Sequence[Topic],
    after: Sequence[Topic],
    inside: Sequence[Fact],
    source: Source,
    start: int,
    end: int,
) -> Fact | None:
    """Return the figure of a sentence that stands nearest to the words of the claim's."""
    sentence = source.text[start:end]
    settled = [
        other
        for other in inside
        if not _BASE.match(source.text, other.end)
        and not _CHANGE.search(source.text[max(start, other.start - 4) : other.start])
    ]
    if fact.kind == "date":
        heads = [at for topic in after for at in _found(topic, sentence)]
        close = [
            (start + at - other.end, other) for at in heads for other in settled if 0 <= start + at - other.end <= REACH
        ]
        return min(close, key=lambda pair: pair[0])[1] if close else None
    head = before[-1]
    for topic in sorted(before, key=lambda topic: -topic.start):
        if _found(topic, sentence):
            head = topic
            break
    rarest = max((topic for topic in before if topic.text in sentence), key=lambda topic: topic.weight, default=head)
    row = CELL in sentence
    if row and len(settled) == 1:
        return settled[0]
    for topic in dict.fromkeys((rarest, head)):
        # 2.8대 1의 경쟁률: what a figure is of may follow it.
        owned = [
            other
            for at in _found(topic, sentence)
            for other in settled
            if _OF.fullmatch(sentence[other.end - start : at])
        ]
        if owned:
            return owned[0]
        ends = [at + len(topic.text) for at in _found(topic, sentence)]
        close = [
            (other.start - start - at, other)
            for at in ends
            for other in settled
            if 0 <= other.start - start - at <= (len(sentence) if row else REACH)
        ]
        if close:
            return min(close, key=lambda pair: pair[0])[1]
    return None


def _head(source: Source, index: int) -> int:
    """Return the first row of the table that a sentence is a row of."""
    while index and CELL in source.text[slice(*source.sentences[index - 1])]:
        index -= 1
    return index


def _column(claim: str, before: Sequence[Topic], source: Source, start: int, end: int) -> slice | None:
    """Return the cell of a row under the heading that the claim names, where one column alone is headed so."""
    row = cells(source.text[start:end])
    labelled = any(cell.label for cell in row)
    index = _head(source, source.sentence_at(start))
    heads = [cell.label for cell in row] if labelled else source.text[slice(*source.sentences[index])].split(CELL)
    named = [topic.text for topic in before if topic.text not in row[0].value] + _YEAR.findall(claim)
    marks = [sum(_heads(name, head) for name in named) for head in heads]
    most = max(marks[1:], default=0)
    opens = source.sentences[index][0] == start and not labelled
    if not most or marks[1:].count(most) > 1 or len(heads) != len(row) or opens:
        return None
    cell = row[marks.index(most, 1)]
    return slice(start + cell.start, start + cell.end)


def _heads(name: str, head: str) -> bool:
    """Return whether a column's name says a word or a year of the claim; 2023 says 2023년."""
    return name in head or (_YEAR.fullmatch(name) is not None and int(name[:4]) in years(head))


def _found(topic: Topic, sentence: str) -> list[int]:
    """Return where a topic, or the half of a compound that a sentence writes, stands in it."""
    for form in (topic.text, *topic.others):
        found = [match.start() for match in re.finditer(re.escape(form), sentence)]
        if found:
            return found
    return []
