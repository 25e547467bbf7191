"""HTML of two systems side by side: every metric with its paired difference, and the cases on which they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from ui.messages import Language, say
from ui.page.html.markup import element

if TYPE_CHECKING:
    from evals.reports.report import Result
    from evals.reports.side_by_side import Differing, Row, Said, SideBySide

SIGNIFICANT = 0.05
MOST = 50
"""Most differing cases shown; the file comparison.html holds them all."""
Words = Mapping[str, str]


def beside(value: SideBySide, words: Words, language: Language) -> Markup:
    """Return the comparison: which systems, the metrics of both, and the cases on which they differ."""
    from evals.reports.side_by_side_page import tally, unanswered

    silent = unanswered(value, words)
    left = len(value.differing) - MOST
    return element(
        "section",
        element("h3", words["versus"]),
        element("p", *(part for at, name in enumerate(value.names) for part in _name(at, name)), class_="systems"),
        element("p", tally(value, words), class_="tally"),
        *([element("p", silent, class_="tally")] if silent else []),
        _table(value.rows, words, language),
        element("p", words["versus_tests"], class_="hint"),
        element("p", words["versus_questions"], class_="hint"),
        element("h3", words["versus_cases"]),
        *(_case(one, words) for one in value.differing[:MOST]),
        *_more(left, language),
        *_unanswered(value, words, language),
        class_="beside-systems",
    )


def _unanswered(value: SideBySide, words: Words, language: Language) -> list[Markup]:
    """Return the cases without a reply of one system."""
    if not value.unanswered:
        return []
    return [
        element("h3", words["versus_unanswered_cases"]),
        *(_case(one, words) for one in value.unanswered[:MOST]),
        *_more(len(value.unanswered) - MOST, language),
    ]


def _more(left: int, language: Language) -> list[Markup]:
    return [element("p", say("runs.versus.more", language, count=left), class_="hint")] if left > 0 else []


def _name(at: int, name: str) -> tuple[Markup, str]:
    return element("b", "AB"[at]), f" {name}  "


def _table(rows: Sequence[Row], words: Words, language: Language) -> Markup:
    heads = ("metric", "versus_first", "versus_second", "versus_difference", "p", "judged")
    body: list[Markup] = []
    for title, members in _grouped(rows, words, language):
        body.append(element("tr", element("th", title, scope="colgroup", colspan=len(heads)), class_="group"))
        body += [_row(row, words) for row in members]
    head = element("thead", element("tr", *(element("th", words[one], scope="col") for one in heads)))
    return element(
        "div",
        element("table", head, element("tbody", *body), class_="metrics"),
        class_="scroll",
        tabindex=0,
        role="region",
        aria_label=words["versus"],
    )


def _grouped(rows: Sequence[Row], words: Words, language: Language) -> Iterable[tuple[str, list[Row]]]:
    from evals.reports.tables import GROUPS

    left = {row.metric: row for row in rows}
    for name, wanted in GROUPS:
        if found := [left.pop(one) for one in wanted if one in left]:
            yield words[f"group_{name}"], found
    if left:
        yield say("runs.other", language), list(left.values())


def _row(row: Row, words: Words) -> Markup:
    from evals.reports import names
    from evals.reports.side_by_side_page import chance, difference

    arrow = "↑" if row.better == "higher" else "↓"
    about = words.get(f"about_{row.metric}", "")
    described = [element("span", about, class_="about")] if about else []
    title = (names.metric(row.metric, words), " ", element("span", arrow, aria_hidden="true", class_="arrow"))
    return element(
        "tr",
        element("th", *title, *described, scope="row"),
        *(_value(one, row, words) for one in (row.first, row.second)),
        element("td", *_folded(difference(row), "["), class_=f"n moved{_kind(row)}"),
        element("td", *_folded(chance(row, words), "("), class_="n"),
        element("td", str(row.difference.paired.cases) if row.difference else "", class_="n"),
    )


def _kind(row: Row) -> str:
    """Return the class of a difference: rose where the first system is surely ahead, fell where it is behind."""
    apart = row.difference
    if apart is None or not apart.value or apart.paired.p >= SIGNIFICANT:
        return ""
    return " rose" if (apart.value > 0) == (row.better == "higher") else " fell"


def _value(one: Result | None, row: Row, words: Words) -> Markup:
    from evals.reports.side_by_side_page import figure

    return element("td", *_folded(figure(one, row, words), "["), class_="lacking" if one is None else "n")


def _folded(text: str, mark: str) -> tuple[str | Markup, ...]:
    """Return a figure with what follows it from `mark` on, its interval or test, on a line of its own."""
    value, _, rest = text.partition(f" {mark}")
    return (value, element("span", mark + rest, class_="about")) if rest else (value,)


def _case(one: Differing, words: Words) -> Markup:
    gold = [element("p", f"{words['gold']}: {' · '.join(one.gold)}", class_="outcome")] if one.gold else []
    expected = f"{words['expected']}: {words.get(f'expected_{one.expected}', one.expected)}"
    return element(
        "details",
        element("summary", element("b", one.question), " ", element("span", one.id, class_="id")),
        element("p", expected, class_="outcome"),
        *gold,
        element("div", *(_said(said, at, words) for at, said in enumerate((one.first, one.second))), class_="sides"),
        class_="case",
    )


def _said(said: Said, at: int, words: Words) -> Markup:
    from evals.reports import names

    if said.silent:
        head = element("h4", f"{'AB'[at]} · {words['versus_no_answer']}")
        return element("section", head, element("p", said.text, class_="said"))
    wrong = " · ".join(names.failure(name, words) for name in said.failures)
    verdict = element("p", f"≠ {wrong}", class_="wrong") if wrong else element("p", f"✓ {words['versus_right']}")
    outcome = words.get(f"outcome_{said.outcome}", said.outcome)
    return element(
        "section",
        element("h4", f"{'AB'[at]} · {outcome}"),
        verdict,
        element("p", said.text, class_="said"),
        *(element("blockquote", " ".join(quote.split()), class_="quote") for quote in said.quotes),
    )
