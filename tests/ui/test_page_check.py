"""The tab that checks a text, in headless Chromium: what differs is seen, opened, filtered and taken home."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Page, expect

NARROW = {"width": 360, "height": 740}
TEXT = (
    "총사업비는 5년간 1조 4,450억원이다. 다른 보도는 1조 445억원이라고 하였다.\n\n내년에 다시 보고한다.\n무엇도 아니다."
)
HOSTILE = (
    "<script>window.broken = true</script> ![그림](https://example.org/x.png) [x](javascript:1) \u202e뒤집힘 ${1+1}"
)

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(visit):
    """Open the tab and return the page, with a function that checks a text to the end."""

    def opened(*words: str, **options) -> Page:
        return visit(*words, path="?tab=check", ready="#checkform form", **options)

    return opened


def check(page: Page, text: str, stage: str = "done") -> None:
    page.get_by_label(re.compile("확인할 글|Text to check")).fill(text)
    page.locator("#checkform .primary").click()
    expect(page.locator(f"#checked [data-stage={stage}]")).to_be_visible(timeout=60_000)


def press(page: Page, number: int) -> None:
    # By the keyboard: a sentence that runs over two lines has no middle to click.
    page.locator(f'#checked .claim[data-number="{number}"]').focus()
    page.keyboard.press("Enter")


def test_a_wrong_figure_is_marked_in_words_and_boxed_on_both_sides(desk, scripted):
    page = desk()
    check(page, TEXT)
    claims = page.locator("#checked .claim")
    expect(claims).to_have_count(4)
    expect(claims.locator(".mark")).to_have_text(["≠", "✓", "○", "○"])
    expect(page.get_by_role("button", name=re.compile("^불일치: 총사업비는 5년간"))).to_have_count(1)
    expect(page.locator("#checked .text")).to_have_text(
        "불일치: 총사업비는 5년간 1조 4,450억원이다.≠ 일치: 다른 보도는 1조 445억원이라고 하였다.✓"
        " 문서에 없음: 내년에 다시 보고한다.○ 문서에 없음: 무엇도 아니다.○"
    )
    expect(page.locator("#differing .pair")).to_have_text("1조 4,450억원 ≠ 1조 445억원")

    page.locator("#differing .contradicted .card").click()
    pane = page.locator("#compared")
    expect(pane.locator(".claimtext .differs")).to_have_text("다름: 1조 4,450억원")
    expect(pane.locator("mark")).to_have_text(scripted.FIRST.replace("1조 445억원", "다름: 1조 445억원"))
    expect(pane.locator("mark .differs")).to_have_text("다름: 1조 445억원")
    expect(pane.locator(".issued")).to_have_text("과학기술정보통신부 · 2025-01-24 · 보도자료")
    expect(pane.get_by_role("link", name="원문 열기")).to_have_attribute("href", scripted.RELEASE.uri)
    expect(claims.first).to_have_attribute("aria-pressed", "true")

    pane.get_by_role("button", name="다음 문장").click()
    expect(pane.locator(".which")).to_have_text("문장 2/4")
    expect(pane.locator(".verdict")).to_have_text("✓ 일치")
    page.keyboard.press("Escape")
    expect(page.locator("#differing .contradicted .card")).to_be_visible()


def test_verdicts_are_filtered_and_stepped_through(desk):
    page = desk()
    check(page, TEXT)
    expect(page.locator(".choice")).to_have_text(["전체 4", "≠ 불일치 1", "○ 문서에 없음 2", "✓ 일치 1"])
    page.get_by_role("button", name="○ 문서에 없음 2").click()
    expect(page.get_by_role("button", name="○ 문서에 없음 2")).to_have_attribute("aria-pressed", "true")
    press(page, 3)
    pane = page.locator("#compared")
    expect(pane.locator(".which")).to_have_text("문장 3/4")
    expect(pane.locator("figcaption").last).to_have_text("가장 가까운 대목 (증명이 아닙니다)")
    pane.get_by_role("button", name="다음 문장").click()
    expect(pane.locator(".which")).to_have_text("문장 4/4")
    expect(pane.locator(".hint")).to_contain_text("가까운 대목을 문서에서 찾지 못했습니다")
    pane.get_by_role("button", name="앞 문장").click()
    expect(pane.locator(".which")).to_have_text("문장 3/4")
    pane.get_by_role("button", name="앞 문장").click()
    expect(pane.locator(".which")).to_have_text("문장 3/4")


def test_a_chosen_verdict_filters_the_text_and_the_list_by_keyboard(desk):
    page = desk()
    check(page, TEXT)
    expect(page.locator("#checked .against")).to_have_text(
        "문서 2건과 맞추어 봄 · 가장 새 문서 2025-01-24 · 기준일 없음"
    )
    cards, claims = page.locator("#differing .card"), page.locator("#checked .claim")
    expect(page.locator("#differing .card:visible")).to_have_count(4)
    missing = page.get_by_role("button", name="○ 문서에 없음 2")
    press(page, 1)
    expect(page.locator("#compared [data-open]")).to_have_count(1)
    missing.focus()
    page.keyboard.press("Enter")
    expect(missing).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#checked .shown")).to_have_text("○ 문서에 없음 문장 2개만 보입니다.")
    # What is open and not chosen makes way for the list.
    expect(page.locator("#compared [data-open]")).to_have_count(0)
    expect(page.locator("#differing .card:visible")).to_have_count(2)
    expect(page.locator("#differing .heading:visible")).to_have_text("○ 문서에서 찾지 못한 문장 2")
    expect(claims.nth(0)).to_have_attribute("tabindex", "-1")
    expect(claims.nth(2)).to_have_attribute("tabindex", "0")
    marks = [
        one.evaluate("node => getComputedStyle(node).textDecorationLine") for one in claims.locator(".words").all()
    ]
    assert marks == ["none", "none", "underline", "underline"]
    missing.focus()
    page.keyboard.press("Space")
    expect(missing).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("button", name="전체 4")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#differing .card:visible")).to_have_count(cards.count())


@pytest.mark.parametrize("form", ["md", "html", "docx", "csv"])
def test_what_was_checked_is_downloaded_and_never_served(desk, form, tmp_path: Path):
    page = desk()
    requested = []
    check(page, TEXT)
    page.on("request", lambda request: requested.append(request.url))
    with page.expect_download() as waited:
        page.locator(f'[data-form="{form}"]').click()
    download = waited.value
    assert re.fullmatch(rf"사실확인-\d{{4}}-\d\d-\d\d\.{form}", download.suggested_filename)
    assert download.url.startswith("blob:")
    assert not [url for url in requested if "/file" in url]
    download.save_as(tmp_path / "made")
    if form == "csv":
        rows = list(csv.reader((tmp_path / "made").read_text("utf-8-sig").splitlines()))
        assert [row[2] for row in rows[1:]] == ["≠ 불일치", "✓ 일치", "○ 문서에 없음", "○ 문서에 없음"]
    elif form == "docx":
        assert "총사업비는" in "\n".join(one.text for one in docx.Document(tmp_path / "made").paragraphs)
    else:
        assert "총사업비는 5년간" in (tmp_path / "made").read_text("utf-8")


def test_a_file_is_read_into_the_text(desk, tmp_path: Path):
    page = desk()
    (tmp_path / "초안.txt").write_text(TEXT, encoding="cp949")
    page.locator("#checkform [type=file]").set_input_files(tmp_path / "초안.txt")
    expect(page.locator("#checkform .note")).to_contain_text("‘초안.txt’에서")
    expect(page.locator("#check-text")).to_have_value(re.compile("1조 4,450억원이다"))
    (tmp_path / "그림.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    page.locator("#checkform [type=file]").set_input_files(tmp_path / "그림.png")
    expect(page.locator("#checkform .note.wrong")).to_contain_text("그림 파일에는 읽을 글자가 없습니다")
    expect(page.locator("#check-text")).to_have_value(re.compile("1조 4,450억원이다"))


def test_a_word_file_is_read_and_an_address_of_this_machine_refused(desk, tmp_path: Path):
    page = desk()
    document = docx.Document()
    document.add_paragraph(TEXT.partition("\n")[0])
    document.save(str(tmp_path / "초안.docx"))
    page.locator("#checkform [type=file]").set_input_files(tmp_path / "초안.docx")
    expect(page.locator("#checkform .note")).to_contain_text("‘초안.docx’에서", timeout=60_000)
    expect(page.locator("#check-text")).to_have_value(re.compile("1조 4,450억원이다"))
    address = page.get_by_label("읽어 올 웹 주소")
    address.fill("http://127.0.0.1:9/draft")
    address.press("Enter")
    expect(page.locator("#checkform .note.wrong")).to_contain_text("내부망의 주소라 읽지 않습니다")
    expect(address).to_have_value("http://127.0.0.1:9/draft")
    expect(page.locator("#check-text")).to_have_value(re.compile("1조 4,450억원이다"))
    # Nothing but an address in place of the text is no text to check.
    page.locator("#check-text").fill("http://127.0.0.1:9/other")
    page.locator("#checkform .primary").click()
    expect(page.locator("#checkform .note.wrong")).to_contain_text("http://127.0.0.1:9/other: ")
    expect(page.locator("#checked [data-stage]")).to_have_count(0)


def test_a_file_is_dropped_on_the_form(desk):
    page = desk()
    form = page.locator("#checkform form")
    held = page.evaluate_handle(
        """text => {
            const held = new DataTransfer();
            held.items.add(new File([text], "초안.txt", { type: "text/plain" }));
            return held;
        }""",
        TEXT,
    )
    form.dispatch_event("dragover", {"dataTransfer": held})
    expect(page.locator("#checkform .over, #checkform.over")).to_have_count(1)
    form.dispatch_event("drop", {"dataTransfer": held})
    expect(page.locator("#checkform .over, #checkform.over")).to_have_count(0)
    expect(page.locator("#check-text")).to_have_value(re.compile("1조 4,450억원이다"))


def test_a_check_is_stopped_and_keeps_what_was_judged(desk):
    page = desk()
    check(page, "총사업비는 1조 445억원이다. " + "천천히 온다. " * 20, stage="checking")
    expect(page.locator("#checked .claim").first).to_be_visible()
    page.get_by_role("button", name="그치기").click()
    expect(page.locator("#checked [data-stage=stopped]")).to_be_visible()
    expect(page.locator("#checked .progress")).to_contain_text("그쳤습니다")
    count = page.locator("#checked .claim").count()
    page.wait_for_timeout(3_500)
    assert page.locator("#checked .claim").count() == count
    page.get_by_role("button", name="글 고치기").click()
    expect(page.locator("#check-text")).to_have_value(re.compile("^총사업비는"))


def test_a_failure_says_what_to_do_and_an_empty_text_too(desk):
    page = desk()
    page.locator("#checkform .primary").click()
    expect(page.locator("#checked .notice")).to_have_text("확인할 글을 먼저 넣으십시오.")
    check(page, "고장이 난다.", stage="failed")
    expect(page.locator("#checked .trouble")).to_contain_text("geungeo doctor로 점검하십시오.")


def test_a_text_stays_text(desk):
    page = desk("en")
    check(page, f"{HOSTILE}. 내년에 다시 보고한다.")
    shown = HOSTILE.replace("\u202e", "⟨U+202E⟩")
    expect(page.locator("#checked .text")).to_contain_text(shown.partition(" ")[0])
    assert "⟨U+202E⟩" in page.locator("#checked .text").inner_text()
    press(page, page.locator("#checked .claim").count())
    expect(page.locator("#compared .passage")).to_contain_text("<script>window.broken")
    expect(page.locator("#check-desk :is(script, img, a:not([href^='?tab=documents&']))")).to_have_count(0)
    assert page.evaluate("window.broken") is None


def test_on_a_phone_the_source_is_a_sheet(desk):
    page = desk(viewport=NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    check(page, TEXT)
    press(page, 1)
    expect(page.locator("#compared mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    expect(page.get_by_role("button", name="닫기")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator('#checked .claim[data-number="1"]')).to_be_focused()
