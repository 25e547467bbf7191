"""HTML of the controls that set a question's date and document filter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from ingest.regions import NAMES
from ui.exports.contract import KINDS
from ui.messages import Language, say
from ui.page.conversation.conditions import FIELDS
from ui.page.html.markup import element


def conditions(today: date, issuers: Sequence[str], language: Language) -> Markup:
    """Return the controls, collapsed; `issuers` are suggested while typing."""
    controls = {
        "as_of": _day("as_of", today),
        "issuer": _text("issuer", "issuers"),
        "region": _choice("region", [(name, name) for name in NAMES], language),
        "kind": _choice("kind", [(kind, say(f"page.kind.{kind}", language)) for kind in KINDS], language),
        "since": _day("since", today),
        "until": _day("until", today),
    }
    labels = [
        element("label", element("span", say(f"condition.{name}", language)), controls[name], class_="condition")
        for name in FIELDS
    ]
    offered = element("datalist", *(element("option", value=name) for name in issuers), id="issuers")
    return element(
        "details",
        element("summary", say("page.conditions", language), element("span", class_="set", aria_live="polite")),
        element(
            "div",
            *labels,
            offered,
            element("button", say("page.conditions.clear", language), type="button", class_="clear"),
        ),
        class_="conditions",
    )


def _day(name: str, today: date) -> Markup:
    return element("input", type="date", name=name, max=today.isoformat())


def _text(name: str, options: str) -> Markup:
    return element("input", type="text", name=name, list=options, maxlength=80, autocomplete="off")


def _choice(name: str, options: Sequence[tuple[str, str]], language: Language) -> Markup:
    every = element("option", say("condition.any", language), value="")
    return element("select", every, *(element("option", shown, value=value) for value, shown in options), name=name)
