"""Memory of what was worked out for texts lately, bounded by their number and their length.

A bound of number alone lets 256 press releases hold some tens of MB, and as many plans of 300 pages gigabytes.

>>> @memo(len)
... def words(text: str) -> list[str]:
...     return text.split()
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import update_wrapper
from threading import Lock
from typing import Any, Generic, TypeVar

TEXTS = 256
"""Most texts that one memory holds."""
CHARACTERS = 4_000_000
"""Most characters of them, the last one excepted: a dozen plans of 300 pages."""

Asked = TypeVar("Asked", bound=Hashable)
Found = TypeVar("Found")


class Memo(Generic[Asked, Found]):
    """A function that remembers what it returned; the longest unused is forgotten first."""

    def __init__(self, work: Callable[[Asked], Found], length: Callable[[Asked], int]) -> None:
        """Remember the results of `work`; `length` tells the characters of what it is asked for."""
        self._work, self._length = work, length
        self._held: OrderedDict[Asked, Found] = OrderedDict()
        self._characters = 0
        self._lock = Lock()
        update_wrapper(self, work)

    def __call__(self, asked: Asked) -> Found:
        """Return what the function returns; the same object while it is remembered."""
        with self._lock:
            if asked in self._held:
                self._held.move_to_end(asked)
                return self._held[asked]
        # Not under the lock: two threads may work at once, on the same text too, and the first one's work is kept.
        made = self._work(asked)
        with self._lock:
            if asked not in self._held:
                self._held[asked] = made
                self._characters += self._length(asked)
                self._forget()
            return self._held[asked]

    def cache_clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._characters = 0

    def _forget(self) -> None:
        while len(self._held) > 1 and (len(self._held) > TEXTS or self._characters > CHARACTERS):
            asked, _ = self._held.popitem(last=False)
            self._characters -= self._length(asked)


def memo(length: Callable[[Any], int]) -> Callable[[Callable[[Asked], Found]], Memo[Asked, Found]]:
    """Return a decorator that has a function remember its results, for arguments of that many characters."""

    def decorated(work: Callable[[Asked], Found]) -> Memo[Asked, Found]:
        return Memo(work, length)

    return decorated
