"""What a figure is a figure of: 총사업비 in 총사업비는 1,200억원이다, 과제 in 115개 과제를 선정했다.

Two sentences that give different figures disagree only where both are figures of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.facts.agreement import agree, comparable
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact
from assistant.korean.morphemes import read

NEAR = 2
"""Nouns before a figure that name its attribute, or nouns right after it where none is before."""
_NOUN = frozenset({"NNG", "NNP", "SL", "XR"})
_CLAUSE = re.compile(r"[,;]\s|(?<=[고며])\s|(?<=지만)\s")
_COUNTED = re.compile(r"[을를이가은는의]?\s?(?P<noun>[가-힣]{1,8})")
# A total names no thing of its own, and a label of a table's column none at all.
_EMPTY = frozenset({"합계", "총계", "소계", "계", "전체", "모두", "구분", "항목", "값", "비고", "각각", "최대", "최소"})


def other_value(sentence: str, value: str, rival: str, other: str) -> bool:
    """Tell whether `rival` gives with its figure `other` another value of what `sentence` gives `value` for.

    Both figures are as they are written. False where `rival` also holds the value of the sentence, where the sentence
    does not say of what its figure is one, and where a second figure differs as well: notices of two recalls are worded
    alike and agree in no figure.
    """
    facts, rivals = figures(sentence), figures(rival)
    own = next((fact for fact in facts if fact.text == value), None)
    theirs = next((fact for fact in rivals if fact.text == other), None)
    if own is None or theirs is None or any(agree(own.value, fact.value) for fact in rivals):
        return False
    if any(_differs(fact, theirs, rivals) for fact in facts if fact is not own):
        return False
    counted, also = _counted(sentence, own), _counted(rival, theirs)
    if counted and also and counted != also:
        return False
    before = _nouns(sentence, _start(sentence, own, facts), own.start)[-NEAR:]
    if before:
        return all(noun in rival[: theirs.start] for noun in before)
    after = _nouns(sentence, own.end, len(sentence))[:NEAR]
    return bool(after) and all(noun in rival[theirs.end :] for noun in after)


def _differs(fact: Fact, taken: Fact, rivals: Sequence[Fact]) -> bool:
    """Tell whether a further figure has none that agrees with it among those that could stand for it."""
    alike = [other for other in rivals if other is not taken and comparable(fact, other)]
    return bool(alike) and not any(agree(fact.value, other.value) for other in alike)


def _nouns(text: str, start: int, end: int) -> list[str]:
    """Return the nouns of a stretch that say something of their own."""
    words = read(text[start:end]).words
    return [word.form for word in words if word.tag in _NOUN and word.form not in _EMPTY]


def _start(text: str, fact: Fact, facts: Sequence[Fact]) -> int:
    """Return where the clause of a figure begins, after the figure before it."""
    first = max((other.end for other in facts if other.end <= fact.start), default=0)
    return max((seam.end() for seam in _CLAUSE.finditer(text, first, fact.start)), default=first)


def _counted(text: str, fact: Fact) -> str:
    """Return the noun that a count counts, empty where none follows it: 과제 in 115개 과제."""
    found = _COUNTED.match(text, fact.end) if fact.kind == "count" else None
    nouns = _nouns(found["noun"], 0, len(found["noun"])) if found else []
    return nouns[0] if nouns else ""
