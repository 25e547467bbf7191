"""Bootstrap confidence intervals, of a metric and of the difference between two systems.

Percentile bootstrap over cases (Efron 1979): cases are drawn with replacement, the metric is recomputed from the
sums of each draw, and the 2.5th and 97.5th percentiles are the interval. The difference of two systems is paired: both
are recomputed from the same draws of the cases that both have (Koehn, Statistical Significance Tests for Machine
Translation Evaluation, EMNLP 2004). Seeded, so equal scores give equal intervals.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evals.metrics.metric import Combine, Sums

DRAWS = 2_000
SEED = 20_250_124


def interval(parts: Sums, combine: Combine, draws: int = DRAWS, seed: int = SEED) -> tuple[float, float] | None:
    """Return the 95% interval of `combine` over cases, `parts` of shape (cases, parts); None for fewer than two."""
    if len(parts) < 2:
        return None
    return _ends(combine(_counts(len(parts), draws, seed) @ parts))


def difference(
    before: Sums, after: Sums, combine: Combine, draws: int = DRAWS, seed: int = SEED
) -> tuple[float, float] | None:
    """Return the 95% interval of the metric over `after` less that over `before`, whose rows are the same cases."""
    if len(before) < 2:
        return None
    counts = _counts(len(before), draws, seed)
    return _ends(combine(counts @ after) - combine(counts @ before))


def _counts(cases: int, draws: int, seed: int) -> NDArray[np.float64]:
    """Return how often each draw has each case, shape (draws, cases)."""
    drawn = np.random.default_rng(seed).multinomial(cases, np.full(cases, 1 / cases), size=draws)
    return drawn.astype(np.float64)


def _ends(found: NDArray[np.float64]) -> tuple[float, float] | None:
    kept = found[~np.isnan(found)]
    if not len(kept):
        return None
    low, high = np.percentile(kept, [2.5, 97.5])
    return float(low), float(high)
