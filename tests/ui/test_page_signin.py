"""Signing in, in headless Chromium: the form leads to the page that was asked for, by keyboard, in both languages."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts

pytestmark = [
    pytest.mark.browser,
    # Gradio's own, when it sums up its queue.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
]
PASSWORD = "길고 긴 비밀번호 하나"


@pytest.fixture(scope="module")
def guarded(scripted, serving, tmp_path_factory):
    accounts = Accounts(tmp_path_factory.mktemp("users") / "users.json")
    accounts.add("김서연", ["reader"], PASSWORD)
    sessions = Sessions(accounts.path.parent / "sessions.sqlite3", accounts)
    yield serving(scripted.site(), sessions)
    sessions.close()


@pytest.fixture
def visitor(chromium):
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="ko-KR")
    yield context.new_page()
    context.close()


def test_signing_in_by_keyboard_leads_where_one_wanted_to_go(guarded, visitor):
    visitor.goto(f"{guarded}/en/?tab=check")
    expect(visitor.get_by_label("Name")).to_be_focused()
    visitor.keyboard.type("김서연")
    visitor.keyboard.press("Tab")
    visitor.keyboard.type("틀린 비밀번호입니다")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("alert")).to_have_text("Name or password is wrong.")
    expect(visitor.get_by_label("Password")).to_be_focused()
    visitor.keyboard.type(PASSWORD)
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/en/?tab=check")
    expect(visitor.locator("#tab-check")).to_be_visible(timeout=30_000)


def test_who_signed_in_asks(guarded, visitor):
    visitor.goto(guarded)
    visitor.get_by_label("이름").fill("김서연")
    visitor.get_by_label("비밀번호").fill(PASSWORD)
    visitor.get_by_role("button", name="로그인").click()
    visitor.locator("#question textarea").fill("얼마입니까?")
    visitor.keyboard.press("Enter")
    expect(visitor.locator(".turn.done")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/login", "/en/login"])
def test_the_form_keeps_the_rules_of_access_and_fits_a_phone(guarded, visitor, path, scheme):
    visitor.emulate_media(color_scheme=scheme)
    visitor.goto(f"{guarded}{path}")
    found = Axe().run(visitor, options={"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found] == []
    assert visitor.evaluate("document.documentElement.scrollWidth") == 360
