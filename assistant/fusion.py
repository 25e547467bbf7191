"""Owns turning a question's candidate scores into one ranking; knows nothing of stores or models."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assistant.candidates import Candidates, Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each scaled score counts; dense grows as the question's words go unmatched."""

    dense: float = 0.35
    document: float = 0.5
    """Share of the document's BM25 in the lexical part; the rest is the best chunk's."""


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
    w = weights.dense
    return Ranking(
        documents=w * dense + (1 - w) * lexical,
        chunks=w * scaled(found.dense) + (1 - w) * scaled(found.chunk_bm25),
        dense_weight=w,
    )
