"""Conditions of a question as the browser sends them: its reference date and document filter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assistant.answers import Filter
from ingest.regions import NAMES
from ui.days import day
from ui.exports.contract import KINDS
from ui.page.numbers import whole

FIELDS = ("as_of", "issuer", "region", "kind", "since", "until")
"""Names of the controls, in the order shown."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The reference date of a question, its document filter, and the turn it replaces."""

    as_of: date | None = None
    filter: Filter = field(default_factory=Filter)
    replaces: int | None = None
    """Number of the turn that is asked anew; it and what follows it leave the conversation."""


def parse(sent: str) -> Conditions:
    """Return the conditions in `sent`, a JSON object of strings; anything unexpected counts as not set."""
    try:
        values = json.loads(sent) if sent else {}
    except ValueError:
        values = {}
    if not isinstance(values, dict):
        return Conditions()
    texts = {str(key): value.strip() for key, value in values.items() if isinstance(value, str)}
    return Conditions(
        _day(texts.get("as_of", "")),
        Filter(
            issuers=tuple(part for one in texts.get("issuer", "").split(",") if (part := one.strip())),
            kinds=_known(texts, "kind", KINDS),
            regions=_known(texts, "region", NAMES),
            since=_day(texts.get("since", "")),
            until=_day(texts.get("until", "")),
        ),
        whole(values.get("replaces")),
    )


def values(as_of: date | None, scope: Filter) -> dict[str, str]:
    """Return the texts of the controls for a date and a filter, leaving out those that are not set."""
    texts = (
        as_of.isoformat() if as_of else "",
        ", ".join(scope.issuers),
        "".join(scope.regions[:1]),
        "".join(scope.kinds[:1]),
        scope.since.isoformat() if scope.since else "",
        scope.until.isoformat() if scope.until else "",
    )
    return {name: text for name, text in zip(FIELDS, texts, strict=True) if text}


def _known(texts: Mapping[str, str], name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    return (texts[name],) if texts.get(name) in known else ()


def _day(text: str) -> date | None:
    try:
        return day(text)
    except ValueError:
        return None
