"""Watched texts on the command line: what changes at a visit is told, written as a feed and posted."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from lxml import etree

from bigrams import Bigrams
from ingest.watches import Change
from sites import Press, serving
from ui.exports import changed_figures

pytestmark = pytest.mark.integration

Run = Callable[..., tuple[int, str, str]]
CLAIM = "해솔부는 나루마을에 빨래방 3곳을 두고 1억원을 쓴다."
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow this machine's own addresses, read in this process, and let words and figures alone decide."""
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())
    monkeypatch.setattr("assistant.models.readers.load", lambda *_: None)
    monkeypatch.setenv("GEUNGEO_ALLOW_PRIVATE", "1")
    monkeypatch.setenv("GEUNGEO_FILE_SECONDS", "0")
    monkeypatch.setenv("GEUNGEO_LANG", "ko")


@pytest.fixture
def press(run: Run) -> Iterator[Press]:
    with serving(Press()) as made:
        made.fill(2)
        made.pages[1] = CLAIM
        run("sources", "add", f"{made.address}/rss.xml")
        run("sync")
        yield made


def change(press: Press, text: str) -> None:
    press.pages[1] = text
    press.days[1] = f"{press.days.get(1, '')}."


def lines(out: str) -> list[dict]:
    return [json.loads(line) for line in out.splitlines()]


@contextmanager
def receiving(status: int = 200) -> Iterator[tuple[str, list[dict]]]:
    """Take what is posted to an address of this machine."""
    came: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook", came
    finally:
        server.shutdown()
        server.server_close()


def test_a_figure_that_changes_at_a_visit_is_told_once_with_both_quotes(run: Run, press: Press) -> None:
    (added,) = lines(run("watch", "add", CLAIM)[1])
    assert (added["new"], [one["value"] for one in added["seen"]]) == (True, ["3곳", "1억원"])
    assert all("watch" not in line for line in lines(run("sync")[1])), "nothing changed"
    change(press, "해솔부는 나루마을에 빨래방 9곳을 두고 1억원을 쓴다.")
    visit, told = lines(run("sync")[1])
    assert visit["updated"] == 1
    assert (told["watch"], told["old"]["value"], told["new"]["value"]) == (CLAIM, "3곳", "9곳")
    assert ("빨래방 3곳" in told["old"]["quote"], "빨래방 9곳" in told["new"]["quote"]) == (True, True)
    assert (told["old"]["version"], told["new"]["version"]) == (1, 2)
    assert len(lines(run("sync")[1])) == 1
    assert lines(run("watch", "changes")[1]) == [told]
    text = run("watch", "changes", "--text")[1]
    assert f"{CLAIM} — 주장의 3곳: 3곳 → 9곳" in " ".join(text.split())
    assert "이전: “해솔부는 나루마을에 빨래방 3곳" in text


def test_what_is_watched_is_listed_and_forgotten(run: Run, press: Press) -> None:
    assert "지켜보는 글이 없습니다" in run("watch", "list", "--text")[1]
    assert "지켜봅니다" in run("watch", "add", CLAIM, "--text")[1]
    assert "이미 지켜보는 글입니다" in run("watch", "add", f"  {CLAIM}\n", "--text")[1]
    assert "아직 문서에 없습니다" in run("watch", "add", "없는 사업", "--text")[1]
    assert [one["watch"] for one in lines(run("watch", "list")[1])] == [CLAIM, "없는 사업"]
    assert lines(run("watch", "remove", CLAIM)[1]) == [{"removed": 1, "missing": []}]
    assert run("watch", "remove", CLAIM)[0] == 1
    assert "바뀐 수치가 없습니다" in run("watch", "changes", "--text")[1]
    assert run("watch", "add", "  ")[0] == 2


def test_changes_are_written_as_an_atom_feed(run: Run, press: Press, tmp_path: Path) -> None:
    run("watch", "add", CLAIM)
    feed = tmp_path / "changes.atom"
    run("sync", "--feed", str(feed))
    assert etree.parse(feed).getroot().findall(f"{ATOM}entry") == []
    change(press, "해솔부는 나루마을에 빨래방 9곳을 두고 7억원을 쓴다.")
    run("sync", "--feed", str(feed))
    first = [entry.findtext(f"{ATOM}id") for entry in etree.parse(feed).getroot().findall(f"{ATOM}entry")]
    assert len(set(first)) == 2
    change(press, "해솔부는 나루마을에 빨래방 9곳을 두고 8억원을 쓴다.")
    run("sync", "--feed", str(feed))
    root = etree.parse(feed).getroot()
    latest, *rest = root.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in rest] == first
    assert "7억원 → 8억원" in latest.findtext(f"{ATOM}title", "")
    assert "빨래방 9곳" in latest.findtext(f"{ATOM}content", "")
    assert latest.find(f"{ATOM}link").get("href") == press.page(1)
    assert root.findtext(f"{ATOM}updated") == latest.findtext(f"{ATOM}updated")
    assert run("sync", "--feed", str(tmp_path / "none" / "x.atom"))[0] == 2


def test_changes_are_posted_until_they_are_taken(run: Run, press: Press) -> None:
    run("watch", "add", CLAIM)
    change(press, "해솔부는 나루마을에 빨래방 9곳을 두고 1억원을 쓴다.")
    with receiving(500) as (refusing, refused):
        code, _, err = run("sync", "--webhook", refusing)
    assert (code, len(refused), "보내지 못했습니다 (500)" in err) == (1, 1, True)
    assert "ConnectError" in run("sync", "--webhook", refusing)[2]
    with receiving() as (taking, taken):
        assert run("sync", "--webhook", taking)[0] == 0
        assert run("sync", "--webhook", taking)[0] == 0
    assert taken == refused
    assert [one["new"]["value"] for one in taken[0]["changes"]] == ["9곳"]


def test_no_character_of_a_document_breaks_the_feed() -> None:
    side = {
        "kind": "total",
        "of": "",
        "stage": "",
        "value": "1억원\x00",
        "title": "<b>&\x1b",
        "issuer": "",
        "date": None,
    }
    side |= {"uri": "javascript:x", "quote": "\x08“1억원”", "document_id": "a", "version": 1}
    made = changed_figures.feed([Change(1, "나루\x00", "2026-06-01T09:00:00", side, side, sent=False)], "ko")
    (entry,) = etree.fromstring(made).findall(f"{ATOM}entry")
    assert "<b>&" in entry.findtext(f"{ATOM}content", "")
    assert entry.find(f"{ATOM}link") is None
    assert replace(Change(1, "a", "b", side, side, sent=False), sent=True).sent
