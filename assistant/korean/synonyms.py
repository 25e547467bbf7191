"""Words of a question, their weights and their synonyms.

A question says 뽑힌 where the document says 선정: a word counts as met by its letters, or by a word of its meaning.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.lexical import terms

HELD = 0.6
"""From this share of its letters on, a word counts as held."""
MEANT = 0.8
"""What a word of the same meaning counts, where the word itself counts 1."""
IDLE = frozenset(
    (
        *(
            "지금",
            "현재",
            "이제",
            "때",
            "다",
            "좀",
            "게",
            "것",
            "거",
            "건",
            "수",
            "중",
            "가운데",
            "모두",
            "각각",
            "제일",
        ),
        *("가장", "아예", "하나", "그", "이", "총", "있", "없", "하", "되", "된", "되고", "되면", "돼", "돼있", "두고"),
        *(
            "이름",
            "어",
            "만",
            "더",
            "또",
            "등",
            "때문",
            "관련",
            "대해",
            "동안",
            "사이",
            "정도",
            "쪽",
            "데",
            "및",
            "해당",
        ),
        *("과", "와", "상태"),
    )
)
"""They tell nothing of the subject, and being rare in documents they would weigh as much as a name."""


@dataclass(frozen=True, slots=True)
class Word:
    """One content word of a question."""

    text: str
    terms: tuple[str, ...]
    """Its index terms."""
    others: tuple[str, ...]
    """Stems of the words that say the same."""


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    data = tomllib.loads((files(__package__) / "synonyms.toml").read_text(encoding="utf-8"))
    return tuple(tuple(group) for group in data["groups"])


def read(content: str) -> tuple[Word, ...]:
    """Return the distinct words of a question stripped of its asking words, idle ones left out."""
    found: dict[str, Word] = {}
    # What stands in brackets after a name, as (R&D), is a word of its own: other documents write the name without it.
    for text in re.split(r"[\s()\[\]「」『』]+", content):
        bare = text.strip("'\"‘’“”.,?!()")
        if bare and bare not in IDLE and (own := tuple(dict.fromkeys(terms(bare)))):
            found.setdefault(bare, Word(bare, own, tuple(dict.fromkeys(meant(bare)))))
    return tuple(found.values())


def meant(word: str) -> Iterator[str]:
    """Yield the stems of the words that mean what `word` means."""
    for group in _groups():
        if any(word.startswith(stem) for stem in group):
            yield from (stem for stem in group if not word.startswith(stem))


@cache
def _paraphrases() -> tuple[tuple[str, ...], ...]:
    data = tomllib.loads((files(__package__) / "synonyms.toml").read_text(encoding="utf-8"))
    return tuple(tuple(group) for group in data["claims"])


def alike(word: str) -> Iterator[str]:
    """Yield the stems by which a statement may put `word` otherwise: those of its meaning, and near ones beside them.

    What a statement says has its figures, names and neighbours compared as well, so it may be met more freely than
    the word of a question.
    """
    yield from meant(word)
    for group in _paraphrases():
        if any(word.startswith(stem) for stem in group):
            yield from (stem for stem in group if not word.startswith(stem))


def met(words: Sequence[Word], weights: Mapping[str, float], text: str, present: AbstractSet[str]) -> float:
    """Return the weighted share of the words that a text holds, 0 to 1; `present` are the text's index terms."""
    total = held = 0.0
    for word in words:
        whole = found = 0.0
        for term in word.terms:
            weight = weights.get(term, 0.0)
            whole += weight
            if term in present:
                found += weight
        if found < MEANT * whole and _said(word, text):
            found = MEANT * whole
        total += whole
        held += found
    return held / total if total else 0.0


def part(word: Word, text: str, present: AbstractSet[str]) -> float:
    """Return the share of one word that a text holds, 0 to 1, each of its index terms counting alike."""
    found = sum(term in present for term in word.terms) / len(word.terms)
    return MEANT if found < MEANT and _said(word, text) else found


def _said(word: Word, text: str) -> bool:
    return bool(word.others) and any(stem in text for stem in word.others)
