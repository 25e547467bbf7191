"""Hybrid retrieval as a LangChain retriever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables.config import ensure_config, get_callback_manager_for_config
from pydantic import ConfigDict

from assistant.answers import Passage, Question
from assistant.retrieval import candidates, fusion
from assistant.retrieval.candidates import Candidates
from assistant.retrieval.fusion import Ranking, Weights
from assistant.retrieval.trust import Trust
from ingest.documents import Chunk
from ingest.rows import DocumentRecord
from ingest.scope import Filter
from ingest.store import Store


class HybridRetriever(BaseRetriever):
    """Retrieve passages by BM25 at two grains and by meaning; drops into any LangChain code."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: Store
    k: int = 10
    """Passages returned by `invoke`."""
    per_document: int = 1
    """Most passages of one document returned by `invoke`."""
    scope: Filter = Filter()
    """Filter applied by `invoke`."""
    weights: Weights = Weights()
    trust: Trust = Trust()

    def retrieve(
        self, question: Question, k: int = 10, per_document: int = 1, documents: int | None = None, best: int = 0
    ) -> tuple[Passage, ...]:
        """Return up to `k` passages, best document first, of at most `documents` and `per_document` of each.

        Of the best document up to `best`, where that is more: the right page of a long plan may come late.
        Inside a LangChain run its callbacks hear of this as of any retriever's run.
        """
        manager = get_callback_manager_for_config(ensure_config())
        run = manager.on_retriever_start(None, question.text, name=self.get_name())
        try:
            passages = self._retrieve(question, k, per_document, documents, best)
        except BaseException as error:
            run.on_retriever_error(error)
            raise
        if run.handlers:
            run.on_retriever_end([as_document(passage) for passage in passages])
        return passages

    def _retrieve(
        self, question: Question, k: int, per_document: int, documents: int | None = None, best: int = 0
    ) -> tuple[Passage, ...]:
        found = candidates.gather(self.store, question.text, narrowed(question))
        ranking = fusion.fuse(found, self.weights)
        picked = _pick(found, ranking, documents or k, per_document, max(best, per_document))[:k]
        chunks = self.store.passages([int(found.rows[i]) for i in picked])
        return tuple(
            self._passage(*chunks[int(found.rows[i])], rank, found, ranking, i)
            for rank, i in enumerate(picked, start=1)
            if int(found.rows[i]) in chunks
        )

    def _passage(
        self, chunk: Chunk, record: DocumentRecord, rank: int, found: Candidates, ranking: Ranking, position: int
    ) -> Passage:
        owner = int(found.owners[position])
        return Passage(
            chunk=chunk,
            title=record.title,
            issuer=record.issuer,
            published=record.published,
            kind=record.kind,
            uri=record.uri,
            sha256=record.sha256,
            rank=rank,
            score=round(float(ranking.documents[owner]), 6),
            parts=(
                ("dense", float(found.dense[position])),
                ("chunk_bm25", float(found.chunk_bm25[position])),
                ("document_bm25", float(found.document_bm25[owner])),
                ("dense_weight", ranking.dense_weight),
            ),
            declared=record.declared,
            trust=self.trust.of(record),
            withdrawn=record.withdrawn,
            dated=record.dated,
        )

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        del run_manager  # one store call, nothing to report in between
        passages = self._retrieve(Question(query, filter=self.scope), self.k, self.per_document)
        return [as_document(passage) for passage in passages]


def narrowed(question: Question) -> Filter:
    """Return the question's filter with `as_of` as the last day of publication."""
    until = min((day for day in (question.filter.until, question.as_of) if day), default=None)
    return replace(question.filter, until=until)


def as_document(passage: Passage) -> Document:
    """Return a passage as a LangChain document whose metadata cites its source."""
    chunk = passage.chunk
    return Document(
        id=chunk.id,
        page_content=chunk.text,
        metadata={
            "document_id": chunk.document_id,
            "version": chunk.version,
            "title": passage.title,
            "issuer": passage.issuer,
            "date": _iso(passage),
            "page": chunk.page,
            "section": " > ".join(chunk.section),
            "start": chunk.start,
            "end": chunk.end,
            "score": passage.score,
            "uri": passage.uri,
        },
    )


def _iso(passage: Passage) -> str | None:
    day: date | None = passage.published.date() if passage.published else None
    return day.isoformat() if day else None


def _pick(found: Candidates, ranking: Ranking, documents: int, per_document: int, best: int) -> list[int]:
    """Return positions of chunks: documents by fused score, each with its best chunks; ties by key and row."""
    order = np.lexsort((np.asarray(found.documents), -ranking.documents))[:documents]
    picked: list[int] = []
    for place, position in enumerate(order.tolist()):
        mine = np.flatnonzero(found.owners == position)
        most = per_document if place else best
        picked.extend(mine[np.lexsort((found.rows[mine], -ranking.chunks[mine]))][:most].tolist())
    return picked
