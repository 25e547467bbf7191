"""Features for matching a claim's figure to a mention in the source.

Each measure looks at another side: the words around, the figures around, the letters right beside, the word
that is counted, and how deep in the text the mention stands.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cached_property

from assistant.facts.fact import Fact, appended
from assistant.grounding.rules.readings import Reader
from assistant.grounding.source import bigrams

_AFTER = re.compile(r"\s?의?\s?([가-힣A-Za-z]+(?:\s[가-힣]+)?)")
_FORMER = re.compile(r"(?:기존|당초|종전)(?:의|에)?\s?(?:약\s?)?$")
_BASE = re.compile(appended() + r"(?:대비|보다|에 비해|에서 |→)")
_COMMA = re.compile(r",\s|[…·:;]")
APART = 0.6
"""What is left of the pull of a word for each comma between it and the figure."""
_BEFORE = re.compile(r"([가-힣A-Za-z]{1,40})[\s(]{0,2}$")


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _gap(start: int, end: int, offset: int, length: int) -> tuple[int, bool]:
    """Return how far a word stands from a span, and whether after it."""
    after = offset >= end
    return max(0, offset - end if after else start - offset - length), after


@dataclass(frozen=True)
class Stand:
    """One figure of a claim, measured at any mention in the source."""

    reader: Reader
    fact: Fact
    index: int

    @cached_property
    def _pull(self) -> dict[str, tuple[float, bool]]:
        """How strongly each word of the claim belongs to the figure, and on which side it stands."""
        pull: dict[str, tuple[float, bool]] = {}
        for word in self.reader.words:
            gap, after = _gap(self.fact.start, self.fact.end, word.start, word.end - word.start)
            across = len(_COMMA.findall(self.reader.claim, *sorted((self.fact.start, word.start))))
            weight = self.reader.rarity[word.form] / (1 + gap / 5) * APART**across
            if weight > pull.get(word.form, (0.0, False))[0]:
                pull[word.form] = (weight, after)
        return pull

    def context(self, mention: Fact) -> float:
        """Return how much of what surrounds the figure in the claim surrounds `mention`, 0 to 1."""
        home = self.reader.source.sentence_at(mention.start)
        total = 0.0
        for form, (weight, after) in self._pull.items():
            best = 0.0
            for offset in self.reader.places[form]:
                gap, follows = _gap(mention.start, mention.end, offset, len(form))
                near = 1 / (1 + gap / 25) * (1.0 if follows == after else 0.7)
                best = max(best, near if self.reader.source.sentence_at(offset) == home else near / 2)
            total += weight * best
        return total / (sum(weight for weight, _ in self._pull.values()) or 1.0)

    def company(self, mention: Fact) -> float:
        """Return how many of the claim's other figures stand near `mention`, 0 to 1."""
        total = whole = 0.0
        for index, other in enumerate(self.reader.facts):
            found = self.reader.mentions[index]
            if index == self.index or not found:
                continue
            gap, _ = _gap(self.fact.start, self.fact.end, other.start, other.end - other.start)
            weight = 1 / (1 + gap / 8)
            whole += weight
            total += weight * max((self._nearness(mention, fact) for fact in found), default=0.0)
        return total / whole if whole else 0.0

    def _nearness(self, mention: Fact, other: Fact) -> float:
        if other.start < mention.end and mention.start < other.end:
            return 0.0
        gap, _ = _gap(mention.start, mention.end, other.start, other.end - other.start)
        home = self.reader.source.sentence_at
        return 1 / (1 + gap / 30) * (1.0 if home(other.start) == home(mention.start) else 0.4)

    def touch(self, mention: Fact) -> float:
        """Return how many letters right beside the figure and beside `mention` are the same."""
        claim, text, fact = self.reader.claim, self.reader.source.text, self.fact
        left = _common(
            _letters(claim[max(0, fact.start - 40) : fact.start])[::-1],
            _letters(text[max(0, mention.start - 40) : mention.start])[::-1],
        )
        right = _common(_letters(claim[fact.end : fact.end + 40]), _letters(text[mention.end : mention.end + 40]))
        return math.log1p(left) + math.log1p(right)

    def precision(self, mention: Fact) -> float:
        """Return the share of the letter pairs right beside `mention` that the claim holds."""
        start, end = self.reader.source.sentences[self.reader.source.sentence_at(mention.start)]
        text = self.reader.source.text
        pairs = [
            *_pairs(_letters(text[max(start, mention.start - 12) : mention.start])),
            *_pairs(_letters(text[mention.end : min(end, mention.end + 12)])),
        ]
        return sum(pair in self.reader.grams for pair in pairs) / (len(pairs) + 2)

    def clause(self, mention: Fact) -> float:
        """Return the share of the claim's letter pairs that the clause of `mention` holds."""
        return len(self._beside & self.reader.source.clause_grams(mention)) / (1 + len(self._beside))

    def base(self, mention: Fact) -> float:
        """Return 1 if both are what something is compared with (대비, 에서), -1 if one of them is, else 0."""
        ours, theirs = _compared(self.reader.claim, self.fact), _compared(self.reader.source.text, mention)
        return float(ours and theirs) - float(ours != theirs)

    @cached_property
    def _beside(self) -> frozenset[str]:
        """The letter pairs of the claim without the figure itself, which any of its mentions would hold."""
        claim, fact = self.reader.claim, self.fact
        return bigrams(claim[: fact.start]) | bigrams(claim[fact.end :])

    @cached_property
    def _heads(self) -> list[str]:
        """The words that the figure counts or belongs to: the one before it and the one or two after."""
        claim, fact = self.reader.claim, self.fact
        found = (
            _AFTER.match(claim[fact.end : fact.end + 16]),
            _BEFORE.search(claim[max(0, fact.start - 14) : fact.start]),
        )
        heads = [_letters(match[1])[:10] for match in found if match]
        return [head for head in heads if len(head) > 1]

    def head(self, mention: Fact) -> float:
        """Return how much of a word that the figure counts stands beside `mention`, 0 to 1."""
        text = self.reader.source.text
        beside = (
            _letters(text[max(0, mention.start - 16) : mention.start])
            + "|"
            + _letters(text[mention.end : mention.end + 16])
        )
        return max((_longest(head, beside) / len(head) for head in self._heads), default=0.0)

    def fit(self, mention: Fact) -> float:
        """Return one figure by which mentions are ranked."""
        return self.context(mention) + 0.4 * self.company(mention) + 0.12 * self.touch(mention)

    def depth(self, mention: Fact) -> float:
        """Return how deep in the source `mention` stands: what leads a text is what it is about."""
        return math.log1p(self.reader.source.sentence_at(mention.start))


def _compared(text: str, fact: Fact) -> bool:
    return bool(_FORMER.search(text[max(0, fact.start - 12) : fact.start]) or _BASE.match(text, fact.end))


def _pairs(letters: str) -> list[str]:
    return [letters[index : index + 2] for index in range(len(letters) - 1)]


def _common(left: str, right: str) -> int:
    count = 0
    while count < min(len(left), len(right), 10) and left[count] == right[count]:
        count += 1
    return count


def _longest(word: str, text: str) -> int:
    """Return the length of the longest run of `word` found in `text`."""
    best = 0
    for start in range(len(word)):
        while start + best < len(word) and word[start : start + best + 1] in text:
            best += 1
    return best
