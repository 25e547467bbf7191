"""Display names of metrics, kinds of case, conditions and failures."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
"""Everything that a page says, by key."""


def metric(name: str, words: Words) -> str:
    """Return the name of a metric, prefixed with that of its disturbance or judge if it has one."""
    owner, _, own = name.rpartition(".")
    known = words.get(f"metric_{own}", own)
    return f"{words.get(f'disturbance_{owner}', owner)} · {known}" if owner else known


def kind(name: str, words: Words) -> str:
    """Return the name of a kind of question or claim, or of a row (before, after, drop) of a disturbance."""
    owner, _, own = name.rpartition(": ")
    if owner == "claim":
        return words["claim_kind"].format(kind=words.get(f"kind_{own}", own))
    if owner:
        return f"{words.get(f'disturbance_{owner}', owner)}: {words.get(f'row_{own}', own)}"
    return words.get(f"kind_{own}", own)


def condition(name: str, words: Words) -> str:
    """Return the name of a condition."""
    return words.get(f"condition_{name}", name)


def failure(name: str, words: Words) -> str:
    """Return the name of a failure."""
    return words.get(f"failure_{name}", name)
