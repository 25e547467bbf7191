"""Retrieval fuses what both indexes find, obeys filters and drops into LangChain code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from assistant.answers import Answer, Filter, Question, Refusal
from assistant.chain import build_chain
from assistant.retrieval.candidates import Candidates, gather
from assistant.retrieval.fusion import Weights, fuse, scaled
from assistant.retrieval.retriever import HybridRetriever, narrowed
from ingest.documents import SourceDocument
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store

TEXTS = {
    "river": ("해맑은강 정비사업 안내", "해맑은강 정비사업의 총사업비는 120억원이다. 사업은 2025년에 시작한다.", 2024),
    "library": ("별빛도서관 개관", "별빛도서관은 3월 2일에 문을 연다. 도서관은 열한 곳이다.", 2025),
    "path": ("바람길 조성", "바람길 조성은 검토 중이다. 총사업비는 아직 정해지지 않았다.", 2026),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    settings = IngestSettings(store=tmp_path_factory.mktemp("store"), chunk_size=40, chunk_overlap=0)
    documents = [
        SourceDocument(
            id=identity,
            version=1,
            title=title,
            issuer="가온부",
            published=datetime(year, 1, 24),
            modified=None,
            kind="press_release",
            uri=f"https://example.org/{identity}",
            sha256="0" * 64,
            text=text,
        )
        for identity, (title, text, year) in TEXTS.items()
    ]
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as opened:
        opened.write(entries(documents, opened, [""] * len(documents)))
        yield opened


def made(dense: list[float], bm25: list[float], owners: list[int], documents: list[float]) -> Candidates:
    return Candidates(
        rows=np.arange(len(dense)),
        owners=np.array(owners),
        documents=tuple(range(len(documents))),
        dense=np.array(dense),
        chunk_bm25=np.array(bm25),
        document_bm25=np.array(documents),
        timely=np.zeros(len(documents)),
        matched=0.5,
    )


def test_scaling_maps_to_the_unit_interval() -> None:
    assert scaled(np.array([2.0, 4.0, 3.0])).tolist() == [0.0, 1.0, 0.5]
    assert scaled(np.array([3.0, 3.0])).tolist() == [0.0, 0.0]
    assert scaled(np.array([])).tolist() == []


def test_a_document_counts_with_its_best_chunk() -> None:
    found = made([0.9, 0.1, 0.5], [1.0, 9.0, 2.0], [0, 0, 1], [5.0, 1.0])
    assert found.best(found.dense).tolist() == [0.9, 0.5]
    ranking = fuse(found, Weights())
    assert ranking.documents[0] > ranking.documents[1]
    assert 0 <= ranking.documents.min() <= ranking.documents.max() <= 1


@pytest.mark.integration
def test_a_document_that_has_lost_its_chunks_meanwhile_comes_last() -> None:
    found = made([0.9, 0.1], [1.0, 9.0], [0, 0], [5.0, 1.0])
    assert found.best(found.dense).tolist() == [0.9, 0.1]
    assert np.isfinite(fuse(found, Weights()).documents).all()


def test_candidates_have_every_score(store: Store) -> None:
    found = gather(store, "해맑은강 총사업비", Filter())
    assert len(found.rows) == len(found.dense) == len(found.chunk_bm25) == len(found.owners)
    assert len(found.documents) == len(found.document_bm25) == 3
    assert found.chunk_bm25.max() > 0


@pytest.mark.integration
def test_the_document_that_names_the_words_comes_first(store: Store) -> None:
    # The fake embedding agrees with nothing, so the words must decide.
    retriever = HybridRetriever(store=store, weights=Weights(dense_unmatched=0.2))
    passages = retriever.retrieve(Question("별빛도서관은 언제 문을 여나요?"), k=3)
    assert passages[0].chunk.document_id == "library"
    assert [passage.rank for passage in passages] == [1, 2, 3]
    assert len({passage.chunk.document_id for passage in passages}) == 3


@pytest.mark.integration
def test_per_document_and_documents_bound_the_passages(store: Store) -> None:
    passages = HybridRetriever(store=store).retrieve(Question("총사업비"), k=9, per_document=2, documents=2)
    owners = [passage.chunk.document_id for passage in passages]
    assert len(set(owners)) == 2
    assert max(owners.count(owner) for owner in owners) == 2


@pytest.mark.integration
def test_as_of_hides_what_was_published_later(store: Store) -> None:
    question = Question("총사업비", as_of=date(2024, 12, 31))
    found = HybridRetriever(store=store).retrieve(question)
    assert {passage.chunk.document_id for passage in found} == {"river"}
    assert narrowed(Question("", as_of=date(2025, 1, 1), filter=Filter(until=date(2024, 1, 1)))).until == date(
        2024, 1, 1
    )
    assert HybridRetriever(store=store).retrieve(Question("총사업비", filter=Filter(issuers=("없는부",)))) == ()


@pytest.mark.integration
def test_the_retriever_is_a_langchain_retriever(store: Store) -> None:
    (first, *_) = HybridRetriever(store=store, k=2, scope=Filter(exclude=("river",))).invoke("총사업비")
    assert first.metadata["document_id"] == "path"
    whole = store.document("path")
    assert whole is not None
    assert whole.text[first.metadata["start"] : first.metadata["end"]] == first.page_content


@pytest.mark.integration
def test_the_chain_answers_refuses_streams_and_composes(store: Store) -> None:
    chain = build_chain(store, today=lambda: date(2026, 11, 22))
    reply = chain.invoke("해맑은강 정비사업의 총사업비는 얼마인가요?")
    assert isinstance(reply, Answer)
    assert "120억원" in reply.text
    assert reply.as_of == date(2026, 11, 22)
    assert reply.timings.total > 0
    for citation in reply.citations:
        document = store.document(citation.document_id, citation.version)
        assert document is not None
        assert document.text[citation.start : citation.end] == citation.quote
    assert isinstance(chain.invoke(Question("제6회 가람협의회는 언제 열리나요?")), Refusal)
    *partial, last = chain.stream("해맑은강 정비사업은 무엇인가요?")
    assert all(isinstance(p, Answer) and isinstance(last, Answer) for p in partial)
    piped = (chain | (lambda reply: len(reply.citations))).batch(["해맑은강 정비사업의 총사업비는 얼마인가요?"])
    assert piped == [1]


def test_a_document_of_the_year_asked_for_is_lifted(store: Store) -> None:
    found = gather(store, "2024년 총사업비는 얼마인가요?", Filter())
    lifted = fuse(found, Weights(timely=0.5)).documents - fuse(found, Weights(timely=0.0)).documents
    assert sorted(lifted.tolist()) == [0.0] * (len(lifted) - 1) + [0.5]
    assert gather(store, "총사업비는 얼마인가요?", Filter()).timely.tolist() == [0.0] * len(found.documents)
