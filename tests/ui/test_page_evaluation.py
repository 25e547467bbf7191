"""The tab of evaluation runs, in headless Chromium."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import expect

PATH, READY = "?tab=evaluation", "#runs section"

pytestmark = pytest.mark.browser


def test_runs_are_listed_opened_and_compared(visit, scripted):
    page = visit("runs", path=PATH, ready=READY)
    card = page.locator("#runs .card", has_text="first")
    expect(card.locator(".gate")).to_have_text("≠ 기준 어김")
    card.click()
    expect(page.locator("#run h2")).to_have_text("first")
    expect(page.locator("#run .gated")).to_contain_text("정답 포함 (STR-EM) 0.250, 기준 0.600 이상")
    expect(page.locator("#run .gated")).to_contain_text("문항: q1")
    expect(page.locator("#run").get_by_role("img")).to_have_count(1)
    worst = page.locator("#run .case").first
    worst.locator("summary").first.click()
    expect(worst.locator("summary b")).to_have_text(scripted.HOSTILE)
    expect(worst.locator("mark")).to_have_text(scripted.HOSTILE)
    expect(page.locator("#runs-desk :is(script, img:not([role]))")).to_have_count(0)
    assert page.evaluate("window.broken") is None

    page.get_by_label("견줄 평가").select_option("second")
    expect(page.locator("#run .moved")).to_contain_text("-0.750 우연이 아님 (p 0.031)")
    expect(page.locator("#run .runs-fell")).to_contain_text("↓ 나빠짐 6: q1")
    assert "run=first" in page.url
    assert "other=second" in page.url


def test_a_quick_run_shows_how_far_it_is_and_is_listed(visit):
    page = visit("runs", path=PATH, ready=READY)
    page.get_by_role("button", name="빠른 평가 시작").click()
    expect(page.locator("#launch .progress")).to_contain_text("문항을 평가하는 중")
    expect(page.locator("#launch .progress")).to_have_text("평가를 마쳤습니다.")
    expect(page.locator("#runs .card").first).to_contain_text("quick-")
    expect(page.locator("#run h2")).to_contain_text("quick-")


def test_own_questions_are_given_as_a_file_and_run(visit, tmp_path):
    page = visit("runs", path=PATH, ready=READY)
    with page.expect_download() as download:
        page.get_by_role("button", name="서식 내려받기 (CSV)").click()
    assert download.value.suggested_filename == "평가 질문 서식.csv"
    chosen = page.locator("#launch [type=file]")
    chosen.set_input_files({"name": "질문.csv", "mimeType": "text/csv", "buffer": "질문,기대\n얼마?,아마\n".encode()})
    expect(page.get_by_role("alert")).to_contain_text("질문.csv 2번째 줄, '기대' 열: 쓸 수 없는 값입니다: '아마'.")
    chosen.set_input_files(download.value.path())
    expect(page.get_by_role("alert")).to_contain_text("CSV, XLSX, ODS, JSON Lines 파일을")
    file = tmp_path / "질문.csv"
    file.write_bytes(download.value.path().read_bytes())
    chosen.set_input_files(file)
    expect(page.locator("#launch .progress")).to_contain_text("문항을 평가하는 중")
    expect(page.locator("#launch .progress")).to_have_text("평가를 마쳤습니다.")
    expect(page.locator("#runs .card").first).to_contain_text("own-")


def test_a_case_is_judged_wrong_and_downloaded_as_a_case(visit, scripted):
    page = visit("runs", path=f"{PATH}&run=second", ready="#run .run")
    case = page.locator("#run .case", has_text=scripted.HOSTILE)
    case.locator("summary").first.click()
    case.get_by_text("바라는 것 적기").click()
    case.get_by_label("있어야 할 말").fill("1조 445억원")
    case.get_by_role("button", name="≠ 틀림").click()
    expect(page.locator("#run .judged")).to_contain_text("사람이 본 1문항: 맞음 0, 틀림 1")
    expect(case.locator("summary").first).to_contain_text("사람: ≠ 틀림")
    expect(case.get_by_role("button", name="≠ 틀림")).to_have_attribute("aria-pressed", "true")
    with page.expect_download() as download:
        page.get_by_role("button", name="질문 파일로 내려받기 (1)").click()
    assert download.value.suggested_filename == "second-cases.jsonl"
    kept = json.loads(download.value.path().read_text("utf-8"))
    assert (kept["id"], kept["expected"], kept["gold"]) == ("q1", "answer", ["1조 445억원"])


def test_another_systems_answers_are_given_and_compared(visit, scripted):
    page = visit("versus", path=PATH, ready=READY)
    form = page.locator(".versus")
    form.locator("summary").click()
    start = form.get_by_role("button", name="비교 시작")
    table = "질문,정답\n총사업비는 얼마인가요?,1조 445억원\n"
    form.locator("[name=cases]").set_input_files({"name": "질문.csv", "mimeType": "text/csv", "buffer": table.encode()})
    expect(form.locator(".chosen").first).to_have_text("질문.csv")
    start.click()
    expect(page.get_by_role("alert")).to_contain_text("견줄 답 파일이나 서버를 고르십시오")
    answers = "질문,답변\n총사업비는 얼마인가요?,2조원\n"
    form.locator("[name=cases]").set_input_files({"name": "질문.csv", "mimeType": "text/csv", "buffer": table.encode()})
    form.locator("[name=answers]").set_input_files(
        {"name": "답.csv", "mimeType": "text/csv", "buffer": answers.encode()}
    )
    start.click()
    expect(page.locator("#launch .progress")).to_have_text("평가를 마쳤습니다.")
    expect(page.locator("#runs .card").first).to_contain_text("versus-")
    expect(page.locator("#runs .card").first).to_contain_text("두 시스템 비교")
    beside = page.locator("#run .beside-systems")
    expect(beside.locator(".moved.rose")).to_have_text("+0.500[+0.250, +0.750]")
    expect(beside.locator(".lacking")).to_have_text("해당 없음: 근거가 없음")
    case = beside.locator(".case")
    case.locator("summary").click()
    first, second = case.locator(".sides > section").all()
    expect(first.locator(".said")).to_have_text(scripted.FIRST)
    expect(second.locator(".said")).to_have_text(scripted.HOSTILE)
    assert first.bounding_box()["y"] == second.bounding_box()["y"]
    page.set_viewport_size({"width": 360, "height": 740})
    assert second.bounding_box()["y"] >= first.bounding_box()["y"] + first.bounding_box()["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("window.broken") is None
