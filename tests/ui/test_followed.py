"""The fold of sources on the documents tab: who sees it, what it says of each source, and what it keeps to itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bigrams import Bigrams
from ingest import collections, registry, withdrawals
from ingest.pipeline import entries
from ingest.registry import Item, Listed, Source
from ingest.settings import IngestSettings
from ingest.sources.standing import Standing, readable
from ingest.store import Store
from parsed import Parsed
from releases import release
from ui.accounts.visitors import Visitor
from ui.page.documents.desk import Desk
from ui.page.documents.followed import MOST_DEAD, followed

NOW = datetime(2026, 5, 7, 9, 30)
EDITOR, READER = Visitor("가"), Visitor("나", frozenset({"reader"}))
FEED = Source("https://u:pw@press.example/rss?serviceKey=abc", "feed", "2026-05-01T00:00:00")


def dead(number: int) -> Item:
    address = f"https://press.example/{number}?token=abc"
    return Item(address, "1", True, "dead", attempts=6, error=f"{address}: 없는 쪽입니다 (404).", hint="살펴봐 주세요.")


def standing(source: Source, *items: Item) -> Standing:
    return Standing(source, 3, 2, items, ())


def test_only_an_editor_sees_sources_and_only_where_there_are_any(scripted):
    found = (standing(FEED),)
    desk = Desk(scripted.Shelf(), None, None, "ko", sources=lambda: found)
    assert "press.example" in desk.followed(EDITOR)
    assert desk.followed(READER) == ""
    assert Desk(scripted.Shelf(), None, None, "ko").followed(EDITOR) == ""


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_source_is_told_with_its_visits_counts_and_what_was_given_up_without_secrets(language):
    source = Source(
        FEED.place,
        "feed",
        FEED.added,
        tried="2026-05-07T09:00:00",
        synced="2026-05-06T09:00:00",
        due="2026-05-07T09:25:00",
        attempts=2,
        error="닿을 수 없습니다: https://u:pw@press.example",
        hint="주소를 보세요.",
    )
    told = Parsed(followed([standing(source, dead(1))], language)).text
    for said in (
        "https://***@press.example/rss?serviceKey=***",
        "2026-05-06 09:00",
        "2026-05-07 09:25",
        "닿을 수 없습니다",
        "https://press.example/1?token=***",
        "없는 쪽입니다",
        "살펴봐 주세요.",
        "geungeo sync --retry",
    ):
        assert said in told
    for secret in ("pw", "abc"):
        assert secret not in told


def test_what_is_well_is_told_quietly_and_says_how_to_fetch():
    told = followed([standing(FEED)], "ko")
    assert "아직 다 보지 못함 · 다음 동기화 때 다시 봅니다" in told
    assert "--retry" not in told
    assert "troubled" not in told


def test_a_folder_is_named_without_the_folders_above_it():
    path = "/srv/비밀/자료"
    item = Item(f"{path}/표.hwp", "1", True, "dead", attempts=6, error=f"{path}/표.hwp: 열리지 않습니다.", hint="")
    told = Parsed(followed([standing(Source(path, "folder", "2026-05-01T00:00:00"), item)], "ko")).text
    assert "자료/표.hwp: 열리지 않습니다." in told
    assert "/srv" not in told
    assert "비밀" not in told


def test_many_given_up_are_counted_and_not_all_named():
    told = followed([standing(FEED, *map(dead, range(MOST_DEAD + 5)))], "ko")
    assert told.count("없는 쪽입니다") == MOST_DEAD
    assert f"포기한 것 {MOST_DEAD + 5}건" in told


# rights


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = [release(name, NOW, f"{name} 계획", f"{name} 사업에 3억원을 쓴다.") for name in ("open", "shut")]
    with Store.open(IngestSettings(tmp_path / "store"), create=True, embedding=Bigrams()) as opened:
        opened.write(entries(made, opened, [""] * 2))
        with opened.catalogue.transaction() as connection:
            collections.add(connection, "press", NOW)
            for place in ("https://a.example/rss", "https://b.example/rss"):
                registry.add(connection, Source(place, "feed", "2026-05-01T00:00:00"))
            collections.assign(connection, "https://b.example/rss", "press")
            withdrawals.mark(connection, ["open", "shut"], NOW, "https://a.example/rss")
            registry.listed(connection, "https://a.example/rss", [Listed("open", "1"), Listed("shut", "1")], "", "")
            connection.execute("UPDATE items SET state = 'dead'")
        yield opened


@pytest.mark.integration
def test_a_source_of_a_closed_collection_and_a_document_moved_there_are_not_told(store: Store) -> None:
    assert [one.source.place for one in readable(store)] == ["https://a.example/rss", "https://b.example/rss"]
    store.put(["shut"], "press")
    store.rights = lambda: frozenset({"public"})
    (found,) = readable(store)
    assert found.source.place == "https://a.example/rss"
    assert [one.document_id for one in found.withdrawn] == ["open"]
    assert [one.address for one in found.dead] == ["open"]
    store.rights = lambda: frozenset({"public", "press"})
    assert [len(one.withdrawn) for one in readable(store)] == [2, 0]
