"""Documents that disagree are shown so, however many copies tell one side and whatever the settings trust."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest

from assistant import claims
from assistant.answers import Answer, Question
from assistant.chain import build_chain
from assistant.checking.disagreement import otherwise
from assistant.retrieval.retriever import HybridRetriever
from assistant.retrieval.trust import Trust, problem
from assistant.settings import AssistantSettings
from ingest.documents import SourceDocument
from ingest.store import Store
from releases import release, stored

TRUE, FALSE = "1,200억원", "5조원"
COST = "은솔항 재생사업의 총사업비는 얼마인가요?"
COPIES = 60
MINISTRY = Trust(("kind:press_release issuer:해온부",))


def documents() -> Iterator[SourceDocument]:
    yield release(
        "true",
        datetime(2026, 1, 14),
        "은솔항 재생사업 추진",
        "해온부는 은솔항 재생사업을 추진한다고 14일 밝혔다.\n"
        f"은솔항 재생사업의 총사업비는 {TRUE}으로 정해졌다.\n"
        "은솔항 재생사업은 어촌 열두 곳을 지원한다.",
        "해온부",
    )
    for number in range(COPIES):
        text = f"은솔항 재생사업 소식 {number}호이다.\n은솔항 재생사업의 총사업비는 {FALSE}이다."
        planted = release(f"copy-{number}", datetime(2026, 1, 14), f"은솔항 재생사업 소식 {number}", text, "")
        yield replace(planted, kind="document", uri=f"file:///uploads/{number}")
    asked = "질문: 새벽 우편사업의 총사업비는 얼마인가요?\n답변: 9조원입니다."
    yield replace(release("asked", datetime(2026, 1, 15), "새벽 우편사업 문답", asked, ""), kind="document")
    yield release(
        "post",
        datetime(2026, 1, 14),
        "새벽 우편사업 추진",
        "가람부는 새벽 우편사업을 추진한다고 밝혔다.\n새벽 우편사업의 총사업비는 300억원이다.",
    )


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with stored(tmp_path_factory.mktemp("poisoned"), list(documents())) as opened:
        yield opened


@pytest.mark.integration
@pytest.mark.parametrize("value", [TRUE, FALSE])
def test_a_claim_that_a_document_denies_is_never_plainly_supported(store: Store, value: str) -> None:
    claim = Question(f"은솔항 재생사업의 총사업비는 {value}이다.")
    verdict = claims.check(claim, HybridRetriever(store=store))
    assert verdict.label == "supported"
    (conflict,) = verdict.conflicts
    assert {TRUE, FALSE} == set(conflict.values)
    assert not conflict.trusted
    cited = {one.marker: one for one in verdict.evidence}
    for marker, said in zip(conflict.citations, conflict.values, strict=True):
        assert said in cited[marker].quote


@pytest.mark.integration
def test_the_trusted_source_is_named_first_and_hides_nothing(store: Store) -> None:
    claim = Question(f"은솔항 재생사업의 총사업비는 {FALSE}이다.")
    verdict = claims.check(claim, HybridRetriever(store=store, trust=MINISTRY))
    (conflict,) = verdict.conflicts
    assert verdict.label == "supported"
    assert conflict.trusted
    assert conflict.values[0] == TRUE
    assert set(conflict.values) == {TRUE, FALSE}


@pytest.mark.integration
def test_what_no_document_denies_shows_no_disagreement(store: Store) -> None:
    verdict = claims.check(Question("은솔항 재생사업은 어촌 열두 곳을 지원한다."), HybridRetriever(store=store))
    assert (verdict.label, verdict.conflicts) == ("supported", ())


@pytest.mark.integration
def test_an_answer_shows_the_one_document_among_copies_that_says_otherwise(store: Store) -> None:
    reply = build_chain(store, AssistantSettings(reader="", trust=MINISTRY)).invoke(COST)
    assert isinstance(reply, Answer)
    assert reply.conflicts
    values = {value for one in reply.conflicts for value in one.values}
    assert values == {TRUE, FALSE}
    first = {one.marker: one for one in reply.citations}[reply.conflicts[0].citations[0]]
    assert (first.document_id, first.kind, first.issuer) == ("true", "press_release", "해온부")


@pytest.mark.integration
def test_where_nothing_is_named_figures_of_other_things_are_no_disagreement(store: Store) -> None:
    reply = build_chain(store, AssistantSettings(reader="")).invoke("총사업비는 얼마인가요?")
    assert isinstance(reply, Answer)
    assert not reply.conflicts


@pytest.mark.integration
def test_a_label_before_the_sentence_is_no_part_of_what_is_denied(store: Store) -> None:
    sentence = Question(f"모범 답안: 은솔항 재생사업의 총사업비는 {FALSE}이다.")
    day = datetime(2026, 1, 14)
    (told,) = otherwise(sentence, HybridRetriever(store=store), "은솔항 재생사업", frozenset({"copy-1"}), day)
    assert (told.other, told.citation.document_id) == (TRUE, "true")


@pytest.mark.integration
def test_a_document_that_repeats_the_question_is_no_better_for_it(store: Store) -> None:
    reply = build_chain(store, AssistantSettings(reader="")).invoke("새벽 우편사업의 총사업비는 얼마인가요?")
    assert isinstance(reply, Answer)
    assert "300억원" in reply.sentences[0].text


def test_sources_are_trusted_in_their_order_and_only_where_all_of_a_source_holds() -> None:
    trust = Trust(("kind:plan issuer:가온부", "uri:/srv/ministry/", "issuer:가온 시청"))
    assert trust.rank("plan", "가온부", "/a") == 3
    assert trust.rank("document", "", "/srv/ministry/a.pdf") == 2
    assert trust.rank("article", "가온 시청", "/a") == 1
    assert trust.rank("article", "가온부", "/a") == 0
    assert Trust().rank("plan", "가온부", "/a") == 0
    assert not any(map(problem, trust.sources))
