"""Near copies are told from forms filled in anew, from corrections and from documents that only quote."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.embeddings import DeterministicFakeEmbedding

from assistant.answers import Question
from assistant.retrieval.retriever import HybridRetriever
from ingest.copies import alike
from ingest.documents import SourceDocument
from ingest.inventory import inventory
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release

RELEASE = (
    "가온부는 해맑은강 일대의 낡은 둑을 고치고 물길을 넓히는 정비 사업을 올해 안에 마친다고 밝혔다. "
    "이 사업에는 모두 120억원이 들어가며, 강을 낀 마을 열한 곳의 침수 걱정이 줄어들 전망이다. "
    "부처는 주민 설명회를 거쳐 공사 순서를 정했고, 물고기가 오가는 길도 함께 만들기로 하였다. "
    "다솜청은 바람길 조성과 맞물려 산책로를 잇는 방안을 따로 살피고 있다고 덧붙였다."
)
OTHER = (
    "나래부는 별빛도서관을 짓기로 하고 설계 공모를 시작하였다. 어린이 열람실과 달빛공연장이 함께 들어서며, "
    "밤늦게까지 문을 여는 첫 공공 도서관이 된다. 공모 심사는 건축가와 주민 대표가 같이 맡는다. "
    "도서관 이름은 시민에게 물어 정하며, 개관하기 전에 책 기증 운동도 벌일 계획이다."
)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (RELEASE, True),
        (f"[가람일보] {RELEASE} 무단 전재를 금합니다.", True),
        (RELEASE.replace(" ", "").replace(".", ".\n"), True),
        (RELEASE.replace("120억원", "130억원"), False),
        (f"{RELEASE}\n{OTHER}", False),
        (OTHER, False),
        ("가온부는 강을 정비한다.", False),
    ],
)
def test_copies_are_alike_in_all_but_their_frame(other: str, expected: bool) -> None:
    assert alike(RELEASE, other) is expected
    assert alike(other, RELEASE) is expected


@given(st.text(), st.text())
def test_being_alike_takes_any_text_and_has_no_direction(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)


def make(identity: str, text: str, **values: object) -> SourceDocument:
    base = release(identity, datetime(2025, 1, 24, 9), "해맑은강 정비", text, "가온부")
    return replace(base, **values)


ARTICLE = make(
    "기사", f"{RELEASE} 무단 전재를 금합니다.", kind="article", issuer="가람일보", published=datetime(2025, 1, 23)
)
PORTAL = make("포털", RELEASE, kind="press_release", issuer="", published=datetime(2025, 1, 25))
LATER = make("이듬해", RELEASE, published=datetime(2026, 1, 24))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = IngestSettings(store=tmp_path / "store")
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as opened:
        yield opened


def write(store: Store, *documents: SourceDocument) -> None:
    store.write(entries(documents, store, ["/corpus"] * len(documents)))


@pytest.mark.integration
def test_one_of_a_group_is_retrieved_the_ministry_first(store: Store) -> None:
    write(store, ARTICLE, PORTAL, make("발표", RELEASE), LATER, make("도서관", OTHER))
    assert store.copies() == (("발표", "포털", "기사"),)
    assert inventory(store.settings.store).copies == (("발표", "포털", "기사"),)
    question = Question("해맑은강 정비에 얼마가 들어가나?")
    found = HybridRetriever(store=store).retrieve(question, k=10)
    assert {one.chunk.document_id for one in found} == {"발표", "이듬해", "도서관"}
    found = HybridRetriever(store=store).retrieve(replace(question, as_of=date(2025, 1, 23)), k=10)
    assert {one.chunk.document_id for one in found} == {"기사"}


@pytest.mark.integration
def test_a_group_forgets_what_changed_or_went(store: Store) -> None:
    write(store, ARTICLE, make("발표", RELEASE))
    write(store, replace(ARTICLE, version=2, text=OTHER))
    assert store.copies() == ()
    write(store, replace(ARTICLE, version=3))
    assert store.copies() == (("발표", "기사"),)
    store.remove(["발표"])
    assert store.copies() == ()
