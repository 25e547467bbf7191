"""The document store: one directory with the catalogue and two search indexes kept in step with it.

The catalogue is the source of truth. Opening a store finishes what a killed process left in the outbox, and throws
away and rebuilds an index that is damaged or whose size disagrees with the catalogue, from the vectors stored there,
never by embedding again (docs/decisions/0018-a-store-that-heals.md).
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest import (
    aside,
    changes,
    chroma,
    collections,
    faults,
    integrity,
    lexical,
    listing,
    permissions,
    places,
    vectors,
)
from ingest.catalogue import Catalogue, Entry
from ingest.chroma_server import ChromaServer, addressed, collection_name
from ingest.documents import Chunk, SourceDocument
from ingest.edits import Edit
from ingest.errors import EmbeddingError, IndexDamaged, StoreBusy, StoreError, StoreFull, StoreMismatch, StoreMissing
from ingest.locks import WriteLock
from ingest.lookups import Known
from ingest.pictures import PageImage, Pictures
from ingest.readership import Readership, Rights, everything
from ingest.rows import DocumentRecord
from ingest.scope import Filter
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

Seen = TypeVar("Seen")

FORMAT = "1"
"""Version of the store's layout and of how documents are cut; a change asks for `--reindex`."""
VECTORS = "chroma_url"
"""Name in the manifest of where the vectors are kept; empty for the store's own folder."""
MOST_FOUND = 2_000
"""Most documents listed for words."""
Index = vectors.VectorIndex | lexical.LexicalIndex
EVERYTHING = listing.Wanted()
_PAUSE = 0.02
BATCH = 512
"""Most documents brought to the indexes at a time."""

_log = logging.getLogger(__name__)


class Store:
    """Open, write, search, remove and repair one store; use as a context manager."""

    def __init__(self, settings: IngestSettings, embedding: Embeddings | None) -> None:
        """Wire the parts; callers use `Store.open`."""
        self.settings = settings
        self._aside = aside.Aside(settings.store) if aside.needed(settings.store) else None
        self._home = self._aside.home if self._aside else settings.store
        """Where the indexes lie."""
        self.catalogue = self._aside.catalogue() if self._aside else Catalogue(settings.store / places.CATALOGUE)
        self.lexical = lexical.LexicalIndex(self._home / "lexical")
        self.shown = Readership(self.catalogue, everything)
        """What whoever reads now may see of the catalogue; everything that is asked, searched and shown goes by it."""
        self._facets: dict[listing.Key, listing.Facets] = {}
        self.pictures = Pictures(self.shown.original)
        self._embedding = embedding
        self.vectors = _vectors(settings, self._home)
        self._loading = threading.RLock()
        self._writing = WriteLock(self._home / places.LOCK)
        self.heard: changes.Heard | None = None
        """Told of every document that is written or removed; None tells nobody."""

    @classmethod
    def open(
        cls,
        settings: IngestSettings,
        *,
        create: bool = False,
        embedding: Embeddings | None = None,
        check: bool = True,
        warm: bool = False,
    ) -> Store:
        """Open the store named by `settings`, repairing its indexes where they lag behind the catalogue.

        `warm` loads the embedding model in a second thread meanwhile, for a caller who is about to search.

        A store that cannot be written is opened for reading, its indexes by way of a temporary folder.

        Raises `StoreMissing` when there is none and `create` is false, `StoreMismatch` when `check` is true and the
        store was made with another model or other chunk settings, and `StoreDamaged` where the catalogue is damaged.
        """
        with faults.told(settings.store), ExitStack() as stack:
            _found(settings, create=create)
            store = stack.enter_context(cls(settings, embedding))
            if not store.read_only:
                permissions.tighten(settings.store)
            if warm and embedding is None:
                threading.Thread(target=store._load, daemon=True).start()
            store._take_up(check=check)
            stack.pop_all()
        return store

    def _take_up(self, *, check: bool) -> None:
        """Compare the store with the settings, and repair it where they are the same."""
        found = _kept(self)
        wanted = _manifest(self.settings)
        if not found:
            if check:
                integrity.made(self.catalogue.connection, self.catalogue.path)
            if self.read_only or self.catalogue.counts()[0]:
                return
            self.catalogue.write_manifest(wanted)
        elif found != wanted:
            if check:
                _compare(found, wanted, self.settings.store)
            return
        try:
            self.repair()
        except StoreError:
            # Whoever is about to write everything anew needs no index for it.
            if check:
                raise

    @property
    def read_only(self) -> bool:
        """Whether nothing may be written into the store."""
        return self._aside is not None

    def __enter__(self) -> Store:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store."""
        self.close()

    def close(self) -> None:
        """Release the catalogue's connections and Chroma's client."""
        self.shown.close()
        self.catalogue.close()
        self.vectors.close()
        if self._aside is not None:
            self._aside.close()

    @property
    def embedding(self) -> Embeddings:
        """The embedding model, loaded on first use."""
        with self._loading:
            if self._embedding is None:
                from ingest.embedding import load

                self._embedding = load(self.settings.embedding, self.settings.threads)
            return self._embedding

    def _load(self) -> None:
        # A model that cannot be loaded is reported where it is first needed.
        with suppress(EmbeddingError):
            _ = self.embedding

    # writing

    @contextmanager
    def writing(self, wait: float | None = None) -> Iterator[None]:
        """Hold the store's write lock, waiting for another process up to `wait` seconds, or as the settings say.

        Raises `StoreBusy` when the other process is not done by then, `StoreDenied` where nothing may be written and
        `StoreFull` where there is no room.
        """
        if self.read_only:
            raise faults.locked(self.settings.store)
        with self._locked(self.settings.wait_seconds if wait is None else wait):
            yield

    @contextmanager
    def _locked(self, wait: float) -> Iterator[None]:
        """Hold the lock of the folder that the indexes lie in, a temporary one for a store that is only read."""
        with faults.told(self.settings.store), self._writing.held(wait):
            try:
                yield
            finally:
                permissions.tighten(self._home)

    def sync(self) -> None:
        """Have everything written reach the disk; left to the other process where one is writing."""
        # What is damaged is healed where it is read next; it must not be proved now.
        with suppress(StoreBusy, IndexDamaged), self._locked(0):
            for index in self._indexes:
                index.sync()

    def write(self, entries: Sequence[Entry]) -> None:
        """Make each entry the current version of its document, in the catalogue and then in both indexes.

        Raises `StoreMismatch` where the model makes vectors of other dimensions than those of the store.
        """
        with self.writing():
            self._fit(one.vectors.shape[1] for one in entries if one.chunks)
            self.catalogue.write(entries)
            self._tell(changes.written(entries, self._belonging(entries)))
            self._apply()

    def correct(self, document_id: str, edit: Edit, entries: Sequence[Entry]) -> None:
        """Keep the corrections of a document and write it as corrected."""
        with self.writing():
            self._fit(one.vectors.shape[1] for one in entries if one.chunks)
            self.catalogue.edit(document_id, edit)
            self.catalogue.write(entries)
            self._tell(changes.written(entries, self._belonging(entries), edited=True))
            self._apply()
            self.sync()

    def remove(self, ids: Iterable[str]) -> int:
        """Remove documents with all their versions from the catalogue and both indexes; return how many existed."""
        from ingest.web import originals

        wanted = tuple(dict.fromkeys(ids))
        with self.writing():
            known = self.catalogue.known() if self.heard else {}
            removed = self.catalogue.remove(wanted)
            self._tell(changes.removed(wanted, known))
            self._apply()
            self.sync()
            originals.sweep(self.settings.store, lambda: {one.container for one in self.catalogue.known().values()})
        return removed

    def put(self, ids: Iterable[str], collection: str) -> tuple[str, ...]:
        """Put documents into a collection, in the catalogue and then in both indexes; return the ids of those moved."""
        with self.writing():
            known = self.catalogue.known() if self.heard else {}
            moved = self.catalogue.put(ids, collection)
            self._tell(changes.moved(moved, known, collection))
            self._apply()
            self.sync()
        return moved

    def expire(self, ids: Iterable[str]) -> int:
        """Remove documents that their collection keeps no longer, for good; return how many existed."""
        wanted = tuple(ids)
        with self.writing():
            with self.catalogue.transaction() as connection:
                collections.expire(connection, wanted)
            return self.remove(wanted)

    def _belonging(self, entries: Sequence[Entry]) -> dict[str, str]:
        """Return what the documents of entries belong to; nothing where nobody hears of it."""
        ids = [one.document.id for one in entries] if self.heard else []
        return {one.id: one.collection for one in self.catalogue.records(ids)}

    def _tell(self, changed: Sequence[changes.Change]) -> None:
        if self.heard and changed:
            self.heard(changed)

    def repair(self, *, force: bool = False) -> bool:
        """Bring the indexes up to date with the catalogue; return whether anything had to be done.

        An index that is damaged or whose size disagrees, or any index when `force` is true, is thrown away and
        rebuilt. While another process is writing, nothing is repaired here, because that process does so itself; nor
        on a full disk, on which what is there can still be read.
        """
        try:
            if not force and not self.catalogue.pending() and all(self._level(index) for index in self._indexes):
                self._settle()
                return False
            with self._locked(0):
                self._heal(force=force)
        except (StoreBusy, StoreFull):
            return False
        return True

    @property
    def _indexes(self) -> tuple[Index, ...]:
        return self.vectors, self.lexical

    def _level(self, index: Index) -> bool:
        try:
            return self._agrees(index)
        except IndexDamaged:
            return False

    def _agrees(self, index: Index) -> bool:
        documents, chunks = self.catalogue.counts()
        if index is self.vectors:
            return self.vectors.level(chunks, self.catalogue.dimensions())
        return self.lexical.level(documents, chunks)

    def _heal(self, *, force: bool) -> None:
        """Finish what is pending, and rebuild what is damaged or disagrees; under the write lock."""
        damaged = {} if force else {id(index): reason for index in self._indexes if (reason := self._damage(index))}
        for index in self._indexes:
            if force or id(index) in damaged:
                self._rebuild(index, damaged.get(id(index), ""))
        self._apply()
        for index in self._indexes:
            if not self._agrees(index):
                self._rebuild(index, "문서 목록과 다릅니다.")
        self.sync()

    def _settle(self) -> None:
        """Seal indexes that came from elsewhere, and have reach the disk what a run that was broken off wrote."""
        if not all(index.settled() for index in self._indexes):
            with suppress(StoreBusy, IndexDamaged, OSError), self._locked(0):
                for index in self._indexes:
                    index.settle()

    def _damage(self, index: Index) -> str:
        try:
            self._agrees(index)
        except IndexDamaged as error:
            return error.reason
        return ""

    def _apply(self) -> None:
        while pending := self.catalogue.pending()[:BATCH]:
            ids = [document_id for document_id, _ in pending]
            stale = [document_id for document_id, fresh in pending if not fresh]
            for entries in self.catalogue.entries(ids, size=len(ids)):
                for index in self._indexes:
                    try:
                        index.replace(entries, stale)
                    except IndexDamaged as error:
                        self._rebuild(index, error.reason)
            self.catalogue.settle(ids)

    def _rebuild(self, index: Index, reason: str) -> None:
        """Throw an index away and build it from the catalogue; a `reason` is told unless there is nothing to lose."""
        if reason and self.catalogue.counts()[0]:
            name = "벡터" if index is self.vectors else "낱말"
            _log.warning("%s 색인을 버리고 문서 목록에서 다시 만듭니다 (%s): %s", name, self.settings.store, reason)
        with index.renewed():
            for entries in self.catalogue.entries():
                index.replace(entries, ())

    def _fit(self, dimensions: Iterable[int]) -> None:
        kept = self.catalogue.dimensions()
        if other := {found for found in dimensions if kept and found != kept}:
            raise StoreMismatch(
                f"임베딩 모델의 차원이 저장소와 다릅니다 ({kept} → {min(other)}): {self.settings.store}",
                f"모델을 되돌리거나 다시 색인해 주세요: geungeo ingest --reindex --store {self.settings.store}",
            )

    @property
    def moved(self) -> bool:
        """Whether the settings differ from those the store was made with in nothing but where the vectors are kept."""
        kept, wanted = _kept(self), _manifest(self.settings)
        return kept != wanted and kept | {VECTORS: ""} == wanted | {VECTORS: ""}

    @contextmanager
    def reindexing(self) -> Iterator[None]:
        """Let the block rewrite every document in the catalogue, then build both indexes and the manifest anew.

        The manifest is invalid in between, so that a half rewritten store is never searched.
        """
        with self.writing():
            self.catalogue.write_manifest({"format": "reindexing"})
            yield
            for index in self._indexes:
                self._rebuild(index, "")
            self.catalogue.settle([document_id for document_id, _ in self.catalogue.pending()])
            self.catalogue.write_manifest(_manifest(self.settings))
            self.sync()

    # reading

    @property
    def rights(self) -> Rights:
        """What tells which collections whoever reads now may read; a server sets it, the operator reads everything."""
        return self.shown.rights

    @rights.setter
    def rights(self, rights: Rights) -> None:
        def bound() -> frozenset[str] | None:
            readable = rights()
            # Where that is all there is, nothing has to be held back.
            all_ = readable is None or readable.issuperset(collections.ever(self.catalogue.connection))
            return None if all_ else readable

        self.shown.rights = bound

    def narrow(self, names: Iterable[str]) -> None:
        """Show the documents of these collections alone from now on; raise SettingsError for one that is not there."""
        chosen = frozenset(collections.known(self.catalogue.connection, one) for one in names)
        self.rights = lambda: chosen

    def collections(self) -> tuple[str, ...]:
        """Return the collections that may be read, `public` first."""
        readable = self.shown.rights()
        all_ = collections.names(self.catalogue.connection)
        return tuple(one for one in all_ if readable is None or one in readable)

    def withheld(self, ids: Iterable[str]) -> frozenset[str]:
        """Return which of the documents may not be read, those too that were removed from a collection."""
        readable = self.shown.rights()
        if readable is None:
            return frozenset()
        return collections.outside(self.catalogue.connection, tuple(ids), readable)

    def belonging(self, ids: Iterable[str]) -> dict[str, str]:
        """Return the collections of documents, readable or not, those too that were removed; for the audit log."""
        return collections.belonging(self.catalogue.connection, ids)

    def documents(self, ids: Sequence[str] | None = None) -> tuple[DocumentRecord, ...]:
        """Return the particulars of the current documents, by id."""
        return self.shown.records(ids)

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        """Return one version of a document, the current one by default; None when unknown."""
        return self.shown.document(document_id, version)

    def stock(self) -> listing.Stock:
        """Return how many documents there are and how new they are, without reading them."""
        connection, readable = self.shown.shown()
        return replace(listing.stock(connection), readable=readable)

    def facets(self) -> listing.Facets:
        """Return the kinds, issuers and years to which a list may be narrowed."""
        connection, readable = self.shown.shown()
        return listing.facets(connection, self._facets, readable)

    def find(self, wanted: listing.Wanted = EVERYTHING, limit: int = 50, offset: int = 0) -> listing.Found:
        """Return one page of the documents wanted, newest first; a text search matches at most `MOST_FOUND` of them."""
        keys: list[int] | None = None
        if wanted.text.strip():
            words, scope = lexical.terms(wanted.text), self._bounded(Filter())
            keys = self._seen(lambda: self.lexical.holding(words, MOST_FOUND, scope))
        return listing.find(self.shown.connection, wanted, keys, limit, offset)

    def listed(self, document_id: str) -> listing.Listed | None:
        """Return the particulars of one current document; None when unknown."""
        return listing.one(self.shown.connection, document_id)

    def versions(self, document_id: str) -> tuple[int, ...]:
        """Return the versions kept of a document, oldest first."""
        return self.shown.versions(document_id)

    def places(self, document_id: str) -> tuple[str, ...]:
        """Return the addresses of every file that holds a document's bytes, the first being the document's own."""
        found = self.listed(document_id)
        return (found.record.uri, *(one.uri for one in self.shown.places(document_id))) if found else ()

    def edits(self, document_id: str) -> Edit:
        """Return the corrections made to a document."""
        return self.shown.edits(document_id)

    def copies(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of documents that are near copies, the one that is cited first in each."""
        return self.shown.copies()

    def page_image(self, document_id: str, version: int, page: int, start: int, end: int) -> PageImage | None:
        """Return a page, counted from 1, with its part of `text[start:end]` marked; None if it cannot be shown."""
        found = self.pictures.of(document_id, version, page, start, end)
        return found if isinstance(found, PageImage) else None

    def known(self) -> dict[str, Known]:
        """Return the current version and digest of every document, by id."""
        return self.catalogue.known()

    def nearest(self, vector: NDArray[np.float32], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (chunk row, cosine) pairs, nearest first."""
        self._fit([vector.size])
        bounded = self._bounded(scope)
        found = self._seen(lambda: self.vectors.nearest(vector, limit, bounded))
        rows = self.shown.rows_of([chunk for chunk, _ in found])
        return [(rows[chunk], cosine) for chunk, cosine in found if chunk in rows]

    def match_chunks(self, words: Sequence[str], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (chunk row, BM25) pairs, best first."""
        bounded = self._bounded(scope)
        return self._seen(lambda: self.lexical.match_chunks(words, limit, bounded))

    def match_documents(self, words: Sequence[str], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (document key, BM25) pairs, best first."""
        bounded = self._bounded(scope)
        return self._seen(lambda: self.lexical.match_documents(words, limit, bounded))

    def passages(self, rows: Sequence[int]) -> dict[int, tuple[Chunk, DocumentRecord]]:
        """Return chunks with their documents' particulars, by chunk row."""
        return self.shown.passages(rows)

    def _bounded(self, scope: Filter) -> Filter:
        """Return a filter that lets nothing through that the reader of the moment may not read."""
        readable = self.shown.rights()
        return replace(scope, collections=None if readable is None else tuple(sorted(readable)))

    def _seen(self, look: Callable[[], Seen]) -> Seen:
        """Return what a look at an index finds; one that turns out damaged is rebuilt and looked at again."""
        try:
            return look()
        except IndexDamaged:
            with self._locked(self.settings.wait_seconds):
                try:
                    return look()  # whoever held the lock may have rebuilt it
                except IndexDamaged as error:
                    self._rebuild(self.vectors if error.index == chroma.INDEX else self.lexical, error.reason)
                    self._apply()
        return look()


def _found(settings: IngestSettings, *, create: bool) -> None:
    """Make the store where there is none and it may be made.

    Raises `StoreDamaged` where the catalogue is gone from a store: its indexes would be emptied to match a new one.
    """
    directory = settings.store
    path = directory / places.CATALOGUE
    if directory.exists():
        places.clear(directory)
    if os.path.lexists(path):
        return
    if places.left(directory):
        raise faults.damaged(directory, "파일이 사라짐")
    if not create:
        raise StoreMissing(
            f"저장소가 없습니다: {directory}",
            f"먼저 문서를 넣어 주세요: geungeo ingest 문서폴더 --store {directory}",
        )
    permissions.folder(directory)
    while not path.exists():
        # Whoever holds the lock is making the catalogue.
        with suppress(StoreBusy), WriteLock(directory / places.LOCK).held(0):
            if not path.exists():
                Catalogue.create(path, _manifest(settings))
            break
        time.sleep(_PAUSE)


def _vectors(settings: IngestSettings, home: Path) -> vectors.VectorIndex:
    if settings.chroma_url is None:
        return vectors.VectorIndex(home / "chroma")
    server = ChromaServer(settings.chroma_url, settings.chroma_header)
    return vectors.VectorIndex(home / "chroma", server, collection_name(settings.store))


def _manifest(settings: IngestSettings) -> dict[str, str]:
    return {
        "format": FORMAT,
        "embedding": settings.embedding,
        "chunk_size": str(settings.chunk_size),
        "chunk_overlap": str(settings.chunk_overlap),
        VECTORS: addressed(settings.chroma_url or ""),
    }


def _kept(store: Store) -> dict[str, str]:
    """Return the manifest of a store; one of an earlier version may hold a password in the server's address."""
    found = store.catalogue.manifest()
    return found | {VECTORS: addressed(found[VECTORS])} if VECTORS in found else found


def _compare(found: dict[str, str], wanted: dict[str, str], directory: Path) -> None:
    differing = [name for name in wanted if found.get(name) != wanted[name]]
    if differing:
        listed = ", ".join(f"{name}: {found.get(name)} → {wanted[name]}" for name in differing)
        raise StoreMismatch(
            f"저장소가 다른 설정으로 만들어졌습니다 ({listed}): {directory}",
            f"설정을 되돌리거나 새 설정으로 다시 색인해 주세요: geungeo ingest --reindex --store {directory}",
        )
