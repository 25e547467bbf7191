"""HTML of the evidence pane: the list of citations and the one that is open."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from markupsafe import Markup

from ui.messages import Language, say
from ui.page.evidence import citations, grid
from ui.page.evidence.context import Currency, Evidence, Excerpt, Exhibit
from ui.page.html.markup import element

YEAR, MONTH = 365.25, 30.44
"""Days."""


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
    citation = evidence.citation
    kind = say(f"page.kind.{evidence.kind}", language) if evidence.kind else ""
    particulars = (citation.issuer, citations.published(citation, language), kind)
    parts = [
        _bar(evidence, exhibit, language),
        element("h2", citations.title(citation, language), class_="title"),
        element("p", " · ".join(part for part in particulars if part), class_="issued"),
    ]
    if where := citations.place(citation, language):
        parts.append(element("p", where, class_="place"))
    parts.append(_currency(evidence.currency, citation.version, exhibit, language))
    parts.append(_passage(evidence.excerpt, evidence.cell))
    parts.append(grid.drawn(evidence.excerpt, evidence.cell, language))
    if not evidence.whole:
        parts.append(element("p", say("page.evidence.gone", language), class_="hint"))
    parts.append(_links(evidence, exhibit, pictured=picture is not None, language=language))
    if picture:
        parts.append(picture)
    return element("section", *parts, class_="pane open", data_open=f"{exhibit.group}-{citation.marker}")


def _pane(heading: str, body: Markup) -> Markup:
    return element("section", element("h2", heading, class_="heading"), body, class_="pane")


def _heading(exhibit: Exhibit, language: Language) -> str:
    return say("reply.nearest" if exhibit.nearest else "page.evidence", language)


def _bar(evidence: Evidence, exhibit: Exhibit, language: Language) -> Markup:
    markers = [citation.marker for citation in exhibit.citations]
    index = markers.index(evidence.citation.marker)
    after = markers[index + 1] if index + 1 < len(markers) else None
    return element(
        "div",
        element(
            "span",
            _heading(exhibit, language),
            " ",
            element("b", str(markers[index]), class_="number"),
            class_="which",
        ),
        _step("‹", "page.previous", exhibit, markers[index - 1] if index else None, language),
        element("span", f"{index + 1}/{len(markers)}", class_="count"),
        _step("›", "page.next", exhibit, after, language),
        element("button", "✕", type="button", class_="close", data_act="close", aria_label=say("page.close", language)),
        class_="bar",
    )


def _step(sign: str, label: str, exhibit: Exhibit, marker: int | None, language: Language) -> Markup:
    return element(
        "button",
        sign,
        type="button",
        class_="step",
        aria_label=say(label, language),
        data_act="cite",
        data_group=exhibit.group,
        data_marker=marker,
        disabled="disabled" if marker is None else None,
    )


def _currency(currency: Currency, version: int, exhibit: Exhibit, language: Language) -> Markup:
    notes = [element("span", age(currency.days, language), class_="age")] if currency.days is not None else []
    if currency.newest > version:
        text = say("page.version.old", language, version=version, newest=currency.newest)
        notes.append(element("span", f"≠ {text}", class_="outdated"))
    if currency.replaced_by is not None:
        text = say("page.replaced", language)
        buttons = citations.buttons(exhibit, (currency.replaced_by,), language)
        notes.append(element("span", f"≠ {text}", buttons, class_="outdated"))
    return element("p", *notes, class_="currency") if notes else Markup()


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


def _passage(excerpt: Excerpt, cell: tuple[int, int] | None) -> Markup:
    before = "" if excerpt.begins else "… "
    after = "" if excerpt.ends else " …"
    return element(
        "blockquote",
        before + folded(excerpt.before),
        element("mark", *quoted(excerpt.quote, cell)),
        folded(excerpt.after) + after,
        class_="passage",
    )


def quoted(quote: str, cell: tuple[int, int] | None) -> tuple[Markup | str, ...]:
    """Return a quote, the cell of a row that answers set off in it."""
    if cell is None:
        return (quote,)
    start, end = cell
    return (quote[:start], element("b", quote[start:end], class_="cell"), quote[end:])


def _links(evidence: Evidence, exhibit: Exhibit, *, pictured: bool, language: Language) -> Markup:
    citation = evidence.citation
    copied = f"“{' '.join(citation.quote.split())}” ({citations.source(citation, language)}"
    where = citations.place(citation, language)
    links = [
        element(
            "button",
            say("page.copy.citation", language),
            type="button",
            class_="copy",
            data_copy=f"{copied}{', ' + where if where else ''})",
            data_done=say("page.copied", language),
        )
    ]
    if citation.page is not None and not citation.approximate and not pictured:
        links.append(
            element(
                "button",
                say("page.picture", language),
                type="button",
                data_act="picture",
                data_group=exhibit.group,
                data_marker=citation.marker,
            )
        )
    if evidence.whole:
        place = {"version": citation.version, "quote": f"{citation.start}-{citation.end}"}
        address = urlencode({"tab": "documents", "document": citation.document_id, **place})
        links.append(element("a", say("page.whole", language), href=f"?{address}", target="_blank", rel="noopener"))
    if re.match(r"https?://", citation.uri, re.IGNORECASE):
        link = element("a", say("page.source", language), href=citation.uri, target="_blank", rel="noopener noreferrer")
        links.append(link)
    return element("p", *links, class_="links")


def folded(text: str) -> str:
    """Return the text around a quote with blank lines collapsed into one; the quote itself is shown verbatim."""
    return re.sub(r"\n\s*\n\s*", "\n\n", text)
