"""HTML of what changed and of what documents disagree on, behind an answer.

A value that was replaced is a row of a table, before and after; a disagreement is a list, a line for each value.
"""

from __future__ import annotations

from markupsafe import Markup

from assistant.answers import Answer, Conflict, Superseded
from ui.exports import wording
from ui.messages import Language, say
from ui.page.evidence import citations
from ui.page.evidence.context import Exhibit
from ui.page.html.lines import unbroken
from ui.page.html.markup import element, join

HEADS = ("subject", "before", "after")


def changes(answer: Answer, exhibit: Exhibit, language: Language) -> Markup:
    """Return superseded values as a table and each conflict as a list below; empty HTML if there are none."""
    return join(
        [
            _table(answer.superseded, exhibit, language) if answer.superseded else Markup(),
            *(_conflict(one, answer, exhibit, language) for one in answer.conflicts),
        ]
    )


def _table(superseded: tuple[Superseded, ...], exhibit: Exhibit, language: Language) -> Markup:
    heads = [say(f"page.changes.{name}", language) for name in HEADS]
    rows = [
        element(
            "tr",
            element("th", one.subject, scope="row"),
            *(
                element("td", value, " " if value else "", _dated(marker, exhibit, language), data_head=head)
                for head, value, marker in zip(heads[1:], (one.value, one.now), (one.citation, one.by), strict=True)
            ),
        )
        for one in superseded
    ]
    return element(
        "table",
        element("caption", say("page.changes", language)),
        element("thead", element("tr", *(element("th", one, scope="col") for one in heads))),
        element("tbody", *rows),
        class_="changes",
    )


def _dated(marker: int, exhibit: Exhibit, language: Language) -> Markup:
    cited = exhibit.citation(marker)
    day = citations.published(cited, language) if cited else ""
    return element("span", unbroken(day), citations.buttons(exhibit, (marker,), language), class_="dated")


def _conflict(one: Conflict, answer: Answer, exhibit: Exhibit, language: Language) -> Markup:
    """Return what each document says of one fact; documents that say the same stand on one line."""
    said: dict[str, list[int]] = {}
    for value, marker in zip(one.values or ("",) * len(one.citations), one.citations, strict=True):
        said.setdefault(value, []).append(marker)
    lines = [
        element(
            "li",
            *([element("strong", value)] if value else []),
            join(_source(marker, exhibit, language) for marker in markers),
        )
        for value, markers in said.items()
    ]
    trusted = wording.trusted(one, answer.citations, language)
    return element(
        "section",
        element("h3", f"{say('page.disagree', language)}: ", element("span", one.subject)),
        element("ul", *lines),
        *([element("p", trusted)] if trusted else []),
        class_="disagreeing",
    )


def _source(marker: int, exhibit: Exhibit, language: Language) -> Markup:
    cited = exhibit.citation(marker)
    issued = citations.issued(cited, language) if cited else ""
    return element("span", unbroken(issued), citations.buttons(exhibit, (marker,), language), class_="issued")
