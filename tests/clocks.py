"""A clock that a test sets, for visits to sources at made times."""

from __future__ import annotations

from datetime import datetime, timedelta

START = datetime(2025, 11, 24, 9, 0)


class Clock:
    """A clock that stands still until time passes by."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **spans: float) -> None:
        self.now += timedelta(**spans)
