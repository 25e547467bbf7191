"""Owns a piece of evidence made ready for checking: its sentences, figures and where words stand.

Knows nothing of claims or verdicts. What is prepared is kept, so that many sentences can be checked against
one document at the price of one.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.facts import Fact, figures, organisations, places
from assistant.quotes import Folded, fold
from ingest.sentences import spans


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document, or a passage of one, that a sentence is checked against."""

    document_id: str
    text: str
    published: date | None = None
    """The day by which 올해 and 지난 24일 are read."""
    offset: int = 0
    """Where `text` begins in the document; added to the offsets of spans."""


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
    def _starts(self) -> tuple[int, ...]:
        return tuple(start for start, _ in self.sentences)

    def sentence_at(self, offset: int) -> int:
        """Return the index of the sentence that holds `offset`."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def nearest(self, claim: frozenset[str], count: int) -> list[int]:
        """Return the indexes of the sentences that share most letter pairs with a claim, best first."""
        order = sorted(range(len(self.grams)), key=lambda index: -len(claim & self.grams[index]))
        return order[:count]


@lru_cache(maxsize=256)
def prepare(evidence: Evidence) -> Source:
    """Return `evidence` made ready; the same object for equal evidence while it is kept."""
    return Source(evidence)
