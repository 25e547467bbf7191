"""HTML of a citation: its numbered button, its list entry and its labels."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from assistant.answers import Citation, Passage
from ui.exports import wording
from ui.exports.contract import section
from ui.exports.wording import paged
from ui.messages import Language, say
from ui.page.evidence.context import Exhibit
from ui.page.html.lines import unbroken
from ui.page.html.markup import element

HOVER_CELLS = 160
"""Most characters of a quote shown while hovering over its number."""


def button(group: str, citation: Citation, language: Language) -> Markup:
    """Return the numbered button that opens a citation; hovering or focus shows the quote and its date."""
    quote = " ".join(citation.quote.split())
    short = quote if len(quote) <= HOVER_CELLS else quote[:HOVER_CELLS].rstrip() + "…"
    return element(
        "button",
        str(citation.marker),
        type="button",
        class_="cite",
        aria_label=say("page.cite", language, marker=citation.marker, source=source(citation, language)),
        aria_pressed="false",
        data_act="cite",
        data_group=group,
        data_marker=citation.marker,
        data_peek=short,
        data_from=source(citation, language),
    )


def buttons(exhibit: Exhibit, markers: Sequence[int], language: Language) -> Markup:
    """Return the buttons of `markers`, without those that the exhibit does not have."""
    found = (exhibit.citation(marker) for marker in markers)
    made = [button(exhibit.group, one, language) for one in found if one]
    # The no-break space keeps a number from standing alone on the next line.
    return element("span", "\N{NO-BREAK SPACE}", *made, class_="cites") if made else Markup()


def card(group: str, citation: Citation, language: Language) -> Markup:
    """Return the list entry of a citation: number, title, where it is from and the quote."""
    return element(
        "li",
        element(
            "button",
            element("span", str(citation.marker), class_="number", aria_hidden="true"),
            element("span", title(citation, language), class_="title"),
            element("span", unbroken(issued(citation, language)), class_="issued"),
            element("q", " ".join(citation.quote.split()), class_="said"),
            type="button",
            class_="card",
            aria_label=say("page.cite", language, marker=citation.marker, source=source(citation, language)),
            data_act="cite",
            data_group=group,
            data_marker=citation.marker,
        ),
    )


def title(citation: Citation, language: Language) -> str:
    """Return the document's title."""
    return citation.title or say("untitled", language)


def published(citation: Citation | Passage, language: Language) -> str:
    """Return the day the document was published."""
    return wording.issued(citation.published, citation.declared, language, citation.withdrawn, citation.dated)


def issued(citation: Citation | Passage, language: Language) -> str:
    """Return who published the document and when."""
    return " · ".join(part for part in (citation.issuer, published(citation, language)) if part)


def place(citation: Citation, language: Language) -> str:
    """Return page and section; empty if the document has neither."""
    return " · ".join([*paged(citation, language), *([section(citation.section)] if citation.section else [])])


def source(citation: Citation, language: Language) -> str:
    """Return title, publisher and day in one line."""
    return f"{title(citation, language)}, {issued(citation, language)}"
