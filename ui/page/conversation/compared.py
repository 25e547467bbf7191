"""HTML of values side by side: each value large over what it is of and where it stands, their difference below."""

from __future__ import annotations

from markupsafe import Markup

from assistant.answers import ComparedValue, Lead
from ui.messages import Language, say
from ui.page.evidence import citations
from ui.page.evidence.context import Exhibit
from ui.page.html.markup import element


def compared(lead: Lead, exhibit: Exhibit, language: Language) -> Markup:
    """Return the values of a lead in columns, and the difference that was computed of them."""
    values = element("dl", *(_value(one, exhibit, language) for one in lead.values), class_="values")
    return element("div", values, *([_difference(lead, language)] if lead.difference else []), class_="compared")


def _value(one: ComparedValue, exhibit: Exhibit, language: Language) -> Markup:
    cited = exhibit.citation(one.citation)
    source = [element("dd", citations.issued(cited, language), class_="issued")] if cited else []
    return element(
        "div",
        element("dt", one.label),
        element(
            "dd", element("strong", one.text), citations.buttons(exhibit, (one.citation,), language), class_="value"
        ),
        *source,
    )


def _difference(lead: Lead, language: Language) -> Markup:
    return element(
        "p",
        element("span", say("reply.apart", language), class_="name"),
        " ",
        element("strong", lead.difference),
        element("span", say("reply.computed", language), class_="computed"),
        class_="apart",
    )
