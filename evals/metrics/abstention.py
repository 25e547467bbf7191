"""Abstention metrics: precision, recall and F1 of refusing and of answering.

With A the answerable and U the unanswerable questions, and each reply an answer or a refusal: precision, recall and F1
of refusing (U refused / refused, U refused / U) and of answering (A answered / answered, A answered / A); macro-F1 is
the mean of the two (Song et al., Measuring and Enhancing Trustworthiness of LLMs in RAG, Trust-Align, ICLR 2025).
Incorrect refusal: A refused / A (RAGTruth). False answers: U answered / U. A reply that corrects a false premise, with
all gold strings in it, counts as a refusal: the reader was not misled.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from evals.judging import JudgedReply
from evals.metrics.gold import complete
from evals.metrics.metric import Metric, Score, Sums, divided, mean, ratio


def refused(reply: JudgedReply) -> bool:
    """Tell whether a reply counts as a refusal."""
    premise_put_right = reply.case.expected == "refusal" and complete(reply.case, reply.asked.text)
    return reply.asked.kind == "refusal" or premise_put_right


def decision(reply: JudgedReply) -> Score:
    """Return whether answering or refusing was right, with the four cells of the confusion matrix as parts."""
    if reply.asked.kind == "error":
        return Score(reply.case.id, None)
    answerable, turned_down = reply.case.expected == "answer", refused(reply)
    cells = (
        answerable and not turned_down,
        answerable and turned_down,
        not answerable and not turned_down,
        not answerable and turned_down,
    )
    return Score(reply.case.id, float(answerable != turned_down), tuple(map(float, cells)))


def f1(right: NDArray[np.float64], missed: NDArray[np.float64], wrong: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return F1 of one class from its three counts; NaN if the class does not occur at all."""
    return divided(2 * right, 2 * right + missed + wrong)


def answer_f1(sums: Sums) -> NDArray[np.float64]:
    """Combine the cells into F1 of answering."""
    return f1(sums[..., 0], sums[..., 1], sums[..., 2])


def refusal_f1(sums: Sums) -> NDArray[np.float64]:
    """Combine the cells into F1 of refusing."""
    return f1(sums[..., 3], sums[..., 2], sums[..., 1])


def macro_f1(sums: Sums) -> NDArray[np.float64]:
    """Combine the cells into the mean of both F1; a class that no case expects is left out."""
    both = np.stack([answer_f1(sums), refusal_f1(sums)])
    counted = np.stack([sums[..., 0] + sums[..., 1], sums[..., 2] + sums[..., 3]]) > 0
    return divided(np.where(counted, both, 0.0).sum(axis=0), counted.sum(axis=0).astype(np.float64))


def _among(expected: str, wrong: Callable[[JudgedReply], bool]) -> Callable[[JudgedReply], Score | None]:
    def score(reply: JudgedReply) -> Score | None:
        if reply.case.expected != expected:
            return None
        return Score(reply.case.id, None) if reply.asked.kind == "error" else mean(reply.case.id, wrong(reply))

    return score


METRICS: tuple[Metric[JudgedReply], ...] = (
    Metric("abstention_macro_f1", decision, macro_f1),
    Metric("answer_f1", decision, answer_f1),
    Metric("refusal_f1", decision, refusal_f1),
    Metric("incorrect_refusal", _among("answer", refused), ratio, better="lower"),
    Metric("false_answers", _among("refusal", lambda reply: not refused(reply)), ratio, better="lower"),
)
