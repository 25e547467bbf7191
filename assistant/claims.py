"""Claim checking: a verdict per sentence of a text, against every document of a store.

The gate judges a claim by one document. Here documents are found for it, each is asked, and what they say is put
together: proved by any, else contradicted by one on the same matter, else not found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering import relevance
from assistant.answers import (
    LONGEST,
    Absence,
    Filter,
    Passage,
    Question,
    Verdict,
    bounded,
)
from assistant.checking.assessment import Assessment, assess, nearest, retrieve, topics_of, with_subject
from assistant.checking.combination import together
from assistant.checking.disagreement import disputed
from assistant.checking.nearest_figure import nearest_figure
from assistant.facts.extraction import figures
from assistant.facts.fact import Moment
from assistant.grounding import meaning
from assistant.grounding.citations import cite
from assistant.grounding.excerpts import spelled_out
from assistant.grounding.gate import Entailment
from assistant.grounding.meaning import Read
from assistant.korean.pointing import POINTING
from assistant.models.reader import Reader
from assistant.retrieval.retriever import HybridRetriever
from ingest.sentences import marker_end, spans

READ = (2,)
"""Passages read of the best document: a second document's did not help."""


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One sentence of a text and what the documents say of it."""

    text: str
    start: int
    """Where the claim begins in the text it was given in."""
    end: int
    verdict: Verdict


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of every sentence of `text`, outline markers left out, an endless one in pieces."""
    found = ((min(marker_end(text, start), end), end) for start, end in spans(text))
    pieces = (piece for start, end in found for piece in _pieces(text, start, end))
    return tuple((start, end) for start, end in pieces if any(map(str.isalnum, text[start:end])))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or the parts of one that is too long to be one, cut at spaces where there are any."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST + 1)
        cut = start + LONGEST if cut < 0 else cut
        yield start, cut
        start = next((at for at in range(cut, end) if not text[at].isspace()), end)
    yield start, end


def check_text(
    text: str,
    retriever: HybridRetriever,
    scope: Filter | None = None,
    as_of: date | None = None,
    entailment: Entailment | None = None,
    reader: Reader | None = None,
) -> tuple[ClaimVerdict, ...]:
    """Judge every sentence of `text` in turn; a text without a word gives none."""
    return tuple(each(text, retriever, Question("", as_of, scope or Filter()), entailment, reader))


def each(
    text: str,
    retriever: HybridRetriever,
    base: Question,
    entailment: Entailment | None = None,
    reader: Reader | None = None,
) -> Iterator[ClaimVerdict]:
    """Yield the verdict on each sentence of `text`, under the day and the filter of `base`."""
    subject = ""
    for start, end in split(text):
        points = POINTING.match(text, start, end) if subject else None
        # No document writes 이 where it writes the name, so the gate is asked without it.
        question = replace(base, text=text[points.end() if points else start : end])
        verdict = check(question, retriever, entailment, subject if points else "", reader)
        yield ClaimVerdict(text[start:end], start, end, verdict)
        subject = subject if points else question.text


def check(
    question: Question,
    retriever: HybridRetriever,
    entailment: Entailment | None = None,
    subject: str = "",
    reader: Reader | None = None,
) -> Verdict:
    """Judge the text of `question`, taken as one claim, by the documents its filter and its day admit.

    `subject` is an earlier sentence that names what this one only points at, as 이 사업. Without a `reader` words and
    facts alone decide.
    """
    verdict = _judged(question, retriever, entailment, subject, reader)
    quotes = [one.quote for one in verdict.evidence]
    return replace(verdict, differences=spelled_out(verdict.differences, question.text, quotes))


def _judged(
    question: Question, retriever: HybridRetriever, entailment: Entailment | None, subject: str, reader: Reader | None
) -> Verdict:
    bounded(question.text)
    held, found = _examined(question, retriever, entailment, subject)
    verdict = together(held)
    if reader is not None and not meaning.settled(verdict):
        verdict = _weighed(question.text, verdict, read(question, nearest(found), reader, subject), retriever)
    if verdict.label != "not_found":
        return disputed(question, verdict, held, found, retriever, subject)
    newest = min(filter(None, (question.as_of, retriever.store.stock().newest)), default=None)
    reason = _absence(question, verdict, newest)
    if reason == "no_matter":
        return replace(verdict, reason=reason)
    about = topics_of(question, retriever, subject)
    figure = nearest_figure(question.text, about, verdict.differences, nearest(found), retriever)
    return replace(verdict, reason=reason, nearest=figure)


def examined(
    question: Question,
    retriever: HybridRetriever,
    entailment: Entailment | None = None,
    subject: str = "",
) -> tuple[Verdict, tuple[Passage, ...]]:
    """Return the verdict by words and facts alone, and the passages found for the claim."""
    held, found = _examined(question, retriever, entailment, subject)
    return together(held), nearest(found)


def _examined(
    question: Question, retriever: HybridRetriever, entailment: Entailment | None, subject: str
) -> tuple[list[Assessment], tuple[Passage, ...]]:
    """Return what the nearest documents say of a claim, and all passages found for it."""
    about = topics_of(question, retriever, subject)
    found = retrieve(replace(question, text=with_subject(question, subject)), retriever)
    return list(assess(question, about, nearest(found), retriever, entailment)), found


def read(question: Question, found: Sequence[Passage], reader: Reader, subject: str = "") -> tuple[Read, ...]:
    """Return the sentences that are read of the passages found for a claim, each with its reading."""
    chosen = relevance.chosen(found, READ)
    return tuple(
        Read(
            text=passage.chunk.text[start:end],
            document_id=passage.chunk.document_id,
            start=passage.chunk.start + min(marker_end(passage.chunk.text, start), end),
            end=passage.chunk.start + end,
            reading=reading,
            surroundings=f"{passage.title}\n{passage.issuer}\n{passage.chunk.text}",
            published=passage.published.date() if passage.published else None,
        )
        for passage, start, end, reading in relevance.readings(reader, with_subject(question, subject), "claim", chosen)
    )


def _weighed(claim: str, ruled: Verdict, read: Sequence[Read], retriever: HybridRetriever) -> Verdict:
    """Return the verdict by meaning and facts together; where it is that of the rules, with their evidence."""
    if not read:
        return ruled
    judged = meaning.judge(claim, ruled, read)
    if judged.label == ruled.label:
        return ruled
    citations = []
    for marker, one in enumerate(judged.evidence, start=1):
        document = retriever.store.document(one.document_id)
        if document is not None:
            trust = retriever.trust.of(document)
            citations.append(cite(document, one.start, one.end, marker, trust))
    return Verdict(judged.label, judged.score, tuple(citations), judged.differences)


def _absence(question: Question, verdict: Verdict, newest: date | None) -> Absence:
    """Return why a claim is not found, `newest` being the last day that the store knows of."""
    days = [fact.value for fact in figures(question.text, question.as_of or newest) if isinstance(fact.value, Moment)]
    if newest and any(day.year and (day.year, day.month or 0, day.day or 0) > newest.timetuple()[:3] for day in days):
        return "beyond"
    return "unstated" if verdict.evidence else "no_matter"
