"""Line-break repair: whether a break falls inside a word, judged by the document's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_HANGUL = re.compile(r"[가-힣]+")
_LAST = re.compile(r"(?<![가-힣])[가-힣]++$")
_FIRST = re.compile(r"[가-힣]+")
_PARTICLE_WORDS = (
    "은 는 이 가 을 를 의 에 에서 에게 에는 에도 으로 로 으로써 로써 으로서 로서 과 와 도 만 까지 부터 보다 마다 조차 "
    "하고 하는 하여 하며 하기 하도록 하게 하지 하였다 한다 함 했다 했으며 되고 되는 되어 되며 되도록 된다 됨 됐다 "
    "된 될 이며 이고 이다 인 입니다 합니다 됩니다 습니다 였다 이었다 "
    "적 적인 적으로 들 들의 들이 들을 들은 성 화 별 별로"
)
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SINGLE_WORDS = (
    "및 등 수 것 그 이 각 총 약 본 당 제 더 또 중 후 전 내 시 외 간 위 두 세 네 한 온 새 매 주 동 타 현 구 신"
)
_ALONE = frozenset(_SINGLE_WORDS.split())
_ENDINGS = tuple("은는을를의에로와과고며여서한된할될및등도며면")
_UNITS = re.compile(r"(?:년|월|일|시|분|개|명|조|억|만|천|백|원|건|곳|배|회|차|호|항|종|대|위|점|가구|퍼센트|여)")
_OPENING = "(（[［<〈《「『“‘"
_CLOSING = ")）]］>〉》」』”’,.，。·ㆍ・:;%!?~/"
_BINDING = "(（[［〈《「『“‘·ㆍ・~/"


class Words:
    """The words of a document and how often each stands within a line."""

    def __init__(self, lines: Iterable[str]) -> None:
        # A line's outer words may be halves themselves.
        self._text = "\n".join(" ".join(line.split(" ")[1:-1]) for line in lines)
        self._count: Counter[str] = Counter(_HANGUL.findall(self._text))

    def joint(self, left: str, right: str) -> str:
        """Return what to put between the end of one line and the start of the next: a space or an empty string."""
        last, first = left[-1:], right[:1]
        if last in _BINDING or first in _CLOSING:
            return ""
        if last == "제" and first.isdigit():
            return ""
        if last.isdigit():
            return "" if _UNITS.match(right) or first in "%.," else " "
        if first in _OPENING and _LAST.search(left):
            return "" if first in "(（" else " "
        one, two = _LAST.search(left), _FIRST.match(right)
        if two and last in ")）」』”’]" and two[0] in _PARTICLES:
            return ""
        if last.isascii() and last.isalnum() and two:
            return "" if two[0] in _PARTICLES else " "
        if last == "-" and first.isascii() and first.isalpha():
            return ""
        if one is None or two is None:
            return " "
        if left[: one.start()][-1:].isdigit():
            # 10일, 3명: the figure's unit ends a word unless a particle follows.
            return "" if two[0] in _PARTICLES else " "
        return "" if self._one_word(one[0], two[0]) else " "

    def _one_word(self, left: str, right: str) -> bool:
        whole = self._count[left + right]
        apart = min(self._count[left], self._count[right])
        if whole or apart:
            return whole >= apart
        if right in _PARTICLES:
            return True
        # The syllables around the break, as they stand elsewhere: in one word or in two.
        within = self._text.count(left[-2:] + right[:2])
        between = self._text.count(f"{left[-2:]} {right[:2]}")
        if within != between:
            return within > between
        if len(left) == 1:
            return left not in _ALONE
        return not (left.endswith(_ENDINGS) or self._count[left] or self._count[right])
