"""Replies and verdicts judged against the documents: quotes, pages, versions, support and figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answers import Citation, Sentence
from evals import figures
from evals.datasets.cases import ClaimCase, QuestionCase
from evals.records import Asked, Checked, Records
from evals.verifier import Entailment, Support, nearest
from ingest.documents import SourceDocument

Documents = Callable[[str, int | None], SourceDocument | None]
"""A document by id and version, the current one where the version is None; None where there is none."""
NEAR = 3
"""Sentences of a document that a labelled claim is held against, as many as an answer has."""


@dataclass(frozen=True, slots=True)
class JudgedCitation:
    """One citation compared with its document."""

    citation: Citation
    exact: bool
    """Whether `document.text[start:end] == quote`."""
    paged: bool
    """Whether the page is the one on which the quote begins."""
    sectioned: bool
    """Whether the section is the one in which the quote begins."""
    current: bool
    """Whether the version cited is the document's newest."""


@dataclass(frozen=True, slots=True)
class JudgedSentence:
    """One sentence of an answer compared with the quotes it cites."""

    text: str
    cited: tuple[int, ...]
    """Markers of its citations as written."""
    dangling: tuple[int, ...]
    """Those that name no citation."""
    support: Support
    """Of the sentence by all its quotes together."""
    needed: tuple[bool, ...]
    """For each citation, whether it is relevant in ALCE's sense."""
    figures: int
    """Figures that the sentence states."""
    missing: tuple[str, ...]
    """Those that no quote of its citations writes."""


@dataclass(frozen=True, slots=True)
class JudgedReply:
    """A question with its recorded reply and the judged sentences and citations of that reply."""

    case: QuestionCase
    asked: Asked
    sentences: tuple[JudgedSentence, ...]
    citations: tuple[JudgedCitation, ...]


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """A claim with the assistant's verdict and the verifier's own."""

    case: ClaimCase
    checked: Checked
    support: Support | None
    """By the nearest sentences of the documents named; None where the case names none that is there."""
    citations: tuple[JudgedCitation, ...] = ()


def replies(
    cases: Sequence[QuestionCase], records: Records, documents: Documents, verifier: Entailment
) -> tuple[JudgedReply, ...]:
    """Judge every reply; a case without a record is left out."""
    found = {record.case: record for record in records.asked}
    return tuple(_reply(case, found[case.id], documents, verifier) for case in cases if case.id in found)


def claims(
    cases: Sequence[ClaimCase], records: Records, documents: Documents, verifier: Entailment
) -> tuple[JudgedClaim, ...]:
    """Judge the citations of every verdict, and the claim by the verifier; a case without a record is left out."""
    found = {record.case: record for record in records.checked}
    return tuple(
        JudgedClaim(
            case,
            found[case.id],
            _by_documents(case, documents, verifier),
            tuple(_citation(one, documents) for one in found[case.id].evidence),
        )
        for case in cases
        if case.id in found
    )


def _by_documents(case: ClaimCase, documents: Documents, verifier: Entailment) -> Support | None:
    """Judge a claim by each of its documents; one that bears it out is enough."""
    texts = [document.text for name in case.documents if (document := documents(name, None))]
    found = [verifier.judge(nearest(text, case.claim, NEAR), case.claim) for text in texts]
    return next((one for one in found if one.supported), found[0] if found else None)


def _reply(case: QuestionCase, asked: Asked, documents: Documents, verifier: Entailment) -> JudgedReply:
    by_marker = {citation.marker: citation for citation in asked.citations}
    return JudgedReply(
        case,
        asked,
        tuple(_sentence(one, by_marker, verifier) for one in asked.sentences),
        tuple(_citation(one, documents) for one in asked.citations),
    )


def _sentence(sentence: Sentence, by_marker: Mapping[int, Citation], verifier: Entailment) -> JudgedSentence:
    known = [marker for marker in dict.fromkeys(sentence.citations) if marker in by_marker]
    dangling = tuple(marker for marker in sentence.citations if marker not in by_marker)
    quotes = [by_marker[marker].quote for marker in known]
    support = Support(False, ("없는 인용 번호",)) if dangling else verifier.judge(quotes, sentence.text)
    needed = tuple(
        support.supported is True and _relevant(at, quotes, sentence.text, verifier) for at in range(len(known))
    )
    return JudgedSentence(
        text=sentence.text,
        cited=sentence.citations,
        dangling=dangling,
        support=support,
        needed=(*needed, *(False for _ in dangling)),
        figures=len(figures.read(sentence.text)),
        missing=tuple(one.text for one in figures.missing(sentence.text, "\n".join(quotes))),
    )


def _relevant(at: int, quotes: Sequence[str], sentence: str, verifier: Entailment) -> bool:
    """Tell whether a quote bears out the sentence alone, or the others do not without it."""
    if len(quotes) == 1 or verifier.judge(quotes[at : at + 1], sentence).supported:
        return True
    return not verifier.judge([*quotes[:at], *quotes[at + 1 :]], sentence).supported


def _citation(citation: Citation, documents: Documents) -> JudgedCitation:
    document = documents(citation.document_id, citation.version)
    newest = documents(citation.document_id, None)
    current = newest is not None and newest.version == citation.version
    if document is None:
        return JudgedCitation(citation, exact=False, paged=False, sectioned=False, current=current)
    inside = 0 <= citation.start < citation.end <= len(document.text)
    return JudgedCitation(
        citation,
        exact=inside and document.text[citation.start : citation.end] == citation.quote,
        paged=inside and citation.page == document.page_at(citation.start),
        sectioned=inside and citation.section == document.section_at(citation.start),
        current=current,
    )
