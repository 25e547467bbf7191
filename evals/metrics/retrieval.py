"""Retrieval metrics computed by ir-measures: nDCG, reciprocal rank and recall.

nDCG@10, RR@10 (the reciprocal rank of the first relevant document, 0 below rank 10) and R@1, R@5, R@10 (relevant
documents among the first k / relevant documents), documents ranked by their best passage, relevance 0 or 1.
MacAvaney et al., Streamlining Evaluation with ir-measures, ECIR 2022.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.metrics.metric import Metric, Score, mean, ratio

NAMES = ("nDCG@10", "RR@10", "R@1", "R@5", "R@10")


@dataclass(frozen=True, slots=True)
class Ranked:
    """One query's relevant documents and the ranking it was given."""

    case: str
    relevant: tuple[str, ...]
    ranking: tuple[str, ...]
    """Document ids, best first, each once."""


@dataclass(frozen=True, slots=True)
class Rated:
    """The retrieval metrics of one query."""

    case: str
    values: Mapping[str, float]


def rate(queries: Sequence[Ranked]) -> tuple[Rated, ...]:
    """Measure every query that has a relevant document; one with an empty ranking scores 0."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    asked = [query for query in queries if query.relevant]
    truth = {query.case: dict.fromkeys(query.relevant, 1) for query in asked}
    run = {query.case: {one: 1 / rank for rank, one in enumerate(query.ranking, start=1)} for query in asked}
    values: dict[str, dict[str, float]] = {query.case: dict.fromkeys(NAMES, 0.0) for query in asked}
    # Not made of NAMES by `parse_measure`: that reads them with parts of `ast` that Python 3.14 has no longer.
    measures = [nDCG @ 10, RR @ 10, R @ 1, R @ 5, R @ 10]
    for found in ir_measures.iter_calc(measures, truth, run):
        values[found.query_id][str(found.measure)] = float(found.value)
    return tuple(Rated(case, rated) for case, rated in values.items())


def _metric(name: str) -> Metric[Rated]:
    def score(rated: Rated) -> Score:
        return mean(rated.case, rated.values[name])

    return Metric(name, score, ratio)


METRICS: tuple[Metric[Rated], ...] = tuple(_metric(name) for name in NAMES)
