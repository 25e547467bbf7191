"""The ingestion run: compare with the store, read, chunk, embed and write.

A run makes the store mirror the given paths: unchanged documents are skipped, changed ones become a new version, and
documents whose file or record is gone from a given path are removed. A document that cannot be read is reported and
never removed.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest import chunks, regions, structure
from ingest.catalogue import Entry, next_version
from ingest.documents import Chunk, SourceDocument
from ingest.errors import ReadError, SettingsError
from ingest.lookups import Known
from ingest.readers import Source, sources
from ingest.settings import IngestSettings
from ingest.store import Store

if TYPE_CHECKING:
    from ingest.web.originals import Original


@dataclass(frozen=True, slots=True)
class Failure:
    """One file or record that could not be read, and what to do about it."""

    path: str
    error: str
    hint: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `total` may grow while sources are still being counted."""

    done: int
    total: int
    label: str
    stage: Literal["reading", "writing"] = "writing"
    """What is being done to the documents that come next, or was done to the last."""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one run did."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failures: tuple[Failure, ...]
    chunks: int
    """Chunks in the store after the run."""
    seconds: float


Notify = Callable[[Progress], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A source with the id it takes in the store and the file it came from."""

    id: str
    source: Source
    container: str


def ingest(
    paths: Sequence[Path], store: Store, notify: Notify | None = None, *, originals: Sequence[Original] = ()
) -> IngestReport:
    """Update the store to match the files and folders in `paths`; return what was done.

    `originals` are documents of the web that were downloaded already.

    Raises `SettingsError` when a path does not exist, before anything is written, and `StoreBusy` when another
    process is writing.
    """
    started = time.perf_counter()
    containers = _containers(paths)
    known = store.known()
    candidates, failures = _candidates(containers, known)
    _take(originals, candidates, failures)
    changed = [c for c in candidates if c.id not in known or known[c.id].sha256 != c.source.sha256]
    _move(store, candidates, known)

    added = updated = done = 0
    unchanged = len(candidates) - len(changed)
    for batch in _batches(changed, store.settings.batch_documents):
        if notify:
            notify(Progress(unchanged + done, len(candidates), batch[0].source.place, "reading"))
        documents = list(_load(batch, known, failures))
        if notify:
            notify(Progress(unchanged + done, len(candidates), batch[0].source.place))
        store.write(entries([document for document, _ in documents], store, [c.container for _, c in documents]))
        added += sum(candidate.id not in known for _, candidate in documents)
        updated += sum(candidate.id in known for _, candidate in documents)
        done += len(batch)
        if notify:
            notify(Progress(unchanged + done, len(candidates), batch[-1].source.place))
    removed = store.remove(_gone(paths, containers, candidates, failures, known))
    return IngestReport(
        added=added,
        updated=updated,
        unchanged=unchanged,
        removed=removed,
        failures=tuple(failure for _, failure in failures),
        chunks=store.catalogue.counts()[1],
        seconds=time.perf_counter() - started,
    )


def reindex(store: Store, notify: Notify | None = None) -> int:
    """Cut and embed every document again with the present settings; return the number of documents."""
    ids = [record.id for record in store.documents()]
    known = store.known()
    with store.reindexing():
        done = 0
        for batch in _batches(ids, store.settings.batch_documents):
            documents = [document for i in batch if (document := store.document(i))]
            store.catalogue.write(entries(documents, store, [known[d.id].container for d in documents]))
            done += len(batch)
            if notify:
                notify(Progress(done, len(ids), batch[-1]))
    return len(ids)


def entries(documents: Sequence[SourceDocument], store: Store, containers: Sequence[str]) -> list[Entry]:
    """Divide documents into sections and chunks, and embed all chunks in one call of the model."""
    cut = [divide(document, store.settings) for document in documents]
    texts = [chunks.context(document, chunk) for document, parts in cut for chunk in parts]
    vectors = embed(store.embedding, texts) if texts else np.zeros((0, 0), dtype=np.float16)
    found: list[Entry] = []
    start = 0
    for (document, parts), container in zip(cut, containers, strict=True):
        part = vectors[start : start + len(parts)]
        start += len(parts)
        found.append(Entry(document, parts, part, regions.regions(f"{document.title}\n{document.text}"), container))
    return found


def divide(document: SourceDocument, settings: IngestSettings) -> tuple[SourceDocument, tuple[Chunk, ...]]:
    """Return the document with its sections, and its chunks."""
    document = replace(document, sections=structure.sections(document))
    return document, chunks.chunks(document, settings.chunk_size, settings.chunk_overlap)


def embed(embedding: Embeddings, texts: Sequence[str]) -> NDArray[np.float16]:
    """Return one unit vector per text as float16, shape (texts, dimensions)."""
    matrix = np.asarray(embedding.embed_documents(list(texts)), dtype=np.float32)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: NDArray[np.float16] = (matrix / np.maximum(norms, 1e-12)).astype(np.float16)
    return unit


def _containers(paths: Sequence[Path]) -> list[tuple[Path, Path]]:
    """List (root, file) for every file under `paths`, hidden ones left out, each file once."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise SettingsError(f"경로가 없습니다: {path}", "파일이나 폴더의 경로를 확인해 주세요.")
        root = path.resolve()
        if root.is_file():
            found.setdefault(root, root.parent)
            continue
        for file in sorted(root.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
            if file.is_file() and not hidden:
                found.setdefault(file, root)
    return [(root, file) for file, root in found.items()]


def _candidates(
    containers: Iterable[tuple[Path, Path]], known: dict[str, Known]
) -> tuple[list[_Candidate], list[tuple[str, Failure]]]:
    taken: dict[str, str] = {}
    found: list[_Candidate] = []
    failures: list[tuple[str, Failure]] = []
    for root, file in containers:
        container = str(file)
        for source in sources(file):
            if not source.sha256:
                _fail(source, container, failures)
                continue
            identity = source.id
            if source.place == container:
                identity = _file_id(root, file, known, taken)
            elif taken.get(identity, container) != container:
                message = f"{source.place}: id '{identity}'이(가) 다른 파일에도 있습니다 ({taken[identity]})."
                failures.append((container, Failure(source.place, message, "id가 겹치지 않게 고쳐 주세요.")))
                continue
            taken[identity] = container
            found.append(_Candidate(identity, source, container))
    return found, failures


def _take(originals: Iterable[Original], candidates: list[_Candidate], failures: list[tuple[str, Failure]]) -> None:
    for original in originals:
        if original.source.sha256:
            candidates.append(_Candidate(original.source.id, original.source, str(original.file)))
        else:
            _fail(original.source, str(original.file), failures)


def _file_id(root: Path, file: Path, known: dict[str, Known], taken: dict[str, str]) -> str:
    """Name a file by its path below the root; another living file of that name makes it say which folder it is in."""
    name = unicodedata.normalize("NFC", file.relative_to(root).as_posix())
    holder = taken.get(name) or (known[name].container if name in known else str(file))
    if holder != str(file) and Path(holder).exists():
        return unicodedata.normalize("NFC", f"{root.name}/{name}") if root.name else str(file)
    return name


def _fail(source: Source, container: str, failures: list[tuple[str, Failure]]) -> None:
    try:
        source.load()
    except ReadError as error:
        failures.append((container, Failure(source.place, error.message, error.hint)))


def _load(
    batch: Sequence[_Candidate], known: dict[str, Known], failures: list[tuple[str, Failure]]
) -> Iterator[tuple[SourceDocument, _Candidate]]:
    for candidate in batch:
        try:
            document = candidate.source.load()
        except ReadError as error:
            failures.append((candidate.container, Failure(candidate.source.place, error.message, error.hint)))
            continue
        yield next_version(replace(document, id=candidate.id), known.get(candidate.id)), candidate


def _move(store: Store, candidates: Iterable[_Candidate], known: dict[str, Known]) -> None:
    for candidate in candidates:
        before = known.get(candidate.id)
        if before and before.sha256 == candidate.source.sha256 and before.container != candidate.container:
            store.catalogue.move(candidate.id, candidate.source.uri, candidate.container)


def _gone(
    paths: Sequence[Path],
    containers: Sequence[tuple[Path, Path]],
    candidates: Iterable[_Candidate],
    failures: Iterable[tuple[str, Failure]],
    known: dict[str, Known],
) -> list[str]:
    """List documents that a given path held before and no longer does; a file with any failure loses nothing."""
    kept = {candidate.id for candidate in candidates}
    damaged = {container for container, _ in failures}
    present = {str(file) for _, file in containers}
    roots = [path.resolve() for path in paths]
    return [
        identity
        for identity, before in known.items()
        if identity not in kept
        and before.container not in damaged
        and (before.container in present or any(Path(before.container).is_relative_to(root) for root in roots))
    ]


def _batches(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]
