"""Owns the estimate of whether evidence answers a question; knows nothing of how the evidence was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from math import exp

from assistant.answers import Passage
from assistant.evidence import Evidence, passage_terms, share
from assistant.questions import Analysis

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
    lead: float
    """How far that cosine stands above the mean of all passages."""
    bm25: float
    """BM25 of the passage against the sum of the terms' weights."""
    holds: float
    """1 when the sentence states the kind of fact asked for."""
    pinned: float
    """Share of the question's figures, dates and provinces stated around the sentence."""


WEIGHTS = Features(
    own=2.0, context=2.0, passage=4.0, passages=1.0, dense=2.0, lead=0.0, bm25=0.0, holds=0.5, pinned=2.5
)
BIAS = -8.5


def probability(features: Features) -> float:
    """Return the logistic estimate that the question is answered, 0 to 1."""
    z = BIAS + sum(w * x for w, x in zip(astuple(WEIGHTS), astuple(features), strict=True))
    return 1 / (1 + exp(-z))


def features(best: Evidence, analysis: Analysis, passages: Sequence[Passage], weights: Mapping[str, float]) -> Features:
    """Return the features of the best evidence among `passages`; `weights` are the question's terms'."""
    parts = [dict(passage.parts) for passage in passages]
    mine = dict(best.passage.parts)
    mean = sum(part.get("dense", 0.0) for part in parts) / len(parts)
    return Features(
        own=best.own,
        context=best.context,
        passage=share(weights, passage_terms(best.passage)),
        passages=share(weights, frozenset().union(*map(passage_terms, passages))),
        dense=mine.get("dense", 0.0),
        lead=mine.get("dense", 0.0) - mean,
        bm25=mine.get("chunk_bm25", 0.0) / (2.2 * sum(weights.values()) or 1.0),
        holds=float(all(best.holds(kind, analysis) for kind in analysis.kinds[:1])),
        pinned=best.pinned(analysis),
    )
