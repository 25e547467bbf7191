"""Where a tab stands in the window when it is opened, in headless Chromium."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def turn_to(page: Page, tab: str) -> None:
    page.locator(f'#tabs [role=tab][data-tab-id="{tab}"]').click()
    expect(page.locator(f"#tab-{tab}")).to_be_visible()
    page.wait_for_timeout(400)


def at(page: Page) -> int:
    return int(page.evaluate("Math.round(window.scrollY)"))


def test_a_long_list_of_documents_opens_at_its_top(visit):
    page = visit("many")
    turn_to(page, "documents")
    expect(page.locator("#shelf .steps")).to_be_attached()
    page.wait_for_timeout(400)
    assert at(page) == 0
    page = visit("many", path="?tab=documents", ready="#shelf .steps")
    page.wait_for_timeout(400)
    assert at(page) == 0


def test_the_next_page_of_the_list_begins_at_its_top(visit):
    page = visit("many", path="?tab=documents", ready="#shelf .steps")
    page.locator('#shelf [data-page="2"]').click()
    expect(page.locator("#shelf .steps span")).to_contain_text("2/3")
    page.wait_for_timeout(400)
    assert page.evaluate("Math.round(document.querySelector('#shelf').getBoundingClientRect().top)") in range(-2, 3)
