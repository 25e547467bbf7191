"""The commands of sources: what is added, what a visit tells, how a source stands, and what is withdrawn."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from bigrams import Bigrams
from ingest import places
from ingest.catalogue import Catalogue
from ingest.errors import SettingsError
from sites import Press, serving
from ui.cli.parser import _interval

pytestmark = pytest.mark.integration

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def press() -> Iterator[Press]:
    with serving(Press()) as made:
        yield made


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow this machine's own addresses, read files in this process, and embed by letter pairs."""
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())
    monkeypatch.setenv("GEUNGEO_ALLOW_PRIVATE", "1")
    monkeypatch.setenv("GEUNGEO_FILE_SECONDS", "0")
    monkeypatch.setenv("GEUNGEO_LANG", "ko")


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_source_is_added_visited_listed_and_removed(run: Run, press: Press) -> None:
    press.fill(3)
    place = f"{press.address}/rss.xml"
    assert lines(run("sources", "add", place)[1]) == [{"source": place, "kind": "feed", "added": True}]
    assert lines(run("sources", "add", place)[1])[0]["added"] is False
    code, out, _ = run("sync")
    (visit,) = lines(out)
    assert (code, visit["outcome"], visit["added"], visit["left"]) == (0, "read", 3, 0)
    assert lines(run("sync")[1])[0]["added"] == 0
    (standing,) = lines(run("sources", "list")[1])
    assert (standing["source"], standing["held"], standing["error"], standing["dead"]) == (place, 3, None, [])
    assert lines(run("sources", "remove", place)[1]) == [{"removed": 1, "missing": []}]
    assert len(lines(run("documents", "list")[1])) == 3
    assert run("sources", "remove", place)[0] == 1


def test_what_is_withdrawn_is_said_of_the_document_in_search_and_in_the_list(run: Run, press: Press) -> None:
    press.fill(2)
    run("sources", "add", f"{press.address}/sitemap.xml")
    run("sync")
    press.listed.remove(1)
    del press.pages[1]
    assert lines(run("sync")[1])[0]["withdrawn"] == 1
    (gone,) = lines(run("sources", "list")[1])[0]["withdrawn"]
    assert gone["document_id"] == press.page(1)
    shown = lines(run("documents", "show", press.page(1))[1])[0]
    assert shown["withdrawn"] == gone["since"]
    assert lines(run("documents", "show", press.page(2))[1])[0]["withdrawn"] is None
    said = "출처에서 내려감"
    assert said in run("documents", "show", press.page(1), "--text")[1]
    assert said not in run("documents", "show", press.page(2), "--text")[1]
    assert said in run("documents", "list", "--text")[1]
    assert said in run("search", "1번 마을 빨래방", "--text")[1]
    assert "출처에서 내려간 문서" in run("sources", "list", "--text")[1]


def test_an_answer_and_a_verdict_say_that_what_they_cite_is_withdrawn(run: Run, press: Press) -> None:
    press.fill(2)
    run("sources", "add", f"{press.address}/rss.xml")
    run("sync")
    press.listed.remove(1)
    del press.pages[1]
    run("sync")
    claim = "해솔부는 1번 마을에 빨래방 3곳을 두고 1억원을 쓴다."
    (verdict,) = lines(run("check", claim)[1])
    assert verdict["verdict"] == "supported"
    assert [bool(one.get("withdrawn")) for one in verdict["evidence"] if one["document_id"] == press.page(1)] == [True]
    (reply,) = lines(run("ask", "1번 마을에 빨래방을 몇 곳 두나요?")[1])
    cited = {one["document_id"]: one.get("withdrawn") for one in reply["citations"]}
    assert cited[press.page(1)]
    assert not cited.get(press.page(2))


def test_what_fails_is_named_and_the_rest_goes_on(run: Run, press: Press) -> None:
    press.fill(3)
    press.broken[2] = 403
    run("sources", "add", f"{press.address}/rss.xml", f"{press.address}/sitemap.xml")
    press.answers["/sitemap.xml"] = (500, b"")
    code, out, _ = run("sync", "--text")
    assert code == 1
    assert "추가 2" in out
    assert "사이트가 보여 주지 않습니다 (403)" in out
    assert "사이트가 페이지를 주지 않았습니다 (500)" in out
    listed = run("sources", "list", "--text")[1]
    assert "(500)" in listed
    assert "뒤에 다시 해 봅니다" in listed
    assert "기다립니다" in run("sync", "--text")[1]
    press.answers.clear()
    press.broken.clear()
    code, out, _ = run("sync", "--retry", "--text")
    assert (code, "추가 1" in out) == (0, True)


def test_what_was_given_up_is_listed_by_name(run: Run, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.sources.reading.MOST_ATTEMPTS", 1)
    press.fill(7)
    press.broken = dict.fromkeys(range(1, 8), 403)
    run("sources", "add", f"{press.address}/rss.xml")
    assert "포기한 것 7건" in run("sync", "--text")[1]
    listed = run("sources", "list", "--text")[1]
    assert f"포기한 것 (1번 실패): {press.page(1)}" in listed
    assert press.page(6) not in listed
    dead = lines(run("sources", "list")[1])[0]["dead"]
    assert [one["address"] for one in dead] == [press.page(n) for n in range(1, 8)]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("sources", "add", "없는-폴더"), "폴더도 주소도 아닙니다"),
        (("sources", "add", "https://이름:비밀@haesol.example/rss"), "비밀번호"),
        (("sources", "add", "briefing.press", "--since", "어제"), "--since의 값이 잘못되었습니다"),
        (("sync", "--every", "1s"), "--every의 값이 잘못되었습니다"),
        (("sync", "--every", "soon"), "--every의 값이 잘못되었습니다"),
        (("sync", "--every", "10x"), "--every의 값이 잘못되었습니다"),
        (("sync",), "저장소가 없습니다"),
        (("sources", "list"), "저장소가 없습니다"),
    ],
)
def test_slips_are_named_and_leave_no_store_behind(run: Run, argv: tuple[str, ...], said: str, tmp_path: Path) -> None:
    code, _, err = run(*argv)
    assert code == 2
    assert said in err
    assert not (tmp_path / ".geungeo").exists()


def test_a_store_without_sources_says_how_to_add_one(run: Run, press: Press) -> None:
    press.fill(1)
    place = f"{press.address}/rss.xml"
    run("sources", "add", place)
    run("sources", "remove", place)
    assert "sources add" in run("sources", "list", "--text")[1]
    assert "따라갈 출처가 없습니다" in run("sync", "--text")[1]
    assert run("sync", "elsewhere")[0] == 2


def test_a_repeated_visit_goes_on_until_it_is_stopped(run: Run, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    press.fill(1)
    run("sources", "add", f"{press.address}/rss.xml")
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        press.fill(1, first=len(slept) + 1)
        if len(slept) == 3:
            raise KeyboardInterrupt

    # The site sleeps too, in threads of its own.
    monkeypatch.setattr("ui.cli.commands.sync.time", SimpleNamespace(monotonic=time.monotonic, sleep=sleep))
    code, out, _ = run("sync", "--every", "10m")
    assert code == 130
    assert [one["added"] for one in lines(out)] == [1, 1, 1]
    assert all(590 < seconds <= 600 for seconds in slept)


def test_a_repeated_visit_ends_where_trying_again_cannot_help(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> int:
        raise SettingsError("고칠 것", "고치는 법")

    monkeypatch.setattr("ui.cli.commands.sync._once", broken)
    code, _, err = run("sync", "--every", "10m")
    assert (code, "고치는 법" in err) == (2, True)


@pytest.mark.parametrize(("text", "seconds"), [("10s", 10), ("10m", 600), ("2h", 7200), ("1d", 86_400)])
def test_an_interval_is_a_number_and_a_unit(text: str, seconds: float) -> None:
    assert _interval(text) == seconds


def test_the_documents_tab_says_what_is_withdrawn(run: Run, press: Press, tmp_path: Path) -> None:
    from ingest.settings import IngestSettings
    from ingest.store import Store
    from ui.page.documents.panel import particulars

    press.fill(2)
    run("sources", "add", f"{press.address}/rss.xml")
    run("sync")
    press.listed.remove(1)
    del press.pages[1]
    run("sync")
    with Store.open(IngestSettings(store=tmp_path / ".geungeo"), embedding=Bigrams()) as store:
        found = {one.record.id: particulars(one, "en") for one in store.find().listed}
    assert "withdrawn by its source" in found[press.page(1)]
    assert "withdrawn" not in found[press.page(2)]


def test_doctor_tells_how_the_sources_stand_and_what_to_do(run: Run, press: Press, tmp_path: Path) -> None:
    press.fill(2)
    press.broken[2] = 404
    place = f"{press.address}/rss.xml?accessToken=abc"

    def told() -> dict[str, dict]:
        code, out, _ = run("doctor")
        assert code == 0
        assert "abc" not in out
        return {one["name"]: one for one in lines(out)[0]["checks"]}

    assert "sources" not in told()
    run("sources", "add", place)
    fresh = told()
    assert "1곳 · 아직 다 보지 못함" in fresh["sources"]["detail"]
    assert fresh.keys().isdisjoint({"unvisited", "failing", "given_up"})
    run("sync")
    with Catalogue(tmp_path / ".geungeo" / places.CATALOGUE).transaction() as connection:
        long_ago = "2025-01-01T09:00:00"
        connection.execute("UPDATE sources SET added = ?, tried = ?, synced = ?, error = '고장'", [long_ago] * 3)
        connection.execute("UPDATE items SET state = 'dead' WHERE state = 'failed'")
    found = told()
    assert "마지막으로 본 때 2025-01-01 09:00" in found["sources"]["detail"]
    for name, said in (("unvisited", "accessToken=***"), ("failing", "고장"), ("given_up", press.page(2))):
        assert (found[name]["state"], said in found[name]["detail"]) == ("note", True)
        assert "geungeo sync" in found[name]["hint"]
