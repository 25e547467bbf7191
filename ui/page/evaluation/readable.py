"""Which runs a visitor may see: those over collections, and with citations of documents, that the visitor may read.

The questions and expected answers of a run were written by somebody who read its documents, so a run is seen whole or
not at all. A run that was started here says what its starter could read; any run is known by the documents it cites.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ingest.collections import DEFAULT
from ui.page.library import Withheld, nothing_withheld, only_default

FILE = "collections.json"
KEPT = 256
"""Files of runs whose documents are remembered."""
_CITED = re.compile(r'"document_id": ?"((?:[^"\\]|\\.){1,2000})"')


@dataclass(frozen=True, slots=True)
class Rights:
    """What the visitor of the moment may read."""

    collections: Callable[[], tuple[str, ...]] = only_default
    withheld: Withheld = nothing_withheld

    def over(self, folder: Path) -> bool:
        """Tell whether the run in a folder may be seen."""
        made_over = _recorded(folder)
        if made_over is None or not made_over <= frozenset((DEFAULT, *self.collections())):
            return False
        cited: set[str] = set()
        for path in folder.rglob("*.json*"):
            status = path.stat()
            cited |= _cited(path, status.st_mtime_ns, status.st_size)
        return not self.withheld(cited)


ALL = Rights()
"""Rights over a store that holds nothing back."""


def record(folder: Path, collections: tuple[str, ...]) -> None:
    """Note the collections that whoever starts a run may read, in the run's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / FILE).write_text(json.dumps(collections, ensure_ascii=False), encoding="utf-8")


def _recorded(folder: Path) -> frozenset[str] | None:
    """Return the collections noted for a run, none where nothing is; None where what is noted cannot be read."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError):
        return None
    return frozenset(map(str, found)) if isinstance(found, list) else None


@lru_cache(maxsize=KEPT)
def _cited(path: Path, modified: int, size: int) -> frozenset[str]:
    """Return the ids of the documents that a file of a run names; cached until it changes."""
    del modified, size  # they only tell a changed file from the one that was read
    text = path.read_text(encoding="utf-8", errors="replace")
    return frozenset(json.loads(f'"{one}"') for one in _CITED.findall(text))
