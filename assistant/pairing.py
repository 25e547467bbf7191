"""Owns which mention of a figure a claim speaks of, and whether another figure stands in that place.

Each figure of a claim is looked for among the equal figures of the source and weighed against the unequal
ones of its kind: whose neighbours, company and place agree better? Knows nothing of verdicts. The weights of
the measures are fitted by `evals/benchmarks/pairing.py` and kept in `pairing.toml`.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.facts import Fact, Moment
from assistant.readings import Reader
from assistant.standing import Stand


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


MEASURES = (
    "context", "rival_context", "ratio", "relevance", "mentions", "rivals", "date", "figures", "depth",
    "rival_depth", "touch", "rival_touch", "company", "rival_company", "precision", "rival_precision", "head",
    "rival_head",
)  # fmt: skip
"""Names of the measures in the order of `measures()`."""


def measures(stand: Stand, rivals: Sequence[Fact]) -> tuple[tuple[float, ...], Fact, Fact | None]:
    """Return the measures of a figure that has mentions, its best mention and its strongest rival."""
    reader = stand.reader
    own = reader.mentions[stand.index]
    best = max(own, key=stand.fit)
    rival = max(rivals, key=stand.fit, default=None)
    mine, theirs = stand.context(best), stand.context(rival) if rival else 0.0
    top = max(reader.relevance.values(), default=0.0)
    home = reader.relevance.get(reader.source.sentence_at(best.start), 0.0)

    def most(measure: str, facts: Sequence[Fact]) -> float:
        return max((float(getattr(stand, measure)(fact)) for fact in facts), default=0.0)

    values = (
        mine, theirs, mine / (mine + theirs + 0.02), home / max(top, 0.01), math.log1p(len(own)),
        math.log1p(len(rivals)), float(stand.fact.kind == "date"), float(len(reader.facts)),
        min(stand.depth(fact) for fact in own), stand.depth(rival) if rival else 3.0,
        most("touch", own), most("touch", rivals), most("company", own), most("company", rivals),
        most("precision", own), most("precision", rivals), most("head", own), most("head", rivals),
    )  # fmt: skip
    return values, best, rival


@cache
def weights() -> tuple[float, dict[str, float]]:
    """Return the intercept and the weight of each measure."""
    data = tomllib.loads((files("assistant") / "pairing.toml").read_text(encoding="utf-8"))
    return float(data["intercept"]), {name: float(data["weights"][name]) for name in MEASURES}


def _probability(values: Sequence[float]) -> float:
    intercept, weight = weights()
    score = intercept + sum(weight[name] * value for name, value in zip(MEASURES, values, strict=True))
    return 1 / (1 + math.exp(-score))


def _understood(fact: Fact, reader: Reader) -> bool:
    """Tell whether the figure is the year of the document itself, which its sentences rarely repeat."""
    published = reader.source.evidence.published
    value = fact.value
    plain = isinstance(value, Moment) and value.month is None and value.day is None and not value.part
    return plain and published is not None and isinstance(value, Moment) and value.year == published.year


def pair(reader: Reader) -> Iterator[Pairing]:
    """Yield a pairing for every figure of the claim; the document's own year needs none."""
    for index, fact in enumerate(reader.facts):
        if _understood(fact, reader):
            continue
        stand = Stand(reader, fact, index)
        rivals = reader.rivals(index)
        if not reader.mentions[index]:
            rival = max(rivals, key=stand.fit, default=None)
            yield Pairing(fact, None, rival, stand.context(rival) if rival else 0.0, 0.0)
            continue
        values, best, rival = measures(stand, rivals)
        yield Pairing(fact, best, rival, values[1], _probability(values))
