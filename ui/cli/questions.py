"""Questions from command-line flags and batch lines, and the loop that answers them."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar, cast

from assistant.answers import Filter, Question
from ingest.errors import GeungeoError, SettingsError
from ingest.regions import NAMES as REGIONS
from ui.cli.terminal import Terminal
from ui.days import day
from ui.exports import contract
from ui.exports.contract import KINDS
from ui.exports.layout import Look
from ui.messages import Language, say

if TYPE_CHECKING:
    from ingest.store import Store

Found = TypeVar("Found")
TEXT_KEYS = ("question", "query", "claim")
_LISTS = {"issuers": None, "kinds": KINDS, "regions": REGIONS, "documents": None, "exclude": None}
_DAYS = ("since", "until")


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a batch: its question, or the error that makes it invalid."""

    id: object
    """As the line gave it; the line's number where it gave none."""
    question: Question | None
    error: SettingsError | None = None


def from_flags(arguments: Namespace, language: Language) -> Question:
    """Return the question that the flags describe; its text is empty under `--batch`.

    Raises SettingsError for an empty question or an unknown region.
    """
    text = (arguments.asked or "").strip()
    if not text and not arguments.batch:
        raise SettingsError(say("question.empty", language))
    if unknown := [name for name in arguments.region or () if name not in REGIONS]:
        raise SettingsError(
            say("region.unknown", language, names=", ".join(unknown)),
            say("region.hint", language, names=", ".join(REGIONS)),
        )
    scope = Filter(
        issuers=tuple(arguments.issuer or ()),
        kinds=tuple(arguments.kind or ()),
        regions=tuple(arguments.region or ()),
        since=arguments.since,
        until=arguments.until,
        documents=tuple(arguments.document or ()),
        exclude=tuple(arguments.exclude or ()),
    )
    return Question(text=text, as_of=arguments.as_of, filter=scope)


def narrow(store: Store, arguments: Namespace) -> None:
    """Have a store show the collections of `--collection` alone; everything where none is given."""
    if arguments.collection:
        store.narrow(arguments.collection)


def answer(
    arguments: Namespace,
    terminal: Terminal,
    find: Callable[[Question], Found],
    line: Callable[[Found, object, float], contract.Json],
    shown: Callable[[Found, Look], Iterable[str]],
) -> int:
    """Write the result for one question, as a JSON line or as text, or for each of a batch; return the exit code.

    `line` takes the result, the question's id and the milliseconds it took.
    """

    def work(question: Question, identity: object) -> contract.Json:
        started = time.perf_counter()
        found = find(question)
        return line(found, identity, (time.perf_counter() - started) * 1000)

    if arguments.batch:
        return answer_each(arguments, terminal, work)
    question = from_flags(arguments, terminal.look.language)
    if terminal.json:
        terminal.emit(work(question, question.id))
    else:
        terminal.show(shown(find(question), terminal.look))
    return 0


def answer_each(
    arguments: Namespace,
    terminal: Terminal,
    work: Callable[[Question, object], contract.Json],
) -> int:
    """Write one JSON line for every line of the batch, in order; return 1 if any failed, else 0."""
    failed = False
    for asked in batch(arguments.batch, from_flags(arguments, terminal.look.language), terminal):
        try:
            if asked.question is None:
                raise asked.error or SettingsError("")
            line = work(asked.question, asked.id)
        except GeungeoError as error:
            failed = True
            line = contract.failure(error, asked.id)
        terminal.emit(line)
    return int(failed)


def batch(source: str, base: Question, terminal: Terminal) -> Iterator[Asked]:
    """Yield the questions of a JSON Lines file, `-` for stdin, each narrowed by `base`.

    An invalid line is yielded with its error, and reading goes on. Blank lines are skipped.
    Raises SettingsError when the file cannot be read.
    """
    with _stream(source, terminal.look.language) as stream:
        for number, raw in enumerate(stream, start=1):
            if raw.strip():
                yield _asked(raw, number, base)


def _stream(source: str, language: Language) -> AbstractContextManager[BinaryIO]:
    if source == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise SettingsError(say("batch.unreadable", language, path=source), error.strerror or "") from error


def _asked(raw: bytes, number: int, base: Question) -> Asked:
    identity: object = str(number)
    try:
        line = _object(raw, number)
        identity = identity if line.get("id") is None else line["id"]
        return Asked(identity, _question(line, number, base, str(identity)))
    except SettingsError as error:
        return Asked(identity, None, error)


def _object(raw: bytes, number: int) -> dict[str, object]:
    try:
        line = json.loads(raw.decode("utf-8-sig"))
    except ValueError as error:
        raise SettingsError(
            f"{number}번째 줄이 JSON이 아닙니다.", "한 줄에 JSON 객체 하나를 UTF-8로 적으십시오."
        ) from error
    if not isinstance(line, dict):
        raise SettingsError(f"{number}번째 줄이 JSON 객체가 아닙니다.", '{"id": …, "question": …} 꼴로 적으십시오.')
    return line


def _question(line: Mapping[str, object], number: int, base: Question, identity: str) -> Question:
    text = next((line[key] for key in TEXT_KEYS if line.get(key) is not None), None)
    if not isinstance(text, str) or not text.strip():
        raise SettingsError(f"{number}번째 줄에 질문이 없습니다.", "question(또는 query)에 글을 적으십시오.")
    as_of = _day("as_of", line.get("as_of")) or base.as_of
    return Question(
        text=text.strip(),
        as_of=as_of,
        filter=_filter(line, base.filter),
        id=identity,
        history=_names("history", line.get("history")),
    )


def _filter(line: Mapping[str, object], base: Filter) -> Filter:
    given = line.get("filter") or {}
    if not isinstance(given, dict):
        raise SettingsError("filter는 JSON 객체여야 합니다.", f"쓸 수 있는 이름: {', '.join((*_LISTS, *_DAYS))}")
    # A misspelt restriction that restricts nothing would answer from the wrong documents.
    if unknown := sorted(set(given) - set(_LISTS) - set(_DAYS)):
        raise SettingsError(
            f"filter에 모르는 이름이 있습니다: {', '.join(unknown)}", f"쓸 수 있는 이름: {', '.join((*_LISTS, *_DAYS))}"
        )
    lists = {name: _names(f"filter.{name}", given.get(name), allowed) for name, allowed in _LISTS.items()}
    return Filter(
        issuers=lists["issuers"] or base.issuers,
        kinds=lists["kinds"] or base.kinds,
        regions=lists["regions"] or base.regions,
        since=_day("filter.since", given.get("since")) or base.since,
        until=_day("filter.until", given.get("until")) or base.until,
        documents=_names("document_id", line.get("document_id")) or lists["documents"] or base.documents,
        exclude=(*base.exclude, *lists["exclude"], *_names("exclude", line.get("exclude"))),
    )


def _names(name: str, value: object, allowed: tuple[str, ...] | None = None) -> tuple[str, ...]:
    if value is None:
        return ()
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
        raise SettingsError(f"{name}: 글이거나 글의 목록이어야 합니다: {value!r}")
    if allowed and (wrong := [one for one in values if one not in allowed]):
        raise SettingsError(f"{name}: 쓸 수 없는 값입니다: {', '.join(wrong)}", f"쓸 수 있는 값: {', '.join(allowed)}")
    return tuple(cast(list[str], values))


def _day(name: str, value: object) -> date | None:
    if value is None:
        return None
    try:
        return day(str(value))
    except ValueError as error:
        raise SettingsError(f"{name}: 날짜가 아닙니다: {value}", "2025-01-24 꼴로 적으십시오.") from error
