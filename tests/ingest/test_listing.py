"""Counting and paging what a store holds, without reading it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.documents import Page, SourceDocument
from ingest.listing import Stock, Wanted
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store

pytestmark = pytest.mark.integration


def make(number: int, **values: object) -> SourceDocument:
    given: dict[str, object] = {
        "id": f"d{number}",
        "version": 1,
        "title": f"{number}번 마을 안내",
        "issuer": ("가온부", "나래청")[number % 2],
        "published": datetime(2020 + number, 3, 1, 9) if number else None,
        "modified": None,
        "kind": ("article", "plan")[number % 2],
        "uri": "",
        "sha256": "0" * 64,
        "text": f"{number}번 마을은 {number}억 원으로 은하수도서관을 연다.",
    }
    return SourceDocument(**(given | values))  # type: ignore[arg-type]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = IngestSettings(store=tmp_path / "store")
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as opened:
        write(opened, *(make(number) for number in range(6)))
        yield opened


def write(store: Store, *documents: SourceDocument) -> None:
    store.write(entries(documents, store, ["/corpus"] * len(documents)))


def names(store: Store, limit: int = 50, offset: int = 0, **wanted: object) -> list[str]:
    return [one.record.id for one in store.find(Wanted(**wanted), limit, offset).listed]  # type: ignore[arg-type]


def test_documents_are_listed_newest_first_and_the_undated_last(store: Store) -> None:
    assert names(store) == ["d5", "d4", "d3", "d2", "d1", "d0"]


def test_a_list_is_paged(store: Store) -> None:
    assert names(store, 2, 4) == ["d1", "d0"]
    assert store.find(Wanted(), 2, 4).total == 6
    assert names(store, 2, 6) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kind": "plan"}, ["d5", "d3", "d1"]),
        ({"issuer": "가온부"}, ["d4", "d2", "d0"]),
        ({"year": 2023}, ["d3"]),
        ({"year": 2019}, []),
        ({"until": date(2023, 3, 1)}, ["d3", "d2", "d1"]),
        ({"until": date(2023, 2, 28)}, ["d2", "d1"]),
        ({"issuer": "가온부", "year": 2024, "kind": "article"}, ["d4"]),
        ({"text": "은하수도서관"}, ["d5", "d4", "d3", "d2", "d1", "d0"]),
        ({"text": "4번 마을"}, ["d4"]),
        ({"text": "나래청"}, ["d5", "d3", "d1"]),
        ({"text": "없는낱말"}, []),
        ({"text": "?!"}, []),
        ({"text": "'; DROP TABLE documents; --"}, []),
        ({"text": "마을", "kind": "plan"}, ["d5", "d3", "d1"]),
    ],
)
def test_a_list_is_narrowed(store: Store, wanted: dict[str, object], found: list[str]) -> None:
    assert names(store, **wanted) == found
    assert store.find(Wanted(**wanted)).total == len(found)  # type: ignore[arg-type]


def test_particulars_count_pages_versions_and_chunks(store: Store) -> None:
    text = "쪽이 둘인 문서는 앞과 뒤가 있다."
    write(store, make(7, version=1), make(8, text=text, pages=(Page(1, "", 0, 9), Page(2, "", 9, len(text)))))
    write(store, make(7, version=2, text="고친 글은 앞의 글과 다르다."))
    seven, eight = store.listed("d7"), store.listed("d8")
    assert seven is not None
    assert eight is not None
    assert (seven.versions, seven.record.version, seven.pages) == (2, 2, 0)
    assert (eight.versions, eight.pages, eight.record.chunks) == (1, 2, 1)
    assert names(store).count("d7") == 1
    assert store.listed("none") is None


def test_facets_count_current_documents(store: Store) -> None:
    write(store, make(5, version=2, issuer="다솜부", kind="document", text="강원과 부산이 함께 연다."))
    found = store.facets()
    assert found.regions == (("강원", 1), ("부산", 1))
    assert dict(found.kinds) == {"article": 3, "plan": 2, "document": 1}
    assert found.issuers[0] == ("가온부", 3)
    assert dict(found.issuers)["다솜부"] == 1
    assert found.years == ((2025, 1), (2024, 1), (2023, 1), (2022, 1), (2021, 1))


def test_the_stock_is_another_after_every_change(store: Store) -> None:
    seen = [store.stock()]
    assert (seen[0].documents, seen[0].newest) == (6, date(2025, 3, 1))
    write(store, make(5, version=2))
    seen.append(store.stock())
    store.remove(["d5"])
    seen.append(store.stock())
    write(store, make(5))
    seen.append(store.stock())
    assert len({one.revision for one in seen}) == 4
    assert store.stock() == seen[-1]
    assert [one.documents for one in seen] == [6, 6, 5, 6]


def test_an_empty_store_holds_nothing(tmp_path: Path) -> None:
    settings = IngestSettings(store=tmp_path / "empty")
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as empty:
        assert empty.stock() == Stock(0, None, (0, 0))
        assert empty.find().total == 0


def test_listing_reads_no_table_of_texts(store: Store) -> None:
    connection = store.catalogue.connection
    for query in (
        "SELECT COUNT(*) FROM documents WHERE current = 1",
        "SELECT MAX(published) FROM documents WHERE current = 1",
        "SELECT key, published FROM documents WHERE current = 1 AND issuer = 'x' AND kind = 'y'"
        " ORDER BY published DESC, key DESC LIMIT 50",
        "SELECT issuer, COUNT(*) AS n FROM documents WHERE current = 1 AND issuer <> '' GROUP BY issuer",
    ):
        plan = " ".join(row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}"))
        assert "COVERING INDEX" in plan, plan
        assert "TEMP B-TREE FOR ORDER" not in plan, plan
