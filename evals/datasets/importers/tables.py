"""Spreadsheet importer: CSV or XLSX tables as cases.

The first row that is not empty names the columns, in Korean or English; other names are mapped by the caller. A cell
with several values separates them by line breaks or `;`, and alternatives by `|`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path

from evals.datasets.cases import KINDS, VERDICTS, Case
from evals.datasets.columns import UnusedColumn, fields, folded, nearest, unused
from evals.datasets.reading import CaseError, parse, parsed

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "번호", "no", "연번", "순번"),
    "question": ("question", "질문", "query", "문항", "질의"),
    "claim": ("claim", "주장", "확인할문장"),
    "gold": ("gold", "정답", "answer", "answers", "기대답변", "모범답안"),
    "forbidden": ("forbidden", "금지어", "오답", "금지"),
    "documents": ("documents", "문서", "document", "출처", "근거문서", "파일"),
    "quotes": ("quotes", "근거", "근거문장", "인용", "quote"),
    "as_of": ("as_of", "asof", "기준일", "기준일자"),
    "history": ("history", "앞선질문", "이전질문"),
    "expected": ("expected", "기대", "기대결과", "답변여부"),
    "verdict": ("verdict", "판정"),
    "source": ("source", "원문값", "문서의값"),
    "kind": ("kind", "종류", "유형"),
    "split": ("split", "구분"),
}
"""The names a column may have, spaces and case aside, for each field of a case."""
_LISTS = ("gold", "forbidden", "documents", "quotes", "history", "source")
_WORDS: Mapping[str, Mapping[str, str]] = {
    "expected": {"답": "answer", "거절": "refusal"},
    "kind": {
        "사실": "fact",
        "목록": "list",
        "수": "number",
        "표": "table",
        "상태": "status",
        "기준일": "as_of",
        "비교": "comparison",
        "이어진 질문": "follow_up",
        "답이 없는 질문": "unanswerable",
        "틀린 전제": "false_premise",
        "심은 지시": "injection",
    },
    "verdict": {"일치": "supported", "불일치": "contradicted", "없음": "not_found"},
}
"""The Korean words for the values that a column takes."""
_SYNONYMS: Mapping[str, Mapping[str, str]] = {
    "expected": {"답변": "answer", "답변불가": "refusal", "o": "answer", "x": "refusal"},
    "kind": {"수치": "number"},
    "verdict": {"참": "supported", "거짓": "contradicted"},
}
_SPELT = {
    name: {folded(word): value for word, value in (*words.items(), *_SYNONYMS[name].items())}
    for name, words in _WORDS.items()
}
_CHOICES: Mapping[str, tuple[str, ...]] = {"expected": ("answer", "refusal"), "kind": KINDS, "verdict": VERDICTS}


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table as cases, and its columns that nothing was read from."""

    cases: tuple[tuple[Case, str], ...]
    """Each with its place."""
    unused: tuple[UnusedColumn, ...]


def read(path: Path, columns: Mapping[str, str]) -> Table:
    """Return a case for every row that is not empty; `columns` maps fields to column names of this table.

    Raises CaseError for a table without a question or claim column, naming the columns it has, and for rows that are
    no cases, naming row and column as the spreadsheet shows them.
    """
    table = cells(path)
    first = next((at for at, line in enumerate(table) if any(map(text, line))), None)
    if first is None:
        raise CaseError(f"{path.name}: 빈 표입니다.", "첫 줄에 열 이름을 적으십시오.")
    header = [text(cell) for cell in table[first]]
    taken = _taken(path, header, columns)
    titles = _titles(header, taken)

    def case(number: int, row: Mapping[str, object], place: str) -> Case:
        return parse(_case(row, number, place, titles, taken), place, {name: _column(titles[name]) for name in titles})

    def rows() -> Iterator[tuple[str, Callable[[], Case]]]:
        for number, line in enumerate(table[first + 1 :], start=first + 2):
            row = {name: line[at] for name, at in taken.items() if at < len(line) and text(line[at])}
            if row:
                place = f"{path.name} {number}번째 줄"
                yield place, partial(case, number, row, place)

    return Table(tuple(parsed(rows())), unused(path.name, header, COLUMNS, taken))


def _taken(path: Path, header: Sequence[str], columns: Mapping[str, str]) -> dict[str, int]:
    """Return the place of the column of every field; raise CaseError where there is neither question nor claim."""
    listed = f"있는 열: {', '.join(filter(None, header))}."
    if wrong := [name for name in columns if name not in COLUMNS]:
        raise CaseError(f"모르는 항목입니다: {', '.join(wrong)}.", f"쓸 수 있는 항목: {', '.join(COLUMNS)}.")
    if lacking := [column for column in columns.values() if column not in header]:
        raise CaseError(f"{path.name}: 없는 열입니다: {', '.join(lacking)}.", listed)
    found = fields(header, COLUMNS) | {name: header.index(column) for name, column in columns.items()}
    if "question" in found or "claim" in found:
        return found
    near = [(one, nearest(one, (*COLUMNS["question"], *COLUMNS["claim"]))) for one in header]
    meant = [f"'{one}' 열이 '{name}'의 잘못이면 고치십시오." for one, name in near if name]
    raise CaseError(
        f"{path.name}: 질문이나 주장의 열이 없습니다. {listed}",
        meant[0] if meant else "열 이름을 '질문'으로 고치거나, 명령줄이면 --map question=열이름 으로 알려 주십시오.",
    )


def _titles(header: Sequence[str], taken: Mapping[str, int]) -> dict[str, str]:
    """Return what the column of every field is called in this table, or would be in its language."""
    korean = not any(header[at].isascii() for name, at in taken.items() if name in ("question", "claim"))
    usual = {name: next(one for one in known if one.isascii() != korean) for name, known in COLUMNS.items()}
    return usual | {name: header[at] for name, at in taken.items()}


def _case(
    row: Mapping[str, object], number: int, place: str, titles: Mapping[str, str], taken: Mapping[str, int]
) -> dict[str, object]:
    case: dict[str, object] = {"id": f"row-{number}"}
    for name, cell in row.items():
        if name in _LISTS:
            case[name] = [part.strip() for part in text(cell).replace(";", "\n").split("\n") if part.strip()]
        elif name == "as_of":
            case[name] = _day(cell)
        else:
            written = text(cell)
            case[name] = _SPELT.get(name, {}).get(folded(written), written)
    if "question" in case:
        # One sheet may hold both: a row with a question is one, whatever else is filled in.
        for name in ("claim", "verdict", "source"):
            case.pop(name, None)
    elif "claim" in case:
        for name in ("gold", "forbidden", "quotes", "history", "expected"):
            case.pop(name, None)
    else:
        named = [_column(titles[name]) for name in ("question", "claim") if name in taken]
        raise CaseError(f"{place}, {'과 '.join(named)}: 비어 있습니다.", "글을 적거나 줄을 지우십시오.")
    _known(case, row, place, titles)
    return case


def _known(case: Mapping[str, object], row: Mapping[str, object], place: str, titles: Mapping[str, str]) -> None:
    """Raise CaseError for a word that its column does not know; the kind of a claim may be any."""
    for name, allowed in _CHOICES.items():
        column, hint = f"{place}, {_column(titles[name])}", f"쓸 수 있는 값: {', '.join(_listed(name, titles[name]))}."
        if name == "verdict" and "claim" in case and name not in case:
            raise CaseError(f"{column}: 비어 있습니다.", hint)
        if case.get(name, allowed[0]) not in allowed and not (name == "kind" and "claim" in case):
            raise CaseError(f"{column}: 쓸 수 없는 값입니다: '{text(row[name])}'.", hint)


def _column(title: str) -> str:
    return f"'{title}' 열"


def _listed(name: str, title: str) -> Sequence[str]:
    """Return the values that a column takes, in the language of its title."""
    return _CHOICES[name] if title.isascii() else tuple(_WORDS[name])


def cells(path: Path) -> list[list[object]]:
    """Return the cells of a table, row by row; raise CaseError for a file that is none."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CaseError(f"질문 파일을 읽을 수 없습니다: {path}.", error.strerror or "") from error
    if path.suffix.lower() in (".csv", ".tsv"):
        return _separated(path, raw)
    import python_calamine

    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
    except python_calamine.CalamineError as error:
        raise CaseError(f"{path.name}: 표를 열 수 없습니다: {error}.", "XLSX로 다시 저장하십시오.") from error
    return [list(row) for row in sheet.to_python(skip_empty_area=False)]


def _separated(path: Path, raw: bytes) -> list[list[object]]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Korean Windows writes unless told otherwise.
        try:
            text = raw.decode("cp949")
        except UnicodeDecodeError as error:
            raise CaseError(f"{path.name}: UTF-8도 CP949도 아닙니다.", "UTF-8로 저장하십시오.") from error
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]


def text(cell: object) -> str:
    """Return what a cell holds as text: 12 of a number 12.0, nothing of an empty one."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _day(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    parts = (
        text(cell)
        .replace("년", "-")
        .replace("월", "-")
        .replace("일", "")
        .replace(".", "-")
        .replace("/", "-")
        .split("-")
    )
    numbers = [part.strip() for part in parts if part.strip()]
    if len(numbers) == 3 and all(number.isdigit() for number in numbers):
        return f"{int(numbers[0]):04d}-{int(numbers[1]):02d}-{int(numbers[2]):02d}"
    return text(cell)
