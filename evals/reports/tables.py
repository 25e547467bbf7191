"""HTML tables of a page: metrics, kinds of case and judges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape
from typing import cast

from evals.datasets.cases import ClaimCase
from evals.gate import Rule
from evals.reports import names, plots
from evals.reports.changes import Change
from evals.reports.construction import constructed
from evals.reports.names import Words
from evals.reports.report import Json, Judged, Report, Result

GROUPS = (
    ("gold", ("str_em", "str_em_answered", "forbidden", "premise_corrected")),
    ("decision", ("abstention_macro_f1", "answer_f1", "refusal_f1", "incorrect_refusal", "false_answers")),
    ("claims", ("claim_balanced_accuracy", "claim_accuracy", "false_support", "claim_quote_exactness")),
    ("reading", ("relevance", "readability")),
    ("evidence", ("citation_recall", "citation_precision", "citation_f1", "faithfulness", "fully_grounded")),
    (
        "quotes",
        ("quote_exactness", "page_exactness", "section_exactness", "version_currency", "value_agreement"),
    ),
)
"""Metrics that are read together; what is in none stands below, in its own order."""


def metrics(report: Report, words: Words, changes: Sequence[Change], rules: Sequence[Rule]) -> str:
    """Return the metrics in groups, each with its interval as a plot: those that vary, the others in a fold below."""
    model = report.conditions.get("model", "")
    moved = {one.metric for one in changes if one.fell or one.rose}
    sure = [one for one in report.results if constructed(one.name, one.value, model) and one.name not in moved]
    varying = [one for one in report.results if one not in sure]
    shown = _table(_grouped(varying, words, changes, rules), words, changes)
    folded = ""
    if sure:
        title = words["constructed"].format(count=len(sure))
        folded = (
            f"<details class=sure><summary>{escape(title)}</summary>"
            f"<p class=soft>{escape(words['about_constructed'])}</p>"
            f"{_table(_grouped(sure, words, changes, rules), words, changes)}</details>"
        )
    return f"{shown}<p class=soft>{escape(words['plot'])}</p>{folded}"


def _grouped(results: Sequence[Result], words: Words, changes: Sequence[Change], rules: Sequence[Rule]) -> str:
    found = {one.name: one for one in results}
    grouped = [(words[f"group_{name}"], [found.pop(one) for one in wanted if one in found]) for name, wanted in GROUPS]
    rows = ""
    for title, members in (*grouped, ("", list(found.values()))):
        if title and members:
            rows += f'<tr class=group><th colspan="{_width(changes)}">{escape(title)}</th></tr>'
        rows += _rows(members, words, changes, rules)
    return rows


def judge(judged: Judged, words: Words, changes: Sequence[Change]) -> str:
    """Return the table of one optional judge's scores, with its name and a note on their reliability."""
    title = words["judge"].format(name=judged.name, version=judged.version, model=judged.model)
    table = _table(_rows(judged.results, words, changes, ()), words, changes)
    return f"<h2>{escape(title)}</h2><p class=warn>{escape(words['judge_note'])}</p>{table}"


def _table(rows: str, words: Words, changes: Sequence[Change]) -> str:
    heads = ["metric", "value", "interval", "judged", *(["before", "p"] if changes else [])]
    numbers = ("value", "judged", "before", "p")
    head = "".join(
        f"<th class={'n' if name in numbers else 'plot' if name == 'interval' else 'name'}>{escape(words[name])}</th>"
        for name in heads
    )
    return f"<div class=scroll><table class=metrics><tr>{head}</tr>{rows}</table></div>"


def _width(changes: Sequence[Change]) -> int:
    return 6 if changes else 4


def _rows(results: Sequence[Result], words: Words, changes: Sequence[Change], rules: Sequence[Rule]) -> str:
    change = {one.metric: one for one in changes}
    rule = {one.metric: one for one in rules}
    return "".join(_row(one, words, change, rule.get(one.name), bool(changes)) for one in results)


def _row(one: Result, words: Words, change: Mapping[str, Change], rule: Rule | None, compared: bool) -> str:
    arrow = "↑" if one.better == "higher" else "↓"
    judged = f"{one.judged}" + (f" (+{one.unjudged} {escape(words['not_judged'])})" if one.unjudged else "")
    was = change.get(one.name)
    bound = None if rule is None else rule.least if rule.least is not None else rule.most
    if one.value is None:
        figure, plot = escape(words["not_judged"]), ""
    else:
        figure = f"{one.value:.3f}"
        plot = plots.interval(one.value, one.low, one.high, was.before if was else None, bound, f"{one.name} {figure}")
    about = words.get(f"about_{one.name}", "")
    told = f"<br><span class=soft>{escape(about)}</span>" if about else ""
    cells = (
        f"<td>{escape(names.metric(one.name, words))} <span class=soft>{arrow}</span>{told}</td>"
        f"<td class=n>{figure}</td><td class=plot>{plot}</td><td class=n>{judged}</td>"
    )
    if compared and was:
        # Rounded first and 0 added, so that no -0.000 is written.
        moved = round(was.after - was.before, 3) + 0.0
        cells += f"<td class=n>{was.before:.3f} ({moved:+.3f})</td><td class=n>{was.paired.p:.3f}</td>"
    elif compared:
        cells += "<td></td><td></td>"
    return f"<tr>{cells}</tr>"


def kinds(found: Json, report: Report, words: Words) -> str:
    """Return the table of metrics (rows) by kind of case (columns)."""
    columns = cast(Mapping[str, Mapping[str, float | None]], found)
    counted = Counter(
        f"claim: {line.case.kind}" if isinstance(line.case, ClaimCase) else line.case.kind for line in report.lines
    )
    groups = [{k: v for k, v in columns.items() if k.startswith("claim: ") == claims} for claims in (False, True)]
    return "".join(_kinds(group, counted, report, words) for group in groups if group)


def _kinds(
    columns: Mapping[str, Mapping[str, float | None]], counted: Counter[str], report: Report, words: Words
) -> str:
    lower = {one.name for one in report.results if one.better == "lower"}
    shown = [name for name in next(iter(columns.values())) if any(v.get(name) is not None for v in columns.values())]
    head = "".join(
        f"<th class=n>{escape(names.kind(one, words))}{f'<br>{counted[one]}' if counted[one] else ''}</th>"
        for one in columns
    )
    body = "".join(
        f"<tr><td>{escape(names.metric(name, words))}</td>"
        + "".join(_cell(values.get(name), name in lower) for values in columns.values())
        + "</tr>"
        for name in shown
    )
    return f"<div class=scroll><table class=kinds><tr><th></th>{head}</tr>{body}</table></div>"


def _cell(value: float | None, lower: bool) -> str:
    if value is None:
        return "<td></td>"
    best = value == (0.0 if lower else 1.0)
    return f'<td class="n {"soft" if best else "short"}">{value:.2f}</td>'
