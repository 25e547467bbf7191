"""The tab that shows a programme's history, in headless Chromium."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import expect

PHONE = {"width": 360, "height": 740}
READY = "#traceform form"

pytestmark = pytest.mark.browser


def test_a_programme_is_traced_and_a_citation_opens(visit, scripted):
    page = visit(path="?tab=timeline", ready=READY)
    page.get_by_label("사업 이름").fill("지역혁신선도기업육성")
    page.keyboard.press("Enter")
    entries = page.locator("#traced .entry")
    expect(entries).to_have_count(4)
    expect(page.locator("#traced .closing [role=status]")).to_have_text("기준일 2025-02-03 · 4건")
    expect(entries.first.locator("s")).to_have_text(scripted.SECOND)
    expect(entries.first.locator(".replaced")).to_have_text("뒤에 바뀜: 2025-01-24 확정 ↓")
    expect(entries.nth(1).locator(".status")).to_have_text("✓ 확정")
    assert parse_qs(urlsplit(page.url).query)["subject"] == ["지역혁신선도기업육성"]

    number = entries.nth(1).locator(".cite").first
    number.click()
    expect(page.locator("#trace-opened mark")).to_have_text(scripted.FIRST)
    expect(number).to_have_attribute("aria-pressed", "true")
    page.locator("#trace-opened").get_by_role("button", name="앞 근거").click()
    expect(page.locator("#trace-opened mark")).to_have_text(scripted.SECOND)
    expect(page.locator("#trace-opened .outdated")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#trace-opened .hint")).to_be_visible()


def test_an_address_opens_a_history_with_its_values(visit):
    path = f"?tab=timeline&subject={quote('지역혁신선도기업육성')}&as_of=2025-03-01"
    page = visit(path=path, ready="#traced .line")
    expect(page.locator("#trace-subject")).to_have_value("지역혁신선도기업육성")
    expect(page.locator("#traced .closing")).to_contain_text("2025-03-01")
    plot = page.get_by_role("img", name=re.compile("해마다의 예산"))
    expect(plot.locator(".value")).to_have_count(2)
    page.get_by_text("표로 보기").click()
    expect(page.locator("#traced .values tbody tr")).to_have_count(2)


def test_a_programme_of_the_list_is_traced_and_its_history_downloaded(visit):
    page = visit(path="?tab=timeline", ready="#known section")
    name = page.locator("#known button .name").first.inner_text()
    page.locator("#known button").first.click()
    expect(page.locator("#traced .subject")).to_have_text(name)
    expect(page.locator("#known")).to_be_hidden()
    files = {}
    for label in ("표(CSV)", "그림(SVG)", "Markdown"):
        with page.expect_download() as download:
            page.locator("#traced").get_by_role("button", name=label).click()
        path = Path(download.value.path())
        files[download.value.suggested_filename.rpartition(".")[2]] = path.read_bytes().decode("utf-8")
    assert files["csv"].startswith("\ufeff사건,")
    assert files["svg"].startswith("<?xml")
    assert "| 날짜 | 상태 | 값 |" in files["md"]
    page.get_by_role("link", name="다른 사업").click()
    expect(page.locator("#known section")).to_be_visible()


def test_nothing_found_and_a_failure_say_what_to_try(visit):
    page = visit("en", path="?tab=timeline", ready=READY)
    for name, said in (("없는 사업", "Name the programme or system"), ("고장", "geungeo doctor로")):
        page.get_by_label("Programme").fill(name)
        page.keyboard.press("Enter")
        expect(page.locator("#traced")).to_contain_text(said)


def test_a_document_stays_text_and_a_phone_shows_it_in_a_sheet(visit, scripted):
    path = f"?tab=timeline&subject={quote(scripted.HOSTILE)}"
    page = visit(path=path, ready="#traced .line", viewport=PHONE)
    expect(page.locator("#traced .subject")).to_have_text(scripted.HOSTILE)
    expect(page.locator("#traced .entry").last).to_contain_text("<script>window.broken")
    page.locator("#traced .cite").nth(2).click()
    expect(page.locator("#trace-opened .passage")).to_contain_text("<script>window.broken")
    expect(page.locator("#trace-desk :is(script, img)")).to_have_count(0)
    assert page.evaluate("window.broken") is None
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.get_by_role("button", name="닫기")).to_be_focused()
