"""Speed and memory benchmark: asking, ingesting and re-ingesting, compared with a standard LangChain pipeline.

Run on two idle cores: python -m evals.benchmarks.speed DATA/bench --reference FP32_MODEL_DIR [--work DIR]

Every row that reports memory runs in a process of its own. The LangChain pipeline (`step_recipe`) is
RecursiveCharacterTextSplitter 500/50, the same weights in fp32 through sentence-transformers, and Chroma.
"""

from __future__ import annotations

import argparse
import html
import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from evals.benchmarks.command import MODULE
from evals.benchmarks.corpora import open_store, queries
from evals.datasets import sample_folder

PRESS = "gov_press_retrieval"
RELEASES = 1_000
FILES, CHARACTERS = 2_000, 600
"""Small files, half text and half HTML, and how much of a release each holds."""
QUESTION = "지역혁신선도기업 육성사업의 총사업비는 얼마인가요?"


def fresh_ask(store: Path, runs: int = 7) -> list[float]:
    """Return the seconds from process start to printed answer of each run."""
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        command = [sys.executable, "-m", MODULE, "ask", QUESTION, "--store", str(store)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own command
        seconds.append(time.perf_counter() - started)
    return seconds


def warm_ask(bench: Path, work: Path) -> list[float]:
    """Return the milliseconds of each question of the press release set, asked in one running process."""
    from assistant.chain import build_chain

    asked = queries(bench / PRESS)
    with open_store(bench / PRESS, work) as store:
        chain = build_chain(store)
        for query in asked[:5]:
            chain.invoke(query.text)
        found = []
        for query in asked:
            started = time.perf_counter()
            chain.invoke(query.text)
            found.append((time.perf_counter() - started) * 1000)
    return found


def step_ask(bench: Path, work: Path) -> dict[str, float]:
    """Ask the questions of the press release set in one running process; milliseconds a question."""
    found = warm_ask(bench, work)
    return {"questions": len(found), "p50": percentile(found, 0.5), "p95": percentile(found, 0.95)}


def head(bench: Path, work: Path) -> Path:
    """Write the first thousand press releases as a corpus of their own; return its path."""
    work.mkdir(parents=True, exist_ok=True)
    target = work / "thousand.jsonl"
    with (bench / PRESS / "corpus.jsonl").open(encoding="utf-8") as lines:
        target.write_text("".join(islice(lines, RELEASES)), encoding="utf-8")
    return target


def small_files(bench: Path, work: Path) -> Path:
    """Write the beginnings of two thousand press releases as files of their own; return their folder."""
    folder = work / "files"
    folder.mkdir(parents=True, exist_ok=True)
    with (bench / PRESS / "corpus.jsonl").open(encoding="utf-8") as lines:
        for number, line in enumerate(islice(lines, FILES)):
            text = json.loads(line)["text"][:CHARACTERS]
            if number % 2:
                (folder / f"{number}.txt").write_text(text, encoding="utf-8")
            else:
                paragraphs = "".join(f"<p>{html.escape(one)}</p>" for one in text.splitlines() if one.strip())
                page = f"<!doctype html><html><body><article>{paragraphs}</article></body></html>"
                (folder / f"{number}.html").write_text(page, encoding="utf-8")
    return folder


def step_ingest(corpus: Path, work: Path) -> dict[str, float]:
    """Ingest a corpus, a file or a folder, into a new store."""
    from ingest.pipeline import ingest
    from ingest.settings import IngestSettings
    from ingest.store import Store

    shutil.rmtree(work / "new", ignore_errors=True)
    with Store.open(IngestSettings(store=work / "new"), create=True) as store:
        store.embedding.embed_query("준비")
        report = ingest([corpus], store)
    failed = [f"{one.path}: {one.error}" for one in report.failures]
    if failed:
        print("\n".join(failed), file=sys.stderr)
    return {"seconds": report.seconds, "chunks": report.chunks, "failed": len(failed)}


def step_embed(corpus: Path, work: Path) -> dict[str, float]:
    """Embed the texts of the same chunks and nothing else, in the batches that ingestion uses."""
    del work
    from ingest import chunks
    from ingest.embedding import load
    from ingest.pipeline import divide
    from ingest.readers import sources
    from ingest.settings import BUNDLED_MODEL, IngestSettings

    settings = IngestSettings(store=Path())
    paths = sorted(corpus.iterdir()) if corpus.is_dir() else [corpus]
    cut = [divide(source.load(), settings) for path in paths for source in sources(path)]
    texts = [[chunks.context(document, part) for part in parts] for document, parts in cut]
    every, size = [text for part in texts for text in part], settings.batch_chunks
    batches = [every[i : i + size] for i in range(0, len(every), size)]
    model = load(BUNDLED_MODEL)
    model.embed_query("준비")
    started = time.perf_counter()
    for batch in batches:
        model.embed_documents(batch)
    seconds = time.perf_counter() - started
    characters = sum(len(text) for batch in batches for text in batch)
    return {"seconds": seconds, "chunks": sum(map(len, batches)), "characters_per_second": characters / seconds}


def step_recipe(corpus: Path, work: Path, reference: Path, documents: int) -> dict[str, float]:
    """Ingest the first documents of the corpus the usual LangChain way."""
    import chromadb
    from langchain_text_splitters import RecursiveCharacterTextSplitter
    from sentence_transformers import SentenceTransformer

    shutil.rmtree(work / "recipe", ignore_errors=True)
    model = SentenceTransformer(str(reference), device="cpu")
    model.encode(["준비"])
    with corpus.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, documents)]
    started = time.perf_counter()
    splitter = RecursiveCharacterTextSplitter(chunk_size=500, chunk_overlap=50)
    parts = [(row["id"], i, text) for row in rows for i, text in enumerate(splitter.split_text(row["text"]))]
    vectors = model.encode([f"passage: {text}" for _, _, text in parts], batch_size=32)
    collection = chromadb.PersistentClient(str(work / "recipe")).get_or_create_collection("recipe")
    for start in range(0, len(parts), 2_000):
        batch = parts[start : start + 2_000]
        collection.add(
            ids=[f"{identity}-{i}" for identity, i, _ in batch],
            embeddings=vectors[start : start + 2_000],
            documents=[text for _, _, text in batch],
        )
    return {"seconds": time.perf_counter() - started, "chunks": len(parts), "documents": len(rows)}


def step_again(bench: Path, work: Path) -> dict[str, float]:
    """Ingest the five thousand unchanged press releases again; the time includes opening and closing the store."""
    from ingest.pipeline import ingest
    from ingest.settings import IngestSettings
    from ingest.store import Store

    started = time.perf_counter()
    with Store.open(IngestSettings(store=work / PRESS)) as store:
        report = ingest([bench / PRESS / "corpus.jsonl"], store)
    return {"seconds": time.perf_counter() - started, "unchanged": report.unchanged}


def in_process(arguments: argparse.Namespace, step: str) -> dict[str, float]:
    """Run one step in a process of its own; return what it reports and its peak memory in MB."""
    command = [sys.executable, "-m", f"{__package__}.speed", str(arguments.bench), "--work", str(arguments.work)]
    if arguments.reference:
        command += ["--reference", str(arguments.reference), "--recipe-documents", str(arguments.recipe_documents)]
    done = subprocess.run([*command, "--step", step], check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def run_step(arguments: argparse.Namespace) -> dict[str, float]:
    """Run the step named on the command line."""
    bench, work = arguments.bench, arguments.work
    steps: dict[str, Any] = {
        "ingest": lambda: step_ingest(head(bench, work), work),
        "embed": lambda: step_embed(head(bench, work), work),
        "recipe": lambda: step_recipe(head(bench, work), work, arguments.reference, arguments.recipe_documents),
        "files": lambda: step_ingest(small_files(bench, work), work),
        "files-embed": lambda: step_embed(small_files(bench, work), work),
        "again": lambda: step_again(bench, work),
        "ask": lambda: step_ask(bench, work),
    }
    found: dict[str, float] = steps[arguments.step]()
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def report(arguments: argparse.Namespace) -> None:
    """Measure everything and print one line per figure."""
    from ingest.pipeline import ingest
    from ingest.settings import IngestSettings
    from ingest.store import Store

    work = arguments.work
    with Store.open(IngestSettings(store=work / "sample"), create=True) as store:
        ingest([sample_folder()], store)
    seconds = fresh_ask(work / "sample")
    print(f"ask, fresh process, sample corpus: median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s")
    warm = step_ask(arguments.bench, work)
    print(f"ask, warm, 5,000 releases: p50 {warm['p50']:.0f} ms, p95 {warm['p95']:.0f} ms")
    ours = in_process(arguments, "ingest")
    alone = in_process(arguments, "embed")
    ratio = ours["seconds"] / alone["seconds"]
    print(f"ingest of 1,000 releases: {ours['seconds']:.1f} s, {ours['chunks']:.0f} chunks, {ours['peak_mb']:.0f} MB")
    print(
        f"embedding the same chunks alone: {alone['seconds']:.1f} s, {alone['characters_per_second']:.0f} characters/s"
    )
    print(f"ingest / embedding alone: {ratio:.2f}")
    files, embedded = in_process(arguments, "files"), in_process(arguments, "files-embed")
    print(
        f"ingest of {FILES:,} small files: {files['seconds']:.1f} s, {files['failed']:.0f} not read; embedding alone"
        f" {embedded['seconds']:.1f} s: {files['seconds'] / embedded['seconds']:.2f}"
    )
    if arguments.reference:
        recipe = in_process(arguments, "recipe")
        each, ours_each = recipe["seconds"] / recipe["documents"], ours["seconds"] / RELEASES
        print(
            f"LangChain recipe: {each * 1000:.0f} ms a document against {ours_each * 1000:.0f}: {each / ours_each:.1f}x"
        )
    again = in_process(arguments, "again")
    print(f"re-ingest of {again['unchanged']:.0f} unchanged releases: {again['seconds']:.2f} s")


def main() -> None:
    """Print the table, or run one step of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bench", type=Path)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--reference", type=Path, help="sentence-transformers directory of the fp32 weights")
    parser.add_argument("--recipe-documents", type=int, default=RELEASES)
    parser.add_argument("--step", choices=("ingest", "embed", "recipe", "files", "files-embed", "again", "ask"))
    arguments = parser.parse_args()
    if arguments.step:
        print(json.dumps(run_step(arguments)))
    else:
        report(arguments)


if __name__ == "__main__":
    main()
