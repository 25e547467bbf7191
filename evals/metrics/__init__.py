"""Metrics of the suites, one file per family, each with formula and source."""

from __future__ import annotations

from evals.judging import JudgedReply
from evals.metrics import abstention, citations, faithfulness, gold, quotes, readability, relevance, values
from evals.metrics.metric import Metric

REPLIES: tuple[Metric[JudgedReply], ...] = (
    *citations.METRICS,
    *faithfulness.METRICS,
    *quotes.METRICS,
    *values.METRICS,
    *abstention.METRICS,
    *gold.METRICS,
    *relevance.METRICS,
    *readability.METRICS,
)
"""Metrics of replies to questions, in the order in which they are reported."""
