"""HTML of one checked sentence above its evidence, differences boxed in both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup

from assistant.answers import Citation, Difference, NearestFigure
from assistant.claims import ClaimVerdict
from ui.exports import absence, wording
from ui.exports.originals import original
from ui.messages import Language, say
from ui.page.check.panel import MARKS
from ui.page.evidence import citations
from ui.page.evidence.context import Evidence, Excerpt
from ui.page.evidence.panel import folded
from ui.page.html.markup import element, join

AROUND = 120
"""Most characters shown on each side of a quote."""


@dataclass(frozen=True, slots=True)
class Place:
    """Position of the sentence shown, counted from 1, among all."""

    number: int
    count: int


def comparison(claim: ClaimVerdict, found: Sequence[Evidence], place: Place, language: Language) -> Markup:
    """Return the sentence and below it each piece of evidence with its context."""
    label, differences = claim.verdict.label, _told(claim)
    parts = [
        _bar(place, language),
        element("p", say(f"check.{label}", language), class_=f"verdict {label}"),
        _claimed(claim, language),
    ]
    pairs = [_difference(one, language) for one in differences]
    if pairs:
        parts.append(element("ul", *pairs, class_="differences"))
    parts += [
        element("p", wording.conflict(one, claim.verdict.evidence, language), class_="notice")
        for one in claim.verdict.conflicts
    ]
    if claim.verdict.nearest:
        parts.append(_nearest(claim.verdict.nearest, language))
    parts += [_source(one, differences, claim, language) for one in found]
    if not found:
        parts.append(element("p", say("checking.nothing", language), class_="hint"))
    return element("section", *parts, class_="pane open", data_open=place.number)


def boxed(text: str, wanted: Sequence[str], label: str, kind: str = "") -> Markup:
    """Return `text` with every occurrence of the strings in `wanted` in a box labelled `label`."""
    sought = sorted({one for one in wanted if one.strip()}, key=len, reverse=True)
    if not sought:
        return join([text])
    parts = re.split(f"({'|'.join(map(re.escape, sought))})", text)
    return join(
        element("b", element("span", label, class_="hidden"), part, class_=f"differs {kind}".strip())
        if index % 2
        else part
        for index, part in enumerate(parts)
    )


def _bar(place: Place, language: Language) -> Markup:
    said = say("checking.sentence", language, number=place.number, count=place.count)
    return element(
        "div",
        element("span", said, class_="which"),
        _step("‹", "checking.previous", -1, language),
        _step("›", "checking.next", 1, language),
        element("button", "✕", type="button", class_="close", data_act="close", aria_label=say("page.close", language)),
        class_="bar",
    )


def _step(sign: str, label: str, by: int, language: Language) -> Markup:
    # Which sentence is next depends on the verdicts that the reader has chosen to see: the script knows.
    return element("button", sign, type="button", class_="step", data_step=by, aria_label=say(label, language))


def _claimed(claim: ClaimVerdict, language: Language) -> Markup:
    label = say("checking.lacks" if claim.verdict.label == "not_found" else "checking.differs", language).strip(" :")
    words, reason = [one.claim for one in _told(claim)], absence.reason(claim.verdict, language)
    kind = "lacking" if claim.verdict.label == "not_found" else "claimed"
    return element(
        "figure",
        element("figcaption", say("checking.claim", language)),
        element("blockquote", boxed(claim.text, words, f"{label}: ", kind), class_="claimtext"),
        *([element("p", reason, class_="hint")] if reason else []),
        class_="claimed",
    )


def _told(claim: ClaimVerdict) -> list[Difference]:
    """Return the differences that tell more than that the whole sentence is not found."""
    return [one for one in claim.verdict.differences if one.source or one.claim.strip() != claim.text.strip()]


def _nearest(value: NearestFigure, language: Language) -> Markup:
    """Return the nearest figure within its sentence, told apart from the figures that a verdict compares."""
    cited, end = value.citation, value.start + len(value.text)
    figure = element("b", cited.quote[value.start : end], class_="figure")
    return element(
        "figure",
        element("figcaption", say("checking.figure", language, text=value.text)),
        element("blockquote", cited.quote[: value.start], figure, cited.quote[end:], class_="passage"),
        element("p", citations.source(cited, language), class_="issued"),
        element("p", say("checking.figure.why", language), class_="hint"),
        _links(cited, whole=True, language=language),
        class_="nearest",
    )


def _difference(one: Difference, language: Language) -> Markup:
    if not one.source:
        return element("li", f"{MARKS['not_found']} ", say("check.lacking", language, claim=one.claim))
    parts = [
        element("b", one.claim, class_="differs claimed"),
        element("span", " ≠ ", class_="sign"),
        element("b", one.source, class_="differs"),
    ]
    return element("li", *parts) if one.claim else element("li", parts[2])


def _source(found: Evidence, differences: Sequence[Difference], claim: ClaimVerdict, language: Language) -> Markup:
    citation, excerpt = found.citation, found.excerpt
    nearest = claim.verdict.label == "not_found"
    words = [one.source for one in differences]
    label = say("checking.differs", language)
    kind = say(f"page.kind.{found.kind}", language) if found.kind else ""
    particulars = (citation.issuer, citations.published(citation, language), kind)
    parts = [
        element("figcaption", say("checking.nearest" if nearest else "checking.source", language)),
        element(
            "blockquote",
            _before(excerpt),
            element("mark", boxed(excerpt.quote, words, label)),
            _after(excerpt),
            class_="passage",
        ),
        element("p", citations.title(citation, language), class_="title"),
        element("p", " · ".join(part for part in particulars if part), class_="issued"),
    ]
    if where := citations.place(citation, language):
        parts.append(element("p", where, class_="place"))
    if not found.whole:
        parts.append(element("p", say("page.evidence.gone", language), class_="hint"))
    parts.append(_links(citation, whole=found.whole, language=language))
    return element("figure", *parts, class_="source")


def _links(citation: Citation, *, whole: bool, language: Language) -> Markup:
    """Return the ways to the whole document: here, and on the web where its original is there."""
    links = []
    if whole:
        address = urlencode({"tab": "documents", "document": citation.document_id})
        links.append(element("a", say("page.whole", language), href=f"?{address}", target="_blank", rel="noopener"))
    if address := original(citation.uri):
        opened = element("a", say("page.source", language), href=address, target="_blank", rel="noopener noreferrer")
        links.append(opened)
    return element("p", *links, class_="links") if links else Markup()


def _before(excerpt: Excerpt) -> str:
    """Return a little of the text before the quote, so that claim and quote fit on one screen."""
    near = excerpt.before[-AROUND:].split(None, 1)[-1] if len(excerpt.before) > AROUND else excerpt.before
    cut = len(excerpt.before) > AROUND or not excerpt.begins
    return ("… " if cut and near.strip() else "") + folded(near)


def _after(excerpt: Excerpt) -> str:
    near = excerpt.after[:AROUND].rsplit(None, 1)[0] if len(excerpt.after) > AROUND else excerpt.after
    cut = len(excerpt.after) > AROUND or not excerpt.ends
    return folded(near) + (" …" if cut and near.strip() else "")
