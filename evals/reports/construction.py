"""Metrics that hold by the way an answer is made, told apart from those that vary.

A citation is cut out of its document, so quote, page and section are right unless the program is broken; an answer
composed of sentences of the documents is proved by them. Such a figure says that nothing broke and not how good the
answers are. Only a full mark counts as one: whatever falls short is among those that vary.
"""

from __future__ import annotations

CITED = ("quote_exactness", "page_exactness", "section_exactness", "version_currency", "claim_quote_exactness")
"""Of every answer, whoever composed it."""
COMPOSED = ("citation_recall", "citation_precision", "citation_f1", "faithfulness", "fully_grounded", "value_agreement")
"""Of answers made of sentences of the documents."""
COMPOSER = "extractive"
"""Name of the model that makes them."""
SLACK = 1e-9


def constructed(metric: str, value: float | None, model: str) -> bool:
    """Tell whether the value of a metric is one that answers of `model` have by construction."""
    held = CITED + COMPOSED if model == COMPOSER else CITED
    return metric in held and value is not None and value > 1 - SLACK
