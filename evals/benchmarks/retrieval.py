"""Retrieval benchmark: nDCG@10, R@1 and R@5 of the shipped retriever on BEIR-style sets.

python -m evals.benchmarks.retrieval DATA/bench [--work DIR] [--sets NAME …]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import ir_measures
from ir_measures import R, nDCG

from assistant.answers import Question
from assistant.retrieval.retriever import HybridRetriever
from evals.benchmarks.corpora import RETRIEVAL_SETS, open_store, queries
from ingest.settings import IngestSettings

MEASURES = (nDCG @ 10, R @ 1, R @ 5)


def evaluate(folder: Path, work: Path, settings: IngestSettings) -> tuple[dict[str, float], float]:
    """Return the measures of one set and the mean milliseconds per query."""
    asked = queries(folder)
    with open_store(folder, work, settings) as store:
        retriever = HybridRetriever(store=store)
        retriever.retrieve(Question(asked[0].text))
        started = time.perf_counter()
        run = {
            query.id: {p.chunk.document_id: 1 / p.rank for p in retriever.retrieve(Question(query.text), k=10)}
            for query in asked
        }
        milliseconds = (time.perf_counter() - started) * 1000 / len(asked)
    truth = {query.id: dict.fromkeys(query.relevant, 1) for query in asked}
    found = ir_measures.calc_aggregate(MEASURES, truth, run)
    return {str(measure): found[measure] for measure in MEASURES}, milliseconds


def main() -> None:
    """Print one line per set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--sets", nargs="*", default=RETRIEVAL_SETS)
    parser.add_argument("--size", type=int, default=400, help="with a work directory of its own")
    parser.add_argument("--overlap", type=int, default=60)
    arguments = parser.parse_args()
    print(f"{'set':24}{'nDCG@10':>9}{'R@1':>8}{'R@5':>8}{'ms':>7}")
    for name in arguments.sets:
        settings = IngestSettings(arguments.work / name, chunk_size=arguments.size, chunk_overlap=arguments.overlap)
        found, milliseconds = evaluate(arguments.bench / name, arguments.work, settings)
        figures = "".join(f"{found[str(m)]:8.3f}" for m in MEASURES)
        print(f"{name:24} {figures}{milliseconds:7.1f}", flush=True)


if __name__ == "__main__":
    main()
