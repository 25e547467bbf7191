"""The ingestion run: compare with the store, read, chunk, embed and write.

A run adds and updates what stands under the given paths: unchanged documents are skipped, changed ones become a new
version. Documents whose file or record is gone are only told of, unless their removal is asked for. A document that
cannot be read is reported and never removed.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypeVar

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from ingest import chunks, collections, pruning, regions, structure
from ingest.catalogue import Entry, next_version
from ingest.documents import Chunk, SourceDocument
from ingest.edits import Edit
from ingest.errors import ReadError
from ingest.file_names import kept, legible, located
from ingest.identity import Apart, Candidate, Clash, Identified, exists, identify
from ingest.lookups import Known, Place
from ingest.pruning import Pruning, Withheld
from ingest.readers import Limits, Source, allowed, sources
from ingest.settings import IngestSettings
from ingest.store import Store
from ingest.walk import Unopened, Walk, walk

Stage = Literal["reading", "writing"]

if TYPE_CHECKING:
    from ingest.web.originals import Original


@dataclass(frozen=True, slots=True)
class Failure:
    """One file or record that could not be read, and what to do about it."""

    path: str
    error: str
    hint: str
    container: str = field(default="", compare=False)
    """The file it is in, as the catalogue keeps it."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Pages of a document that show pictures without text."""

    path: str
    pages: tuple[int, ...]
    """Physical pages, counted from 1."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; `total` may grow while sources are still being counted."""

    done: int
    total: int
    label: str
    stage: Stage = "writing"
    """What is being done to the documents that come next, or was done to the last."""
    chunks: int = 0
    """Chunks embedded so far in this run."""


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
    twins: int = 0
    """Files with the very bytes of a document that another file holds."""
    skipped: tuple[str, ...] = ()
    """Files that are no documents."""
    gone: tuple[str, ...] = ()
    """Documents whose file or record is no longer there, and that were kept."""
    withheld: Withheld = ""
    """Why they were kept."""
    unread: tuple[Unread, ...] = ()
    """Pages without text of the documents read in this run."""


PATIENCE = 20.0
"""Seconds of reading after which what was read is written, however little it is."""

Notify = Callable[[Progress], None]
Divided = tuple[SourceDocument, tuple[Chunk, ...]]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the documents of a run are put; by default each stays where it is, and a new one goes to `public`."""

    collection: str = ""
    """Where new ones go; empty for the default."""
    moves: bool = False
    """Whether those that lie in another collection are moved there."""
    apart: bool = False
    """Whether documents of other collections are left alone, whatever the run reads: it knows nothing of them."""


STAYING = Destination()


@dataclass(frozen=True, slots=True)
class Job:
    """A new or changed document that is to be prepared, with all that is needed to do so anywhere."""

    candidate: Candidate
    known: Known | None
    edit: Edit

    def divided(self, settings: IngestSettings) -> Divided:
        """Read the document and cut it; raise `ReadError` where it cannot be read."""
        document = replace(self.candidate.source.load(), id=self.candidate.id)
        return divide(self.edit.applied(next_version(document, self.known)), settings)


class Watcher(Protocol):
    """Hears how the preparation of documents goes."""

    def reading(self, job: Job) -> None:
        """Hear that a document is about to be read."""

    def failed(self, job: Job, error: ReadError) -> None:
        """Hear that a document could not be read; it is not among the batches."""

    def embedded(self, chunks: int) -> None:
        """Hear that so many more chunks are embedded; 0 when it begins."""


class Engine(Protocol):
    """Prepares documents for writing: reads, cuts and embeds them."""

    def batches(self, jobs: Iterable[Job], watcher: Watcher) -> Iterator[list[Entry]]:
        """Yield the prepared documents in the order of the jobs; those of one batch are written together."""


@dataclass(frozen=True, slots=True)
class LocalEngine:
    """Prepares documents in this process, with the model of the store."""

    store: Store

    def batches(self, jobs: Iterable[Job], watcher: Watcher) -> Iterator[list[Entry]]:
        """Read and cut documents until they make a batch, then embed the batch."""
        settings = self.store.settings
        for batch in grouped(self._divided(jobs, watcher), settings.batch_chunks, lambda one: len(one[1][1])):
            watcher.embedded(0)
            containers = [job.candidate.container for job, _ in batch]
            divided = [document for _, document in batch]
            yield embedded(divided, containers, settings, self.store.embedding, watcher.embedded)

    def _divided(self, jobs: Iterable[Job], watcher: Watcher) -> Iterator[tuple[Job, Divided]]:
        for job in jobs:
            watcher.reading(job)
            try:
                divided = job.divided(self.store.settings)
            except ReadError as error:
                watcher.failed(job, error)
                continue
            yield job, divided


def ingest(
    paths: Sequence[Path],
    store: Store,
    notify: Notify | None = None,
    *,
    originals: Sequence[Original] = (),
    prune: bool = False,
    confirmed: bool = False,
    engine: Engine | None = None,
    given_up: Collection[str] = (),
    destination: Destination = STAYING,
) -> IngestReport:
    """Add and update what the files and folders in `paths` hold; return what was done.

    `prune` removes documents whose file or record is gone; `confirmed` does so even where a path is missing or empty
    or more than half of its documents would go.

    `originals` are documents of the web that were downloaded already. `engine` prepares the documents; by default this
    process does. Files that are `given_up`, as the catalogue keeps their paths, are neither read nor taken for gone.
    `destination` says to which collection they belong.

    Raises `SettingsError` when a path or the collection does not exist, before anything is written, and `StoreBusy`
    when another
    process is writing.
    """
    started = time.perf_counter()
    walked = walk(paths, store.settings.store, missing=prune and confirmed)
    walked = replace(walked, files=tuple(one for one in walked.files if kept(one[1]) not in given_up))
    if destination.collection:
        collections.known(store.catalogue.connection, destination.collection)
    known = store.known()
    failures = [_Failed(kept(one.path), _failure(kept(one.path), one)) for one in walked.unopened]
    given = chain(
        _sources(walked, allowed(store.settings)), ((one.file.parent, one.file, one.source) for one in originals)
    )
    found = identify(_opened(given, failures), known, _apart(store, destination))
    failures += (_clash(clash) for clash in found.clashes)
    # Whoever puts a file apart from other collections is not told what those held.
    where = (destination.collection or collections.DEFAULT) if destination.apart else ""
    expired = collections.outdated(store.catalogue.connection, where)
    changed = [c for c in found.candidates if _changed(c, known.get(c.id), expired)]
    unchanged = len(found.candidates) - len(changed)
    _settle(store, found, known)
    store.catalogue.compare()
    here = [one.id for one in found.candidates]
    if destination.moves:
        # Before anything is read: a new version must not be shown where the document is not to stay.
        store.put([one for one in here if one in known], destination.collection)
    run = _Run(store, known, len(found.candidates), notify or _silent, failures, destination, done=unchanged)
    run.take(changed, engine or LocalEngine(store))
    if destination.moves:
        store.put(here, destination.collection)
    places = _readable(found, failures)
    store.catalogue.place(places)
    damaged = {one.container for one in failures} | set(given_up)
    lost = _lost(paths, walked, found, known, damaged, store.settings.store.resolve())
    gone = _outlived(store, lost.gone)
    withheld = pruning.allowed(replace(lost, gone=gone), prune=prune, confirmed=confirmed)
    removed = 0 if withheld else store.remove(gone)
    store.sync()
    return IngestReport(
        added=run.added,
        updated=run.updated,
        unchanged=unchanged,
        removed=removed,
        failures=tuple(replace(one.failure, container=one.container) for one in failures),
        chunks=store.catalogue.counts()[1],
        seconds=time.perf_counter() - started,
        twins=len(places),
        skipped=tuple(legible(str(one)) for one in walked.skipped),
        gone=gone if withheld else (),
        withheld=withheld,
        unread=tuple(run.unread),
    )


def edit(store: Store, document_id: str, correction: Edit) -> SourceDocument | None:
    """Correct what the current version of a document says of itself, and every later one; None when unknown."""
    found = store.catalogue.container(document_id)
    document = store.catalogue.document(document_id)
    if found is None or document is None:
        return None
    edited = correction.applied(document)
    written = entries([edited], store, [found[0]])
    store.correct(document_id, correction.over(store.catalogue.edits(document_id)), written)
    return edited


def reindex(store: Store, notify: Notify | None = None) -> int:
    """Cut and embed every document again with the present settings; return the number of documents.

    Where only the place of the vectors changed, they are written there as they are.
    """
    ids = [record.id for record in store.catalogue.records()]
    if store.moved:
        with store.reindexing():
            return len(ids)
    known = store.known()
    documents = (document for i in ids if (document := store.catalogue.document(i)))
    with store.reindexing():
        done = 0
        for batch in batches((divide(document, store.settings) for document in documents), store.settings.batch_chunks):
            containers = [known[document.id].container for document, _ in batch]
            store.catalogue.write(embedded(batch, containers, store.settings, store.embedding))
            done += len(batch)
            if notify:
                notify(Progress(done, len(ids), batch[-1][0].id))
    return len(ids)


def batches(
    documents: Iterable[Divided], size: int, clock: Callable[[], float] = time.monotonic
) -> Iterator[list[Divided]]:
    """Group documents into batches of at most `size` chunks; one that has more is a batch of its own."""
    return grouped(documents, size, lambda document: len(document[1]), clock)


def grouped(
    items: Iterable[Item], size: int, count: Callable[[Item], int], clock: Callable[[], float] = time.monotonic
) -> Iterator[list[Item]]:
    """Group items, in their order, so that each group counts at most `size`; one that counts more is alone.

    A group is closed after `PATIENCE` too: what slow files took to read is not lost with the next one.
    """
    batch: list[Item] = []
    held = 0
    begun = clock()
    for item in items:
        if batch and held + count(item) > size:
            yield batch
            batch, held, begun = [], 0, clock()
        batch.append(item)
        held += count(item)
        if clock() - begun > PATIENCE:
            yield batch
            batch, held, begun = [], 0, clock()
    if batch:
        yield batch


def entries(documents: Sequence[SourceDocument], store: Store, containers: Sequence[str]) -> list[Entry]:
    """Divide documents into sections and chunks, and embed the chunks."""
    divided = [divide(document, store.settings) for document in documents]
    return embedded(divided, containers, store.settings, store.embedding)


def embedded(
    documents: Sequence[Divided],
    containers: Sequence[str],
    settings: IngestSettings,
    embedding: Embeddings,
    tell: Callable[[int], None] | None = None,
) -> list[Entry]:
    """Embed the chunks of documents, some at a time; `tell` is told each time how many more are done."""
    texts = [chunks.context(document, chunk) for document, parts in documents for chunk in parts]
    vectors = []
    for start in range(0, len(texts), settings.batch_chunks):
        vectors.append(embed(embedding, texts[start : start + settings.batch_chunks]))
        if tell:
            tell(len(vectors[-1]))
    matrix = np.concatenate(vectors) if vectors else np.zeros((0, 0), dtype=np.float16)
    found: list[Entry] = []
    start = 0
    for (document, parts), container in zip(documents, containers, strict=True):
        part = matrix[start : start + len(parts)]
        start += len(parts)
        found.append(Entry(document, parts, part, regions.regions(f"{document.title}\n{document.text}"), container))
    return found


def divide(document: SourceDocument, settings: IngestSettings) -> Divided:
    """Return the document with its sections, and its chunks."""
    document = replace(document, sections=structure.sections(document))
    return document, chunks.chunks(document, settings.chunk_size, settings.chunk_overlap)


def embed(embedding: Embeddings, texts: Sequence[str]) -> NDArray[np.float16]:
    """Return one unit vector per text as float16, shape (texts, dimensions)."""
    matrix = np.asarray(embedding.embed_documents(list(texts)), dtype=np.float32)
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    unit: NDArray[np.float16] = (matrix / np.maximum(norms, 1e-12)).astype(np.float16)
    return unit


@dataclass(frozen=True, slots=True)
class _Failed:
    """A failure and the file it is in."""

    container: str
    failure: Failure


def _failure(place: str, error: ReadError | Unopened) -> Failure:
    message = error.message if isinstance(error, ReadError) else error.error
    return Failure(legible(place), message, error.hint)


@dataclass(slots=True)
class _Run:
    """The changed documents of one run on their way into the store, and what became of them."""

    store: Store
    known: Mapping[str, Known]
    total: int
    notify: Notify
    failures: list[_Failed]
    destination: Destination = STAYING
    done: int = 0
    chunks: int = 0
    added: int = 0
    updated: int = 0
    label: str = ""
    unread: list[Unread] = field(default_factory=list)

    def take(self, candidates: Sequence[Candidate], engine: Engine) -> None:
        """Read, embed and write, batch by batch; a batch that is written stays, whatever befalls the next."""
        places = {candidate.id: candidate.source.place for candidate in candidates}
        for made in engine.batches(self._jobs(candidates), self):
            batch = [replace(entry, collection=self.destination.collection) for entry in made]
            self.store.write(batch)
            self.done += len(batch)
            self.updated += sum(entry.document.id in self.known for entry in batch)
            self.added += sum(entry.document.id not in self.known for entry in batch)
            for document in (entry.document for entry in batch):
                if scanned := tuple(page.number for page in document.pages if page.scanned):
                    self.unread.append(Unread(legible(places[document.id]), scanned))
            self._tell("writing")

    def reading(self, job: Job) -> None:
        """Tell which document is read."""
        self.label = legible(job.candidate.source.place)
        self._tell("reading")

    def failed(self, job: Job, error: ReadError) -> None:
        """Keep the failure for the report."""
        self.failures.append(_Failed(job.candidate.container, _failure(job.candidate.source.place, error)))
        self.done += 1

    def embedded(self, chunks: int) -> None:
        """Tell how many chunks are embedded."""
        self.chunks += chunks
        self._tell("writing")

    def _jobs(self, candidates: Iterable[Candidate]) -> Iterator[Job]:
        for candidate in candidates:
            yield Job(candidate, self.known.get(candidate.id), self.store.catalogue.edits(candidate.id))

    def _tell(self, stage: Stage) -> None:
        self.notify(Progress(self.done, self.total, self.label, stage, self.chunks))


def _silent(_: Progress) -> None:
    pass


Given = tuple[Path, Path, Source]
"""The root that was named, the file below it, and a document in it."""


def _sources(walked: Walk, limits: Limits | None) -> Iterator[Given]:
    return ((root, file, source) for root, file in walked.files for source in sources(file, limits))


def _opened(given: Iterable[Given], failures: list[_Failed]) -> Iterator[Given]:
    """Yield every source that can be opened; the others are failures."""
    for root, file, source in given:
        if source.sha256:
            yield root, file, source
            continue
        try:
            source.load()
        except ReadError as error:
            failures.append(_Failed(kept(file), _failure(source.place, error)))


def _clash(clash: Clash) -> _Failed:
    place, holder = legible(clash.source.place), legible(clash.holder)
    message = f"{place}: id '{clash.source.id}'이(가) 다른 파일에도 있습니다 ({holder})."
    return _Failed(clash.container, Failure(place, message, "id가 겹치지 않게 고쳐 주세요."))


def _readable(found: Identified, failures: list[_Failed]) -> list[Place]:
    """Return the places of documents that could be read; the others fail as the file does that holds their bytes."""
    failed = {one.container: one.failure for one in failures}
    held = {candidate.id: candidate.container for candidate in found.candidates}
    readable = []
    for place in found.places:
        holder = held.get(place.document_id, "")
        if failure := failed.get(holder):
            error = failure.error.replace(_name(holder), _name(place.container), 1)
            failures.append(_Failed(place.container, Failure(legible(place.container), error, failure.hint)))
        else:
            readable.append(place)
    return readable


def _name(container: str) -> str:
    return legible(located(container).name)


def _settle(store: Store, found: Identified, known: Mapping[str, Known]) -> None:
    """Record where unchanged documents are read from now, and which files are no longer places of another."""
    for candidate in found.candidates:
        before = known.get(candidate.id)
        if before and before.sha256 == candidate.source.sha256 and before.container != candidate.container:
            store.catalogue.move(candidate.id, candidate.source.uri, candidate.container)
    own = {candidate.container for candidate in found.candidates}
    store.catalogue.displace(one.container for one in store.catalogue.places() if one.container in own)


def _changed(candidate: Candidate, known: Known | None, expired: Collection[str]) -> bool:
    """Tell whether a document is new or another than before; one that went because it was too old is not new."""
    if known is None:
        return candidate.source.sha256 not in expired
    return known.sha256 != candidate.source.sha256


def _apart(store: Store, destination: Destination) -> Apart:
    """Return the documents that a run must leave alone, those too that were removed from other collections."""
    if not destination.apart:
        return Apart()
    target = destination.collection or collections.DEFAULT
    return Apart(collections.elsewhere(store.catalogue.connection, target), target)


def _lost(
    paths: Sequence[Path],
    walked: Walk,
    found: Identified,
    known: Mapping[str, Known],
    damaged: Collection[str],
    home: Path,
) -> Pruning:
    """Return the documents gone from under `paths`; a `damaged` file loses nothing, nor does the store itself.

    Originals of web documents are kept in the store at `home`.
    """
    read = {kept(file) for _, file in walked.files} - set(damaged)
    here = {one.id for one in found.candidates} | {one.document_id for one in found.places}
    here |= {
        identity
        for identity, one in known.items()
        if one.container in damaged or located(one.container).is_relative_to(home)
    }
    return pruning.prunable([path.resolve() for path in paths], walked.empty, known, here, read)


def _outlived(store: Store, gone: Iterable[str]) -> tuple[str, ...]:
    """Return the documents that are gone for good; one that another file still holds is read from there."""
    lost = []
    for identity in gone:
        place = next((one for one in store.catalogue.places(identity) if exists(one.container)), None)
        if place:
            store.catalogue.move(identity, place.uri, place.container)
        else:
            lost.append(identity)
    return tuple(lost)
