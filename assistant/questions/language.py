"""Whether a question is asked in another language than the documents found for it are written in.

`When was the selection announced?` over Korean documents finds passages near in meaning, but the reader and the rules
that take an answer from them know Korean alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answers import Passage

WORDS = 3
"""Least words in another alphabet: `KTX 2030` is asked by Koreans too."""
_KOREAN = re.compile(r"[가-힣]")
_WORD = re.compile(r"[^\W\d_]{2,}")


def in_another_language(question: str, passages: Sequence[Passage]) -> bool:
    """Tell whether a question without a Korean letter found Korean passages."""
    if _KOREAN.search(question) or len(_WORD.findall(question)) < WORDS:
        return False
    return any(_KOREAN.search(passage.chunk.text) for passage in passages)
