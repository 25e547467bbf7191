"""The page in headless Chromium: what a reader sees and presses, and that nothing leaves this machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

ROOT = Path(__file__).parents[2]
NARROW = {"width": 390, "height": 844}

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def test_an_answer_shows_its_evidence_beside_it(visit, scripted):
    page = visit()
    ask(page, "지역혁신선도기업육성사업의 총사업비는 얼마입니까?")
    turn = page.locator(".turn.done")
    expect(turn.locator(".sentence .text")).to_have_text([scripted.FIRST, scripted.SECOND])
    expect(turn.locator(".cite")).to_have_text(["1", "2"])
    expect(page.locator("#sources .card")).to_have_count(2)

    turn.get_by_role("button", name=re.compile("^근거 2: 지방과학기술진흥 시행계획")).click()
    pane = page.locator("#opened")
    expect(pane.locator("mark")).to_have_text(scripted.SECOND)
    expect(pane.locator(".title")).to_have_text("지방과학기술진흥 시행계획(안)")
    expect(pane.locator(".issued")).to_have_text("지방과학기술진흥협의회 · 2024-12-12 · 계획")
    expect(pane.locator(".place")).to_have_text("12쪽 · Ⅱ. 추진 현황 > 1. 기업 지원")
    expect(turn.locator(".cite").nth(1)).to_have_attribute("aria-pressed", "true")
    expect(turn.locator(".cite").nth(0)).to_have_attribute("aria-pressed", "false")
    answer, evidence = turn.locator(".answer").bounding_box(), pane.bounding_box()
    assert answer["x"] + answer["width"] <= evidence["x"], "the evidence stands beside the answer"

    pane.get_by_role("button", name="앞 근거").click()
    expect(pane.locator("mark")).to_have_text(scripted.FIRST)
    expect(pane.get_by_role("link", name="원문 열기")).to_have_attribute("rel", "noopener noreferrer")
    page.keyboard.press("Escape")
    expect(page.locator("#sources .card").first).to_be_visible()


def test_a_document_stays_text(visit, scripted):
    page = visit()
    ask(page, "총사업비는 얼마입니까?")
    page.locator(".cite").nth(1).click()
    expect(page.locator("#opened .passage")).to_contain_text(scripted.HOSTILE)
    expect(page.locator("#opened :is(script, img, a:not([href^='?tab=']))")).to_have_count(0)
    ask(page, scripted.HOSTILE)
    expect(page.locator(".asked").last).to_have_text(scripted.HOSTILE)
    assert page.evaluate("window.broken") is None


def test_a_refusal_shows_the_nearest_passages(visit):
    page = visit()
    ask(page, "없는 사업의 예산은 얼마입니까?")
    expect(page.locator(".turn.done .refused")).to_contain_text("문서에서 확인되지 않습니다")
    expect(page.locator(".turn .try")).to_be_visible()
    expect(page.locator("#sources .heading")).to_have_text("가장 가까운 대목 (답이 아닙니다)")
    page.locator("#sources .card").nth(1).click()
    expect(page.locator("#opened mark")).to_contain_text("1조 445억원")


def test_the_page_says_what_it_is_doing_and_shows_each_checked_sentence(visit):
    page = visit()
    page.evaluate("""() => {
        window.seen = [];
        new MutationObserver(() => {
            const step = document.querySelector(".step[aria-current]")?.textContent ?? "";
            const line = `${step}/${document.querySelectorAll(".sentence").length}`;
            if (window.seen.at(-1) !== line) window.seen.push(line);
        }).observe(document.querySelector("#conversation"), { childList: true, subtree: true, attributes: true });
    }""")
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done")).to_be_visible()
    seen = page.evaluate("window.seen")
    steps = [line for line in seen if not line.startswith("/")]
    assert steps == ["문서를 찾는 중/0", "문장을 확인하는 중/1", "문장을 확인하는 중/2"]
    assert seen[-1] == "/2"


def test_the_reader_keeps_what_was_opened_and_typed_while_the_answer_grows(visit, scripted):
    page = visit()
    ask(page, "천천히 얼마입니까?")
    page.locator(".turn.checking .cite").first.click()
    page.locator("#question textarea").fill("다음 질문")
    expect(page.locator(".turn.done .sentence")).to_have_count(2)
    expect(page.locator("#opened mark")).to_have_text(scripted.FIRST)
    expect(page.locator(".cite").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#question textarea")).to_have_value("다음 질문")


def test_the_next_question_closes_what_was_open(visit):
    page = visit()
    ask(page, "얼마입니까?")
    page.locator(".turn.done .cite").first.click()
    expect(page.locator("#opened mark")).to_be_visible()
    ask(page, "언제 시작합니까?")
    expect(page.locator(".turn.done")).to_have_count(2)
    expect(page.locator("#opened mark")).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("")


def test_the_keyboard_is_enough(visit, scripted):
    page = visit()
    page.keyboard.press("/")
    page.keyboard.type("첫 줄")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("둘째 줄")
    expect(page.locator(".turn")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator(".turn.done .asked")).to_have_text("첫 줄\n둘째 줄", use_inner_text=True)
    expect(page.locator("#question textarea")).to_have_value("")
    page.locator(".cite").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#opened mark")).to_have_text(scripted.SECOND)
    page.keyboard.press("1")
    expect(page.locator("#opened mark")).to_have_text(scripted.FIRST)


def test_a_starter_asks(visit):
    page = visit()
    starter = page.locator(".starter").first
    text = starter.inner_text()
    starter.click()
    expect(page.locator(".turn.done .asked")).to_have_text(text)
    expect(page.locator("#question textarea")).to_have_value("")


def test_no_reader_waits_for_another_or_sees_another(visit):
    slow, quick = visit(), visit()
    ask(slow, "느리게 답해 주십시오")
    expect(slow.locator(".turn.searching")).to_be_visible()
    ask(quick, "얼마입니까?")
    expect(quick.locator(".turn.done")).to_be_visible(timeout=9_000)
    expect(slow.locator(".turn.searching")).to_be_visible()
    expect(quick.locator(".asked")).to_have_text(["얼마입니까?"])
    expect(slow.locator(".turn.done")).to_be_visible(timeout=15_000)
    expect(slow.locator(".asked")).to_have_text(["느리게 답해 주십시오"])


def test_a_failure_says_what_to_do_and_the_next_question_is_answered(visit, serve):
    page = visit()
    ask(page, "고장")
    expect(page.locator(".turn.failed .trouble")).to_contain_text("geungeo doctor로 점검하십시오.")
    ask(page, "예상 밖")
    expect(page.locator(".turn.failed").last.locator(".trouble")).to_contain_text("답하지 못했습니다.")
    assert "ZeroDivisionError" in serve().complaints()
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done")).to_have_count(1)


def test_below_two_columns_the_evidence_is_a_sheet(visit, scripted):
    page = visit(viewport=NARROW)
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done")).to_be_visible()
    number = page.locator(".cite").first
    number.click()
    expect(page.locator("#opened mark")).to_have_text(scripted.FIRST)
    expect(page.locator("#opened mark")).to_be_in_viewport(ratio=1)
    sheet = page.locator("#opened").bounding_box()
    assert sheet["x"] == 0
    assert sheet["y"] + sheet["height"] == pytest.approx(NARROW["height"], abs=1)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    expect(page.get_by_role("button", name="닫기")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#opened [data-open]")).to_have_count(0)
    expect(number).to_be_focused()


def test_an_empty_store_says_how_to_fill_it(visit):
    page = visit("empty")
    expect(page.locator(".welcome.empty")).to_contain_text("저장소에 문서가 없습니다.")
    expect(page.locator(".welcome code")).to_have_text("geungeo ingest 문서폴더")


def test_the_page_speaks_english_where_it_is_set(visit):
    page = visit("en")
    expect(page.locator(".welcome h2")).to_have_text("What would you like to confirm?")
    assert page.evaluate("document.documentElement.lang") == "en"
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done .proved")).to_have_text("✓ quotes verified")


def test_gradio_leaves_no_mark_and_reaches_for_nothing(visit, serve):
    page = visit()
    expect(page.locator("footer")).to_have_count(0)
    assert page.title() == "근거 · 문서로 증명하는 답"
    assert page.evaluate("document.documentElement.lang") == "ko"
    fonts = page.evaluate("getComputedStyle(document.querySelector('.welcome')).fontFamily")
    assert fonts.startswith("Pretendard")
    policy = page.request.get(serve().address).headers["content-security-policy"]
    assert policy.startswith("default-src 'self'")
    assert "LEFT" not in serve().complaints()


def test_a_port_in_use_is_an_error(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "tests/ui/scripted_page.py", str(taken.getsockname()[1])],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert "OSError" in done.stderr
