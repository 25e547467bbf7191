"""HTML of the list beside a checked text: its sentences by verdict, each with what the documents say or lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from assistant.answers import Verdict
from assistant.claims import ClaimVerdict
from ui.exports import absence, wording
from ui.messages import Language, say
from ui.page.check.sheets import Sheet
from ui.page.evidence import citations
from ui.page.html.lines import unbroken
from ui.page.html.markup import element, join

MOST = 120
"""Most characters of a sentence in the list."""
Numbered = tuple[int, ClaimVerdict]


def listed(sheet: Sheet, language: Language) -> Markup:
    """Return the sentences of `sheet`: those contradicted, disputed, not found and supported, in this order.

    The script shows those of the chosen verdict: each card carries its own as a class.
    """
    groups = [
        _group(f"≠ {say('checking.differing', language)}", _contradicted(sheet), language),
        _group(f"! {say('checking.disputed', language)}", _disputed(sheet), language),
        _group(f"○ {say('checking.missing', language)}", _labelled(sheet, "not_found"), language),
        _group(f"✓ {say('checking.supported', language)}", _supported(sheet), language),
    ]
    none = sheet.stage == "done" and sheet.claims and not _contradicted(sheet)
    return element(
        "section",
        *([element("p", say("checking.differing.none", language), class_="hint none")] if none else []),
        join(groups),
        element("p", say("checking.press", language), class_="hint"),
        class_="pane",
    )


def _labelled(sheet: Sheet, label: str) -> list[Numbered]:
    return [(number, one) for number, one in enumerate(sheet.claims, start=1) if one.verdict.label == label]


def _contradicted(sheet: Sheet) -> list[Numbered]:
    return _labelled(sheet, "contradicted")


def _disputed(sheet: Sheet) -> list[Numbered]:
    return [one for one in _labelled(sheet, "supported") if one[1].verdict.conflicts]


def _supported(sheet: Sheet) -> list[Numbered]:
    return [one for one in _labelled(sheet, "supported") if not one[1].verdict.conflicts]


def _group(heading: str, held: Sequence[Numbered], language: Language) -> Markup:
    if not held:
        return Markup()
    cards = (_card(number, claim, language) for number, claim in held)
    return element(
        "section",
        element("h2", f"{heading} ", element("b", str(len(held))), class_="heading"),
        element("ol", *cards, class_="cards"),
        class_="group",
    )


def _card(number: int, claim: ClaimVerdict, language: Language) -> Markup:
    button = element(
        "button",
        element("span", short(claim.text), class_="said"),
        *_particulars(claim.verdict, language),
        type="button",
        class_="card",
        data_go=number,
    )
    return element("li", button, class_=f"checked {claim.verdict.label}")


def _particulars(verdict: Verdict, language: Language) -> Iterator[Markup]:
    """Yield what the list tells of a verdict: both values, who disagrees, why not found, or the source."""
    yield from (_pair(one.claim, one.source) for one in verdict.differences if one.source)
    for one in verdict.conflicts:
        yield element("span", wording.conflict(one, verdict.evidence, language), class_="pair")
    if verdict.reason:
        yield element("span", absence.reason(verdict, language), class_="reason")
    if verdict.nearest:
        yield element("span", absence.figure(verdict.nearest, language), class_="near")
    if verdict.label == "supported" and verdict.evidence:
        yield element("span", unbroken(citations.source(verdict.evidence[0], language)), class_="reason")


def _pair(claim: str, source: str) -> Markup:
    return element(
        "span",
        element("b", claim, class_="differs claimed"),
        element("span", " ≠ ", class_="sign"),
        element("b", source, class_="differs"),
        class_="pair",
    )


def short(text: str) -> str:
    """Return a sentence on one line, its end cut off where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= MOST else line[:MOST].rstrip() + "…"
