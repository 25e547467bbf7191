"""Functions behind the HTTP APIs and MCP tools, returning the same JSON as the command line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from assistant.answers import Filter, Passage, Question, Reply
from ingest.errors import SettingsError
from ingest.listing import Wanted
from ingest.regions import NAMES as REGIONS
from ui.days import day
from ui.exports import contract
from ui.exports.contract import KINDS, Json
from ui.exports.originals import original
from ui.limits import QUESTION_LIMIT
from ui.messages import say

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.runnables import Runnable

    from assistant.chain import AnswerChain
    from assistant.claims import ClaimVerdict
    from assistant.history.programmes import Shelf
    from assistant.history.timeline import Timeline
    from ingest.store import Store

Made = TypeVar("Made")
NAMES = ("ask", "check", "search", "timeline")
"""Gradio's endpoints."""
MOST = 50
"""Most passages of one search."""
LISTED = 200
"""Most documents of one list."""
SHOWN = 200_000
"""Most characters of a document's text handed out at once."""

BESIDE = ("places", "copies", "edited")
"""What the command line tells of a document beside it: where its files lie is nobody's business elsewhere."""


class UnknownDocument(SettingsError):
    """No document of the store has the id, or the version, that was asked for."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What answers programs: functions over a store, its documents and the model of its vectors."""

    chain: Runnable[Question | str, Reply]
    check: Callable[[Question], Iterable[ClaimVerdict]]
    trace: Callable[[Question], Timeline]
    search: Callable[[Question, int, int], Sequence[Passage]]
    library: Shelf
    embedding: Callable[[], Embeddings] | None = None
    """Returns the model of the store's vectors; None where none is offered."""


def over(store: Store, chain: AnswerChain) -> Sources:
    """Return what answers programs from an open store."""
    from assistant import claims
    from assistant.history.timeline import timeline

    return Sources(
        chain=chain,
        check=lambda question: claims.each(question.text, chain.retriever, question, chain.judge, chain.reader),
        trace=lambda question: timeline(question, store, date.today()),
        search=chain.retriever.retrieve,
        library=store,
        embedding=lambda: store.embedding,
    )


def ask(sources: Sources, question: Question) -> Json:
    """Return the line of `geungeo ask`."""
    reply, milliseconds = timed(lambda: sources.chain.invoke(question))
    return contract.reply(reply, question.id, milliseconds)


def check(sources: Sources, question: Question) -> list[Json]:
    """Return the lines of `geungeo check`, one per sentence, each with its offsets in the text."""
    lines = []
    started = time.perf_counter()
    for number, one in enumerate(sources.check(question), start=1):
        line = contract.check(one.text, one.verdict, str(number), (time.perf_counter() - started) * 1000)
        lines.append(line | {"start": one.start, "end": one.end})
        started = time.perf_counter()
    return lines


def search(sources: Sources, question: Question, k: int, per_document: int) -> Json:
    """Return the line of `geungeo search`; raise SettingsError for a number out of bounds."""
    for name, number in (("k", k), ("per_document", per_document)):
        _within(name, number, 1, MOST)
    passages, milliseconds = timed(lambda: sources.search(question, k, per_document))
    return contract.hits(passages, question.id, milliseconds)


def timeline(sources: Sources, question: Question) -> Json:
    """Return the object of `geungeo timeline`."""
    found, milliseconds = timed(lambda: sources.trace(question))
    return contract.timeline(found, milliseconds)


def documents(sources: Sources, wanted: Wanted, limit: int = 50, offset: int = 0) -> Json:
    """Return one page of the list of documents, newest first, each as `geungeo documents list` gives it.

    Raises SettingsError for a number out of bounds.
    """
    _within("limit", limit, 1, LISTED)
    _within("offset", offset, 0)
    found = sources.library.find(wanted, limit, offset)
    return {"total": found.total, "documents": [_public(contract.record(one.record)) for one in found.listed]}


def document(sources: Sources, identity: str, version: int | None, start: int, length: int) -> Json:
    """Return a document as `geungeo documents show` gives it, with the part of its text that begins at `start`.

    Raises UnknownDocument where the store does not hold it, and SettingsError for a number out of bounds.
    """
    _within("start", start, 0)
    _within("length", length, 1, SHOWN)
    found = sources.library.document(identity, version)
    if found is None:
        raise UnknownDocument(say("documents.unknown", "ko", id=identity), say("api.documents.hint", "ko"))
    part = found.text[start : start + length]
    told = {name: value for name, value in _public(contract.document(found)).items() if name not in BESIDE}
    return told | {"text": part, "start": start, "end": start + len(part), "characters": len(found.text)}


def question(
    text: str,
    limit: int = QUESTION_LIMIT,
    *,
    as_of: str | None = None,
    issuer: Sequence[str] | None = None,
    kind: Sequence[str] | None = None,
    region: Sequence[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    document: Sequence[str] | None = None,
    exclude: Sequence[str] | None = None,
    history: Sequence[str] | None = None,
) -> Question:
    """Return the question that typed arguments describe.

    Raises SettingsError for a text that is empty or longer than `limit` characters, or a malformed restriction.
    """
    if not isinstance(text, str) or not text.strip():
        raise SettingsError(say("question.empty", "ko"))
    if len(text) > limit:
        raise SettingsError(f"글이 너무 깁니다: {len(text):,}자", f"{limit:,}자까지 받습니다.")
    scope = Filter(
        issuers=_names("issuer", issuer),
        kinds=_names("kind", kind, KINDS),
        regions=_names("region", region, REGIONS),
        since=_day("since", since),
        until=_day("until", until),
        documents=_names("document", document),
        exclude=_names("exclude", exclude),
    )
    return Question(text, _day("as_of", as_of), scope, history=_names("history", history))


def wanted(
    text: str = "", kind: str = "", issuer: str = "", year: int | None = None, until: str | None = None
) -> Wanted:
    """Return the documents to list that typed arguments describe; raise SettingsError for a malformed one."""
    _names("kind", [kind] if kind else None, KINDS)
    return Wanted(text.strip()[:QUESTION_LIMIT], kind, issuer, year, _day("until", until))


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """Return what `make` returns and the milliseconds that it took."""
    started = time.perf_counter()
    made = make()
    return made, (time.perf_counter() - started) * 1000


def _public(line: Json) -> Json:
    """Return the line of a document without its place on this machine, which is nobody else's business."""
    return line | {"uri": original(str(line["uri"]))}


def _within(name: str, number: int, least: int, most: int | None = None) -> None:
    fits = not isinstance(number, bool) and isinstance(number, int) and least <= number
    if not fits or (most is not None and number > most):
        bounds = f"{least}에서 {most} 사이의 정수여야" if most is not None else f"{least} 이상의 정수여야"
        raise SettingsError(f"{name}: {bounds} 합니다: {number}")


def _names(name: str, values: Sequence[str] | None, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
    given = [values] if isinstance(values, str) else values or ()
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise SettingsError(f"{name}: 글의 목록이어야 합니다: {values!r}")
    if allowed is not None and (wrong := [one for one in given if one not in allowed]):
        raise SettingsError(f"{name}: 쓸 수 없는 값입니다: {', '.join(wrong)}", f"쓸 수 있는 값: {', '.join(allowed)}")
    return tuple(given)


def _day(name: str, value: str | None) -> date | None:
    if not value:
        return None
    try:
        # A program may send anything, a number too.
        return day(value if isinstance(value, str) else "")
    except ValueError as error:
        raise SettingsError(f"{name}: 날짜가 아닙니다: {value}", "2025-01-24 꼴로 적으십시오.") from error
