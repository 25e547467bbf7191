"""Latency of cases: mean, p50 and p95, interpolated linearly between order statistics."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Return `p50`, `p95` and `mean` in milliseconds, one decimal; empty for no case."""
    if not milliseconds:
        return {}
    p50, p95 = np.percentile(np.asarray(milliseconds, dtype=np.float64), [50, 95])
    return {"p50": round(float(p50), 1), "p95": round(float(p95), 1), "mean": round(float(np.mean(milliseconds)), 1)}
