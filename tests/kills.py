"""Kill a process that writes to a store, at a file system call or at random, and see whether the store heals.

    python tests/kills.py DIRECTORY --shim KILLS.SO --points 8     inside the commits of each part of the store
    python tests/kills.py DIRECTORY --random 500                   at random times
    python tests/kills.py DIRECTORY --random 50 --reindex          at random times of indexing anew

Every run starts from a copy of one store and is forked from this process, which has loaded the libraries and opened
nothing: so a run takes tenths of a second. A line of JSON tells each run, and the last one how many ended as if
undisturbed: documents, chunks, vectors and postings equal.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import json
import logging
import os
import random
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import chromadb
import numpy as np
import tantivy
from langchain_core.embeddings import Embeddings

from ingest import chroma
from ingest.documents import SourceDocument
from ingest.lexical import terms
from ingest.pipeline import entries, reindex
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release

LOADED = (chromadb, tantivy)
"""Imported before anything is forked."""
PARTS = ("catalogue.sqlite3", "chroma", "lexical")
HELD = 12
"""Documents that the store holds before."""
SENTENCES = 8
CHECKPOINT = 40
"""Chunks after which Chroma writes its graph here, so that small stores have one and a kill can hit it."""
DIMENSIONS = 8
WORDS = ("강가", "나루", "다리", "들판", "마을", "바다", "사당", "아침", "저녁", "하늘", "고개", "숲길", "우물", "장터")
EVERYTHING = Filter()


class Hashed(Embeddings):
    """Vectors that only depend on the text."""

    def embed_query(self, text: str) -> list[float]:
        seed = int.from_bytes(hashlib.md5(text.encode()).digest()[:4])
        return list(np.random.default_rng(seed).normal(size=DIMENSIONS))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def made(number: int, version: int = 1) -> SourceDocument:
    """Return a document of its own words, of a chunk a sentence."""
    chosen = random.Random(number * 10 + version)
    text = " ".join(
        f"{chosen.choice(WORDS)}에서 {chosen.choice(WORDS)}까지 길을 {number}호로 {n}구간 {version}차로 잇는다."
        for n in range(SENTENCES)
    )
    document = release(f"d{number:03}", datetime(2025, 1, 1 + number % 28), f"길 {number}", text)
    return replace(document, version=version, sha256=f"{number:032}{version:032}")


def often() -> None:
    """Have Chroma write its graph after a few chunks, in stores that this process makes."""
    chroma.CHECKPOINT_CHUNKS = CHECKPOINT


def opened(folder: Path, *, check: bool = True) -> Store:
    """Open the store, cutting a chunk a sentence; what it heals is not told."""
    settings = IngestSettings(store=folder, chunk_size=50, chunk_overlap=0)
    return Store.open(settings, create=True, embedding=Hashed(), check=check)


def write(store: Store, documents: list[SourceDocument]) -> None:
    """Write the documents that the store does not hold yet."""
    known = store.known()
    missing = [one for one in documents if one.id not in known or known[one.id].version < one.version]
    if missing:
        store.write(entries(missing, store, ["/corpus"] * len(missing)))


def prepare(folder: Path) -> None:
    """Make the store that every run starts from."""
    with opened(folder) as store:
        write(store, [made(n) for n in range(HELD)])
        store.sync()


def work(folder: Path) -> None:
    """Change, add and remove documents; done again after a kill, it does what is left."""
    with opened(folder) as store:
        write(store, [made(n, 2) for n in range(3)])
        write(store, [made(n) for n in range(HELD, HELD + 5)])
        store.remove(["d010", "d011"])
        write(store, [made(n) for n in range(HELD + 5, HELD + 7)])
        store.sync()


def anew(folder: Path) -> None:
    """Index everything anew."""
    with opened(folder, check=False) as store:
        reindex(store)


def state(folder: Path) -> dict[str, object]:
    """Everything that a reader can observe, and whether both indexes say what the catalogue says."""
    with opened(folder) as store:
        ids = {row: chunk.id for row, (chunk, _) in store.passages(_rows(store)).items()}
        vocabulary = sorted({word for chunk, _ in store.passages(_rows(store)).values() for word in terms(chunk.text)})
        postings = {
            word: sorted(ids.get(row, f"stale {row}") for row, _ in store.match_chunks([word], 5_000, EVERYTHING))
            for word in vocabulary
        }
        names = store.catalogue.ids_of(_keys(store))
        documents = {
            word: sorted(names.get(key, f"stale {key}") for key, _ in store.match_documents([word], 999, EVERYTHING))
            for word in vocabulary
        }
        expected = _expected(store)
        return {
            "documents": [(r.id, r.version, r.sha256, r.chunks) for r in store.documents()],
            "chunks": sorted(ids.values()),
            "postings": _digest(postings),
            "words of documents": _digest(documents),
            "vectors": _digest({chunk: [round(float(x), 3) for x in vector] for chunk, vector in expected.items()}),
            "vectors agree": _agree(store, expected),
            "pending": store.catalogue.pending(),
            "counts": (store.catalogue.counts(), store.lexical.counts(), store.vectors.count()),
            "strays": len(list(folder.glob("lexical/*/*.new"))),
        }


def _rows(store: Store) -> list[int]:
    return [row for (row,) in store.catalogue.connection.execute("SELECT row FROM chunks ORDER BY row")]


def _keys(store: Store) -> list[int]:
    return [key for (key,) in store.catalogue.connection.execute("SELECT key FROM documents WHERE current = 1")]


def _expected(store: Store) -> dict[str, np.ndarray]:
    return {
        chunk: vector.astype(np.float32)
        for batch in store.catalogue.entries()
        for entry in batch
        for chunk, vector in zip(entry.chunk_ids, entry.vectors, strict=True)
    }


def _agree(store: Store, expected: dict[str, np.ndarray]) -> list[str]:
    """Return what differs between the vectors of the catalogue and those of Chroma, kept and searched."""
    with store.vectors._home.reading() as collection:
        assert collection is not None
        found = collection.get(include=["embeddings"])
    held = dict(zip(found["ids"], found["embeddings"], strict=True))
    wrong = [chunk for chunk in expected.keys() | held.keys() if not _same(expected.get(chunk), held.get(chunk))]
    searched = sorted(expected)[:: max(1, len(expected) // 20)]
    lost = [chunk for chunk in searched if store.vectors.nearest(expected[chunk], 1, EVERYTHING)[0][1] < 0.99]
    return sorted(wrong) + lost


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    if one is None or other is None:
        return False
    return float(one @ other) / float(np.linalg.norm(one) * np.linalg.norm(other)) > 0.999


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


# processes


def forked(action: Callable[[], object], seconds: float | None = None) -> tuple[int, object]:
    """Run `action` in a process of its own, killed after `seconds`; return how it ended and what it returned."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _run(action, writer)
    os.close(writer)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reader, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return status, json.loads(told) if told else None


def _run(action: Callable[[], object], writer: int) -> None:
    status = 1
    try:
        logging.disable()
        os.write(writer, json.dumps(action()).encode())
        status = 0
    except BaseException:  # noqa: BLE001 - the child of a fork must not return into its parent's code
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


def points(library: ctypes.CDLL, folder: Path, task: Callable[[Path], None], number: int) -> Iterator[tuple[str, int]]:
    """Yield calls to die at, spread over those that the task makes below each part of the store."""
    for part in PARTS:
        run = folder / "counted"
        copy(folder, run)

        def count(run: Path = run, part: str = part) -> int:
            library.kills_arm(str(run / part).encode(), 0)
            task(run)
            return int(library.kills_seen())

        status, total = forked(count)
        assert status == 0, "the undisturbed run failed"
        assert isinstance(total, int)
        assert total > number, f"{part}: only {total} calls were seen"
        yield from ((part, 1 + (total - 1) * n // max(1, number - 1)) for n in range(number))


def copy(folder: Path, run: Path) -> None:
    """Begin a run from the prepared store."""
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(folder / "base", run)


def healed(run: Path, task: Callable[[Path], None]) -> dict[str, object]:
    """Open the store as any reader does, do what is left of the task, and return the state of both moments."""
    task(run)
    return state(run)


def tell(line: dict[str, object]) -> None:
    """Write a line of JSON."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Kill and compare; return 1 when a store did not end as if undisturbed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=Path)
    parser.add_argument("--shim", type=Path)
    parser.add_argument("--points", type=int, default=0)
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--reindex", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    often()
    if arguments.shim and os.environ.get("LD_PRELOAD") != str(arguments.shim):
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "LD_PRELOAD": str(arguments.shim)})
    folder, task = arguments.directory, anew if arguments.reindex else work
    folder.mkdir(parents=True, exist_ok=True)
    assert forked(lambda: prepare(folder / "base"))[0] == 0
    whole = folder / "whole"
    copy(folder, whole)
    started = time.perf_counter()
    assert forked(lambda: task(whole))[0] == 0
    duration = time.perf_counter() - started
    status, undisturbed = forked(lambda: state(whole))
    assert status == 0
    assert isinstance(undisturbed, dict)
    assert undisturbed["vectors agree"] == []
    assert list(whole.glob(f"chroma/*/{chroma.CHECKPOINT}")), "no graph was written"
    run, good, killed, total = folder / "run", 0, 0, 0
    for name, start in _kills(arguments, folder, task, duration):
        copy(folder, run)
        died = start(run)
        status, found = forked(lambda: healed(run, task))
        differing = sorted(k for k in undisturbed if not isinstance(found, dict) or found[k] != undisturbed[k])
        total, killed, good = total + 1, killed + died, good + (not differing)
        tell({"kill": name, "died": died, "differing": differing, "exit": status})
        if differing:
            shutil.rmtree(folder / f"failed-{total}", ignore_errors=True)
            shutil.copytree(run, folder / f"failed-{total}")
    tell({"runs": total, "killed": killed, "as undisturbed": good})
    return int(good != total)


Kill = tuple[str, Callable[[Path], bool]]


def _kills(
    arguments: argparse.Namespace, folder: Path, task: Callable[[Path], None], duration: float
) -> Iterator[Kill]:
    if arguments.points:
        library = ctypes.CDLL(str(arguments.shim))
        for part, at in points(library, folder, task, arguments.points):

            def strike(run: Path, part: str = part, at: int = at) -> bool:
                def disturbed() -> None:
                    library.kills_arm(str(run / part).encode(), at)
                    task(run)

                return forked(disturbed)[0] == signal.SIGKILL

            yield f"{part} call {at}", strike
    chosen = random.Random(arguments.seed)
    for _ in range(arguments.random):
        seconds = chosen.uniform(0, duration)
        yield (
            f"{seconds:.3f} s",
            lambda run, seconds=seconds: forked(lambda: task(run), seconds)[0] == signal.SIGKILL,
        )


if __name__ == "__main__":
    sys.exit(main())
