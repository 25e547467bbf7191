"""Escaping of Unicode bidirectional control characters, so that they are visible and have no effect.

A document that contains U+202E would be displayed backwards from there on, together with the page's own text beside it.
"""

from __future__ import annotations

_STEERING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C)
_VISIBLE = {code: f"⟨U+{code:04X}⟩" for code in _STEERING}


def visible(text: str) -> str:
    """Return `text` with every bidirectional control character written as its code point."""
    return text.translate(_VISIBLE)
