"""Bootstrap confidence intervals.

Percentile bootstrap over cases (Efron 1979): cases are drawn with replacement, the metric is recomputed from the
sums of each draw, and the 2.5th and 97.5th percentiles are the interval. Seeded, so equal scores give equal intervals.
"""

from __future__ import annotations

import numpy as np

from evals.metrics.metric import Combine, Sums

DRAWS = 2_000
SEED = 20_250_124


def interval(parts: Sums, combine: Combine, draws: int = DRAWS, seed: int = SEED) -> tuple[float, float] | None:
    """Return the 95% interval of `combine` over cases, `parts` of shape (cases, parts); None for fewer than two."""
    if len(parts) < 2:
        return None
    counts = np.random.default_rng(seed).multinomial(len(parts), np.full(len(parts), 1 / len(parts)), size=draws)
    found = combine(counts.astype(np.float64) @ parts)
    kept = found[~np.isnan(found)]
    if not len(kept):
        return None
    low, high = np.percentile(kept, [2.5, 97.5])
    return float(low), float(high)
