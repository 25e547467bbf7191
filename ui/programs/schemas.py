"""Schemas of what programs are answered: the JSON of `ui.exports.contract`, field by field.

They describe and do not make it: a field that only some replies have has a default here, and clients must pass over
fields that they do not know, as more may be added.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

VerdictLabel = Literal["supported", "contradicted", "not_found"]


class Told(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class Citation(Told):
    """An exact quote and where it stands: `text[start:end]` of its document is the quote."""

    marker: int = Field(description="number by which sentences name it")
    document_id: str
    title: str
    issuer: str
    kind: str
    date: str | None = Field(description="day of publication; null where none is known")
    page: int | None
    section: str = Field(description="headings above it, divided by ' > '")
    quote: str
    start: int
    end: int
    declared: str | None = Field(default=None, description="day from the file's properties, where none else is known")
    dated: str | None = Field(default=None, description="month where only the month of publication is known")
    withdrawn: str | None = Field(default=None, description="day since which its source no longer shows the document")


class Difference(Told):
    """One fact on which a sentence and its evidence disagree."""

    kind: str
    claim: str
    source: str = Field(description="what the document has; empty where it has nothing of the kind")


class Conflict(Told):
    """Documents that disagree on one fact."""

    subject: str
    citations: list[int]
    values: list[str]
    trusted: int | None = Field(description="the citation whose source the settings trust more")


class Resolved(Told):
    """A word that only its document explains."""

    text: str
    meaning: str


class Sentence(Told):
    """One checked sentence."""

    text: str
    verdict: VerdictLabel
    citations: list[int]
    differences: list[Difference]
    resolved: list[Resolved]
    beside: list[int]


class Compared(Told):
    """One of the values that a lead holds side by side."""

    label: str
    text: str
    citation: int


class Lead(Told):
    """The words that answer at once."""

    text: str
    citations: list[int]
    computed: bool
    values: list[Compared] = Field(description="what `text` holds side by side")
    difference: str = Field(description="what was computed of two values; empty where nothing was")
    cell: list[int] | None
    says: Literal["yes", "no"] | None


class Source(Told):
    """A kind and issuer of documents that an answer is made of."""

    kind: str
    issuer: str
    citations: list[int]


class Superseded(Told):
    """An older value and the one that took its place."""

    subject: str
    value: str
    citation: int
    by: int
    now: str


class Dropped(Told):
    """A sentence that a model wrote and no document proves."""

    text: str
    verdict: VerdictLabel
    reason: str
    differences: list[Difference]


class Reply(Told):
    """An answer, a refusal or a question back. A refusal has no sentences; its citations are the nearest passages."""

    id: str
    kind: Literal["answer", "refusal", "clarification"]
    text: str
    question: str | None = Field(default=None, description="the question as understood, where it leant on earlier ones")
    reason: str | None = Field(default=None, description="of a refusal: no_documents, not_found and others")
    about: str | None = Field(default=None, description="of a clarification: greeting or which")
    choices: list[str] | None = Field(default=None, description="of a clarification: whole questions to ask instead")
    sentences: list[Sentence]
    lead: Lead | None
    nearest: bool
    citations: list[Citation]
    rests_on: list[Source]
    conflicts: list[Conflict]
    superseded: list[Superseded]
    dropped: list[Dropped]
    as_of: str
    model: str
    prompt: str | None
    milliseconds: float


class NearestFigure(Told):
    """A figure of the documents near to one of a claim that is not found; it proves nothing."""

    claim: str
    text: str
    start: int
    citation: Citation


class Claim(Told):
    """One sentence of a checked text, at `text[start:end]`."""

    id: str
    claim: str
    verdict: VerdictLabel
    score: float
    evidence: list[Citation]
    differences: list[Difference]
    conflicts: list[Conflict]
    reason: str | None = Field(description="why it is not found: unstated, no_matter or beyond")
    nearest_figure: NearestFigure | None
    milliseconds: float
    start: int
    end: int


class Checked(Told):
    """The sentences of a checked text, in order."""

    sentences: list[Claim]


class Hit(Told):
    """A passage."""

    rank: int
    score: float
    document_id: str
    title: str
    chunk_id: str
    page: int | None
    section: str
    start: int
    end: int
    text: str


class Hits(Told):
    """Passages, best first."""

    id: str
    hits: list[Hit]
    milliseconds: float


class Fact(Told):
    """An exact value in a sentence."""

    kind: str
    text: str
    value: str


class Value(Told):
    """A figure of an event, what it is of, and the citation that states it."""

    kind: str
    of: str
    stage: str | None
    text: str
    number: int | float
    citation: int


class Event(Told):
    """A dated fact of a programme."""

    date: str
    dated_by: str
    status: str
    text: str
    facts: list[Fact]
    citations: list[Citation]
    superseded_by: int | None = Field(description="index of the event that took its place")
    values: list[Value]
    further: list[str]


class Timeline(Told):
    """The dated facts of a programme, oldest first."""

    subject: str
    as_of: str
    entries: list[Event]
    milliseconds: float


class Record(Told):
    """The particulars of a document; its address only where that is on the web."""

    document_id: str
    version: int
    title: str
    issuer: str
    date: str | None
    modified: str | None
    kind: str
    uri: str
    sha256: str
    dated: str | None
    declared: str | None
    withdrawn: str | None
    collection: str = Field(description="what it belongs to; `public` is read by everybody")


class Stored(Record):
    """A document in the list."""

    chunks: int


class Documents(Told):
    """One page of the list of documents, newest first; `total` counts those on all pages."""

    total: int
    documents: list[Stored]


class Section(Told):
    """A heading and the text below it."""

    path: str
    level: int
    start: int
    end: int
    page: int | None


class Document(Record):
    """A document; `text` is its characters from `start` to `end`, of `characters` in all."""

    byline: str
    pages: int | None
    unread_pages: list[int]
    sections: list[Section]
    text: str
    start: int
    end: int
    characters: int


class Failed(Told):
    """What is wrong and what to do, in Korean."""

    error: str
    hint: str
