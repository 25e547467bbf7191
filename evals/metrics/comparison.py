"""Significance test of the difference between two runs over the same cases.

Where every score is 0 or 1: McNemar's exact test, the two-sided binomial test on the cases that only one run got
right. Otherwise: the paired permutation test on the mean difference, signs flipped at random, two-sided, with one
added to both counts (Fisher 1935; Phipson and Smyth 2010). Seeded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FLIPS = 10_000
SEED = 20_250_124


@dataclass(frozen=True, slots=True)
class Paired:
    """Comparison of two runs on the cases that both judged."""

    cases: int
    better: int
    """Cases on which the second run has the higher score."""
    worse: int
    difference: float
    """Mean score of the second run less that of the first."""
    p: float
    """Probability of so great a difference by chance."""
    test: Literal["mcnemar", "permutation"]


def compare(before: Mapping[str, float], after: Mapping[str, float]) -> Paired | None:
    """Compare two runs by their scores per case; None if they share no case."""
    shared = [case for case in before if case in after]
    if not shared:
        return None
    old = np.array([before[case] for case in shared])
    new = np.array([after[case] for case in shared])
    differences = new - old
    binary = bool(np.isin(np.concatenate([old, new]), (0.0, 1.0)).all())
    better, worse = int((differences > 0).sum()), int((differences < 0).sum())
    return Paired(
        cases=len(shared),
        better=better,
        worse=worse,
        difference=float(differences.mean()),
        p=mcnemar(better, worse) if binary else permutation(differences),
        test="mcnemar" if binary else "permutation",
    )


def mcnemar(better: int, worse: int) -> float:
    """Return the p-value of McNemar's exact test, two-sided, from the counts of better and worse cases."""
    changed = better + worse
    tail = sum(comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**changed))


def permutation(differences: NDArray[np.float64], flips: int = FLIPS, seed: int = SEED) -> float:
    """Return the p-value of the paired permutation test on the mean difference, two-sided."""
    moved = differences[differences != 0]
    if not len(moved):
        return 1.0
    signs = np.random.default_rng(seed).choice(np.array([-1.0, 1.0]), size=(flips, len(moved)))
    # A hair of slack: sums of equal terms in another order differ in the last bit.
    extreme = int((np.abs(signs @ moved) >= abs(moved.sum()) - 1e-12).sum())
    return (extreme + 1) / (flips + 1)
