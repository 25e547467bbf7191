"""Quality gate: a report checked against thresholds and a baseline, with the cases that broke each rule.

A rule sets a metric's minimum (`least`) or maximum (`most`) and how much worse than the baseline it may get (`drop`).
A metric that the suite does not have is refused; one that a run cannot compute is told as not judged.
A baseline is comparable only if it ran the same cases with the same judges. The thresholds are in gate.toml, one table
per suite and metric.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import cast

from evals.measured import MEASURED
from evals.metrics.verdicts import VERIFIER
from evals.reports.report import Json, Report, Result, rounded
from ingest.errors import GeungeoError

FILE = "gate.toml"
SLACK = 1e-9
_KEYS = ("least", "most", "drop", "aim")


class GateError(GeungeoError):
    """Raised if the thresholds or the baseline cannot be used."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What two runs must have in common to be compared."""

    suite: str
    sha256: str
    """Of the cases."""
    verifier: str
    judges: Mapping[str, str] = field(default_factory=dict)
    """Name, version and model of each optional judge, by name; those of one run alone are not compared."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A condition in which two runs differ that may be compared all the same."""

    name: str
    before: str
    """Empty where the earlier run told nothing of it."""
    now: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Thresholds of one metric."""

    metric: str
    least: float | None = None
    most: float | None = None
    drop: float | None = None
    """How much worse than the baseline it may be, absolutely; None asks nothing."""
    aim: float | None = None
    """What is wished for, where that is not reached yet; breaks nothing."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One rule that a report broke."""

    metric: str
    reason: str
    """least, most, drop, not_judged, error, or uncounted where the cases are all of one class."""
    value: float | None
    bound: float | None
    cases: tuple[str, ...]
    """The cases that account for it, worst first."""


def shipped() -> Path:
    """Return the path of the shipped thresholds, gate.toml."""
    return Path(str(resources.files(__package__).joinpath(FILE)))


def rules(path: Path, suite: str) -> tuple[Rule, ...]:
    """Read the rules of one suite; raise GateError for a malformed file, an unknown name or a suite without any."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GateError(
            f"기준 파일을 읽을 수 없습니다: {path}: {error}", "UTF-8로 된 TOML 파일이어야 합니다."
        ) from error
    for name in table:
        if name not in MEASURED:
            raise GateError(f"{path.name} [{name}]: 모르는 평가입니다: {name}.", _nearest(name, tuple(MEASURED)))
    section = table.get(suite)
    if not isinstance(section, dict) or not section:
        raise GateError(
            f"{path.name}에 [{suite}]의 기준이 없습니다.", f"[{suite}.지표] 아래에 least나 most를 적으십시오."
        )
    return tuple(_rule(path, suite, name, row) for name, row in section.items())


def baseline(folder: Path) -> Json:
    """Read the report.json of an earlier run; raise GateError if there is none."""
    path = folder / "report.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GateError(f"견줄 보고서를 읽을 수 없습니다: {path}", "앞선 실행의 --out 폴더를 적으십시오.") from error
    if not isinstance(found, dict) or not {"dataset", "metrics", "cases"} <= set(found):
        raise GateError(f"보고서가 아닙니다: {path}", "앞선 실행의 --out 폴더를 적으십시오.")
    return found


def comparable(before: Json, now: Terms) -> None:
    """Raise GateError, saying what differs, if a baseline had other cases or judges than the run."""
    dataset = cast(Mapping[str, object], before["dataset"])
    verifier = cast(Mapping[str, object], before.get("verifier") or {}).get("name", "")
    theirs = {str(one["name"]): _judge(one) for one in cast(list[Mapping[str, object]], before.get("judges", []))}
    pairs = [
        ("평가의 종류", str(before.get("suite", "")), now.suite),
        ("질문의 지문", str(dataset["sha256"])[:12], now.sha256[:12]),
        ("검증기", str(verifier), now.verifier),
        *(("채점자", theirs[name], judge) for name, judge in now.judges.items() if name in theirs),
    ]
    differing = [f"{what} {old or '–'} ≠ {new or '–'}" for what, old, new in pairs if old != new]
    if differing:
        raise GateError(
            f"견줄 수 없는 평가입니다: {', '.join(differing)}.",
            "같은 질문을 같은 검증기와 채점자로 평가한 것과 견주십시오. "
            "질문을 고쳤다면 고친 질문으로 앞선 평가를 다시 하십시오.",
        )


def differing(before: Json, now: Mapping[str, str]) -> tuple[Differing, ...]:
    """Return the conditions of a run, as its model or reader, that were others in an earlier run."""
    old = {name: str(value) for name, value in cast(Mapping[str, object], before.get("conditions") or {}).items()}
    pairs = [Differing(name, old.get(name, ""), now.get(name, "")) for name in sorted({*old, *now})]
    return tuple(one for one in pairs if one.before != one.now)


def _judge(one: Mapping[str, object]) -> str:
    return " ".join(str(one.get(key, "")) for key in ("name", "version", "model"))


def breaches(report: Report, wanted: tuple[Rule, ...], before: Json | None = None) -> tuple[Breach, ...]:
    """Return every rule that the report breaks; a metric that applies to no case breaks none.

    `before` must have passed `comparable`.
    """
    found: list[Breach] = []
    failed = tuple(line.id for line in report.lines if line.outcome == "error")
    if failed or not report.lines:
        found.append(Breach("cases", "error", float(len(failed)), 0.0, failed))
    for rule in wanted:
        result = _result(report, rule)
        if result is not None:
            found.extend(_broken(rule, result, before))
    return tuple(found)


def unjudged(report: Report, wanted: Sequence[Rule]) -> tuple[str, ...]:
    """Return the metrics with a rule that the run could not compute, as those without any case."""
    return tuple(rule.metric for rule in wanted if _result(report, rule) is None)


def _result(report: Report, rule: Rule) -> Result | None:
    """Return what a rule is about; None where the metric applies to no case."""
    result = report.verified if rule.metric == VERIFIER.name else report.result(rule.metric)
    return result if result is not None and result.scores else None


def scores(before: Json, metric: str) -> dict[str, float]:
    """Return one metric's scores in an earlier report, by case; cases that were not judged are left out.

    Rounded as reports are written, whatever wrote this one.
    """
    cases = cast(list[Mapping[str, Mapping[str, float | None]]], before["cases"])
    found = ((str(case["id"]), {**case["scores"], **case.get("judges", {})}.get(metric)) for case in cases)
    return {case: float(value) for case, score in found if (value := rounded(score)) is not None}


def _broken(rule: Rule, result: Result, before: Json | None) -> Iterator[Breach]:
    unjudged = tuple(score.case for score in result.scores if score.value is None)
    if unjudged or result.value is None:
        yield Breach(rule.metric, "not_judged" if unjudged else "uncounted", result.value, None, unjudged)
    if result.value is None:
        return
    if rule.least is not None and result.value < rule.least - SLACK:
        yield Breach(rule.metric, "least", result.value, rule.least, _worst(result))
    if rule.most is not None and result.value > rule.most + SLACK:
        yield Breach(rule.metric, "most", result.value, rule.most, _worst(result))
    if rule.drop is not None and before is not None:
        yield from _dropped(rule, result, before)


def _dropped(rule: Rule, result: Result, before: Json) -> Iterator[Breach]:
    """Yield a breach where the metric fell too far."""
    assert rule.drop is not None
    sign = 1 if result.better == "higher" else -1
    earlier = scores(before, rule.metric)
    now = {case: value for case, value in result.written.items() if case in earlier}
    metrics = cast(Mapping[str, Mapping[str, float | None]], before["metrics"])
    old, new = rounded(metrics.get(rule.metric, {}).get("value")), rounded(result.value)
    if old is None or new is None or not now or sign * (old - new) <= rule.drop + SLACK:
        return
    fell = {case: sign * (earlier[case] - value) for case, value in now.items()}
    cases = sorted((case for case, lost in fell.items() if lost > SLACK), key=lambda case: -fell[case])
    yield Breach(rule.metric, "drop", new, old - sign * rule.drop, tuple(cases))


def _worst(result: Result) -> tuple[str, ...]:
    lost = {score.case: result.lost(score.case) for score in result.scores}
    return tuple(sorted((case for case, much in lost.items() if much > SLACK), key=lambda case: -lost[case]))


def _rule(path: Path, suite: str, name: str, row: object) -> Rule:
    place = f"{path.name} [{suite}.{name}]"
    if not isinstance(row, dict) or not row:
        raise GateError(f"{place}: 표가 아닙니다.", "least = 0.95 꼴로 적으십시오.")
    if name not in MEASURED[suite]:
        # Passed over, it would read as a threshold that is met.
        raise GateError(f"{place}: 모르는 지표입니다: {name}.", _nearest(name, MEASURED[suite]))
    if unknown := sorted(set(row) - set(_KEYS)):
        raise GateError(f"{place}: 모르는 이름입니다: {', '.join(unknown)}.", f"쓸 수 있는 이름: {', '.join(_KEYS)}.")
    for key, number in row.items():
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise GateError(f"{place}: {key}은(는) 0에서 1 사이의 수여야 합니다: {number!r}.", "0.95 꼴로 적으십시오.")
    return Rule(name, *(float(row[key]) if key in row else None for key in _KEYS))


def _nearest(name: str, known: Sequence[str]) -> str:
    """Say which known names are most like a misspelt one, or all of them where none is."""
    near = get_close_matches(name, known, cutoff=0.5)
    return f"비슷한 이름: {', '.join(near)}." if near else f"쓸 수 있는 이름: {', '.join(known)}."
