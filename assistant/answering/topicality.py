"""Topicality: whether the passages speak of the matter that a question asks about.

The reader learned from documents that are about the matter and may leave a detail open. Asked about a matter that no
document is about, it still finds a sentence of the right form: a fine of 5 million won for another offence. What gives
that away is that the passage has few of the question's words and that no passage is near it in meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from assistant.answering.sentences import Evidence, passage_terms, share
from assistant.answers import Passage

ABOUT, SURELY = 0.35, 0.6
"""Below the first probability nothing is answered; below the second what is shown may be no more than the nearest."""
CERTAIN = 1e-4
"""Least distance of a probability from 0 and from 1 before its log-odds are taken."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A logistic curve over the features, fitted by `evals.training.topicality`."""

    relevance: float
    words: float
    nearness: float
    bias: float


BUNDLED = Curve(relevance=0.97, words=2.09, nearness=22.91, bias=-20.64)
"""With the bundled embedding, whose cosine is .84 where nothing is near and .9 where something is."""
OTHER = Curve(relevance=1.11, words=3.16, nearness=0.0, bias=-0.87)
"""With any other embedding, whose cosines may mean anything."""


@dataclass(frozen=True, slots=True)
class Features:
    """What tells whether passages speak of the matter."""

    relevance: float
    """Log-odds that the likeliest sentence answers, as the reader takes it."""
    words: float
    """Share of the question's words, by weight, in its passage with title and headings."""
    nearness: float | None
    """Cosine of the question and the nearest passage by the bundled embedding; None with another."""


def features(answerable: float, best: Evidence, weights: Mapping[str, float], nearness: float | None) -> Features:
    """Return the features of the likeliest sentence, which answers with the probability `answerable`."""
    kept = min(max(answerable, CERTAIN), 1 - CERTAIN)
    return Features(log(kept / (1 - kept)), share(weights, passage_terms(best.passage)), nearness)


def nearness(passages: Sequence[Passage]) -> float:
    """Return the cosine of the question and the nearest passage, 0 where there is none."""
    return max((dict(passage.parts).get("dense", 0.0) for passage in passages), default=0.0)


def probability(found: Features) -> float:
    """Return the probability that the passages speak of the matter, 0 to 1."""
    curve = OTHER if found.nearness is None else BUNDLED
    near = curve.nearness * (found.nearness or 0.0)
    return 1 / (1 + exp(-(curve.bias + curve.relevance * found.relevance + curve.words * found.words + near)))
