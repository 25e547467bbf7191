"""Strict reader of JSON Lines cases: every error names file, line, field and remedy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import cast

from evals.datasets.cases import KINDS, REFUSED, VERDICTS, Case, ClaimCase, Dataset, QuestionCase, Split
from evals.datasets.columns import nearest
from ingest.errors import GeungeoError

_QUESTION = tuple(field.name for field in fields(QuestionCase))
_CLAIM = tuple(field.name for field in fields(ClaimCase))
TOLD = 5
"""Most rows named of those that are no cases."""


class CaseError(GeungeoError):
    """Raised for a malformed case: the message names its place and field, the hint says how to fix it."""


def read(paths: Sequence[Path], name: str = "") -> Dataset:
    """Read JSON Lines files of questions and claims, in any mixture, into one dataset.

    Raises CaseError for a file that cannot be read, a malformed line or an id that occurs twice.
    """
    placed = [(parse(row, place), place) for path in paths for place, row in rows(path)]
    if not placed:
        raise CaseError(
            f"질문도 주장도 없습니다: {', '.join(path.name for path in paths)}.", "한 줄에 하나씩 적으십시오."
        )
    return gathered(placed, name or "+".join(path.stem for path in paths))


def gathered(placed: Iterable[tuple[Case, str]], name: str) -> Dataset:
    """Return (case, place) pairs as one dataset; raise CaseError for an id that occurs twice."""
    seen: dict[str, tuple[Case, str]] = {}
    for case, place in placed:
        if case.id in seen:
            raise CaseError(
                f"{place}: 번호(id) '{case.id}'이(가) 앞에도 있습니다: {seen[case.id][1]}.",
                "줄마다 다른 번호를 적으십시오.",
            )
        seen[case.id] = case, place
    cases = [case for case, _ in seen.values()]
    return Dataset(
        name,
        tuple(case for case in cases if isinstance(case, QuestionCase)),
        tuple(case for case in cases if isinstance(case, ClaimCase)),
    )


def parsed(rows: Iterable[tuple[str, Callable[[], Case]]]) -> Iterator[tuple[Case, str]]:
    """Yield (case, place) of every row, each given as its place and a function that parses it.

    Raises the CaseError of a row that is none, after the last row: of several, one that tells the first of them, so
    that a whole table can be put right at once.
    """
    wrong: list[CaseError] = []
    for place, case in rows:
        try:
            yield case(), place
        except CaseError as error:
            wrong.append(error)
    if len(wrong) > 1:
        more = f"\n그 밖에 {len(wrong) - TOLD}줄이 더 있습니다." if len(wrong) > TOLD else ""
        told = "\n".join(f"{one.message} {one.hint}" for one in wrong[:TOLD])
        raise CaseError(f"읽을 수 없는 줄이 {len(wrong)}개 있습니다.\n{told}{more}", "모두 고쳐 다시 주십시오.")
    if wrong:
        raise wrong[0]


def parse(row: Mapping[str, object], place: str, titles: Mapping[str, str] | None = None) -> Case:
    """Return the case that one row describes; `place` begins every error message, e.g. `cases.jsonl 3번째 줄`.

    `titles` are the names by which whoever wrote the row knows its fields, as `'기준일' 열` in a table.
    """
    if "claim" in row and "question" not in row:
        return _claim(_Row(row, place, _CLAIM, titles or {}))
    return _question(_Row(row, place, _QUESTION, titles or {}))


class _Row:
    """One row whose fields are taken by name and type."""

    def __init__(self, row: Mapping[str, object], place: str, known: Sequence[str], titles: Mapping[str, str]) -> None:
        self.row, self.place, self._titles = row, place, titles
        # A misspelt field would be passed over in silence and its case scored as if it were empty.
        if unknown := sorted(set(row) - set(known)):
            near = [f"{one}은(는) {name}의 잘못입니까?" for one in unknown if (name := nearest(one, known))]
            raise CaseError(
                f"{place}: 모르는 항목입니다: {', '.join(unknown)}.",
                " ".join((*near, f"쓸 수 있는 항목: {', '.join(known)}.")),
            )

    def called(self, name: str) -> str:
        """Return how whoever wrote the row calls a field: `'기준일' 열` of a table, else `as_of`."""
        return self._titles.get(name, name)

    def at(self, name: str) -> str:
        """Return where a field stands, as the beginning of a message."""
        return f"{self.place}, {self.called(name)}"

    def text(self, name: str) -> str:
        value = self.row.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            raise CaseError(f"{self.at(name)}: 비어 있습니다.", "글을 적으십시오.")
        if not isinstance(value, str):
            raise CaseError(f"{self.at(name)}: 글이 아닙니다: {value!r}.", "글을 따옴표 안에 적으십시오.")
        return value.strip()

    def choice(self, name: str, allowed: Sequence[str], default: str | None = None) -> str:
        value = self.row.get(name, default)
        hint = f"쓸 수 있는 값: {', '.join(allowed)}."
        if value is None:
            raise CaseError(f"{self.at(name)}: 비어 있습니다.", hint)
        if value not in allowed:
            raise CaseError(f"{self.at(name)}: 쓸 수 없는 값입니다: {value!r}.", hint)
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.row.get(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            raise CaseError(
                f"{self.at(name)}: 비지 않은 글의 목록이어야 합니다: {value!r}.",
                f'"{name}": ["…"] 꼴로 적으십시오.',
            )
        return tuple(one.strip() for one in value)

    def day(self, name: str) -> date | None:
        value = self.row.get(name)
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.date()
        try:
            return date.fromisoformat(str(value))
        except ValueError as error:
            raise CaseError(f"{self.at(name)}: 날짜가 아닙니다: '{value}'.", "2025-01-24 꼴로 적으십시오.") from error

    def split(self) -> Split:
        return cast(Split, self.choice("split", ("dev", "test"), "test"))


def _question(row: _Row) -> QuestionCase:
    kind = row.choice("kind", KINDS, "fact")
    expected = row.choice("expected", ("answer", "refusal"), "refusal" if kind in REFUSED else "answer")
    case = QuestionCase(
        id=row.text("id"),
        question=row.text("question"),
        kind=kind,
        expected="answer" if expected == "answer" else "refusal",
        gold=row.texts("gold"),
        forbidden=row.texts("forbidden"),
        documents=row.texts("documents"),
        quotes=row.texts("quotes"),
        as_of=row.day("as_of"),
        history=row.texts("history"),
        exclude=row.texts("exclude"),
        split=row.split(),
    )
    if case.kind == "follow_up" and not case.history:
        raise CaseError(
            f"{row.at('history')}: 이어진 질문인데 앞선 질문이 없습니다.",
            f"앞서 물은 질문을 {row.called('history')}에 적으십시오.",
        )
    for name, strings in (("gold", case.gold), ("forbidden", case.forbidden)):
        if any(not one.strip() for string in strings for one in string.split("|")):
            raise CaseError(f"{row.at(name)}: | 의 한쪽이 비어 있습니다.", "`가|나`처럼 양쪽에 글을 적으십시오.")
    return case


def _claim(row: _Row) -> ClaimCase:
    verdict = row.choice("verdict", VERDICTS)
    return ClaimCase(
        id=row.text("id"),
        claim=row.text("claim"),
        kind=row.text("kind") if "kind" in row.row else "claim",
        verdict="supported" if verdict == "supported" else "contradicted" if verdict == "contradicted" else "not_found",
        source=row.texts("source"),
        documents=row.texts("documents"),
        as_of=row.day("as_of"),
        split=row.split(),
    )


def rows(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield (place, object) for every line of a JSON Lines file."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise CaseError(f"질문 파일을 읽을 수 없습니다: {path}.", error.strerror or "") from error
    except UnicodeDecodeError as error:
        raise CaseError(f"{path}: UTF-8이 아닙니다.", "UTF-8로 저장하십시오.") from error
    # Not splitlines: a quote may hold U+2028, which JSON allows inside a string.
    for number, raw in enumerate(text.split("\n"), start=1):
        if not raw.strip():
            continue
        place = f"{path.name} {number}번째 줄"
        try:
            row = json.loads(raw)
        except json.JSONDecodeError as error:
            raise CaseError(
                f"{place}: JSON이 아닙니다: {error.msg}.", "한 줄에 JSON 객체 하나를 적으십시오."
            ) from error
        if not isinstance(row, dict):
            raise CaseError(f"{place}: JSON 객체가 아닙니다.", '{"id": …, "question": …} 꼴로 적으십시오.')
        yield place, row
