"""What a visitor writes in the form of a case, as a judgement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evals.judgements import Judgement

LONGEST = 400
"""Most characters kept of each field."""


def judgement(data: Mapping[str, str], now: datetime, by: str) -> Judgement:
    """Return the judgement in `data`: case, verdict (right, wrong or none), expected, gold, forbidden and note."""
    from evals.judgements import EXPECTED, Judgement

    expected = data.get("expected", "")
    return Judgement(
        case=data.get("case", ""),
        right={"right": True, "wrong": False}.get(data.get("verdict", "")),
        expected=expected if expected in EXPECTED else "",
        gold=_parted(data.get("gold", "")),
        forbidden=_parted(data.get("forbidden", "")),
        note=" ".join(data.get("note", "")[:LONGEST].split()),
        by=by,
        at=now.isoformat(timespec="seconds"),
    )


def _parted(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text[:LONGEST].split(";") if part.strip())
