"""Growth benchmark: what ingesting, disk, memory, questions and their quality cost as a store grows.

python -m evals.benchmarks.growth DATA [--sizes N …] [--embedding stand-in|e5-small-ko] [--work DIR] [--out FILE]
python -m evals.benchmarks.growth --show FILE [--plot SVG]

One store grows from size to size over the press releases of `DATA/bench/gov_press_30k.jsonl.gz`; every step runs in a
process of its own, so that its peak memory is its own. Titles are taken out of the documents, and those of the first
documents are the questions, the same ones at every size: what changes is only how many others stand around them.

With `--embedding stand-in` (the default) vectors are hashed character bigrams of the model's dimension, so that
reading, cutting and the indexes are measured at full size in minutes; what embedding costs is measured on a sample of
the same chunks and is proportional to their number. The quality is then that of BM25 with hashed bigrams, not of the
product: `--embedding e5-small-ko` measures that, and embeds everything.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from evals.benchmarks import curve
from ingest.embedding import BundledEmbedding
from ingest.settings import BUNDLED_MODEL, IngestSettings
from ingest.store import Store

CORPUS = "bench/gov_press_30k.jsonl.gz"
SIZES = (1_000, 3_000, 10_000, 30_000)
QUESTIONS = 100
"""Titles of the smallest size that are asked at every size."""
SAMPLE = 512
"""Chunks embedded with the bundled model to learn what one costs."""
STAND_IN = "stand-in"


class StandIn(Embeddings):
    """Hashed character bigrams of the bundled model's dimension: cheap, and alike for texts that are alike."""

    dimensions = BundledEmbedding.dimensions

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one unit vector a text."""
        return [self._vector(text).tolist() for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the unit vector of a question."""
        found: list[float] = self._vector(text).tolist()
        return found

    def _vector(self, text: str) -> NDArray[np.float64]:
        codes = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
        pairs = codes[:-1] * np.uint64(0x9E3779B97F4A7C15) ^ codes[1:] * np.uint64(0xC2B2AE3D27D4EB4F)
        pairs ^= pairs >> np.uint64(29)
        signs = 1.0 - 2.0 * (pairs >> np.uint64(62) & np.uint64(1))
        vector = np.bincount((pairs % np.uint64(self.dimensions)).astype(np.int64), signs, self.dimensions)
        return vector / max(float(np.linalg.norm(vector)), 1e-12)


@dataclass(slots=True)
class Timed(Embeddings):
    """Another embedding, with a count of the seconds that passages took."""

    inner: Embeddings
    seconds: float = field(default=0.0)
    processor: float = field(default=0.0)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages and count the time."""
        cpu, started = time.process_time(), time.perf_counter()
        found = self.inner.embed_documents(texts)
        self.seconds += time.perf_counter() - started
        self.processor += time.process_time() - cpu
        return found

    def embed_query(self, text: str) -> list[float]:
        """Embed one question."""
        return self.inner.embed_query(text)


def prepare(data: Path, work: Path, sizes: Sequence[int], questions: int) -> None:
    """Write the untitled corpus and the questions: titles of the smallest size that no other document bears."""
    work.mkdir(parents=True, exist_ok=True)
    with gzip.open(data / CORPUS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, max(sizes))]
    titles = Counter(row["title"] for row in rows)
    with (work / "corpus.jsonl").open("w", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps({**row, "title": ""}, ensure_ascii=False) + "\n")
    head = [row for row in rows[: min(sizes)] if titles[row["title"]] == 1 and len(row["title"]) > 10]
    every = max(1, len(head) // questions)
    asked = [{"id": row["id"], "question": row["title"]} for row in head[::every][:questions]]
    (work / "questions.json").write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")


def opened(work: Path, embedding: str) -> tuple[Store, Timed]:
    """Return the growing store and its embedding."""
    model = Timed(StandIn() if embedding == STAND_IN else BundledEmbedding(_bundled()))
    settings = IngestSettings(store=work / f"store-{embedding}", embedding=embedding)
    return Store.open(settings, create=True, embedding=model), model


def step_ingest(work: Path, embedding: str, size: int) -> dict[str, float]:
    """Grow the store to `size` documents; what was put in before is only compared."""
    from ingest.pipeline import ingest

    head = work / "head.jsonl"
    with (work / "corpus.jsonl").open(encoding="utf-8") as lines:
        head.write_text("".join(islice(lines, size)), encoding="utf-8")
    store, model = opened(work, embedding)
    with store:
        model.embed_query("준비")
        cpu, started = time.process_time(), time.perf_counter()
        report = ingest([head], store)
        seconds, processor = time.perf_counter() - started, time.process_time() - cpu
        documents, chunks = store.catalogue.counts()
    sizes = {f"disk_{name}": _bytes(store.settings.store, name) for name in ("catalogue.sqlite3", "chroma", "lexical")}
    return {
        "documents": documents,
        "chunks": chunks,
        "added": report.added,
        "seconds": seconds,
        "processor": processor,
        "embedding": model.seconds,
        "embedding_processor": model.processor,
        "peak_mb": _peak(),
        **sizes,
    }


def step_embed(work: Path, embedding: str, _: int) -> dict[str, float]:
    """Embed a sample of the store's chunks with the bundled model; return the seconds that one takes."""
    from ingest import chunks

    model = BundledEmbedding(_bundled())
    model.embed_query("준비")
    store, _model = opened(work, embedding)
    texts: list[str] = []
    with store:
        ids = [record.id for record in store.documents()]
        for identity in ids[:: max(1, len(ids) * 4 // SAMPLE)]:
            document = store.document(identity)
            assert document is not None
            cut = chunks.chunks(document, store.settings.chunk_size, store.settings.chunk_overlap)
            texts += [chunks.context(document, part) for part in cut]
    texts = texts[:SAMPLE]
    cpu, started = time.process_time(), time.perf_counter()
    model.embed_documents(texts)
    seconds = time.perf_counter() - started
    return {"chunk_seconds": seconds / len(texts), "processor": time.process_time() - cpu, "peak_mb": _peak()}


def step_ask(work: Path, embedding: str, _: int) -> dict[str, float]:
    """Ask the questions of retrieval alone and of the whole chain with the reader."""
    import ir_measures
    from ir_measures import nDCG

    from assistant.answers import Question
    from assistant.chain import build_chain

    asked = json.loads((work / "questions.json").read_text("utf-8"))
    store, _model = opened(work, embedding)
    with store:
        chain = build_chain(store)
        chain.invoke(asked[0]["question"])
        found: dict[str, dict[str, float]] = {}
        retrieval, whole = [], []
        for one in asked:
            started = time.perf_counter()
            passages = chain.retriever.retrieve(Question(one["question"]), k=10)
            retrieval.append(time.perf_counter() - started)
            found[one["id"]] = {p.chunk.document_id: 1 / p.rank for p in passages}
        for one in asked:
            started = time.perf_counter()
            chain.invoke(one["question"])
            whole.append(time.perf_counter() - started)
    truth = {one["id"]: {one["id"]: 1} for one in asked}
    measured = ir_measures.calc_aggregate([nDCG @ 10], truth, found)
    return {
        "retrieval_p50": _percentile(retrieval, 0.5),
        "retrieval_p95": _percentile(retrieval, 0.95),
        "question_p50": _percentile(whole, 0.5),
        "question_p95": _percentile(whole, 0.95),
        "ndcg10": measured[nDCG @ 10],
        "questions": len(asked),
        "peak_mb": _peak(),
    }


STEPS = {"ingest": step_ingest, "embed": step_embed, "ask": step_ask}


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Grow a store through all sizes; return what each of them cost."""
    sizes = sorted(arguments.sizes)
    prepare(arguments.data, arguments.work, sizes, arguments.questions)
    points = []
    for size in sizes:
        point: dict[str, Any] = {"size": size}
        for step in STEPS:
            point[step] = _in_process(arguments, step, size)
            print(size, step, json.dumps(point[step]), file=sys.stderr, flush=True)
        points.append(point)
    return {"embedding": arguments.embedding, "points": points}


def _in_process(arguments: argparse.Namespace, step: str, size: int) -> dict[str, float]:
    command = [sys.executable, "-m", f"{__package__}.growth", str(arguments.data), "--work", str(arguments.work)]
    command += ["--embedding", arguments.embedding, "--step", step, "--size", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own command
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _bundled() -> Path:
    from ingest.embedding import MODELS

    return MODELS / BUNDLED_MODEL


def _bytes(store: Path, name: str) -> int:
    """Return what one part of the store takes on disk; the catalogue with its log."""
    files = (file for path in store.glob(f"{name}*") for file in (path, *path.rglob("*")))
    return sum(file.stat().st_size for file in files if file.is_file())


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def main() -> None:
    """Measure, or show what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--embedding", choices=(STAND_IN, BUNDLED_MODEL), default=STAND_IN)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    parser.add_argument("--work", type=Path, default=Path(".bench/growth"), help="a new directory for a new run")
    parser.add_argument("--out", type=Path, help="file that keeps what was measured, as JSON")
    parser.add_argument("--show", type=Path, help="such a file, to show without measuring")
    parser.add_argument("--plot", type=Path, help="SVG file to draw the curve into")
    parser.add_argument("--step", choices=tuple(STEPS), help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(STEPS[arguments.step](arguments.work, arguments.embedding, arguments.size)))
        return
    if arguments.show:
        found = json.loads(arguments.show.read_text("utf-8"))
    elif arguments.data:
        found = measure(arguments)
    else:
        parser.error("DATA or --show")
    if arguments.out:
        arguments.out.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print("\n".join(curve.table(found)))
    if arguments.plot:
        arguments.plot.write_text(curve.plot(found), encoding="utf-8")


if __name__ == "__main__":
    main()
