"""Definition of a metric: a score per case and how scores are aggregated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

T = TypeVar("T")
Sums = NDArray[np.float64]
"""Sums of the parts of scores; the last axis counts the parts."""
Combine = Callable[[Sums], NDArray[np.float64]]
"""Turns sums of parts, shape (…, parts), into values, shape (…); NaN where nothing was counted."""
Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one case by one metric."""

    case: str
    value: float | None
    """Usually 0 to 1; None where it could not be judged, which is neither zero nor wrong."""
    parts: tuple[float, ...] = ()
    """What is summed over cases; empty where not judged."""


@dataclass(frozen=True, slots=True)
class Metric(Generic[T]):
    """A metric: its name, its score for a case, and how the summed parts become one value."""

    name: str
    score: Callable[[T], Score | None]
    """Returns None for a case to which the metric does not apply."""
    combine: Combine
    better: Better = "higher"

    def scores(self, judged: Iterable[T]) -> tuple[Score, ...]:
        """Return the scores of the cases it applies to, in order."""
        return tuple(score for one in judged if (score := self.score(one)) is not None)


def mean(case: str, value: float | bool) -> Score:
    """Return one case's score of a metric that is a mean over cases."""
    return Score(case, float(value), (float(value), 1.0))


def share(case: str, hits: int, of: int) -> Score | None:
    """Return one case's score of a metric that is a share of items over all cases; None for a case without items."""
    return Score(case, hits / of, (float(hits), float(of))) if of else None


def ratio(sums: Sums) -> NDArray[np.float64]:
    """Combine two parts: the first divided by the second."""
    return divided(sums[..., 0], sums[..., 1])


def divided(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return `above / below`, NaN where nothing was counted."""
    found: NDArray[np.float64] = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=found, where=np.asarray(below) > 0)
    return found


def value(metric: Metric[T], scores: Sequence[Score]) -> float | None:
    """Return the metric over all judged scores; None where none was judged or nothing was counted."""
    parts = matrix(scores)
    if not len(parts):
        return None
    found = float(metric.combine(parts.sum(axis=0)))
    return None if np.isnan(found) else found


def matrix(scores: Sequence[Score]) -> Sums:
    """Return the parts of the judged scores, shape (cases, parts)."""
    return np.array([score.parts for score in scores if score.value is not None], dtype=np.float64)
