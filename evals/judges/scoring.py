"""Scoring of every reply by an optional judge."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

from evals import calls
from evals.judges.judge import Judge, NotJudged, Sample, sample
from evals.judging import JudgedReply
from evals.metrics.intervals import interval
from evals.metrics.metric import Score, divided, matrix, mean, ratio
from evals.reports.report import Judged, Mark, Result
from evals.runner import Notify


def scored(judge: Judge, replies: Sequence[JudgedReply], workers: int = 2, notify: Notify | None = None) -> Judged:
    """Return a judge's scores for every reply by every metric that applies; replies that failed are skipped."""
    samples = [sample(one) for one in replies if not one.asked.error]
    waiting = [(metric, one) for one in samples for metric, parts in judge.needs.items() if one.has(parts)]
    marks: list[Mark] = []
    with ThreadPoolExecutor(max(1, workers)) as pool:
        # Each in a context of its own, in which the rights of whoever started it hold.
        contexts = [copy_context() for _ in waiting]
        for mark in pool.map(lambda pair, context: context.run(_mark, judge, *pair), waiting, contexts):
            marks.append(mark)
            if notify:
                notify(len(marks), len(waiting))
    results = tuple(one for metric in judge.needs if (one := _result(judge, metric, marks)).scores)
    return Judged(judge.name, judge.version, judge.model, results, tuple(marks))


def _mark(judge: Judge, metric: str, one: Sample) -> Mark:
    with calls.taking() as taken:
        try:
            value, reason = judge.mark(metric, one), ""
        except NotJudged as error:
            value, reason = None, str(error)
    return Mark(one.case, f"{judge.name}.{metric}", value, reason, tuple(call.text for call in taken.taken))


def _result(judge: Judge, metric: str, marks: Sequence[Mark]) -> Result:
    name = f"{judge.name}.{metric}"
    given = [one for one in marks if one.metric == name]
    scores = tuple(Score(one.case, None) if one.value is None else mean(one.case, one.value) for one in given)
    parts = matrix(scores)
    low, high = (interval(parts, ratio) if len(parts) else None) or (None, None)
    sums = parts.sum(axis=0) if len(parts) else None
    value = None if sums is None else float(divided(sums[..., 0], sums[..., 1]))
    return Result(name, "higher", value, low, high, scores)
