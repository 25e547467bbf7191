"""A claim that is not found comes with a like figure of the same matter, which proves and denies nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from assistant import claims
from assistant.answers import Question, Verdict
from assistant.retrieval.retriever import HybridRetriever
from releases import release, stored

SHIPS = (
    "해온부는 은빛항만 육성사업 본격 추진 방안을 밝혔다.\n"
    "은빛항만 육성사업에는 선원 15명과 정비사 240명이 참여한다.\n"
    "은빛항만 육성사업의 총사업비는 305억원이다.\n"
    "솔바람 도서관에는 사서 118명이 일한다."
)


@pytest.fixture(scope="module")
def retriever(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HybridRetriever]:
    document = release("ships", datetime(2025, 1, 24), "은빛항만 육성사업 본격 추진", SHIPS)
    with stored(tmp_path_factory.mktemp("store"), [document]) as store:
        yield HybridRetriever(store=store)


def judged(retriever: HybridRetriever, claim: str) -> Verdict:
    return claims.check(Question(claim), retriever)


def test_the_figure_of_the_same_kind_on_the_same_matter_is_named(retriever: HybridRetriever) -> None:
    verdict = judged(retriever, "은빛항만 육성사업에 화가들이 신청한 것은 120명이다.")
    assert verdict.label == "not_found"
    found = verdict.nearest
    assert found is not None
    assert (found.claimed, found.text) == ("120명", "240명")
    assert found.citation.quote[found.start : found.start + len(found.text)] == found.text
    assert SHIPS[found.citation.start : found.citation.end] == found.citation.quote


@pytest.mark.parametrize(
    "claim",
    [
        "은빛항만 육성사업에는 등대 7기가 세워진다.",
        "은빛항만 육성사업은 선원들의 노래를 모은다.",
        "화성 이주 지원단은 모두 120명이다.",
    ],
)
def test_without_a_like_figure_on_the_matter_none_is_named(retriever: HybridRetriever, claim: str) -> None:
    verdict = judged(retriever, claim)
    assert (verdict.label, verdict.nearest) == ("not_found", None)


@pytest.mark.parametrize("amount", ["305억원", "9억원"])
def test_other_verdicts_have_no_nearest_figure(retriever: HybridRetriever, amount: str) -> None:
    verdict = judged(retriever, f"은빛항만 육성사업의 총사업비는 {amount}이다.")
    assert verdict.label != "not_found"
    assert verdict.nearest is None
