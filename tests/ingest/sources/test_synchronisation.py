"""A store keeps up with its sources: nothing twice, nothing lost, what is gone is marked, what fails is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bigrams import Bigrams
from clocks import START, Clock
from ingest import registry, withdrawals
from ingest.errors import ReadError, SettingsError, StoreBusy
from ingest.registry import Item, State
from ingest.settings import IngestSettings
from ingest.sources import backoff, lists, pages, reading
from ingest.sources.recognition import named, recognised
from ingest.sources.synchronisation import Visited, synchronise
from ingest.store import Store
from ingest.web.download import Downloader, Limits
from sites import Press, serving

pytestmark = pytest.mark.integration

LIMITS = Limits(1, 2, private=True)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def press() -> Iterator[Press]:
    with serving(Press()) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = IngestSettings(
        store=tmp_path / "store",
        allow_private=True,
        web_seconds=2,
        data_go_kr_key="a/key+==",
        file_seconds=0,
    )
    with Store.open(settings, create=True, embedding=Bigrams()) as opened:
        yield opened


def follow(store: Store, place: str, **options: object) -> str:
    found = recognised(place, Downloader(LIMITS), START, **options)  # type: ignore[arg-type]
    with store.catalogue.transaction() as connection:
        assert registry.add(connection, found)
    return found.place


def sync(store: Store, clock: Clock, **options: bool) -> list[Visited]:
    return list(synchronise(store, clock=clock, **options))


def held(store: Store) -> dict[str, tuple[int, str]]:
    """Number and text of the current version of every document, by the last part of its id."""
    found = (store.document(record.id) for record in store.documents())
    return {one.id.rpartition("/")[2]: (one.version, one.text) for one in found if one}


def states(store: Store, place: str) -> dict[State, int]:
    return registry.counts(store.catalogue.connection, place)


def withdrawn(store: Store, place: str) -> list[str]:
    found = withdrawals.of_source(store.catalogue.connection, place)
    return [one.document_id.rpartition("/")[2] for one in found]


def items(store: Store, place: str, *wanted: State) -> list[Item]:
    return list(registry.items(store.catalogue.connection, place, *wanted))


@pytest.mark.parametrize("tags", [True, False], ids=["with versions", "without versions"])
def test_a_second_visit_adds_nothing_and_loses_nothing(press: Press, store: Store, clock: Clock, tags: bool) -> None:
    press.tags = tags
    press.fill(300)
    place = follow(store, f"{press.address}/rss.xml")
    (first,) = sync(store, clock)
    assert (first.outcome, first.added, first.failures, first.left) == ("read", 300, (), 0)
    before = held(store)
    assert len(before) == 300
    assert len(press.asked_for("/news/")) == 300
    clock.pass_by(minutes=10)
    (second,) = sync(store, clock)
    assert (second.added, second.updated, second.failures) == (0, 0, ())
    assert held(store) == before
    assert len(press.asked_for("/news/")) == 300, "no page was asked for again"
    assert press.asked[-1] == ("/rss.xml", 304 if tags else 200)
    assert states(store, place) == {"held": 300}


def test_a_page_that_its_list_says_was_changed_is_a_new_version(press: Press, store: Store, clock: Clock) -> None:
    press.fill(3)
    follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    press.pages[2], press.days[2] = "해솔부는 2번 마을에 빨래방 9곳을 두고 12억원을 쓴다.", "Tue, 25 Nov 2025"
    (visit,) = sync(store, clock)
    assert (visit.added, visit.updated) == (0, 1)
    assert [version for version, _ in held(store).values()] == [1, 2, 1]
    assert "12억원" in held(store)["2"][1]


def test_a_list_that_says_otherwise_of_the_same_page_makes_no_version(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    press.days[1] = "Tue, 25 Nov 2025"
    (visit,) = sync(store, clock)
    assert (visit.updated, visit.unchanged) == (0, 1)
    assert press.asked[-1] == ("/news/1", 304)


def test_a_page_that_changes_unannounced_is_seen_within_a_day(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    press.pages[1] = "해솔부는 1번 마을의 빨래방을 31곳으로 늘린다."
    clock.pass_by(hours=1)
    sync(store, clock)
    assert held(store)["1"][0] == 1
    clock.pass_by(days=1)
    (visit,) = sync(store, clock)
    assert (visit.updated, held(store)["1"][0], press.asked_for("/news/2", 304)) == (1, 2, ["/news/2"])


def test_pages_are_looked_at_again_some_at_a_time(
    press: Press, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "REVIEWED", 2)
    press.fill(5)
    follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    clock.pass_by(days=2)
    for _ in range(3):
        sync(store, clock)
    assert sorted(press.asked_for("/news/", 304)) == [f"/news/{n}" for n in range(1, 6)]


def test_what_a_feed_no_longer_lists_is_withdrawn_only_where_its_page_is_gone(
    press: Press, store: Store, clock: Clock
) -> None:
    press.fill(4)
    place = follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    press.listed.remove(1)
    press.listed.remove(2)
    del press.pages[2]
    (visit,) = sync(store, clock)
    assert (visit.withdrawn, visit.failures) == (1, ())
    assert withdrawn(store, place) == ["2"]
    assert "2번 마을" in held(store)["2"][1], "the document stays"
    assert store.documents([press.page(2)])[0].withdrawn == START
    assert store.documents([press.page(1)])[0].withdrawn is None
    (again,) = sync(store, clock)
    assert again.withdrawn == 0


def test_a_page_that_is_shown_again_is_withdrawn_no_more(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    place = follow(store, f"{press.address}/sitemap.xml")
    sync(store, clock)
    press.listed, text = [1], press.pages.pop(2)
    sync(store, clock)
    assert withdrawn(store, place) == ["2"]
    press.listed, press.pages[2] = [1, 2], text
    (visit,) = sync(store, clock)
    assert (visit.returned, visit.updated, withdrawn(store, place)) == (1, 0, [])


def test_a_document_removed_by_hand_stays_away_until_its_source_says_something_else(
    press: Press, store: Store, clock: Clock
) -> None:
    press.tags = False
    press.fill(2)
    follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    store.remove([press.page(1)])
    clock.pass_by(days=3)
    sync(store, clock)
    assert list(held(store)) == ["2"]
    press.days[1] = "Tue, 25 Nov 2025"
    sync(store, clock)
    assert list(held(store)) == ["1", "2"]


def test_a_page_that_fails_is_tried_again_later_and_then_given_up(press: Press, store: Store, clock: Clock) -> None:
    press.fill(3)
    press.broken[2] = 403
    place = follow(store, f"{press.address}/rss.xml")
    (first,) = sync(store, clock)
    assert (first.outcome, first.added, first.left) == ("read", 2, 1)
    assert [(one.path, one.hint != "") for one in first.failures] == [(press.page(2), True)]
    (second,) = sync(store, clock)
    assert (second.failures, len(press.asked_for("/news/2"))) == ((), 1), "not before a minute"
    for _ in range(backoff.MOST_ATTEMPTS - 1):
        clock.pass_by(days=1)
        (visit,) = sync(store, clock)
    assert (visit.given_up, visit.left) == (1, 0)
    (dead,) = items(store, place, "dead")
    assert (dead.address, dead.attempts) == (press.page(2), backoff.MOST_ATTEMPTS)
    assert "403" in dead.error
    asked = len(press.asked_for("/news/2"))
    clock.pass_by(days=30)
    sync(store, clock)
    assert len(press.asked_for("/news/2")) == asked, "given up"
    press.broken.clear()
    (last,) = sync(store, clock, retry=True)
    assert (last.added, states(store, place)) == (1, {"held": 3})


def test_what_was_given_up_is_tried_when_its_list_says_something_else(
    press: Press, store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_ATTEMPTS", 1)
    press.fill(1)
    press.broken[1] = 403
    place = follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    assert states(store, place) == {"dead": 1}
    press.broken.clear()
    press.days[1] = "Tue, 25 Nov 2025"
    (visit,) = sync(store, clock)
    assert visit.added == 1


def test_a_site_that_does_not_answer_is_left_alone_and_what_it_owes_is_kept(
    press: Press, store: Store, clock: Clock
) -> None:
    press.fill(40)
    press.broken = dict.fromkeys(range(11, 41), 500)
    place = follow(store, f"{press.address}/rss.xml")
    (visit,) = sync(store, clock)
    assert (visit.outcome, visit.added, visit.left) == ("failed", 10, 30)
    assert "500" in visit.source.error
    assert len(press.asked_for("/news/", 500)) == reading.STRIKES
    (waiting,) = sync(store, clock)
    assert (waiting.outcome, len(press.asked_for("/rss.xml"))) == ("waiting", 2)
    press.broken.clear()
    clock.pass_by(minutes=2)
    (after,) = sync(store, clock)
    assert (after.outcome, after.added, states(store, place)) == ("read", 30, {"held": 40})


def test_no_page_is_given_up_because_its_site_is_down(press: Press, store: Store, clock: Clock) -> None:
    press.fill(8)
    press.broken = dict.fromkeys(range(1, 9), 500)
    place = follow(store, f"{press.address}/rss.xml")
    for _ in range(3 * backoff.MOST_ATTEMPTS):
        sync(store, clock)
        clock.pass_by(days=2)
    assert "dead" not in states(store, place)


def test_a_site_that_asks_for_rest_gets_it(press: Press, store: Store, clock: Clock) -> None:
    press.fill(3)
    press.broken, press.headers = {1: 429}, {"Retry-After": "7200"}
    follow(store, f"{press.address}/rss.xml")
    (visit,) = sync(store, clock)
    assert visit.outcome == "failed"
    assert len(press.asked_for("/news/")) == 1
    assert visit.source.due == registry.stamped(START + timedelta(hours=2))


def test_one_source_that_fails_does_not_stop_the_others(
    press: Press, store: Store, clock: Clock, tmp_path: Path
) -> None:
    press.fill(2)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text("가온부는 나루터 3곳을 고친다.\n", "utf-8")
    broken = [follow(store, f"{press.address}/rss.xml")]
    press.answers["/second.xml"] = (200, b"<rss><channel/></rss>")
    press.answers["/third.xml"] = (200, b"<rss><channel/></rss>")
    broken += [follow(store, f"{press.address}/{name}.xml") for name in ("second", "third")]
    follow(store, str(tmp_path / "folder"))
    follow(store, f"{press.address}/sitemap.xml")
    press.answers |= {"/rss.xml": (200, b"<html>no feed"), "/second.xml": (500, b"")}
    press.answers["/third.xml"] = (200, b'<!DOCTYPE r [<!ENTITY a "b">]><rss>&a;</rss>')
    visits = sync(store, clock)
    assert [one.outcome for one in visits] == ["failed"] * 3 + ["read"] * 2
    assert [one.source.place for one in visits[:3]] == broken
    assert all(one.source.error and one.source.hint for one in visits[:3])
    assert [one.added for one in visits] == [0, 0, 0, 1, 2]


def test_a_list_that_does_not_arrive_in_time_is_named(press: Press, store: Store, clock: Clock) -> None:
    press.fill(1)
    place = follow(store, f"{press.address}/rss.xml")
    press.slow = 5
    store.settings = replace(store.settings, web_seconds=1)
    (visit,) = sync(store, clock)
    assert (visit.outcome, visit.left) == ("read", 1)
    (failed,) = items(store, place, "failed")
    assert "1초 안에" in failed.error


def test_a_list_cut_short_loses_nothing(press: Press, store: Store, clock: Clock) -> None:
    press.fill(3)
    place = follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    press.answers["/rss.xml"] = (200, b"<rss><channel><item><link>/news/1</link></item>")
    assert sync(store, clock)[0].outcome == "failed"
    press.answers["/rss.xml"] = (200, b"<rss><channel/></rss>")
    clock.pass_by(hours=1)
    (visit,) = sync(store, clock)
    assert (visit.outcome, visit.withdrawn, states(store, place)) == ("read", 0, {"held": 3})


def test_pages_of_every_map_of_an_index_are_read(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    index = f"<sitemapindex><sitemap><loc>{press.address}/sitemap.xml</loc></sitemap></sitemapindex>"
    press.answers["/index.xml"] = (200, index.encode())
    place = follow(store, f"{press.address}/index.xml")
    assert sync(store, clock)[0].added == 2
    press.fill(1, first=3)
    assert sync(store, clock)[0].added == 1
    assert registry.sources(store.catalogue.connection)[0].kind == "sitemap"
    assert states(store, place) == {"held": 3}


def test_addresses_of_this_machine_are_not_read_unless_allowed(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    follow(store, f"{press.address}/rss.xml")
    store.settings = replace(store.settings, allow_private=False)
    (visit,) = sync(store, clock)
    assert visit.outcome == "failed"
    assert "내부망" in visit.source.error
    assert len(press.asked) == 2, "robots.txt and the list, when the source was added"


def test_a_folder_is_kept_up_with_and_what_is_gone_is_withdrawn(store: Store, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("나루", "다리", "우물"):
        (folder / f"{name}.txt").write_text(f"가온부는 {name} 3곳을 고친다.\n", "utf-8")
    place = follow(store, str(folder))
    assert sync(store, clock)[0].added == 3
    assert sync(store, clock)[0].unchanged == 3
    (folder / "나루.txt").write_text("가온부는 나루 5곳을 고친다.\n", "utf-8")
    (folder / "다리.txt").rename(tmp_path / "다리.txt")
    (visit,) = sync(store, clock)
    assert (visit.updated, visit.withdrawn, withdrawn(store, place)) == (1, 1, ["다리.txt"])
    assert len(held(store)) == 3
    (tmp_path / "다리.txt").rename(folder / "다리.txt")
    (visit,) = sync(store, clock)
    assert (visit.returned, visit.added, withdrawn(store, place)) == (1, 0, [])


def test_a_folder_that_is_empty_or_not_there_withdraws_nothing(store: Store, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("가온부는 나루터 3곳을 고친다.\n", "utf-8")
    place = follow(store, str(folder))
    sync(store, clock)
    (folder / "a.txt").unlink()
    (visit,) = sync(store, clock)
    assert (visit.outcome, withdrawn(store, place), len(held(store))) == ("failed", [], 1)
    folder.rmdir()
    (visit,) = sync(store, clock, retry=True)
    assert (visit.outcome, withdrawn(store, place)) == ("failed", [])


def test_a_file_that_cannot_be_read_is_given_up_until_it_changes(store: Store, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt").write_text("가온부는 나루터 3곳을 고친다.\n", "utf-8")
    (folder / "b.txt").write_text("", "utf-8")
    place = follow(store, str(folder))
    visits = [sync(store, clock)[0] for _ in range(backoff.MOST_ATTEMPTS + 1)]
    assert [len(one.failures) for one in visits] == [1] * backoff.MOST_ATTEMPTS + [0]
    assert [one.given_up for one in visits] == [0] * (backoff.MOST_ATTEMPTS - 1) + [1, 0]
    assert states(store, place) == {"dead": 1}
    (folder / "b.txt").write_text("가온부는 우물 2곳을 고친다.\n", "utf-8")
    (visit,) = sync(store, clock)
    assert (visit.added, states(store, place)) == (1, {})


def briefed(press: Press, store: Store) -> str:
    """Follow 보도자료 of the stand-in of the open interface."""
    store.settings = replace(store.settings, data_go_kr_url=press.address)
    return follow(store, "briefing.press")


def test_releases_of_the_open_interface_come_with_ministry_and_time(press: Press, store: Store, clock: Clock) -> None:
    press.fill(3)
    press.days = {1: "20251120", 2: "20251124", 3: "20251001"}
    briefed(press, store)
    (visit,) = sync(store, clock)
    assert (visit.outcome, visit.added, visit.failures) == ("read", 2, ())
    document = store.document(press.page(2))
    assert document is not None
    assert (document.title, document.issuer, document.kind) == ("2번 보도자료", "해솔부", "press_release")
    assert document.published == datetime(2025, 11, 24, 9, 30)
    assert document.text.startswith("마을 빨래방 & 나루터")
    assert "2억원을 쓴다" in document.text
    assert not press.asked_for("/news/"), "the interface brings the text"
    assert not press.asked_for("/robots.txt")
    (again,) = sync(store, clock)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 1)


def test_only_some_days_are_asked_for_again(press: Press, store: Store, clock: Clock) -> None:
    press.fill(1)
    press.days = {1: "20251118"}
    briefed(press, store)
    sync(store, clock)
    assert len(press.asked) == 8
    sync(store, clock)
    assert len(press.asked) == 12, "today and three days before"
    press.fill(1, first=2)
    press.days[2] = "20251126"
    clock.pass_by(days=2)
    (visit,) = sync(store, clock)
    assert visit.added == 1


def test_a_release_under_embargo_waits(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    press.days = {1: "20251118|12/15/2025 09:00:00", 2: "20251119"}
    briefed(press, store)
    assert sync(store, clock)[0].added == 1
    clock.pass_by(days=21, hours=1)
    (visit,) = sync(store, clock)
    assert (visit.added, sorted(held(store))) == (1, ["1", "2"])


def test_a_key_that_is_refused_or_missing_is_named_and_never_shown(press: Press, store: Store, clock: Clock) -> None:
    place = briefed(press, store)
    for key, said in (("wrong-key", "SERVICE_KEY_IS_NOT_REGISTERED"), ("", "인증키가 없습니다")):
        store.settings = replace(store.settings, data_go_kr_key=key)
        (visit,) = sync(store, clock, retry=True)
        assert (visit.outcome, visit.source.place) == ("failed", place)
        assert said in visit.source.error
        assert "GEUNGEO_DATA_GO_KR_KEY" in visit.source.hint
        assert not key or key not in visit.source.error + visit.source.hint


def test_a_release_whose_page_is_gone_is_withdrawn(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    press.days = {1: "20251124", 2: "20251124"}
    place = briefed(press, store)
    sync(store, clock)
    del press.pages[1]
    press.listed.remove(1)
    clock.pass_by(days=1, hours=1)
    (visit,) = sync(store, clock)
    assert (visit.withdrawn, visit.updated, withdrawn(store, place)) == (1, 0, ["1"])


def test_two_do_not_synchronise_at_once(press: Press, store: Store, clock: Clock) -> None:
    press.fill(1)
    follow(store, f"{press.address}/rss.xml")
    running = synchronise(store, clock=clock)
    next(running)
    with pytest.raises(StoreBusy, match="동기화"):
        sync(store, clock)
    running.close()
    assert sync(store, clock)[0].outcome == "read"


def test_a_source_is_added_once_and_removed_with_its_documents_left(press: Press, store: Store, clock: Clock) -> None:
    press.fill(2)
    place = follow(store, f"{press.address}/rss.xml")
    sync(store, clock)
    assert named(f"{press.address}/rss.xml") == place
    with store.catalogue.transaction() as connection:
        assert not registry.add(connection, registry.Source(place, "feed", ""))
        assert registry.remove(connection, place)
        assert not registry.remove(connection, place)
    assert (len(held(store)), states(store, place)) == (2, {})


@pytest.mark.parametrize("text", ["없는-폴더", "briefing.other"])
def test_what_is_no_source_is_refused_with_what_is(text: str) -> None:
    with pytest.raises(SettingsError, match="폴더도 주소도") as caught:
        recognised(text, Downloader(LIMITS), START)
    assert "briefing.press" in caught.value.hint


def test_an_address_that_is_no_list_is_refused(press: Press) -> None:
    press.fill(1)
    with pytest.raises(ReadError) as caught:
        recognised(press.page(1), Downloader(LIMITS), START)
    assert "사이트맵" in caught.value.hint
    assert lists.MOST > 300


def test_only_the_sources_named_are_visited(press: Press, store: Store, clock: Clock) -> None:
    press.fill(1)
    follow(store, f"{press.address}/rss.xml")
    place = follow(store, f"{press.address}/sitemap.xml")
    assert [one.source.place for one in synchronise(store, [place], clock=clock)] == [place]
    with pytest.raises(SettingsError, match="모르는 출처"):
        list(synchronise(store, ["elsewhere"], clock=clock))
