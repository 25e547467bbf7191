"""Morphological analysis by Kiwi, with the status lexicon: negations, opposites and stages of a matter.

Morphology decides here, by Kiwi, which is loaded when first needed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

_CONTENT = ("NN", "NR", "NP", "VV", "VA", "XR", "SL", "SH", "MAG", "SN", "MM", "XPN")
# Light words say nothing of their own: 하고 있다, 것으로, 등, 및.
_LIGHT = frozenset(
    {
        "하",
        "되",
        "있",
        "것",
        "등",
        "및",
        "이",
        "그",
        "수",
        "때",
        "바",
        "데",
        "중",
        "지",
        "대하",
        "위하",
        "통하",
        "따르",
        "관하",
        "의하",
        "약",
        "총",
    }
)
_BOUND = ("J", "E", "XSV", "XSA", "VCP", "VX", "SP", "SF", "SS", "SE", "SO", "SW", "SB")
_SMALL_VERBS = frozenset({"XSV", "XSA", "VX", "VCP"})
_DENYING = frozenset({"VX", "VA", "VV", "VCN", "MAG"})
_BESIDES = re.compile(r"(?:뿐만?|만)\s{0,2}$")
"""Before 아니다, which then denies nothing: 관공서뿐만 아니라 사업장에도."""
_NEAR = 5


@dataclass(frozen=True, slots=True)
class Word:
    """A morpheme that carries content, as Kiwi cut it."""

    form: str
    tag: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The content words and negations of a stretch of text."""

    words: tuple[Word, ...]
    stems: tuple[Word, ...]
    """Every morpheme that is no particle, ending, auxiliary or mark: what a faithful retelling keeps."""
    negations: tuple[Word, ...]


@cache
def _tables() -> dict[str, object]:
    return tomllib.loads((files(__package__) / "status.toml").read_text(encoding="utf-8"))


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Map each word to the words that deny it."""
    pairs: dict[str, set[str]] = {}
    rows = _tables()["opposites"]
    assert isinstance(rows, list)
    for left, right in rows:
        pairs.setdefault(left, set()).add(right)
        pairs.setdefault(right, set()).add(left)
    return {word: frozenset(denied) for word, denied in pairs.items()}


@cache
def stages() -> dict[str, str]:
    """Map each status word to the stage it names (decided, considered, planned, done, …)."""
    rows = _tables()["stages"]
    assert isinstance(rows, dict)
    return {word: stage for stage, words in rows.items() for word in words}


@cache
def _negations() -> frozenset[str]:
    rows = _tables()["negations"]
    assert isinstance(rows, list)
    return frozenset(rows)


@cache
def _kiwi() -> Kiwi:
    from kiwipiepy import Kiwi

    # Its dictionary of names of several words takes half of the loading time and cuts 7 of 1,494 lines of releases
    # otherwise, none better (한국 회계 기준 원 as one name); its dictionary of typing errors, none of 3,093.
    return Kiwi(num_workers=1, load_multi_dict=False, load_typo_dict=False)


@dataclass(frozen=True, slots=True)
class Token:
    """A morpheme as Kiwi cut it, with the span that it was read from."""

    form: str
    tag: str
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """Return every morpheme of a text in order, particles, endings and marks among them."""
    return tuple(
        Token(one.form, one.tag.split("-")[0], one.start, one.start + one.len) for one in _kiwi().tokenize(text)
    )


def join(forms: Sequence[tuple[str, str]]) -> str:
    """Return the (form, tag) pairs written as words, their sounds run together: 되, 었, 다 gives 됐다."""
    return str(_kiwi().join(forms))


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """Read `text` into content words and negations with offsets; cached, as sentences return often."""
    words: list[Word] = []
    stems: list[Word] = []
    negations: list[Word] = []
    for token in _kiwi().tokenize(text):
        tag = token.tag.split("-")[0]
        word = Word(token.form, tag, token.start, token.start + token.len)
        if not tag.startswith(_BOUND):
            stems.append(word)
        alone = text[word.start - 1 : word.start].isspace() or word.start == 0
        besides = tag == "VCN" and _BESIDES.search(text, max(0, word.start - _NEAR), word.start) is not None
        if token.form in _negations() and (tag != "MAG" or alone) and tag in _DENYING and not besides:
            negations.append(word)
        elif tag.startswith(_CONTENT) and tag not in _SMALL_VERBS and token.form not in _LIGHT:
            words.append(word)
    return Reading(tuple(words), tuple(stems), tuple(negations))


def warm() -> None:
    """Load the analyser of words, which takes seconds once in a process; safe to call again."""
    read("형태소 분석기를 미리 싣는다.")
