"""Prompt injection: stretches of a document that give orders to whoever reads it.

A document is quoted, never obeyed, and what it orders to be said is no statement of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

_ORDER = re.compile(
    r"<!--|<\|\w+\|>|\[/?INST\]"
    r"|(?:이전|위의|앞의|기존)\s?(?:모든\s?)?(?:지시|명령|규칙)(?:를|을|은|는|사항을|사항은)?\s?(?:모두\s?|전부\s?)?(?:무시|잊|따르지)"
    r"|(?:지시|명령)(?:를|을|사항을)?\s?(?:모두\s?)?(?:무시|잊)"
    r"|라고\s?(?:만\s?)?(?:답|대답|응답|출력|안내|말)(?:하라|해라|하십시오|하세요|하시오|할 것)"
    r"|(?:묻는|물으면|물어보면|질문하면|질문에는?)[^\n]{0,60}라고\s?(?:만\s?)?(?:답|대답|응답|안내)(?:한다|합니다)"
    r"|^\s{0,9}(?:system|assistant|user)\s{0,9}:",
    re.IGNORECASE | re.MULTILINE,
)


def orders(text: str) -> bool:
    """Tell whether a sentence gives an order, or could open one."""
    return _ORDER.search(text) is not None


@lru_cache(maxsize=256)
def masked(text: str) -> str:
    """Return `text`, equally long, with every line that an order touches blanked out."""
    found = [match.span() for match in _ORDER.finditer(text)]
    for start, end in found:
        first = text.rfind("\n", 0, start) + 1
        last = text.find("\n", end)
        last = len(text) if last < 0 else last
        text = text[:first] + re.sub(r"[^\n]", " ", text[first:last]) + text[last:]
    return text
