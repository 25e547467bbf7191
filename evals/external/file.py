"""Answers of another system read from a file: JSON Lines, or a table in CSV, TSV or a workbook.

`{"question": "얼마인가요?", "answer": "120억원 [1]", "quotes": [{"text": "총 120억원", "document": "plan.pdf"}]}`
The names that ragas and deepeval give these fields are known too, and Korean ones. In a table the quotes of an answer
stand in one cell, a line each, and their documents likewise in another, or one document for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evals.datasets.importers import tables
from evals.datasets.reading import CaseError, rows
from evals.external.answer import Evidence, ExternalAnswer

FIELDS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "번호", "no", "연번", "순번", "case"),
    "question": ("question", "질문", "user_input", "input", "query", "질의", "문항"),
    "answer": ("answer", "답변", "답", "response", "actual_output", "output"),
    "refused": ("refused", "거절"),
    "quotes": ("quotes", "quote", "인용", "근거문장"),
    "contexts": ("contexts", "context", "retrieved_contexts", "retrieval_context", "근거", "참고"),
    "document": ("document", "documents", "문서", "출처", "파일"),
}
"""The names that a field may have, spaces and case aside."""
SUFFIXES = (".jsonl", ".ndjson", ".csv", ".tsv", ".xlsx", ".xls", ".ods")
_YES = ("true", "1", "yes", "y", "o", "예", "거절")
_NO = ("false", "0", "no", "n", "x", "아니요", "답")


def read(path: Path) -> tuple[ExternalAnswer, ...]:
    """Return the answers in a file; raise CaseError, naming line and field, for what cannot be read as one."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise CaseError(f"모르는 형식의 답 파일입니다: {path.name}", "JSON Lines, CSV나 XLSX로 주십시오.")
    placed = _lines(path) if suffix in (".jsonl", ".ndjson") else _table(path)
    found = tuple(_answer(row, place) for place, row in placed)
    if not found:
        raise CaseError(f"{path.name}: 답이 없습니다.", "한 줄에 답 하나를 적으십시오.")
    return found


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    for place, row in rows(path):
        plain = {tables.folded(name): value for name, value in row.items()}
        yield (
            place,
            {field: plain[known] for field, names in FIELDS.items() if (known := _first(names, plain)) is not None},
        )


def _table(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    table = tables.cells(path)
    header = [tables.text(cell) for cell in table[0]] if table else []
    plain = {tables.folded(name): at for at, name in reversed(list(enumerate(header)))}
    columns = {field: plain[known] for field, names in FIELDS.items() if (known := _first(names, plain)) is not None}
    if "answer" not in columns or not columns.keys() & {"id", "question"}:
        raise CaseError(
            f"{path.name}: 답변의 열과, 질문이나 번호의 열이 있어야 합니다. 있는 열: {', '.join(header)}",
            "첫 줄에 열 이름을 '질문', '답변'으로 적으십시오.",
        )
    for number, line in enumerate(table[1:], start=2):
        row = {field: tables.text(line[at]) if at < len(line) else "" for field, at in columns.items()}
        if any(row.values()):
            yield f"{path.name} {number}번째 줄", row


def _first(names: Sequence[str], known: Mapping[str, object]) -> str | None:
    return next((name for name in names if name in known), None)


def _answer(row: Mapping[str, object], place: str) -> ExternalAnswer:
    identity, question = (_text(row, name, place) for name in ("id", "question"))
    if not identity and not question:
        raise CaseError(f"{place}: 질문도 번호도 없습니다.", "question이나 id를 적으십시오.")
    if "answer" not in row:
        raise CaseError(f"{place}: 답이 없습니다.", 'answer를 적으십시오. 답하지 않았으면 "answer": ""입니다.')
    document = row.get("document")
    return ExternalAnswer(
        text=_text(row, "answer", place),
        id=identity,
        question=question,
        refused=_refused(row.get("refused"), place),
        quotes=_evidence(row.get("quotes"), document, f"{place}: quotes"),
        contexts=_evidence(row.get("contexts"), document, f"{place}: contexts"),
    )


def _text(row: Mapping[str, object], name: str, place: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    # A number as an id is written without quotation marks.
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise CaseError(f"{place}: {name}이(가) 글이 아닙니다: {value!r}", f"{name}에 글을 적으십시오.")
    return str(value).strip()


def _refused(value: object, place: str) -> bool | None:
    text = tables.folded(str(value if value is not None else ""))
    if text in _YES or text in _NO:
        return text in _YES
    if text:
        raise CaseError(f"{place}: refused에 쓸 수 없는 값입니다: {value!r}", "true나 false를 적으십시오.")
    return None


def _evidence(value: object, document: object, place: str) -> tuple[Evidence, ...]:
    given = value.split("\n") if isinstance(value, str) else value
    named = document.split("\n") if isinstance(document, str) else document
    if given is None:
        return ()
    if not isinstance(given, list):
        raise CaseError(
            f"{place}이(가) 목록이 아닙니다: {given!r}", '[{"text": "…", "document": "…"}] 꼴로 적으십시오.'
        )
    names = [str(one).strip() for one in named] if isinstance(named, list) else []
    found = [_piece(one, place) for one in given]
    if len(names) == 1:
        names = names * len(found)
    paired = zip(found, [*names, *[""] * (len(found) - len(names))], strict=False)
    return tuple(Evidence(one.text, one.document or name) for one, name in paired if one.text)


def _piece(value: object, place: str) -> Evidence:
    if isinstance(value, str):
        return Evidence(value.strip())
    if isinstance(value, dict) and isinstance(value.get("text"), str):
        document = value.get("document")
        return Evidence(value["text"].strip(), document.strip() if isinstance(document, str) else "")
    raise CaseError(f"{place}에 글이 아닌 것이 있습니다: {value!r}", '{"text": "…", "document": "…"} 꼴로 적으십시오.')
