"""AutoRAG importer: its parquet files as cases and documents.

`qa.parquet`: qid, query, retrieval_gt (lists of ids; the ids of one list together hold the answer), generation_gt
(answers).
`corpus.parquet`: doc_id, contents, metadata. See https://docs.auto-rag.com/data_creation/data_format.html.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from evals.datasets.cases import QuestionCase
from evals.datasets.reading import CaseError

QA, CORPUS = "qa.parquet", "corpus.parquet"
TITLE = 60
"""Most letters of a document's first line that serve as its title; AutoRAG keeps none."""
_QA = ("qid", "query", "retrieval_gt")
_CORPUS = ("doc_id", "contents")


def read(path: Path) -> Iterator[tuple[QuestionCase, str]]:
    """Yield a case for every question that names an answering document; several answers are alternatives."""
    for number, row in enumerate(_rows(path, _QA), start=1):
        place = f"{path.name} {number}번째 행"
        identity, question = str(row["qid"] or "").strip(), str(row["query"] or "").strip()
        if not identity or not question:
            raise CaseError(f"{place}: qid나 query가 비었습니다.", "행마다 qid와 query를 적으십시오.")
        documents = tuple(dict.fromkeys(flat(row["retrieval_gt"])))
        answers = dict.fromkeys(flat(row.get("generation_gt")))
        if documents:
            gold = ("|".join(answers),) if answers else ()
            yield QuestionCase(identity, question, "fact", "answer", gold=gold, documents=documents), place


def documents(path: Path) -> list[dict[str, object]]:
    """Return the documents of a corpus as the lines of a JSON Lines corpus."""
    return [_document(row, f"{path.name} {number}번째 행") for number, row in enumerate(_rows(path, _CORPUS), start=1)]


def flat(value: object) -> list[str]:
    """Return the texts of a list that may hold lists of texts."""
    listed = value if isinstance(value, list | tuple) else [] if value is None else [value]
    inner = [one for item in listed for one in (item if isinstance(item, list | tuple) else [item])]
    return [text for one in inner if one is not None and (text := str(one).strip())]


def _document(row: Mapping[str, object], place: str) -> dict[str, object]:
    identity, text = str(row["doc_id"] or "").strip(), str(row["contents"] or "")
    if not identity or not text.strip():
        raise CaseError(f"{place}: doc_id나 contents가 비었습니다.", "행마다 doc_id와 contents를 적으십시오.")
    given = row.get("metadata")
    metadata: Mapping[str, object] = given if isinstance(given, dict) else {}
    title = str(metadata.get("title") or "").strip() or text.strip().split("\n")[0].strip()[:TITLE]
    found: dict[str, object] = {"id": identity, "title": title, "text": text}
    changed = metadata.get("last_modified_datetime")
    if isinstance(changed, date | datetime):
        found["date"] = changed.isoformat()
    return found


def _rows(path: Path, columns: Sequence[str]) -> list[Mapping[str, object]]:
    try:
        from pyarrow import ArrowException, parquet
    except ImportError as error:
        raise CaseError(
            f"{path.name}: parquet 파일을 읽을 pyarrow가 설치되어 있지 않습니다.", "pip install 'geungeo[parquet]'"
        ) from error
    try:
        table = parquet.read_table(path)
    except (OSError, ArrowException) as error:
        raise CaseError(f"{path}: parquet 파일로 읽을 수 없습니다.", "AutoRAG의 qa.parquet인지 보십시오.") from error
    if lacking := [name for name in columns if name not in table.column_names]:
        raise CaseError(
            f"{path.name}: 없는 열입니다: {', '.join(lacking)}", f"있는 열: {', '.join(table.column_names)}"
        )
    rows: list[Mapping[str, object]] = table.to_pylist()
    return rows
