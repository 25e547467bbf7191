"""Owns how metrics, kinds and conditions are called on a page; knows no figure and no language."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
"""Everything that a page says, by key."""


def metric(name: str, words: Words) -> str:
    """Return a metric's name, that of its disturbance or judge before it."""
    owner, _, own = name.rpartition(".")
    known = words.get(f"metric_{own}", own)
    return f"{words.get(f'disturbance_{owner}', owner)} · {known}" if owner else known


def kind(name: str, words: Words) -> str:
    """Return the name of a kind of case: of question, of claim, or of a disturbance before and after."""
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
    """Return the name of what went wrong."""
    return words.get(f"failure_{name}", name)
