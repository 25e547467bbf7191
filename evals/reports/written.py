"""Writer of the report files of a run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from evals import usage
from evals.datasets.cases import line
from evals.gate import Breach, Differing, Rule, unjudged
from evals.metrics.latency import percentiles
from evals.reports import junit, page, side_by_side, side_by_side_page
from evals.reports.changes import Change
from evals.reports.names import Words
from evals.reports.report import Found, Json, Mark, Report, as_json
from evals.reports.side_by_side import SideBySide
from ingest.errors import SettingsError


def write(
    folder: Path,
    found: Found,
    words: Words,
    broken: Sequence[Breach] | None = None,
    changes: Sequence[Change] = (),
    rules: Sequence[Rule] = (),
    differing: Sequence[Differing] = (),
) -> tuple[Path, ...]:
    """Write the report as JSON, HTML and JUnit XML, its cases, timings and judges' marks; return the paths.

    `broken` is None if the run had no gate, `differing` how the baseline was run otherwise. Raises SettingsError if the
    folder cannot be written to.
    """
    report = found.report
    whole = {
        **as_json(report, found.kinds),
        "gate": None if broken is None else [_breach(one) for one in broken],
        "gate_rules": len(rules),
        "gate_not_judged": list(unjudged(report, rules)),
        "changes": [_change(one) for one in changes],
        **({"differing_conditions": {one.name: [one.before, one.now] for one in differing}} if differing else {}),
    }
    files = {
        "report.json": _dump(whole),
        "timings.json": _dump(_timings(report)),
        "junit.xml": junit.document(report, broken or ()),
        "cases.jsonl": "".join(f"{line(one.case)}\n" for one in report.lines),
        **({"judges.jsonl": "".join(map(_mark, _marks(report)))} if report.judges else {}),
        "report.html": page.page(report, found.kinds, words, broken, changes, rules, differing),
    }
    return _written(folder, files)


def write_side_by_side(folder: Path, value: SideBySide, words: Words) -> tuple[Path, ...]:
    """Write a comparison of two systems as JSON and HTML; return the paths, that of the page last."""
    files = {
        "comparison.json": _dump(side_by_side.as_json(value)),
        "comparison.html": side_by_side_page.page(value, words),
    }
    return _written(folder, files)


def _written(folder: Path, files: Mapping[str, str]) -> tuple[Path, ...]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"보고서를 쓸 수 없습니다: {folder}", error.strerror or "") from error
    return tuple(folder / name for name in files)


def _timings(report: Report) -> Json:
    found: Json = {"milliseconds": percentiles(report.milliseconds), "cases": len(report.milliseconds)}
    if report.usage is not None:
        found |= {"usage": usage.as_json(report.usage), "questions": usage.each(report.usage)}
    return found


def _marks(report: Report) -> list[Mark]:
    return [mark for judge in report.judges for mark in judge.marks]


def _mark(one: Mark) -> str:
    return json.dumps(asdict(one), ensure_ascii=False) + "\n"


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _breach(one: Breach) -> Json:
    return {
        "metric": one.metric,
        "reason": one.reason,
        "value": None if one.value is None else round(one.value, 6),
        "bound": one.bound,
        "cases": list(one.cases),
    }


def _change(one: Change) -> Json:
    paired = one.paired
    return {
        "metric": one.metric,
        "before": round(one.before, 6),
        "after": round(one.after, 6),
        "cases": paired.cases,
        "better": paired.better,
        "worse": paired.worse,
        "difference": round(paired.difference, 6),
        "p": round(paired.p, 6),
        "test": paired.test,
        "fell": list(one.fell),
        "rose": list(one.rose),
    }
