"""Vector index: the Chroma collection of chunk embeddings.

Texts stay in the catalogue. Chroma holds ids, vectors and the few fields that filters need, so that removing a document
leaves no copy of its text behind and the collection can be rebuilt without the model.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ingest import chroma
from ingest.chroma_server import ChromaServer
from ingest.collections import DEFAULT
from ingest.rows import IndexEntry
from ingest.scope import Filter, day_number

if TYPE_CHECKING:
    from ingest.chroma import Collection, Metadata, Where

COLLECTION = "geungeo-chunks"
WRITE_BATCH = 2_000
"""Chunks sent to Chroma in one call; below its limit of 5,461 rows."""
NEVER = 0
"""Publication day of a document without a date."""
APART = "apart"
"""Field of the chunks of documents that are not in the default collection."""
NONE = "-"
"""Name that no collection has: Chroma takes no empty list."""
SPARE = 2
"""Times as many chunks are asked for without a filter: Chroma's own takes thirty times as long."""


class VectorIndex:
    """Nearest-neighbour search over chunks by cosine similarity."""

    def __init__(self, directory: Path, server: ChromaServer | None = None, name: str = COLLECTION) -> None:
        self._place = directory, server, name
        self._entering = threading.Lock()
        self._entered: chroma.Home | None = None

    @property
    def _home(self) -> chroma.Home:
        with self._entering:
            if self._entered is None:
                self._entered = chroma.enter(*self._place)
            return self._entered

    def close(self) -> None:
        """Release the client and its files; they are opened again when used again."""
        with self._entering:
            if self._entered is not None:
                chroma.leave(self._entered)
            self._entered = None

    def count(self) -> int:
        """Return how many chunks the collection holds."""
        with self._home.reading() as collection:
            return collection.count() if collection else 0

    def level(self, chunks: int, dimensions: int) -> bool:
        """Tell whether the collection holds so many chunks, with vectors of these dimensions.

        Raises `IndexDamaged` where it cannot be read.
        """
        with self._home.reading() as collection:
            if collection is None or chunks == 0:
                return chunks == 0 and (collection is None or collection.count() == 0)
            if collection.count() != chunks:
                return False
            found = collection.get(limit=1, include=["embeddings"])["embeddings"]
            return found is not None and len(found[0]) == dimensions

    def replace(self, entries: Sequence[IndexEntry], stale: Sequence[str]) -> None:
        """Delete the documents in `stale`, then write the chunks of `entries`."""
        if stale:
            with self._home.changing() as collection:
                collection.delete(where=_where(Filter(documents=tuple(stale))))
        ids = [chunk for entry in entries for chunk in entry.chunk_ids]
        if not ids:
            return
        metadatas = [_metadata(entry) for entry in entries for _ in entry.chunk_ids]
        matrix = np.concatenate([entry.vectors for entry in entries if entry.chunk_ids])
        for start in range(0, len(ids), WRITE_BATCH):
            part = slice(start, start + WRITE_BATCH)
            with self._home.changing() as collection:
                collection.upsert(ids=ids[part], embeddings=matrix[part], metadatas=metadatas[part])

    @contextmanager
    def renewed(self) -> Iterator[None]:
        """Throw everything away, then let the block write it anew."""
        self._home.renew()
        try:
            yield
        except BaseException:
            self._home.abandon()
            raise
        self._home.finish()

    def settled(self) -> bool:
        """Tell whether the files were sealed where they lie and have reached the disk."""
        return self._home.settled()

    def settle(self) -> None:
        """Seal files that came from elsewhere, now that they were read and found whole."""
        self._home.settle()

    def sync(self) -> None:
        """Have what was written reach the disk."""
        self._home.sync()

    def nearest(self, vector: NDArray[np.float32], limit: int, scope: Filter) -> list[tuple[str, float]]:
        """Return up to `limit` (chunk id, cosine) pairs, nearest first.

        A wide filter, as a last day of publication, lets most of the nearest chunks through: they are tried against it
        here, and Chroma filters only where too few are left.
        """
        with self._home.reading() as collection:
            if collection is None:
                return []
            if scope != Filter() and not scope.documents:
                found = _near(collection, vector, SPARE * limit, None, with_metadata=True)
                inside = [(chunk, cosine) for chunk, cosine, metadata in found if _within(metadata, scope)]
                if len(inside) >= limit or len(found) < SPARE * limit:
                    return inside[:limit]
            found = _near(collection, vector, limit, _where(scope), with_metadata=False)
            return [(chunk, cosine) for chunk, cosine, _ in found]


def _near(
    collection: Collection, vector: NDArray[np.float32], limit: int, where: Where | None, with_metadata: bool
) -> list[tuple[str, float, Metadata]]:
    """Return the chunks nearest to a vector with their cosines and, if wanted, their metadata."""
    found = collection.query(
        query_embeddings=vector.reshape(1, -1),
        n_results=limit,
        where=where,
        include=["distances", "metadatas"] if with_metadata else ["distances"],
    )
    ids, distances = found["ids"][0], found["distances"]
    assert distances is not None
    told = found["metadatas"][0] if with_metadata and found["metadatas"] else [{}] * len(ids)
    return [(chunk, 1.0 - d, metadata) for chunk, d, metadata in zip(ids, distances[0], told, strict=True)]


def _within(metadata: Metadata, scope: Filter) -> bool:
    """Tell whether a chunk lies within a filter that names no documents, as `_where` has Chroma tell it."""
    day = metadata["published"]
    assert isinstance(day, int)
    return (
        (not scope.issuers or metadata["issuer"] in scope.issuers)
        and (not scope.kinds or metadata["kind"] in scope.kinds)
        and metadata["document_id"] not in scope.exclude
        and (not scope.since or day >= day_number(scope.since))
        and (not scope.until or NEVER != day <= day_number(scope.until))
        and (not scope.regions or any(f"region_{region}" in metadata for region in scope.regions))
        and (scope.collections is None or metadata.get("collection", DEFAULT) in scope.collections)
    )


def _metadata(entry: IndexEntry) -> Metadata:
    record = entry.record
    return {
        "document_id": record.id,
        "issuer": record.issuer,
        "kind": record.kind,
        "published": day_number(record.published.date()) if record.published else NEVER,
        **{f"region_{region}": True for region in record.regions},
        # A document of the default one is written as before there were collections, so that older indexes serve on.
        **({} if record.collection == DEFAULT else {"collection": record.collection, APART: True}),
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
    if scope.collections is not None:
        clauses.append(_collected(scope.collections))
    if not clauses:
        return None
    return clauses[0] if len(clauses) == 1 else {"$and": clauses}


def _collected(names: Sequence[str]) -> dict[str, Any]:
    """Return what has Chroma find the chunks of these collections; `$ne` is true of what has no such field."""
    others = {"collection": {"$in": [one for one in names if one != DEFAULT] or [NONE]}}
    return {"$or": [{APART: {"$ne": True}}, others]} if DEFAULT in names else others
