"""Faithfulness and the rate of fully grounded answers.

Faithfulness: sentences that the verifier finds supported by their quotes / sentences of all answers (the ragas
definition, with an answer's sentences as its claims). Fully grounded: answers with every sentence supported / answers
(Jacovi et al., The FACTS Grounding Leaderboard, 2025). Both are only as reliable as the verifier.
"""

from __future__ import annotations

from evals.judging import JudgedReply
from evals.metrics.metric import Metric, Score, mean, ratio, share


def faithfulness(reply: JudgedReply) -> Score | None:
    """Return the share of an answer's sentences that are supported; unjudged if the verifier judged none of them."""
    if reply.asked.kind != "answer":
        return None
    judged = [one.support.supported for one in reply.sentences if one.support.supported is not None]
    return share(reply.case.id, sum(judged), len(judged)) or Score(reply.case.id, None)


def fully_grounded(reply: JudgedReply) -> Score | None:
    """Return whether every sentence is supported; unjudged if one was not judged and none is unsupported."""
    if reply.asked.kind != "answer":
        return None
    found = [one.support.supported for one in reply.sentences]
    if False not in found and (None in found or not found):
        return Score(reply.case.id, None)
    return mean(reply.case.id, False not in found)


METRICS: tuple[Metric[JudgedReply], ...] = (
    Metric("faithfulness", faithfulness, ratio),
    Metric("fully_grounded", fully_grounded, ratio),
)
