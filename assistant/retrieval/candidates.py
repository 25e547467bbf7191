"""Candidate documents from dense and lexical search, each with all three scores.

Every candidate gets all three scores, whichever index proposed it, so that fusion never guesses a missing one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from assistant.facts.fact import Moment
from assistant.questions.analysis import Analysis, analyse
from ingest.scope import Filter
from ingest.store import Store

DENSE_CHUNKS = 100
LEXICAL_CHUNKS = 100
LEXICAL_DOCUMENTS = 50
"""How many each index may propose."""
LEXICAL_SCORES = 4_000
"""Most chunks of the candidates whose BM25 is asked for."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Chunks of the candidate documents with their scores; the arrays are aligned by index."""

    rows: NDArray[np.int64]
    """Chunk rows, shape (chunks,)."""
    owners: NDArray[np.int64]
    """Position of each chunk's document in `documents`, shape (chunks,)."""
    documents: tuple[int, ...]
    """Document keys."""
    dense: Floats
    """Cosine of question and chunk, shape (chunks,)."""
    chunk_bm25: Floats
    """BM25 of the chunk, shape (chunks,); 0 where no term matches."""
    document_bm25: Floats
    """BM25 of the whole document, shape (documents,); 0 where no term matches."""
    timely: Floats
    """1 for documents published in the year the question names, shape (documents,); else 0."""
    matched: float
    """Best chunk BM25 against the sum of the question's term weights: how far its words are met; about 0 to 2."""

    def best(self, scores: Floats) -> Floats:
        """Return each document's highest chunk score, shape (documents,).

        A document without a chunk, one being written or removed meanwhile, has the lowest of all.
        """
        found = np.full(len(self.documents), float(scores.min()) if len(scores) else 0.0)
        np.maximum.at(found, self.owners, scores)
        return found


def gather(store: Store, text: str, scope: Filter) -> Candidates:
    """Return the candidates for a question's text, in no particular order."""
    analysis = analyse(text)
    words = analysis.terms
    vector = np.asarray(store.embedding.embed_query(text), dtype=np.float32)
    nearest = store.nearest(vector, DENSE_CHUNKS, scope)
    chunks = store.match_chunks(words, LEXICAL_CHUNKS, scope)
    documents = dict(store.match_documents(words, LEXICAL_DOCUMENTS, scope))
    owners = store.shown.owners([row for row, _ in (*nearest, *chunks)])
    names = store.shown.ids_of([*documents, *owners.values()])
    keys = store.shown.distinct(sorted(names))
    names = {key: names[key] for key in keys}
    rows, chunk_keys, matrix = store.shown.vectors(keys)
    inside = replace(Filter(), documents=tuple(names.values()))
    chunk_scores = dict(store.match_chunks(words, LEXICAL_SCORES, inside))
    documents |= dict(store.match_documents(words, len(keys), inside)) if keys else {}
    weights = store.lexical.idf(words)
    scores = [chunk_scores.get(row, 0.0) for row in rows.tolist()]
    timely = _timely(store, analysis, inside) if keys else frozenset()
    position = {key: index for index, key in enumerate(keys)}
    return Candidates(
        rows=rows,
        owners=np.array([position[key] for key in chunk_keys.tolist()], dtype=np.int64),
        documents=tuple(keys),
        dense=(matrix @ vector).astype(np.float64) if len(rows) else np.zeros(0),
        chunk_bm25=np.array(scores),
        document_bm25=np.array([documents.get(key, 0.0) for key in keys]),
        timely=np.array([float(key in timely) for key in keys]),
        matched=max(scores, default=0.0) / (sum(weights[word] for word in words) or 1.0),
    )


def _timely(store: Store, analysis: Analysis, scope: Filter) -> frozenset[int]:
    """Return the documents of `scope` published in the one year that the question names."""
    years = {f.value.year for f in analysis.pinned if isinstance(f.value, Moment) and f.value.year}
    if len(years) != 1 or not (1900 < (year := years.pop()) < 9999):
        return frozenset()
    within = replace(scope, since=date(year, 1, 1), until=date(year, 12, 31))
    return frozenset(key for key, _ in store.match_documents(analysis.terms, LEXICAL_CHUNKS, within))
