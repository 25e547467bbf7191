"""What a served page tells the audit log, over real HTTP: every door, who came, and nothing of what was asked."""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamablehttp_client

from bigrams import Bigrams
from ingest.settings import IngestSettings
from ingest.store import Store
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.addresses import networks
from ui.audit import chain
from ui.audit.log import AuditLog
from ui.audit.trail import Trail
from ui.serving import requests, server
from ui.settings import AuditSettings, Settings

pytestmark = [
    pytest.mark.integration,
    # Gradio's own, when it sums up its queue.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]
PASSWORD = "길고 긴 비밀번호 하나"
ASKED = "총사업비는 얼마입니까?"
UNSET = (None,) * 8
"""What an endpoint is told of the documents to look in."""
TEXT = "하천 정비에 120억원을 쓴다."


class Served:
    """A page, its users' browsers and its audit log."""

    def __init__(self, address: str, accounts: Accounts, folder: Path) -> None:
        self.address = address
        self.accounts = accounts
        self.folder = folder
        self.browsers: list[httpx.Client] = []

    def browser(self, name: str, address: str) -> httpx.Client:
        """Return a browser signed in from an address, which a declared proxy tells of."""
        made = httpx.Client(base_url=self.address, headers={"x-forwarded-for": address}, timeout=30)
        self.browsers.append(made)
        assert made.post("/login", data={"name": name, "password": PASSWORD, "next": "/"}).status_code == 303
        return made

    def told(self, code: str, count: int = 1, more: int = 0) -> list[dict]:
        """Return the lines of one kind, once there are so many more than before: some come after the answer."""
        until = time.monotonic() + 60
        while True:
            found = [line for line in self.lines() if line["metadata"]["event_code"] == code]
            if len(found) >= count + more or time.monotonic() > until:
                return found[more:]
            time.sleep(0.02)

    def lines(self) -> list[dict]:
        if not self.folder.exists():
            return []
        return [
            json.loads(line) for _, _, path in chain.files(self.folder) for line in path.read_text("utf-8").splitlines()
        ]

    def press(self, browser: httpx.Client, element: str, event: str, data: list, **event_data: str) -> dict:
        """Do on the page what a browser does when an element fires an event; return how it ended."""
        config = browser.get("/config").json()
        (target,) = (one["id"] for one in config["components"] if one["props"].get("elem_id") == element)
        (act,) = (one["id"] for one in config["dependencies"] if [target, event] in [list(t) for t in one["targets"]])
        session = f"s{len(self.browsers)}{time.monotonic_ns()}"
        body = {"data": data, "fn_index": act, "session_hash": session, "event_data": event_data or None}
        assert browser.post("/gradio_api/queue/join", json=body).status_code == 200
        with browser.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as events:
            said = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith("data: ")]
        (done,) = (one for one in said if one["msg"] == "process_completed")
        return done


def who(line: dict) -> tuple[str, str]:
    return line["actor"]["user"]["name"], line["src_endpoint"].get("ip", line["src_endpoint"].get("name"))


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    made = Accounts(tmp_path_factory.mktemp("users") / "users.json")
    made.add("김서연", ["reader"], PASSWORD)
    made.add("bea", ["editor"], PASSWORD)
    return made


@pytest.fixture(scope="module")
def served(scripted, serving, accounts, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log") / "audit"
    sessions = Sessions(accounts.path.parent / "sessions.sqlite3", accounts)
    site = replace(scripted.site(), trail=Trail(AuditLog(folder), requests.sender))
    address = serving(site, sessions, proxies=networks("127.0.0.1"))
    made = Served(address, accounts, folder)
    yield made
    for one in made.browsers:
        one.close()
    sessions.close()


def test_questions_of_the_page_are_each_recorded_for_who_asked(served):
    ann, bea = served.browser("김서연", "198.51.100.7"), served.browser("bea", "198.51.100.8")
    before = len(served.told("ask", 0))
    for browser in (ann, bea, bea, ann):
        assert served.press(browser, "question", "submit", [None, ASKED, ""])["success"]
    found = served.told("ask", 4, before)
    first, second = ("김서연", "198.51.100.7"), ("bea", "198.51.100.8")
    assert [who(line) for line in found] == [first, second, second, first]
    assert [line["unmapped"]["outcome"] for line in found] == ["answer"] * 4
    assert [one["uid"] for one in found[0]["unmapped"]["documents"]] == ["press-20250124", "plan-202412"]
    assert len({line["http_request"]["uid"] for line in found}) == 4


def test_a_text_that_is_checked_on_the_page_is_recorded_by_its_verdicts(served):
    bea = served.browser("bea", "198.51.100.8")
    before = len(served.told("check", 0))
    assert served.press(bea, "checkform", "submit", [], text="총사업비는 1조 445억원이다. 없는 말이다.")["success"]
    (line,) = served.told("check", 1, before)
    assert who(line) == ("bea", "198.51.100.8")
    assert line["unmapped"]["outcome"] == "done"
    assert sum(line["unmapped"]["verdicts"].values()) == 2


def test_programs_are_recorded_by_the_user_of_their_token(served):
    headers = {"authorization": f"Bearer {served.accounts.make_token('김서연')}", "x-forwarded-for": "198.51.100.9"}
    calls = (("ask", "없는 사업은?", ()), ("search", "적정성", (10, 1)), ("timeline", ASKED, ()))
    for name, text, numbers in calls:
        before = len(served.told(name, 0))
        sent = {**headers, "x-request-id": f"program-{name}"}
        put = httpx.post(
            f"{served.address}/gradio_api/run/{name}", json={"data": [text, *numbers, *UNSET]}, headers=sent
        )
        assert put.status_code == 200, put.text
        (line,) = served.told(name, 1, before)
        assert who(line) == ("김서연", "198.51.100.9")
        assert line["http_request"]["uid"] == f"program-{name}"
        assert line["unmapped"]["outcome"] == ("refusal:not_found" if name == "ask" else "done")


@pytest.mark.filterwarnings("ignore:Use `streamable_http_client` instead:DeprecationWarning")
def test_tools_are_recorded_by_the_user_of_their_token(served):
    headers = {"Authorization": f"Bearer {served.accounts.make_token('bea')}", "x-forwarded-for": "198.51.100.10"}
    before = len(served.told("ask", 0))

    async def use() -> None:
        async with (
            streamablehttp_client(f"{served.address}/mcp", headers=headers) as (reading, writing, _),
            ClientSession(reading, writing) as session,
        ):
            await session.initialize()
            await session.call_tool("ask", {"question": ASKED})

    asyncio.run(use())
    (line,) = served.told("ask", 1, before)
    assert who(line) == ("bea", "198.51.100.10")
    assert line["http_request"]["uid"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/ask", {"question": ASKED}),
        ("/v1/chat/completions", {"model": "geungeo", "messages": [{"role": "user", "content": ASKED}]}),
        (
            "/v1/chat/completions",
            {"model": "geungeo", "stream": True, "messages": [{"role": "user", "content": ASKED}]},
        ),
    ],
)
def test_what_other_apis_are_asked_is_recorded_likewise(served, path, body):
    headers = {"authorization": f"Bearer {served.accounts.make_token('김서연')}", "x-forwarded-for": "198.51.100.11"}
    before = len(served.told("ask", 0))
    answer = httpx.post(f"{served.address}{path}", json=body, headers=headers, timeout=30)
    assert answer.status_code == 200, answer.text
    (line,) = served.told("ask", 1, before)
    assert (*who(line), line["unmapped"]["outcome"]) == ("김서연", "198.51.100.11", "answer")
    assert line["http_request"] == {"uid": answer.headers["x-request-id"]}


def test_programmes_that_the_page_offers_are_nobodys_questions(served):
    ann = served.browser("김서연", "198.51.100.7")
    before = len(served.told("timeline", 0))
    assert served.press(ann, "known", "seen", [])["success"]
    assert served.press(ann, "traceform", "submit", [], subject="지역혁신선도기업육성사업")["success"]
    assert len(served.told("timeline", 1, before)) == 1


def test_signing_in_and_out_and_what_failed_are_recorded(served):
    before, left = len(served.told("signin", 0)), len(served.told("signout", 0))
    ann = served.browser("김서연", "198.51.100.20")
    for name, password in (("김서연", PASSWORD + "2"), (PASSWORD, "김서연"), ("nobody", PASSWORD)):
        form = {"name": name, "password": password, "next": "/"}
        httpx.post(f"{served.address}/login", data=form, headers={"x-forwarded-for": "198.51.100.21"})
    wrong = {"authorization": "Bearer geungeo_wrong", "x-forwarded-for": "198.51.100.21"}
    assert httpx.get(f"{served.address}/metrics", headers=wrong).status_code == 401
    ann.post("/logout")
    found = served.told("signin", 5, before)
    told = [(*who(line), line["status_id"], line["unmapped"]["outcome"]) for line in found]
    assert told == [
        ("김서연", "198.51.100.20", 1, "password"),
        ("김서연", "198.51.100.21", 2, "password"),
        ("unknown", "198.51.100.21", 2, "password"),
        ("unknown", "198.51.100.21", 2, "password"),
        ("unknown", "198.51.100.21", 2, "token"),
    ]
    (line,) = served.told("signout", 1, left)
    assert who(line) == ("김서연", "198.51.100.20")


def test_who_tries_without_end_does_not_fill_the_disk(served):
    before = len(served.told("signin", 0))
    headers = {"authorization": "Bearer geungeo_wrong", "x-forwarded-for": "198.51.100.30"}
    with httpx.Client(base_url=served.address, headers=headers) as program:
        assert {program.get("/metrics").status_code for _ in range(80)} == {401}
    assert len(served.told("signin", 30, before)) == 30


def test_a_role_that_was_lacking_is_recorded(served):
    ann = served.browser("김서연", "198.51.100.7")
    before = len(served.told("role.refused", 0))
    assert served.press(ann, "volume", "act", [], act="remove", document="x")["success"] is False
    (line,) = served.told("role.refused", 1, before)
    assert (who(line), line["status_id"], line["api"]) == (("김서연", "198.51.100.7"), 2, {"operation": "editor"})


def test_nothing_of_what_was_asked_is_recorded_and_the_chain_holds(served):
    said = "".join(path.read_text("utf-8") for _, _, path in chain.files(served.folder))
    for text in ("얼마", "총사업비", "1조", PASSWORD):
        assert text not in said
    assert chain.walk(served.folder).broken is None


# documents


@pytest.fixture
def stored(serving, accounts, tmp_path):
    """Serve a store whose settings keep an audit log."""
    settings = Settings(IngestSettings(tmp_path / "store"), audit=AuditSettings(tmp_path / "audit"))
    sessions = Sessions(tmp_path / "sessions.sqlite3", accounts)
    with Store.open(settings.ingest, create=True, embedding=Bigrams()) as store:
        site = server.site(store, settings)
        address = serving(site, sessions, proxies=networks("127.0.0.1"))
        made = Served(address, accounts, tmp_path / "audit")
        yield made
        for one in made.browsers:
            one.close()
        site.jobs.close()
    sessions.close()


def test_uploads_and_what_becomes_of_them_are_recorded_for_who_sent_them(stored):
    bea, ann = stored.browser("bea", "198.51.100.8"), stored.browser("김서연", "198.51.100.7")
    content = TEXT.encode()
    digest = hashlib.sha256(content).hexdigest()
    put = bea.put("/files", params={"name": "하천.txt"}, content=content)
    assert put.status_code == 202
    assert ann.put("/files", params={"name": "하천.txt"}, content=content).status_code == 403
    (added,) = stored.told("document.added")
    (upload,) = stored.told("upload")
    assert upload["file"] == {"name": "하천.txt", "type_id": 1, "hashes": [{"algorithm_id": 3, "value": digest}]}
    assert who(upload) == who(added) == ("bea", "198.51.100.8")
    assert upload["http_request"] == added["http_request"] == {"uid": put.headers["x-request-id"]}
    (document,) = added["unmapped"]["documents"]
    assert (document["version"], document["sha256"]) == (1, digest)
    (refused,) = stored.told("role.refused")
    assert who(refused) == ("김서연", "198.51.100.7")
    assert stored.press(bea, "volume", "act", [], act="remove", document=document["uid"])["success"]
    (removed,) = stored.told("document.removed")
    assert (who(removed), removed["unmapped"]["documents"]) == (("bea", "198.51.100.8"), [document])


def test_an_upload_that_is_not_taken_says_why(stored, monkeypatch):
    monkeypatch.setattr("ui.page.documents.uploads.LARGEST", 10)
    bea = stored.browser("bea", "198.51.100.8")
    assert bea.put("/files", params={"name": "a.txt"}, content=b"x" * 100).status_code == 422
    (line,) = stored.told("upload")
    assert (line["status_id"], line["unmapped"]["outcome"], line["file"]["name"]) == (2, "FileTooLarge", "a.txt")


def test_a_log_that_cannot_be_written_stops_no_answer_and_is_counted(scripted, serving, tmp_path):
    (tmp_path / "audit").write_text("in the way")
    site = scripted.site()
    lost = site.metrics.audit_lost
    address = serving(replace(site, trail=Trail(AuditLog(tmp_path / "audit", missed=lost.inc), requests.sender)))
    answered = httpx.post(f"{address}/gradio_api/run/ask", json={"data": [ASKED, *UNSET]})
    assert answered.json()["data"][0]["kind"] == "answer"
    assert "geungeo_audit_lost_total 1.0" in httpx.get(f"{address}/metrics").text
    (tmp_path / "audit").unlink()
    httpx.post(f"{address}/gradio_api/run/ask", json={"data": [ASKED, *UNSET]})
    gap, line = Served(address, Accounts(tmp_path), tmp_path / "audit").lines()
    assert (gap["metadata"]["event_code"], gap["count"]) == ("log.gap", 1)
    assert who(line) == ("anonymous", "127.0.0.1")
