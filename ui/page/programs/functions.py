"""Functions behind the HTTP API and MCP tools, returning the same JSON as the command line."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from assistant.answers import Filter, Passage, Question, Reply
from ingest.errors import SettingsError
from ingest.regions import NAMES as REGIONS
from ui.days import day
from ui.exports import contract
from ui.exports.contract import KINDS, Json
from ui.messages import say
from ui.page.limits import QUESTION_LIMIT

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.claims import ClaimVerdict
    from assistant.history.timeline import Timeline

Made = TypeVar("Made")
NAMES = ("ask", "check", "search", "timeline")
"""The endpoints, which are also the tools."""
MOST = 50
"""Most passages of one search."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The functions that answer programs."""

    chain: Runnable[Question | str, Reply]
    check: Callable[[Question], Iterable[ClaimVerdict]]
    trace: Callable[[Question], Timeline]
    search: Callable[[Question, int, int], Sequence[Passage]]


def ask(sources: Sources, question: Question) -> Json:
    """Return the line of `geungeo ask`."""
    reply, milliseconds = _timed(lambda: sources.chain.invoke(question))
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
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= MOST:
            raise SettingsError(f"{name}: 1에서 {MOST} 사이의 정수여야 합니다: {number}")
    passages, milliseconds = _timed(lambda: sources.search(question, k, per_document))
    return contract.hits(passages, question.id, milliseconds)


def timeline(sources: Sources, question: Question) -> Json:
    """Return the object of `geungeo timeline`."""
    found, milliseconds = _timed(lambda: sources.trace(question))
    return contract.timeline(found, milliseconds)


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
    return Question(text, _day("as_of", as_of), scope)


def _timed(make: Callable[[], Made]) -> tuple[Made, float]:
    started = time.perf_counter()
    made = make()
    return made, (time.perf_counter() - started) * 1000


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
