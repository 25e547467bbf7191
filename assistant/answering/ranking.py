"""Sentence ranking: retrieved sentences ordered by how well they answer a question.

A linear score over features that look at different sides: whose words the sentence holds (weighed by how rare they are
among the sentences at hand), what its title and neighbours add, and whether it states the kind of fact asked for.
Weights are fitted pairwise by `evals.benchmarks.answering` on the development half of its questions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from assistant.answering.sentences import Evidence, surroundings
from assistant.facts.fact import Moment
from assistant.korean.programmes import Subject
from assistant.korean.synonyms import HELD, Word, part
from assistant.questions.analysis import Analysis
from ingest.lexical import terms

LIKELY = 18
"""Sentences whose facts are read: those that score best without them."""
OTHER_YEAR = 1.0
"""What speaking of another year than the question's costs."""
OTHER_SUBJECT = 0.8
"""What standing in a document costs that never names the programme the question names, where another does."""
OTHER_MATTER = 0.3
"""What an amount costs whose sentence has nothing of the noun asked for, as 예산 or 총사업비."""
NEIGHBOUR = 0.7
"""What a word in the sentence before or after counts."""

_SENTENCE = re.compile(r"(?:다|함|임|음|됨|요)[.”\"')\s]*$")

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for one sentence, each about 0 to 1."""

    context: float
    """Weighted share of the question's words in the sentence, its headings and what stands before it."""
    passage: float
    """Retrieval score of its passage."""
    own: float
    """Share of the words in the sentence, rare ones among the candidates counting more."""
    framed: float
    """The same with the title and the headings."""
    window: float
    """The same with title, headings and neighbouring sentences."""
    residual: float
    """Share of those words that the title and headings do not hold already."""
    plain: float
    """Share of the words in the sentence, each counting alike."""
    head: float
    """Share of the asked-for word."""
    sentence: float
    """1 for a whole sentence."""
    row: float
    """1 for a table row."""
    recent: float
    """How new its document is among those at hand."""
    kind: float = 0.0
    """Share of the kinds of fact asked for that it states."""
    pinned: float = 0.0
    """Share of the question's figures, dates and provinces stated around it."""
    elsewhen: float = 0.0
    """1 when it speaks of another year than the question."""
    around: float = 0.0
    """Share of the question's words around a figure asked for."""


# astuple copies deeply, which costs more than the features themselves.
_VALUES = attrgetter(*(field.name for field in fields(Features)))

WEIGHTS = Features(
    context=0.667,
    passage=0.503,
    own=0.516,
    framed=0.544,
    window=0.576,
    residual=0.497,
    plain=0.471,
    head=0.416,
    sentence=0.114,
    row=0.106,
    recent=0.136,
    kind=0.458,
    pinned=0.368,
    elsewhen=-0.151,
    around=0.393,
)


@dataclass(frozen=True, slots=True)
class Scored:
    """A sentence with how well it answers."""

    value: float
    evidence: Evidence
    features: Features | None = None
    """What the value was read off."""


def rank(found: Sequence[Evidence], analysis: Analysis) -> tuple[Scored, ...]:
    """Return the likeliest sentences, best first."""
    rough = lexical(found, analysis)
    weights = np.array(astuple(WEIGHTS))
    years = {f.value.year for f in analysis.pinned if isinstance(f.value, Moment) and f.value.year}
    strange = np.array([bool(years) and not any(_speaks(e, year) for year in years) for e in found])
    missed = foreign(found, analysis.names)
    order = np.argsort(-(rough @ weights - OTHER_YEAR * strange - OTHER_SUBJECT * missed), kind="stable")[:LIKELY]
    likely = [found[i] for i in order]
    full = complete(rough[order], likely, analysis)
    values = full @ weights
    values -= OTHER_YEAR * np.array([bool(years) and e.elsewhen(analysis) for e in likely])
    values -= OTHER_SUBJECT * missed[order]
    if "amount" in analysis.kinds and analysis.head:
        values -= OTHER_MATTER * np.array([_other_matter(e, analysis) for e in likely])
    again = np.argsort(-values, kind="stable")
    return tuple(Scored(float(values[i]), likely[i], Features(*map(float, full[i]))) for i in again)


def lexical(found: Sequence[Evidence], analysis: Analysis) -> Floats:
    """Return the features that need no facts, shape (sentences, features); the others are 0."""
    words = analysis.words
    own = np.array([[part(word, e.text, e.terms) for word in words] for e in found]).reshape(len(found), len(words))
    frames: dict[str, list[float]] = {}
    frame = np.array([_framed(e, words, frames) for e in found]).reshape(own.shape)
    held = (own >= HELD).sum(axis=0)
    rarity = np.log(1 + (len(found) - held + 0.5) / (held + 0.5))
    beyond = np.where(frame < HELD, rarity, 0.0)
    days = [e.day for e in found if e.day]
    rows = []
    for index, evidence in enumerate(found):
        framed = np.maximum(own[index], frame[index])
        rows.append(
            _VALUES(
                Features(
                    context=evidence.context,
                    passage=evidence.passage.score,
                    own=_share(own[index], rarity),
                    framed=_share(framed, rarity),
                    window=_share(np.maximum(framed, _beside(found, own, index)), rarity),
                    residual=_share(own[index], beyond[index]) if beyond[index].any() else 1.0,
                    plain=float(own[index].mean()) if len(words) else 0.0,
                    head=len(analysis.head & evidence.terms) / max(1, len(analysis.head)),
                    sentence=float(_SENTENCE.search(evidence.text) is not None),
                    row=float(evidence.row),
                    recent=_recent(evidence.day, days),
                )
            )
        )
    return np.array(rows)


def complete(rough: Floats, likely: Sequence[Evidence], analysis: Analysis) -> Floats:
    """Return the features with those that are read off the facts of a sentence."""
    full = rough.copy()
    kinds = analysis.kinds
    for index, evidence in enumerate(likely):
        stated = sum(evidence.holds(kind, analysis) for kind in kinds) / len(kinds) if kinds else 0.0
        pinned, elsewhen = evidence.pinned(analysis), float(evidence.elsewhen(analysis))
        full[index, -4:] = (stated, pinned, elsewhen, evidence.around(analysis))
    return full


def _speaks(evidence: Evidence, year: int) -> bool:
    """Tell at a glance whether a sentence, its frame or its document's day may speak of a year."""
    chunk = evidence.passage.chunk
    text = f"{evidence.passage.title} {' '.join(chunk.section)} {chunk.text}"
    return (evidence.day is not None and evidence.day.year == year) or f"{year % 100:02d}" in text


def foreign(found: Sequence[Evidence], names: Sequence[str]) -> Floats:
    """Return 1 for the sentences of documents that never say a name of the question, where others do; else 0."""
    texts: dict[str, list[str]] = {}
    for passage in {e.passage: None for e in found}:
        texts.setdefault(passage.chunk.document_id, []).append(surroundings(passage))
    missing: set[str] = set()
    for subject in map(Subject, names):
        naming = {one for one, parts in texts.items() if any(map(subject.named, parts))}
        missing |= texts.keys() - naming if naming else set()
    return np.array([float(e.passage.chunk.document_id in missing) for e in found])


def _other_matter(evidence: Evidence, analysis: Analysis) -> bool:
    """Tell whether neither a sentence nor the heading over it has anything of the noun that a question asks for."""
    if evidence.row or analysis.head & evidence.terms:
        return False
    heading = "\n".join((evidence.passage.title, *evidence.passage.chunk.section[-1:]))
    return analysis.head.isdisjoint(terms(heading))


def _share(parts: Floats, weights: Floats) -> float:
    total = float(weights.sum())
    return float((parts * weights).sum()) / total if total else 0.0


def _framed(evidence: Evidence, words: Sequence[Word], known: dict[str, list[float]]) -> list[float]:
    frame = "\n".join((evidence.passage.title, *evidence.passage.chunk.section))
    if frame not in known:
        present = frozenset(terms(frame))
        known[frame] = [part(word, frame, present) for word in words]
    return known[frame]


def _beside(found: Sequence[Evidence], own: Floats, index: int) -> Floats:
    """Return what the sentences before and after hold, where they stand in the same passage."""
    near = np.zeros(own.shape[1])
    for other in (index - 1, index + 1):
        if 0 <= other < len(found) and found[other].passage.chunk.id == found[index].passage.chunk.id:
            near = np.maximum(near, own[other] * NEIGHBOUR)
    return near


def _recent(day: date | None, days: Sequence[date]) -> float:
    if day is None or not days:
        return 0.0
    first, last = min(days), max(days)
    return (day - first).days / max(1, (last - first).days)
