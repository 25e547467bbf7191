"""Documents given, asked about, opened, compared and removed in a browser, over a real store and the bundled model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_ko
import pytest
from fpdf import FPDF
from playwright.sync_api import Page, expect

from commands import run, served
from offices import hwpx

FONT = Path(pylopdf_fonts_ko.__file__).parent / "NotoSansKR-Regular.otf"
QUESTION = "달빛천 산책로 정비 사업의 총사업비는 얼마입니까?"
OTHER = "가람시는 은하수도서관을 2027년에 연다. 도서관은 시청 옆에 선다.\n"
HOSTILE = "은하수 나루터 사업의 예산은 7억 원이다. <script>window.broken = true</script>\n"

pytestmark = [pytest.mark.browser, pytest.mark.integration]


def plan(path: Path, amount: str) -> Path:
    pdf = FPDF()
    pdf.add_font("kr", fname=FONT)
    pdf.add_page()
    pdf.set_font("kr", size=22)
    pdf.multi_cell(0, 14, "달빛천 산책로 정비 계획", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("kr", size=12)
    for line in (
        f"달빛천 산책로 정비 사업의 총사업비는 {amount} 원이다.",
        "사업 기간은 2026년부터 3년이다.",
        "산책로는 새봄교에서 물안개공원까지 이어진다.",
    ):
        pdf.multi_cell(0, 10, line, new_x="LMARGIN", new_y="NEXT")
    pdf.output(str(path))
    for font in pdf.fonts.values():
        font.ttfont.close()
    return path


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a store of one document in a process of its own."""
    place = tmp_path_factory.mktemp("served")
    (place / "papers").mkdir()
    (place / "papers" / "도서관.txt").write_text(OTHER, "utf-8")
    run("ingest", str(place / "papers"), "--store", str(place / "store"))
    with served(place / "store", place / "log") as found:
        yield found


@pytest.fixture
def page(chromium, address, complaints) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="ko-KR")
    opened = context.new_page()
    complaints.listen(opened)
    opened.goto(f"{address}?tab=documents")
    expect(opened.locator("#shelf .rows li").first).to_be_visible(timeout=30_000)
    yield opened
    with complaints.leaving():
        context.close()


def give(page: Page, *files: Path | dict[str, object]) -> None:
    page.locator("#intake input[type=file]").set_input_files(list(files))


def ask(page: Page, question: str) -> None:
    page.locator("#tabs [role=tab]").filter(has_text="대화").click()
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def test_a_document_is_given_asked_about_and_removed(page, address, complaints, tmp_path):
    first, second = (tmp_path / name for name in ("1", "2"))
    first.mkdir()
    second.mkdir()
    give(page, plan(first / "달빛천.pdf", "48억"))
    expect(page.locator("#intake .file.done .stage")).to_have_text("✓ 끝 · 새 문서", timeout=60_000)
    expect(page.locator("#shelf .rows")).to_contain_text("달빛천 산책로 정비 계획")
    give(page, plan(second / "달빛천.pdf", "52억"))
    expect(page.locator("#intake .file.done .stage").first).to_have_text("✓ 끝 · 새 버전", timeout=60_000)

    page.locator("#shelf .rows button").filter(has_text="달빛천").click()
    page.locator("#volume .versions .link").click()
    expect(page.locator("#volume .removed .figure")).to_have_text("48")
    expect(page.locator("#volume .added .figure")).to_have_text("52")
    assert "document=" in page.url

    ask(page, QUESTION)
    expect(page.locator(".turn .answer")).to_contain_text("52억", timeout=60_000)

    with complaints.leaving():
        page.goto(f"{address}?tab=documents&document=달빛천.pdf")
    expect(page.locator("#volume .title")).to_contain_text("달빛천", timeout=60_000)
    page.locator('#volume [data-view="remove"]').click()
    expect(page.locator("#volume .asking")).to_contain_text("올린 파일도 함께 지웁니다")
    page.locator("#volume .danger").click()
    expect(page.locator("#volume")).to_contain_text("문서를 지웠습니다")
    page.locator("#volume .back").click()
    expect(page.locator("#shelf .rows li")).to_have_count(1)
    assert "document=" not in page.url

    ask(page, QUESTION)
    expect(page.locator(".turn .refused").last).to_be_visible(timeout=60_000)


def test_a_citation_is_reached_by_keys_its_page_enlarged_and_its_document_opened_at_the_quote(page, tmp_path):
    give(page, plan(tmp_path / "달빛천.pdf", "48억"))
    expect(page.locator("#intake .file.done")).to_have_count(1, timeout=60_000)
    ask(page, QUESTION)
    expect(page.locator(".turn.done .signs")).to_have_text("✓ 인용 확인✓ 질문에 답함", timeout=60_000)
    page.locator("#question textarea").focus()
    page.keyboard.press("Tab")
    first = page.locator('.turn.done .cite[data-marker="1"]').first
    expect(first).to_be_focused()
    page.keyboard.press("Enter")
    page.locator('#opened [data-act="picture"]').click()
    page.locator("#opened .enlarge").click(timeout=20_000)
    figure = page.locator("#opened figure")
    assert figure.bounding_box() == {"x": 0, "y": 0, "width": 1280, "height": 800}
    expect(page.locator("#opened .quoted")).not_to_have_count(0)
    expect(page.locator("#opened .enlarge")).to_have_text("닫기")
    page.keyboard.press("Escape")
    expect(page.locator("#opened .enlarge")).to_have_text("크게 보기")
    with page.expect_popup() as document:
        page.locator("#opened .links a").first.click()
    expect(document.value.locator("#volume [data-target]").first).to_contain_text("48억", timeout=30_000)
    document.value.close()
    page.keyboard.press("Escape")
    expect(page.locator("#opened .open")).to_have_count(0)
    expect(first).to_be_focused()


def test_what_cannot_be_read_says_why_and_hostile_names_stay_text(page):
    give(
        page,
        {"name": "../../x<b>.txt", "mimeType": "text/plain", "buffer": HOSTILE.encode()},
        {"name": "거꾸로\u202egnp.txt", "mimeType": "text/plain", "buffer": HOSTILE.replace("나루터", "등대").encode()},
        {"name": "한글.hwp", "mimeType": "", "buffer": bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)},
    )
    expect(page.locator("#intake .file.done")).to_have_count(2, timeout=60_000)
    failed = page.locator("#intake .file.failed")
    expect(failed.locator(".why")).to_contain_text("아직 읽지 못합니다")
    expect(failed.locator(".remedy")).to_contain_text("PDF로 저장")
    names = page.locator("#intake .name").all_text_contents()
    assert not any(".." in name or "/" in name or "\u202e" in name for name in names)
    page.locator("#shelf [name=text]").fill("등대")
    page.keyboard.press("Enter")
    expect(page.locator("#shelf .rows li")).to_have_count(1)
    page.locator("#shelf .rows button").click()
    expect(page.locator("#volume .text")).to_contain_text("<script>window.broken = true</script>")
    assert page.evaluate("window.broken") is None
    page.keyboard.press("Escape")
    expect(page.locator("#shelf .rows")).to_be_visible()


def test_a_file_that_takes_long_to_read_is_followed_to_its_end(page):
    pages = [HOSTILE.replace("나루터", f"등대 {number}호") for number in range(150)]
    give(page, {"name": "긴 글.txt", "mimeType": "text/plain", "buffer": "\n\n".join(pages).encode()})
    seen = page.evaluate("""() => new Promise((resolve) => {
      const stage = () => document.querySelector("#intake .file.done .stage")?.textContent;
      const began = performance.now();
      const watched = setInterval(() => {
        if (!stage()) return;
        clearInterval(watched);
        resolve(performance.now() - began);
      }, 100);
    })""")
    # Longer than two looks of the page, between which nothing changes.
    assert seen > 1_500
    page.locator('#intake [data-act="clear"]').click()
    expect(page.locator("#intake .file")).to_have_count(0)


def test_the_cell_of_a_hancom_plan_answers_and_is_marked_in_the_text_and_in_its_table(page):
    rows = [
        ["사업명", ("투자(백만원)", 1, 3), "담당"],
        ["", "2026", "2027", "2028", ""],
        ["산책로 조성", "1,200", "3,400", "2,100", "공원과"],
        ["둑 보강", "5,150", "4,870", "990", "하천과"],
    ]
    told = hwpx(["별무리천 정비 계획", "별무리천 정비 계획의 연차별 투자", rows], title="별무리천 정비 계획")
    give(page, {"name": "별무리천.hwpx", "mimeType": "application/octet-stream", "buffer": told})
    expect(page.locator("#intake .file.done .stage")).to_have_text("✓ 끝 · 새 문서", timeout=60_000)
    ask(page, "별무리천 정비 계획에서 둑 보강에 2027년에 얼마를 투자하나요?")
    expect(page.locator(".turn.done .lead")).to_contain_text("4,870백만원", timeout=60_000)
    expect(page.locator(".turn.done .sentence strong")).to_have_text("4,870")
    page.locator(".turn.done .cite").first.click()
    expect(page.locator("#opened mark .cell")).to_have_text("4,870")
    table = page.locator("#opened .grid")
    expect(table.locator("thead th")).to_have_text(
        ["사업명", *(f"투자(백만원) > {year}" for year in (2026, 2027, 2028)), "담당"]
    )
    expect(table.locator("tbody tr")).to_have_count(2)
    expect(table.locator("tr.asked mark")).to_have_text("4,870")
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_no_other_visitor_sees_the_files_that_one_gave(page, chromium, address):
    give(page, {"name": "나만의.txt", "mimeType": "text/plain", "buffer": HOSTILE.replace("나루터", "우물").encode()})
    expect(page.locator("#intake .file.done")).to_have_count(1, timeout=60_000)
    context = chromium.new_context(locale="ko-KR")
    other = context.new_page()
    other.goto(f"{address}?tab=documents")
    expect(other.locator("#shelf .rows li").first).to_be_visible(timeout=30_000)
    expect(other.locator("#intake .drop")).to_be_visible()
    expect(other.locator("#intake .file")).to_have_count(0)
    context.close()


def test_the_tab_fits_a_phone(page):
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#shelf .rows button").first.click()
    expect(page.locator("#volume .title")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
