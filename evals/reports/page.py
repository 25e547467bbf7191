"""Owns a report as one HTML page that loads nothing and runs nothing; knows nothing of how cases were judged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from typing import cast

from evals.gate import Breach, Rule
from evals.metrics.latency import percentiles
from evals.reports import cases, plots
from evals.reports.cases import Words
from evals.reports.changes import Change
from evals.reports.report import Json, Line, Report, Result

OPENED = 3
"""Cases shown open: the worst."""


def page(
    report: Report,
    kinds: Json,
    words: Words,
    broken: Sequence[Breach] | None = None,
    changes: Sequence[Change] = (),
    rules: Sequence[Rule] = (),
) -> str:
    """Return the page; `broken` is None where no gate was asked."""
    title = f"{words['title']} · {words[f'suite_{report.suite}']}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=soft>{escape(report.dataset)} · {escape(report.sha256[:12])} · "
        f"{escape(words['cases'].format(count=len(report.lines)))}</p>",
        _banner(broken, words),
        f"<h2>{escape(words['metrics'])}</h2>",
        _metrics(report, words, changes, rules),
        _verifier(report, words),
        f"<h2>{escape(words['kinds'])}</h2>",
        _kinds(kinds, report, words),
        _latency(report, words),
        f"<h2>{escape(words['worst'])}</h2>",
        _cases(report, words, broken or (), changes),
        f"<h2>{escape(words['conditions'])}</h2>",
        _conditions(report),
    ]
    style = resources.files("evals.reports").joinpath("page.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{escape(words["language"])}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</html>\n"
    )


def _banner(broken: Sequence[Breach] | None, words: Words) -> str:
    if broken is None:
        return ""
    if not broken:
        return f'<p class="banner good">{escape(words["gate_held"])}</p>'
    items = "".join(f"<li>{escape(breach(one, words))}{_links(one.cases)}</li>" for one in broken)
    return f'<div class="banner bad">{escape(words["gate_broke"])}<ul>{items}</ul></div>'


def breach(one: Breach, words: Words) -> str:
    """Return a breach as a sentence, without its cases."""
    return words[f"breach_{one.reason}"].format(
        metric=words.get(f"metric_{one.metric}", one.metric),
        value="–" if one.value is None else f"{one.value:.3f}",
        bound="–" if one.bound is None else f"{one.bound:.3f}",
    )


def _links(names: Sequence[str]) -> str:
    links = ", ".join(f'<a href="#case-{escape(name)}">{escape(name)}</a>' for name in names)
    return f": {links}" if links else ""


def _metrics(report: Report, words: Words, changes: Sequence[Change], rules: Sequence[Rule]) -> str:
    change = {one.metric: one for one in changes}
    rule = {one.metric: one for one in rules}
    heads = ["metric", "value", "interval", "judged", *(["before", "p"] if changes else [])]
    head = "".join(f"<th>{escape(words[name])}</th>" for name in heads)
    rows = "".join(_row(one, words, change, rule.get(one.name), bool(changes)) for one in report.results)
    return f"<div class=scroll><table><tr>{head}</tr>{rows}</table></div><p class=soft>{escape(words['plot'])}</p>"


def _row(one: Result, words: Words, change: Mapping[str, Change], rule: Rule | None, compared: bool) -> str:
    name = escape(words.get(f"metric_{one.name}", one.name))
    arrow = "↑" if one.better == "higher" else "↓"
    judged = f"{one.judged}" + (f" (+{one.unjudged} {escape(words['not_judged'])})" if one.unjudged else "")
    was = change.get(one.name)
    bound = None if rule is None else rule.least if rule.least is not None else rule.most
    if one.value is None:
        figure, plot = escape(words["not_judged"]), ""
    else:
        figure = f"{one.value:.3f}"
        plot = plots.interval(one.value, one.low, one.high, was.before if was else None, bound, f"{one.name} {figure}")
    cells = f"<td>{name} <span class=soft>{arrow}</span></td><td class=n>{figure}</td><td>{plot}</td><td>{judged}</td>"
    if compared and was:
        cells += f"<td class=n>{was.before:.3f} ({was.after - was.before:+.3f})</td><td class=n>{was.paired.p:.3f}</td>"
    elif compared:
        cells += "<td></td><td></td>"
    return f"<tr>{cells}</tr>"


def _verifier(report: Report, words: Words) -> str:
    one = report.verified
    if one is None:
        return ""
    value = "–" if one.value is None else f"{one.value:.3f}"
    low, high = ("–" if end is None else f"{end:.3f}" for end in (one.low, one.high))
    said = words["verifier"].format(
        name=report.verifier, value=value, low=low, high=high, claims=report.verified_on, count=one.judged
    )
    return f"<p class=warn>{escape(said)}</p>"


def _kinds(kinds: Json, report: Report, words: Words) -> str:
    shown = [one.name for one in report.results]
    rows = cast(Mapping[str, Mapping[str, float | None]], kinds)
    head = "".join(f"<th class=n>{escape(words.get(f'metric_{name}', name))}</th>" for name in shown)
    body = "".join(
        f"<tr><td>{escape(kind)}</td>" + "".join(_cell(values.get(name)) for name in shown) + "</tr>"
        for kind, values in rows.items()
    )
    return f"<div class=scroll><table><tr><th></th>{head}</tr>{body}</table></div>"


def _cell(value: float | None) -> str:
    return f"<td class=n>{'' if value is None else f'{value:.2f}'}</td>"


def _latency(report: Report, words: Words) -> str:
    found = percentiles(report.milliseconds)
    if not found:
        return ""
    said = words["latency"].format(**found)
    plot = plots.histogram(report.milliseconds, "ms", said)
    return f"<h2>{escape(words['latency_title'])}</h2><p>{escape(said)}</p>{plot}"


def _cases(report: Report, words: Words, broken: Sequence[Breach], changes: Sequence[Change]) -> str:
    broke: dict[str, list[str]] = defaultdict(list)
    for one in broken:
        for case in one.cases:
            broke[case].append(one.metric)
    fell = {case for change in changes for case in change.fell}
    rose = {case for change in changes for case in change.rose} - fell
    lost = _lost(report)

    def order(line: Line) -> tuple[bool, bool, bool, float]:
        return line.outcome != "error", line.id not in broke, line.id not in fell, -lost[line.id]

    blocks = []
    for position, line in enumerate(sorted(report.lines, key=order)):
        moved = "fell" if line.id in fell else "rose" if line.id in rose else ""
        bad = line.outcome == "error" or line.id in broke or lost[line.id] > 0
        blocks.append(cases.block(line, report, words, broke[line.id], moved, bad and position < OPENED))
    return "".join(blocks)


def _lost(report: Report) -> dict[str, float]:
    """Return what each case lost, summed over metrics."""
    lost = dict.fromkeys((line.id for line in report.lines), 0.0)
    for one in report.results:
        for score in one.scores:
            if score.value is not None:
                lost[score.case] += 1 - score.value if one.better == "higher" else score.value
    return lost


def _conditions(report: Report) -> str:
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in sorted(report.conditions.items())
    )
    return f"<dl>{rows}</dl>"
