"""Source text prepared for verification: its sentences, figures and word positions, computed once.

What is prepared is kept, so that many sentences can be checked against
one document at the price of one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import pairwise

from assistant.facts import organisations, places
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact
from assistant.grounding import orders
from assistant.grounding.quotes import Folded, fold
from assistant.grounding.reported import masked
from assistant.memo import memo
from ingest.sentences import spans

_SEAM = re.compile(r"(?<=[고며나만]),?\s|,\s|[·▲]")
LEAD = 3
"""Opening sentences of a document whose places and bodies hold for all of it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document, or a passage of one, that a sentence is checked against."""

    document_id: str
    text: str
    published: date | None = None
    """The day by which 올해 and 지난 24일 are read."""
    offset: int = 0
    """Where `text` begins in the document; added to the offsets of spans."""
    frame: str = ""
    """Title and headings that stand over the text and may date it; not evidence themselves."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document."""

    document_id: str
    start: int
    end: int


def bigrams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters of `text`, spaces and marks looked past."""
    letters = [letter for letter in text if letter.isalnum()]
    return frozenset(map("".join, pairwise(letters)))


@dataclass(frozen=True)
class Source:
    """Evidence with everything that is worked out once."""

    evidence: Evidence

    @property
    def text(self) -> str:
        """The text of the evidence."""
        return self.evidence.text

    @cached_property
    def folded(self) -> Folded:
        """The text as quotes are looked up in it."""
        return fold(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Start and end of each sentence."""
        return spans(self.text)

    @cached_property
    def grams(self) -> tuple[frozenset[str], ...]:
        """The letter pairs of each sentence."""
        return tuple(bigrams(self.text[start:end]) for start, end in self.sentences)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The figures of the text."""
        return figures(self.text, self.evidence.published)

    @cached_property
    def names(self) -> frozenset[str]:
        """Canonical names of the bodies and places the text mentions."""
        found = (*organisations.find(self.text), *places.find(self.text))
        return frozenset(fact.normal for fact in found)

    @cached_property
    def _clauses(self) -> dict[tuple[int, int], frozenset[str]]:
        return {}

    def clause_grams(self, fact: Fact) -> frozenset[str]:
        """Return the letter pairs of the clause or list item that holds `fact`."""
        first, last = self.sentences[self.sentence_at(fact.start)]
        start = max((found.end() for found in _SEAM.finditer(self.text, first, fact.start)), default=first)
        after = _SEAM.search(self.text, fact.end, last)
        key = (start, after.start() if after else last)
        if key not in self._clauses:
            self._clauses[key] = bigrams(self.text[slice(*key)])
        return self._clauses[key]

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.sentences)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def cited(self, found: Iterable[Span]) -> tuple[int, ...]:
        """Return the indexes of the sentences in which `found` begin, each once."""
        return tuple(dict.fromkeys(self.sentence_at(span.start - self.evidence.offset) for span in found))

    def beside(self, found: Iterable[Span]) -> str:
        """Return the sentences that `found` touch with those right before and after."""
        wanted: set[int] = set()
        for span in found:
            first = self.sentence_at(span.start - self.evidence.offset)
            last = self.sentence_at(max(span.start, span.end - 1) - self.evidence.offset)
            wanted |= set(range(max(0, first - 1), min(len(self.sentences), last + 2)))
        return "\n".join(self.text[slice(*self.sentences[index])] for index in sorted(wanted))

    @property
    def opening(self) -> str:
        """The first sentences, whose places, bodies and dates hold for all of the text."""
        return self.text[: self.sentences[:LEAD][-1][1]] if self.sentences else ""

    def nearest(self, claim: frozenset[str], count: int) -> list[int]:
        """Return the indexes of the sentences that share most letter pairs with a claim, best first."""
        order = sorted(range(len(self.grams)), key=lambda index: -len(claim & self.grams[index]))
        return order[:count]


@memo(lambda evidence: len(evidence.text))
def prepare(evidence: Evidence) -> Source:
    """Return `evidence` made ready without the lines that give orders; the same object while it is kept."""
    text = orders.masked(evidence.text)
    return Source(evidence if text == evidence.text else replace(evidence, text=text))


@memo(lambda evidence: len(evidence.text))
def told(evidence: Evidence) -> Source:
    """Return `evidence` made ready without what it only reports in order to answer it; offsets stay."""
    text = masked(evidence.text)
    return prepare(evidence if text == evidence.text else replace(evidence, text=text))
