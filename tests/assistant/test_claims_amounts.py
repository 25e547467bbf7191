"""A claim with a wrong amount is set against the amount of its own matter, not against another's that stands nearer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant import claims
from assistant.answers import Question
from assistant.retrieval.retriever import HybridRetriever
from ingest.documents import SourceDocument
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store

pytestmark = pytest.mark.integration

TEXTS = {
    "decided": (
        "은빛항만선도기업육성 본격 추진",
        datetime(2025, 1, 24),
        "해온부는 「은빛항만선도기업육성(R&D)」 사업의 적정성 검토를 마쳤다고 밝혔다.\n"
        "이에 따라 '25년부터 5년간 총 2조 305억원의 사업비가 비연안 지역 해운 기업의 기술 개발에 투입될 계획이다.",
    ),
    "heading": (
        "비연안 해운 기업에 2조 원 지원",
        datetime(2025, 1, 24),
        "'은빛항만선도기업육성사업'의 적정성 검토 결과 확정 : 5년간 2조 305억원",
    ),
    "projects": (
        "해온부, 지역과 함께 은빛항만선도기업육성 기술개발(R&D) 본격 추진",
        datetime(2025, 4, 21),
        "- 비연안 해운 기업의 기술 혁신을 위해 11개 시도와 함께 97개 과제에 2년간 641억원을 지원\n"
        "해온부는 20일 은빛항만선도기업육성 지원과제 97개를 골라 협약을 맺는다고 밝혔다.",
    ),
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridRetriever]:
    documents = [
        SourceDocument(
            id=identity,
            version=1,
            title=title,
            issuer="해온부",
            published=day,
            modified=None,
            kind="press_release",
            uri="",
            sha256="",
            text=text,
        )
        for identity, (title, day, text) in TEXTS.items()
    ]
    with Store.open(IngestSettings(store=tmp_path_factory.mktemp("store"), threads=1), create=True) as store:
        store.write(entries(documents, store, [""] * len(documents)))
        yield HybridRetriever(store=store)


def test_the_amount_of_the_same_matter_and_period_is_what_differs(retriever: HybridRetriever) -> None:
    verdict = claims.check(Question("은빛항만선도기업육성 사업에는 5년간 총 2조 3,050억원이 투입된다."), retriever)
    assert verdict.label == "contradicted"
    assert [(one.claim, one.source) for one in verdict.differences] == [("2조 3,050억원", "2조 305억원")]


def test_the_right_amount_in_another_writing_is_supported(retriever: HybridRetriever) -> None:
    verdict = claims.check(Question("은빛항만선도기업육성 사업에는 5년간 총 20,305억원이 투입된다."), retriever)
    assert verdict.label == "supported"
