"""Tests of `geungeo check`: its lines, its text and the evidence pack."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace

import docx
import pytest

from assistant import claims
from assistant.answers import Citation, Difference, Filter, NearestFigure, Question, Verdict
from assistant.claims import ClaimVerdict
from ingest.listing import Found, Wanted
from ui.exports import contract, files, pack, plain_text
from ui.exports.coverage import Coverage, coverage, line
from ui.exports.layout import Look, cells
from ui.exports.pack import Checked

CITATION = Citation(
    marker=1,
    document_id="plan.pdf",
    version=2,
    title="기본계획 <초안>",
    issuer="해온부",
    published=datetime(2025, 2, 5, 9),
    uri="https://example.org/plan_a?b=1&c=2",
    sha256="ab" * 32,
    page=3,
    section=("Ⅰ. 개요",),
    start=10,
    end=24,
    quote="총사업비는 *2조*\n<b>305억원</b>",
)
WRONG = Verdict("contradicted", 0.5, (CITATION,), (Difference("amount", "2조 3,050억원", "2조 305억원"),))
ABSENT = Verdict("not_found", 0.3, (CITATION,), (Difference("amount", "7억원", ""),))
FIGURE = NearestFigure("7억원", "305억원", 14, CITATION)
NEAR = Verdict("not_found", 0.3, (CITATION,), (Difference("amount", "7억원", ""),), "unstated", nearest=FIGURE)
RIGHT = Verdict("supported", 1.0, (CITATION,))
SAID = {"틀린 말이다.": WRONG, "없는 말이다.": ABSENT, "맞는 말이다.": RIGHT}
WHEN = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
CHECKED = [Checked(str(number), text, verdict) for number, (text, verdict) in enumerate(SAID.items(), start=1)]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Question]:
    """Return the questions that the faked assistant was asked."""
    seen: list[Question] = []

    def check(question: Question, *_: object, **__: object) -> Verdict:
        seen.append(question)
        return SAID[question.text]

    def each(text: str, _: object, base: Question, *__: object) -> Iterator[ClaimVerdict]:
        seen.append(base)
        for start, end in claims.split(text):
            yield ClaimVerdict(text[start:end], start, end, SAID[text[start:end]])

    monkeypatch.setattr("assistant.claims.check", check)
    monkeypatch.setattr("assistant.claims.each", each)
    monkeypatch.setattr("assistant.korean.morphemes.warm", lambda: None)
    held = SimpleNamespace(find=lambda *_: Found(18, ()))
    monkeypatch.setattr("ingest.store.Store.open", lambda *_, **__: nullcontext(held))
    monkeypatch.setattr("assistant.retrieval.retriever.HybridRetriever", lambda **_: None)
    return seen


def test_a_check_has_exactly_the_fields_of_the_contract() -> None:
    assert contract.check("틀린 말이다.", WRONG, "c1", 12.345) == {
        "id": "c1",
        "claim": "틀린 말이다.",
        "verdict": "contradicted",
        "score": 0.5,
        "evidence": [contract.citation(CITATION)],
        "differences": [{"kind": "amount", "claim": "2조 3,050억원", "source": "2조 305억원"}],
        "reason": None,
        "nearest_figure": None,
        "conflicts": [],
        "milliseconds": 12.3,
    }


def test_every_sentence_has_a_line_and_a_contradiction_is_no_failure(run: Run, asked: list[Question]) -> None:
    code, out, err = run("check", "틀린 말이다. 맞는 말이다.", "--as-of", "2025-01-01", "--document", "plan.pdf")
    found = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [(one["id"], one["verdict"], one["start"], one["end"]) for one in found] == [
        ("1", "contradicted", 0, 7),
        ("2", "supported", 8, 15),
    ]
    assert asked[0].as_of == date(2025, 1, 1)
    assert asked[0].filter.documents == ("plan.pdf",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_file_is_checked_like_a_claim(run: Run, asked: list[Question], tmp_path: Path, encoding: str) -> None:
    (tmp_path / "draft.txt").write_text("맞는 말이다.\n없는 말이다.\n", encoding=encoding)
    code, out, _ = run("check", "--file", "draft.txt")
    assert code == 0
    assert [json.loads(line)["verdict"] for line in out.splitlines()] == ["supported", "not_found"]


def test_a_word_file_is_read_before_it_is_checked(run: Run, asked: list[Question], tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("맞는 말이다.")
    document.add_paragraph("없는 말이다.")
    document.save(str(tmp_path / "draft.docx"))
    code, out, _ = run("check", "--file", "draft.docx")
    assert code == 0
    assert [json.loads(line)["verdict"] for line in out.splitlines()] == ["supported", "not_found"]


def test_a_draft_that_cannot_be_read_is_named_with_what_to_do(run: Run, asked: list[Question], tmp_path: Path) -> None:
    (tmp_path / "그림.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    code, out, err = run("check", "--file", "그림.png")
    assert (code, out, asked) == (2, "", [])
    assert "그림.png: 그림 파일에는 읽을 글자가 없습니다" in err
    assert "OCR" in err


def test_an_address_is_read_under_the_rules_of_ingestion(run: Run, asked: list[Question]) -> None:
    code, out, err = run("check", "--file", "http://127.0.0.1:1/draft")
    assert (code, out, asked) == (2, "", [])
    assert "내부망의 주소라 읽지 않습니다" in err


def test_a_claim_of_a_batch_is_judged_whole(run: Run, asked: list[Question], tmp_path: Path) -> None:
    rows = ({"id": 7, "claim": "맞는 말이다.", "exclude": ["a"], "document_id": "b"}, {"id": "x"})
    (tmp_path / "batch.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    code, out, _ = run("check", "--batch", "batch.jsonl")
    first, second = (json.loads(line) for line in out.splitlines())
    assert code == 1
    assert (first["id"], first["verdict"], "start" in first) == (7, "supported", False)
    assert (asked[0].filter.exclude, asked[0].filter.documents) == (("a",), ("b",))
    assert second["id"] == "x"
    assert second["error"]


@pytest.mark.parametrize(
    "argv", [(), ("",), ("…",), ("--file", "none.txt"), ("맞는 말이다.", "--pack", "pack.pdf"), ("가", "--file", "나")]
)
def test_what_cannot_be_checked_is_a_usage_error(run: Run, asked: list[Question], argv: tuple[str, ...]) -> None:
    code, out, err = run("check", *argv)
    assert (code, out) == (2, "")
    assert "오류" in err


def test_text_shows_the_mark_both_values_and_a_summary(run: Run, asked: list[Question]) -> None:
    code, out, _ = run("check", " ".join(SAID), "--text")
    assert code == 0
    for part in ("≠ 불일치", "○ 문서에 없음", "✓ 일치", "문장 2조 3,050억원 / 문서 2조 305억원", "증명이 아닙니다"):
        assert part in out
    assert "문장 3개: 일치 1 · 불일치 1 · 문서에 없음 1" in out
    assert "문서 18건과 맞추어 봄 · 문서의 날짜를 모름 · 기준일 없음" in out


def test_a_nearest_figure_stands_under_its_own_label_and_not_among_the_differences() -> None:
    assert FIGURE.citation.quote[FIGURE.start :].startswith("305억원")
    line_of = contract.check("7억원이 든다.", NEAR, "1", 1)
    assert line_of["nearest_figure"] == {
        "claim": "7억원",
        "text": "305억원",
        "start": 14,
        "citation": contract.citation(CITATION),
    }
    assert line_of["differences"] == [{"kind": "amount", "claim": "7억원", "source": ""}]
    told = "문서에서 가장 가까운 수치: 305억원 (기본계획 <초안>, 2025-02-05)"
    shown = "\n".join(plain_text.check("7억원이 든다.", NEAR, Look(width=200)))
    assert told in shown
    assert "≠" not in shown
    assert told in pack.markdown([Checked("1", "7억원이 든다.", NEAR)], WHEN).replace("\\", "")


def test_a_check_says_how_much_it_was_held_against() -> None:
    def find(wanted: Wanted, limit: int, offset: int = 0) -> Found:
        seen.append((wanted, limit, offset))
        return Found(3, ())

    seen: list[object] = []
    store = SimpleNamespace(find=find)
    scope = Filter(until=date(2025, 6, 1), issuers=("해온부",))
    assert coverage(store, date(2025, 5, 1), scope) == Coverage(3, None, date(2025, 5, 1), narrowed=True)
    assert coverage(store, None, Filter(until=date(2025, 6, 1))) == Coverage(3, None)
    assert seen == [(Wanted(until=date(2025, 5, 1)), 1, 0), (Wanted(until=date(2025, 6, 1)), 1, 0)]
    said = line(Coverage(1_234, date(2026, 5, 6)), "ko")
    assert said == "문서 1,234건과 맞추어 봄 · 가장 새 문서 2026-05-06 · 기준일 없음"
    assert "가운데 조건에 맞는 것" in line(Coverage(3, None, date(2025, 5, 1), narrowed=True), "ko")


@pytest.mark.parametrize("uri", ["file:///home/press/plan.hwp", "javascript:alert(1)", "", "plan.hwp"])
def test_only_an_original_on_the_web_is_named(uri: str) -> None:
    told = [Checked("1", "맞는 말이다.", Verdict("supported", 1.0, (replace(CITATION, uri=uri),)))]
    for text in (pack.markdown(told, WHEN), pack.page(told, WHEN), files.table(told, "ko")):
        assert "file:" not in text
        assert "javascript:" not in text
        assert "원문:" not in text
    assert CITATION.uri in files.table([Checked("1", "맞는 말이다.", RIGHT)], "ko")


def test_checked_lines_fit_the_terminal() -> None:
    rows = list(plain_text.check("아주 긴 문장이 " * 20, WRONG, Look(width=40)))
    assert max(map(cells, rows)) <= 40


def test_a_pack_carries_all_that_finds_the_evidence_again() -> None:
    against = Coverage(1_234, date(2024, 12, 30), date(2025, 1, 1))
    for text in (pack.markdown(CHECKED, WHEN, against), pack.page(CHECKED, WHEN, against)):
        for part in (
            "2025-03-01T09:30:00+00:00",
            "1,234건",
            "2024-12-30",
            "2025-01-01",
            "ab" * 32,
            "3쪽",
            "10",
            "24",
            "Ⅰ. 개요",
            "해온부",
        ):
            assert part in text.replace("\\", "")
        assert "plan.pdf · 버전 2" in text


def test_nothing_quoted_becomes_markup() -> None:
    page = pack.page(CHECKED, WHEN)
    assert "<b>" not in page
    assert "&lt;b&gt;305억원&lt;/b&gt;" in page
    assert 'href="https://example.org/plan_a?b=1&amp;c=2"' in page
    assert not re.search(r"<(?:script|link|img)", page)
    text = pack.markdown([Checked("1", "# 제목 [x](y)", RIGHT)], WHEN)
    assert "> 총사업비는 \\*2조\\*" in text
    assert "\\<b\\>305억원\\</b\\>" in text
    assert "## 1. \\# 제목 \\[x\\](y)" in text
    assert "<https://example.org/plan_a?b=1&c=2>" in text


@pytest.mark.parametrize("name", ["pack.md", "pack.html"])
def test_the_pack_is_written_where_it_is_asked_for(run: Run, asked: list[Question], tmp_path: Path, name: str) -> None:
    assert run("check", " ".join(SAID), "--pack", name)[0] == 0
    assert (tmp_path / name).read_text(encoding="utf-8").count("총사업비는") == 3
    assert run("check", "맞는 말이다.", "--pack", f"none/{name}")[0] == 2
