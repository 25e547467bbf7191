"""HTML page of a comparison of two systems: one static file that loads nothing and runs no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib import resources

from evals.reports import names, usage_words
from evals.reports.names import Words
from evals.reports.report import Result
from evals.reports.side_by_side import Differing, Row, Said, SideBySide
from evals.reports.tables import GROUPS

SIGNIFICANT = 0.05
OPENED = 3
"""Differing cases shown open: those that the first system got wrong and the second did not."""


def page(value: SideBySide, words: Words) -> str:
    """Return the page of a comparison."""
    title = f"{words['title']} · {words['versus']}"
    systems = "".join(f"<li>{'AB'[at]}: {escape(name)}</li>" for at, name in enumerate(value.names))
    silent = unanswered(value, words)
    parts = [
        f"<h1>{escape(title)}</h1><ul>{systems}</ul>",
        f"<p class=soft>{escape(value.dataset)} · {escape(words['cases'].format(count=value.questions))} · "
        f"{escape(words['version'].format(sha=value.sha256[:12]))}</p>",
        f"<p>{escape(tally(value, words))}</p>",
        *([f"<p>{escape(silent)}</p>"] if silent else []),
        *(f"<p class=warn>{escape(one)}</p>" for one in names.unused(value.unused, words)),
        f"<h2>{escape(words['metrics'])}</h2>",
        _table(value.rows, words),
        f"<p class=soft>{escape(words['versus_tests'])}</p><p class=soft>{escape(words['versus_questions'])}</p>",
        _usages(value, words),
        f"<h2>{escape(words['versus_cases'])}</h2>",
        *(_case(one, at < OPENED and bool(one.first.failures), words) for at, one in enumerate(value.differing)),
        *_unanswered(value, words),
        f"<h2>{escape(words['conditions'])}</h2>",
        *(_conditions(name, at, value, words) for at, name in enumerate(value.names)),
    ]
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{escape(words["language"])}">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</html>\n"
    )


def tally(value: SideBySide, words: Words) -> str:
    """Return the sentence that counts the differing cases that only one of the systems got right."""
    first, second = value.tally
    return words["versus_tally"].format(differing=len(value.differing), first=first, second=second)


def unanswered(value: SideBySide, words: Words) -> str:
    """Return the sentence that counts the cases without a reply of each system; empty where there are none."""
    first, second = value.silent
    return words["versus_unanswered"].format(first=first, second=second) if first or second else ""


def _unanswered(value: SideBySide, words: Words) -> Sequence[str]:
    if not value.unanswered:
        return ()
    head = f"<h2>{escape(words['versus_unanswered_cases'])}</h2>"
    return head, *(_case(one, False, words) for one in value.unanswered)


def figure(one: Result | None, row: Row, words: Words) -> str:
    """Return the value of one system with its interval, or why it has none: 0.912 [0.870, 0.951]."""
    if one is None:
        return words[f"lacking_{row.lacking}"] if row.lacking else words["versus_no_case"]
    if one.value is None:
        return words["not_judged"]
    return f"{one.value:.3f}" + ("" if one.low is None or one.high is None else f" [{one.low:.3f}, {one.high:.3f}]")


def difference(row: Row) -> str:
    """Return the paired difference with its interval: +0.120 [+0.041, +0.199]; empty where there is none."""
    apart = row.difference
    if apart is None or apart.value is None:
        return ""
    ends = "" if apart.low is None or apart.high is None else f" [{_signed(apart.low)}, {_signed(apart.high)}]"
    return _signed(apart.value) + ends


def chance(row: Row, words: Words) -> str:
    """Return the probability of chance with its test; empty where there is no difference to test."""
    apart = row.difference
    if apart is None or apart.value is None:
        return ""
    return f"{apart.paired.p:.3f} ({words[f'test_{apart.paired.test}']})"


def _signed(number: float) -> str:
    written = f"{number:+.3f}"
    return "0.000" if written[1:] == "0.000" else written


def _table(rows: Sequence[Row], words: Words) -> str:
    heads = ("metric", "versus_first", "versus_second", "versus_difference", "p", "judged")
    head = "".join(f"<th{'' if at == 0 else ' class=n'}>{escape(words[name])}</th>" for at, name in enumerate(heads))
    found = {row.metric: row for row in rows}
    body = ""
    for name, wanted in (*GROUPS, ("", tuple(found))):
        members = [found.pop(one) for one in wanted if one in found]
        if name and members:
            body += f'<tr class=group><th colspan="{len(heads)}">{escape(words[f"group_{name}"])}</th></tr>'
        body += "".join(_row(row, words) for row in members)
    return f'<div class=scroll><table class="metrics beside"><tr>{head}</tr>{body}</table></div>'


def _row(row: Row, words: Words) -> str:
    arrow = "↑" if row.better == "higher" else "↓"
    about = words.get(f"about_{row.metric}", "")
    told = f"<br><span class=soft>{escape(about)}</span>" if about else ""
    apart = row.difference
    sure = apart is not None and apart.paired.p < SIGNIFICANT and bool(apart.value)
    ahead = apart is not None and apart.value is not None and (apart.value > 0) == (row.better == "higher")
    kind = (" good" if ahead else " bad") if sure else ""
    cells = (
        f"<td>{escape(names.metric(row.metric, words))} <span class=soft>{arrow}</span>{told}</td>",
        *(_value(one, row, words) for one in (row.first, row.second)),
        f'<td class="n{kind}">{_folded(difference(row), "[")}</td>',
        f"<td class=n>{_folded(chance(row, words), '(')}</td>",
        f"<td class=n>{apart.paired.cases if apart else ''}</td>",
    )
    return f"<tr>{''.join(cells)}</tr>"


def _value(one: Result | None, row: Row, words: Words) -> str:
    kind = "soft" if one is None else "n"
    return f"<td class={kind}>{_folded(figure(one, row, words), '[')}</td>"


def _folded(text: str, mark: str) -> str:
    """Return a figure with what follows it from `mark` on, its interval or test, on a line of its own."""
    value, _, rest = text.partition(f" {mark}")
    return f"{escape(value)}<br><span class=soft>{escape(mark + rest)}</span>" if rest else escape(value)


def _usages(value: SideBySide, words: Words) -> str:
    told = "".join(
        f"<h3>{'AB'[at]} · {escape(value.names[at])}</h3><ul>"
        + "".join(f"<li>{escape(one)}</li>" for one in usage_words.told(used, words))
        + "</ul>"
        for at, used in enumerate(value.usages)
        if used is not None
    )
    return f"<h2>{escape(words['usage_title'])}</h2>{told}" if told else ""


def _case(one: Differing, opened: bool, words: Words) -> str:
    tags = f'<span class="tag">{escape(names.kind(one.kind, words))}</span>'
    gold = f"<p>{escape(words['gold'])}: {escape(' · '.join(one.gold))}</p>" if one.gold else ""
    expected = f"<p>{escape(words['expected'])}: {escape(words[f'expected_{one.expected}'])}</p>"
    sides = "".join(_said(said, at, words) for at, said in enumerate((one.first, one.second)))
    return (
        f'<details{" open" if opened else ""} id="case-{escape(one.id)}"><summary><span class=tags>{tags}</span>'
        f"<strong>{escape(one.question)}</strong> <span class=soft>{escape(one.id)}</span></summary>"
        f"{expected}{gold}<div class=sides>{sides}</div></details>"
    )


def _said(said: Said, at: int, words: Words) -> str:
    if said.silent:
        return (
            f"<section><h3>{'AB'[at]} · {escape(words['versus_no_answer'])}</h3>"
            f"<p class=soft>{escape(said.text)}</p></section>"
        )
    wrong = " ".join(f'<span class="tag bad">{escape(names.failure(name, words))}</span>' for name in said.failures)
    right = f"<span class=good>✓ {escape(words['versus_right'])}</span>"
    quotes = "".join(f"<blockquote>{escape(quote)}</blockquote>" for quote in said.quotes)
    return (
        f"<section><h3>{'AB'[at]} · {escape(words[f'outcome_{said.outcome}'])}</h3><p>{wrong or right}</p>"
        f"<p>{escape(said.text)}</p>{quotes}</section>"
    )


def _conditions(name: str, at: int, value: SideBySide, words: Words) -> str:
    rows = "".join(
        f"<dt>{escape(names.condition(key, words))}</dt><dd>{escape(names.setting(told, words))}</dd>"
        for key, told in sorted(value.conditions[at].items())
    )
    return f"<h3>{'AB'[at]} · {escape(name)}</h3><dl>{rows}</dl>"
