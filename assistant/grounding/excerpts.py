"""What is shown of a text where it differs: whole words, never a part of one.

Rules find a stem (`늘` in 늘었다) or cut a long stretch at a length; a reader sees `늘었다` and a stretch that ends
with a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers import Difference
from assistant.grounding.alignment import word_at

SHOWN = 60
"""Most letters of either side of a difference."""
WORDED = frozenset({"polarity", "status"})
"""Kinds of difference that a stem may tell; a figure or name is shown without the particle behind it."""


def clipped(text: str) -> str:
    """Return the beginning of a text, up to `SHOWN` letters and no part of a word unless it is one word."""
    stripped = text.strip()
    if len(stripped) <= SHOWN:
        return stripped
    return stripped[: SHOWN + 1].rsplit(None, 1)[0] if " " in stripped[: SHOWN + 1] else stripped[:SHOWN]


def spelled_out(differences: Sequence[Difference], claim: str, quotes: Sequence[str]) -> tuple[Difference, ...]:
    """Return differences with both sides widened to the whole words of the claim and of the quotes they stand in."""
    return tuple(
        dict.fromkeys(
            replace(one, claim=_widened(one.claim, (claim,)), source=_widened(one.source, quotes))
            if one.kind in WORDED
            else one
            for one in differences
        )
    )


def _widened(cut: str, texts: Sequence[str]) -> str:
    """Return the words that hold `cut` where it first stands, those places first that need no widening."""
    if not cut:
        return cut
    found = [
        text[slice(*word_at(text, match.start(), match.end()))]
        for text in texts
        for match in re.finditer(re.escape(cut), text)
    ]
    return cut if not found or cut in found else found[0]
