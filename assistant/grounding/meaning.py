"""Verdict on a claim from its meaning and its exact facts together.

The reader says how well each sentence read decides the claim and which way; the rules say what they found over whole
documents; code says which figures and names of the claim the sentences lack. A multinomial logistic curve over these
signs gives the probabilities of the three verdicts; weights are fitted by `evals.training.verdicts` on claims whose
documents the reader was not trained on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from datetime import date
from math import exp

from assistant.answers import Difference, Verdict, VerdictLabel
from assistant.facts.agreement import agree, comparable
from assistant.facts.extraction import extract, figures
from assistant.korean import status
from assistant.models.reader import Reading

SUPPORTED, CONTRADICTED = 0.65, 0.5
"""Least probabilities of the two verdicts."""
BESIDE = 0.7
"""Share of the deciding sentence's weight from which on another is shown beside it."""
SHOWN = 60
"""Most letters of either side of a difference."""
NAMED = frozenset({"organisation", "place", "person", "law"})
NEAR = 2
"""Sentences, the most relevant ones, that are held against a claim's figures and names."""


@dataclass(frozen=True, slots=True)
class Read:
    """A sentence that was read for a claim."""

    text: str
    document_id: str
    start: int
    """Span in the document's text."""
    end: int
    reading: Reading
    surroundings: str
    """Title and passage that it stands in."""
    published: date | None


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the verdicts on one claim."""

    ruled_supported: float
    ruled_contradicted: float
    ruled_score: float
    """The rules' score where they support."""
    relevance: float
    """Log-odds of the most relevant sentence, and its two probabilities."""
    supported: float
    contradicted: float
    weighed_supported: float
    """The greatest probability of a sentence times its relevance."""
    weighed_contradicted: float
    together_supported: float
    """Probabilities by the whole window of the most relevant sentence."""
    together_contradicted: float
    unstated: float
    """1 where the passage lacks a figure of the claim."""
    apart: float
    """1 where the nearest sentences lack one."""
    figured: float
    """1 where the claim gives a figure."""
    unnamed: float
    """1 where the passage lacks a body, place or person of the claim."""
    held: float
    """Share of the claim's letter pairs in the nearest sentences."""
    status: float
    """1 where one of claim and sentence tells as done what the other tells as to come."""


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Of the three verdicts; they sum to 1."""

    not_found: float
    supported: float
    contradicted: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the sentences that it rests on, best first."""

    label: VerdictLabel
    score: float
    """0 to 1 of how surely supported; otherwise up to .5, how near the documents come."""
    evidence: tuple[Read, ...]
    differences: tuple[Difference, ...] = ()


def judge(claim: str, ruled: Verdict, read: Sequence[Read]) -> Judged:
    """Return the verdict by meaning and facts together, over the sentences `read`, at least one.

    Supported needs both: the probability, and that the passage names every body, place and person of the claim.
    """
    likely = probabilities(signs(claim, ruled, read))
    nearest = max(read, key=lambda one: one.reading.relevance)
    strange = unnamed(claim, nearest.surroundings)
    if likely.supported >= SUPPORTED and not strange:
        return Judged("supported", likely.supported, _deciding(read, lambda one: one.supported))
    if likely.contradicted >= CONTRADICTED:
        evidence = _deciding(read, lambda one: one.contradicted)
        return Judged("contradicted", likely.contradicted / 2, evidence, (_difference(claim, evidence[0]),))
    lacking = tuple(Difference("name", name, "") for name in strange)
    return Judged("not_found", min(likely.supported, 0.5), (nearest,), lacking)


def _deciding(read: Sequence[Read], share: Callable[[Reading], float]) -> tuple[Read, ...]:
    """Return the sentence that decides, and another of its document that comes close."""

    def weight(one: Read) -> float:
        return share(one.reading) / (1 + exp(-one.reading.relevance))

    first, *others = sorted(read, key=lambda one: -weight(one))
    beside = [one for one in others if one.document_id == first.document_id and weight(one) >= BESIDE * weight(first)]
    return first, *beside[:1]


def _difference(claim: str, against: Read) -> Difference:
    """Return what differs: a figure or a name with what stands in its place, else the two sentences."""
    stated = figures(against.text, against.published)
    for fact in figures(claim, against.published):
        rivals = [one for one in stated if comparable(fact, one)]
        if rivals and not any(agree(fact.value, one.value) for one in stated):
            return Difference(fact.kind, fact.text, rivals[0].text)
    ours, theirs = extract(claim), extract(against.text)
    for fact in ours:
        others = [one for one in theirs if one.kind == fact.kind and one.value != fact.value]
        if fact.kind in NAMED and others and not any(one.value == fact.value for one in theirs):
            return Difference(fact.kind, fact.text, others[0].text)
    return Difference("meaning", _clipped(claim), _clipped(against.text))


def _clipped(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def signs(claim: str, ruled: Verdict, read: Sequence[Read]) -> Signs:
    """Return the signs of a claim that the rules judged as `ruled`, over the sentences `read`, at least one."""
    ordered = sorted(read, key=lambda one: -one.reading.relevance)
    best, near = ordered[0], " ".join(one.text for one in ordered[:NEAR])
    weights = [1 / (1 + exp(-one.reading.relevance)) for one in ordered]
    given = figures(claim, best.published)
    return Signs(
        ruled_supported=float(ruled.label == "supported"),
        ruled_contradicted=float(ruled.label == "contradicted"),
        ruled_score=ruled.score if ruled.label == "supported" else 0.0,
        relevance=best.reading.relevance,
        supported=best.reading.supported,
        contradicted=best.reading.contradicted,
        weighed_supported=max(w * one.reading.supported for w, one in zip(weights, ordered, strict=True)),
        weighed_contradicted=max(w * one.reading.contradicted for w, one in zip(weights, ordered, strict=True)),
        together_supported=best.reading.together[0],
        together_contradicted=best.reading.together[1],
        unstated=float(_lacks(claim, best.surroundings, best.published)),
        apart=float(_lacks(claim, near, best.published)),
        figured=float(bool(given)),
        unnamed=float(bool(unnamed(claim, best.surroundings))),
        held=_held(claim, near),
        status=float(_crossed(claim, best.text)),
    )


def probabilities(found: Signs) -> Probabilities:
    """Return how likely each verdict is."""
    powers = [exp(bias + sum(w * x for w, x in zip(weights, astuple(found), strict=True))) for bias, weights in CURVES]
    total = sum(powers)
    return Probabilities(*(power / total for power in powers))


def unnamed(claim: str, text: str) -> tuple[str, ...]:
    """Return the bodies, places, persons and laws of a claim that a text does not name, under any of their names."""
    known = {str(fact.value) for fact in extract(text)}
    plain = re.sub(r"\s", "", text)
    named = [fact for fact in extract(claim) if fact.kind in NAMED]
    return tuple(
        fact.text for fact in named if str(fact.value) not in known and re.sub(r"\s", "", fact.text) not in plain
    )


def _lacks(claim: str, text: str, published: date | None) -> bool:
    stated = [fact.value for fact in figures(text, published)]
    return any(not any(agree(fact.value, one) for one in stated) for fact in figures(claim, published))


def _held(claim: str, text: str) -> float:
    ours = _pairs(claim)
    return len(ours & _pairs(text)) / max(1, len(ours))


def _pairs(text: str) -> set[str]:
    plain = "".join(filter(str.isalnum, text))
    return {plain[i : i + 2] for i in range(len(plain) - 1)}


def _crossed(claim: str, sentence: str) -> bool:
    return (status.done(claim) and status.planned(sentence)) or (status.planned(claim) and status.done(sentence))


CURVES: tuple[tuple[float, tuple[float, ...]], ...] = ()
