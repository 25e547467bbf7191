"""Display names of metrics, kinds of case, conditions and failures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.datasets.columns import UnusedColumn
from evals.gate import Differing

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


def setting(value: str, words: Words) -> str:
    """Return the value of a condition; `none` is what was turned off."""
    return words["condition_none"] if value == "none" else value or "–"


def differing(found: Sequence[Differing], words: Words) -> str:
    """Return the sentence that names the conditions in which a baseline differs, with both values of each."""
    told = (f"{condition(one.name, words)} {setting(one.before, words)} → {setting(one.now, words)}" for one in found)
    return words["differing"].format(conditions=", ".join(told))


def unused(columns: Sequence[UnusedColumn], words: Words) -> tuple[str, ...]:
    """Return for each file the sentence that names the columns that were not used, with what they may have meant."""
    files = dict.fromkeys(one.file for one in columns)
    return tuple(
        words["unused_columns"].format(
            file=file, columns=", ".join(_unused(one, words) for one in columns if one.file == file)
        )
        for file in files
    )


def _unused(column: UnusedColumn, words: Words) -> str:
    if column.nearest:
        return words["unused_nearest"].format(title=column.title, nearest=column.nearest)
    if column.instead:
        return words["unused_instead"].format(title=column.title, instead=column.instead)
    return words["unused_unknown"].format(title=column.title)


def failure(name: str, words: Words) -> str:
    """Return the name of a failure."""
    return words.get(f"failure_{name}", name)
