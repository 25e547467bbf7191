"""BEIR importer: BEIR and AutoRAG-style folders as cases.

BEIR: `queries.jsonl` ({"_id", "text"}) and `qrels/test.tsv` (query-id, corpus-id, score; or dev.tsv, train.tsv).
AutoRAG-style: `queries.jsonl` ({"id", "question", "relevant": [ids], "answers"?: [texts]}). Either way the folder's
`corpus.jsonl` is given to the run as its documents.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from evals.datasets.cases import QuestionCase
from evals.datasets.importers.autorag import flat
from evals.datasets.reading import CaseError, rows

SPLITS = ("test", "dev", "train")


def read(folder: Path) -> Iterator[tuple[QuestionCase, str]]:
    """Yield a case for every query that has a relevant document; several answers are alternatives."""
    relevant = _qrels(folder)
    for place, row in rows(folder / "queries.jsonl"):
        identity = _text(row, "_id", "id")
        question = _text(row, "text", "question", "query")
        if not identity or not question:
            raise CaseError(f"{place}: id나 질문이 없습니다.", '{"_id": …, "text": …} 꼴이어야 합니다.')
        documents = relevant.get(identity) or _listed(row, "relevant", "retrieval_gt")
        answers = _listed(row, "answers", "generation_gt")
        if documents:
            gold = ("|".join(answers),) if answers else ()
            yield QuestionCase(identity, question, "fact", "answer", gold=gold, documents=documents), place


def _qrels(folder: Path) -> dict[str, tuple[str, ...]]:
    path = next((p for name in SPLITS if (p := folder / "qrels" / f"{name}.tsv").is_file()), None)
    if path is None:
        return {}
    found: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t"), start=1):
            if number == 1 and not row[-1].strip().lstrip("-").isdigit():
                continue  # the header
            if len(row) < 3 or not row[-1].strip().lstrip("-").isdigit():
                raise CaseError(
                    f"{path.name} {number}번째 줄: qrels가 아닙니다.", "질문, 문서, 점수를 탭으로 나누십시오."
                )
            if int(row[-1]) > 0:
                found[row[0]].append(row[-2])
    return {query: tuple(documents) for query, documents in found.items()}


def _text(row: Mapping[str, object], *names: str) -> str:
    return next((str(row[name]).strip() for name in names if row.get(name) is not None), "")


def _listed(row: Mapping[str, object], *names: str) -> tuple[str, ...]:
    # AutoRAG nests its ground truth once more: [[ids that together answer]].
    return tuple(flat(next((row[name] for name in names if row.get(name)), None)))
