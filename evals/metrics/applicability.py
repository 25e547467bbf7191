"""Which metrics can be computed of a system, by what its answers come with.

An answer that is only text, as a chat server writes it, has no quotes to hold against a document: its faithfulness is
neither 0 nor unjudged but not applicable, and it is compared by the other metrics alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeVar, get_args

from evals.metrics.metric import Metric

T = TypeVar("T")
Part = Literal["evidence", "quotes", "attribution", "places"]
"""What answers may come with: texts that they rest on, quotes of documents, markers that tie them to sentences, and
the page, section and version of each quote."""
WHOLE: frozenset[Part] = frozenset(get_args(Part))
"""What the assistant's own answers come with."""
NEEDED: dict[str, Part] = {
    "faithfulness": "evidence",
    "fully_grounded": "evidence",
    "value_agreement": "evidence",
    "citation_recall": "attribution",
    "citation_precision": "attribution",
    "citation_f1": "attribution",
    "quote_exactness": "quotes",
    "relevance": "quotes",
    "page_exactness": "places",
    "section_exactness": "places",
    "version_currency": "places",
}
"""What a metric needs beside the text of an answer. Relevance counts the titles of what is cited, too."""


def lacking(metric: str, parts: frozenset[Part]) -> Part | None:
    """Return what answers that come with `parts` lack for a metric; None where it can be computed."""
    needed = NEEDED.get(metric)
    return needed if needed and needed not in parts else None


def applicable(metrics: Iterable[Metric[T]], parts: frozenset[Part]) -> tuple[Metric[T], ...]:
    """Return the metrics that can be computed of answers that come with `parts`."""
    return tuple(one for one in metrics if lacking(one.name, parts) is None)
