"""A text is judged sentence by sentence against the whole store, and by documents on the same matter only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import claims
from assistant.answers import Filter, Question, Verdict
from assistant.korean.topics import topics
from assistant.retrieval.retriever import HybridRetriever
from bigrams import Bigrams
from ingest.documents import Page, SourceDocument
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store

LONG = "\n".join(f"{number}번 누리집 안내문은 도서 목록을 차례로 적은 것이다." for number in range(3000))
TEXTS = {
    "plan": (
        "은빛항만 육성사업 추진 계획",
        2024,
        "해온부는 은빛항만 육성사업을 새로 만든다고 밝혔다.\n"
        "은빛항만 육성사업의 총사업비는 적정성 검토를 거쳐 확정될 예정이다.\n"
        "은빛항만 육성사업은 비연안 지역의 중소 해운사를 지원한다.",
    ),
    "fixed": (
        "은빛항만 육성사업 본격 추진",
        2025,
        "해온부는 24일 은빛항만 육성사업의 적정성 검토를 마쳤다고 밝혔다.\n"
        "은빛항만 육성사업에는 5년간 총 2조 305억원이 투입된다.\n"
        "분야별 신청 비율은 선박이 31.5%로 가장 높았고, 물류 22.4%, 어업 11.3% 순이었다.",
    ),
    "library": (
        "솔바람 도서관 개관",
        2025,
        "가온시는 솔바람 도서관을 3월 2일에 연다.\n도서관에는 5년간 총 40억원이 투입된다.\n남도시와 북도시도 참석했다.",
    ),
    "long": ("누리집 자료", 2023, LONG + "\n달무리 수로 정비에는 3년간 77억원이 투입된다.\n" + LONG),
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridRetriever]:
    settings = IngestSettings(store=tmp_path_factory.mktemp("store"))
    documents = [
        SourceDocument(
            id=identity,
            version=1,
            title=title,
            issuer="해온부",
            published=datetime(year, 12 if year == 2024 else 1, 24),
            modified=None,
            kind="press_release",
            uri=f"https://example.org/{identity}",
            sha256="0" * 64,
            text=text,
            pages=(Page(1, "", 0, 30), Page(2, "", 30, len(text))) if identity == "fixed" else (),
        )
        for identity, (title, year, text) in TEXTS.items()
    ]
    with Store.open(settings, create=True, embedding=Bigrams()) as opened:
        opened.write(entries(documents, opened, [""] * len(documents)))
        yield HybridRetriever(store=opened)


def judged(retriever: HybridRetriever, claim: str, **options: object) -> Verdict:
    verdict = claims.check(Question(claim, **options), retriever)  # type: ignore[arg-type]
    for cited in verdict.evidence:
        assert TEXTS[cited.document_id][2][cited.start : cited.end] == cited.quote
        assert cited.quote.strip()
    return verdict


@pytest.mark.parametrize(
    ("claim", "label", "document"),
    [
        ("은빛항만 육성사업에는 5년간 총 2조 305억원이 투입된다.", "supported", "fixed"),
        ("은빛항만 육성사업에는 5년간 총 20,305억원이 투입된다.", "supported", "fixed"),
        ("은빛항만 육성사업에는 5년간 총 2조 3,050억원이 투입된다.", "contradicted", "fixed"),
        ("선박이 31.5%로 가장 높았다.", "supported", "fixed"),
        ("신청 비율은 물류가 31.5%로 가장 높았다.", "contradicted", "fixed"),
        ("달무리 수로 정비에는 3년간 77억원이 투입된다.", "supported", "long"),
    ],
)
def test_a_claim_is_held_against_the_document_that_knows(
    retriever: HybridRetriever, claim: str, label: str, document: str
) -> None:
    verdict = judged(retriever, claim)
    assert (verdict.label, verdict.evidence[0].document_id) == (label, document)
    assert bool(verdict.differences) == (label == "contradicted")


def test_a_contradiction_names_both_values_and_cites_the_documents_first(retriever: HybridRetriever) -> None:
    verdict = judged(retriever, "은빛항만 육성사업에는 5년간 총 2조 3,050억원이 투입된다.")
    (difference,) = verdict.differences
    assert (difference.kind, difference.claim, difference.source) == ("amount", "2조 3,050억원", "2조 305억원")
    assert "2조 305억원" in verdict.evidence[0].quote
    assert verdict.evidence[0].page == 2


@pytest.mark.parametrize(
    "claim",
    [
        "별내시는 내년 청년 월세 지원에 1,200억원을 쓴다.",
        "남도시와 북도시가 은빛항만 육성사업에 5년간 총 40억원을 낸다.",
        "우주 탐사선은 2031년에 화성에 닿는다.",
    ],
)
def test_what_no_document_speaks_of_is_not_found(retriever: HybridRetriever, claim: str) -> None:
    verdict = judged(retriever, claim)
    assert verdict.label == "not_found"
    assert not any(one.source for one in verdict.differences)


def test_a_later_document_is_not_known_on_an_earlier_day(retriever: HybridRetriever) -> None:
    claim = "은빛항만 육성사업에는 5년간 총 2조 3,050억원이 투입된다."
    verdict = judged(retriever, claim, as_of=date(2024, 12, 31))
    assert verdict.label == "not_found"
    assert {cited.document_id for cited in verdict.evidence} <= {"plan"}
    assert judged(retriever, claim, filter=Filter(exclude=("fixed",))).label == "not_found"


def test_what_is_yet_to_come_does_not_prove_that_it_came(retriever: HybridRetriever) -> None:
    verdict = judged(retriever, "은빛항만 육성사업의 총사업비가 2024년 12월에 확정됐다.", as_of=date(2024, 12, 31))
    assert verdict.label != "supported"


def test_a_denying_prefix_is_no_part_to_be_looked_past(retriever: HybridRetriever) -> None:
    verdict = judged(retriever, "은빛항만 육성사업은 연안 지역의 중소 해운사를 지원한다.")
    assert verdict.label == "contradicted"
    assert [(one.claim, one.source) for one in verdict.differences] == [("연안", "비연안")]


def test_a_sentence_that_points_back_is_asked_with_what_it_points_at(retriever: HybridRetriever) -> None:
    text = "해온부는 은빛항만 육성사업의 적정성 검토를 마쳤다고 밝혔다.\n- 이 사업에는 5년간 총 2조 305억원이 투입된다."
    first, second = claims.check_text(text, retriever)
    assert [one.verdict.label for one in (first, second)] == ["supported", "supported"]
    assert text[second.start : second.end] == second.text == "이 사업에는 5년간 총 2조 305억원이 투입된다."
    assert second.verdict.evidence[0].document_id == "fixed"


def test_a_text_without_a_word_holds_no_claim(retriever: HybridRetriever) -> None:
    assert claims.check_text(" \n- …\n", retriever) == ()


@given(st.text(alphabet="가나다. \n-□1,억원!?", max_size=80))
def test_claims_are_disjoint_stretches_of_the_text_in_order(text: str) -> None:
    found = claims.split(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(left[1] <= right[0] for left, right in pairwise(found))


def test_the_matter_of_a_claim_is_what_stands_beside_its_figures() -> None:
    found = topics("총사업비는 2조 305억원이다.", lambda words: dict.fromkeys(words, 1.0))
    assert [topic.text for topic in found] == ["사업비"]
