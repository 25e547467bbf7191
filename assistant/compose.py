"""Owns the extractive composer: an answer made of exact source sentences, or a refusal; knows nothing of stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant import answerability
from assistant.answers import Answer, Citation, Passage, Question, Refusal, RefusalReason, Reply, Sentence
from assistant.evidence import Evidence, collect, share, weighted
from assistant.questions import Analysis, analyse

MODEL = "extractive"
MOST_SENTENCES = 3
NEAREST = 3
"""Citations shown with a refusal."""
MARGIN = 0.06
"""Evidence this close to the best is equally good; the newest of it answers."""
GAIN = 0.15
"""Share of the question's weighted terms that a further sentence must add."""
RANK_PRIOR = 0.25
"""How much the score of its passage counts beside the words of a sentence."""
HOLDS = 0.25
"""What stating the kind of fact asked for is worth."""
PINNED = 0.3
"""What lacking the figures, dates and provinces of the question costs."""
SETTLED = 0.6
"""Share of a pending sentence's context coverage that a later sentence needs to be about the same matter."""
LIKELY = 16
"""Sentences whose facts are read: those with the most of the question's words."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The evidence in order of preference, and whether it answers."""

    ordered: tuple[Evidence, ...]
    chosen: tuple[Evidence, ...]
    answerable: float
    """Probability that the documents answer the question, 0 to 1."""


def compose(question: Question, passages: Sequence[Passage], idf: Mapping[str, float], today: date) -> Reply:
    """Answer with one to three source sentences, each cited, or refuse with the nearest ones."""
    as_of = question.as_of or today
    if not passages:
        return refusal(question, "no_documents", (), passages, as_of)
    analysis = analyse(question.text)
    choice = choose(analysis, passages, idf)
    if choice.answerable < answerability.THRESHOLD or not choice.chosen:
        return refusal(question, "not_found", choice.ordered[:NEAREST], passages, as_of)
    citations = tuple(cite(evidence, marker) for marker, evidence in enumerate(choice.chosen, start=1))
    return Answer(
        question=question,
        sentences=tuple(Sentence(_flat(c.quote), "supported", (c.marker,)) for c in citations),
        citations=citations,
        passages=tuple(passages),
        as_of=as_of,
        model=MODEL,
    )


def choose(analysis: Analysis, passages: Sequence[Passage], idf: Mapping[str, float]) -> Choice:
    """Order the passages' sentences by how well they answer and pick those that together do."""
    weights = weighted(analysis, idf)
    found = collect(passages, weights)
    if not found:
        return Choice((), (), 0.0)
    likely = sorted(found, key=lambda e: -(e.coverage + RANK_PRIOR * e.passage.score))[:LIKELY]
    scores = {id(evidence): score(evidence, analysis) for evidence in likely}
    ordered = tuple(sorted(likely, key=lambda e: -scores[id(e)]))
    best = _newest_of_the_best(ordered, scores, analysis)
    if any(fact.kind == "rank" for fact in best.missing(analysis)):
        return Choice(ordered, (), 0.0)  # another round, article or edition is another subject
    enough = bool(analysis.wanted) and best.holds(analysis)
    chosen = (best,) if enough else _complete(best, ordered, weights)
    features = answerability.features(best, analysis, passages, weights)
    return Choice(ordered, chosen, answerability.probability(features))


def score(evidence: Evidence, analysis: Analysis) -> float:
    """Return how well one sentence answers; higher is better, about 0 to 1.5."""
    return (
        evidence.coverage
        + RANK_PRIOR * evidence.passage.score
        + (HOLDS if evidence.holds(analysis) else 0.0)
        - PINNED * (1 - evidence.pinned(analysis))
    )


def _newest_of_the_best(ordered: Sequence[Evidence], scores: Mapping[int, float], analysis: Analysis) -> Evidence:
    """Return the best evidence, or the newest as good, unless the question names a time of its own.

    What one document says is still to be settled, a later one about the same subject may have settled.
    """
    best = ordered[0]
    if not analysis.wanted or analysis.dated:
        return best
    stating = [e for e in ordered if e.holds(analysis)]
    close = [e for e in stating if scores[id(best)] - scores[id(e)] <= MARGIN]
    if best.pending:
        since = best.day or date.min
        settled = [e for e in stating if not e.pending and (e.day or date.min) > since]
        near = [e for e in settled if e.context >= SETTLED * best.context]
        close = [max(near, key=lambda e: scores[id(e)])] if near else [best]
    newest = max((e.day or date.min for e in close), default=date.min)
    return next((e for e in close if (e.day or date.min) == newest), best)


def _complete(best: Evidence, ordered: Sequence[Evidence], weights: Mapping[str, float]) -> tuple[Evidence, ...]:
    """Add sentences of the same document while each brings in enough that the answer still lacks."""
    chosen = [best]
    covered = best.terms
    for evidence in ordered:
        if len(chosen) == MOST_SENTENCES:
            break
        same = evidence.passage.chunk.document_id == best.passage.chunk.document_id
        if evidence is not best and same and share(weights, evidence.terms - covered) >= GAIN:
            chosen.append(evidence)
            covered = covered | evidence.terms
    return tuple(chosen)


def cite(evidence: Evidence, marker: int) -> Citation:
    """Return the numbered citation of a sentence, its quote exactly the span of the document."""
    passage, chunk = evidence.passage, evidence.passage.chunk
    return Citation(
        marker=marker,
        document_id=chunk.document_id,
        version=chunk.version,
        title=passage.title,
        issuer=passage.issuer,
        published=passage.published,
        uri=passage.uri,
        sha256=passage.sha256,
        page=chunk.page,
        section=chunk.section,
        start=evidence.start,
        end=evidence.end,
        quote=chunk.text[evidence.start - chunk.start : evidence.end - chunk.start],
    )


def refusal(
    question: Question, reason: RefusalReason, nearest: Sequence[Evidence], passages: Sequence[Passage], as_of: date
) -> Refusal:
    """Return a refusal that cites the nearest evidence."""
    return Refusal(
        question=question,
        reason=reason,
        citations=tuple(cite(evidence, marker) for marker, evidence in enumerate(nearest, start=1)),
        passages=tuple(passages),
        as_of=as_of,
        model=MODEL,
    )


def _flat(text: str) -> str:
    return " ".join(text.split())
