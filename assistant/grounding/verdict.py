"""Verdict of the gate on one sentence: label, score, spans and differences."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answers import Difference, VerdictLabel
from assistant.grounding.source import Span


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """What the evidence says of one sentence."""

    label: VerdictLabel
    score: float
    """0 to 1. Supported: how surely, 1 for an exact quote; otherwise, up to .5, how near the evidence comes."""
    spans: tuple[Span, ...]
    """Where the evidence says so, or says otherwise; best first."""
    differences: tuple[Difference, ...] = ()
