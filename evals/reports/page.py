"""HTML page of a report: one static file that loads nothing and runs no script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources

from evals.gate import Breach, Differing, Rule, unjudged
from evals.metrics.latency import percentiles
from evals.reports import cases, names, plots, tables, usage_words
from evals.reports.changes import Change
from evals.reports.failures import by_failure, failures, ranks
from evals.reports.names import Words
from evals.reports.report import Json, Line, Report

OPENED = 3
"""Cases shown open: the worst."""
LINKED = 40
"""Most cases linked to from one line."""


def page(
    report: Report,
    kinds: Json,
    words: Words,
    broken: Sequence[Breach] | None = None,
    changes: Sequence[Change] = (),
    rules: Sequence[Rule] = (),
    differing: Sequence[Differing] = (),
) -> str:
    """Return the page; `broken` is None if the run had no gate, `differing` how the baseline was run otherwise."""
    title = f"{words['title']} · {words[f'suite_{report.suite}']}"
    wrong = failures(report)
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p class=soft>{escape(report.dataset)} · {escape(words['cases'].format(count=len(report.lines)))} · "
        f"{escape(words['version'].format(sha=report.sha256[:12]))}</p>",
        *(f"<p class=warn>{escape(one)}</p>" for one in names.unused(report.unused, words)),
        *([f"<p class=warn>{escape(names.differing(differing, words))}</p>"] if differing else []),
        _banner(broken, unjudged(report, rules), len(rules), words),
        f"<h2>{escape(words['went_wrong'])}</h2>",
        _wrong(wrong, report, words),
        f"<h2>{escape(words['metrics'])}</h2>",
        tables.metrics(report, words, changes, rules),
        _verifier(report, words),
        *(tables.judge(one, words, changes) for one in report.judges),
        f"<h2>{escape(words['kinds'])}</h2>",
        tables.kinds(kinds, report, words),
        _latency(report, words),
        _usage(report, words),
        f"<h2>{escape(words['worst'])}</h2>",
        _cases(report, words, wrong, broken or (), changes),
        f"<h2>{escape(words['conditions'])}</h2>",
        _conditions(report, words),
    ]
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{escape(words["language"])}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</html>\n"
    )


def _banner(broken: Sequence[Breach] | None, uncomputed: Sequence[str], rules: int, words: Words) -> str:
    if broken is None:
        return ""
    told = f"<p class=soft>{escape(not_judged(uncomputed, words))}</p>" if uncomputed else ""
    if not broken:
        return f'<p class="banner good">{escape(words[held(len(uncomputed), rules)])}</p>{told}'
    items = "".join(f"<li>{escape(breach(one, words))}{_links(one.cases)}</li>" for one in broken)
    return f'<div class="banner bad">{escape(words["gate_broke"])}<ul>{items}</ul></div>{told}'


def held(uncomputed: int, rules: int) -> str:
    """Return the key of the words for a gate that nothing broke, by how many of its rules were not judged."""
    if not uncomputed:
        return "gate_held"
    return "gate_held_judged" if uncomputed < rules else "gate_none_judged"


def not_judged(uncomputed: Sequence[str], words: Words) -> str:
    """Return the sentence that names the metrics whose thresholds were not judged."""
    return words["gate_not_judged"].format(
        count=len(uncomputed), metrics=", ".join(names.metric(one, words) for one in uncomputed)
    )


def breach(one: Breach, words: Words) -> str:
    """Return a breach as a sentence, without its cases."""
    return words[f"breach_{one.reason}"].format(
        metric=names.metric(one.metric, words),
        value="–" if one.value is None else f"{one.value:.3f}",
        bound="–" if one.bound is None else f"{one.bound:.3f}",
    )


def _links(cases: Sequence[str]) -> str:
    links = ", ".join(f'<a href="#case-{escape(name)}">{escape(name)}</a>' for name in cases[:LINKED])
    more = f" … +{len(cases) - LINKED}" if len(cases) > LINKED else ""
    return f": {links}{more}" if links else ""


def _wrong(wrong: Mapping[str, tuple[str, ...]], report: Report, words: Words) -> str:
    if not wrong:
        return f"<p class=good>{escape(words['nothing_wrong'])}</p>"
    items = "".join(
        f"<li>{escape(names.failure(name, words))} <strong>{len(found)}</strong>{_links(found)}</li>"
        for name, found in by_failure(wrong).items()
    )
    counted = words["wrong_count"].format(count=len(report.lines), wrong=len(wrong))
    return f"<p>{escape(counted)}</p><ul class=wrong>{items}</ul>"


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


def _latency(report: Report, words: Words) -> str:
    found = percentiles(report.milliseconds)
    if not found:
        return ""
    said = words["latency"].format(**found)
    plot = plots.histogram(report.milliseconds, "ms", said)
    return f"<h2>{escape(words['latency_title'])}</h2><p>{escape(said)}</p>{plot}"


def _usage(report: Report, words: Words) -> str:
    if report.usage is None:
        return ""
    lines = "".join(f"<li>{escape(one)}</li>" for one in usage_words.told(report.usage, words))
    return f"<h2>{escape(words['usage_title'])}</h2><ul>{lines}</ul>"


def _cases(
    report: Report,
    words: Words,
    wrong: Mapping[str, tuple[str, ...]],
    broken: Sequence[Breach],
    changes: Sequence[Change],
) -> str:
    broke: dict[str, list[str]] = defaultdict(list)
    for one in broken:
        for case in one.cases:
            broke[case].append(one.metric)
    told = [change for change in changes if ranks(change.metric)]
    fell = {case for change in told for case in change.fell}
    rose = {case for change in told for case in change.rose} - fell
    lost = _lost(report)

    def order(line: Line) -> tuple[bool, bool, bool, bool, float]:
        return line.outcome != "error", line.id not in broke, line.id not in fell, line.id not in wrong, -lost[line.id]

    blocks = []
    for position, line in enumerate(sorted(report.lines, key=order)):
        moved = "fell" if line.id in fell else "rose" if line.id in rose else ""
        bad = line.outcome == "error" or line.id in broke or line.id in wrong
        marks = cases.Marks(wrong.get(line.id, ()), broke[line.id], moved, bad and position < OPENED)
        blocks.append(cases.block(line, report, words, marks))
    return "".join(blocks)


def _lost(report: Report) -> dict[str, float]:
    """Return what each case lost, summed over metrics."""
    lost = dict.fromkeys((line.id for line in report.lines), 0.0)
    for one in filter(lambda result: ranks(result.name), report.results):
        for score in one.scores:
            if score.value is not None:
                lost[score.case] += 1 - score.value if one.better == "higher" else score.value
    return lost


def _conditions(report: Report, words: Words) -> str:
    rows = "".join(
        f"<dt>{escape(names.condition(name, words))}</dt><dd>{escape(names.setting(value, words))}</dd>"
        for name, value in sorted(report.conditions.items())
    )
    return f"<dl>{rows}</dl>"
