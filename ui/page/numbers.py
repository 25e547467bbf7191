"""Parsing of whole numbers sent by a browser."""

from __future__ import annotations


def whole(value: object) -> int | None:
    """Return `value` as a number if it is one to nine ASCII digits; None for anything else."""
    # The browser sends text; anything else was not sent by this page.
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else None
