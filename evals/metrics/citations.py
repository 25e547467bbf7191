r"""Owns citation recall, precision and F1 as ALCE defines them; knows nothing of who judges entailment.

Recall of a sentence is 1 where all its quotes together bear it out, 0 without a citation or with a marker that
names none; of an answer, the mean over its sentences. A citation is irrelevant where it alone does not bear the
sentence out and the others still do without it; precision of an answer is the share of its citations that are
relevant, none being so in a sentence that is not borne out. F1 is the harmonic mean of the two means.
Gao et al., Enabling Large Language Models to Generate Text with Citations, EMNLP 2023, section 4.2.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evals.judging import JudgedReply
from evals.metrics.metric import Metric, Score, Sums, divided, mean, ratio


def recall(reply: JudgedReply) -> Score | None:
    """Return the share of the answer's sentences that their quotes bear out; not judged where one was not."""
    if reply.asked.kind != "answer" or not reply.sentences:
        return None
    found = [sentence.support.supported for sentence in reply.sentences]
    if None in found:
        return Score(reply.case.id, None)
    return mean(reply.case.id, sum(map(bool, found)) / len(found))


def precision(reply: JudgedReply) -> Score | None:
    """Return the share of the answer's citations that are relevant, 0 for an answer without any."""
    if reply.asked.kind != "answer" or not reply.sentences:
        return None
    if any(sentence.support.supported is None for sentence in reply.sentences):
        return Score(reply.case.id, None)
    needed = [one for sentence in reply.sentences for one in sentence.needed]
    return mean(reply.case.id, sum(needed) / len(needed) if needed else 0.0)


def both(reply: JudgedReply) -> Score | None:
    """Return F1 of one answer, with its recall and precision as parts."""
    recalled, precise = recall(reply), precision(reply)
    if recalled is None or precise is None:
        return None
    if recalled.value is None or precise.value is None:
        return Score(reply.case.id, None)
    total = recalled.value + precise.value
    f1 = 2 * recalled.value * precise.value / total if total else 0.0
    return Score(reply.case.id, f1, (recalled.value, precise.value, 1.0))


def harmonic(sums: Sums) -> NDArray[np.float64]:
    """Combine sums of recall, precision and answers into F1 of the means."""
    found: NDArray[np.float64] = divided(2 * sums[..., 0] * sums[..., 1], sums[..., 0] + sums[..., 1])
    both_zero = (sums[..., 0] + sums[..., 1] == 0) & (sums[..., 2] > 0)
    scaled = divided(found, sums[..., 2])
    return np.where(both_zero, 0.0, scaled)


METRICS: tuple[Metric[JudgedReply], ...] = (
    Metric("citation_recall", recall, ratio),
    Metric("citation_precision", precision, ratio),
    Metric("citation_f1", both, harmonic),
)
