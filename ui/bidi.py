"""Owns making the characters visible that steer the direction of writing; knows nothing of where a text is from.

A document that holds U+202E would be read backwards from there on, and with it what the page writes beside it.
"""

from __future__ import annotations

_STEERING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
_VISIBLE = {code: f"⟨U+{code:04X}⟩" for code in _STEERING}


def visible(text: str) -> str:
    """Return `text` with every character that steers direction written as its code point."""
    return text.translate(_VISIBLE)
