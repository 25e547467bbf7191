"""Signing in at a real OpenID provider on this machine, in headless Chromium: there, back, out, and when it is away."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ui.accounts.authorizations import Authorizations
from ui.accounts.openid import OpenIdConnect
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts

pytest.importorskip("authlib", reason="the extra geungeo[oidc] is not installed")
pytest.importorskip("canaille", reason="the OpenID provider canaille is not installed")

from canaille_server import PASSWORD
from ui.accounts.provider import Provider

pytestmark = [
    pytest.mark.browser,
    # Gradio's own, when it sums up its queue.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
]
ROOT = Path(__file__).parents[2]
GRANTS = (("press", "editor"),)


@dataclass
class Place:
    """A server of ours, the provider at which its users sign in, and the process that this is."""

    address: str
    issuer: str
    process: subprocess.Popen[str]
    provider: Provider


@pytest.fixture(scope="module")
def process():
    started = subprocess.Popen(
        [sys.executable, "tests/ui/canaille_server.py"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    yield started
    started.terminate()
    started.communicate()


@pytest.fixture(scope="module")
def place(scripted, serving, process, tmp_path_factory):
    issuer = process.stdout.readline().strip()
    listener = socket.create_server(("127.0.0.1", 0))
    # Another name than the provider's `localhost`, as browsers give cookies to names whatever the port.
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    registered = httpx.post(
        f"{issuer}/oauth/register",
        json={
            "client_name": "geungeo",
            "client_uri": address,
            "redirect_uris": [f"{address}/oidc/callback"],
            "post_logout_redirect_uris": [f"{address}/login"],
            "scope": "openid profile groups",
            "grant_types": ["authorization_code"],
            "response_types": ["code"],
            "token_endpoint_auth_method": "client_secret_basic",
        },
    ).json()
    house = OpenIdConnect(
        issuer,
        registered["client_id"],
        address,
        registered["client_secret"],
        ("openid", "profile", "groups"),
        grants=GRANTS,
    )
    file = tmp_path_factory.mktemp("oidc") / "sessions.sqlite3"
    with (
        closing(Sessions(file, Accounts(file.parent / "users.json"))) as sessions,
        closing(Authorizations(file)) as under_way,
    ):
        provider = Provider(house)
        made = serving(scripted.site(), sessions, listener, provider=provider, under_way=under_way)
        assert made == address
        yield Place(address, issuer, process, provider)


@pytest.fixture
def visitor(chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ko-KR")
    # Patient, as `expect` is: three servers take part, and a busy machine is no failure of the page.
    context.set_default_timeout(120_000)
    yield context.new_page()
    context.close()


def sign_in(page, name: str) -> None:
    """Type a name and a password at the provider, which asks for one after the other."""
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=login]").press("Enter")
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def test_the_form_leads_to_the_provider_and_back_to_where_one_wanted_to_go(place, visitor):
    visitor.goto(f"{place.address}/en/?tab=check")
    visitor.get_by_role("link", name="Sign in with your organisation's account").click()
    visitor.wait_for_url(f"{place.issuer}/**")
    sign_in(visitor, "kim")
    visitor.wait_for_url(f"{place.address}/en/?tab=check")
    expect(visitor.locator("#tab-check")).to_be_visible(timeout=120_000)
    expect(visitor.locator(".signed-in .visitor")).to_have_text("김서연")


def test_signing_out_ends_both_sessions(place, visitor):
    visitor.goto(place.address)
    visitor.get_by_role("link", name="조직 계정으로 로그인").click()
    sign_in(visitor, "kim")
    expect(visitor.locator(".signed-in .visitor")).to_have_text("김서연", timeout=120_000)
    visitor.get_by_role("button", name="로그아웃").click()
    visitor.wait_for_url(f"{place.address}/login**")
    visitor.goto(place.address)
    visitor.get_by_role("link", name="조직 계정으로 로그인").click()
    # The provider too asks anew.
    expect(visitor.locator("input[name=login]")).to_be_visible()


def test_whoever_is_in_no_group_with_a_role_is_told_so(place, visitor):
    visitor.goto(place.address)
    visitor.get_by_role("link", name="조직 계정으로 로그인").click()
    sign_in(visitor, "park")
    expect(visitor.get_by_role("alert")).to_contain_text("박지훈 계정에는 이 서버에 들어올 권한이 없습니다.")
    visitor.get_by_role("link", name="다른 조직 계정으로 로그인").click()
    expect(visitor.locator("input[name=password], input[name=login]").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/login", "/en/login"])
def test_the_form_keeps_the_rules_of_access_and_fits_a_phone(place, visitor, path, scheme):
    visitor.emulate_media(color_scheme=scheme)
    visitor.goto(f"{place.address}{path}")
    found = Axe().run(visitor, options={"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found] == []
    assert visitor.evaluate("document.documentElement.scrollWidth") == 360


# The last of the file: it ends the provider.
@pytest.mark.parametrize(
    ("path", "button", "said"),
    [
        ("/login", "조직 계정으로 로그인", "응답하지 않습니다"),
        ("/en/login?next=/en/", "Sign in with your organisation's account", "does not answer"),
    ],
)
def test_a_provider_that_went_away_is_said_to_be_so(place, visitor, path, button, said):
    place.process.terminate()
    place.process.wait()
    # What it published is believed for a minute.
    place.provider._read -= 61
    visitor.goto(f"{place.address}{path}")
    with visitor.expect_navigation() as left:
        visitor.get_by_role("link", name=button).click()
    assert left.value.status == 503
    expect(visitor.get_by_role("alert")).to_contain_text(said)
    expect(visitor.get_by_role("link", name=button)).to_be_visible()
    assert visitor.evaluate("document.documentElement.scrollWidth") == 360
