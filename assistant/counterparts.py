"""Owns what a document says in the place of something a claim says: another figure, another body, a closed list.

Only what stands with the words that the claim gives it counts; the same kind of figure elsewhere is no counterpart.
Knows nothing of verdicts or of stores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers import Difference
from assistant.facts import Fact, Moment, agree, comparable, figures, organisations, places
from assistant.facts.bounds import near
from assistant.facts.status import read
from assistant.predicates import BESIDE, LESS, MORE
from assistant.sources import Source
from assistant.topics import Topic, share
from assistant.words import alike
from ingest.lexical import terms
from ingest.sentences import CELL

INSIDE = 0.3
"""Least share of the words about a figure that its counterpart's own sentence must hold."""
WHOLE = 0.75
"""The same with the headings, the title and the sentence before."""
REACH = 24
"""Most letters between a word and the figure that is said of it."""
TAIL = 16
"""Letters at the end of a claim in which it says more or less."""
_UNDONE = re.compile(r"(?P<noun>[가-힣]{2,}?)(?P<done>[은는을를]?\s?하지(?:는|도)?\s?(?:않|못)[가-힣]*)")
_PASSED = re.compile(
    r"(?P<review>예타|예비타당성\s?조사|[가-힣]{2,6}(?:조사|심사|검토))[를을에]?\s?(?:받아\s?|거쳐\s?)?통과"
)
LISTED = 3
"""Places that a sentence must name to be a list."""
_CLAUSE = re.compile(r",\s|(?<=[고며나만])\s|[·;]\s")
_BASE = re.compile(r"\s?(?:\([^)]{0,8}\))?\s?(?:대비|보다|에 비해|에서 |이던|였던|→)")
_CHANGE = re.compile(r"[+△▲-]\s?$|(?:증감|보다|대비)\s?$")
_YEAR = re.compile(r"20\d\d년")
_COUNTER = re.compile(r"[가-힣]+")
_ROLE = re.compile(
    r"(?P<body>[가-힣A-Za-z]{2,}[가-힣A-Za-z])(?<![을를은는])(?:(?:의)?\s?(?P<below>산하|소속|아래)|(?:\([^)]*\))?[이가]\s(?:[^,.]{0,20}\s)?(?P<role>맡|맺|주관|담당|운영하|만든|만들|내놓))"
)
_AGENT = re.compile(r"(?P<body>[가-힣A-Za-z]{3,})(?:\([^)]*\))?(?:이|가|은|는)\s")
_BODY = re.compile(r"(?:[부처청원]|위원회|공단|공사|재단|센터|협회|학교)$")
_RUN = re.compile(r"맡|주관|담당|운영")
_TOLD = re.compile(r"(?:밝혔|알렸|전했|말했|발표했)다")


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
    """Yield what `source` says in the place of what `claim` says."""
    known = figures(claim, reference or source.evidence.published)
    for fact in known:
        year = isinstance(fact.value, Moment) and fact.value.day is None and fact.value.month is None
        if year or fact.kind == "period":
            continue  # they tell which year's thing is spoken of, and over what time
        found = _figure(claim, fact, known, about, source, title)
        if found:
            yield found
    yield from _bodies(claim, source)
    yield from _places(claim, about, source, title)
    yield from _directions(claim, about, source, title)
    yield from _affirmed(claim, about, source, title)
    yield from _waived(claim, source)


def _beside(claim: str, fact: Fact, known: Sequence[Fact], about: Sequence[Topic]) -> tuple[list[Topic], list[Topic]]:
    """Return the topics before the figure, from the figure before it on, and those right after it."""
    first = max((o.end for o in known if o.end <= fact.start and not isinstance(o.value, Moment)), default=0)
    seams = [seam.start() for seam in _CLAUSE.finditer(claim, fact.end)]
    last = min([*seams, *(o.start for o in known if o.start >= fact.end), len(claim)])
    before = [topic for topic in about if first <= topic.start < fact.start]
    return before, [topic for topic in about if fact.end <= topic.start < last]


def _figure(
    claim: str, fact: Fact, known: Sequence[Fact], about: Sequence[Topic], source: Source, title: str
) -> Counterpart | None:
    """Return the figure that stands with the words of `fact`, unless it is the same one."""
    before, after = _beside(claim, fact, known, about)
    words = [*before, *after]
    if not before:
        return None
    best: tuple[float, Counterpart, bool] | None = None
    for index, (start, end) in enumerate(source.sentences):
        inside = [other for other in source.facts if start <= other.start < end and _alike(fact, other)]
        if not inside:
            continue
        sentence = source.text[start:end]
        own = _share(words, sentence)
        cell = _column(claim, before, source, start, end) if CELL in sentence else None
        context = source.text[source.sentences[index - 1][0] : start] if index else ""
        if cell:
            inside = [other for other in inside if cell.start <= other.start < cell.stop]
            context += source.text[slice(*source.sentences[_head(source, index)])]
        if (
            not inside
            or own < INSIDE
            or _share(words, f"{title}\n{source.evidence.frame}\n{context}\n{sentence}") < WHOLE
        ):
            continue
        chosen = _chosen(claim, fact, before, after, inside, source, start, end)
        if chosen is None or (best is not None and own <= best[0]):
            if best is not None and chosen is not None and own >= best[0] * 0.85 and _same(claim, fact, chosen):
                return None
            continue
        part = Counterpart(Difference(fact.kind, fact.text, chosen.text), start, end)
        best = (
            own,
            part,
            _same(claim, fact, chosen) or any(_same(claim, fact, other) for other in _row(inside, sentence)),
        )
    return best[1] if best is not None and not best[2] else None


def _row(inside: Sequence[Fact], sentence: str) -> Sequence[Fact]:
    """Return the figures of a table's row, of which any may be meant; a sentence gives each its own words."""
    return inside if CELL in sentence else ()


def _same(claim: str, fact: Fact, other: Fact) -> bool:
    return agree(fact.value, other.value) or near(claim, fact, other)


def _alike(fact: Fact, other: Fact) -> bool:
    return comparable(fact, other) and _unit(fact) == _unit(other)


def _unit(fact: Fact) -> str:
    """Return the counting word of a count as it is written: 종 and 개 count different things."""
    found = _COUNTER.search(fact.text) if fact.kind == "count" else None
    return found.group() if found else ""


def _share(words: Sequence[Topic], text: str) -> float:
    return share(words, text, frozenset(terms(text)))


def _chosen(
    claim: str,
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
    rarest = max((topic for topic in before if _found(topic, sentence)), key=lambda topic: topic.weight, default=head)
    row = CELL in sentence
    if row and len(settled) == 1:
        return settled[0]
    for topic in dict.fromkeys((rarest, head) if row else (head, rarest)):
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
    index = _head(source, source.sentence_at(start))
    heads = source.text[slice(*source.sentences[index])].split(CELL)
    row = source.text[start:end].split(CELL)
    named = [topic.text for topic in before if topic.text not in row[0]] + _YEAR.findall(claim)
    marks = [sum(name in head for name in named) for head in heads]
    most = max(marks[1:], default=0)
    if not most or marks[1:].count(most) > 1 or len(heads) != len(row) or source.sentences[index][0] == start:
        return None
    at = marks.index(most, 1)
    first = start + sum(len(cell) + len(CELL) for cell in row[:at])
    return slice(first, first + len(row[at]))


def _found(topic: Topic, sentence: str) -> list[int]:
    """Return where a topic, or the half of a compound that a sentence writes, stands in it."""
    for form in (topic.text, *topic.others):
        found = [match.start() for match in re.finditer(re.escape(form), sentence)]
        if found:
            return found
    return []


def _bodies(claim: str, source: Source) -> Iterator[Counterpart]:
    """Yield the body that a sentence puts where the claim puts one that the source never names."""
    found = _ROLE.search(claim)
    if (
        found is None
        or found["body"] in source.text
        or any(fact.normal in source.names for fact in organisations.find(found["body"]))
    ):
        return
    for start, end in source.sentences:
        other = _holder(source.text[start:end], found["role"] or "")
        if other:
            yield Counterpart(Difference("organisation", found["body"], other), start, end)


def _holder(sentence: str, role: str) -> str:
    """Return the body that a sentence names as doing something, or, without a role, as being over it; else nothing."""
    for match in _ROLE.finditer(sentence):
        if (match["role"] or "") == role:
            return match["body"].removesuffix("의") if not role else match["body"]
    first = _AGENT.search(sentence[:40]) if role and _RUN.match(role) else None
    if first is None or _TOLD.search(sentence):
        return ""
    return first["body"] if _BODY.search(first["body"]) else ""


def _places(claim: str, about: Sequence[Topic], source: Source, title: str) -> Iterator[Counterpart]:
    """Yield the list of places that a sentence gives, where the claim's place is none of them."""
    named = [fact for fact in places.find(claim) if fact.text != claim]
    if not named or len(named) >= LISTED:
        return
    words = [topic for topic in about if not any(topic.text in fact.text for fact in named)]
    best: tuple[float, int, int, list[Fact]] | None = None
    for index, (start, end) in enumerate(source.sentences):
        sentence = source.text[start:end]
        listed = [fact for fact in places.find(sentence) if fact.text + "권" not in sentence]
        if CELL in sentence or len({fact.normal for fact in listed}) < LISTED:
            continue
        own = _share(words, sentence)
        context = source.text[source.sentences[max(0, index - 2)][0] : end]
        whole = _share(words, f"{title}\n{context}")
        if own >= INSIDE and whole >= WHOLE and (best is None or own > best[0]):
            best = (own, start, end, listed)
    if best is None:
        return
    _, start, end, listed = best
    for fact in named:
        if fact.normal not in {other.normal for other in listed} and fact.text not in source.text[start:end]:
            run = source.text[listed[0].start + start : listed[-1].end + start]
            yield Counterpart(Difference("list", fact.text, run[:60]), start, end)
            return


def _directions(claim: str, about: Sequence[Topic], source: Source, title: str) -> Iterator[Counterpart]:
    """Yield the more that a sentence tells of what the claim calls less than something, or the other way round."""
    tail = claim[-TAIL:]
    if not BESIDE.search(claim):
        return
    for mine, other in ((MORE, LESS), (LESS, MORE)):
        said = mine.search(tail)
        if said is None:
            continue
        words = [topic for topic in about if topic.start < len(claim) - TAIL + said.start()]
        for index, (start, end) in enumerate(source.sentences):
            sentence = source.text[start:end]
            turned = other.search(sentence)
            if turned and not mine.search(sentence) and _told(words, index, source, title) >= WHOLE:
                yield Counterpart(Difference("polarity", said.group(), turned.group()), start, end)
                return


def _affirmed(claim: str, about: Sequence[Topic], source: Source, title: str) -> Iterator[Counterpart]:
    """Yield the sentence that says done what the claim says was not done: 대면평가는 하지 않았다."""
    found = _UNDONE.search(claim)
    noun = next((topic for topic in reversed(about) if found and topic.start < found.start("done")), None)
    if found is None or noun is None or not noun.text.endswith(found["noun"][-2:]):
        return
    done = re.compile(rf"{re.escape(noun.text)}(?:[을를]\s?)?(?:하여|했|하였|해\s|한다|에서|를 거쳐|로 (?:평가|심사))")
    for index, (start, end) in enumerate(source.sentences):
        said = done.search(source.text, start, end)
        if said and not read(source.text[start:end]).negations and _told(about, index, source, title) >= WHOLE:
            yield Counterpart(Difference("polarity", found.group().strip(), said.group().strip()), start, end)
            return


def _told(words: Sequence[Topic], index: int, source: Source, title: str) -> float:
    """Return the share of `words` in a sentence, the one before it and the title; 0 where the sentence has none."""
    start, end = source.sentences[index]
    if not _share(words, source.text[start:end]):
        return 0.0
    context = source.text[source.sentences[max(0, index - 1)][0] : end]
    return _share(words, f"{title}\n{context}")


def _waived(claim: str, source: Source) -> Iterator[Counterpart]:
    """Yield the sentence by which a review was waived that the claim calls passed."""
    passed = _PASSED.search(claim)
    if passed is None:
        return
    names = "|".join(map(re.escape, (passed["review"].replace(" ", ""), *alike(passed["review"]))))
    waived = re.compile(rf"(?:{names})[가-힣 ]{{0,10}}(?P<how>면제|생략|거치지\s?않)")
    for start, end in source.sentences:
        found = waived.search(source.text, start, end)
        if found:
            yield Counterpart(Difference("status", "통과", found["how"]), start, end)
            return
