"""HTML of the buttons under a reply: copy, download, ask again, edit and rate."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.answers import Clarification
from ui.exports import contract
from ui.messages import Language, say
from ui.page.conversation import conditions
from ui.page.conversation.turns import Turn
from ui.page.evidence import citations
from ui.page.html.markup import element

if TYPE_CHECKING:
    from ui.page.conversation.memory import Rating

THUMBS = ("up", "down")
REASONS = ("figure", "evidence", "outdated", "incomplete", "other")
"""What may be wrong with a reply."""


def actions(turn: Turn, rating: Rating | None, language: Language) -> Markup:
    """Return the row of buttons under a turn; while its reply is streaming, only the stop button."""
    if turn.working:
        return element("p", _button("page.stop", language, data_act="stop", data_event="stop"), class_="actions")
    # A question put back to the reader cites nothing: there is nothing to keep of it or to judge.
    answered = turn.reply is not None and not isinstance(turn.reply, Clarification)
    parts = []
    if answered:
        parts += [
            _button("page.copy", language, data_copy=copied(turn, language), data_done=say("page.copied", language)),
            _button("page.pack", language, data_act="pack", data_event="pack", data_turn=turn.number),
        ]
    set_ = json.dumps(conditions.values(turn.as_of, turn.filter), ensure_ascii=False)
    parts += [
        _button("page.again", language, data_act="again", data_event="again", data_turn=turn.number),
        _button("page.edit", language, class_="edit", data_edit=turn.number, data_text=turn.question, data_set=set_),
    ]
    if answered:
        parts += _judging(turn, rating, language)
    return element("p", *parts, class_="actions")


def reasons(turn: Turn, rating: Rating | None, language: Language) -> Markup:
    """Return the optional question what was wrong, shown once a reply was rated unhelpful."""
    if rating is None or rating.thumb != "down":
        return Markup()
    buttons = [
        element(
            "button",
            say(f"page.reason.{reason}", language),
            type="button",
            data_act="judge",
            data_turn=turn.number,
            data_thumb="down",
            data_reason=reason,
            aria_pressed=str(reason == rating.reason).lower(),
        )
        for reason in REASONS
    ]
    return element("p", element("span", say("page.reason", language)), *buttons, class_="reasons")


def copied(turn: Turn, language: Language) -> str:
    """Return the reply as text for the clipboard: sentences with citation numbers, then the list of sources."""
    reply = turn.reply
    if reply is None:
        return ""
    said = contract.text(reply, language)
    as_of = say("page.as_of_day", language, date=reply.as_of.isoformat())
    lines = [turn.question, "", said, f"({as_of})", ""]
    for one in reply.citations:
        where = citations.place(one, language)
        source = citations.source(one, language) + (f", {where}" if where else "")
        lines.append(f"[{one.marker}] “{' '.join(one.quote.split())}” — {source}")
    return "\n".join(lines)


def _judging(turn: Turn, rating: Rating | None, language: Language) -> list[Markup]:
    return [
        _button(
            f"page.judge.{thumb}",
            language,
            data_act="judge",
            data_turn=turn.number,
            data_thumb=thumb,
            aria_pressed=str(rating is not None and rating.thumb == thumb).lower(),
        )
        for thumb in THUMBS
    ]


def _button(message: str, language: Language, **attributes: str | int | None) -> Markup:
    return element("button", say(message, language), type="button", **attributes)
