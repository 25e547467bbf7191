"""Relevance: whether an answer speaks of what was asked.

The share of the question's content words (compounds whole, particles, endings and figures left out) that the answer, or
the title and section of what it cites, holds; each word counts alike, and a word of the same meaning for most of one.
Mean over answers. It needs no gold strings and no model, so that it can be had of any questions; it tells an answer
beside the point from one to it, not a right from a wrong one: of 총사업비는 얼마인가요? an answer that names another
total cost is relevant. After the answer relevancy of ragas (Es et al., RAGAS, EACL 2024), which asks a model to write
the question back and holds the two against each other.
"""

from __future__ import annotations

from assistant.korean.topics import share, topics
from evals.judging import JudgedReply
from evals.metrics.metric import Metric, Score, mean, ratio
from ingest.lexical import terms


def relevance(reply: JudgedReply) -> Score | None:
    """Return the share of the question's words that an answer holds; None for a question without any."""
    if reply.asked.kind != "answer":
        return None
    asked = topics(reply.case.question, lambda found: dict.fromkeys(found, 1.0))
    if not asked:
        return None
    names = (part for one in reply.asked.citations for part in (one.title, *one.section))
    said = "\n".join((reply.asked.text, *dict.fromkeys(names)))
    return mean(reply.case.id, share(asked, said, frozenset(terms(said))))


METRICS: tuple[Metric[JudgedReply], ...] = (Metric("relevance", relevance, ratio),)
