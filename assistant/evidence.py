"""Owns the sentences of retrieved passages and how well each bears on a question; knows nothing of answers.

A sentence is read in context: its document's title, its headings and the sentence before it may carry the subject
that the sentence itself leaves out, so they count, but for less than its own words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant import facts
from assistant.answers import Passage
from assistant.facts import Fact, Moment
from assistant.questions import Analysis
from ingest import sentences
from ingest.lexical import terms
from ingest.regions import regions

OWN = 0.7
"""Weight of a sentence's own words against those of its context."""


@dataclass(frozen=True)
class Evidence:
    """One source sentence and what it shares with the question."""

    passage: Passage
    start: int
    end: int
    """Span in the document's text, from after any list marker."""
    text: str
    before: str
    """The sentence before it in the passage; empty for the first."""
    own: float
    """Share of the question's weighted terms in the sentence, 0 to 1."""
    context: float
    """Share of the question's weighted terms in the sentence and its context, 0 to 1."""

    @property
    def coverage(self) -> float:
        """Own and context coverage in one figure, 0 to 1."""
        return OWN * self.own + (1 - OWN) * self.context

    @property
    def day(self) -> date | None:
        """The day its document was published."""
        return self.passage.published.date() if self.passage.published else None

    @cached_property
    def terms(self) -> frozenset[str]:
        """Index terms of the sentence."""
        return frozenset(terms(self.text))

    @cached_property
    def surrounding_terms(self) -> frozenset[str]:
        """Index terms of the passage with its title and headings."""
        return passage_terms(self.passage)

    @cached_property
    def figures(self) -> tuple[Fact, ...]:
        """Figures and dates of the sentence."""
        return facts.figures(self.text, self.day)

    @cached_property
    def surroundings(self) -> str:
        """The title, headings, passage and year in whose light the sentence is read."""
        year = f"{self.day.year}년" if self.day else ""
        return "\n".join((self.passage.title, *self.passage.chunk.section, self.passage.chunk.text, year))

    def holds(self, analysis: Analysis) -> bool:
        """Tell whether the sentence states a fact of the kind asked for."""
        if analysis.kind == "place":
            return any(f.kind == "place" for f in facts.extract(self.text))
        return not analysis.wanted or any(fact.kind in analysis.wanted for fact in self.figures)

    def pinned(self, analysis: Analysis) -> float:
        """Return the share of the question's figures, dates and provinces that the sentence's surroundings state."""
        wanted = len(analysis.pinned) + len(analysis.regions)
        if not wanted:
            return 1.0
        stated = facts.figures(self.surroundings, self.day)
        found = sum(any(_states(fact, other) for other in stated) for fact in analysis.pinned)
        named = set(regions(self.surroundings))
        return (found + sum(region in named for region in analysis.regions)) / wanted


def _states(asked: Fact, stated: Fact) -> bool:
    if isinstance(asked.value, Moment) and isinstance(stated.value, Moment):
        pairs = zip(_fields(asked.value), _fields(stated.value), strict=True)
        return all(a is None or a == b for a, b in pairs)
    return facts.agree(asked.value, stated.value)


def _fields(moment: Moment) -> tuple[int | None, int | None, int | None]:
    return moment.year, moment.month, moment.day


def passage_terms(passage: Passage) -> frozenset[str]:
    """Return the index terms of a passage with its title and headings."""
    return frozenset(terms("\n".join((passage.title, *passage.chunk.section, passage.chunk.text))))


def share(analysis: Analysis, present: AbstractSet[str], idf: Mapping[str, float]) -> float:
    """Return the idf-weighted share of the question's terms that are present, 0 to 1."""
    total = sum(idf.get(term, 0.0) for term in analysis.terms)
    return sum(idf.get(term, 0.0) for term in analysis.terms if term in present) / total if total else 0.0


def collect(passages: Sequence[Passage], analysis: Analysis, idf: Mapping[str, float]) -> tuple[Evidence, ...]:
    """Return every sentence of the passages once, in the order of the passages."""
    found: dict[tuple[str, int], Evidence] = {}
    for passage in passages:
        chunk = passage.chunk
        frame = set(terms(f"{passage.title}\n{' '.join(chunk.section)}"))
        before, before_terms = "", set[str]()
        for start, end in sentences.spans(chunk.text):
            first = min(sentences.marker_end(chunk.text, start), end)
            text = chunk.text[first:end]
            own = set(terms(text))
            key = (chunk.document_id, chunk.start + first)
            if text.strip() and key not in found:
                found[key] = Evidence(
                    passage=passage,
                    start=chunk.start + first,
                    end=chunk.start + end,
                    text=text,
                    before=before,
                    own=share(analysis, own, idf),
                    context=share(analysis, own | frame | before_terms, idf),
                )
            before, before_terms = text, own
    return tuple(found.values())
