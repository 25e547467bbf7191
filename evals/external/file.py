"""Answers of another system read from a file: JSON Lines, or a table in CSV, TSV or a workbook.

`{"question": "얼마인가요?", "answer": "120억원 [1]", "quotes": [{"text": "총 120억원", "document": "plan.pdf"}]}`
The names that ragas and deepeval give these fields are known too, and Korean ones. In a table the quotes of an answer
stand in one cell, a line each, and their documents likewise in another, or one document for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.datasets.columns import fields, folded, unused
from evals.datasets.importers import tables
from evals.datasets.reading import CaseError, rows
from evals.external.answer import AnswerFile, Evidence, ExternalAnswer

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


def read(path: Path) -> AnswerFile:
    """Return the answers in a file; raise CaseError, naming line and field, for what cannot be read as one."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise CaseError(f"모르는 형식의 답 파일입니다: {path.name}.", "JSON Lines, CSV나 XLSX로 주십시오.")
    if suffix in (".jsonl", ".ndjson"):
        found = AnswerFile(tuple(_Row(row, place, {}).answer() for place, row in _lines(path)))
    else:
        found = _table(path)
    if not found.answers:
        raise CaseError(f"{path.name}: 답이 없습니다.", "한 줄에 답 하나를 적으십시오.")
    return found


def _lines(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    for place, row in rows(path):
        names = {folded(name): name for name in row}
        called = {field: names[one] for field, known in FIELDS.items() if (one := _first(known, names)) is not None}
        yield place, {field: row[name] for field, name in called.items()}


def _table(path: Path) -> AnswerFile:
    table = tables.cells(path)
    header = [tables.text(cell) for cell in table[0]] if table else []
    taken = fields(header, FIELDS)
    if "answer" not in taken or not taken.keys() & {"id", "question"}:
        raise CaseError(
            f"{path.name}: 답변의 열과, 질문이나 번호의 열이 있어야 합니다. 있는 열: {', '.join(header)}.",
            "첫 줄에 열 이름을 '질문', '답변'으로 적으십시오.",
        )
    titles = {name: header[at] for name, at in taken.items()}
    found: list[ExternalAnswer] = []
    for number, line in enumerate(table[1:], start=2):
        row = {name: tables.text(line[at]) if at < len(line) else "" for name, at in taken.items()}
        if any(row.values()):
            found.append(_Row(row, f"{path.name} {number}번째 줄", titles).answer())
    return AnswerFile(tuple(found), unused(path.name, header, FIELDS, taken))


def _first(names: Sequence[str], known: Mapping[str, object]) -> str | None:
    return next((name for name in names if name in known), None)


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of one answer, their place, and the columns of a table that they stand in."""

    row: Mapping[str, object]
    place: str
    titles: Mapping[str, str]

    def answer(self) -> ExternalAnswer:
        identity, question = self.text("id"), self.text("question")
        if not identity and not question:
            raise CaseError(f"{self.place}: 질문도 번호도 없습니다.", "질문이나 번호를 적으십시오.")
        if "answer" not in self.row:
            raise CaseError(f"{self.place}: 답이 없습니다.", 'answer를 적으십시오. 답하지 않았으면 "answer": ""입니다.')
        document = self.row.get("document")
        return ExternalAnswer(
            text=self.text("answer"),
            id=identity,
            question=question,
            refused=self.refused(),
            quotes=_evidence(self.row.get("quotes"), document, self.at("quotes")),
            contexts=_evidence(self.row.get("contexts"), document, self.at("contexts")),
        )

    def at(self, name: str) -> str:
        """Return where a field stands, as the beginning of a message."""
        return f"{self.place}, '{self.titles[name]}' 열" if name in self.titles else f"{self.place}, {name}"

    def text(self, name: str) -> str:
        value = self.row.get(name)
        if value is None:
            return ""
        # A number as an id is written without quotation marks.
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise CaseError(f"{self.at(name)}: 글이 아닙니다: {value!r}.", "글을 적으십시오.")
        return str(value).strip()

    def refused(self) -> bool | None:
        value = self.row.get("refused")
        text = folded(str(value if value is not None else ""))
        if text in _YES or text in _NO:
            return text in _YES
        if text:
            hint = "거절했으면 예, 답했으면 아니요를" if self.titles else "true나 false를"
            raise CaseError(f"{self.at('refused')}: 쓸 수 없는 값입니다: '{value}'.", f"{hint} 적으십시오.")
        return None


def _evidence(value: object, document: object, place: str) -> tuple[Evidence, ...]:
    given = value.split("\n") if isinstance(value, str) else value
    named = document.split("\n") if isinstance(document, str) else document
    if given is None:
        return ()
    if not isinstance(given, list):
        raise CaseError(f"{place}: 목록이 아닙니다: {given!r}.", '[{"text": "…", "document": "…"}] 꼴로 적으십시오.')
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
    raise CaseError(f"{place}: 글이 아닌 것이 있습니다: {value!r}.", '{"text": "…", "document": "…"} 꼴로 적으십시오.')
