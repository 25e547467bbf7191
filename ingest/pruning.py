"""Documents whose file or record is gone, and when they may be removed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest import file_names
from ingest.identity import exists
from ingest.lookups import Known

Withheld = Literal["unasked", "empty", "many", ""]
"""Why vanished documents stay: nobody asked for their removal, a folder is missing or empty (a drive that is not
mounted looks like that), or more than half of the documents under it would go; empty where they need not."""
UNSURE: tuple[Withheld, ...] = ("empty", "many")
"""Those over which somebody should look at the folder before anything else is done."""
MOST = 0.5
"""Share of the documents under a path that is removed without being confirmed."""


@dataclass(frozen=True, slots=True)
class Pruning:
    """What is gone from the given paths."""

    gone: tuple[str, ...]
    """Ids of documents whose file or record is no longer there."""
    withheld: Withheld
    """Why they are not removed."""


def prunable(
    roots: Sequence[Path],
    empty: Collection[Path],
    known: Mapping[str, Known],
    kept: Collection[str],
    read: Collection[str],
) -> Pruning:
    """Return the documents gone from under `roots`, and whether removing them needs a confirmation.

    `kept` are the documents found in this run, `read` the files that were read whole, of which any record not found
    is gone.
    """
    gone: dict[str, None] = {}
    withheld: Withheld = ""
    for root in roots:
        folder = file_names.kept(root)
        under = [identity for identity, one in known.items() if f"{one.container}/".startswith(f"{folder}/")]
        missing = [one for one in under if one not in kept and _gone(known[one].container, read)]
        gone |= dict.fromkeys(missing)
        if missing and root in empty:
            withheld = "empty"
        elif len(missing) > MOST * len(under) and not withheld:
            withheld = "many"
    return Pruning(tuple(gone), withheld)


def allowed(pruning: Pruning, *, prune: bool, confirmed: bool) -> Withheld:
    """Return why the documents gone are not removed: they are where it is asked for, and confirmed if need be.

    An empty folder is told of whether or not anybody asked.
    """
    if not pruning.gone:
        return ""
    if not prune:
        return "empty" if pruning.withheld == "empty" else "unasked"
    return "" if confirmed else pruning.withheld


def _gone(container: str, read: Collection[str]) -> bool:
    return container in read or not exists(container)
