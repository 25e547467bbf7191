"""The state of sources and changed figures on the page, in a browser, over a real store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assistant.grounding.citations import cite
from assistant.watch import Seen
from commands import run, served
from ingest import places, registry, watches
from ingest.catalogue import Catalogue
from ingest.documents import SourceDocument
from ingest.registry import Item, Source

FEED = "https://press.example/rss.xml?serviceKey=abcdef"
PROGRAMME = "달빛천 산책로 정비 사업"
NOW = datetime(2026, 5, 7, 9, 30)
OLD = "달빛천 산책로 정비 사업의 총사업비는 1조 445억원이다.\n사업 기간은 2026년부터 3년이다.\n"
NEW = OLD.replace("445억원", "2,000억원")

pytestmark = [pytest.mark.browser, pytest.mark.integration]


def figure(value: str, text: str) -> dict[str, object]:
    """Return a total cost as a watch keeps it."""
    line = text.partition("\n")[0]
    document = SourceDocument("달빛천.txt", 1, "달빛천", "", None, None, "document", "", "0" * 64, text)
    return Seen("total", "", "", value, value, cite(document, 0, len(line), 1)).kept()


def troubled(path: Path) -> None:
    """Keep a feed of which one page was given up and that does not answer."""
    catalogue = Catalogue(path)
    with catalogue.transaction() as connection:
        registry.add(connection, Source(FEED, "feed", registry.stamped(NOW)))
        registry.visited(connection, FEED, NOW)
        item = Item(
            f"{FEED}/1", "1", True, "dead", attempts=6, error="없는 쪽입니다 (404).", hint="주소를 살펴봐 주세요."
        )
        registry.settle(connection, FEED, [item])
        watches.add(connection, PROGRAMME, NOW)
        (watch,) = watches.watches(connection)
        watches.renew(connection, watch, "1", {}, [(figure("1조 445억원", OLD), figure("1조 2,000억원", NEW))], NOW)
        registry.troubled(
            connection, FEED, NOW, NOW + timedelta(minutes=5), "닿을 수 없습니다.", "잠시 뒤에 다시 합니다."
        )
    catalogue.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a store that keeps up with a folder and a feed, in a process of its own."""
    place = tmp_path_factory.mktemp("served")
    papers, store = place / "papers", place / "store"
    papers.mkdir()
    (papers / "달빛천.txt").write_text(OLD, "utf-8")
    kept = ("--store", str(store))
    run("sources", "add", str(papers), *kept)
    run("sync", *kept)
    troubled(store / places.CATALOGUE)
    with served(store, place / "log") as found:
        yield found


@pytest.fixture
def open_page(chromium, address, complaints) -> Iterator:
    """Return a function that opens a path of the page."""
    contexts = []

    def opened(path: str, width: int = 1280, scheme: str = "light") -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="ko-KR", color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        page.goto(f"{address}{path}")
        return page

    yield opened
    with complaints.leaving():
        for context in contexts:
            context.close()


def fits(page: Page) -> bool:
    """Tell whether nothing of a page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize(("path", "width"), [("?tab=documents", 1280), ("en/?tab=documents", 360)])
def test_an_editor_sees_how_the_sources_stand(open_page, path, width):
    page = open_page(path, width)
    fold = page.locator("#followed details")
    expect(fold.locator("summary")).to_be_visible(timeout=30_000)
    korean = "en/" not in path
    expect(fold.locator("summary")).to_contain_text("포기한 것 1건" if korean else "1 given up")
    expect(fold.locator("li").first).to_be_hidden()
    fold.locator("summary").press("Enter")
    places_ = fold.locator(".place bdi")
    expect(places_).to_have_text(["papers", FEED.replace("abcdef", "***")])
    expect(fold.locator(".dead")).to_contain_text("없는 쪽입니다 (404).")
    expect(fold.locator("code")).to_have_text("geungeo sync --retry")
    assert "abcdef" not in page.content()
    assert fits(page)


@pytest.mark.parametrize(
    ("path", "width", "scheme"), [("?tab=timeline", 1280, "light"), ("?tab=timeline", 360, "dark")]
)
def test_a_watched_figure_that_changed_is_a_line_whose_quotes_open(open_page, path, width, scheme):
    page = open_page(path, width, scheme)
    line = page.locator("#changed li")
    expect(line).to_contain_text("총사업비", timeout=30_000)
    expect(line.locator("s")).to_have_text("1조 445억원")
    expect(line.locator("b")).to_have_text("1조 2,000억원")
    assert fits(page)
    first = line.locator(".cite").first
    first.click()
    expect(page.locator("#trace-opened mark")).to_contain_text("1조 445억원")
    expect(first).to_have_attribute("aria-pressed", "true")
    page.locator("#trace-opened").get_by_role("button", name="다음 근거").click()
    expect(page.locator("#trace-opened mark")).to_contain_text("1조 2,000억원")
    page.keyboard.press("Escape")
    expect(line.locator(".cite").last).to_be_focused()
