"""A watched text: what the documents give for its figures, and the change when they give another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.retrieval.retriever import HybridRetriever
from assistant.watch import Looking, look, watched
from ingest import watches
from ingest.pipeline import entries
from ingest.store import Store
from releases import release, stored

pytestmark = pytest.mark.integration

NOW = datetime(2026, 6, 1, 9)
CLAIM = "가람부는 한솔마을에 빨래방 12곳을 둔다."
FIRST = release(
    "first",
    datetime(2026, 3, 2),
    "한솔마을 빨래방 안내",
    "가람부는 한솔마을에 빨래방 12곳을 둔다.\n문의는 대변인실로 한다.",
)
COST = "나래벌판 조성사업의 총사업비는 {}억원으로 확정됐다.\n나래벌판 조성사업은 2027년에 시작한다."
PLAN = release("plan", datetime(2026, 3, 3), "나래벌판 조성사업 확정", COST.format(120))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with stored(tmp_path / "store", [FIRST, PLAN]) as opened:
        yield opened


def looking(store: Store) -> Looking:
    return Looking(store, HybridRetriever(store=store), None, NOW.date())


def watch(store: Store, text: str) -> None:
    with store.catalogue.transaction() as connection:
        assert watches.add(connection, text, NOW)
        assert not watches.add(connection, text, NOW)


def write(store: Store, identity: str, text: str, version: int) -> None:
    before = store.document(identity)
    assert before is not None
    document = replace(before, text=text, version=version, sha256=f"{version:064}")
    store.write(entries([document], store, [""]))


def changed(store: Store) -> list[tuple[object, object]]:
    return [(one.old["value"], one.new["value"]) for one in look(store, lambda: looking(store), NOW)]


def test_a_claims_figure_that_the_documents_change_is_told_with_both_quotes(store: Store) -> None:
    watch(store, CLAIM)
    assert changed(store) == []
    write(store, "first", "가람부는 한솔마을에 빨래방 31곳을 둔다.\n문의는 대변인실로 한다.", 2)
    (change,) = look(store, lambda: looking(store), NOW)
    assert (change.text, change.old["value"], change.new["value"]) == (CLAIM, "12곳", "31곳")
    for side, version in ((change.old, 1), (change.new, 2)):
        document = store.document("first", version)
        assert document is not None
        assert document.text[side["start"] : side["end"]] == side["quote"]  # type: ignore[misc]
        assert str(side["value"]) in str(side["quote"])
    assert changed(store) == [], "told once"


def test_a_programmes_value_that_the_documents_change_is_told(store: Store) -> None:
    watch(store, "나래벌판 조성사업")
    assert changed(store) == []
    write(store, "plan", COST.format(150), 2)
    assert changed(store) == [("120억원", "150억원")]


def test_a_later_document_that_gives_another_value_is_a_change(store: Store) -> None:
    watch(store, "나래벌판 조성사업")
    look(store, lambda: looking(store), NOW)
    later = release("later", datetime(2026, 5, 3), "나래벌판 조성사업 변경", COST.format(180))
    store.write(entries([later], store, [""]))
    assert changed(store) == [("120억원", "180억원")]


def test_the_same_amount_written_otherwise_is_no_change(store: Store) -> None:
    watch(store, "나래벌판 조성사업")
    look(store, lambda: looking(store), NOW)
    write(store, "plan", COST.replace("{}억원", "12,000백만원"), 2)
    assert changed(store) == []


def test_a_figure_that_disappears_is_compared_with_the_next_one(store: Store) -> None:
    watch(store, CLAIM)
    look(store, lambda: looking(store), NOW)
    write(store, "first", "가람부는 나루터를 고친다.\n문의는 대변인실로 한다.", 2)
    assert changed(store) == []
    write(store, "first", "가람부는 한솔마을에 빨래방 31곳을 둔다.\n문의는 대변인실로 한다.", 3)
    assert changed(store) == [("12곳", "31곳")]


def test_documents_without_a_day_count_for_a_claim(tmp_path: Path) -> None:
    with stored(tmp_path / "undated", [replace(FIRST, published=None)]) as store:
        assert [one.value for one in watched(CLAIM, looking(store)).values()] == ["12곳"]


def test_nothing_is_loaded_where_no_document_changed(store: Store) -> None:
    watch(store, CLAIM)
    look(store, lambda: looking(store), NOW)

    def never() -> Looking:
        raise AssertionError

    assert look(store, never, NOW) == ()
    assert watched(CLAIM, looking(store))["claim:12곳"].citation.document_id == "first"
    assert looking(store).today == date(2026, 6, 1)


def test_a_text_that_is_watched_no_more_is_forgotten(store: Store) -> None:
    watch(store, CLAIM)
    look(store, lambda: looking(store), NOW)
    write(store, "first", "가람부는 한솔마을에 빨래방 31곳을 둔다.\n문의는 대변인실로 한다.", 2)
    assert len(look(store, lambda: looking(store), NOW)) == 1
    with store.catalogue.transaction() as connection:
        assert watches.remove(connection, CLAIM)
        assert not watches.remove(connection, CLAIM)
    connection = store.catalogue.connection
    assert (watches.watches(connection), watches.changes(connection, 9)) == ((), ())
