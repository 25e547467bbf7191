"""Score fusion: a question's candidate scores combined into one ranking."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from assistant.retrieval.candidates import Candidates, Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each scaled score counts.

    The dense weight falls from `dense_unmatched` to `dense_matched` along a logistic curve as the question's words are
    met (`Candidates.matched`) and as dense retrieval agrees with the lexical favourite.
    """

    dense_matched: float = 0.15
    """For a question that names its terms."""
    dense_unmatched: float = 1.0
    """For a paraphrase."""
    bias: float = 9.8
    matched: float = 6.4
    """Weight of how far the words are met."""
    agreement: float = 5.0
    """Weight of the scaled cosine of the document that BM25 puts first."""
    document: float = 0.6
    """Share of the document's BM25 in the lexical part; the rest is the best chunk's."""

    timely: float = 0.06
    """Added to the score of a document published in the year that the question names."""

    def dense(self, matched: float, agreement: float) -> float:
        """Return the dense weight for one question, 0 to 1."""
        met = 1 / (1 + exp(self.bias - self.matched * matched - self.agreement * agreement))
        return self.dense_unmatched + (self.dense_matched - self.dense_unmatched) * met


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores of one question's candidates, aligned with them."""

    documents: Floats
    """Fused score of each document, 0 to 1."""
    chunks: Floats
    """Fused score of each chunk, 0 to 1, comparable within one document."""
    dense_weight: float


def scaled(scores: Floats) -> Floats:
    """Return scores mapped linearly to 0..1; all zeros where they do not differ."""
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def fuse(found: Candidates, weights: Weights) -> Ranking:
    """Rank candidates by dense and BM25 scores, each min-max scaled over the candidates."""
    dense = scaled(found.best(found.dense))
    chunk = scaled(found.best(found.chunk_bm25))
    document = scaled(found.document_bm25)
    lexical = weights.document * document + (1 - weights.document) * chunk
    w = weights.dense(found.matched, float(dense[int(lexical.argmax())]) if len(dense) else 0.0)
    return Ranking(
        documents=w * dense + (1 - w) * lexical + weights.timely * found.timely,
        chunks=w * scaled(found.dense) + (1 - w) * scaled(found.chunk_bm25),
        dense_weight=w,
    )
