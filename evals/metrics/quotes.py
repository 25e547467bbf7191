"""Citation exactness: quote, page, section and version.

Each is a share of all citations shown, in answers and refusals alike. Quote exactness:
`document.text[start:end] == quote`. Page and section exactness: the page and section named are those in which the quote
begins. Currency: the version cited is the document's newest. All are exact comparisons, without a judge.
"""

from __future__ import annotations

from collections.abc import Callable

from evals.judging import JudgedCitation, JudgedReply
from evals.metrics.metric import Metric, Score, ratio, share


def _of(holds: Callable[[JudgedCitation], bool]) -> Callable[[JudgedReply], Score | None]:
    def score(reply: JudgedReply) -> Score | None:
        return share(reply.case.id, sum(map(holds, reply.citations)), len(reply.citations))

    return score


METRICS: tuple[Metric[JudgedReply], ...] = (
    Metric("quote_exactness", _of(lambda one: one.exact), ratio),
    Metric("page_exactness", _of(lambda one: one.paged), ratio),
    Metric("section_exactness", _of(lambda one: one.sectioned), ratio),
    Metric("version_currency", _of(lambda one: one.current), ratio),
)
