"""The document store: one directory with the catalogue and two search indexes kept in step with it.

The catalogue is the source of truth. Opening a store finishes what a killed process left in the outbox and rebuilds an
index whose size disagrees with the catalogue, from the vectors stored there, never by embedding again.
"""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest import lexical, listing, vectors
from ingest.catalogue import Catalogue, Entry
from ingest.chroma_server import ChromaServer, addressed, collection_name
from ingest.documents import Chunk, SourceDocument
from ingest.edits import Edit
from ingest.errors import EmbeddingError, StoreBusy, StoreMismatch, StoreMissing
from ingest.lookups import Known
from ingest.pictures import PageImage, Pictures
from ingest.rows import DocumentRecord
from ingest.scope import Filter
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

FORMAT = "1"
"""Version of the store's layout and of how documents are cut; a change asks for `--reindex`."""
VECTORS = "chroma_url"
"""Name in the manifest of where the vectors are kept; empty for the store's own folder."""
MOST_FOUND = 2_000
"""Most documents listed for words."""
EVERYTHING = listing.Wanted()


class Store:
    """Open, write, search, remove and repair one store; use as a context manager."""

    def __init__(self, settings: IngestSettings, embedding: Embeddings | None) -> None:
        """Wire the parts; callers use `Store.open`."""
        self.settings = settings
        self.catalogue = Catalogue(settings.store / "catalogue.sqlite3")
        self.lexical = lexical.LexicalIndex(settings.store / "lexical")
        self._facets: dict[tuple[int, int], listing.Facets] = {}
        self.pictures = Pictures(self.catalogue.original)
        self._embedding = embedding
        self._vectors: vectors.VectorIndex | None = None
        self._loading = threading.RLock()
        self._opening = threading.RLock()
        self._writing = threading.RLock()

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

        Raises `StoreMissing` when there is none and `create` is false, and `StoreMismatch` when `check` is true and
        the store was made with another model or other chunk settings.
        """
        directory = settings.store
        if not (directory / "catalogue.sqlite3").exists():
            if not create:
                raise StoreMissing(
                    f"저장소가 없습니다: {directory}",
                    f"먼저 문서를 넣어 주세요: geungeo ingest 문서폴더 --store {directory}",
                )
            directory.mkdir(parents=True, exist_ok=True)
        store = cls(settings, embedding)
        if warm and embedding is None:
            threading.Thread(target=store._load, daemon=True).start()
        found = _kept(store)
        wanted = _manifest(settings)
        if not found:
            store.catalogue.write_manifest(wanted)
        elif found != wanted:
            if check:
                _compare(found, wanted, directory)
            return store
        store.repair()
        return store

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
        self.catalogue.close()
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None

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

    @property
    def vectors(self) -> vectors.VectorIndex:
        """The Chroma collection, opened on first use."""
        with self._opening:
            if self._vectors is None:
                self._vectors = _vectors(self.settings)
            return self._vectors

    # writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the store's write lock; raise `StoreBusy` when another process holds it."""
        with self._writing, (self.settings.store / "writer.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StoreBusy(
                    f"다른 작업이 저장소에 쓰고 있습니다: {self.settings.store}",
                    "끝난 뒤에 다시 실행해 주세요.",
                ) from error
            yield

    def write(self, entries: Sequence[Entry]) -> None:
        """Make each entry the current version of its document, in the catalogue and then in both indexes."""
        with self.writing():
            self.catalogue.write(entries)
            self._apply()

    def correct(self, document_id: str, edit: Edit, entries: Sequence[Entry]) -> None:
        """Keep the corrections of a document and write it as corrected."""
        with self.writing():
            self.catalogue.edit(document_id, edit)
            self.catalogue.write(entries)
            self._apply()

    def remove(self, ids: Iterable[str]) -> int:
        """Remove documents with all their versions from the catalogue and both indexes; return how many existed."""
        from ingest.web import originals

        with self.writing():
            removed = self.catalogue.remove(ids)
            self._apply()
            originals.sweep(self.settings.store, lambda: {one.container for one in self.catalogue.known().values()})
        return removed

    def repair(self, *, force: bool = False) -> bool:
        """Bring the indexes up to date with the catalogue; return whether anything had to be done.

        An index whose size disagrees with the catalogue, or any index when `force` is true, is rebuilt. While another
        process is writing, nothing is repaired here, because that process does so itself.
        """
        pending = self.catalogue.pending()
        documents, chunks = self.catalogue.counts()
        level = self.lexical.counts() == (documents, chunks) and self._vectors_level(chunks)
        if not pending and level and not force:
            return False
        try:
            with self.writing():
                self._apply()
                self._rebuild(force)
        except StoreBusy:
            return False
        return True

    def _vectors_level(self, chunks: int) -> bool:
        if chunks == 0 and not (self.settings.store / "chroma").exists() and self.settings.chroma_url is None:
            return True
        return self.vectors.count() == chunks

    def _apply(self) -> None:
        while pending := self.catalogue.pending()[:512]:
            ids = [document_id for document_id, _ in pending]
            stale = [document_id for document_id, fresh in pending if not fresh]
            for entries in self.catalogue.entries(ids, size=len(ids)):
                self.vectors.replace(entries, stale)
                self.lexical.replace(entries, ids)
            self.catalogue.settle(ids)

    def _rebuild(self, force: bool) -> None:
        documents, chunks = self.catalogue.counts()
        if force or self.vectors.count() != chunks:
            self.vectors.clear()
            for entries in self.catalogue.entries():
                self.vectors.replace(entries, ())
        if force or self.lexical.counts() != (documents, chunks):
            self.lexical.clear()
            for entries in self.catalogue.entries():
                self.lexical.replace(entries, ())

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
            self._rebuild(force=True)
            self.catalogue.settle([document_id for document_id, _ in self.catalogue.pending()])
            self.catalogue.write_manifest(_manifest(self.settings))

    # reading

    def documents(self, ids: Sequence[str] | None = None) -> tuple[DocumentRecord, ...]:
        """Return the particulars of the current documents, by id."""
        return self.catalogue.records(ids)

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        """Return one version of a document, the current one by default; None when unknown."""
        return self.catalogue.document(document_id, version)

    def stock(self) -> listing.Stock:
        """Return how many documents there are and how new they are, without reading them."""
        return listing.stock(self.catalogue.connection)

    def facets(self) -> listing.Facets:
        """Return the kinds, issuers and years to which a list may be narrowed."""
        return listing.facets(self.catalogue.connection, self._facets)

    def find(self, wanted: listing.Wanted = EVERYTHING, limit: int = 50, offset: int = 0) -> listing.Found:
        """Return one page of the documents wanted, newest first; a text search matches at most `MOST_FOUND` of them."""
        keys: list[int] | None = None
        if wanted.text.strip():
            keys = self.lexical.holding(lexical.terms(wanted.text), MOST_FOUND)
        return listing.find(self.catalogue.connection, wanted, keys, limit, offset)

    def listed(self, document_id: str) -> listing.Listed | None:
        """Return the particulars of one current document; None when unknown."""
        return listing.one(self.catalogue.connection, document_id)

    def versions(self, document_id: str) -> tuple[int, ...]:
        """Return the versions kept of a document, oldest first."""
        return self.catalogue.versions(document_id)

    def places(self, document_id: str) -> tuple[str, ...]:
        """Return the addresses of every file that holds a document's bytes, the first being the document's own."""
        found = self.listed(document_id)
        return (found.record.uri, *(one.uri for one in self.catalogue.places(document_id))) if found else ()

    def edits(self, document_id: str) -> Edit:
        """Return the corrections made to a document."""
        return self.catalogue.edits(document_id)

    def copies(self) -> tuple[tuple[str, ...], ...]:
        """Return the groups of documents that are near copies, the one that is cited first in each."""
        return self.catalogue.copies()

    def page_image(self, document_id: str, version: int, page: int, start: int, end: int) -> PageImage | None:
        """Return a page, counted from 1, with its part of `text[start:end]` marked; None if it cannot be shown."""
        found = self.pictures.of(document_id, version, page, start, end)
        return found if isinstance(found, PageImage) else None

    def known(self) -> dict[str, Known]:
        """Return the current version and digest of every document, by id."""
        return self.catalogue.known()

    def nearest(self, vector: NDArray[np.float32], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (chunk row, cosine) pairs, nearest first."""
        found = self.vectors.nearest(vector, limit, scope)
        rows = self.catalogue.rows_of([chunk for chunk, _ in found])
        return [(rows[chunk], cosine) for chunk, cosine in found if chunk in rows]

    def match_chunks(self, words: Sequence[str], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (chunk row, BM25) pairs, best first."""
        return self.lexical.match_chunks(words, limit, scope)

    def match_documents(self, words: Sequence[str], limit: int, scope: Filter) -> list[tuple[int, float]]:
        """Return up to `limit` (document key, BM25) pairs, best first."""
        return self.lexical.match_documents(words, limit, scope)

    def passages(self, rows: Sequence[int]) -> dict[int, tuple[Chunk, DocumentRecord]]:
        """Return chunks with their documents' particulars, by chunk row."""
        return self.catalogue.passages(rows)


def _vectors(settings: IngestSettings) -> vectors.VectorIndex:
    if settings.chroma_url is None:
        return vectors.VectorIndex(settings.store / "chroma")
    server = ChromaServer(settings.chroma_url, settings.chroma_header)
    return vectors.VectorIndex(settings.store / "chroma", server, collection_name(settings.store))


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
