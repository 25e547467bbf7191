"""Limits of signing in: they count wrong passwords, and believe only declared proxies on where these come from."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from ui.accounts import attempts
from ui.accounts import users as accounts
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.addresses import household, networks
from ui.serving import signin
from ui.serving.asgi import Message
from ui.serving.proxies import Proxies
from ui.serving.signin import SignIn

PASSWORD, WRONG = "길고 긴 비밀번호 하나", "틀린 비밀번호입니다"
OFFICE, PROXY = "198.51.100.7", "10.0.0.5"
Attempt = Callable[..., Any]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash fast: what scrypt costs is not what these tests are about."""
    monkeypatch.setattr(accounts, "COST", 2)
    monkeypatch.setattr(accounts, "_NOBODY", f"scrypt$2$8$3${'00' * 16}${'00' * 32}")


@pytest.fixture
def attempt(tmp_path: Path) -> Iterator[Attempt]:
    """Return a function that tries to sign in and returns the status; PROXY is a declared proxy."""
    users = Accounts(tmp_path / "users.json")
    for name in ("가온", "bea"):
        users.add(name, ["reader"], PASSWORD)
    sessions = Sessions(tmp_path / "sessions.sqlite3", users)
    door = SignIn(users, sessions, {"ko": "/", "en": "/en/"})
    application = Starlette()
    application.add_route("/login", door.login, ["POST"])
    application.add_middleware(Proxies, trusted=networks(PROXY))

    loop = asyncio.new_event_loop()

    async def sent(name: str, password: str, address: str = OFFICE, **headers: str) -> int:
        transport = httpx.ASGITransport(application, client=(address, 1))
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            form = {"name": name, "password": password}
            return (await browser.post("/login", data=form, headers=named)).status_code

    def one(name: str, password: str, *address: str, times: int = 1, **headers: str) -> Any:
        async def all_at_once() -> list[int]:
            return await asyncio.gather(*(sent(name, password, *address, **headers) for _ in range(times)))

        found = loop.run_until_complete(all_at_once())
        return found[0] if times == 1 else found

    yield one
    loop.close()
    sessions.close()


def test_an_office_of_one_address_signs_in_as_often_as_it_likes(attempt: Attempt) -> None:
    assert attempt("bea", PASSWORD, times=40) == [303] * 40
    assert attempt("가온", WRONG) == 401
    assert attempt("가온", PASSWORD) == 303


def test_wrong_passwords_count_for_a_name_however_it_is_written(attempt: Attempt) -> None:
    composed, apart = "가온", "\u1100\u1161\u110b\u1169\u11ab"
    tried = [attempt(composed if number % 2 else apart, WRONG) for number in range(attempts.TRIES + 1)]
    assert tried == [401] * attempts.TRIES + [429]
    assert attempt(composed, PASSWORD) == 429
    assert attempt("bea", PASSWORD) == 303


def test_a_right_password_does_not_make_an_addresss_wrong_ones_forgotten(attempt: Attempt) -> None:
    for number in range(attempts.TRIES_OF_ADDRESS):
        assert attempt(f"name{number}", WRONG) == 401
        if number == 5:
            assert attempt("bea", PASSWORD) == 303
    assert attempt("bea", PASSWORD) == 429
    assert attempt("bea", PASSWORD, "198.51.100.8") == 303


def test_tries_sent_side_by_side_do_not_slip_through(attempt: Attempt) -> None:
    tried = attempt("bea", WRONG, times=40)
    assert attempts.TRIES <= tried.count(401) < attempts.TRIES + signin.AT_ONCE
    assert attempt("bea", PASSWORD) == 429


def test_a_name_that_is_tried_from_everywhere_is_closed_but_not_to_whom_it_belongs(
    attempt: Attempt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "TRIES_OF_NAME", 10)
    assert attempt("bea", PASSWORD, OFFICE) == 303
    for number in range(100):
        attempt("bea", WRONG, f"203.0.113.{number}")
    assert attempt("bea", PASSWORD, "203.0.113.200") == 429
    assert attempt("bea", PASSWORD, OFFICE) == 303


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded", "x_real_ip"])
def test_nobody_but_a_declared_proxy_says_where_a_try_comes_from(attempt: Attempt, header: str) -> None:
    for number in range(attempts.TRIES):
        assert attempt("bea", WRONG, **{header: f"192.0.2.{number}"}) == 401
    assert attempt("bea", PASSWORD, **{header: "192.0.2.99"}) == 429


def test_behind_a_declared_proxy_each_address_counts_for_itself(attempt: Attempt) -> None:
    for _ in range(attempts.TRIES):
        assert attempt("bea", WRONG, PROXY, x_forwarded_for="192.0.2.1") == 401
    assert attempt("bea", PASSWORD, PROXY, x_forwarded_for="192.0.2.1") == 429
    # What a visitor writes stands before what the proxy adds.
    assert attempt("bea", PASSWORD, PROXY, x_forwarded_for="192.0.2.9, 192.0.2.1") == 429
    assert attempt("bea", PASSWORD, PROXY, x_forwarded_for="192.0.2.1, 192.0.2.9") == 303


def passed(trusted: str, client: str | None, *headers: tuple[str, str]) -> Message:
    seen: list[Message] = []

    async def inner(scope: Message, *_: object) -> None:
        seen.append(scope)

    named = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": "http", "scheme": "http", "client": (client, 1) if client else None, "headers": named}
    asyncio.run(Proxies(inner, networks(trusted))(scope, None, None))  # type: ignore[arg-type]
    return seen[0]


@pytest.mark.parametrize(
    ("trusted", "client", "told", "address"),
    [
        ("", "127.0.0.1", "192.0.2.1", "127.0.0.1"),
        ("10.0.0.0/8", "127.0.0.1", "192.0.2.1", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1", "192.0.2.1:4711", "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1, 10.0.0.0/8", "127.0.0.1", "192.0.2.1, 10.1.2.3", "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1", "192.0.2.1, unknown", "127.0.0.1"),
        ("::1", "::1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", None, "192.0.2.1", None),
    ],
)
def test_the_address_is_the_nearest_that_is_no_proxy(
    trusted: str, client: str | None, told: str, address: str | None
) -> None:
    scope = passed(trusted, client, ("x-forwarded-for", told), ("x-forwarded-proto", "https"))
    believed = address != client
    assert (scope["client"] or (None,))[0] == address
    if trusted != "127.0.0.1":
        assert scope["scheme"] == ("https" if believed else "http")


def test_headers_of_a_proxy_that_is_none_reach_nobody() -> None:
    names = ("X-Forwarded-Host", "x-forwarded-for", "Forwarded", "X-Real-IP", "x-request-id")
    scope = passed("", "192.0.2.1", *((name, "evil.example") for name in names), ("accept", "text/html"))
    assert scope["headers"] == [(b"accept", b"text/html")]


def test_a_household_is_one_address() -> None:
    assert household("2001:db8:1:2:3::4") == household("2001:db8:1:2:ffff::1") != household("2001:db8:1:3::1")
    assert household("::ffff:192.0.2.1") == household("192.0.2.1") == "192.0.2.1"
    assert household("testclient") == "testclient"
