"""Owns which stretches of a document give orders to whoever reads it; knows nothing of claims, answers or models.

A document is quoted, never obeyed, and what it orders to be said is no statement of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ORDER = re.compile(
    r"<!--|<\|\w+\|>|\[/?INST\]|(?:이전|위의|앞의|기존)\s?(?:모든\s?)?(?:지시|명령|규칙)"
    r"|(?:지시|명령)(?:를|을|사항을)?\s?(?:무시|잊)"
    r"|(?:이?라고|다고)\s?(?:만\s?)?(?:답|대답|응답|출력|안내|말)(?:하라|해라|하십시오|하세요|하시오|할 것|한다)"
    r"|^\s*(?:system|assistant|user)\s*:",
    re.IGNORECASE,
)
_LINE = re.compile(r"[^\n]+")


def orders(text: str) -> bool:
    """Tell whether a sentence gives an order, or could open one."""
    return _ORDER.search(text) is not None


@lru_cache(maxsize=256)
def masked(text: str) -> str:
    """Return `text`, equally long, with every line that gives orders blanked out."""
    if not _ORDER.search(text):
        return text
    return _LINE.sub(lambda line: " " * len(line.group()) if orders(line.group()) else line.group(), text)
