"""Candidate sentences of the retrieved passages and their lexical overlap with a question.

A sentence is read in context: its document's title, its headings and the sentences before it in the passage may carry
the subject that the sentence itself leaves out, so they count, but for less than its own words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from assistant.answers import Passage
from assistant.facts import extraction
from assistant.facts.agreement import agree
from assistant.facts.blanks import unfilled
from assistant.facts.dates import years_of
from assistant.facts.extraction import extract
from assistant.facts.fact import Fact, Moment, Quantity
from assistant.grounding.orders import masked
from assistant.grounding.reported import answers_report, quoted_blocks
from assistant.korean.synonyms import HELD, Word, met, part
from assistant.questions.analysis import STATES, Analysis, AnswerKind
from ingest import sentences
from ingest.lexical import terms
from ingest.regions import regions

HEAD = 2.0
"""How much more the asked-for word counts than the words that name the subject."""

PRIOR_DOCUMENTS = 200
"""Imaginary documents that steady the weights of a question's terms in a small store."""
BESIDE = 12
"""Characters before and after a figure in which the thing it counts is named."""
NEAR = 24
"""The same for what is said of it."""
FIGURED: frozenset[AnswerKind] = frozenset({"amount", "count", "percent", "period", "date"})
"""Kinds of answer that are a figure."""
RUNNING = 3
"""A line without a figure that stands in a document this often is a running head."""
LABEL = 12
"""A line shorter than this without a figure is a label or a heading, not a sentence."""

# A bound (500억원 이상) is a condition, seldom the amount that was asked for.
_BOUND = re.compile(r"^\s*(?:이상|이하|미만|초과|이내)")
_LIMIT = re.compile(r"(?:얼마|몇\s?[가-힣%]{0,40})\s?(?:이상|이하|미만|초과|부터|넘)")
# Dots that lead to a page number, and what releases say of their attachments, tell nothing.
_EMPTY = re.compile(
    r"[·․….]{4,12}\s{0,9}\d{0,20}\s{0,9}$|관련 보도자료 내용입니다|첨부\s?파일을 참고하"
    r"|첨부파일은 바로보기가 지원되지|첨부파일명을 클릭하여"
)
# A question states nothing.
_ASKS = re.compile(r"(?:는가|인가|은가|습니까|나요|까요)[.?]?\s*$|\?\s*$")
_STATUS = re.compile(
    r"확정|결정|완료|마쳤|마무리|끝났|끝나지|검토\s?중|정해|미정|예정|면제|통과|의결|선정|골랐|굳어|착수|진행|추진\s?중|뽑"
)
_ITEM = r"[^,·ㆍ、/△▲▪▸;]{1,30}"
_MARKS: dict[AnswerKind, re.Pattern[str]] = {
    "status": _STATUS,
    "list": re.compile(rf"{_ITEM}(?:[,·ㆍ、/△▲▪▸;]{_ITEM}){{2,}}|(?:첫째|둘째|①|②)"),
    "change": re.compile(
        r"→|늘|줄|증가|감소|증액|감액|대비|보다|배\s|에서\s?\S{1,40}(?:으로|로)\s|바뀌|바꾸|달리|전환|개편"
    ),
}
"""How a sentence shows that it tells a status, a list or a change."""
_PENDING = re.compile(r"검토\s?중|검토를?\s?받고|미정|미확정|확정될|정해진다|결정될|정해질|확정되지|확정할\s?예정")


@dataclass(frozen=True)
class Evidence:
    """One source sentence and what it shares with the question."""

    passage: Passage
    start: int
    end: int
    """Span in the document's text, from after any list marker."""
    text: str
    terms: frozenset[str]
    own: float
    """Share of the question's weighted terms in the sentence, 0 to 1."""
    context: float
    """Share of the question's weighted terms in the sentence and its context, 0 to 1."""
    siblings: tuple[Passage, ...] = ()
    """The retrieved passages of its document."""
    asked: bool = False
    """Whether the line before it is a question, whose words are no evidence of what it is on."""
    repeated: bool = False
    """Whether its document only repeats it of what others reported, in order to answer that."""

    @property
    def place(self) -> tuple[str, int]:
        """Its document and where it begins there, the same whatever was asked."""
        return self.passage.chunk.document_id, self.start

    @property
    def day(self) -> date | None:
        """The day its document was published."""
        return self.passage.published.date() if self.passage.published else None

    @cached_property
    def all_figures(self) -> tuple[Fact, ...]:
        """Figures and dates of the sentence, in its order."""
        return extraction.figures(self.text, self.day)

    @cached_property
    def figures(self) -> tuple[Fact, ...]:
        """The same without mere bounds."""
        return tuple(f for f in self.all_figures if not _BOUND.match(self.text[f.end :]))

    def stated(self, analysis: Analysis) -> tuple[Fact, ...]:
        """Return the figures that may answer: a question for a limit is answered by a bound."""
        return self.all_figures if _LIMIT.search(analysis.text) else self.figures

    @property
    def row(self) -> bool:
        """Whether it is a row of a table."""
        return sentences.CELL in self.text

    def elsewhen(self, analysis: Analysis) -> bool:
        """Tell whether the sentence, or else its title, headings and date, speak of other years than the question."""
        asked = years_of(analysis.pinned)
        if not asked:
            return False
        if self._own_years:
            return not asked & self._own_years
        return not any(asked & years_of(_stated(passage)) for passage in (self.passage, *self.siblings))

    @property
    def _own_years(self) -> frozenset[int]:
        """Years that the sentence tells, without those that something is compared with."""
        moments = [f.value for f in self.figures if isinstance(f.value, Moment) and not _aside(f)]
        return frozenset(moment.year for moment in moments if moment.year)

    def of_another_year(self, analysis: Analysis) -> bool:
        """Tell whether the year told last before the sentence, which tells none itself, is not the one asked for.

        `남편이 10세 이상 연상인 부부는 34.2%` under `2020년 다문화 인구동태 통계 요약` is not of 2019, though a table
        further on gives 2019 too.
        """
        asked = years_of(analysis.pinned)
        if not asked or self.row or self._own_years:
            return False
        chunk = self.passage.chunk
        before = "\n".join((self.passage.title, *chunk.section, chunk.text[: self.start - chunk.start]))
        told = [f.value.year for f in extraction.figures(before) if isinstance(f.value, Moment) and f.value.year]
        return bool(told) and told[-1] not in asked

    def elsewhere(self, analysis: Analysis) -> bool:
        """Tell whether it is on another round, article, province or year than the question names."""
        other = any(fact.kind == "rank" for fact in self.missing(analysis)) or not self.names(analysis)
        return other or self.elsewhen(analysis)

    def names(self, analysis: Analysis) -> bool:
        """Tell whether the sentence's surroundings name every province that the question names."""
        return not analysis.regions or set(analysis.regions) <= _provinces(self.passage)

    @property
    def dated(self) -> bool:
        """Whether it writes out a month or a year: 지난 24일 needs the date of its page to be read."""
        return any(isinstance(f.value, Moment) and not f.value.inferred for f in self.figures)

    @property
    def pending(self) -> bool:
        """Whether the sentence says that something is still to be settled."""
        return _PENDING.search(self.text) is not None

    def holds(self, kind: AnswerKind, analysis: Analysis) -> bool:
        """Tell whether the sentence states a fact of the kind asked for, or that it is still to be settled."""
        if self.pending and kind in {"amount", "count", "date"} and analysis.head <= self.terms:
            return True
        if kind in _MARKS:
            return _MARKS[kind].search(self.text) is not None
        if kind in {"place", "person"}:
            return not (self.row and kind == "place") and any(f.kind in STATES[kind] for f in extract(self.text))
        stated = [fact for fact in self.stated(analysis) if _answers(fact, kind, analysis.counter)]
        if kind == "count" and analysis.counter:
            asked = analysis.head | {term for word in analysis.words for term in word.terms}
            return any(asked & self._beside(fact) for fact in stated)
        return bool(stated)

    def counted(self, analysis: Analysis) -> tuple[Fact, ...]:
        """Return the counts that stand beside the thing whose number is asked for."""
        counts = (fact for fact in self.figures if fact.kind in STATES["count"])
        return tuple(fact for fact in counts if analysis.head & self._beside(fact))

    def _beside(self, fact: Fact) -> set[str]:
        """Return the terms just before and after a figure: what it counts."""
        return set(terms(self.text[max(0, fact.start - BESIDE) : fact.end + BESIDE]))

    def around(self, analysis: Analysis) -> float:
        """Return the most of the question's words that stand around one figure of a kind asked for, 0 to 1."""
        kinds = set(analysis.kinds) & FIGURED
        stated = [f for f in self.stated(analysis) if any(_answers(f, kind, analysis.counter) for kind in kinds)]
        if not stated or not analysis.words:
            return 0.0
        return max(self._said_near(fact, analysis.words) for fact in stated) / len(analysis.words)

    def _said_near(self, fact: Fact, words: Sequence[Word]) -> float:
        near = self.text[max(0, fact.start - NEAR) : fact.end + NEAR]
        present = frozenset(terms(near))
        return sum(held for word in words if (held := part(word, near, present)) >= HELD)

    def pinned(self, analysis: Analysis) -> float:
        """Return the share of the question's figures, dates and provinces that the sentence's surroundings state."""
        wanted = len(analysis.pinned) + len(analysis.regions)
        if not wanted:
            return 1.0
        named = _provinces(self.passage)
        found = sum(region in named for region in analysis.regions)
        return (found + len(analysis.pinned) - len(self.missing(analysis))) / wanted

    def missing(self, analysis: Analysis) -> tuple[Fact, ...]:
        """Return the question's figures and dates that neither the sentence nor its surroundings state."""
        if not analysis.pinned:
            return ()
        stated = (*self.all_figures, *_stated(self.passage))
        return tuple(fact for fact in analysis.pinned if not any(_states(fact, other) for other in stated))


def _aside(fact: Fact) -> bool:
    """Tell whether a year is only what something is compared with: 지난해 대비."""
    return fact.text.startswith(("지난해", "작년"))


def _answers(fact: Fact, kind: AnswerKind, counter: str) -> bool:
    if fact.kind not in STATES[kind]:
        return False
    value = fact.value
    if kind == "count" and counter and isinstance(value, Quantity):
        return counter in fact.text
    if isinstance(value, Moment):
        return value.day is not None or not value.inferred
    return True


def surroundings(passage: Passage) -> str:
    """Return the title, headings, text and year in whose light a passage's sentences are read."""
    year = f"{passage.published.year}년" if passage.published else ""
    return "\n".join((passage.title, *passage.chunk.section, passage.chunk.text, year))


def timely(passages: Sequence[Passage], analysis: Analysis) -> tuple[Passage, ...]:
    """Return the passages in their order, those of documents that speak of the years asked about first."""
    asked = years_of(analysis.pinned)
    if not asked:
        return tuple(passages)
    told = {passage.chunk.document_id for passage in passages if asked & years_of(_stated(passage))}
    return tuple(sorted(passages, key=lambda passage: passage.chunk.document_id not in told))


def _provinces(passage: Passage) -> set[str]:
    """Return the provinces named around a passage or by its document's issuer: 광주광역시교육청 writes of 광주."""
    return set(regions(f"{passage.issuer}\n{surroundings(passage)}"))


@lru_cache(maxsize=256)
def _stated(passage: Passage) -> tuple[Fact, ...]:
    return extraction.figures(surroundings(passage), passage.published.date() if passage.published else None)


def _states(asked: Fact, stated: Fact) -> bool:
    if isinstance(asked.value, Moment) and isinstance(stated.value, Moment):
        pairs = zip(_fields(asked.value), _fields(stated.value), strict=True)
        return all(a is None or a == b for a, b in pairs)
    return agree(asked.value, stated.value)


def _fields(moment: Moment) -> tuple[int | None, int | None, int | None]:
    return moment.year, moment.month, moment.day


def passage_terms(passage: Passage) -> frozenset[str]:
    """Return the index terms of a passage with its title and headings."""
    return frozenset(terms("\n".join((passage.title, *passage.chunk.section, passage.chunk.text))))


def weighted(analysis: Analysis, idf: Mapping[str, float]) -> dict[str, float]:
    """Return the question's terms with their weights, the asked-for word's raised."""
    return {t: idf.get(t, 0.0) * (HEAD if t in analysis.head else 1.0) for t in analysis.terms}


def share(weights: Mapping[str, float], present: AbstractSet[str]) -> float:
    """Return the weighted share of the question's terms that are present, 0 to 1."""
    total = sum(weights.values())
    return sum(weight for term, weight in weights.items() if term in present) / total if total else 0.0


def _states_something(text: str) -> bool:
    return not (_EMPTY.search(text) or _ASKS.search(text))


def collect(
    passages: Sequence[Passage], weights: Mapping[str, float], words: Sequence[Word] = (), *, reports: bool = False
) -> tuple[Evidence, ...]:
    """Return every sentence of the passages once, in the order of the passages.

    A line of a form that nobody has filled in is none. What a document repeats of others' reports is marked so, except
    where `reports` are asked about.
    """
    found: dict[tuple[str, int], Evidence] = {}
    cut = [_cut(passage) for passage in passages]
    heads = _running(passages, cut)
    siblings: dict[str, tuple[Passage, ...]] = {}
    for passage in passages:
        siblings[passage.chunk.document_id] = (*siblings.get(passage.chunk.document_id, ()), passage)
    for passage, lines in zip(passages, cut, strict=True):
        chunk, asked = passage.chunk, False
        repeated = () if reports else _repeated(passage, siblings[chunk.document_id])
        framing = f"{passage.title}\n{' '.join(chunk.section)}"
        frame = set(terms(framing))
        for first, end in lines:
            text = chunk.text[first:end]
            own = frozenset(terms(text))
            key = (chunk.document_id, chunk.start + first)
            bare = not any(map(str.isdigit, text)) and (len(text) < LABEL or (chunk.document_id, text) in heads)
            label = bare or not _states_something(text) or unfilled(text, chunk.section)
            if own and key not in found and not label and text.strip() not in chunk.section:
                found[key] = Evidence(
                    passage=passage,
                    start=chunk.start + first,
                    end=chunk.start + end,
                    text=text,
                    terms=own,
                    own=met(words, weights, text, own),
                    context=met(words, weights, f"{framing}\n{text}", own | frame),
                    siblings=siblings[chunk.document_id],
                    asked=asked,
                    repeated=any(start <= first < last for start, last in repeated),
                )
            asked = _ASKS.search(text) is not None
            frame |= own
            framing += f"\n{text}"
    return tuple(found.values())


def _repeated(passage: Passage, siblings: Sequence[Passage]) -> tuple[tuple[int, int], ...]:
    """Return where a passage repeats what others reported; the answer to it may stand in a later one."""
    chunk = passage.chunk
    over = "\n".join(chunk.section[-1:])
    if not quoted_blocks(chunk.text, over, answered=True):
        return ()
    later = (one.chunk for one in siblings if one.chunk.start > chunk.start)
    answered = any(answers_report("\n".join((*one.section[-1:], one.text))) for one in later)
    return quoted_blocks(chunk.text, over, answered=answered)


def _cut(passage: Passage) -> list[tuple[int, int]]:
    """Return the (start, end) of a passage's sentences in its text, list markers and lines that order left out."""
    text = masked(passage.chunk.text)
    return [(min(sentences.marker_end(text, start), end), end) for start, end in sentences.spans(text)]


def _running(passages: Sequence[Passage], cut: Sequence[Sequence[tuple[int, int]]]) -> set[tuple[str, str]]:
    """Return (document id, line) of the lines that stand in several places of one document."""
    places: dict[tuple[str, str], set[int]] = {}
    for passage, lines in zip(passages, cut, strict=True):
        chunk = passage.chunk
        for first, end in lines:
            places.setdefault((chunk.document_id, chunk.text[first:end]), set()).add(chunk.start + first)
    return {line for line, starts in places.items() if len(starts) >= RUNNING}
