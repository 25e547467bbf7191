"""Answers, checks, searches and timelines that are recorded as they are made: each is wrapped, none knows of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig

from assistant.answers import Citation, Passage, Question, Refusal, Reply
from ui.audit.events import Code, Document, Event
from ui.audit.trail import Trail, distinct
from ui.exports.contract import REPLY_KINDS

if TYPE_CHECKING:
    from assistant.claims import ClaimVerdict
    from assistant.history.timeline import Timeline

STOPPED, FAILED, DONE = "stopped", "failure", "done"


class AuditedChain(Runnable[Question | str, Reply]):
    """A chain whose replies are recorded: kind, documents cited, never a text unless the trail records texts."""

    def __init__(self, chain: Runnable[Question | str, Reply], trail: Trail) -> None:
        self._chain = chain
        self._trail = trail

    def invoke(self, input: Question | str, config: RunnableConfig | None = None, **options: Any) -> Reply:  # noqa: A002, ANN401 - the signature is LangChain's
        """Return the reply."""
        *_, last = self._told(input, (self._chain.invoke(one, config, **options) for one in (input,)))
        return last

    def stream(self, input: Question | str, config: RunnableConfig | None = None, **options: Any) -> Iterator[Reply]:  # noqa: A002, ANN401 - the signature is LangChain's
        """Yield the reply as it streams; closing the iterator early records it as stopped."""
        yield from self._told(input, self._chain.stream(input, config, **options))

    def _told(self, asked: Question | str, steps: Iterator[Reply]) -> Iterator[Reply]:
        # Taken now: a question may go on, and be stopped, in threads that know no request.
        actor = self._trail.sender()
        last: Reply | None = None

        def note(outcome: str) -> None:
            if outcome == DONE:
                outcome = kind(last) if last is not None else FAILED
            event = Event(
                "ask",
                text=asked if isinstance(asked, str) else asked.text,
                succeeded=outcome != FAILED and last is not None,
                outcome=outcome,
                documents=cited(last.citations if last is not None else ()),
            )
            self._trail.note(event, actor)

        with _ending(note):
            for last in steps:
                yield last


def checked(
    check: Callable[[Question], Iterable[ClaimVerdict]], trail: Trail
) -> Callable[[Question], Iterable[ClaimVerdict]]:
    """Return a check that records how many sentences have each verdict, and the documents of their evidence."""

    def each(question: Question) -> Iterator[ClaimVerdict]:
        actor = trail.sender()
        counts: Counter[str] = Counter()
        evidence: list[Citation] = []

        def note(outcome: str) -> None:
            event = Event(
                "check",
                text=question.text,
                succeeded=outcome != FAILED,
                outcome=outcome,
                verdicts=tuple(sorted(counts.items())),
                documents=cited(evidence),
            )
            trail.note(event, actor)

        with _ending(note):
            for one in check(question):
                counts[one.verdict.label] += 1
                evidence += one.verdict.evidence
                yield one

    return each


def searched(
    search: Callable[[Question, int, int], Sequence[Passage]], trail: Trail
) -> Callable[[Question, int, int], Sequence[Passage]]:
    """Return a search that records the documents it finds."""

    def find(question: Question, k: int, per_document: int) -> Sequence[Passage]:
        found: Sequence[Passage] | None = None
        try:
            found = search(question, k, per_document)
        finally:
            documents = distinct(Document(one.chunk.document_id, one.chunk.version, one.sha256) for one in found or ())
            _note(trail, "search", question, documents, done=found is not None)
        return found

    return find


def traced(trace: Callable[[Question], Timeline], trail: Trail) -> Callable[[Question], Timeline]:
    """Return a tracer of programmes that records the documents it cites."""

    def tell(question: Question) -> Timeline:
        found: Timeline | None = None
        try:
            found = trace(question)
        finally:
            entries = found.entries if found is not None else ()
            documents = cited(one for entry in entries for one in entry.citations)
            _note(trail, "timeline", question, documents, done=found is not None)
        return found

    return tell


@contextmanager
def _ending(note: Callable[[str], None]) -> Iterator[None]:
    """Tell `note` how the block ends: `done`, `stopped` where nobody reads on, or `failure`."""
    outcome = DONE
    try:
        yield
    except GeneratorExit:
        outcome = STOPPED
        raise
    except BaseException:
        outcome = FAILED
        raise
    finally:
        note(outcome)


def kind(reply: Reply) -> str:
    """Return what a reply is recorded as: `answer`, `clarification`, or a refusal with its reason."""
    name = REPLY_KINDS[type(reply)]
    return f"{name}:{reply.reason}" if isinstance(reply, Refusal) else name


def cited(citations: Iterable[Citation]) -> tuple[Document, ...]:
    """Return the documents of citations."""
    return distinct(Document(one.document_id, one.version, one.sha256) for one in citations)


def _note(trail: Trail, code: Code, question: Question, documents: tuple[Document, ...], *, done: bool) -> None:
    event = Event(code, text=question.text, documents=documents, succeeded=done, outcome=DONE if done else FAILED)
    trail.note(event)
