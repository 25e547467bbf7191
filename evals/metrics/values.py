"""Value agreement: the share of an answer's figures that its quotes also state.

Figures are numbers and the years, months and days of dates. Value agreement: figures in an answer's sentences that
are equal, after normalisation (조·억·만 summed), to one in the quotes they cite / all figures in the sentences.
Deterministic, so it is reported apart from faithfulness.
"""

from __future__ import annotations

from evals.judging import JudgedReply
from evals.metrics.metric import Metric, Score, ratio, share


def agreement(reply: JudgedReply) -> Score | None:
    """Return the share of an answer's figures that its quotes state; None for an answer without figures."""
    if reply.asked.kind != "answer":
        return None
    stated = sum(one.figures for one in reply.sentences)
    return share(reply.case.id, stated - sum(len(one.missing) for one in reply.sentences), stated)


METRICS: tuple[Metric[JudgedReply], ...] = (Metric("value_agreement", agreement, ratio),)
