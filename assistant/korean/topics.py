"""Topic words of a claim, weighted and without particles and endings, and the share of them that a text holds.

The index counts pairs of letters, and the rarest of those in a sentence are its endings (비까, 니었), of which no
document on the matter knows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import sqrt
from operator import itemgetter

from assistant.facts.extraction import figures
from assistant.korean.morphemes import read
from assistant.korean.synonyms import HELD, IDLE, MEANT, alike
from ingest.lexical import terms

Weigh = Callable[[Iterable[str]], Mapping[str, float]]
"""Gives the weight of index terms, as `LexicalIndex.idf` does."""

_JOINED = ("NN", "SL", "XPN", "XSN", "XR")
_IDLE = IDLE | {"앞", "뒤", "이후", "이전", "당시", "아직", "예정", "때문", "수준", "정도", "경우", "가운데", "해"}
_MELTING = frozenset("히이리기나")


@dataclass(frozen=True, slots=True)
class Topic:
    """One word that a claim speaks of: a whole compound, or the stem of a verb."""

    text: str
    start: int
    """Where it begins in the text it was read from."""
    terms: tuple[str, ...]
    others: tuple[str, ...]
    """Stems of the words that say the same."""
    weight: float


def topics(text: str, weigh: Weigh) -> tuple[Topic, ...]:
    """Return the distinct words that `text` is about, figures left out, each with its weight.

    A compound weighs its mean term times the root of their number: a long name tells more than a short word, but is
    not worth ten of them.
    """
    found = {word: start for start, word in reversed(list(_words(text)))}
    cut = {word: tuple(dict.fromkeys(terms(word))) for word in found}
    weights = weigh(dict.fromkeys(term for each in cut.values() for term in each))
    return tuple(
        Topic(
            word,
            start,
            cut[word],
            _others(word, start, text),
            sum(map(weights.__getitem__, cut[word])) / sqrt(len(cut[word])),
        )
        for word, start in sorted(found.items(), key=itemgetter(1))
        if cut[word]
    )


def _others(word: str, start: int, text: str) -> tuple[str, ...]:
    """Return the words of the same meaning, and what is left of a stem that its ending melts into: 뽑 of 뽑히."""
    left = (word[:-1],) if word[-1] in _MELTING and len(word) == 2 and not text.startswith(word, start) else ()
    return (*left, *alike(word))


def _words(text: str) -> Iterator[tuple[int, str]]:
    known = figures(text)
    run: list[tuple[int, int]] = []
    for word in (*read(text).stems, None):
        if word is not None and any(fact.start < word.end and word.start < fact.end for fact in known):
            continue
        joins = word is not None and word.tag.startswith(_JOINED) and word.tag != "NNB"
        if run and not (joins and word is not None and word.start == run[-1][1]):
            start, end = run[0][0], run[-1][1]
            if text[start:end] not in _IDLE:
                yield start, text[start:end]
            run = []
        if word is None:
            return
        if joins:
            run.append((word.start, word.end))
        elif word.tag in {"VV", "VA"} and word.form not in _IDLE:
            yield word.start, word.form


def held(topic: Topic, text: str, present: AbstractSet[str]) -> float:
    """Return how much of a topic a text holds, 0 to 1; `present` are the text's index terms."""
    if len(topic.text) == 1:
        return float(topic.text in text or any(other in text for other in topic.others))
    found = sum(term in present for term in topic.terms) / len(topic.terms)
    # The last letter of a stem melts into its ending: 늘리 in 늘렸다.
    if found < HELD and len(topic.text) == 2 and topic.text in text:
        found = 1.0
    if found < MEANT and any(other in text for other in topic.others):
        found = MEANT
    return found


def share(found: Sequence[Topic], text: str, present: AbstractSet[str]) -> float:
    """Return the weighted share of the topics that a text holds, 0 to 1."""
    total = sum(topic.weight for topic in found)
    return sum(topic.weight * held(topic, text, present) for topic in found) / total if total else 0.0
