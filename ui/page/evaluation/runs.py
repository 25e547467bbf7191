"""Evaluation runs in a directory: listing, opening and comparing.

A run is named after its folder. Only names in the listing are accepted, which prevents path traversal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import GeungeoError

if TYPE_CHECKING:
    from assistant.answers import Citation
    from evals.metrics.comparison import Paired

REPORT, TRACE = "report.json", "trace.jsonl"
LISTED = 50
"""Most runs listed, the newest."""
SHOWN = 20
"""Most cases shown of a run, the worst."""
SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Run:
    """One run and its report."""

    name: str
    when: datetime
    """When its report was written."""
    report: Mapping[str, Any]

    @property
    def gate(self) -> bool | None:
        """Whether the gate passed; None if none was requested."""
        broken = self.report.get("gate")
        return None if broken is None else not broken

    @property
    def metrics(self) -> Mapping[str, Mapping[str, Any]]:
        """Value, confidence interval and direction of every metric."""
        return dict(self.report["metrics"])

    def lost(self, case: Mapping[str, Any]) -> float:
        """Distance of a case from the best scores, summed over metrics."""
        total = 0.0
        for name, score in case.get("scores", {}).items():
            if score is not None and name in self.metrics:
                total += 1 - score if self.metrics[name].get("better") == "higher" else score
        return total


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a run: question, expected and actual outcome, and evidence."""

    id: str
    kind: str
    expected: str
    outcome: str
    lost: float
    text: str = ""
    """The question or claim; empty where the run kept no trace."""
    said: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    error: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One metric of two runs, on the cases that both evaluated."""

    metric: str
    before: float
    after: float
    paired: Paired
    better: str
    """higher or lower."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Differences between two runs."""

    before: Run
    after: Run
    changes: tuple[Change, ...]
    fell: tuple[str, ...]
    """Cases that lost more, all metrics together."""
    rose: tuple[str, ...]


def listed(directory: Path) -> tuple[Run, ...]:
    """Return the runs in a directory, newest first; folders without a valid report are left out."""
    found = [one for path in directory.glob(f"*/{REPORT}") if (one := _read(path)) is not None]
    return tuple(sorted(found, key=lambda run: (run.when, run.name), reverse=True)[:LISTED])


def cases(run: Run, directory: Path) -> tuple[Case, ...]:
    """Return the cases that lost most, worst first, with details from the trace."""
    kept = _records(directory / run.name / TRACE)
    ordered = sorted(run.report["cases"], key=lambda case: (case["outcome"] != "error", -run.lost(case)))
    worst = [case for case in ordered if case["outcome"] == "error" or run.lost(case) > SLACK]
    return tuple(_case(case, run.lost(case), kept.get(case["id"])) for case in worst[:SHOWN])


def compared(before: Run, after: Run) -> Comparison:
    """Return the differences; raise GateError if the runs have different cases or different judges."""
    from evals import gate

    verifier = after.report.get("verifier") or {}
    gate.comparable(
        dict(before.report),
        gate.Terms(str(after.report["suite"]), str(after.report["dataset"]["sha256"]), str(verifier.get("name", ""))),
    )
    changes = [one for name in after.metrics if (one := _change(name, before, after)) is not None]
    old = {case["id"]: before.lost(case) for case in before.report["cases"]}
    moved = {case["id"]: after.lost(case) - old[case["id"]] for case in after.report["cases"] if case["id"] in old}
    fell = tuple(sorted((case for case, much in moved.items() if much > SLACK), key=lambda case: -moved[case]))
    rose = tuple(sorted((case for case, much in moved.items() if much < -SLACK), key=lambda case: moved[case]))
    return Comparison(before, after, tuple(changes), fell, rose)


def _change(name: str, before: Run, after: Run) -> Change | None:
    from evals import gate
    from evals.metrics.comparison import compare

    paired = compare(gate.scores(dict(before.report), name), gate.scores(dict(after.report), name))
    old, new = before.metrics.get(name, {}).get("value"), after.metrics[name].get("value")
    if paired is None or old is None or new is None:
        return None
    return Change(name, float(old), float(new), paired, str(after.metrics[name].get("better", "higher")))


def _read(path: Path) -> Run | None:
    from evals import gate

    try:
        report = gate.baseline(path.parent)
        when = datetime.fromtimestamp(path.stat().st_mtime)
    except (GeungeoError, OSError):
        return None
    whole = isinstance(report.get("metrics"), dict) and isinstance(report.get("cases"), list)
    return Run(path.parent.name, when, report) if whole and isinstance(report.get("dataset"), dict) else None


def _records(path: Path) -> Mapping[str, Any]:
    from evals import records

    try:
        lines: Sequence[str] = path.read_text(encoding="utf-8").split("\n")[1:]
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for line in lines:
        try:
            record = records.load(line)
        except ValueError:
            continue  # cut off in the middle, as by a run that was killed
        found[record.case] = record
    return found


def _case(case: Mapping[str, Any], lost: float, record: Any) -> Case:  # noqa: ANN401 - a record of a question or of a claim
    known = {"id": case["id"], "kind": str(case["kind"]), "expected": str(case["expected"]), "outcome": case["outcome"]}
    if record is None:
        return Case(**known, lost=lost)
    claim = record.sort == "claim"
    differences = [f"{one.claim} ≠ {one.source or '–'}" for one in record.differences] if claim else []
    return Case(
        **known,
        lost=lost,
        text=record.claim if claim else record.question,
        said=tuple(differences) if claim else tuple(one.text for one in record.sentences),
        citations=record.evidence if claim else record.citations,
        error=record.error,
    )
