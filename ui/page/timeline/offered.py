"""Programmes that the tab offers to start from, found when first asked for and kept until the documents change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING

from assistant.answers import Question
from ingest.listing import READERS, Key
from ui.page.library import Library

if TYPE_CHECKING:
    from assistant.history.programmes import Programme
    from assistant.history.timeline import Timeline


class Offered:
    """The programmes of a library, cached for each set of readers until its documents change."""

    def __init__(self) -> None:
        """Know none yet."""
        self._lock = Lock()
        self._found: OrderedDict[Key, tuple[Programme, ...]] = OrderedDict()

    def now(self, library: Library, trace: Callable[[Question], Timeline]) -> tuple[Programme, ...]:
        """Return the programmes that `trace` finds a course of, the longest first."""
        from assistant.history.programmes import programmes

        key = library.stock().state
        with self._lock:
            if key not in self._found:
                found = programmes(library, trace)
                if library.stock().state != key:
                    # What may be read changed meanwhile: kept, it would be told to whoever may read less.
                    return found
                self._found[key] = found
                while len(self._found) > READERS:
                    self._found.popitem(last=False)
            return self._found[key]
