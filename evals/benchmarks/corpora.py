"""Benchmark corpora: opening a corpus as a store and reading its questions.

A benchmark folder holds `corpus.jsonl` ({"id", "title", "text"} a line) and `queries.jsonl` ({"id", "question",
"relevant": [ids]} a line). Stores are kept under a work directory, so that a second run ingests nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.datasets import golden_files, golden_folders, policy_files
from ingest.pipeline import Progress, ingest
from ingest.settings import IngestSettings
from ingest.store import Store

RETRIEVAL_SETS = ("autorag_retrieval", "publichealthqa_ko", "gov_press_retrieval", "korquad_retrieval")


@dataclass(frozen=True, slots=True)
class Query:
    """One benchmark question with the documents that answer it."""

    id: str
    text: str
    relevant: tuple[str, ...]
    answers: tuple[str, ...]


def written_sets(data: Path) -> tuple[tuple[str, tuple[Path, ...], tuple[Path, ...]], ...]:
    """Return the case sets written for this project, each as name, case files and document folders."""
    return (
        ("golden", golden_files(), golden_folders()),
        ("policy", policy_files(), (data / "policy",)),
    )


def queries(folder: Path) -> tuple[Query, ...]:
    """Read the questions of a benchmark that have a relevant document."""
    with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return tuple(
        Query(row["id"], row["question"], tuple(row["relevant"]), tuple(row.get("answers") or ()))
        for row in rows
        if row["relevant"]
    )


def open_store(folder: Path, work: Path, settings: IngestSettings | None = None) -> Store:
    """Open the store of a benchmark's corpus below `work`, ingesting documents it does not hold yet."""
    return open_documents(folder.name, [folder / "corpus.jsonl"], work, settings)


def open_documents(name: str, paths: Sequence[Path], work: Path, settings: IngestSettings | None = None) -> Store:
    """Open the store of a set of documents below `work`, ingesting documents it does not hold yet."""
    work.mkdir(parents=True, exist_ok=True)
    store = Store.open(settings or IngestSettings(store=work / name), create=True)
    report = ingest(paths, store, _progress if sys.stderr.isatty() else None)
    for failure in report.failures:
        print(f"{failure.path}: {failure.error}", file=sys.stderr)
    return store


def _progress(progress: Progress) -> None:
    print(f"\r{progress.done}/{progress.total}", end="", file=sys.stderr)
