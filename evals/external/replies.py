"""Replies made of the answers of another system, so that the metrics judge them as they judge the assistant's.

The text is cut into sentences; `[1]` behind a sentence ties it to the first quote, and an answer without such markers
rests on all its quotes together. A quote is looked for in the document it names, else in all of them, white space
aside: one that stands nowhere is counted as inexact and proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answers import Answer, Citation, Question, Refusal, Reply, Sentence
from assistant.grounding.citations import cite
from evals.datasets.cases import QuestionCase
from evals.external.abstaining import refuses
from evals.external.answer import Evidence, ExternalAnswer
from evals.judging import Documents
from evals.metrics.applicability import Part
from ingest.documents import SourceDocument
from ingest.sentences import marker_end, spans

_MARKER = re.compile(r"\s?\[(\d{1,3}(?:\s?,\s?\d{1,3}){0,9})\]")
_BEHIND = re.compile(r"([.!?。])((?:\s?\[\d{1,3}(?:\s?,\s?\d{1,3}){0,9}\]){1,9})")
"""Markers behind a full stop, which belong to the sentence before it."""


@dataclass(frozen=True, slots=True)
class Library:
    """The documents in which quotes are looked for."""

    ids: tuple[str, ...]
    identity: Callable[[str], str | None]
    """The id of the document with a name: its id, file name or title."""
    documents: Documents


def parts(answers: Sequence[ExternalAnswer]) -> frozenset[Part]:
    """Return what the answers of a system come with: an answer that lacks it where others have it is judged by it."""
    found: set[Part] = set()
    if any(one.quotes for one in answers):
        found |= {"evidence", "quotes"}
        if any(_pointing(one) for one in answers):
            found.add("attribution")
    elif any(one.contexts for one in answers):
        found.add("evidence")
    return frozenset(found)


def reply(case: QuestionCase, answer: ExternalAnswer, library: Library, today: date, model: str) -> Reply:
    """Return an answer of another system as a reply to a case."""
    question, as_of = Question(case.question, case.as_of, id=case.id), case.as_of or today
    if answer.refused or (answer.refused is None and refuses(answer.text)):
        # A refusal may put a false premise right, which is then looked for in its words.
        told = Sentence(answer.text, "not_found", ()) if case.kind == "false_premise" and answer.text else None
        return Refusal(question, "not_found", (), (), as_of, model, correction=told)
    if answer.quotes:
        citations, proving = _quoted(answer.quotes, library)
    else:
        citations = tuple(_given(one, marker, library) for marker, one in enumerate(answer.contexts, start=1))
        proving = frozenset(one.marker for one in citations)
    return Answer(question, _sentences(answer, proving), citations, (), as_of, model)


def _pointing(answer: ExternalAnswer) -> bool:
    """Tell whether a marker in the text names a quote."""
    return any(1 <= marker <= len(answer.quotes) for marker in _markers(answer.text))


def _markers(text: str) -> tuple[int, ...]:
    return tuple(dict.fromkeys(int(one) for found in _MARKER.finditer(text) for one in found[1].split(",")))


def _sentences(answer: ExternalAnswer, proving: frozenset[int]) -> tuple[Sentence, ...]:
    pointing = bool(answer.quotes) and _pointing(answer)
    text = _BEHIND.sub(r"\2\1", answer.text.replace("**", ""))
    found = []
    for start, end in spans(text):
        piece = text[marker_end(text, start) : end]
        # A heading of Markdown states nothing.
        if text[start] == "#" or not (plain := _MARKER.sub("", piece).strip() if answer.quotes else piece.strip()):
            continue
        cited = _markers(piece) if pointing else tuple(sorted(proving))
        # A marker of no quote stays, and is judged to prove nothing; one of a quote that stands nowhere goes.
        found.append(Sentence(plain, "not_found", tuple(m for m in cited if m in proving or m > len(answer.quotes))))
    return tuple(found)


def _quoted(quotes: Sequence[Evidence], library: Library) -> tuple[tuple[Citation, ...], frozenset[int]]:
    """Return the quotes as citations, and the markers of those that stand in a document."""
    citations, proving = [], set()
    for marker, quote in enumerate(quotes, start=1):
        place = _found(quote, library)
        if place is None:
            citations.append(_given(quote, marker, library))
        else:
            citations.append(cite(*place, marker))
            proving.add(marker)
    return tuple(citations), frozenset(proving)


def _found(quote: Evidence, library: Library) -> tuple[SourceDocument, int, int] | None:
    named = library.identity(quote.document) if quote.document else None
    pattern = re.compile(r"\s+".join(map(re.escape, quote.text.split())))
    for identity in (named,) if named else library.ids:
        document = library.documents(identity, None)
        match = pattern.search(document.text) if document else None
        if document and match:
            return document, match.start(), match.end()
    return None


def _given(evidence: Evidence, marker: int, library: Library) -> Citation:
    """Return a text as a citation of no place in a document."""
    named = library.identity(evidence.document) if evidence.document else None
    document = library.documents(named, None) if named else None
    return Citation(
        marker=marker,
        document_id=document.id if document else evidence.document,
        version=document.version if document else 0,
        title=document.title if document else evidence.document,
        issuer=document.issuer if document else "",
        published=document.published if document else None,
        uri=document.uri if document else "",
        sha256=document.sha256 if document else "",
        page=None,
        section=(),
        start=0,
        end=0,
        quote=evidence.text,
    )
