"""Scope of a contradiction: whether the contradicting text is about the claim's own matter.

A year or a number may only say which thing is spoken of (2027년 예산, 제6회 회의): another year's denies nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.answers import Difference
from assistant.grounding.rules.bearing import Bearing
from assistant.grounding.rules.deeds import settles
from assistant.grounding.rules.objections import elsewhen
from assistant.grounding.source import Evidence, Span, bigrams, prepare
from assistant.grounding.verdict import GateVerdict

DENIED = 0.60
"""Least share of a claim's terms about a span for it to contradict the claim."""
RETOLD = 0.75
"""Share of a claim's letter pairs in one sentence from which on the claim is that sentence with something exchanged."""
_NUMBERED = re.compile(r"\d\s?[회차기호]$")
_ORDINAL = re.compile(r"제\d+[회차기호]")


def overtakes(one: Difference) -> bool:
    """Tell whether a document calls settled what a claim calls open, in whatever words the rest of it is told."""
    return one.kind == "status" and settles(one)


def denied(claim: str, reference: date | None, evidence: Evidence, verdict: GateVerdict, near: Bearing) -> bool:
    """Tell whether a contradiction is about the claim's own matter: its programme, its year and its number."""
    if near.apart < DENIED or any(one.kind == "programme" for one in near.missing):
        return False
    if retold(claim, evidence, verdict.spans) >= RETOLD:
        return True
    if any(_scopes(claim, one) for one in verdict.differences):
        return False
    if any(number not in near.text for number in _ORDINAL.findall(claim)):
        return False
    issues = {one.claim for one in verdict.differences}
    years = elsewhen(claim, reference, evidence.published, near.text)
    return all(one.claim in issues for one in years)


def retold(claim: str, evidence: Evidence, spans: Sequence[Span]) -> float:
    """Return the most letter pairs of a claim that one cited sentence holds, 0 to 1."""
    source, claimed = prepare(evidence), bigrams(claim)
    shared = (len(claimed & source.grams[index]) for index in source.cited(spans))
    return max(shared, default=0) / max(1, len(claimed))


def _scopes(claim: str, one: Difference) -> bool:
    """Tell whether a difference is of what only says which thing is spoken of: 2027년 예산은, 제6회 회의는."""
    if one.kind == "rank":
        return _NUMBERED.search(one.claim) is not None
    bare = one.kind == "date" and re.fullmatch(r"\d{4}년", one.claim)
    return bool(bare) and not re.search(rf"{re.escape(one.claim)}(?:까지|부터|에\s)", claim)
