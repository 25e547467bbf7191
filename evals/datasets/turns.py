"""Owns turning a reply that was kept as JSON into a case; knows nothing of where it was kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.datasets.cases import QuestionCase
from evals.datasets.reading import CaseError, parse


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reply should have been, where that is not what it was."""

    question: str = ""
    kind: str = "fact"
    expected: str = ""
    """answer or refusal; empty keeps what came."""
    gold: Sequence[str] = ()
    forbidden: Sequence[str] = ()


def case(line: Mapping[str, object], wish: Wish, place: str) -> QuestionCase:
    """Return the case of one line of `geungeo ask --json`; documents and quotes are those cited by an answer.

    Raises CaseError where the line is no reply, or the question is neither in it nor in `wish`.
    """
    if line.get("kind") not in ("answer", "refusal"):
        raise CaseError(f"{place}: `geungeo ask --json`의 줄이 아닙니다.", "ask가 낸 JSON 한 줄을 그대로 주십시오.")
    question = wish.question or line.get("question")
    if not isinstance(question, str) or not question.strip():
        raise CaseError(f"{place}: 질문이 적혀 있지 않습니다.", "--question 으로 그때 물은 질문을 적으십시오.")
    expected = wish.expected or str(line["kind"])
    cited = _cited(line) if line["kind"] == "answer" and expected == "answer" else []
    row: dict[str, object] = {
        "id": _identity(question, line.get("as_of")),
        "question": question,
        "kind": wish.kind,
        "expected": expected,
        "gold": list(wish.gold),
        "forbidden": list(wish.forbidden),
        "documents": list(dict.fromkeys(str(one["document_id"]) for one in cited)),
        "quotes": [str(one["quote"]) for one in cited],
        "as_of": line.get("as_of"),
    }
    made = parse(row, place)
    assert isinstance(made, QuestionCase)
    return made


def _cited(line: Mapping[str, object]) -> list[Mapping[str, object]]:
    citations = line.get("citations")
    return [one for one in citations if isinstance(one, dict)] if isinstance(citations, list) else []


def _identity(question: str, as_of: object) -> str:
    return f"turn-{hashlib.sha256(f'{question} {as_of}'.encode()).hexdigest()[:10]}"
