"""Importers of case files: picks the importer by the form of the file or folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from evals.datasets.cases import Case, Dataset
from evals.datasets.columns import UnusedColumn
from evals.datasets.importers import autorag, beir, korquad, tables
from evals.datasets.reading import CaseError, gathered, parse, parsed, rows

Placed = tuple[Case, str]
"""A case and where it stands."""
TABLES = (".csv", ".tsv", ".xlsx", ".xls", ".ods")


def load(paths: Sequence[Path], columns: Mapping[str, str] | None = None) -> Dataset:
    """Read case files of any known format into one dataset; `columns` maps fields to the columns of a table.

    Raises CaseError for an unknown format, a malformed case or an id that occurs twice.
    """
    placed: list[Placed] = []
    unused: list[UnusedColumn] = []
    for path in paths:
        if path.suffix.lower() in TABLES and not path.is_dir():
            table = tables.read(path, columns or {})
            placed += table.cases
            unused += table.unused
        else:
            placed += _placed(path)
    if not placed:
        raise CaseError(
            f"질문도 주장도 없습니다: {', '.join(path.name for path in paths)}.", "한 줄에 하나씩 적으십시오."
        )
    return replace(gathered(placed, "+".join(path.stem for path in paths)), unused=tuple(unused))


def _placed(path: Path) -> Iterable[Placed]:
    if path.is_dir():
        return autorag.read(path / autorag.QA) if (path / autorag.QA).is_file() else beir.read(path)
    match path.suffix.lower():
        case ".jsonl" | ".ndjson":
            return parsed((place, partial(parse, row, place)) for place, row in rows(path))
        case ".json":
            return korquad.read(path)
        case ".parquet":
            return autorag.read(path)
    raise CaseError(
        f"모르는 형식의 질문 파일입니다: {path}.",
        "JSON Lines, CSV, XLSX, KorQuAD JSON이나 BEIR·AutoRAG 폴더를 적으십시오.",
    )
