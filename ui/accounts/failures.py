"""Rate limiting of failed attempts, which slows password guessing."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Hashable

KEYS = 10_000
"""Most keys counted; the longest untouched are forgotten first."""


class Failures:
    """Recent failures of each key."""

    def __init__(self, most: int, seconds: float) -> None:
        """Allow `most` failures within `seconds`."""
        self._most = most
        self._seconds = seconds
        self._seen: OrderedDict[Hashable, deque[float]] = OrderedDict()

    def wait(self, key: Hashable) -> int:
        """Return the seconds until `key` may try again; 0 when it may now."""
        times = self._recent(key)
        return 0 if len(times) < self._most else max(1, int(times[0] + self._seconds - time.monotonic()) + 1)

    def add(self, key: Hashable) -> None:
        """Count one failure."""
        times = self._recent(key)
        times.append(time.monotonic())
        self._seen[key] = times
        self._seen.move_to_end(key)
        while len(self._seen) > KEYS:
            self._seen.popitem(last=False)

    def clear(self, key: Hashable) -> None:
        """Reset the count of `key`."""
        self._seen.pop(key, None)

    def _recent(self, key: Hashable) -> deque[float]:
        times = self._seen.get(key, deque())
        while times and times[0] <= time.monotonic() - self._seconds:
            times.popleft()
        return times
