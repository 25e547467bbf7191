"""Back-off: how long what failed is left alone before it is tried again.

A minute after the first failure, then five times as long each time, a day at most: 1 minute, 5, 25, 2 hours, 10 hours.
What a site asks for with Retry-After counts where it is longer.
"""

from __future__ import annotations

from datetime import datetime, timedelta

FIRST = 60.0
"""Seconds after the first failure."""
FACTOR = 5
LONGEST = 86_400.0
MOST_ATTEMPTS = 6
"""Failures in a row after which an item is given up and named."""


def again(attempts: int, now: datetime, wait: float = 0) -> datetime:
    """Return when to try again after so many failures in a row; `wait` are the seconds that the site asks for."""
    seconds = min(FIRST * FACTOR ** max(attempts - 1, 0), LONGEST)
    return now + timedelta(seconds=max(seconds, wait))
