"""Matching of a claim's figure with the mention in the source that it refers to.

Of all the values of its kind in the source, which does the claim's figure speak of? Each value is measured at
its mentions: whose neighbours, company and place agree best? The weights of the
measures are fitted by `evals/benchmarks/pairing.py` and kept in `pairing.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter

from assistant.facts.fact import Fact, Moment
from assistant.grounding.rules.readings import Reader
from assistant.grounding.rules.standing import Stand


@dataclass(frozen=True, slots=True)
class Pairing:
    """One figure of a claim, the mention it rests on, the strongest rival and how sure the pairing is."""

    fact: Fact
    mention: Fact | None
    """None where the source holds no agreeing figure."""
    rival: Fact | None
    rival_context: float
    probability: float
    """0 to 1; 0 where there is no mention."""


MEASURES = ("context", "company", "touch", "precision", "head", "mentions", "depth", "share", "clause", "base")
"""Names of the measures in the order of `measures()`."""


def measures(stand: Stand, mentions: Sequence[Fact]) -> tuple[float, ...]:
    """Return how well one value, at whichever of its mentions, suits the claim's figure."""
    reader = stand.reader
    top = max(reader.relevance.values(), default=0.0)
    home = max(reader.relevance.get(reader.source.sentence_at(fact.start), 0.0) for fact in mentions)
    return (
        max(map(stand.context, mentions)),
        max(map(stand.company, mentions)),
        max(map(stand.touch, mentions)),
        max(map(stand.precision, mentions)),
        max(map(stand.head, mentions)),
        math.log1p(len(mentions)),
        min(map(stand.depth, mentions)),
        home / max(top, 0.01),
        max(map(stand.clause, mentions)),
        max(map(stand.base, mentions)),
    )


def values(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Gather the mentions of equal values."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.normal, []).append(fact)
    return list(found.values())


@cache
def weights() -> tuple[float, tuple[float, ...]]:
    """Return the score of no value at all and the weight of each measure."""
    data = tomllib.loads((files(__package__) / "pairing.toml").read_text(encoding="utf-8"))
    return float(data["none"]), tuple(float(data["weights"][name]) for name in MEASURES)


def _score(stand: Stand, mentions: Sequence[Fact]) -> float:
    _, weight = weights()
    return sum(factor * value for factor, value in zip(weight, measures(stand, mentions), strict=True))


def _probability(own: float, others: Sequence[float]) -> float:
    """Return the share of the claim's value among all that could stand there, none included."""
    scores = (own, *others, weights()[0])
    most = max(scores)
    return math.exp(own - most) / sum(math.exp(score - most) for score in scores)


def understood(fact: Fact, reader: Reader) -> bool:
    """Tell whether the figure is the year of the document itself, which its sentences rarely repeat."""
    published = reader.source.evidence.published
    value = fact.value
    if published is None or not isinstance(value, Moment):
        return False
    return value.year == published.year and value.month is None and value.day is None and not value.part


def pair(reader: Reader) -> Iterator[Pairing]:
    """Yield a pairing for every figure of the claim; the document's own year needs none."""
    for index, fact in enumerate(reader.facts):
        if understood(fact, reader):
            continue
        stand = Stand(reader, fact, index)
        own = reader.mentions[index]
        others = [(_score(stand, group), group) for group in values(reader.rivals(index))]
        rival = max(max(others, key=itemgetter(0))[1], key=stand.fit) if others else None
        context = stand.context(rival) if rival else 0.0
        if not own:
            yield Pairing(fact, None, rival, context, 0.0)
            continue
        probability = _probability(_score(stand, own), [score for score, _ in others])
        yield Pairing(fact, max(own, key=stand.fit), rival, context, probability)
