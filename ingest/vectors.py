"""Vector index: the Chroma collection of chunk embeddings.

Texts stay in the catalogue. Chroma holds ids, vectors and the few fields that filters need, so that removing a document
leaves no copy of its text behind and the collection can be rebuilt without the model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from ingest.chroma_server import ChromaServer
from ingest.rows import IndexEntry
from ingest.scope import Filter, day_number

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection
    from chromadb.base_types import Metadata, Where

COLLECTION = "geungeo-chunks"
WRITE_BATCH = 2_000
"""Chunks sent to Chroma in one call; below its limit of 5,461 rows."""
NEVER = 0
"""Publication day of a document without a date."""


class VectorIndex:
    """Nearest-neighbour search over chunks by cosine similarity."""

    def __init__(self, directory: Path, server: ChromaServer | None = None, name: str = COLLECTION) -> None:
        self._server = server
        self._client = server.client() if server else _client(directory)
        self._name = name
        try:
            with self._told():
                self._collection = self._create()
        except BaseException:
            self.close()
            raise

    def _create(self) -> Collection:
        return self._client.get_or_create_collection(
            self._name,
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "max_neighbors": 32, "ef_search": 200}},
        )

    def close(self) -> None:
        """Release the client and its files."""
        if self._server:
            self._server.leave(self._client)
        else:
            self._client.close()

    def count(self) -> int:
        """Return how many chunks the collection holds."""
        with self._told():
            return self._collection.count()

    def replace(self, entries: Sequence[IndexEntry], stale: Sequence[str]) -> None:
        """Delete the documents in `stale`, then write the chunks of `entries`."""
        if stale:
            with self._told():
                self._collection.delete(where=_where(Filter(documents=tuple(stale))))
        ids = [chunk for entry in entries for chunk in entry.chunk_ids]
        if not ids:
            return
        metadatas = [_metadata(entry) for entry in entries for _ in entry.chunk_ids]
        matrix = np.concatenate([entry.vectors for entry in entries if entry.chunk_ids])
        for start in range(0, len(ids), WRITE_BATCH):
            part = slice(start, start + WRITE_BATCH)
            with self._told():
                self._collection.upsert(ids=ids[part], embeddings=matrix[part], metadatas=metadatas[part])

    def clear(self) -> None:
        """Delete everything from the collection."""
        with self._told():
            self._client.delete_collection(self._name)
            self._collection = self._create()

    def nearest(self, vector: NDArray[np.float32], limit: int, scope: Filter) -> list[tuple[str, float]]:
        """Return up to `limit` (chunk id, cosine) pairs, nearest first."""
        with self._told():
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1),
                n_results=limit,
                where=_where(scope),
                include=["distances"],
            )
        distances = found["distances"]
        assert distances is not None
        return [(chunk, 1.0 - d) for chunk, d in zip(found["ids"][0], distances[0], strict=True)]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell the failures of a server apart; those of a folder stay as they are."""
        if self._server is None:
            yield
            return
        with self._server.told():
            yield


def _client(directory: Path) -> Client:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(directory), settings=settings))


def _metadata(entry: IndexEntry) -> Metadata:
    record = entry.record
    return {
        "document_id": record.id,
        "issuer": record.issuer,
        "kind": record.kind,
        "published": day_number(record.published.date()) if record.published else NEVER,
        **{f"region_{region}": True for region in record.regions},
    }


def _where(scope: Filter) -> Where | None:
    clauses: list[Any] = []
    for name, values in (("issuer", scope.issuers), ("kind", scope.kinds), ("document_id", scope.documents)):
        if values:
            clauses.append({name: {"$in": list(values)}})
    if scope.exclude:
        clauses.append({"document_id": {"$nin": list(scope.exclude)}})
    if scope.since:
        clauses.append({"published": {"$gte": day_number(scope.since)}})
    if scope.until:
        clauses.append({"published": {"$lte": day_number(scope.until)}})
        clauses.append({"published": {"$ne": NEVER}})
    regions = [{f"region_{region}": True} for region in scope.regions]
    if regions:
        clauses.append(regions[0] if len(regions) == 1 else {"$or": regions})
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}
