"""How many questions of programs are worked on side by side, and how many may wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from ui.programs.faults import Busy

Made = TypeVar("Made")
AT_ONCE = 4
"""Calls of one operation worked on side by side."""
WAITING = 64
"""Calls of one operation that may be under way; more are turned away."""


class Turnstile:
    """Lets so many calls of each operation through at once."""

    def __init__(self) -> None:
        self._within: Counter[str] = Counter()
        self._limits: dict[str, CapacityLimiter] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn of the operation `name`; raise Busy where too many wait already."""
        if self._within[name] >= WAITING:
            raise Busy("지금은 질문이 너무 많습니다.", "잠시 뒤에 다시 시도하십시오.")
        # Made here: a limiter belongs to the loop that it is made in.
        limit = self._limits.setdefault(name, CapacityLimiter(AT_ONCE))
        self._within[name] += 1
        try:
            async with limit:
                yield
        finally:
            self._within[name] -= 1

    async def run(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what `make` returns, called in a thread once it is the operation's turn."""
        async with self.turn(name):
            return await to_thread.run_sync(make)
