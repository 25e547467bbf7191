"""Owns value agreement: figures of sentences that their quotes also write; knows nothing of meaning.

Value agreement: numbers and the years, months and days of dates that stand in an answer's sentences and, equal after
normalisation (조·억·만 summed), in the quotes they cite / all that stand in the sentences. Deterministic, so it is
reported apart from faithfulness.
"""

from __future__ import annotations

from evals.judging import JudgedReply
from evals.metrics.metric import Metric, Score, ratio, share


def agreement(reply: JudgedReply) -> Score | None:
    """Return the share of an answer's figures that its quotes write; an answer without figures does not count."""
    if reply.asked.kind != "answer":
        return None
    stated = sum(one.figures for one in reply.sentences)
    return share(reply.case.id, stated - sum(len(one.missing) for one in reply.sentences), stated)


METRICS: tuple[Metric[JudgedReply], ...] = (Metric("value_agreement", agreement, ratio),)
