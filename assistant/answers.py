"""Data types of answering: questions, passages, citations, replies and verdicts.

A reply is an `Answer`, a `Refusal` or a `Clarification`: refusing and asking back are types, never phrases inside an
answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal, cast

from ingest.documents import Chunk, Dated
from ingest.errors import SettingsError
from ingest.scope import Filter as Filter

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

VerdictLabel = Literal["supported", "contradicted", "not_found"]
Policy = Literal["strict", "flag"]
"""What becomes of a written sentence that is not proved: dropped, or shown and marked."""
Absence = Literal["unstated", "no_matter", "beyond"]
"""Why a claim is not found: documents on the matter do not state it, none is on the matter, or the newest document is
older than the day that the claim speaks of."""
RefusalReason = Literal["no_documents", "not_found", "unsupported_premise", "nothing_supported"]


LONGEST = 2_000
"""Most characters of a question, and of a sentence that is checked as one claim."""


def bounded(text: str) -> str:
    """Return the text of a question or claim.

    Raises:
        SettingsError: it is longer than one is.
    """
    if len(text) > LONGEST:
        raise SettingsError(f"글이 너무 깁니다: {len(text):,}자", f"질문이나 문장 하나는 {LONGEST:,}자까지 받습니다.")
    return text


@dataclass(frozen=True, slots=True)
class Question:
    """One question and the documents it may be answered from."""

    text: str
    as_of: date | None = None
    """Answer as if asked on this day: later documents do not exist. None means today."""
    filter: Filter = field(default_factory=Filter)
    id: str = ""
    history: tuple[str, ...] = ()
    """Earlier questions of the conversation, oldest first, as they were understood."""
    asked: str = ""
    """What the reader typed, where `text` was rewritten from the conversation; else empty."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrieved chunk with its document's particulars, its rank and its score in parts."""

    chunk: Chunk
    title: str
    issuer: str
    published: datetime | None
    kind: str
    uri: str
    sha256: str
    rank: int
    """Counted from 1."""
    score: float
    parts: tuple[tuple[str, float], ...] = ()
    """Named components of the score (dense, chunk_bm25, document_bm25, …)."""
    declared: datetime | None = None
    """When the file says it was made, where no day of publication is known."""
    trust: int = 0
    """How much the settings trust its source, 0 where they say nothing of it."""
    withdrawn: datetime | None = None
    """Since when its source no longer shows its document; None while it does."""
    dated: Dated = ""
    """How the day of publication was found; `month` where only its month is known."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer to the exact span of a document that proves a sentence."""

    marker: int
    """Counted from 1 within one reply."""
    document_id: str
    version: int
    title: str
    issuer: str
    published: datetime | None
    uri: str
    sha256: str
    page: int | None
    section: tuple[str, ...]
    start: int
    end: int
    quote: str
    """Exactly `document.text[start:end]`."""
    approximate: bool = False
    """Whether the page may differ from the printed one, as of HWP documents, which are laid out anew."""
    declared: datetime | None = None
    """When the file says it was made, where no day of publication is known."""
    label: str = ""
    """The number printed on its page; empty when unknown."""
    ocr: bool = False
    """Whether its page was recognised in a picture, and may be misread."""
    kind: str = ""
    """What its document is, as it is stored: press_release, article, plan or document."""
    trust: int = 0
    """How much the settings trust its source, 0 where they say nothing of it."""
    withdrawn: datetime | None = None
    """Since when its source no longer shows its document; None while it does."""
    dated: Dated = ""
    """As in `Passage`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact on which a sentence and its evidence disagree."""

    kind: str
    claim: str
    source: str


@dataclass(frozen=True, slots=True)
class Resolved:
    """A word of a quoted sentence that only its document explains: 올해, 20일(일)."""

    text: str
    meaning: str

    def __str__(self) -> str:
        return f"{self.text} → {self.meaning}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One checked sentence of an answer."""

    text: str
    verdict: VerdictLabel
    citations: tuple[int, ...]
    """Markers of the citations that prove it."""
    differences: tuple[Difference, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    beside: tuple[int, ...] = ()
    """Markers of citations that it is read with: the sentence it points back at, its notes."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Documents that disagree on one fact."""

    subject: str
    citations: tuple[int, ...]
    """Markers of one citation for each value and document, the one whose source is trusted most first."""
    values: tuple[str, ...] = ()
    """What each of the citations gives, in their order; empty where their quotes must tell."""
    trusted: bool = False
    """Whether the settings trust the source of the first citation more than the others'."""

    @property
    def markers(self) -> tuple[int, ...]:
        """Markers of all its citations."""
        return self.citations


@dataclass(frozen=True, slots=True)
class Superseded:
    """An older value of a fact, and the newer one that replaced it."""

    subject: str
    """What the fact is about, in the words of the newer document."""
    value: str
    """The older value, as its document writes it."""
    citation: int
    """Marker of the citation that holds the older value."""
    by: int
    """Marker of the citation that holds the newer one."""
    now: str = ""
    """The newer value, as its document writes it; empty where its quote must tell."""

    @property
    def markers(self) -> tuple[int, ...]:
        """Markers of both citations."""
        return self.citation, self.by


@dataclass(frozen=True, slots=True)
class Dropped:
    """A sentence that a model wrote and the reader was not shown, or was shown as unproved."""

    text: str
    verdict: VerdictLabel
    reason: str
    """What was wrong with it: uncited, unknown_marker, contradicted or not_found."""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Timings:
    """Where the time of a reply went, in milliseconds."""

    retrieve: float = 0.0
    compose: float = 0.0
    gate: float = 0.0

    @property
    def total(self) -> float:
        """Sum of the stages."""
        return self.retrieve + self.compose + self.gate


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """One of the values that a lead holds against each other: 115개 of 2025년."""

    label: str
    """What tells it from the others, in the words of the question: a year, a place, an attribute, a thing."""
    text: str
    """The value as its document writes it."""
    citation: int
    """Marker of the citation that holds it."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The words that answer at once, shown before the sentences they stand in."""

    text: str
    """An exact span of a quoted sentence, folded onto one line; a table's cell with the unit of its column; or a value
    computed from several.
    """
    citations: tuple[int, ...]
    """Markers of the citations it is taken or computed from."""
    computed: bool = False
    cell: tuple[int, int] | None = None
    """Where in the document the cell of a table stands that it is taken from."""
    says: Literal["yes", "no"] | None = None
    """Whether a yes/no question is answered with yes or no; the text then is the figure of the document, or empty."""
    values: tuple[ComparedValue, ...] = ()
    """What `text` holds side by side, of a question that compares or asks several things; empty of any other."""
    difference: str = ""
    """Of two compared values that count the same the second less the first, computed: +191개."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Checked sentences with their citations."""

    question: Question
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...]
    as_of: date
    model: str
    prompt_version: str = ""
    conflicts: tuple[Conflict, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    timings: Timings = field(default_factory=Timings)
    lead: Lead | None = None
    nearest: bool = False
    """Whether this may be no more than the passage nearest to what was asked: quoted exactly, unsure to answer."""

    @property
    def text(self) -> str:
        """The answer as read: each sentence followed by its markers."""
        return " ".join(
            sentence.text + "".join(f"[{marker}]" for marker in sentence.citations) for sentence in self.sentences
        )

    def to_message(self) -> AIMessage:
        """Return a LangChain message of one text block, each sentence annotated with LangChain's standard citations.

        `start_index` and `end_index` of an annotation are the sentence's place in the message's text; its `extras`
        say where the quote stands in its document.
        """
        from langchain_core.messages import AIMessage
        from langchain_core.messages.content import create_citation, create_text_block

        by_marker = {one.marker: one for one in self.citations}
        text, annotations = "", []
        for sentence in self.sentences:
            start = len(text) + bool(text)
            text = f"{text} {sentence.text}" if text else sentence.text
            annotations += [
                create_citation(
                    url=one.uri, title=one.title, start_index=start, end_index=len(text), cited_text=one.quote,
                    document_id=one.document_id, page=one.page, start=one.start, end=one.end, issuer=one.issuer,
                    date=one.published.date().isoformat() if one.published else None,
                )
                for one in map(by_marker.__getitem__, sentence.citations)
            ]  # fmt: skip
        block = create_text_block(text, annotations=list(annotations))
        return AIMessage(content=[cast("dict[str, object]", block)])


@dataclass(frozen=True, slots=True)
class Refusal:
    """No answer: the reason, and the nearest evidence as citations."""

    question: Question
    reason: RefusalReason
    citations: tuple[Citation, ...]
    """The nearest spans, best first; they do not answer the question."""
    passages: tuple[Passage, ...]
    as_of: date
    model: str
    prompt_version: str = ""
    correction: Sentence | None = None
    """What the documents say instead of what the question presumes, for `unsupported_premise`."""
    conflicts: tuple[Conflict, ...] = ()
    """Documents that disagree with that correction."""
    dropped: tuple[Dropped, ...] = ()
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question back: which of several programmes is meant, or, to a greeting, what can be asked."""

    question: Question
    about: Literal["greeting", "which"]
    choices: tuple[str, ...]
    """Questions to ask instead, each whole."""
    passages: tuple[Passage, ...]
    as_of: date
    model: str
    prompt_version: str = ""
    citations: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    timings: Timings = field(default_factory=Timings)


Reply = Answer | Refusal | Clarification


@dataclass(frozen=True, slots=True)
class NearestFigure:
    """A figure of the documents near to one of a claim that is not found; it proves nothing and denies nothing."""

    claimed: str
    """The figure of the claim."""
    text: str
    """The figure of the documents, as they write it."""
    start: int
    """Where it begins in the quote of its citation."""
    citation: Citation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the documents say of one claim."""

    label: VerdictLabel
    score: float
    evidence: tuple[Citation, ...]
    differences: tuple[Difference, ...] = ()
    reason: Absence | None = None
    """Why it was not found; None for the other labels."""
    conflicts: tuple[Conflict, ...] = ()
    """Documents that say otherwise than the verdict; their citations follow those that bear it out."""
    nearest: NearestFigure | None = None
    """Of a claim that is not found: a figure that the documents give on the matter, where they give a like one."""
