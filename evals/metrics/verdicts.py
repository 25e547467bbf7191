"""Claim verification metrics: accuracy, balanced accuracy and false support, of the assistant and the verifier.

Accuracy: verdicts equal to the case's / claims. Balanced accuracy: the mean of the share of supported claims called
supported and the share of the others not called so (Tang et al., MiniCheck, EMNLP 2024). False support: claims not
supported that are called supported / such claims. The verifier's balanced accuracy is measured on the same claims, each
checked against the nearest sentences of the documents it names.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evals.judging import JudgedClaim
from evals.metrics.metric import Metric, Score, Sums, divided, mean, ratio


def accuracy(claim: JudgedClaim) -> Score:
    """Return whether the verdict (supported, contradicted or not_found) is the expected one."""
    if claim.checked.verdict is None:
        return Score(claim.case.id, None)
    return mean(claim.case.id, claim.checked.verdict == claim.case.verdict)


def decision(claim: JudgedClaim) -> Score:
    """Return whether the verdict is right as supported or not, with hits and counts of both classes as parts."""
    if claim.checked.verdict is None:
        return Score(claim.case.id, None)
    return _sides(claim, claim.checked.verdict == "supported")


def verifier_decision(claim: JudgedClaim) -> Score | None:
    """Return the same as `decision` for the verifier."""
    if claim.support is None:
        return None
    return Score(claim.case.id, None) if claim.support.supported is None else _sides(claim, claim.support.supported)


def false_support(claim: JudgedClaim) -> Score | None:
    """Return whether a claim that is not supported was called supported."""
    if claim.case.verdict == "supported":
        return None
    if claim.checked.verdict is None:
        return Score(claim.case.id, None)
    return mean(claim.case.id, claim.checked.verdict == "supported")


def exact(claim: JudgedClaim) -> Score | None:
    """Return the share of the quotes shown that match their documents exactly."""
    if not claim.citations:
        return None
    hits = sum(one.exact for one in claim.citations)
    return Score(claim.case.id, hits / len(claim.citations), (float(hits), float(len(claim.citations))))


def _sides(claim: JudgedClaim, said: bool) -> Score:
    true = claim.case.verdict == "supported"
    right = said == true
    parts = (float(true and right), float(true), float(not true and right), float(not true))
    return Score(claim.case.id, float(right), parts)


def balanced(sums: Sums) -> NDArray[np.float64]:
    """Combine hits and counts of both classes into balanced accuracy; NaN if one class does not occur."""
    return (divided(sums[..., 0], sums[..., 1]) + divided(sums[..., 2], sums[..., 3])) / 2


METRICS: tuple[Metric[JudgedClaim], ...] = (
    Metric("claim_balanced_accuracy", decision, balanced),
    Metric("claim_accuracy", accuracy, ratio),
    Metric("false_support", false_support, ratio, better="lower"),
    Metric("claim_quote_exactness", exact, ratio),
)
VERIFIER: Metric[JudgedClaim] = Metric("verifier_balanced_accuracy", verifier_decision, balanced)
