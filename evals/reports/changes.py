"""Changes of each metric between a run and a baseline, both rounded as reports are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from evals import gate
from evals.metrics.comparison import Paired, compare
from evals.reports.report import Json, Report, rounded

SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Change:
    """One metric in the baseline and in the run, on the cases that both judged."""

    metric: str
    before: float
    after: float
    """Over all cases of each run."""
    paired: Paired
    fell: tuple[str, ...]
    """Cases that got worse."""
    rose: tuple[str, ...]


def changes(report: Report, before: Json) -> tuple[Change, ...]:
    """Return the change of every metric that both runs judged on at least one common case."""
    metrics = dict(cast(Mapping[str, Mapping[str, float | None]], before["metrics"]))
    for judge in cast(list[Mapping[str, Mapping[str, Mapping[str, float | None]]]], before.get("judges", [])):
        metrics |= judge["metrics"]
    found: list[Change] = []
    for result in (*report.results, *(one for judge in report.judges for one in judge.results)):
        earlier = gate.scores(before, result.name)
        now = result.written
        paired = compare(earlier, now)
        old, new = rounded(metrics.get(result.name, {}).get("value")), rounded(result.value)
        if paired is None or old is None or new is None:
            continue
        sign = 1 if result.better == "higher" else -1
        moved = {case: sign * (now[case] - earlier[case]) for case in now if case in earlier}
        found.append(
            Change(
                metric=result.name,
                before=old,
                after=new,
                paired=paired,
                fell=tuple(case for case, much in moved.items() if much < -SLACK),
                rose=tuple(case for case, much in moved.items() if much > SLACK),
            )
        )
    return tuple(found)
