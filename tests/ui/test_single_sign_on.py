"""Sign-in by a proxy's header: whose word is believed, what groups may do, and what the page then shows."""

from __future__ import annotations

import asyncio
import json
import shlex
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import httpx
import pytest

from ingest.errors import SettingsError
from ui.accounts.sessions import Sessions
from ui.accounts.single_sign_on import STATE, SingleSignOn, Vouched, grants
from ui.accounts.users import Accounts
from ui.accounts.visitors import Visitor
from ui.addresses import networks
from ui.audit import chain
from ui.audit.log import AuditLog
from ui.audit.trail import Trail
from ui.page.signin.form import badge
from ui.serving import requests, server
from ui.serving.asgi import Message
from ui.serving.proxies import Proxies
from ui.settings import OPTIONS, load

# Gradio's own, when it sums up its queue.
pytestmark = pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated")
PASSWORD = "길고 긴 비밀번호 하나"
PAGE = {"accept": "text/html"}
ROLES = grants(("press=editor", "data=evaluator", "data=editor", "정책기획=reader"))
SSO = SingleSignOn("x-remote-user", networks("10.0.0.5, fd00::/8"), ROLES, "x-remote-groups", "/oauth2/sign_out")
Address = Callable[..., str]
Headers = dict[str, str]


def passed(client: str | None, *headers: tuple[str, str], trusted: str = "", sso: SingleSignOn = SSO) -> Message:
    """Return the scope that the rest of the server sees of a request of `client`."""
    seen: list[Message] = []

    async def inner(scope: Message, *_: object) -> None:
        seen.append(scope)

    named = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "scheme": "http", "client": (client, 1) if client else None, "headers": named}
    asyncio.run(Proxies(inner, networks(trusted), sso)(scope, None, None))  # type: ignore[arg-type]
    return seen[0]


def vouched(*arguments: object, **options: object) -> Vouched | None:
    return passed(*arguments, **options)["state"].get(STATE)  # type: ignore[arg-type]


@pytest.mark.parametrize("client", ["10.0.0.5", "fd00::1"])
def test_a_declared_proxys_word_is_believed(client: str) -> None:
    told = vouched(client, ("X-Remote-User", "kim"), ("x-remote-groups", "press, data;other"))
    assert told == Vouched("kim", ("press", "data", "other"))


@pytest.mark.parametrize("client", ["10.0.0.6", "127.0.0.1", "::1", "::ffff:10.0.0.5", "192.0.2.1", "", None])
def test_the_header_of_anybody_else_says_nothing(client: str | None) -> None:
    scope = passed(client, ("X-Remote-User", "kim"), ("accept", "text/html"), ("X-REMOTE-GROUPS", "press"))
    assert scope["state"] == {}
    assert scope["headers"] == [(b"accept", b"text/html")]


def test_a_proxy_that_is_believed_on_addresses_alone_names_no_user() -> None:
    claims = (("X-Forwarded-For", "10.0.0.5"), ("X-Remote-User", "kim"))
    scope = passed("127.0.0.1", *claims, trusted="127.0.0.1")
    assert scope["client"][0] == "10.0.0.5"
    assert scope["state"] == {}


def test_what_a_request_brings_in_its_state_is_not_what_a_proxy_said() -> None:
    seen: list[Message] = []

    async def inner(scope: Message, *_: object) -> None:
        seen.append(scope)

    scope = {"type": "http", "client": ("192.0.2.1", 1), "headers": [], "state": {STATE: Vouched("kim"), "other": 1}}
    asyncio.run(Proxies(inner, (), SSO)(scope, None, None))  # type: ignore[arg-type]
    assert seen[0]["state"] == {"other": 1}


def test_a_header_that_comes_twice_names_nobody() -> None:
    # A proxy that adds its own to the visitor's instead of replacing it.
    assert vouched("10.0.0.5", ("X-Remote-User", "root"), ("x-remote-user", "kim")) is None
    twice = vouched("10.0.0.5", ("x-remote-user", "kim"), ("x-remote-groups", "press"), ("x-remote-groups", "data"))
    assert twice == Vouched("kim")


@pytest.mark.parametrize("name", ["", "  ", "a\x00b", "a\tb", "가" * 129])
def test_a_name_that_is_none_names_nobody(name: str) -> None:
    assert vouched("10.0.0.5", ("X-Remote-User", name)) is None


def test_names_and_groups_may_be_korean_however_they_are_composed() -> None:
    told = vouched(
        "10.0.0.5",
        ("X-Remote-User", "\u1100\u1175\u11b7\u1109\u1165\u110b\u1167\u11ab"),
        ("x-remote-groups", "정책기획"),
    )
    assert told == Vouched("김서연", ("정책기획",))
    assert SSO.visitor(told).roles == {"reader"}


@pytest.mark.parametrize(
    ("groups", "roles"),
    [(("press",), {"editor"}), (("data", "x"), {"evaluator", "editor"}), (("x",), set()), ((), set())],
)
def test_groups_have_the_roles_of_the_settings(groups: tuple[str, ...], roles: set[str]) -> None:
    visitor = SSO.visitor(Vouched("kim", groups))
    assert (visitor.roles, visitor.groups) == (roles, set(groups))
    assert (visitor.signed_in, visitor.proxied, visitor.key) == (True, True, "account:kim")
    everybody = replace(SSO, grants=(*ROLES, ("*", "reader")))
    assert everybody.visitor(Vouched("kim", groups)).roles == roles | {"reader"}


# settings


def test_settings_name_header_proxies_and_roles(tmp_path: Path) -> None:
    environment = {
        "GEUNGEO_SSO_HEADER": "X-Remote-User",
        "GEUNGEO_SSO_PROXIES": "10.0.0.5",
        "GEUNGEO_SSO_GROUPS_HEADER": "X-Remote-Groups",
        "GEUNGEO_SSO_ROLES": "press=editor, *=reader",
        "GEUNGEO_SSO_SIGN_OUT": "/oauth2/sign_out",
    }
    assert load(environment, directory=tmp_path).single_sign_on == SingleSignOn(
        "x-remote-user",
        networks("10.0.0.5"),
        (("press", "editor"), ("*", "reader")),
        "x-remote-groups",
        "/oauth2/sign_out",
    )
    assert load({}, directory=tmp_path).single_sign_on is None
    plain = {name: environment[name] for name in ("GEUNGEO_SSO_HEADER", "GEUNGEO_SSO_PROXIES")}
    made = load(plain, directory=tmp_path).single_sign_on
    assert made is not None
    assert made.visitor(Vouched("kim")).roles == {"reader"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"HEADER": "X-Remote-User"}, "프록시의 주소"),
        ({"HEADER": "X-Remote-User", "PROXIES": "0.0.0.0/0"}, "모든 주소"),
        ({"HEADER": "X-Remote-User", "PROXIES": "::/0"}, "모든 주소"),
        ({"HEADER": "Cookie", "PROXIES": "10.0.0.5"}, "머리글의 이름"),
        ({"HEADER": "X Remote", "PROXIES": "10.0.0.5"}, "머리글의 이름"),
        ({"HEADER": "X-A", "PROXIES": "10.0.0.5", "GROUPS_HEADER": "x-a"}, "같습니다"),
        ({"HEADER": "X-A", "PROXIES": "10.0.0.5", "ROLES": "press=editor"}, "그룹을 알릴"),
        ({"HEADER": "X-A", "PROXIES": "10.0.0.5", "ROLES": "*=root"}, "그룹=권한"),
        ({"HEADER": "X-A", "PROXIES": "10.0.0.5", "ROLES": "editor"}, "그룹=권한"),
        ({"HEADER": "X-A", "PROXIES": "10.0.0.5", "SIGN_OUT": "javascript:alert(1)"}, "시작하는 주소"),
        ({"HEADER": "X-A", "PROXIES": "10.0.0.5", "SIGN_OUT": "//evil.example"}, "시작하는 주소"),
    ],
)
def test_settings_that_would_let_in_the_wrong_ones_are_refused(tmp_path: Path, given: Headers, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load({f"GEUNGEO_SSO_{name}": value for name, value in given.items()}, directory=tmp_path)


def test_the_page_of_signing_in_names_every_setting_and_its_example_is_one(tmp_path: Path, root: Path) -> None:
    page = (root / "docs" / "signin.md").read_text("utf-8")
    names = [one for option in OPTIONS if option.name.startswith("sso_") for one in (option.name, option.variable)]
    assert len(names) == 10
    assert [name for name in names if f"`{name}`" not in page] == []
    section = page.partition("## A proxy's header")[2].partition("\n## ")[0]
    exported = [shlex.split(line)[1].split("=", 1) for line in section.splitlines() if line.startswith("export ")]
    made = load(dict(exported), directory=tmp_path).single_sign_on
    assert made is not None
    assert made.visitor(Vouched("kim", ("press",))).roles == {"editor", "reader"}
    assert made.sign_out == "/oauth2/sign_out"


def test_where_a_proxy_signs_in_others_may_come_without_a_user_here(tmp_path: Path) -> None:
    server.guarded(Accounts(tmp_path / "users.json"), "0.0.0.0", elsewhere=True)


# the page


def test_the_badge_leads_where_the_proxy_signs_out_or_nowhere() -> None:
    kim = Visitor("<kim>", signed_in=True, proxied=True, sign_out="/oauth2/sign_out")
    assert '<a href="/oauth2/sign_out">로그아웃</a>' in badge(kim, "ko")
    assert "&lt;kim&gt;" in badge(kim, "ko")
    nowhere = badge(replace(kim, sign_out=""), "en")
    assert "Sign out" not in nowhere
    assert "kim" in nowhere
    assert "<form" not in nowhere


@pytest.fixture(scope="module")
def address(
    scripted: ModuleType, serving: Address, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str, bool], tuple[str, Path]]]:
    """Return a function that serves a page whose header is believed from an address, with a user or none."""
    made: dict[tuple[str, bool], tuple[str, Path]] = {}
    opened: list[Sessions] = []

    def start(believed: str, users: bool = False) -> tuple[str, Path]:
        if (believed, users) not in made:
            folder = tmp_path_factory.mktemp("sso")
            accounts = Accounts(folder / "users.json")
            if users:
                accounts.add("ann", ["reader"], PASSWORD)
            opened.append(Sessions(folder / "sessions.sqlite3", accounts))
            site = replace(scripted.site(), trail=Trail(AuditLog(folder / "audit"), requests.sender))
            sso = replace(SSO, proxies=networks(believed))
            made[believed, users] = serving(site, opened[-1], sso=sso), folder
        return made[believed, users]

    yield start
    for one in opened:
        one.close()


def sent(user: str, groups: str = "press") -> Headers:
    return {"X-Remote-User": user, "X-Remote-Groups": groups, **PAGE}


@pytest.mark.integration
def test_whom_the_proxy_names_is_in_and_may_what_the_groups_may(address) -> None:
    where, _ = address("127.0.0.1")
    assert httpx.get(where, headers=sent("kim")).status_code == 200
    refused = httpx.get(where, headers=sent("kim", "strangers"))
    assert refused.status_code == 403
    assert "kim" in refused.json()["error"]
    assert "sso_roles" in refused.json()["hint"]


@pytest.mark.integration
def test_a_spoofed_header_from_elsewhere_gives_nothing(address) -> None:
    where, _ = address("10.0.0.5")
    for headers in (sent("kim"), sent("kim") | {"x-forwarded-for": "10.0.0.5", "forwarded": "for=10.0.0.5"}):
        answer = httpx.get(where, headers=headers)
        assert answer.status_code == 401
        assert "프록시" in answer.json()["error"]
    assert httpx.get(f"{where}/metrics", headers=sent("kim")).status_code == 401
    where, _ = address("10.0.0.5", True)
    assert httpx.get(where, headers=sent("ann")).status_code == 303
    with httpx.Client(base_url=where, headers=sent("kim")) as browser:
        browser.post("/login", data={"name": "ann", "password": PASSWORD, "next": "/"})
        # The header makes nobody else of whoever signed in, either.
        config = browser.get("/config").json()
        assert config
        assert browser.post("/logout").headers["location"].startswith("/login")


@pytest.mark.integration
def test_the_proxys_word_is_stronger_than_a_cookie_and_a_token(address) -> None:
    where, folder = address("127.0.0.1", True)
    token = Accounts(folder / "users.json").make_token("ann")
    ask = {"data": ["얼마입니까?", *[None] * 8]}
    headers = {"X-Remote-User": "kim", "X-Remote-Groups": "press"}
    httpx.post(f"{where}/gradio_api/run/ask", json=ask, headers=headers | {"authorization": f"Bearer {token}"})
    httpx.post(f"{where}/gradio_api/run/ask", json=ask, headers={"authorization": f"Bearer {token}"})
    assert [who for who, *_ in told(folder, "ask", 2)] == ["kim", "ann"]


@pytest.mark.integration
def test_signing_out_leads_to_the_proxys_place(address) -> None:
    where, folder = address("127.0.0.1")
    answer = httpx.post(f"{where}/logout", headers=sent("lee"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/oauth2/sign_out")
    assert [who for who, *_ in told(folder, "signout", 1)] == ["lee"]


@pytest.mark.integration
def test_whom_a_proxy_signs_in_is_recorded_once_and_whoever_has_no_role_as_failed(address) -> None:
    where, folder = address("127.0.0.1")
    before = len(told(folder, "signin", 0))
    for _ in range(3):
        httpx.get(where, headers=sent("park"))
        httpx.get(where, headers=sent("stranger", "none"))
    assert told(folder, "signin", before + 2)[before:] == [("park", 1, "proxy"), ("stranger", 2, "proxy")]


def told(folder: Path, code: str, count: int) -> list[tuple[str, int, str]]:
    """Return who, status and outcome of the recorded events of a kind, once there are so many."""
    until = time.monotonic() + 60
    while True:
        lines = [
            json.loads(line)
            for _, _, path in (chain.files(folder / "audit") if (folder / "audit").exists() else ())
            for line in path.read_text("utf-8").splitlines()
        ]
        found = [one for one in lines if one["metadata"]["event_code"] == code]
        if len(found) >= count or time.monotonic() > until:
            return [
                (one["actor"]["user"]["name"], one["status_id"], one["unmapped"].get("outcome", "")) for one in found
            ]
        time.sleep(0.02)
