"""The tenth of the written questions and claims whose documents the reader was not trained on, to fit and choose by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from evals.benchmarks.corpora import open_documents
from evals.training import examples
from ingest.store import Store

FOLDS = 5
Row = Mapping[str, Any]


def rows(data: Path, name: str) -> list[Row]:
    """Return the kept-out rows of `questions` or `claims`, those given and the project's own, in one form.

    Each has `docs` and `quote`; the project's own are those of documents found below `data`.
    """
    given = examples.rows(data / "reading" / "train" / f"{name}.jsonl")
    found = [{**row, "docs": row.get("docs") or [row["doc"]]} for row in given]
    found += examples.own_rows(name, dict(examples.texts(data)))
    return [row for row in found if not examples.share(row["docs"][0])]


@contextmanager
def store(data: Path, work: Path) -> Iterator[Store]:
    """Open a store of the kept-out documents among the distractors, made where there is none yet."""
    train = examples.rows(data / "reading" / "train" / "docs.jsonl")
    kept = [row for row in (*train, *dict(examples.texts(data)).values()) if not examples.share(row["id"])]
    work.mkdir(parents=True, exist_ok=True)
    written = work / "reading-kept-out.jsonl"
    fields = ("id", "title", "text", "issuer", "date")
    lines = [json.dumps({key: row[key] for key in fields if key in row}, ensure_ascii=False) for row in kept]
    written.write_text("\n".join(lines) + "\n", encoding="utf-8")
    files = [data / "reading" / "dev" / "distractors.jsonl", written]
    with open_documents("reading-kept-out", files, work) as opened:
        yield opened


def folds(found: list[Row]) -> list[int]:
    """Return the fold of each row: the rows of one document stay together."""
    documents = sorted({row["docs"][0] for row in found})
    number = {document: at % FOLDS for at, document in enumerate(documents)}
    return [number[row["docs"][0]] for row in found]
