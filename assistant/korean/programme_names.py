"""Programmes that a text names as such: quoted and called 사업, as a heading, or at the head of a budget row.

Of `'은빛항만육성(R&D)' 사업에`, `□ 은빛항만육성사업` and `은빛항만육성 : ('26년 정부안) 969억원` it is 은빛항만육성.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.korean.programmes import Subject, generic

SHORTEST, LONGEST = 5, 30
"""Letters of a name: a shorter one is as often a common word."""
_QUOTED = re.compile(
    r"[「『‘“'\"｢](?P<name>[가-힣A-Za-z0-9][^「」『』‘’“”'\"｢｣\n]{3,40})[」』’”'\"｣]"
    r"\s?(?P<after>(?:\(R&D\)\s?)?(?:사업|프로그램|프로젝트))?"
)
_CALLED = re.compile(r"(?:사업|프로그램|프로젝트|바우처|펀드|R&D\)?)$")
_ROW = re.compile(
    r"(?m)^[^\w\n]{0,8}(?P<name>[가-힣A-Z][가-힣A-Za-z0-9·+ ]{2,30}(?:\((?:R&D)\))?)\s?[:：]\s?"
    r"(?=\(\s?['’‘]?(?:20)?\d\d)"
)
_HEADING = re.compile(r"(?m)^[^\w\n]{0,8}(?P<name>[가-힣A-Z][가-힣A-Za-z0-9·+ ]{3,26}사업(?:\(R&D\))?)[ \t]{0,9}$")
_SENTENCE = re.compile(r"[.?!…]|(?:다|하는|위한|하고)\s")


def named(text: str) -> Iterator[str]:
    """Yield the names of programmes in a text, as written there, each by its first spelling."""
    seen: set[str] = set()
    for name in _named(text):
        core = Subject(name).core
        letters = SHORTEST <= len(core) <= LONGEST
        if letters and core not in seen and not _SENTENCE.search(name) and not generic(name):
            seen.add(core)
            yield name


def _named(text: str) -> Iterator[str]:
    for match in _ROW.finditer(text):
        yield " ".join(match["name"].split())
    for match in _QUOTED.finditer(text):
        if match["after"] or _CALLED.search(match["name"]):
            yield " ".join(match["name"].split())
    for match in _HEADING.finditer(text):
        yield match["name"]
