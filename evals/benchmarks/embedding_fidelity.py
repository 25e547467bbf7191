"""Quantised embedding benchmark: the bundled model compared in quality and speed with its float32 original.

`python -m evals.benchmarks.embedding_fidelity DATA [--reference DIR]` where DATA holds directories with
`corpus.jsonl` (id, text) and `queries.jsonl` (id, question, relevant), and DIR is written by
`python -m ingest.models.build_e5_small_ko --reference DIR`. Pages are cut into chunks of 400 characters, 60 of them
overlapping; a page scores as its best chunk. Speed is CPU time of one thread, so other work does not disturb it.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ingest import embedding

if TYPE_CHECKING:
    from ingest.embedding import Embedding, Vectors

SIZE, OVERLAP = 400, 60
TIMED_CHUNKS = 64
QUESTION = "지방소멸대응기금은 어디에 쓰이고 누가 받나요?"


@dataclass(frozen=True, slots=True)
class Collection:
    """Pages cut into chunks, and the questions asked of them."""

    name: str
    chunks: tuple[str, ...]
    owners: tuple[str, ...]
    """The page of each chunk."""
    questions: dict[str, str]
    relevant: dict[str, dict[str, int]]


def collection(directory: Path) -> Collection:
    """Read a directory of `corpus.jsonl` and `queries.jsonl` and cut its pages."""
    chunks, owners = [], []
    for page in _lines(directory / "corpus.jsonl"):
        text = page["text"]
        for start in range(0, max(1, len(text) - OVERLAP), SIZE - OVERLAP):
            chunks.append(text[start : start + SIZE])
            owners.append(str(page["id"]))
    queries = list(_lines(directory / "queries.jsonl"))
    questions = {str(q["id"]): q["question"] for q in queries}
    relevant = {str(q["id"]): {str(page): 1 for page in q["relevant"]} for q in queries}
    return Collection(directory.name, tuple(chunks), tuple(owners), questions, relevant)


def retrieval(pages: Collection, passages: Vectors, queries: Vectors) -> dict[str, float]:
    """Return R@1, nDCG@10 and RR@10 of ranking pages by their best chunk."""
    import ir_measures
    from ir_measures import RR, R, nDCG

    run: dict[str, dict[str, float]] = {}
    for key, scores in zip(pages.questions, queries @ passages.T, strict=True):
        best: dict[str, float] = {}
        for owner, score in zip(pages.owners, scores, strict=True):
            best[owner] = max(best.get(owner, -1.0), float(score))
        run[key] = best
    measures = [R @ 1, nDCG @ 10, RR @ 10]
    found = ir_measures.calc_aggregate(measures, pages.relevant, run)
    return {str(measure): float(found[measure]) for measure in measures}


def cosines(one: Vectors, other: Vectors) -> str:
    """Return the median and first percentile of the cosine similarities of paired vectors."""
    values = (one * other).sum(axis=1)
    return f"median {np.median(values):.5f}, p1 {np.percentile(values, 1):.5f}"


def speed(model: Embedding, chunks: list[str]) -> str:
    """Return characters per second of processor time and the milliseconds of one question, best of three."""
    model.embed(chunks[:8])
    passages = min(_processor_seconds(model, chunks, "passage") for _ in range(3))
    question = min(_processor_seconds(model, [QUESTION], "query") for _ in range(10))
    return f"{sum(map(len, chunks)) / passages:,.0f} characters/s, {question * 1000:.1f} ms a question"


def main(arguments: list[str] | None = None) -> None:
    """Print one table for each collection, then the speeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="+")
    parser.add_argument("--reference", type=Path)
    chosen = parser.parse_args(arguments)
    models = {"bundled": embedding.load(threads=1)}
    if chosen.reference:
        models["float32"] = embedding.load(str(chosen.reference), threads=1)
    collections = [collection(path) for path in chosen.data]
    for pages in collections:
        print(f"{pages.name}: {len(set(pages.owners))} pages, {len(pages.chunks)} chunks")
        found: dict[str, Vectors] = {}
        for name, model in models.items():
            found[name] = model.embed(pages.chunks)
            queries = model.embed(list(pages.questions.values()), "query")
            figures = retrieval(pages, found[name], queries)
            print(f"  {name:8}", "  ".join(f"{key} {value:.3f}" for key, value in figures.items()), flush=True)
        if len(found) > 1:
            print("  cosine  ", cosines(*found.values()))
    chunks = [chunk for pages in collections for chunk in pages.chunks if len(chunk) == SIZE]
    for name, model in models.items():
        print(f"{name:8}", speed(model, chunks[:: max(1, len(chunks) // TIMED_CHUNKS)]))


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def _processor_seconds(model: Embedding, texts: list[str], role: embedding.Role) -> float:
    started = time.process_time()
    model.embed(texts, role)
    return time.process_time() - started


if __name__ == "__main__":
    main()
