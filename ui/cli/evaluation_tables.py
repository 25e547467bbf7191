"""Terminal output of an evaluation: metric tables, failures and the outcome of the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast

from ui.cli.terminal import Terminal
from ui.exports.report_words import page_words

if TYPE_CHECKING:
    from rich.table import Table

    from evals.gate import Breach, Rule
    from evals.reports.changes import Change
    from evals.reports.report import Found, Result
    from evals.reports.side_by_side import SideBySide

SHOWN = 12
"""Most cases of one failure named on the terminal; the page names them all."""


def table(found: Found, rules: Sequence[Rule], changed: Sequence[Change], terminal: Terminal) -> Iterator[str]:
    """Yield a table of the metrics, and one more for each optional judge."""
    from evals.reports.construction import constructed

    words = page_words(terminal.look.language)
    report = found.report
    bounds = {rule.metric: _bound(rule) for rule in rules}
    model = report.conditions.get("model", "")
    sure = [one for one in report.results if constructed(one.name, one.value, model)]
    varying = [one for one in report.results if one not in sure]
    results = [*varying, *([report.verified] if report.verified else [])]
    title = f"{words['title']} · {words[f'suite_{report.suite}']} · {report.dataset}"
    yield from _printed(_rows(title, results, bounds, changed, words), terminal)
    if sure:
        title = words["constructed"].format(count=len(sure))
        yield from _printed(_rows(title, sure, bounds, changed, words), terminal)
    if report.verified:
        yield words["verifier"].format(
            name=report.verifier,
            value=_number(report.verified.value),
            low=_number(report.verified.low),
            high=_number(report.verified.high),
            claims=report.verified_on,
            count=report.verified.judged,
        )
    for judge in report.judges:
        title = words["judge"].format(name=judge.name, version=judge.version, model=judge.model)
        yield from _printed(_rows(title, judge.results, {}, changed, words), terminal)
        yield words["judge_note"]


def _rows(
    title: str,
    results: Sequence[Result],
    bounds: Mapping[str, str],
    changed: Sequence[Change],
    words: Mapping[str, str],
) -> Table:
    from rich.table import Table

    from evals.reports import names

    change = {one.metric: one for one in changed}
    table = Table(title=title)
    for name in ("metric", "value", "interval", "judged"):
        table.add_column(words[name], justify="left" if name == "metric" else "right")
    if bounds:
        table.add_column(words["bound"], justify="right")
    if changed:
        table.add_column(words["before"], justify="right")
        table.add_column(words["p"], justify="right")
    for one in results:
        row = [
            f"{names.metric(one.name, words)} {'↑' if one.better == 'higher' else '↓'}",
            words["not_judged"] if one.value is None else _number(one.value),
            "–" if one.low is None else f"{_number(one.low)}–{_number(one.high)}",
            str(one.judged) + (f" +{one.unjudged} {words['not_judged']}" if one.unjudged else ""),
            *([bounds.get(one.name, "")] if bounds else []),
        ]
        if changed:
            was = change.get(one.name)
            row += [f"{was.before:.3f}", f"{was.paired.p:.3f}"] if was else ["", ""]
        table.add_row(*row)
    return table


def drops(found: Found, terminal: Terminal) -> Iterator[str]:
    """Yield each metric's value under each disturbance, and its drop."""
    from rich.table import Table

    from evals.measured import DISTURBED

    words = page_words(terminal.look.language)
    rows = cast(Mapping[str, Mapping[str, float | None]], found.kinds)
    table = Table(title=f"{words['title']} · {words['suite_robustness']} · {found.report.dataset}")
    table.add_column(words["disturbance"])
    for name in DISTURBED:
        table.add_column(words[f"metric_{name}"], justify="right")
    for row in rows:
        name, _, part = row.partition(": ")
        if part == "after":
            drop = rows[f"{name}: drop"]
            cells = [f"{_number(value)} ({_number(drop[one])})" for one, value in rows[row].items()]
            ordered = dict(zip(rows[row], cells, strict=True))
            table.add_row(words.get(f"disturbance_{name}", name), *(ordered[one] for one in DISTURBED))
    yield from _printed(table, terminal)
    yield words["drop"]


def used(found: Found, terminal: Terminal, name: str = "") -> Iterator[str]:
    """Yield the tokens, seconds and cost of the questions of a run."""
    from evals.reports import usage_words

    words = page_words(terminal.look.language)
    if found.report.usage is not None:
        yield f"{words['usage_title']} · {name}" if name else words["usage_title"]
        yield from (f"  - {one}" for one in usage_words.told(found.report.usage, words))


def beside(value: SideBySide, terminal: Terminal) -> Iterator[str]:
    """Yield two systems side by side: each metric of both, the paired difference and on how many cases they differ."""
    from rich.table import Table

    from evals.reports import names
    from evals.reports.side_by_side_page import chance, difference, figure, tally, unanswered

    words = page_words(terminal.look.language)
    table = Table(title=f"{words['versus']} · A: {value.names[0]} · B: {value.names[1]}")
    for name in ("metric", "versus_first", "versus_second", "versus_difference", "p", "judged"):
        table.add_column(words[name], justify="left" if name == "metric" else "right")
    for row in value.rows:
        name = f"{names.metric(row.metric, words)} {'↑' if row.better == 'higher' else '↓'}"
        values = (figure(one, row, words) for one in (row.first, row.second))
        shared = str(row.difference.paired.cases) if row.difference else ""
        table.add_row(name, *values, difference(row), chance(row, words), shared)
    yield from _printed(table, terminal)
    yield tally(value, words)
    if told := unanswered(value, words):
        yield told
    yield words["versus_tests"]


def _printed(table: Table, terminal: Terminal) -> list[str]:
    from rich.console import Console

    console = Console(width=terminal.look.width, no_color=not terminal.look.colour, force_terminal=terminal.look.colour)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n").split("\n")


def wrong(found: Found, words: Mapping[str, str]) -> Iterator[str]:
    """Yield the kinds of failure with their cases."""
    from evals.reports import names
    from evals.reports.failures import by_failure, failures

    wrong = failures(found.report)
    if not wrong:
        yield words["nothing_wrong"]
        return
    counted = words["wrong_count"].format(count=len(found.report.lines), wrong=len(wrong))
    yield f"{words['went_wrong']}: {counted}"
    for name, cases in by_failure(wrong).items():
        more = f" … +{len(cases) - SHOWN}" if len(cases) > SHOWN else ""
        yield f"  - {names.failure(name, words)} {len(cases)}: {', '.join(cases[:SHOWN])}{more}"


def verdict(
    found: Found, rules: Sequence[Rule], broken: Sequence[Breach] | None, words: Mapping[str, str]
) -> Iterator[str]:
    """Yield whether the gate passed, every case that failed it, and the thresholds that were not judged."""
    from evals.gate import unjudged
    from evals.reports.page import breach, held, not_judged

    if broken is None:
        return
    uncomputed = unjudged(found.report, rules)
    yield words["gate_broke"] if broken else words[held(len(uncomputed), len(rules))]
    for one in broken:
        yield f"  - {breach(one, words)}"
        yield from (f"      {case}" for case in one.cases)
    if uncomputed:
        yield not_judged(uncomputed, words)


def _bound(rule: Rule) -> str:
    parts = [
        *([f"≥ {rule.least:.3f}"] if rule.least is not None else []),
        *([f"≤ {rule.most:.3f}"] if rule.most is not None else []),
    ]
    return " ".join(parts)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{round(value, 3) + 0.0:.3f}"
