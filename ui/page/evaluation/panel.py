"""HTML of evaluation runs: the list, one run in detail and the comparison of two.

What is shown is decided here; how it is laid out stands in the templates beside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from markupsafe import Markup

from ui.exports.report_words import page_words
from ui.messages import Language, say
from ui.page.evaluation import beside_panel, case_panels
from ui.page.evaluation.runs import SHOWN, Change, Comparison, Opened, Run
from ui.page.html import plots
from ui.page.html.lines import unbroken
from ui.page.html.markup import element
from ui.page.html.templates import render

SIGNIFICANT = 0.05
LEAST = 0.001
"""A smaller p is written as less than this."""
Words = Mapping[str, str]
Gate = Literal["held", "broke", "ungated"]


@dataclass(frozen=True, slots=True)
class Head:
    """What a run is called and what is told of it in one line."""

    name: str
    title: str
    facts: str
    gate: Gate


@dataclass(frozen=True, slots=True)
class Broken:
    """A threshold that was not met, in words, with the cases that account for it."""

    said: str
    about: str
    cases: str


@dataclass(frozen=True, slots=True)
class Moved:
    """How a metric differs from an earlier run."""

    before: str
    by: str
    kind: Literal["", " fell", " rose"]
    chance: str


@dataclass(frozen=True, slots=True)
class Metric:
    """A row of the table of metrics."""

    title: str
    arrow: str
    about: str
    value: str
    plot: Markup
    judged: str
    """Number of cases that it is of, and of those that could not be judged."""
    moved: Moved | None


@dataclass(frozen=True, slots=True)
class Group:
    """Metrics under one heading."""

    title: str
    metrics: tuple[Metric, ...]


def runs(found: Sequence[Run], opened: str, language: Language) -> Markup:
    """Return the list of runs, newest first."""
    words = page_words(language)
    cards = [_card(run, words, language) for run in found]
    return render("evaluation/runs.html", language, cards=cards, opened=opened)


def notice(text: str, hint: str = "") -> Markup:
    """Return a message shown in place of a run."""
    return element("div", element("p", text), *([element("p", hint, class_="try")] if hint else []), class_="notice")


def opened(shown: Opened, others: Sequence[Run], words: Words, language: Language) -> Markup:
    """Return one run: its metrics with their confidence intervals, then its cases, the worst first."""
    from evals.reports.page import held, not_judged

    run, cases = shown.run, shown.cases
    untraced = [] if any(case.text for case in cases) or not cases else [say("runs.untraced", language)]
    faultless = [say("runs.faultless", language)] if not any(case.wrong for case in cases) else []
    return render(
        "evaluation/run.html",
        language,
        words=words,
        head=_head(run, words, language),
        warnings=_warnings(shown, words),
        breaches=_broken(run, words),
        held=words[held(len(run.unjudged), run.rules)],
        unjudged=not_judged(run.unjudged, words) if run.gate is not None and run.unjudged else "",
        beside=beside_panel.beside(shown.beside, words, language) if shown.beside else Markup(),
        alike=_alike(run, others),
        chosen="",
        metrics=_metrics(run, {}, words, language),
        judged=_judged(shown),
        allowed=shown.allowed,
        strayed=shown.wrong if shown.open not in {case.id for case in cases} else "",
        hints=[*untraced, *faultless],
        cases=[case_panels.case(case, shown, language) for case in cases],
        shown=len(cases) + SHOWN,
        left=len(run.report["cases"]) - len(cases),
        conditions=_conditions(run, words),
    )


def compared(value: Comparison, others: Sequence[Run], words: Words, language: Language) -> Markup:
    """Return the differences between two runs: each metric, and the cases that changed."""
    changes = {one.metric: one for one in value.changes}
    return render(
        "evaluation/compared.html",
        language,
        head=_head(value.after, words, language),
        apart=_apart(value, words),
        alike=_alike(value.after, others),
        chosen=value.before.name,
        metrics=_metrics(value.after, changes, words, language),
        changed=len(value.fell) + len(value.rose),
        moved=[
            (key, len(cases), _listed(cases)) for key, cases in (("fell", value.fell), ("rose", value.rose)) if cases
        ],
    )


def _judged(shown: Opened) -> dict[str, int]:
    """Return how many cases people judged, right and wrong; empty where none."""
    if not shown.judged:
        return {}
    right = sum(bool(one.right) for one in shown.judged.values())
    return {"count": len(shown.judged), "right": right, "wrong": len(shown.judged) - right}


def _card(run: Run, words: Words, language: Language) -> Head:
    suite, dataset, cases, model, when = _facts(run, words, language)
    versus = words["versus"] if run.versus else ""
    facts = unbroken(_joined(run.name, model, cases, when))
    return Head(run.name, _joined(dataset, versus or suite), facts, _gate(run))


def _head(run: Run, words: Words, language: Language) -> Head:
    return Head(run.name, run.name, unbroken(_joined(*_facts(run, words, language))), _gate(run))


def _facts(run: Run, words: Words, language: Language) -> tuple[str, str, str, str, str]:
    """Return suite, dataset, cases, model and time of a run in words."""
    dataset, suite = run.report["dataset"], str(run.report.get("suite", ""))
    return (
        words.get(f"suite_{suite}", suite),
        str(dataset.get("name", "")),
        say("runs.cases", language, count=dataset.get("cases", 0)),
        str(run.report.get("conditions", {}).get("model", "")),
        run.when.strftime("%Y-%m-%d %H:%M"),
    )


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _gate(run: Run) -> Gate:
    gates: dict[bool | None, Gate] = {True: "held", False: "broke", None: "ungated"}
    return gates[run.gate]


def _broken(run: Run, words: Words) -> list[Broken]:
    from evals.reports.page import breach

    return [
        Broken(breach(one, words), words.get(f"about_{one.metric}", ""), _listed(one.cases)) for one in run.breaches
    ]


def _listed(cases: Sequence[str]) -> str:
    """Return the first cases by name, and how many more there are."""
    return ", ".join(cases[:SHOWN]) + (f" … +{len(cases) - SHOWN}" if len(cases) > SHOWN else "")


def _alike(run: Run, others: Sequence[Run]) -> list[tuple[str, str]]:
    """Return name and label of the other runs of the same suite and cases, which a run may be compared with."""
    alike = [one for one in others if one.name != run.name and _asked(one) == _asked(run)]
    return [(one.name, _joined(f"{one.when:%Y-%m-%d %H:%M}", one.name)) for one in alike]


def _asked(run: Run) -> tuple[object, object]:
    return run.report.get("suite"), run.report["dataset"].get("sha256")


def _metrics(run: Run, changes: Mapping[str, Change], words: Words, language: Language) -> Markup:
    """Return the metrics that vary as a table, and below it those that hold by construction in a fold."""
    from evals.reports.construction import constructed

    model = str(run.report.get("conditions", {}).get("model", ""))
    still = {name for name, one in changes.items() if one.after == one.before} if changes else set(run.metrics)
    sure = {
        name: one for name, one in run.metrics.items() if name in still and constructed(name, one.get("value"), model)
    }
    varying = {name: one for name, one in run.metrics.items() if name not in sure}
    names = ["metric", "value", "interval", "judged", *(["before"] if changes else [])]
    return render(
        "evaluation/metrics.html",
        language,
        words=words,
        heads=[words[name] for name in names] + ([say("runs.difference", language)] if changes else []),
        varying=_groups(varying, changes, words, language),
        constructed=_groups(sure, changes, words, language),
        folded=words["constructed"].format(count=len(sure)),
        compares=bool(changes),
    )


def _groups(
    metrics: Mapping[str, Mapping[str, Any]], changes: Mapping[str, Change], words: Words, language: Language
) -> list[Group]:
    return [
        Group(title, tuple(_metric(name, one, changes.get(name), words, language) for name, one in grouped))
        for title, grouped in _grouped(metrics, words, language)
    ]


def _grouped(
    metrics: Mapping[str, Mapping[str, Any]], words: Words, language: Language
) -> Iterable[tuple[str, list[tuple[str, Mapping[str, Any]]]]]:
    from evals.reports.tables import GROUPS

    left = dict(metrics)
    for name, wanted in GROUPS:
        found = [(one, left.pop(one)) for one in wanted if one in left]
        if found:
            yield words[f"group_{name}"], found
    if left:
        yield say("runs.other", language), list(left.items())


def _metric(name: str, one: Mapping[str, Any], change: Change | None, words: Words, language: Language) -> Metric:
    from evals.reports import names

    title = names.metric(name, words)
    value, low, high = (_number(one.get(key)) for key in ("value", "low", "high"))
    text = say("runs.interval", language, name=title, value=value, low=low, high=high)
    return Metric(
        title,
        "↑" if one.get("better") == "higher" else "↓",
        words.get(f"about_{name}", ""),
        value,
        plots.interval(float(one["value"]), one.get("low"), one.get("high"), change.before if change else None, text)
        if one.get("value") is not None
        else Markup(),
        _judged_of(one, words),
        _moved(change, language) if change else None,
    )


def _judged_of(one: Mapping[str, Any], words: Words) -> str:
    unjudged = one.get("not_judged")
    return f"{one.get('judged', '')}" + (f" (+{unjudged} {words['not_judged']})" if unjudged else "")


def _moved(change: Change, language: Language) -> Moved:
    moved = change.after - change.before
    worse = moved < 0 if change.better == "higher" else moved > 0
    key = "significant" if change.paired.p < SIGNIFICANT else "chance"
    p = change.paired.p
    said = say(f"runs.{key}", language, p=f"{p:.3f}" if p >= LEAST else f"< {LEAST}")
    said = said if change.paired.better or change.paired.worse else ""
    if abs(moved) < 1e-9:
        return Moved(_number(change.before), "0", "", said)
    return Moved(_number(change.before), f"{moved:+.3f}", " fell" if worse else " rose", said)


def _conditions(run: Run, words: Words) -> list[tuple[str, str]]:
    from evals.reports import names

    conditions = sorted(run.report.get("conditions", {}).items())
    return [(names.condition(str(name), words), names.setting(str(value), words)) for name, value in conditions]


def _warnings(shown: Opened, words: Words) -> tuple[str, ...]:
    """Return what has to be known of a run before its figures: columns of its tables that were not used."""
    from evals.reports import names

    told = shown.beside.unused if shown.beside else ()
    return names.unused(tuple(dict.fromkeys((*shown.run.unused, *told))), words)


def _apart(value: Comparison, words: Words) -> str:
    """Return which conditions the earlier of two runs had otherwise; empty where none."""
    from evals import gate
    from evals.reports import names

    found = gate.differing(dict(value.before.report), dict(value.after.report.get("conditions") or {}))
    return names.differing(found, words) if found else ""


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else "–"
