"""The conversation in headless Chromium: what a reader sets, stops, edits, takes along and comes back to."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    page.locator("#question textarea").fill(question)
    page.keyboard.press("Enter")


def talk(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query)["talk"][0]


def test_the_address_opens_the_conversation_again_and_only_for_its_visitor(visit, complaints):
    page, other = visit("remembers"), visit("remembers")
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done")).to_be_visible()
    with complaints.leaving():
        page.reload()
    expect(page.locator(".turn.done .asked")).to_have_text("얼마입니까?")
    page.locator(".cite").first.click()
    expect(page.locator("#opened mark")).to_be_visible()
    ask(page, "이어지는 질문입니까?")
    expect(page.locator(".turn.done")).to_have_count(2)

    with complaints.leaving():
        other.goto(page.url)
    expect(other.locator(".unknown")).to_be_visible(timeout=20_000)
    expect(other.locator(".turn")).to_have_count(0)

    page.locator(".new").click()
    past = page.locator(".past li").first
    expect(past.locator("a")).to_have_text("얼마입니까?", timeout=20_000)
    past.get_by_role("button", name="지우기").click()
    expect(page.locator(".past li")).to_have_count(0)


def test_a_growing_answer_is_stopped_and_asked_again(visit):
    page = visit()
    ask(page, "천천히 얼마입니까?")
    expect(page.locator(".turn.checking .sentence")).to_have_count(1)
    page.get_by_role("button", name="멈추기").click()
    expect(page.locator(".turn.stopped")).to_contain_text("멈췄습니다")
    expect(page.locator(".sentence")).to_have_count(1)
    page.get_by_role("button", name="다시 묻기").click()
    expect(page.locator(".turn.done .sentence")).to_have_count(2, timeout=15_000)
    expect(page.locator(".turn")).to_have_count(1)


def test_an_edited_question_replaces_what_it_was(visit):
    page = visit()
    for question in ("첫 질문", "둘째 질문"):
        ask(page, question)
        expect(page.locator(".turn.done").last.locator(".asked")).to_have_text(question)
    page.get_by_role("button", name="질문 고치기").first.click()
    expect(page.locator("#question textarea")).to_have_value("첫 질문")
    expect(page.locator(".editing")).to_be_visible()
    ask(page, "고친 질문")
    expect(page.locator(".turn.done .asked")).to_have_text(["고친 질문"])
    expect(page.locator(".editing")).to_have_count(0)


def test_conditions_are_set_shown_and_cleared(visit):
    page = visit()
    page.locator(".conditions summary").click()
    page.get_by_label("기준일").fill("2024-12-31")
    page.get_by_label("지역").select_option("강원")
    expect(page.locator(".conditions .set")).to_have_text("2024-12-31 · 강원")
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done .understood")).to_have_text("기준일 2024-12-31 · 지역 강원")
    page.get_by_role("button", name="조건 지우기").click()
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done")).to_have_count(2)
    expect(page.locator(".turn").last.locator(".understood")).to_have_count(0)


def test_hovering_and_focus_preview_a_citation(visit, scripted):
    page = visit()
    ask(page, "얼마입니까?")
    number = page.locator(".turn.done .cite").nth(1)
    number.hover()
    expect(page.locator("#peek q")).to_have_text(scripted.SECOND)
    expect(page.locator("#peek")).to_contain_text("2024-12-12")
    page.locator("#question textarea").hover()
    expect(page.locator("#peek")).to_be_hidden()
    page.locator(".cite").first.focus()
    expect(page.locator("#peek q")).to_have_text(scripted.FIRST)


def test_compared_values_stand_in_two_columns_and_on_a_phone_one_under_the_other(visit):
    page = visit()
    ask(page, "총사업비와 첫해 예산 비교해 줘")
    apart = page.locator(".turn.done .apart")
    expect(apart).to_have_text("차이 -9,476억원계산")
    first, second = page.locator(".values > div").all()
    value, label = first.locator("strong").bounding_box(), first.locator("dt").bounding_box()
    assert value["y"] < label["y"]
    assert value["height"] > 1.4 * label["height"]
    assert first.bounding_box()["y"] == second.bounding_box()["y"]
    assert second.bounding_box()["x"] > value["x"] + value["width"]
    second.locator(".cite").click()
    expect(page.locator("#opened mark")).to_contain_text("969억원")
    page.get_by_role("button", name="닫기").click()
    page.set_viewport_size({"width": 360, "height": 740})
    assert second.bounding_box()["y"] >= first.bounding_box()["y"] + first.bounding_box()["height"]
    assert apart.bounding_box()["y"] >= second.bounding_box()["y"] + second.bounding_box()["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_evidence_of_an_answer_is_taken_along(visit, scripted, tmp_path: Path):
    page = visit()
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("button", name="근거 내려받기").click()
    kept = tmp_path / "pack.html"
    started.value.save_as(kept)
    text = kept.read_text("utf-8")
    assert scripted.FIRST in text
    assert "2024-12-12" in text
    assert "<script" not in text


def test_a_reply_is_copied_with_its_citations_and_judged(visit, scripted):
    page = visit()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "얼마입니까?")
    page.get_by_role("button", name="인용과 함께 복사").click()
    expect(page.get_by_role("button", name="복사했습니다")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"[1] “{scripted.FIRST}”" in copied
    page.get_by_role("button", name="도움 안 됨").click()
    page.get_by_role("button", name="수치가 틀림").click()
    expect(page.get_by_role("button", name="수치가 틀림")).to_have_attribute("aria-pressed", "true")


def test_the_other_language_is_one_press_away_and_keeps_the_conversation(visit):
    page = visit("remembers")
    ask(page, "얼마입니까?")
    expect(page.locator(".turn.done")).to_be_visible()
    page.get_by_role("link", name="English").click()
    expect(page.locator(".turn.done .proved")).to_have_text("✓ quotes verified", timeout=20_000)
    assert urlsplit(page.url).path == "/en/"
    assert page.evaluate("document.documentElement.lang") == "en"
    page.get_by_role("link", name="한국어").click()
    expect(page.locator(".turn.done .proved")).to_have_text("✓ 인용 확인", timeout=20_000)
