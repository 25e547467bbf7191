"""Owns the evidence beside the answer as HTML: the list of citations and the one that is open; knows no store."""

from __future__ import annotations

import re

from assistant.answers import Refusal
from ui.evidence import Evidence, Excerpt
from ui.markup import Html, element
from ui.messages import Language, say
from ui.panels import citations
from ui.turns import Turn


def sources(turn: Turn | None, language: Language) -> Html:
    """Return the list of what the latest reply cites, or how to use the pane where there is nothing to list."""
    if turn is None or not turn.citations:
        waiting = turn is None or turn.stage in ("searching", "checking")
        hint = "page.evidence.hint" if waiting else "page.evidence.none"
        return _pane(say("page.evidence", language), element("p", say(hint, language), class_="hint"))
    refused = isinstance(turn.reply, Refusal)
    heading = say("reply.nearest" if refused else "page.evidence", language)
    cards = (citations.card(turn, citation, language) for citation in turn.citations)
    return _pane(heading, element("ol", *cards, class_="cards"))


def opened(evidence: Evidence, turn: Turn, language: Language) -> Html:
    """Return one citation in full: its document's particulars and the passage with the quote marked."""
    citation = evidence.citation
    kind = say(f"page.kind.{evidence.kind}", language) if evidence.kind else ""
    particulars = (citation.issuer, citations.published(citation, language), kind)
    parts = [
        _bar(evidence, turn, language),
        element("h2", citations.title(citation, language), class_="title"),
        element("p", " · ".join(part for part in particulars if part), class_="issued"),
    ]
    if where := citations.place(citation, language):
        parts.append(element("p", where, class_="place"))
    parts.append(_passage(evidence.excerpt))
    if not evidence.whole:
        parts.append(element("p", say("page.evidence.gone", language), class_="hint"))
    if re.match(r"https?://", citation.uri, re.IGNORECASE):
        link = element("a", say("page.source", language), href=citation.uri, target="_blank", rel="noopener noreferrer")
        parts.append(element("p", link, class_="links"))
    return element("section", *parts, class_="pane open", data_open=f"{turn.number}-{citation.marker}")


def _pane(heading: str, body: Html) -> Html:
    return element("section", element("h2", heading, class_="heading"), body, class_="pane")


def _bar(evidence: Evidence, turn: Turn, language: Language) -> Html:
    markers = [citation.marker for citation in turn.citations]
    index = markers.index(evidence.citation.marker)
    kind = "reply.nearest" if isinstance(turn.reply, Refusal) else "page.evidence"
    return element(
        "div",
        element("span", say(kind, language), " ", element("b", str(markers[index]), class_="number"), class_="which"),
        _step("‹", "page.previous", turn, markers[index - 1] if index else None, language),
        element("span", f"{index + 1}/{len(markers)}", class_="count"),
        _step("›", "page.next", turn, markers[index + 1] if index + 1 < len(markers) else None, language),
        element("button", "✕", type="button", class_="close", data_act="close", aria_label=say("page.close", language)),
        class_="bar",
    )


def _step(sign: str, label: str, turn: Turn, marker: int | None, language: Language) -> Html:
    return element(
        "button",
        sign,
        type="button",
        class_="step",
        aria_label=say(label, language),
        data_act="cite",
        data_turn=turn.number,
        data_marker=marker,
        disabled="disabled" if marker is None else None,
    )


def _passage(excerpt: Excerpt) -> Html:
    before = "" if excerpt.begins else "… "
    after = "" if excerpt.ends else " …"
    return element(
        "blockquote",
        before + _folded(excerpt.before),
        element("mark", excerpt.quote),
        _folded(excerpt.after) + after,
        class_="passage",
    )


def _folded(text: str) -> str:
    # Only around the quote: the quote itself is shown character for character.
    return re.sub(r"\n\s*\n\s*", "\n\n", text)
