"""Records of a run: what each case returned, and its line in the trace file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal

from assistant.answers import (
    Answer,
    Citation,
    Conflict,
    Difference,
    Dropped,
    Refusal,
    Reply,
    Sentence,
    Superseded,
    Timings,
    Verdict,
    VerdictLabel,
)
from evals.calls import Call

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from ingest.errors import GeungeoError


@dataclass(frozen=True, slots=True)
class Seen:
    """A passage that was retrieved for a question."""

    document_id: str
    version: int
    start: int
    end: int
    rank: int
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Record of one question: its reply with passages, citations, calls and times."""

    case: str
    question: str
    """As it was searched: rewritten where the conversation asked for it."""
    kind: Literal["answer", "refusal", "error"]
    reason: str = ""
    """Why it was refused."""
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Seen, ...] = ()
    as_of: date | None = None
    model: str = ""
    prompt_version: str = ""
    dropped: tuple[Dropped, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    correction: Sentence | None = None
    calls: tuple[Call, ...] = ()
    """What chat models wrote on the way, before it was checked."""
    error: str = ""
    """Why there is no reply; such a case is not judged."""
    timings: Timings = field(default_factory=Timings)
    milliseconds: float = 0.0
    sort: Literal["question"] = "question"

    @property
    def text(self) -> str:
        """The answer's text without citation markers."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Checked:
    """Record of one claim: its verdict with evidence and differences."""

    case: str
    claim: str
    verdict: VerdictLabel | None
    """None where there is none, for the reason in `error`."""
    score: float = 0.0
    evidence: tuple[Citation, ...] = ()
    differences: tuple[Difference, ...] = ()
    calls: tuple[Call, ...] = ()
    error: str = ""
    milliseconds: float = 0.0
    sort: Literal["claim"] = "claim"


Record = Asked | Checked


@dataclass(frozen=True, slots=True)
class Records:
    """All records of a run, in the order of the dataset."""

    asked: tuple[Asked, ...] = ()
    checked: tuple[Checked, ...] = ()


def asked(case: str, reply: Reply, milliseconds: float, calls: tuple[Call, ...] = ()) -> Asked:
    """Return the record of a reply."""
    answer = reply if isinstance(reply, Answer) else None
    refusal = reply if isinstance(reply, Refusal) else None
    return Asked(
        case=case,
        question=reply.question.text,
        kind="answer" if answer else "refusal",
        reason=refusal.reason if refusal else "" if answer else "clarification",
        sentences=answer.sentences if answer else (),
        citations=reply.citations,
        passages=tuple(
            Seen(
                document_id=one.chunk.document_id,
                version=one.chunk.version,
                start=one.chunk.start,
                end=one.chunk.end,
                rank=one.rank,
                score=one.score,
                text=one.chunk.text,
            )
            for one in reply.passages
        ),
        as_of=reply.as_of,
        model=reply.model,
        prompt_version=reply.prompt_version,
        dropped=reply.dropped,
        conflicts=answer.conflicts if answer else (),
        superseded=answer.superseded if answer else (),
        correction=refusal.correction if refusal else None,
        calls=calls,
        timings=reply.timings,
        milliseconds=milliseconds,
    )


def checked(case: str, claim: str, verdict: Verdict, milliseconds: float, calls: tuple[Call, ...] = ()) -> Checked:
    """Return the record of a verdict."""
    return Checked(
        case=case,
        claim=claim,
        verdict=verdict.label,
        score=float(verdict.score),
        evidence=verdict.evidence,
        differences=verdict.differences,
        calls=calls,
        milliseconds=milliseconds,
    )


def failed(case: str, text: str, error: GeungeoError, sort: str, calls: tuple[Call, ...] = ()) -> Record:
    """Return the record of a case that raised an error."""
    if sort == "claim":
        return Checked(case, text, None, calls=calls, error=error.message)
    return Asked(case, text, "error", calls=calls, error=error.message)


def dump(record: Record) -> str:
    """Return a record as one line of JSON."""
    return _adapter().dump_json(record).decode()


def load(line: str) -> Record:
    """Return the record of a line of JSON; raise ValueError if it holds none."""
    return _adapter().validate_json(line)


@cache
def _adapter() -> TypeAdapter[Record]:
    from pydantic import TypeAdapter

    return TypeAdapter(Record)
