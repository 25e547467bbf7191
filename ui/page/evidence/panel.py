"""HTML of the evidence pane: the list of citations and the one that is open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.answers import Citation
from ui.messages import Language, say
from ui.page.evidence import citations, grid
from ui.page.evidence.context import Currency, Evidence, Exhibit
from ui.page.html.lines import unbroken
from ui.page.html.markup import element, join
from ui.page.html.templates import render

YEAR, MONTH = 365.25, 30.44
"""Days."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on how current a citation is, and the citation that takes its place."""

    kind: Literal["age", "outdated"]
    text: str
    by: str = ""


def sources(exhibit: Exhibit, language: Language, hint: str = "page.evidence.none") -> Markup:
    """Return the list of an exhibit's citations, or the message `hint` if there are none."""
    if not exhibit.citations:
        return _pane(say("page.evidence", language), element("p", say(hint, language), class_="hint"))
    cards = (citations.card(exhibit.group, citation, language) for citation in exhibit.citations)
    return _pane(_heading(exhibit, language), element("ol", *cards, class_="cards"))


def opened(evidence: Evidence, exhibit: Exhibit, language: Language, picture: Markup | None = None) -> Markup:
    """Return one citation in full: metadata, how current it is, and the passage with the quote marked.

    `picture` is an image of its page, if there is one.
    """
    citation, excerpt = evidence.citation, evidence.excerpt
    kind = say(f"page.kind.{evidence.kind}", language) if evidence.kind else ""
    particulars = (citation.issuer, citations.published(citation, language), kind)
    markers = (None, *(one.marker for one in exhibit.citations), None)
    at = markers.index(citation.marker)
    return render(
        "evidence/opened.html",
        language,
        group=exhibit.group,
        marker=citation.marker,
        heading=_heading(exhibit, language),
        previous=markers[at - 1],
        place=at,
        count=len(exhibit.citations),
        next=markers[at + 1],
        title=citations.title(citation, language),
        issued=unbroken(" · ".join(part for part in particulars if part)),
        where=citations.place(citation, language),
        notes=_notes(evidence.currency, citation.version, exhibit, language),
        before=("" if excerpt.begins else "… ") + folded(excerpt.before),
        quote=join(quoted(excerpt.quote, evidence.cell)),
        after=folded(excerpt.after) + ("" if excerpt.ends else " …"),
        grid=grid.drawn(excerpt, evidence.cell, language),
        gone=not evidence.whole,
        copied=_copied(citation, language),
        picturable=citation.page is not None and not citation.approximate and picture is None,
        whole=_whole(citation),
        source=citation.uri if re.match(r"https?://", citation.uri, re.IGNORECASE) else "",
        picture=picture or Markup(),
    )


def _pane(heading: str, body: Markup) -> Markup:
    return element("section", element("h2", heading, class_="heading"), body, class_="pane")


def _heading(exhibit: Exhibit, language: Language) -> str:
    return say("reply.nearest" if exhibit.nearest else "page.evidence", language)


def _notes(currency: Currency, version: int, exhibit: Exhibit, language: Language) -> list[Note]:
    """Return how current a citation is: its age, a newer version, a later value."""
    notes = [Note("age", age(currency.days, language))] if currency.days is not None else []
    if currency.newest > version:
        newer = say("page.version.old", language, version=version, newest=currency.newest)
        notes.append(Note("outdated", f"≠ {newer}"))
    if currency.replaced_by is not None:
        by = citations.buttons(exhibit, (currency.replaced_by,), language)
        notes.append(Note("outdated", f"≠ {say('page.replaced', language)}", by))
    return notes


def age(days: int, language: Language) -> str:
    """Return a document's age on the day of the answer, in the largest fitting unit."""
    if days < 1:
        return say("page.age.today", language)
    if days < MONTH:
        return say("page.age.days", language, count=days)
    if days < YEAR:
        return say("page.age.months", language, count=int(days / MONTH))
    years, months = int(days / YEAR), int(days % YEAR / MONTH)
    return say("page.age.years" if months else "page.age.full_years", language, count=years, months=months)


def quoted(quote: str, cell: tuple[int, int] | None) -> tuple[Markup | str, ...]:
    """Return a quote, the cell of a row that answers set off in it."""
    if cell is None:
        return (quote,)
    start, end = cell
    return (quote[:start], element("b", quote[start:end], class_="cell"), quote[end:])


def _copied(citation: Citation, language: Language) -> str:
    """Return a citation as it is copied: the quote, then title, publisher, day and place."""
    named = [citations.source(citation, language), citations.place(citation, language)]
    return f"“{' '.join(citation.quote.split())}” ({', '.join(part for part in named if part)})"


def _whole(citation: Citation) -> str:
    """Return the address at which the whole document is shown, the quote marked."""
    place = {"version": citation.version, "quote": f"{citation.start}-{citation.end}"}
    return "?" + urlencode({"tab": "documents", "document": citation.document_id, **place})


def folded(text: str) -> str:
    """Return the text around a quote with blank lines collapsed into one; the quote itself is shown verbatim."""
    return re.sub(r"\n\s*\n\s*", "\n\n", text)
