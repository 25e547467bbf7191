"""Every tab against axe-core's rules in headless Chromium, and at the sizes that readers use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ui.page.app import TABS

pytestmark = pytest.mark.browser

GRAVE = {"serious", "critical"}
PHONE = {"width": 360, "height": 740}
ZOOMED = {"width": 640, "height": 400}
"""What a window of 1280 by 800 has left at 200 %."""


def opened(visit: Callable[..., Page], tab: str, *words: str, **options: object) -> Page:
    """Return the page at a tab, with an answer and its evidence open where it is the conversation."""
    page = visit(*words, path=f"?tab={tab}", ready=f"#tab-{tab}", **options)
    expect(page.get_by_role("tab", selected=True)).to_have_attribute("data-tab-id", tab)
    if tab == "conversation":
        page.locator(".conditions summary").click()
        page.locator("#question textarea").fill("얼마입니까?")
        page.keyboard.press("Enter")
        page.locator(".turn.done .cite").first.click()
        expect(page.locator("#opened mark")).to_be_visible()
    page.wait_for_timeout(600)
    return page


def grave(page: Page) -> list[str]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in GRAVE]


@pytest.mark.parametrize("tab", TABS)
def test_no_serious_violation_on_any_tab(visit, complaints, tab):
    page = opened(visit, tab)
    assert grave(page) == []
    page.emulate_media(color_scheme="dark")
    with complaints.leaving():
        page.reload()
    expect(page.locator(f"#tab-{tab}")).to_be_visible(timeout=20_000)
    page.wait_for_timeout(800)
    assert grave(page) == []


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
@pytest.mark.parametrize("tab", TABS)
def test_nothing_runs_out_of_a_small_window(visit, tab, size):
    page = opened(visit, tab, viewport=size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_serious_violation_in_compared_values_and_compared_systems(visit, scheme):
    page = visit(path="?tab=conversation", ready=".welcome")
    page.emulate_media(color_scheme=scheme)
    page.locator("#question textarea").fill("둘을 비교해 줘")
    page.keyboard.press("Enter")
    expect(page.locator(".turn.done .apart")).to_be_visible()
    assert grave(page) == []
    page = visit("versus", path="?tab=evaluation&run=first", ready="#run .beside-systems")
    page.emulate_media(color_scheme=scheme)
    page.locator(".versus summary").click()
    page.locator(".beside-systems .case summary").click()
    assert grave(page) == []
