"""Cases from saved replies: a line of `geungeo ask --json` becomes a regression case."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evals.datasets.cases import QuestionCase
from evals.datasets.reading import CaseError, parse

_KINDS = {"unsupported_premise": "false_premise"}
"""Kinds of refused questions by the reason of the refusal; the rest cannot be answered."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Corrections to a saved reply: what it should have been, if not what it was."""

    question: str = ""
    kind: str = "fact"
    expected: str = ""
    """answer or refusal; empty keeps what came."""
    gold: Sequence[str] = ()
    forbidden: Sequence[str] = ()


def case(
    line: Mapping[str, object],
    wish: Wish,
    place: str,
    asked: Mapping[str, object] | None = None,
    written: date | None = None,
) -> QuestionCase:
    """Return the case of one line of `geungeo ask --json`; documents and quotes are those cited by an answer.

    `asked` is the line of the batch file that the reply answers, if any. A follow-up question is kept with its history
    if `asked` gives it, else in the self-contained form in which it was understood. A reply always carries a date
    (`as_of`); if it equals `written`, the day the reply was made, it is taken as the default and dropped.
    Raises CaseError if the line is no reply, or if neither it nor `wish` nor `asked` holds the question.
    """
    if line.get("kind") not in ("answer", "refusal"):
        raise CaseError(f"{place}: `geungeo ask --json`의 줄이 아닙니다.", "ask가 낸 JSON 한 줄을 그대로 주십시오.")
    asked = asked or {}
    history = asked.get("history") or []
    question = asked.get("question") if history else line.get("question") or asked.get("question") or wish.question
    if not isinstance(question, str) or not question.strip():
        raise CaseError(
            f"{place}: 질문이 적혀 있지 않습니다.",
            "--question 으로 그때 물은 질문을, --batch로 물었다면 그 파일을 적으십시오.",
        )
    day = asked.get("as_of") if asked else None if written and line.get("as_of") == str(written) else line.get("as_of")
    expected = wish.expected or str(line["kind"])
    cited = _cited(line) if line["kind"] == "answer" and expected == "answer" else []
    row: dict[str, object] = {
        "id": _identity(question, day),
        "question": question,
        "kind": _kind(line, wish, expected, bool(history)),
        "expected": expected,
        "gold": list(wish.gold),
        "forbidden": list(wish.forbidden),
        "documents": list(dict.fromkeys(str(one["document_id"]) for one in cited)),
        "quotes": [str(one["quote"]) for one in cited],
        "as_of": day,
        "history": history,
        "exclude": asked.get("exclude"),
    }
    made = parse(row, place)
    assert isinstance(made, QuestionCase)
    return made


def _kind(line: Mapping[str, object], wish: Wish, expected: str, follows: bool) -> str:
    if wish.kind != "fact":
        return wish.kind
    if expected == "refusal":
        return _KINDS.get(str(line.get("reason")), "unanswerable")
    return "follow_up" if follows else "fact"


def _cited(line: Mapping[str, object]) -> list[Mapping[str, object]]:
    citations = line.get("citations")
    return [one for one in citations if isinstance(one, dict)] if isinstance(citations, list) else []


def _identity(question: str, as_of: object) -> str:
    return f"turn-{hashlib.sha256(f'{question} {as_of}'.encode()).hexdigest()[:10]}"
