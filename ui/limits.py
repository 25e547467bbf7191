"""How much may be asked at once, on the page and by programs."""

from __future__ import annotations

QUESTION_LIMIT = 1_000
"""Most characters of a question."""
TEXT_LIMIT = 50_000
"""Most characters of a text to check."""
