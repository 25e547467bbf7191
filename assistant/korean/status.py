"""Status of what a sentence tells: done, or still to come."""

from __future__ import annotations

import re
from itertools import pairwise

from assistant.korean.morphemes import read, stages

_SAID = re.compile(
    r"(?:이?라고|이?라며|(?<=다)[고며])\s?(?:밝혔|말했|설명했|전했|덧붙였|강조했|발표했)\S{0,40}[.\s]{0,9}$"
)
"""Who says it is no part of what is told: 선정했다고 밝혔다, 예정이라고 말했다."""
_FINAL_SS = 20
"""Index of ㅆ among the final consonants of Hangul syllables: past tense ends in it, 했다, 됐습니다, 마쳤음."""
_PRESENT = frozenset("있겠")
_HANGUL, _FINALS = 0xAC00, 28
_TAIL = 6
"""Most letters from the negative copula to the end of a sentence that closes with it: 아님, 아닙니다, 아니라고 함."""
_SEAM = re.compile(r"[,;]\s|(?<=[고며나만])\s|(?<=[다음임함])\.\s")
_FORMER = re.compile(r"(?:^|(?<![가-힣]))(?:당초|애초|종전|기존)(?:에는|에|의|엔)?\s")
_ENDING = re.compile(r"([가-힣])(?:다|습니다|음|어요|고|으며|는데|죠|네요|지만)[.!\"'”’\s]*$")

TAKEN_OVER = re.compile(r"(?<=[가-힣])(?:고|며|지만|는데),?\s(?=[가-힣A-Za-z·]{2,20}(?:은|(?<![에서터지로])는)\s)")
"""Where a sentence goes on with another topic, whose status is its own: 제출했으며, 정부는 도울 계획이다.

Without another topic the close of a sentence tells the status of all of it: 정하고 뽑을 계획이다.
"""


def planned(sentence: str) -> bool:
    """Tell whether a sentence tells its matter as still to come: 과제를 지원할 예정이다, 뽑을 계획이라고 밝혔다."""
    words = read(_SAID.sub("", sentence.rstrip())).words
    return bool(words) and stages().get(words[-1].form) == "planned"


def done(sentence: str) -> bool:
    """Tell whether a sentence tells its matter as done, by the past tense of its last verb: 선정했다, 마쳤습니다."""
    ending = _ENDING.search(_SAID.sub("", sentence.rstrip()))
    if ending is None or ending[1] in _PRESENT or planned(sentence):
        return False
    return (ord(ending[1]) - _HANGUL) % _FINALS == _FINAL_SS


def former(sentence: str, at: int) -> bool:
    """Tell whether the clause around a place tells what was so or meant before: 당초 3곳으로 검토했으나."""
    start = max((seam.end() for seam in _SEAM.finditer(sentence, 0, at)), default=0)
    return _FORMER.search(sentence, start, at) is not None


def disowned(sentence: str) -> bool:
    """Tell whether a sentence says of what it gives that it is not the thing: 1조 5,003억원은 총사업비가 아님."""
    text = _SAID.sub("", sentence.rstrip(" .!\"'”’"))
    # The copula begins with 아 in every form, and reading the words of a sentence costs milliseconds.
    if "아" not in text[-_TAIL:]:
        return False
    return any(word.tag == "VCN" and len(text) - word.start <= _TAIL for word in read(text).negations)


def parts(sentence: str) -> tuple[str, ...]:
    """Return a sentence cut where another topic takes over."""
    cuts = [0, *(found.end() for found in TAKEN_OVER.finditer(sentence)), len(sentence)]
    return tuple(sentence[start:end] for start, end in pairwise(cuts))
