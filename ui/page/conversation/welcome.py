"""HTML of the page before the first question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from markupsafe import Markup

from ui.messages import Language, say
from ui.page.conversation.starters import starters
from ui.page.html.markup import element
from ui.page.library import Holdings

if TYPE_CHECKING:
    from ui.page.conversation.memory import Kept


def welcome(held: Holdings, language: Language, *, unknown: bool = False) -> Markup:
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


def guide(language: Language) -> Markup:
    """Return how to read an answer, which stands where its evidence will."""
    signs = {
        "number": element("span", "1", class_="number"),
        "mark": element("mark", say("page.guide.mark.sign", language)),
        "checked": element("span", say("page.checked", language), class_="proved"),
        "answers": element("span", say("page.answers", language), class_="proved"),
        "near": element("span", say("page.near", language)),
    }
    rows = [
        part
        for name, sign in signs.items()
        for part in (element("dt", sign), element("dd", say(f"page.guide.{name}", language)))
    ]
    heading = element("h2", say("page.guide", language), class_="heading")
    return element("section", heading, element("dl", *rows), class_="pane guide")


def past(remembered: Sequence[Kept], language: Language) -> Markup:
    """Return the visitor's earlier conversations, each with its link and a delete button."""
    if not remembered:
        return Markup()
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
