"""HTML of the controls that set a question's date and document filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ingest.regions import NAMES
from ui.exports.contract import KINDS
from ui.messages import Language, say
from ui.page.conversation.conditions import FIELDS
from ui.page.html.markup import element


@dataclass(frozen=True, slots=True)
class Offered:
    """What the store knows that a question may be narrowed to."""

    issuers: tuple[str, ...] = ()
    """Suggested while one is typed."""
    regions: tuple[str, ...] = ()
    """Short names of the provinces that documents mention."""
    kinds: tuple[str, ...] = ()


def conditions(today: date, offered: Offered, language: Language) -> Markup:
    """Return the controls, collapsed."""
    regions = [name for name in NAMES if name in offered.regions]
    kinds = [kind for kind in KINDS if kind in offered.kinds]
    controls = {
        "as_of": _day("as_of", today),
        "issuer": _text("issuer", "issuers"),
        "region": _choice("region", [(name, name) for name in regions], language),
        "kind": _choice("kind", [(kind, say(f"page.kind.{kind}", language)) for kind in kinds], language),
        "since": _day("since", today),
        "until": _day("until", today),
    }
    labels = [
        element("label", element("span", say(f"condition.{name}", language)), controls[name], class_="condition")
        for name in FIELDS
    ]
    suggested = element("datalist", *(element("option", value=name) for name in offered.issuers), id="issuers")
    return element(
        "details",
        element("summary", say("page.conditions", language), element("span", class_="set", aria_live="polite")),
        element(
            "div",
            *labels,
            suggested,
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
