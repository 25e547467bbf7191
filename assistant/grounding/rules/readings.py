"""A claim's words and figures located in one source, with the rival values of each figure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.facts.agreement import agree, comparable
from assistant.facts.bounds import near
from assistant.facts.fact import Fact, Quantity
from assistant.grounding.source import Source, bigrams
from assistant.korean.morphemes import Word, read

_UNSAID = frozenset({"SN", "NR", "MM", "MAG", "XPN"})

_LOWER = frozenset({"최저", "최소", "적게는"})
_BOUND = re.compile(r"(최저|최소|적게는|최대|최고|많게는)\s*(?:연|월)?\s?$")

# A line of a table of contents says nothing.
_CONTENTS = re.compile(r"[·․….]{4,12}\s{0,9}\d{0,20}\s{0,9}$")

Occurrences = dict[str, list[int]]


def content(text: str, facts: Sequence[Fact]) -> tuple[Word, ...]:
    """Return the words of `text` that name or tell something, figures left out."""
    return tuple(
        word
        for word in read(text).words
        if word.tag not in _UNSAID
        and len(word.form) > 1
        and not any(fact.start <= word.start < fact.end for fact in facts)
    )


@dataclass(frozen=True)
class Reader:
    """A claim read against one source: where its words and figures stand there."""

    claim: str
    facts: tuple[Fact, ...]
    source: Source

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The content words of the claim."""
        return content(self.claim, self.facts)

    @cached_property
    def grams(self) -> frozenset[str]:
        """The letter pairs of the claim."""
        return bigrams(self.claim)

    @cached_property
    def places(self) -> Occurrences:
        """Where each content word occurs in the source."""
        return {
            word.form: [match.start() for match in re.finditer(re.escape(word.form), self.source.text)]
            for word in self.words
        }

    @cached_property
    def rarity(self) -> dict[str, float]:
        """How much each word tells: less the more often the source repeats it."""
        return {form: 1 / math.log(2 + len(found)) for form, found in self.places.items()}

    @cached_property
    def coverage(self) -> float:
        """Share of the claim's content words that the source holds at all."""
        return sum(bool(found) for found in self.places.values()) / max(1, len(self.places))

    @cached_property
    def relevance(self) -> dict[int, float]:
        """Share of the claim's words, weighed by rarity, that each sentence of the source holds."""
        held: dict[int, set[str]] = {}
        for form, found in self.places.items():
            for offset in found:
                held.setdefault(self.source.sentence_at(offset), set()).add(form)
        whole = sum(self.rarity[form] for form, found in self.places.items() if found) or 1.0
        spans = self.source.sentences
        return {
            index: sum(self.rarity[form] for form in forms) / whole
            for index, forms in held.items()
            if not _CONTENTS.search(self.source.text, *spans[index])
        }

    @cached_property
    def mentions(self) -> tuple[tuple[Fact, ...], ...]:
        """For each figure of the claim, the figures of the source that agree with it."""
        return tuple(
            tuple(
                other
                for other in self.source.facts
                if agree(fact.value, other.value) or self._bounds(fact, other) or near(self.claim, fact, other)
            )
            for fact in self.facts
        )

    def _bounds(self, fact: Fact, other: Fact) -> bool:
        """Tell whether the claim names the end of a range, as 최저 3.9% of 3.9~4.5%."""
        if not (isinstance(fact.value, Quantity) and isinstance(other.value, Quantity)):
            return False
        ours, theirs = fact.value, other.value
        end = _BOUND.search(self.claim[: fact.start])
        if end is None or ours.low != ours.high or ours.unit != theirs.unit:
            return False
        return ours.low == (theirs.low if end[1] in _LOWER else theirs.high)

    def rivals(self, index: int) -> tuple[Fact, ...]:
        """Return the figures that could stand where the claim's figure stands, but do not agree with it."""
        fact, own = self.facts[index], self.mentions[index]
        return tuple(
            other
            for other in self.source.facts
            if comparable(fact, other)
            and not any(agree(ours.value, other.value) for ours in self.facts)
            and not any(other.start < mine.end and mine.start < other.end for mine in own)
        )
