"""Confusable compound names, which share their last part: 수출바우처, 혁신바우처.

Two such names share their end and part in what comes before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from assistant.korean.morphemes import read

TAIL = 3
"""Least letters that two names share at their end: 사업 and 계획 end half of all names."""
OWN = 2
"""Least letters before them in which they part."""


def namesakes(claim: str, cited: str, around: str) -> Iterator[tuple[str, str]]:
    """Yield names of `claim` that nothing `around` writes, each with the one that `cited` has in its place."""
    theirs = [name for name in _names(cited) if name not in claim]
    for mine in _names(claim):
        if mine in around:
            continue
        yield from [(mine, other) for other in theirs if _alike(mine, other)][:1]


def _names(text: str) -> list[str]:
    """Return the nouns written without a space that together are long enough to be such a name."""
    found: list[str] = []
    end = -1
    for word in read(text).stems:
        if not word.tag.startswith(("NN", "XPN", "XR")):
            continue
        if word.start == end and found:
            found[-1] += text[word.start : word.end]
        else:
            found.append(text[word.start : word.end])
        end = word.end
    return [name for name in dict.fromkeys(found) if len(name) >= TAIL + OWN]


def _alike(mine: str, other: str) -> bool:
    shared = 0
    while shared < min(len(mine), len(other)) and mine[-1 - shared] == other[-1 - shared]:
        shared += 1
    return shared >= TAIL and min(len(mine), len(other)) - shared >= OWN
