"""Verdict on a claim from its meaning and its exact facts together.

The reader says how well each sentence read decides the claim and which way; the rules say what they found over whole
documents; code says which figures and names of the claim the sentences lack. A multinomial logistic curve over these
signs gives the probabilities of the three verdicts; weights are fitted by `evals.training.verdicts` on claims whose
documents the reader was not trained on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from math import exp

from assistant.answers import Difference, Verdict, VerdictLabel
from assistant.facts.agreement import agree, comparable
from assistant.facts.extraction import extract, figures
from assistant.facts.fact import Fact
from assistant.grounding.excerpts import clipped
from assistant.grounding.rules.owners import misattributed
from assistant.grounding.rules.participants import exchanged
from assistant.grounding.source import Evidence, bigrams, prepare
from assistant.korean import morphemes, status
from assistant.korean.quantifiers import QUANTIFIERS, quantified
from assistant.korean.synonyms import alike
from assistant.models.reader import Reading

SUPPORTED, CONTRADICTED, OVERRULED = 0.8, 0.65, 0.8
"""Least probabilities of the two verdicts, and of a contradiction that outweighs the rules' support."""
QUOTED = 1.0
"""Score by which the rules tell an exact quote: it needs no reading."""
BESIDE = 0.7
"""Share of the deciding sentence's weight from which on another is shown beside it."""
NAMED = frozenset({"organisation", "place", "person", "law"})
CURVES: dict[str, tuple[float, float, float]] = {
    "bias": (1.123, -0.937, -0.186),
    "ruled_supported": (-0.509, 0.171, 0.338),
    "ruled_contradicted": (-0.230, -0.307, 0.536),
    "ruled_score": (-0.434, 0.781, -0.347),
    "relevance": (-0.106, 0.126, -0.019),
    "supported": (-0.589, 0.637, -0.048),
    "contradicted": (-0.227, -0.617, 0.844),
    "second_supported": (-0.220, 0.116, 0.104),
    "weighed_supported": (-0.750, 0.757, -0.007),
    "weighed_contradicted": (-0.519, -0.007, 0.526),
    "most_supported": (-0.621, 0.745, -0.125),
    "most_contradicted": (-0.262, -0.190, 0.451),
    "together_supported": (-0.886, -0.003, 0.889),
    "together_contradicted": (-0.961, 0.409, 0.553),
    "unstated": (-0.088, 0.162, -0.074),
    "apart": (0.287, -0.079, -0.208),
    "countered": (0.092, -0.195, 0.103),
    "redated": (1.094, -1.133, 0.039),
    "unnamed": (-0.126, 0.209, -0.083),
    "strange": (-0.361, -0.082, 0.443),
    "held": (-0.440, 0.244, 0.196),
    "worded": (-0.117, 0.309, -0.192),
    "around": (0.144, -0.018, -0.126),
    "missing": (0.018, 0.403, -0.421),
    "opposed": (-0.735, -0.441, 1.176),
    "turned": (-0.110, 0.249, -0.139),
    "crossed": (0.882, -0.463, -0.420),
    "added only": (-0.034, 0.038, -0.004),
    "added every": (-0.282, -0.353, 0.635),
    "added must": (-0.538, 0.108, 0.429),
    "added first": (-0.568, -0.429, 0.997),
    "added never": (-0.304, -1.636, 1.940),
    "added can": (-1.427, 0.749, 0.677),
    "added cannot": (-0.059, -0.183, 0.242),
    "dropped only": (0.611, -0.329, -0.282),
    "dropped every": (-0.410, 0.173, 0.237),
    "dropped must": (-0.397, 0.427, -0.030),
    "dropped first": (-0.047, -0.226, 0.273),
    "dropped never": (-0.065, -1.777, 1.841),
    "dropped can": (0.034, -0.029, -0.005),
    "dropped cannot": (-0.273, -0.266, 0.539),
}
"""Bias and weight of each sign towards not found, supported and contradicted."""
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
    """What speaks for the verdicts on one claim; the near sentences are the two most relevant, the first one the best.

    None is read off the claim alone: its length or its negations would tell how false claims are written, not whether
    this one is.
    """

    ruled_supported: float
    ruled_contradicted: float
    ruled_score: float
    """The rules' score where they support."""
    relevance: float
    """Log-odds of the best sentence; then its probabilities."""
    supported: float
    contradicted: float
    second_supported: float
    weighed_supported: float
    """The greatest probability of any sentence, weighed by its relevance."""
    weighed_contradicted: float
    most_supported: float
    most_contradicted: float
    together_supported: float
    """Probabilities by the whole window of the best sentence."""
    together_contradicted: float
    unstated: float
    """1 where the passage lacks a figure of the claim; `apart`: the near sentences lack one."""
    apart: float
    countered: float
    """1 where the near sentences lack one and give another of its kind; `redated` for a date."""
    redated: float
    unnamed: float
    """1 where the passage lacks a body, place or person of the claim; `strange`: the near sentences lack one."""
    strange: float
    held: float
    """Share of the claim's letter pairs in the near sentences."""
    worded: float
    """Share of the claim's words in the near sentences, `around` in the passage."""
    around: float
    missing: float
    """Words of the claim that the near sentences lack, up to 8, over 4."""
    opposed: float
    """1 where the best sentence has the opposite of a word that only the claim has: 증가, 감소."""
    turned: float
    """1 where only one of claim and best sentence is negated."""
    crossed: float
    """1 where one tells as done what the other tells as to come."""
    added: tuple[float, ...]
    """1 for each kind of quantifier that the claim has and the near sentences lack, in the order of `QUANTIFIERS`."""
    dropped: tuple[float, ...]
    """1 for each kind that the best sentence has and the claim lacks."""

    @property
    def values(self) -> tuple[float, ...]:
        """All of them in order."""
        *single, added, dropped = (getattr(self, field.name) for field in fields(self))
        return (*single, *added, *dropped)


NAMES = (
    *(field.name for field in fields(Signs) if field.name not in ("added", "dropped")),
    *(f"added {kind}" for kind in QUANTIFIERS),
    *(f"dropped {kind}" for kind in QUANTIFIERS),
)
"""The signs in the order of `Signs.values`."""


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Of the three verdicts; they sum to 1."""

    not_found: float
    supported: float
    contradicted: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with the sentences that it rests on, best first; none where it is the rules' own."""

    label: VerdictLabel
    score: float
    """0 to 1 of how surely supported; otherwise up to .5, how near the documents come."""
    evidence: tuple[Read, ...]
    differences: tuple[Difference, ...] = ()


def settled(ruled: Verdict) -> bool:
    """Tell whether the rules' verdict stands whatever is read: a contradiction or an exact quote."""
    return ruled.label == "contradicted" or (ruled.label == "supported" and ruled.score == QUOTED)


def judge(claim: str, ruled: Verdict, read: Sequence[Read]) -> Judged:
    """Return the verdict by meaning and facts together where the rules' is not settled, over at least one sentence.

    What the rules prove stands, unless the reader is sure of a contradiction; what they leave open the reader may
    decide. It supports only where the passage names every body, place and person of the claim, gives no other figure
    in the place of one of its own, and has everyone do and own what the claim has them do and own.
    """
    found = signs(claim, ruled, read)
    likely = probabilities(found)
    if ruled.label == "supported" and likely.contradicted < OVERRULED:
        return Judged(ruled.label, ruled.score, ())
    nearest = max(read, key=lambda one: one.reading.relevance)
    strange = unnamed(claim, nearest.surroundings) if found.unnamed else ()
    differs = bool(found.countered or found.redated)
    if likely.supported >= SUPPORTED and not (strange or differs):
        evidence = _deciding(read, lambda one: one.supported)
        against = _parts_exchanged(claim, evidence[0])
        if not against:
            return Judged("supported", likely.supported, evidence)
        label: VerdictLabel = "contradicted" if against[0].source else "not_found"
        return Judged(label, likely.supported / 2, evidence[:1], against)
    if likely.contradicted >= CONTRADICTED:
        evidence = _deciding(read, lambda one: one.contradicted)
        return Judged("contradicted", likely.contradicted / 2, evidence, (_difference(claim, evidence[0]),))
    lacking = tuple(Difference("name", name, "") for name in strange)
    return Judged("not_found", min(likely.supported, 0.5), (nearest,), lacking)


def _parts_exchanged(claim: str, one: Read) -> tuple[Difference, ...]:
    """Return where a passage gives the claim's participants each other's part, or its figure to somebody else."""
    source = prepare(Evidence(one.document_id, one.surroundings, one.published))
    sentences = [source.text[start:end] for start, end in source.sentences]
    return (*exchanged(claim, sentences), *misattributed(claim, one.published, source))


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
    shown = clipped(line)
    return line if shown == line else f"{shown} …"


def signs(claim: str, ruled: Verdict, read: Sequence[Read]) -> Signs:
    """Return the signs of a claim that the rules judged as `ruled`, over the sentences `read`, at least one."""
    ordered = sorted(read, key=lambda one: -one.reading.relevance)
    best, second = ordered[0], ordered[min(1, len(ordered) - 1)]
    near = " ".join(one.text for one in ordered[:NEAR])
    weights = [1 / (1 + exp(-one.reading.relevance)) for one in ordered]
    day = best.published
    given = figures(claim, day)
    stated = figures(near, day)
    passage = figures(best.surroundings, day)
    apart = [fact for fact in given if not _agrees(fact, stated)]
    theirs, ours = morphemes.read(best.text), morphemes.read(claim)
    words = [word.form for word in ours.words if len(word.form) > 1 or word.tag in ("VV", "VA", "SN")]
    lacking = [word for word in words if not _holds(near, word)]
    crossed = (status.done(claim) and status.planned(best.text)) or (status.planned(claim) and status.done(best.text))
    claimed, told, said = quantified(claim), quantified(near), quantified(best.text)
    return Signs(
        ruled_supported=float(ruled.label == "supported"),
        ruled_contradicted=float(ruled.label == "contradicted"),
        ruled_score=ruled.score if ruled.label == "supported" else 0.0,
        relevance=best.reading.relevance,
        supported=best.reading.supported,
        contradicted=best.reading.contradicted,
        second_supported=second.reading.supported,
        weighed_supported=max(w * one.reading.supported for w, one in zip(weights, ordered, strict=True)),
        weighed_contradicted=max(w * one.reading.contradicted for w, one in zip(weights, ordered, strict=True)),
        most_supported=max(one.reading.supported for one in ordered),
        most_contradicted=max(one.reading.contradicted for one in ordered),
        together_supported=best.reading.together[0],
        together_contradicted=best.reading.together[1],
        unstated=float(not all(_agrees(fact, passage) for fact in given)),
        apart=float(bool(apart)),
        countered=float(any(fact.kind != "date" and _rivalled(fact, stated) for fact in apart)),
        redated=float(any(fact.kind == "date" and _rivalled(fact, stated) for fact in apart)),
        unnamed=float(bool(unnamed(claim, best.surroundings))),
        strange=float(bool(unnamed(claim, near))),
        held=_held(claim, near),
        worded=1 - len(lacking) / max(1, len(words)),
        around=sum(_holds(best.surroundings, word) for word in words) / max(1, len(words)),
        missing=min(len(lacking), 8) / 4,
        opposed=float(_opposed(words, {word.form for word in theirs.words})),
        turned=float(len(ours.negations) % 2 != len(theirs.negations) % 2),
        crossed=float(crossed),
        added=tuple(float(kind in claimed and kind not in told) for kind in QUANTIFIERS),
        dropped=tuple(float(kind in said and kind not in claimed) for kind in QUANTIFIERS),
    )


def probabilities(found: Signs) -> Probabilities:
    """Return how likely each verdict is."""
    values = (1.0, *found.values)
    powers = [
        exp(sum(weights[label] * value for weights, value in zip(CURVES.values(), values, strict=True)))
        for label in range(3)
    ]
    return Probabilities(*(power / sum(powers) for power in powers))


def unnamed(claim: str, text: str) -> tuple[str, ...]:
    """Return the bodies, places, persons and laws of a claim that a text does not name, under any of their names."""
    known = {str(fact.value) for fact in extract(text)}
    plain = re.sub(r"\s", "", text)
    named = [fact for fact in extract(claim) if fact.kind in NAMED]
    return tuple(
        fact.text for fact in named if str(fact.value) not in known and re.sub(r"\s", "", fact.text) not in plain
    )


def _agrees(fact: Fact, stated: Sequence[Fact]) -> bool:
    return any(agree(fact.value, one.value) for one in stated)


def _rivalled(fact: Fact, stated: Sequence[Fact]) -> bool:
    return any(one.kind == fact.kind for one in stated)


def _holds(text: str, word: str) -> bool:
    return word in text or any(other in text for other in alike(word))


def _opposed(ours: Sequence[str], theirs: set[str]) -> bool:
    return any(word not in theirs and morphemes.opposites().get(word, frozenset()) & theirs for word in ours)


def _held(claim: str, text: str) -> float:
    ours = bigrams(claim)
    return len(ours & bigrams(text)) / max(1, len(ours))
