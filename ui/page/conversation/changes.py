"""HTML table of superseded and conflicting values among the documents behind an answer."""

from __future__ import annotations

from markupsafe import Markup

from assistant.answers import Answer
from ui.exports import wording
from ui.messages import Language, say
from ui.page.evidence import citations
from ui.page.evidence.context import Exhibit
from ui.page.html.markup import element


def changes(answer: Answer, exhibit: Exhibit, language: Language) -> Markup:
    """Return superseded values and conflicts as one table; empty HTML if there are none."""
    rows = [
        _row("page.change", one.subject, (one.value, one.now), (one.citation,), (one.by,), exhibit, language)
        for one in answer.superseded
    ] + [
        _row(
            "page.disagree",
            wording.conflict(one, answer.citations, language) if one.values or one.trusted else one.subject,
            ("", ""),
            one.citations[:1],
            one.citations[1:],
            exhibit,
            language,
        )
        for one in answer.conflicts
    ]
    if not rows:
        return Markup()
    heads = (say(f"page.changes.{name}", language) for name in ("kind", "subject", "before", "after"))
    head = element("tr", *(element("th", one, scope="col") for one in heads))
    return element(
        "table",
        element("caption", say("page.changes", language)),
        element("thead", head),
        element("tbody", *rows),
        class_="changes",
    )


def _row(
    kind: str,
    subject: str,
    values: tuple[str, str],
    before: tuple[int, ...],
    after: tuple[int, ...],
    exhibit: Exhibit,
    language: Language,
) -> Markup:
    return element(
        "tr",
        element("th", say(kind, language), scope="row"),
        element("td", subject),
        *(
            element("td", value, " " if value else "", _dated(markers, exhibit, language))
            for value, markers in zip(values, (before, after), strict=True)
        ),
    )


def _dated(markers: tuple[int, ...], exhibit: Exhibit, language: Language) -> Markup:
    cited = [one for one in map(exhibit.citation, markers) if one]
    days = sorted({citations.published(one, language) for one in cited})
    return element("span", ", ".join(days), citations.buttons(exhibit, markers, language), class_="dated")
