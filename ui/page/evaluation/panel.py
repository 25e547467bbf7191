"""HTML of evaluation runs: the list, one run in detail and the comparison of two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from ui.exports.report_words import page_words
from ui.messages import Language, say
from ui.page.evaluation import beside_panel, case_panels
from ui.page.evaluation.runs import SHOWN, Change, Comparison, Opened, Run
from ui.page.html import plots
from ui.page.html.markup import element, join

SIGNIFICANT = 0.05
LEAST = 0.001
"""A smaller p is written as less than this."""
Words = Mapping[str, str]


def runs(found: Sequence[Run], opened: str, language: Language) -> Markup:
    """Return the list of runs, newest first."""
    words = page_words(language)
    cards = [_card(run, opened, words, language) for run in found]
    listed = element("ol", *cards, class_="cards") if cards else Markup()
    none = [] if cards else [element("p", say("runs.none", language), class_="hint")]
    return element("section", element("h2", say("runs.title", language)), listed, *none, class_="runs")


def notice(text: str, hint: str = "") -> Markup:
    """Return a message shown in place of a run."""
    return element("div", element("p", text), *([element("p", hint, class_="try")] if hint else []), class_="notice")


def opened(shown: Opened, others: Sequence[Run], words: Words, language: Language) -> Markup:
    """Return one run: its metrics with their confidence intervals, then its cases, the worst first."""
    run, cases = shown.run, shown.cases
    untraced = [] if any(case.text for case in cases) or not cases else [say("runs.untraced", language)]
    faultless = [say("runs.faultless", language)] if not any(case.lost or case.error for case in cases) else []
    strayed = shown.wrong and shown.open not in {case.id for case in cases}
    left = len(run.report["cases"]) - len(cases)
    more = element(
        "button",
        say("runs.more", language, count=left),
        type="button",
        class_="quiet",
        data_act="open",
        data_run=run.name,
        data_shown=len(cases) + SHOWN,
    )
    return element(
        "section",
        _head(run, words, language),
        _told(run, words, language),
        *([beside_panel.beside(shown.beside, words, language)] if shown.beside else []),
        _choice(run, others, "", language),
        _metrics(run, {}, words, language),
        element("h3", say("runs.worst", language)),
        _judged(shown, language),
        *([element("p", shown.wrong, class_="wrong", role="alert")] if strayed else []),
        *(element("p", text, class_="hint") for text in (*untraced, *faultless)),
        *(case_panels.case(case, shown, language) for case in cases),
        *([element("p", more, class_="more")] if left > 0 else []),
        _conditions(run, words, language),
        class_="run",
    )


def _judged(shown: Opened, language: Language) -> Markup:
    """Return how many cases people judged, and the button that makes cases of them."""
    if not shown.judged:
        return element("p", say("judging.how", language), class_="hint") if shown.allowed else Markup()
    right = sum(bool(one.right) for one in shown.judged.values())
    counts = {"count": len(shown.judged), "right": right, "wrong": len(shown.judged) - right}
    export = element(
        "button",
        say("judging.export", language, count=len(shown.judged)),
        type="button",
        class_="quiet",
        data_act="export",
        data_event="judge",
        data_run=shown.run.name,
    )
    return element("p", say("judging.counted", language, **counts), " ", export, class_="judged")


def compared(value: Comparison, others: Sequence[Run], words: Words, language: Language) -> Markup:
    """Return the differences between two runs: each metric, and the cases that changed."""
    changes = {one.metric: one for one in value.changes}
    count = len(value.fell) + len(value.rose)
    said = say("runs.changed", language, count=count) if count else say("runs.unchanged", language)
    return element(
        "section",
        _head(value.after, words, language),
        _choice(value.after, others, value.before.name, language),
        element("p", say("runs.compared", language, before=value.before.name), class_="hint"),
        _metrics(value.after, changes, words, language),
        element("h3", said),
        _moved(value.fell, "runs.fell", language),
        _moved(value.rose, "runs.rose", language),
        class_="run compared",
    )


def _card(run: Run, opened_: str, words: Words, language: Language) -> Markup:
    report = run.report
    suite = str(report.get("suite", ""))
    versus = words["versus"] if run.versus else ""
    title = (str(report["dataset"].get("name", "")), versus or words.get(f"suite_{suite}", suite))
    facts = (
        run.name,
        str(report.get("conditions", {}).get("model", "")),
        say("runs.cases", language, count=report["dataset"].get("cases", 0)),
        run.when.strftime("%Y-%m-%d %H:%M"),
    )
    return element(
        "li",
        element(
            "button",
            element("span", " · ".join(part for part in title if part), class_="title"),
            element("span", " · ".join(part for part in facts if part), class_="issued"),
            _gate(run, language),
            type="button",
            class_="card",
            aria_pressed="true" if run.name == opened_ else "false",
            data_act="open",
            data_run=run.name,
        ),
    )


def _gate(run: Run, language: Language) -> Markup:
    key = {True: "held", False: "broke", None: "ungated"}[run.gate]
    return element("span", say(f"runs.{key}", language), class_=f"gate {key}")


def _head(run: Run, words: Words, language: Language) -> Markup:
    dataset = run.report["dataset"]
    suite = str(run.report.get("suite", ""))
    facts = (
        words.get(f"suite_{suite}", suite),
        str(dataset.get("name", "")),
        say("runs.cases", language, count=dataset.get("cases", 0)),
        str(run.report.get("conditions", {}).get("model", "")),
        run.when.strftime("%Y-%m-%d %H:%M"),
    )
    return element(
        "header",
        element("h2", run.name),
        element("p", " · ".join(part for part in facts if part), " ", _gate(run, language), class_="issued"),
    )


def _told(run: Run, words: Words, language: Language) -> Markup:
    """Return in words whether the thresholds were met, and each that was not with the cases that account for it."""
    from evals.reports.page import breach

    if run.gate is None:
        return element("p", say("runs.ungated.why", language), class_="gated")
    if run.gate:
        return element("p", words["gate_held"], class_="gated held")
    broken = []
    for one in run.breaches:
        cases = ", ".join(one.cases[:SHOWN]) + (f" … +{len(one.cases) - SHOWN}" if len(one.cases) > SHOWN else "")
        about = words.get(f"about_{one.metric}", "")
        broken.append(
            element(
                "li",
                element("b", breach(one, words)),
                *([element("span", about, class_="about")] if about else []),
                *([element("span", say("runs.broken.cases", language, cases=cases), class_="about")] if cases else []),
            )
        )
    return element("div", element("p", words["gate_broke"]), element("ul", *broken), class_="gated broke")


def _choice(run: Run, others: Sequence[Run], chosen: str, language: Language) -> Markup:
    alike = [one for one in others if one.name != run.name and one.report.get("suite") == run.report.get("suite")]
    if not alike:
        return Markup()
    none = element("option", say("runs.compare.none", language), value="")
    options = [
        element("option", one.name, value=one.name, selected="selected" if one.name == chosen else None)
        for one in alike
    ]
    select = element("select", none, *options, data_compare=run.name)
    return element("p", element("label", say("runs.compare", language), " ", select), class_="compare")


def _metrics(run: Run, changes: Mapping[str, Change], words: Words, language: Language) -> Markup:
    """Return the metrics that vary as a table, and below it those that hold by construction in a fold."""
    from evals.reports.construction import constructed

    model = str(run.report.get("conditions", {}).get("model", ""))
    still = {name for name, one in changes.items() if one.after == one.before} if changes else set(run.metrics)
    sure = {
        name: one for name, one in run.metrics.items() if name in still and constructed(name, one.get("value"), model)
    }
    varying = {name: one for name, one in run.metrics.items() if name not in sure}
    folded = [
        element(
            "details",
            element("summary", words["constructed"].format(count=len(sure))),
            element("p", words["about_constructed"], class_="hint"),
            _table(sure, changes, words, language),
            class_="sure",
        )
    ]
    return join([_table(varying, changes, words, language), *(folded if sure else [])])


def _table(
    metrics: Mapping[str, Mapping[str, Any]], changes: Mapping[str, Change], words: Words, language: Language
) -> Markup:
    if not metrics:
        return Markup()
    names = ["metric", "value", "interval", *(["before"] if changes else [])]
    heads = [words[name] for name in names] + ([say("runs.difference", language)] if changes else [])
    rows: list[Markup] = []
    for title, grouped in _grouped(metrics, words, language):
        rows.append(element("tr", element("th", title, scope="colgroup", colspan=len(heads)), class_="group"))
        rows += [_metric(name, one, changes, words, language) for name, one in grouped]
    return element(
        "div",
        element(
            "table",
            element("thead", element("tr", *(element("th", one, scope="col") for one in heads))),
            element("tbody", *rows),
            class_="metrics",
        ),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=words["metrics"],
    )


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


def _metric(
    name: str, one: Mapping[str, Any], changes: Mapping[str, Change], words: Words, language: Language
) -> Markup:
    from evals.reports import names

    title = names.metric(name, words)
    value, low, high = (_number(one.get(key)) for key in ("value", "low", "high"))
    text = say("runs.interval", language, name=title, value=value, low=low, high=high)
    change = changes.get(name)
    plot = (
        plots.interval(float(one["value"]), one.get("low"), one.get("high"), change.before if change else None, text)
        if one.get("value") is not None
        else Markup()
    )
    arrow = "↑" if one.get("better") == "higher" else "↓"
    about = words.get(f"about_{name}", "")
    described = [element("span", about, class_="about")] if about else []
    cells = [
        element("th", title, " ", element("span", arrow, aria_hidden="true", class_="arrow"), *described, scope="row"),
        element("td", value, class_="n"),
        element("td", plot, class_="plotted"),
    ]
    if changes:
        cells += _difference(change, language) if change else [element("td"), element("td")]
    return element("tr", *cells)


def _difference(change: Change, language: Language) -> list[Markup]:
    moved = change.after - change.before
    worse = moved < 0 if change.better == "higher" else moved > 0
    key = "significant" if change.paired.p < SIGNIFICANT else "chance"
    p = change.paired.p
    said = say(f"runs.{key}", language, p=f"{p:.3f}" if p >= LEAST else f"< {LEAST}")
    said = said if change.paired.better or change.paired.worse else ""
    kind = "" if abs(moved) < 1e-9 else " fell" if worse else " rose"
    return [
        element("td", _number(change.before), class_="n"),
        element(
            "td", f"{moved:+.3f} " if kind else "0 ", element("span", said, class_="chance"), class_=f"n moved{kind}"
        ),
    ]


def _moved(cases: Sequence[str], key: str, language: Language) -> Markup:
    if not cases:
        return Markup()
    shown = ", ".join(one for one in cases[:SHOWN])
    more = f" … +{len(cases) - SHOWN}" if len(cases) > SHOWN else ""
    return element(
        "p", element("b", f"{say(key, language)} {len(cases)}"), f": {shown}{more}", class_=key.replace(".", "-")
    )


def _conditions(run: Run, words: Words, language: Language) -> Markup:
    from evals.reports import names

    rows = [
        part
        for name, value in sorted(run.report.get("conditions", {}).items())
        for part in (
            element("dt", names.condition(str(name), words)),
            element("dd", str(value) or "–"),
        )
    ]
    title = element("summary", say("runs.conditions", language))
    return element("details", title, element("dl", *rows), class_="conditions")


def _number(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, int | float) else "–"
