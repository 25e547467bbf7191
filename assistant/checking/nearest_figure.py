"""The figure that the documents give nearest to the one of a claim that is not found.

Nothing may be said of `담당자는 120명이다`, and yet a passage on the programme tells of 15명. A reader wants to see it
for what it is: it may count something else, so it proves nothing and denies nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.answers import Difference, NearestFigure, Passage
from assistant.facts.agreement import agree, comparable
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact, Quantity
from assistant.grounding.citations import cite
from assistant.grounding.rules.counterparts import held_in
from assistant.korean.topics import Topic
from assistant.retrieval.retriever import HybridRetriever
from ingest.sentences import marker_end, spans

ABOUT = 0.5
"""Least share of what a claim is about that the sentence of a figure must hold."""
SENTENCES = 12
"""Sentences looked through for a figure, those first that hold most of what the claim is about."""


def nearest_figure(
    claim: str,
    about: Sequence[Topic],
    lacking: Sequence[Difference],
    found: Sequence[Passage],
    retriever: HybridRetriever,
) -> NearestFigure | None:
    """Return a figure of the kind and unit of one of the claim's, from the sentence that speaks most of its matter.

    Of several figures of that sentence the one closest in size is taken. None for a claim without a number, and where
    no sentence near it gives a like one.
    """
    missed = {one.claim for one in lacking}
    asked = sorted(_measured(claim), key=lambda fact: (fact.text not in missed, fact.kind == "period"))
    if not asked:
        return None
    near = sorted(_sentences(about, found), key=lambda one: one[0], reverse=True)[:SENTENCES]
    read = [(passage, start, end, _measured(passage.chunk.text[start:end])) for _, passage, start, end in near]
    for fact in asked:
        for passage, start, end, given in read:
            like = [other for other in given if comparable(fact, other)]
            # A sentence that gives the claim's own figure says something else of it.
            if not like or any(agree(fact.value, other.value) for other in like):
                continue
            document = retriever.store.document(passage.chunk.document_id, passage.chunk.version)
            if document is not None:
                best = min(like, key=lambda other: _apart(fact, other))
                at = passage.chunk.start
                cited = cite(document, at + start, at + end, 1, retriever.trust.of(document))
                return NearestFigure(fact.text, best.text, best.start, cited)
    return None


def _sentences(about: Sequence[Topic], found: Sequence[Passage]) -> Iterator[tuple[float, Passage, int, int]]:
    """Yield the sentences on the matter of a claim, each with the share of it that it holds."""
    for passage in found:
        text = passage.chunk.text
        for begin, end in spans(text):
            start = min(marker_end(text, begin), end)
            share = held_in(about, text[start:end])
            if share >= ABOUT:
                yield share, passage, start, end


def _measured(text: str) -> list[Fact]:
    """Return the numbers of a text that have a unit; no day or year is near to another."""
    return [fact for fact in figures(text) if isinstance(fact.value, Quantity) and fact.value.unit]


def _apart(fact: Fact, other: Fact) -> Decimal:
    """Return how far two numbers of one unit are apart, as a share of the larger."""
    match fact.value, other.value:
        case Quantity() as ours, Quantity() as theirs:
            larger = max(abs(ours.low), abs(theirs.low))
            return abs(ours.low - theirs.low) / larger if larger else Decimal(0)
        case _:
            return Decimal(1)
