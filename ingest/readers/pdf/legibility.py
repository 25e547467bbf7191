"""Detection of garbled text layers, as fonts without a character map produce them."""

from __future__ import annotations

import re
import unicodedata

_COMMON = frozenset("이다의는에을를로가고하지사기한대정자시도인은과서해제리원부수스전")
_WORD = re.compile(r"^[(\"'\[$]{0,40}(?:[A-Za-z]{2,}|\d[\d,.%:/-]{0,40})(?:['-][A-Za-z]{1,40})*[)\"'\],.;:!?%]{0,40}$")
_FEW_PARTS = 15
_LEAST = 60
_MANY_HANGUL = 300


def legible(text: str) -> bool:
    """Whether `text` reads as language: few unmapped characters, Hangul as Korean uses it."""
    seen = [character for character in text if not character.isspace()]
    if len(seen) < _LEAST:
        return True
    odd = sum(1 for c in seen if c == "\ufffd" or unicodedata.category(c) in {"Cc", "Co", "Cn", "Cs"})
    if odd > 0.2 * len(seen):
        return False
    if sum(c.isalnum() for c in seen) < 0.25 * len(seen) and not _drawn(seen):
        return False
    if sum(c.isascii() for c in seen) > 0.8 * len(seen) and not _worded(text):
        return False
    hangul = [c for c in seen if "가" <= c <= "힣"]
    if len(hangul) < _LEAST:
        return True
    written = len("".join(hangul).encode("euc-kr", errors="ignore")) // 2
    if written < 0.85 * len(hangul):
        return False
    return len(hangul) < _MANY_HANGUL or sum(c in _COMMON for c in hangul) > 0.08 * len(hangul)


def _worded(text: str) -> bool:
    """Whether enough of what stands between spaces is a Latin word or a figure."""
    parts = text.split()
    return len(parts) < _FEW_PARTS or sum(bool(_WORD.match(part)) for part in parts) >= 0.3 * len(parts)


def _drawn(seen: list[str]) -> bool:
    """Whether the signs are leaders or rules drawn with characters."""
    return max(seen.count(sign) for sign in set(seen)) > 0.3 * len(seen)
