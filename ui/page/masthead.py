"""HTML of the page header."""

from __future__ import annotations

from markupsafe import Markup

from ui.accounts.visitors import Visitor
from ui.messages import Language, say
from ui.page.html.markup import element
from ui.page.library import Holdings
from ui.page.signin import form


def masthead(held: Holdings, language: Language, elsewhere: str, visitor: Visitor) -> Markup:
    """Return the page's name, the extent of the store, the link to the other language and the signed-in user."""
    day = held.newest.isoformat() if held.newest else say("undated", language)
    stored = say("page.holdings", language, count=f"{held.documents:,}", date=day)
    other: Language = "en" if language == "ko" else "ko"
    return element(
        "header",
        element("h1", say("page.name", language), class_="name"),
        element(
            "div",
            element("span", stored if held.documents else say("page.holdings.none", language), class_="holdings"),
            element("a", say("page.other_language", language), href=elsewhere, hreflang=other, class_="language"),
            form.badge(visitor, language),
            class_="side",
        ),
        class_="masthead",
    )
