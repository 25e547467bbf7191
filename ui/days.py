"""Days as people write them: 2025-01-24, 2025.1.24., 2025/1/24, 20250124, 2025년 1월 24일."""

from __future__ import annotations

import re
from datetime import date

_WRITTEN = re.compile(r"(\d{4})\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})\s?[.일]?")


def day(text: str) -> date:
    """Return the day that a text names; raises ValueError where it names none."""
    found = _WRITTEN.fullmatch(text.strip())
    if found:
        year, month, number = map(int, found.groups())
        return date(year, month, number)
    return date.fromisoformat(text.strip())
