"""Names of the metrics that each suite can compute: what a threshold may be set on."""

from __future__ import annotations

from collections.abc import Mapping

from evals import metrics
from evals.metrics import retrieval, verdicts
from evals.perturbations import PERTURBATIONS

DISTURBED = ("str_em", "abstention_macro_f1", "faithfulness", "value_agreement", "quote_exactness", "forbidden")
"""Metrics measured under each disturbance."""
DISTURBANCES = (*PERTURBATIONS, "removed", "altered", "injected", "asserted")
"""Names of the disturbances of questions and of documents."""
_CLAIMS = (*(one.name for one in verdicts.METRICS), verdicts.VERIFIER.name)
_REPLIES = (*(one.name for one in metrics.REPLIES), *_CLAIMS)
MEASURED: Mapping[str, tuple[str, ...]] = {
    "grounding": _REPLIES,
    "claims": _CLAIMS,
    "retrieval": tuple(one.name for one in retrieval.METRICS),
    "robustness": tuple(f"{owner}.{name}" for owner in DISTURBANCES for name in DISTURBED),
    "quick": _REPLIES,
}
"""Metrics by suite; `quick` is the grounding suite as the page runs it."""
