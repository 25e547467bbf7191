"""Owns the verdict on a claim against everything a store holds; knows nothing of how a verdict is shown.

The gate judges a claim by one document. Here documents are found for it, each is asked, and what they say is put
together: proved by any, else contradicted by one on the same matter, else not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant import gate
from assistant.answers import Citation, Filter, Passage, Question, Verdict
from assistant.bearing import Bearing, bearing, within
from assistant.chain import PRIOR_DOCUMENTS
from assistant.gate import Entailment, Evidence, GateVerdict
from assistant.retrieval import HybridRetriever
from ingest.documents import SourceDocument
from ingest.lexical import terms
from ingest.sentences import marker_end, spans

DOCUMENTS = 8
"""Documents a claim is held against."""
PER_DOCUMENT = 2
"""Passages of each that show where to look in a long one."""
LONG = 60_000
"""A document of more characters is read only around its passages."""
MARGIN = 3_000
"""Characters read before and after a passage of a long document."""
PROVED = 0.45
"""Least share of a claim's terms about a span for it to prove the claim."""
DENIED = 0.60
"""Least share of a claim's terms about a span for it to contradict the claim."""
SHOWN = 3
"""Most spans cited for one claim."""


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One sentence of a text and what the documents say of it."""

    text: str
    start: int
    """Where the claim begins in the text it was given in."""
    end: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Held:
    """What one document says of a claim."""

    document: SourceDocument
    verdict: GateVerdict
    bearing: Bearing

    @property
    def published(self) -> datetime:
        """The day of the document, the earliest possible one where unknown."""
        return self.document.published or datetime.min


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of every sentence of `text`, outline markers left out."""
    found = ((min(marker_end(text, start), end), end) for start, end in spans(text))
    return tuple((start, end) for start, end in found if any(map(str.isalnum, text[start:end])))


def check_text(
    text: str,
    retriever: HybridRetriever,
    scope: Filter | None = None,
    as_of: date | None = None,
    entailment: Entailment | None = None,
) -> tuple[ClaimVerdict, ...]:
    """Judge every sentence of `text` in turn; a text without a word gives none."""
    return tuple(each(text, retriever, Question("", as_of, scope or Filter()), entailment))


def each(
    text: str, retriever: HybridRetriever, base: Question, entailment: Entailment | None = None
) -> Iterator[ClaimVerdict]:
    """Yield the verdict on each sentence of `text`, under the day and the filter of `base`.

    What a sentence rests on is also asked about the next one, which may say no more than 이 사업.
    """
    before: tuple[str, ...] = ()
    for start, end in split(text):
        question = replace(base, text=text[start:end])
        verdict = check(question, retriever, entailment, before)
        before = tuple(dict.fromkeys(one.document_id for one in verdict.evidence)) or before
        yield ClaimVerdict(question.text, start, end, verdict)


def check(
    question: Question,
    retriever: HybridRetriever,
    entailment: Entailment | None = None,
    also: Sequence[str] = (),
) -> Verdict:
    """Judge the text of `question`, taken as one claim, by the documents its filter and its day admit.

    `also` names documents to ask besides those found; they must be admitted too.
    """
    words = terms(question.text)
    weights = retriever.store.lexical.idf(words, PRIOR_DOCUMENTS)
    held = [
        _hold(question, weights, document, evidence, entailment)
        for document, passages in _documents(question, retriever, also)
        for evidence in _readings(document, passages)
        if within(weights, evidence, document.title) >= PROVED
    ]
    return _together(held)


def _documents(
    question: Question, retriever: HybridRetriever, also: Sequence[str]
) -> Iterator[tuple[SourceDocument, list[Passage]]]:
    """Yield the documents that might speak of the claim with their passages nearest to it."""
    found = retriever.retrieve(question, DOCUMENTS * PER_DOCUMENT, PER_DOCUMENT, DOCUMENTS)
    passages: dict[str, list[Passage]] = {}
    for passage in found:
        passages.setdefault(passage.chunk.document_id, []).append(passage)
    for identity in dict.fromkeys((*passages, *also)):
        document = retriever.store.document(identity)
        if document is not None:
            yield document, passages.get(identity, [])


def _readings(document: SourceDocument, passages: Sequence[Passage]) -> Iterator[Evidence]:
    """Yield what is read of a document: all of it, or the surroundings of its passages."""
    published = document.published.date() if document.published else None
    if len(document.text) <= LONG:
        yield Evidence(document.id, document.text, published)
        return
    for passage in passages:
        start = document.text.rfind("\n", 0, max(0, passage.chunk.start - MARGIN)) + 1
        end = document.text.find("\n", passage.chunk.end + MARGIN)
        yield Evidence(document.id, document.text[start : end if end >= 0 else None], published, start)


def _hold(
    question: Question,
    weights: Mapping[str, float],
    document: SourceDocument,
    evidence: Evidence,
    entailment: Entailment | None,
) -> _Held:
    """Ask one document; what it says on another matter is not said of the claim."""
    verdict = gate.check(question.text, [evidence], question.as_of, entailment)
    near = bearing(question.text, weights, document, evidence, verdict.spans)
    if verdict.label == "supported" and (near.share < PROVED or near.missing):
        verdict = replace(verdict, label="not_found", score=min(verdict.score, near.share) / 2)
    elif verdict.label == "contradicted" and near.share < DENIED:
        verdict = replace(verdict, label="not_found")
    return _Held(document, verdict, near)


def _together(held: Sequence[_Held]) -> Verdict:
    """Return the verdict of the document that says most."""
    proving = [one for one in held if one.verdict.label == "supported"]
    if proving:
        best = max(proving, key=lambda one: (round(one.verdict.score, 2), one.published))
        return Verdict("supported", best.verdict.score, _cite(best))
    denying = [one for one in held if one.verdict.label == "contradicted"]
    if denying:
        best = max(denying, key=_nearness)
        return Verdict("contradicted", best.verdict.score, _cite(best), best.verdict.differences)
    near = [one for one in held if one.bearing.share >= PROVED]
    if not near:
        return Verdict("not_found", 0.0, ())
    best = max(near, key=_nearness)
    # What a document says on another matter is no counterpart of what the claim says.
    lacking = (replace(one, source="") for one in (*best.verdict.differences, *best.bearing.missing) if one.claim)
    return Verdict("not_found", best.verdict.score, _cite(best)[:1], tuple(dict.fromkeys(lacking)))


def _nearness(one: _Held) -> tuple[int, int, float, datetime]:
    """Order documents that do not prove a claim: most figures in common, fewest differences, closest, newest."""
    return one.bearing.agreed, -len(one.verdict.differences), round(one.bearing.share, 2), one.published


def _cite(held: _Held) -> tuple[Citation, ...]:
    document = held.document
    return tuple(
        Citation(
            marker=marker,
            document_id=document.id,
            version=document.version,
            title=document.title,
            issuer=document.issuer,
            published=document.published,
            uri=document.uri,
            sha256=document.sha256,
            page=document.page_at(span.start),
            section=document.section_at(span.start),
            start=span.start,
            end=span.end,
            quote=document.text[span.start : span.end],
        )
        for marker, span in enumerate(held.verdict.spans[:SHOWN], start=1)
    )
