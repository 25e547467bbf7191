"""Words that widen, narrow or oblige, on which a sentence turns: 모두, 만, 의무, 처음, 전혀, 할 수 있다."""

from __future__ import annotations

import re

QUANTIFIERS: dict[str, re.Pattern[str]] = {
    "only": re.compile(r"만(?=\s|[.,])|뿐|유일|한정"),
    "every": re.compile(r"모두|전부|모든|전체|누구나|예외\s?없이|빠짐없이|일괄"),
    "must": re.compile(r"의무|반드시|해야|강제"),
    "first": re.compile(r"처음|최초|첫\s"),
    "never": re.compile(r"전혀|절대"),
    "can": re.compile(r"수\s?있"),
    "cannot": re.compile(r"수\s?없|못\s?하|불가|금지|제한"),
}


def quantified(text: str) -> frozenset[str]:
    """Return which of the kinds a text uses: 모두 참여할 수 있다 is `every` and `can`."""
    return frozenset(kind for kind, pattern in QUANTIFIERS.items() if pattern.search(text))
