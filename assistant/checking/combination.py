"""One verdict of what several documents say: proved by any, else contradicted by one on the same matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.answers import (
    Citation,
    Verdict,
)
from assistant.checking.assessment import PROVED, Assessment
from assistant.grounding.citations import cite
from assistant.grounding.rules.scope import overtakes

AHEAD = 0.25
"""How much nearer to a claim a document must be to overrule one that proves it."""
SHOWN = 3
"""Most spans cited for one claim."""


def together(held: Sequence[Assessment]) -> Verdict:
    """Return the verdict of the document that says most."""
    proving = [one for one in held if one.verdict.label == "supported"]
    denying = [one for one in held if one.verdict.label == "contradicted"]
    overruled = max((one.bearing.share for one in denying), default=0.0) - AHEAD
    proving = [one for one in proving if one.bearing.share > overruled and not _outdated(one, denying)]
    if proving:
        best = max(proving, key=lambda one: (round(one.verdict.score, 2), one.trust, one.published))
        return Verdict("supported", best.verdict.score, citations(best))
    if denying:
        plans = [one for one in held if one.forestalls]
        outcome = _outcome(plans, denying)
        best = outcome or max(denying, key=_nearness)
        return Verdict(
            "contradicted", best.verdict.score, citations(best, *plans[: bool(outcome)]), best.verdict.differences
        )
    near = [one for one in held if one.bearing.share >= PROVED]
    if not near:
        return Verdict("not_found", 0.0, ())
    best = max(near, key=_nearness)
    # What a document says on another matter is no counterpart of what the claim says.
    lacking = (replace(one, source="") for one in (*best.verdict.differences, *best.bearing.missing) if one.claim)
    return Verdict("not_found", best.verdict.score, citations(best)[:1], tuple(dict.fromkeys(lacking)))


def _outcome(plans: Sequence[Assessment], denying: Sequence[Assessment]) -> Assessment | None:
    """Return the document that next told what became of the plan that a claim repeats as done."""
    announced = min((one.published for one in plans), default=datetime.max)
    later = [one for one in denying if one.published > announced]
    return min(later, key=lambda one: (one.published, _nearness(one)), default=None)


def _outdated(one: Assessment, denying: Sequence[Assessment]) -> bool:
    """Tell whether a newer document tells another status of the matter: the newest word on it counts."""
    return any(
        other.published > one.published
        and other.bearing.share >= one.bearing.share - AHEAD
        and any(map(overtakes, other.verdict.differences))
        for other in denying
    )


def _nearness(one: Assessment) -> tuple[int, int, float, float, datetime]:
    """Order documents that do not prove a claim: most figures in common, fewest differences, closest, newest."""
    near = one.bearing
    return near.agreed, -len(one.verdict.differences), round(near.share, 2), round(near.direct, 2), one.published


def citations(held: Assessment, *beside: Assessment) -> tuple[Citation, ...]:
    """Return the citations of a document that decides, then the first of each one beside it."""
    shown = [(held, span) for span in held.verdict.spans[: SHOWN - len(beside)]]
    shown += [(one, span) for one in beside for span in one.verdict.spans[:1]]
    numbered = enumerate(shown, start=1)
    return tuple(cite(one.document, span.start, span.end, marker, one.trust) for marker, (one, span) in numbered)
