"""Signing in at an OpenID provider over HTTP: there and back, in one browser, to a path of this server."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from ingest.errors import SettingsError
from ui.accounts import users
from ui.accounts.authorizations import Authorizations
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.audit import chain
from ui.audit.log import AuditLog
from ui.audit.trail import Trail
from ui.serving import requests, server

pytest.importorskip("authlib", reason="the extra geungeo[oidc] is not installed")

from openid_provider import HOUSE, ISSUER, PUBLIC, ScriptedProvider, unsigned
from ui.accounts.provider import LOGOUT, Provider

pytestmark = [
    pytest.mark.integration,
    # Gradio's own, when it sums up its queue.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
]
PASSWORD, UNKNOWN = "길고 긴 비밀번호 하나", "unknown"
PAGE = {"accept": "text/html"}


@dataclass
class House:
    """A server whose users sign in at a scripted provider."""

    address: str
    provider: ScriptedProvider
    accounts: Accounts
    folder: Path

    def browser(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, headers=PAGE, timeout=60)

    def begin(self, browser: httpx.Client, target: str = "/", **more: str) -> str:
        """Send a browser to the provider and return its `state`."""
        answer = browser.get("/oidc/login", params={"next": target, **more})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(f"{ISSUER}/authorize?")
        return self.provider.met(answer.headers["location"])

    def back(self, browser: httpx.Client, state: str, **more: str) -> httpx.Response:
        return browser.get("/oidc/callback", params={"state": state, "code": "code-1", **more})

    @contextmanager
    def signed_in(self) -> Iterator[httpx.Client]:
        with self.browser() as browser:
            assert self.back(browser, self.begin(browser)).status_code == 303
            yield browser


@pytest.fixture(scope="module")
def started(scripted, serving, tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("oidc")
    accounts = Accounts(folder / "users.json")
    sessions, pending = Sessions(folder / "s.sqlite3", accounts), Authorizations(folder / "s.sqlite3")
    provider = ScriptedProvider()
    client = Provider(HOUSE, provider.transport())
    site = replace(scripted.site(), trail=Trail(AuditLog(folder / "audit"), requests.sender))
    yield House(serving(site, sessions, provider=client, under_way=pending), provider, accounts, folder)
    sessions.close()
    pending.close()


@pytest.fixture
def place(started: House) -> House:
    """Return the server with a provider that behaves."""
    blank = ScriptedProvider()
    for name in ("claims", "userinfo", "metadata", "written", "token", "status", "away", "asked"):
        setattr(started.provider, name, getattr(blank, name))
    return started


def test_the_page_leads_to_the_provider_and_from_there_to_what_was_asked_for(place: House) -> None:
    with place.browser() as browser:
        answer = browser.get("/en/?tab=check")
        assert answer.headers["location"] == "/en/login?next=%2Fen%2F%3Ftab%3Dcheck"
        page = browser.get(answer.headers["location"]).text
        assert f'href="{PUBLIC}/oidc/login?next=%2Fen%2F%3Ftab%3Dcheck"' in page
        assert 'name="password"' not in page
        answer = place.back(browser, place.begin(browser, "/en/?tab=check"))
        assert (answer.status_code, answer.headers["location"]) == (303, "/en/?tab=check")
        assert "HttpOnly; SameSite=Lax" in answer.headers["set-cookie"]
        assert browser.get("/config").status_code == 200


@pytest.mark.parametrize(
    "target", ["https://evil.example.org/", "//evil.example.org", "/\\evil.example.org", "javascript:x"]
)
def test_signing_in_leads_to_paths_of_this_server_only(place: House, target: str) -> None:
    with place.browser() as browser:
        assert place.back(browser, place.begin(browser, target)).headers["location"] == "/"


def test_a_replayed_state_and_one_of_another_browser_sign_nobody_in(place: House) -> None:
    before = len(told(place.folder, "signin", 0))
    with place.browser() as browser, place.browser() as other:
        place.begin(other)
        state = place.begin(browser)
        # Whoever has another's browser open the address of a sign-in of their own.
        stolen = place.back(other, state)
        assert stolen.status_code == 400
        assert "다른 브라우저" in stolen.text
        assert "set-cookie" not in stolen.headers
        assert place.back(browser, state).status_code == 303
        replayed = place.back(browser, state)
        assert replayed.status_code == 400
    with place.browser() as nobody:
        assert place.back(nobody, "").status_code == 400
    ends = [(UNKNOWN, 2, "oidc.late"), ("김서연", 1, "oidc"), (UNKNOWN, 2, "oidc.late"), (UNKNOWN, 2, "oidc.late")]
    assert told(place.folder, "signin", before + 4)[before:] == ends


def test_an_answer_that_cannot_be_believed_is_told_as_such(place: House) -> None:
    place.provider.written = unsigned
    with place.browser() as browser:
        answer = place.back(browser, place.begin(browser, "/en/"))
        assert answer.status_code == 502
        assert "cannot be believed" in answer.text
        assert browser.get("/config").status_code == 303
        place.provider.written = None
        mixed = place.back(browser, place.begin(browser), iss="https://evil.example.org")
        assert mixed.status_code == 502


def test_whoever_the_provider_declines_is_told_so(place: House) -> None:
    with place.browser() as browser:
        answer = place.back(browser, place.begin(browser), error="access_denied", error_description="<b>no</b>")
        assert answer.status_code == 403
        assert "받아 주지 않았습니다" in answer.text
        assert "<b>no</b>" not in answer.text


def test_a_provider_that_is_away_is_a_503_with_what_to_do(place: House) -> None:
    with place.browser() as browser:
        state = place.begin(browser, "/en/")
        place.provider.away = True
        answer = place.back(browser, state)
    assert answer.status_code == 503
    assert "does not answer. Try again" in answer.text
    assert "Traceback" not in answer.text


def test_whoever_has_no_group_with_a_role_is_told_and_may_come_as_another(place: House) -> None:
    place.provider.claims = {"groups": ["strangers"], "preferred_username": "<park>"}
    before = len(told(place.folder, "signin", 0))
    with place.browser() as browser:
        answer = place.back(browser, place.begin(browser))
        assert answer.status_code == 403
        assert "&lt;park&gt; 계정에는" in answer.text
        assert "again=1" in answer.text
        assert browser.get("/config").status_code == 303
        prompted = browser.get("/oidc/login", params={"again": "1"}).headers["location"]
        assert parse_qs(urlsplit(prompted).query)["prompt"] == ["login"]
    assert told(place.folder, "signin", before + 1)[before:] == [("<park>", 2, "oidc")]


def test_roles_are_those_of_the_groups_and_the_log_says_who_it_was(place: House) -> None:
    ask = {"data": ["얼마입니까?", *[None] * 8]}
    with place.signed_in() as browser:
        assert browser.post("/gradio_api/run/ask", json=ask).status_code == 200
    line = lines(place.folder, "ask", 1)[-1]
    assert line["actor"]["user"] == {"name": "김서연", "uid": f"{ISSUER} 8f14e45f"}


def test_signing_out_ends_the_session_and_goes_on_to_the_provider(place: House) -> None:
    with place.signed_in() as browser:
        answer = browser.post("/logout", headers={"referer": f"{place.address}/en/"})
        assert answer.status_code == 200
        assert "You are signed out" in answer.text
        (to,) = {part.partition('"')[0] for part in answer.text.split("0;url=")[1:]}
        query = parse_qs(urlsplit(to.replace("&amp;", "&")).query)
        assert to.startswith(f"{ISSUER}/logout?")
        assert query["post_logout_redirect_uri"] == [f"{PUBLIC}/login"]
        assert query["id_token_hint"][0].count(".") == 2
        assert browser.get("/config").status_code == 303


def test_a_logout_elsewhere_ends_the_sessions_here(place: House) -> None:
    claims = {key: place.provider.usual()[key] for key in ("iss", "aud", "sub", "iat", "exp", "sid")}
    token = place.provider.signed(claims | {"events": {LOGOUT: {}}})
    with place.signed_in() as browser:
        assert httpx.post(f"{place.address}/oidc/backchannel", data={"logout_token": "x.y.z"}).status_code == 400
        assert browser.get("/config").status_code == 200
        before = len(lines(place.folder, "signout", 0))
        assert httpx.post(f"{place.address}/oidc/backchannel", data={"logout_token": token}).status_code == 200
        assert browser.get("/config").status_code == 303
    line = lines(place.folder, "signout", before + 1)[-1]
    assert line["actor"]["user"]["uid"] == f"{ISSUER} 8f14e45f"


def test_accounts_of_this_server_and_their_tokens_go_on_working_beside(
    place: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What scrypt costs is not what this is about.
    monkeypatch.setattr(users, "COST", 2)
    place.accounts.add("ann", ["reader"], PASSWORD)
    try:
        with place.browser() as browser:
            page = browser.get("/login").text
            assert 'name="password"' in page
            assert "/oidc/login?" in page
            browser.post("/login", data={"name": "ann", "password": PASSWORD, "next": "/"})
            assert browser.get("/config").status_code == 200
        token = place.accounts.make_token("ann")
        answer = httpx.get(f"{place.address}/api/v1/openapi.json", headers={"authorization": f"Bearer {token}"})
        assert answer.status_code == 200
        assert httpx.get(f"{place.address}/api/v1/openapi.json").status_code == 401
    finally:
        place.accounts.remove("ann")


def lines(folder: Path, code: str, count: int) -> list[dict]:
    """Return the recorded events of a kind, once there are so many."""
    until = time.monotonic() + 60
    while True:
        found = [
            one
            for _, _, path in (chain.files(folder / "audit") if (folder / "audit").exists() else ())
            for line in path.read_text("utf-8").splitlines()
            if (one := json.loads(line))["metadata"]["event_code"] == code
        ]
        if len(found) >= count or time.monotonic() > until:
            return found
        time.sleep(0.02)


def told(folder: Path, code: str, count: int) -> list[tuple[str, int, str]]:
    """Return who, status and outcome of such events."""
    return [
        (one["actor"]["user"]["name"], one["status_id"], one["unmapped"].get("outcome", ""))
        for one in lines(folder, code, count)
    ]


def test_where_a_provider_signs_in_others_may_come_without_a_user_here(tmp_path: Path) -> None:
    server.guarded(Accounts(tmp_path / "users.json"), "0.0.0.0", elsewhere=True)
    with pytest.raises(SettingsError):
        server.guarded(Accounts(tmp_path / "users.json"), "0.0.0.0")
