"""Owns reading whole numbers that a browser sends; knows nothing of what they count."""

from __future__ import annotations


def whole(value: object) -> int | None:
    """Return the number of up to nine ASCII digits that `value` spells; None for anything else."""
    # The browser sends text; anything else was not sent by this page.
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else None
