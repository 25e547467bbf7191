"""HTML of the page header and of the page before the first question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ui.holdings import Holdings
from ui.markup import Html, element
from ui.messages import Language, say
from ui.panels import signin
from ui.panels.starters import starters
from ui.visitors import Visitor

if TYPE_CHECKING:
    from ui.memory import Kept


def masthead(held: Holdings, language: Language, elsewhere: str, visitor: Visitor) -> Html:
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
            signin.badge(visitor, language),
            class_="side",
        ),
        class_="masthead",
    )


def welcome(held: Holdings, language: Language, *, unknown: bool = False) -> Html:
    """Return the page before the first question, or what to do if the store is empty.

    `unknown` is true if the address named a conversation that cannot be opened.
    """
    if not held.documents:
        return element(
            "section",
            element("h2", say("documents.none", language)),
            element("p", say("page.empty", language)),
            element("pre", element("code", say("page.empty.command", language))),
            class_="welcome empty",
        )
    suggested = starters(held.starters)
    return element(
        "section",
        *([element("p", say("page.unknown", language), class_="unknown", role="status")] if unknown else []),
        element("h2", say("page.welcome", language)),
        element("p", say("help.geungeo", language), " ", say("page.welcome.how", language)),
        *([element("h3", say("page.starters", language)), element("ul", *suggested)] if suggested else []),
        class_="welcome",
    )


def past(remembered: Sequence[Kept], language: Language) -> Html:
    """Return the visitor's earlier conversations, each with its link and a delete button."""
    if not remembered:
        return Html()
    rows = [
        element(
            "li",
            element("a", one.title, href=f"?{urlencode({'talk': one.id})}"),
            element("time", one.day.isoformat(), datetime=one.day.isoformat()),
            element(
                "button",
                say("page.forget", language),
                type="button",
                data_act="forget",
                data_talk=one.id,
                aria_label=f"{say('page.forget', language)}: {one.title}",
            ),
        )
        for one in remembered
    ]
    heading = element("summary", say("page.past", language))
    return element("details", heading, element("ul", *rows), class_="past", open="open")
