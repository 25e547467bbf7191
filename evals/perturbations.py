"""Question perturbations: typos, spacing, informal speech (반말), abbreviations and English words.

The meaning stays the same, so the expected reply does too. Random choices are seeded by the case's id.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping

_FIRST, _LAST, _FINALS = 0xAC00, 0xD7A3, 28
# Vowels that are mistaken for one another in writing, as positions among the 21 of a Hangul syllable.
_NEIGHBOURS: Mapping[int, int] = {1: 5, 5: 1, 0: 4, 4: 0, 8: 13, 13: 8, 3: 7, 7: 3, 10: 15, 15: 10, 11: 10, 18: 13}
_BANMAL = (
    (re.compile(r"(?:인가요|입니까|이에요|예요|인지요)\s*\?*$"), "야?"),
    (re.compile(r"(?:하나요|합니까|해요)\s*\?*$"), "해?"),
    (re.compile(r"(?:되나요|됩니까|돼요)\s*\?*$"), "돼?"),
    (re.compile(r"(?:있나요|있습니까|있어요)\s*\?*$"), "있어?"),
    (re.compile(r"(?:없나요|없습니까|없어요)\s*\?*$"), "없어?"),
    (re.compile(r"(?P<past>[가-힣])(?:나요|습니까|어요|죠|지요)\s*\?*$"), r"\g<past>어?"),
    (re.compile(r"(?:알려|말해)\s?(?:주세요|주십시오)\.?\s*$"), "알려줘"),
)
_SHORT = (
    ("과학기술정보통신부", "과기부"),
    ("과기정통부", "과기부"),
    ("중소벤처기업부", "중기부"),
    ("지역혁신선도기업육성", "선도기업"),
    ("지역혁신선도기업", "선도기업"),
    ("예비타당성조사", "예타"),
    ("지방과학기술진흥협의회", "지과협"),
    ("한국과학기술기획평가원", "KISTEP"),
    ("연구개발", "R&D"),
    ("지방자치단체", "지자체"),
    ("국가연구개발사업평가 총괄위원회", "총괄위"),
    ("기본계획", "기본계획안"),
    ("예산안", "예산"),
)
_ENGLISH = (
    ("예산", "budget"),
    ("사업비", "cost"),
    ("선정된", "selected"),
    ("지역", "region"),
    ("언제", "when"),
    ("기업", "company"),
    ("계획", "plan"),
    ("과제", "project"),
    ("얼마", "how much"),
)


def typo(text: str, seed: str) -> str:
    """Return `text` with the vowel of about one letter in ten replaced by one easily mistaken for it."""
    chance = random.Random(zlib.crc32(seed.encode()))  # noqa: S311 - repeatable, not secret
    able = [index for index, letter in enumerate(text) if _swapped(letter) != letter]
    chosen = set(chance.sample(able, min(len(able), max(1, len(text) // 10))))
    return "".join(_swapped(letter) if index in chosen else letter for index, letter in enumerate(text))


def spacing(text: str, seed: str) -> str:
    """Return `text` with every second space left out."""
    del seed
    words = text.split(" ")
    return "".join(word + (" " if index % 2 else "") for index, word in enumerate(words)).strip()


def banmal(text: str, seed: str) -> str:
    """Return `text` in informal speech (반말)."""
    del seed
    for pattern, ending in _BANMAL:
        if pattern.search(text):
            return pattern.sub(ending, text)
    return text


def abbreviation(text: str, seed: str) -> str:
    """Return `text` with one known long name abbreviated."""
    del seed
    for name, short in _SHORT:
        if name in text:
            return text.replace(name, short)
    return text


def english(text: str, seed: str) -> str:
    """Return `text` with one known word in English; Korean particles are kept."""
    del seed
    return next((text.replace(word, other, 1) for word, other in _ENGLISH if word in text), text)


PERTURBATIONS: Mapping[str, Callable[[str, str], str]] = {
    "typo": typo,
    "spacing": spacing,
    "banmal": banmal,
    "abbreviation": abbreviation,
    "english": english,
}
"""Every way of asking otherwise, by name; one that leaves a question as it is does not apply to it."""


def _swapped(letter: str) -> str:
    code = ord(letter)
    if not _FIRST <= code <= _LAST:
        return letter
    lead, rest = divmod(code - _FIRST, 21 * _FINALS)
    vowel, final = divmod(rest, _FINALS)
    other = _NEIGHBOURS.get(vowel, vowel)
    return chr(_FIRST + (lead * 21 + other) * _FINALS + final)
