"""What single documents say of a claim: the gate's verdict on each, after every objection of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import chain

from assistant.answering.sentences import PRIOR_DOCUMENTS
from assistant.answers import (
    Difference,
    Passage,
    Question,
)
from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import Moment
from assistant.grounding import gate
from assistant.grounding.gate import Entailment, Evidence, GateVerdict, Span
from assistant.grounding.rules.bearing import Bearing, bearing, within
from assistant.grounding.rules.contraries import contraries
from assistant.grounding.rules.counterparts import borne, counterparts, held_in, listed, misplaced
from assistant.grounding.rules.objections import elsewhen
from assistant.grounding.rules.scope import RETOLD, denied, overtakes, retold
from assistant.grounding.source import bigrams, prepare
from assistant.korean.status import done, parts, planned
from assistant.korean.topics import Topic, topics
from assistant.retrieval.retriever import HybridRetriever
from ingest.documents import SourceDocument

DOCUMENTS = 8
"""Documents a claim is held against."""
PER_DOCUMENT = 2
"""Passages of each that show where to look in a long one."""
WIDE = 40
"""Documents found at once; beyond `DOCUMENTS` they are only looked through for one that disagrees."""
LONG = 60_000
"""A document of more characters is read only around its passages."""
MARGIN = 3_000
"""Characters read before and after a passage of a long document."""
PROVED = 0.45
"""Least share of a claim's terms about a span for it to prove the claim."""
SURE = 0.4
"""Least score at which a document that was only found, not named, proves a claim with a figure."""
LOOSE = 0.5
"""Below this score support is withdrawn where another figure stands with the claim's words."""
WORDED = 0.72
"""Share of a claim's topics that the cited sentences themselves must hold where no figure ties it down."""
DIRECT = 0.85
"""Share of a claim's topics in the cited sentences themselves from which on a less sure figure is taken as its own."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one document says of a claim."""

    document: SourceDocument
    verdict: GateVerdict
    bearing: Bearing
    forestalls: bool = False
    """Whether it tells as still to come what the claim tells as done, and agrees with it in all else."""
    trust: int = 0
    """How much the settings trust the document."""

    @property
    def published(self) -> datetime:
        """The day of the document, the earliest possible one where unknown."""
        return self.document.published or datetime.min


def assess(
    question: Question,
    about: Sequence[Topic],
    found: Sequence[Passage],
    retriever: HybridRetriever,
    entailment: Entailment | None = None,
) -> Iterator[Assessment]:
    """Yield what each document says of a claim, those left out that are on something else."""
    for document, passages in _documents(found, retriever):
        for evidence in _readings(document, passages):
            if within(about, evidence, document.title) >= PROVED:
                held = _hold(question, about, document, evidence, entailment)
                yield replace(held, trust=retriever.trust.of(document))


def _hold(
    question: Question,
    about: Sequence[Topic],
    document: SourceDocument,
    evidence: Evidence,
    entailment: Entailment | None,
) -> Assessment:
    """Ask one document; what it says on another matter is not said of the claim."""
    verdict = gate.check(question.text, [evidence], question.as_of, entailment)
    near = bearing(question.text, about, document, evidence, verdict.spans, verdict.differences)
    if verdict.label == "supported":
        source, asked = prepare(evidence), (question.text, about, question.as_of)
        sure = borne(*asked, source, document.title)
        apart = verdict.score < LOOSE and misplaced(*asked, source, source.cited(verdict.spans))
        verdict = _tried(question, evidence, verdict, near, sure, apart)
        shown = replace(verdict, spans=_ordered(question.text, about, evidence, verdict))
        if verdict.label == "supported" and _only_planned(question.text, evidence, shown):
            return Assessment(document, _unsettled(question.text, evidence, shown), near, forestalls=True)
    elif verdict.label == "contradicted" and not denied(question.text, question.as_of, evidence, verdict, near):
        verdict = replace(verdict, label="not_found")
    elif verdict.label == "not_found" and (told := tuple(one for one in verdict.differences if overtakes(one))):
        against = replace(verdict, label="contradicted", differences=told)
        verdict = against if denied(question.text, question.as_of, evidence, against, near) else verdict
    if verdict.label == "not_found" or (verdict.label == "supported" and verdict.score < LOOSE):
        verdict, near = _countered(question, about, document, evidence, verdict, near)
    return Assessment(document, replace(verdict, spans=_ordered(question.text, about, evidence, verdict)), near)


def topics_of(question: Question, retriever: HybridRetriever, subject: str) -> Sequence[Topic]:
    """Return what a claim is about, weighed by how rare its words are in the store."""
    return topics(f"{subject}\n{question.text}", partial(retriever.store.lexical.idf, prior=PRIOR_DOCUMENTS))


def retrieve(question: Question, retriever: HybridRetriever) -> tuple[Passage, ...]:
    """Return the passages nearest to a claim, of more documents than are asked about it."""
    return retriever.retrieve(question, WIDE * PER_DOCUMENT, PER_DOCUMENT, WIDE)


def nearest(found: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages of the nearest documents."""
    near = list(dict.fromkeys(passage.chunk.document_id for passage in found))[:DOCUMENTS]
    return tuple(passage for passage in found if passage.chunk.document_id in near)


def with_subject(question: Question, subject: str) -> str:
    """Return a claim with the subject it only points at before it."""
    return f"{subject} {question.text}".strip()


def _documents(found: Sequence[Passage], retriever: HybridRetriever) -> Iterator[tuple[SourceDocument, list[Passage]]]:
    """Yield the documents that might speak of the claim with their passages nearest to it."""
    passages: dict[str, list[Passage]] = {}
    for passage in found:
        passages.setdefault(passage.chunk.document_id, []).append(passage)
    for identity, near in passages.items():
        document = retriever.store.document(identity)
        if document is not None:
            yield document, near


def _readings(document: SourceDocument, passages: Sequence[Passage]) -> Iterator[Evidence]:
    """Yield what is read of a document: all of it, or the surroundings of its passages."""
    published = document.published.date() if document.published else None
    frame = "\n".join(
        (document.title, document.issuer, *(heading for section in document.sections for heading in section.path))
    )
    if len(document.text) <= LONG:
        yield Evidence(document.id, document.text, published, frame=frame)
        return
    for passage in passages:
        start = document.text.rfind("\n", 0, max(0, passage.chunk.start - MARGIN)) + 1
        end = document.text.find("\n", passage.chunk.end + MARGIN)
        yield Evidence(document.id, document.text[start : end if end >= 0 else None], published, start, frame)


def _tried(
    question: Question, evidence: Evidence, verdict: GateVerdict, near: Bearing, sure: bool, apart: bool
) -> GateVerdict:
    """Return the support of one document, or what is left of it after every objection."""
    doubted = replace(verdict, label="not_found", score=min(verdict.score, near.share) / 2)
    unsure = verdict.score < SURE and near.direct < DIRECT and not sure and bool(figures(question.text))
    loose = not _measured(question.text) and near.direct < WORDED
    loose = loose and retold(question.text, evidence, verdict.spans) < RETOLD
    if near.share < PROVED or near.missing or unsure or apart or loose:
        return doubted
    against = tuple(elsewhen(question.text, question.as_of, evidence.published, near.text))
    return replace(doubted, differences=against) if against else verdict


def _measured(claim: str) -> bool:
    """Tell whether a figure other than a date ties a claim down."""
    return any(not isinstance(fact.value, Moment) for fact in figures(claim))


def _only_planned(claim: str, evidence: Evidence, verdict: GateVerdict) -> bool:
    """Tell whether a claim of something done rests on a sentence that only announces it."""
    return bool(verdict.spans) and done(claim) and planned(_retold(claim, _quoted(evidence, verdict.spans[0])))


def _retold(claim: str, sentence: str) -> str:
    """Return the part of a sentence, between two topics, that a claim shares most with."""
    ours = bigrams(claim)
    return max(parts(sentence), key=lambda part: len(ours & bigrams(part)))


def _unsettled(claim: str, evidence: Evidence, verdict: GateVerdict) -> GateVerdict:
    against = Difference("status", _closing(claim), _closing(_retold(claim, _quoted(evidence, verdict.spans[0]))))
    return replace(verdict, label="contradicted", score=verdict.score / 2, differences=(against,))


def _closing(sentence: str) -> str:
    """Return the last two words of a sentence, where Korean tells whether something is done."""
    return " ".join(sentence.split()[-2:]).rstrip(".")


def _quoted(evidence: Evidence, span: Span) -> str:
    return evidence.text[span.start - evidence.offset : span.end - evidence.offset]


def _countered(
    question: Question,
    about: Sequence[Topic],
    document: SourceDocument,
    evidence: Evidence,
    verdict: GateVerdict,
    near: Bearing,
) -> tuple[GateVerdict, Bearing]:
    """Return the contradiction by what the document says in the claim's place, or what was said before."""
    source = prepare(evidence)
    if listed(question.text, figures(question.text, evidence.published), source):
        return verdict, near
    figured = counterparts(question.text, about, question.as_of, source, document.title)
    for part in chain(figured, contraries(question.text, about, source, document.title)):
        span = Span(evidence.document_id, part.start + evidence.offset, part.end + evidence.offset)
        other = bearing(question.text, about, document, evidence, (span,), (part.difference,))
        against = replace(verdict, label="contradicted", spans=(span,), differences=(part.difference,))
        if denied(question.text, question.as_of, evidence, against, other):
            return against, other
    return verdict, near


def _ordered(claim: str, about: Sequence[Topic], evidence: Evidence, verdict: GateVerdict) -> tuple[Span, ...]:
    """Return the spans with those first that hold the figures at issue, and the one that holds the other value."""
    source = prepare(evidence)
    at_issue = [one.source for one in verdict.differences if one.source]
    spans = list(verdict.spans)
    quotes = [evidence.text[span.start - evidence.offset : span.end - evidence.offset] for span in spans]
    for other in at_issue:
        holding = [s for s in source.sentences if other in evidence.text[slice(*s)]]
        if holding and not any(other in quote for quote in quotes):
            start, end = max(holding, key=lambda s: held_in(about, evidence.text[slice(*s)]))
            spans.append(Span(evidence.document_id, start + evidence.offset, end + evidence.offset))
    values = [fact.value for fact in figures(claim)]

    def holds(span: Span) -> tuple[int, int]:
        inside = range(span.start - evidence.offset, span.end - evidence.offset)
        stated = [fact.value for fact in source.facts if fact.start in inside]
        disputed = sum(other in evidence.text[inside.start : inside.stop] for other in at_issue)
        return -disputed, -sum(any(agree(value, other) for other in stated) for value in values)

    return tuple(sorted(spans, key=holds))
