"""Questions for what was done, as statements with their value: 과제가 몇 개 선정됐어 as 과제가 111개 선정됐다.

A call for projects stands nearer to such a question than their selection does, and tells of the plan. What the
documents say of the statement tells whether a later one gives another figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.korean.declarative import statement
from assistant.korean.morphemes import Token, join, tokens
from assistant.korean.names import followed

_VALUE = re.compile(r"몇\s?[가-힣]{1,3}(?=[이가을를은는로]?\s|\?|$)|얼마나?(?=\s|\?|$)")
_COUNTED = re.compile(
    r"(?P<before>(?:\S{1,40}\s){0,30})(?P<deed>\S{1,20})\s(?P<thing>[가-힣A-Za-z]{1,20}?)\s?수(?:[은는])?[\s?]{0,9}"
)
_DEEDS = frozenset({"VV", "XSV"})


def claim(question: str, value: str) -> str:
    """Return what a question for a figure says with its value told; empty where it asks for anything else.

    `과제가 몇 개 선정됐어?` and `선정된 과제 수는?` with 111개 give `과제가 111개 선정됐다.`
    """
    text = question.strip()
    if not value:
        return ""
    if counted := _COUNTED.fullmatch(text):
        deed = tokens(counted["deed"])
        if not _past(deed):
            return ""
        verb = join([*((one.form, one.tag) for one in deed[:-1]), ("었", "EP"), ("다", "EF")])
        return f"{counted['before']}{followed(counted['thing'], '이')} {value} {verb}."
    told, count = _VALUE.subn(value, text, count=1)
    return statement(f"{told.rstrip(' ?')}?") if count else ""


def asks_for_deed(question: str) -> bool:
    """Tell whether a question has a verb in the past: 선정됐어, 뽑힌 과제 수."""
    found = tokens(question)
    past = any(one.tag == "EP" and one.form in {"었", "았", "였"} for one in found)
    return past or any(_past(pair) for pair in pairwise(found))


def _past(found: Sequence[Token]) -> bool:
    """Tell whether morphemes end in a verb that describes what was done: 선정된."""
    return len(found) > 1 and found[-2].tag in _DEEDS and found[-1].tag == "ETM" and found[-1].form in {"ᆫ", "은"}
