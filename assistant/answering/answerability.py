"""Probability that the retrieved sentences answer a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from math import exp

from assistant.answering.sentences import Evidence, passage_terms, share
from assistant.answers import Passage
from assistant.questions.analysis import Analysis

THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for and against an answer, each about 0 to 1."""

    own: float
    """Share of the question's weighted terms in the sentence."""
    context: float
    """Share in the sentence and its context."""
    passage: float
    """Share in the whole passage, title and headings included."""
    passages: float
    """Share in all passages together: terms outside it are nowhere near."""
    dense: float
    """Cosine of the question and the sentence's passage."""
    bm25: float
    """BM25 of the passage against the most that the question's terms could well score."""
    pinned: float
    """Share of the question's figures, dates and provinces stated around the sentence."""
    dense_weight: float
    """Weight that fusion gave to meaning: high for a question whose words are not met."""
    chunk_lead: float
    """How far the best passage's BM25 stands above the second's, relative to it."""
    document_lead: float
    """How far the best document's BM25 stands above the second's, relative to it."""
    score_lead: float
    """How far the first passage's fused score stands above the fourth's."""
    rank: float
    """The sentence's value in the ranking of sentences, over 4."""
    answers: float
    """1 when it states a kind of fact that is asked for, or none is; else 0."""


WEIGHTS = Features(
    own=-1.63,
    context=2.43,
    passage=1.78,
    passages=1.82,
    dense=1.9,
    bm25=2.56,
    pinned=1.38,
    dense_weight=-1.28,
    chunk_lead=0.52,
    document_lead=-0.41,
    score_lead=3.49,
    rank=1.49,
    answers=0.45,
)
BIAS = -6.57
"""Fitted by `evals.benchmarks.abstention` on one half of its questions, reported on the other."""


def probability(features: Features) -> float:
    """Return the logistic estimate that the question is answered, 0 to 1."""
    z = BIAS + sum(w * x for w, x in zip(astuple(WEIGHTS), astuple(features), strict=True))
    return 1 / (1 + exp(-z))


def features(
    best: Evidence, value: float, analysis: Analysis, passages: Sequence[Passage], weights: Mapping[str, float]
) -> Features:
    """Return the features of the best evidence, of that value in the ranking; `weights` are the question's terms'."""
    parts = [dict(passage.parts) for passage in passages]
    mine = dict(best.passage.parts)
    chunks = sorted((part.get("chunk_bm25", 0.0) for part in parts), reverse=True)
    owners = {p.chunk.document_id: part.get("document_bm25", 0.0) for p, part in zip(passages, parts, strict=True)}
    return Features(
        own=best.own,
        context=best.context,
        passage=share(weights, passage_terms(best.passage)),
        passages=share(weights, frozenset().union(*map(passage_terms, passages))),
        dense=mine.get("dense", 0.0),
        bm25=mine.get("chunk_bm25", 0.0) / (2.2 * sum(weights.values()) or 1.0),
        pinned=best.pinned(analysis),
        dense_weight=mine.get("dense_weight", 0.0),
        chunk_lead=_lead(chunks),
        document_lead=_lead(sorted(owners.values(), reverse=True)),
        score_lead=passages[0].score - passages[min(3, len(passages) - 1)].score,
        rank=value / 4,
        answers=float(not analysis.kinds or any(best.holds(kind, analysis) for kind in analysis.kinds)),
    )


def _lead(descending: Sequence[float]) -> float:
    """Return how far the first value stands above the second, relative to the first; 1 when it stands alone."""
    if not descending or descending[0] <= 0:
        return 0.0
    return 1.0 if len(descending) == 1 else (descending[0] - descending[1]) / descending[0]
