"""Greetings and thanks, and questions for what can be asked here."""

from __future__ import annotations

import re

_SAID = (
    r"안녕(?:하세요|하십니까|하신가요|히\s?계세요)?|반가(?:워요?|습니다)|처음\s?뵙겠습니다|여보세요|하이|헬로우?|ㅎㅇ"
    r"|고마(?:워요?|웠어요|웠습니다)|고맙습니다|감사(?:해요|합니다|드려요|드립니다)?|수고(?:하세요|하셨습니다|했어요?)|잘\s?부탁\S*"
    r"|hi|hello|hey|thanks|thank\s+you|good\s+(?:morning|afternoon|evening)"
)
_ABOUT_HERE = (
    r"(?:여기서?|너는?|넌|당신은?|이\s?챗봇은?|이건|이거)?\s?(?:뭐|뭘|무엇을?|어떤\s?(?:것|걸|거)을?)\s?(?:를|을)?\s?"
    r"(?:물어\s?(?:볼|보면)\s?\S*|할\s?수\s?있\S*|하는\s?(?:거|곳|챗봇)\S*|도와\S*|해\s?줄\S*)(?:\s?(?:있어요?|있나요|돼요?|되나요|수\s?있\S*))?"
    r"|사용법|도움말|(?:누구|뭐)(?:세요|야|니|예요|에요)|what\s+can\s+(?:you|i)\s+(?:do|ask)|help|who\s+are\s+you"
)
_BETWEEN = r"[\s.,!?~^;:)…ㅎㅋ]*"
_ALL = re.compile(rf"(?:{_BETWEEN}(?:{_SAID}|{_ABOUT_HERE}))+{_BETWEEN}")
LONGEST = 60
"""Characters of the longest greeting."""


def greets(text: str) -> bool:
    """Tell whether a text only greets, thanks or asks what can be asked, as `안녕하세요!` or `뭘 물어볼 수 있어요?`."""
    return len(text) <= LONGEST and _ALL.fullmatch(text.lower()) is not None
