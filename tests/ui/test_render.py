"""Tests of rendering: the JSON contract field by field, and lines that fit a terminal of wide characters."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import (
    Answer,
    Citation,
    ComparedValue,
    Conflict,
    Difference,
    Dropped,
    Lead,
    Passage,
    Question,
    Refusal,
    Sentence,
    Superseded,
    Verdict,
)
from ingest.documents import Chunk, Page, Section, SourceDocument
from ingest.errors import SettingsError
from ingest.pipeline import Failure, IngestReport, Unread
from ingest.rows import DocumentRecord
from ui.cli import ingestion_report
from ui.exports import contract, plain_text
from ui.exports.layout import Look, cells, clip, plain, wrap

CITATION = Citation(
    marker=1,
    document_id="plan.pdf",
    version=1,
    title="기본계획",
    issuer="중소벤처기업부",
    published=datetime(2025, 2, 5, 9),
    uri="file:///plan.pdf",
    sha256="0" * 64,
    page=3,
    section=("Ⅰ. 개요", "1. 배경"),
    start=10,
    end=24,
    quote="총사업비는\n1조 445억원",
    kind="plan",
)
CHUNK = Chunk("plan.pdf@1#0001", "plan.pdf", 1, ("Ⅰ. 개요",), 3, 10, 24, "총사업비는 1조 445억원")
PASSAGE = Passage(CHUNK, "기본계획", "", None, "plan", "file:///plan.pdf", "0" * 64, 1, 0.8765432109)
ANSWER = Answer(
    question=Question("얼마인가?"),
    sentences=(
        Sentence("총사업비는 1조 445억원이다.", "supported", (1,)),
        Sentence("기간은 6년이다.", "contradicted", (1,), (Difference("duration", "6년", "5년"),)),
    ),
    citations=(CITATION,),
    passages=(PASSAGE,),
    as_of=date(2025, 3, 1),
    model="extractive",
    conflicts=(Conflict("총사업비", (1,)),),
    prompt_version="answer@1-00000000",
    superseded=(Superseded("총사업비", "검토 중", 1, 1, "300억원"),),
    dropped=(Dropped("틀린 말이다.", "contradicted", "contradicted", (Difference("duration", "6년", "5년"),)),),
)
REFUSAL = Refusal(Question("사과?"), "not_found", (CITATION,), (PASSAGE,), date(2025, 3, 1), "extractive")
LOOK = Look(width=40)


def test_an_answer_has_exactly_the_fields_of_the_contract() -> None:
    line = contract.reply(ANSWER, "q1", 12.345)
    assert line == {
        "id": "q1",
        "kind": "answer",
        "text": "총사업비는 1조 445억원이다.[1] 기간은 6년이다.[1]",
        "sentences": [
            {
                "text": "총사업비는 1조 445억원이다.",
                "verdict": "supported",
                "citations": [1],
                "differences": [],
                "resolved": [],
                "beside": [],
            },
            {
                "text": "기간은 6년이다.",
                "verdict": "contradicted",
                "citations": [1],
                "differences": [{"kind": "duration", "claim": "6년", "source": "5년"}],
                "resolved": [],
                "beside": [],
            },
        ],
        "lead": None,
        "nearest": False,
        "citations": [
            {
                "marker": 1,
                "document_id": "plan.pdf",
                "title": "기본계획",
                "issuer": "중소벤처기업부",
                "kind": "plan",
                "date": "2025-02-05",
                "page": 3,
                "section": "Ⅰ. 개요 > 1. 배경",
                "quote": "총사업비는\n1조 445억원",
                "start": 10,
                "end": 24,
            }
        ],
        "rests_on": [{"kind": "plan", "issuer": "중소벤처기업부", "citations": [1]}],
        "conflicts": [{"subject": "총사업비", "citations": [1], "values": [], "trusted": None}],
        "superseded": [{"subject": "총사업비", "value": "검토 중", "citation": 1, "by": 1, "now": "300억원"}],
        "dropped": [
            {
                "text": "틀린 말이다.",
                "verdict": "contradicted",
                "reason": "contradicted",
                "differences": [{"kind": "duration", "claim": "6년", "source": "5년"}],
            }
        ],
        "as_of": "2025-03-01",
        "model": "extractive",
        "prompt": "answer@1-00000000",
        "milliseconds": 12.3,
    }
    assert json.loads(json.dumps(line)) == line


def test_a_refusal_says_so_in_korean_and_shows_the_nearest_evidence() -> None:
    line = contract.reply(REFUSAL, "", 1.0)
    assert line["kind"] == "refusal"
    assert line["reason"] == "not_found"
    assert str(line["text"]).startswith("문서에서 확인되지 않습니다.")
    assert line["sentences"] == []
    assert line["conflicts"] == []
    assert line["citations"] == contract.reply(ANSWER, "", 1.0)["citations"]


def test_hits_have_exactly_the_fields_of_the_contract() -> None:
    assert contract.hits([PASSAGE], 7, 3.21) == {
        "id": 7,
        "hits": [
            {
                "rank": 1,
                "score": 0.876543,
                "document_id": "plan.pdf",
                "title": "기본계획",
                "chunk_id": "plan.pdf@1#0001",
                "page": 3,
                "section": "Ⅰ. 개요",
                "start": 10,
                "end": 24,
                "text": "총사업비는 1조 445억원",
            }
        ],
        "milliseconds": 3.2,
    }


def test_an_ingest_report_groups_failures_by_reason_with_the_hint_once() -> None:
    locked = [Failure(f"d/{n}.hwp", f"{n}.hwp: 암호가 걸려 있습니다.", "암호를 푸십시오.") for n in range(7)]
    record = Failure("d/a.jsonl:3", "a.jsonl 3번째 줄: id가 없습니다.", "id를 적으십시오.")
    report = IngestReport(1, 2, 3, 4, (record, *locked), 50, 1.23456, unread=(Unread("d/b.pdf", (2, 5, 6, 7)),))
    found = contract.report(report)
    assert found["documents"] == {
        "added": 1, "updated": 2, "unchanged": 3, "removed": 4, "failed": 8, "twins": 0, "skipped": 0, "gone": 0,
    }  # fmt: skip
    assert (found["chunks"], found["seconds"]) == (50, 1.235)
    assert found["failures"][0] == {"path": record.path, "error": record.error, "hint": record.hint}
    assert found["unread"] == [{"path": "d/b.pdf", "pages": [2, 5, 6, 7]}]
    shown = list(ingestion_report.report(report, Look(width=100)))
    assert shown[:8] == [
        "실패 7건: 암호가 걸려 있습니다.",
        "  → 암호를 푸십시오.",
        *(f"    d/{n}.hwp" for n in range(5)),
        "    그 밖에 2건",
    ]
    assert shown[8:11] == ["실패 1건: id가 없습니다.", "  → id를 적으십시오.", "    d/a.jsonl:3"]
    assert "d/b.pdf: 2, 5–7쪽은 그림이라 읽지 못했습니다." in shown


def test_a_failed_line_keeps_its_id_where_it_had_one() -> None:
    error = SettingsError("틀렸습니다.", "고치십시오.")
    assert contract.failure(error, 3) == {"id": 3, "error": "틀렸습니다.", "hint": "고치십시오."}
    assert "id" not in contract.failure(error, None)


def test_an_answer_reads_sentences_first_then_evidence_then_the_day() -> None:
    text = "\n".join(plain_text.reply(ANSWER, Look(width=100)))
    order = ["총사업비는 1조 445억원이다. [1]", "기간은 6년이다. [1] (문서와 다름)", "≠ 문장 6년 / 문서 5년"]
    order += [
        "문서끼리 다릅니다: 총사업비 [1]",
        "이 답이 기대는 문서: 계획(중소벤처기업부)",
        "근거",
        "[1] 「기본계획」 · 중소벤처기업부 · 2025-02-05",
    ]
    order += ["“총사업비는 1조 445억원”", "plan.pdf · 3쪽 · Ⅰ. 개요 > 1. 배경 · 10~24자", "기준일 2025-03-01"]
    found = [text.index(part) for part in order]
    assert found == sorted(found)


def test_compared_values_read_each_with_its_citation_and_their_difference_as_computed() -> None:
    values = (ComparedValue("2025년", "115개", 1), ComparedValue("2026년", "306개", 2))
    lead = Lead("2025년 115개 → 2026년 306개 (+191개)", (1, 2), computed=True, values=values, difference="+191개")
    lines = list(plain_text.reply(replace(ANSWER, lead=lead), Look(width=100)))
    assert lines[0] == "▶ 2025년 115개 [1] → 2026년 306개 [2] (+191개, 계산)"
    beside = replace(ANSWER, lead=replace(lead, difference=""))
    assert next(iter(plain_text.reply(beside, Look(width=100)))) == "▶ 2025년 115개 [1] · 2026년 306개 [2]"
    line = contract.reply(beside, None, 1.0)
    assert line["lead"] == {
        "text": lead.text,
        "citations": [1, 2],
        "computed": True,
        "values": [
            {"label": "2025년", "text": "115개", "citation": 1},
            {"label": "2026년", "text": "306개", "citation": 2},
        ],
        "difference": "",
        "cell": None,
        "says": None,
    }


def test_a_disagreement_names_each_value_and_the_trusted_source_first() -> None:
    other = replace(CITATION, marker=2, issuer="", kind="document")
    disputed = Conflict("은솔항", (1, 2, 3), ("1조 445억원", "5조원", "5조원"), trusted=True)
    verdict = Verdict("supported", 1.0, (CITATION, other, replace(other, marker=3)), conflicts=(disputed,))
    said = (
        "문서끼리 다릅니다: 은솔항 1조 445억원 [1] ↔ 5조원 [2][3]"
        " · 계획(중소벤처기업부)이(가) 더 믿을 만한 출처로 설정됨"
    )
    assert said in "\n".join(plain_text.check("총사업비는 1조 445억원이다.", verdict, Look(width=200)))
    line = contract.check("총사업비는 1조 445억원이다.", verdict, 1, 1.0)
    assert line["verdict"] == "supported"
    assert line["conflicts"] == [
        {"subject": "은솔항", "citations": [1, 2, 3], "values": ["1조 445억원", "5조원", "5조원"], "trusted": 1}
    ]


def test_a_refusal_reads_why_what_to_try_and_what_is_nearest() -> None:
    text = "\n".join(plain_text.reply(REFUSAL, Look(width=100)))
    order = ["문서에서 확인되지 않습니다.", "해 볼 일", "가장 가까운 대목 (답이 아닙니다)", "[1] 「기본계획」"]
    found = [text.index(part) for part in order]
    assert found == sorted(found)


def test_english_replies_are_english_around_korean_quotes() -> None:
    text = "\n".join(plain_text.reply(REFUSAL, Look(width=100, language="en")))
    assert "The documents do not confirm it." in text
    assert "Nearest passages" in text
    assert "p. 3" in text


def test_missing_particulars_are_named_and_never_none() -> None:
    bare = replace(CITATION, title="", issuer="", published=None, page=None, section=())
    text = "\n".join(plain_text.citation(bare, Look(width=100)))
    assert "「제목 없음」 · 날짜 없음" in text
    assert "plan.pdf · 10~24자" in text
    assert "None" not in text
    assert contract.citation(bare)["date"] is None
    assert contract.citation(bare)["section"] == ""


@pytest.mark.parametrize("width", [20, 33, 80])
def test_no_line_of_a_reply_is_wider_than_the_terminal(width: int) -> None:
    look = Look(width=width)
    lines = [*plain_text.reply(ANSWER, look), *plain_text.reply(REFUSAL, look), *plain_text.passages([PASSAGE], look)]
    assert [line for line in lines if cells(line) > width] == []


def test_colour_only_where_asked_and_never_from_a_document() -> None:
    hostile = replace(CITATION, title="\x1b[31m빨강\x1b]0;x\x07", quote="가\x1b[2J나\u202e")
    assert "\x1b" not in "\n".join(plain_text.citation(hostile, LOOK))
    coloured = "\n".join(plain_text.citation(hostile, replace(LOOK, colour=True)))
    assert "\x1b[1m" in coloured
    assert "\x1b[31m" not in coloured
    assert "\u202e" not in coloured


def test_passages_say_when_there_are_none() -> None:
    assert list(plain_text.passages([], LOOK)) == ["가까운 대목이 없습니다."]
    assert list(plain_text.records([], LOOK)) == ["저장소에 문서가 없습니다."]


def test_a_stored_document_is_shown_whole() -> None:
    document = SourceDocument(
        "a", 2, "제목", "기관", datetime(2025, 1, 2), None, "plan", "file:///a", "0" * 64, "첫 줄\n\n둘째 줄",
        (Section(("첫 줄",), 1, 0, 10, 1),), (Page(1, "", 0, 10),), "홍길동",
    )  # fmt: skip
    lines = list(plain_text.document(document, LOOK))
    assert lines[0] == "「제목」 · 기관 · 2025-01-02"
    assert lines[-3:] == ["첫 줄", "", "둘째 줄"]
    shown = contract.document(document)
    assert shown["text"] == document.text
    assert shown["sections"] == [{"path": "첫 줄", "level": 1, "start": 0, "end": 10, "page": 1}]
    record = DocumentRecord(1, "a", 2, "제목", "기관", datetime(2025, 1, 2), None, "plan", "file:///a", "0" * 64, (), 3)
    assert contract.record(record)["date"] == "2025-01-02"
    assert list(plain_text.records([record], LOOK)) == ["a", "  「제목」 · 기관 · 2025-01-02"]


def test_cells_count_columns() -> None:
    assert cells("가a①") == 2 + 1 + 1
    assert cells("e\u0301") == 1
    assert cells("ＡＢ") == 4
    assert clip("가나다라", 5) == "가나…"
    assert clip("가나", 4) == "가나"


@given(st.text(), st.integers(min_value=4, max_value=60))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    lines = list(wrap(text, width, "- "))
    assert lines[0].startswith("- ")
    assert all(cells(line) <= width for line in lines)
    kept = "".join(line[2:] for line in lines).replace(" ", "")
    assert kept == plain(text).replace(" ", "")


@given(st.text(alphabet="가나 a", min_size=1), st.integers(min_value=8, max_value=40))
def test_words_that_fit_a_line_are_never_broken(text: str, width: int) -> None:
    short = [word[:3] for word in text.split()]
    words = [word for line in wrap(" ".join(short), width) for word in line.split()]
    assert words == short


def test_a_month_is_shown_as_a_month() -> None:
    monthly = replace(CITATION, published=datetime(2026, 1, 1), dated="month")
    text = "\n".join(plain_text.citation(monthly, Look(width=100)))
    assert "2026-01" in text
    assert "2026-01-01" not in text
    assert contract.citation(monthly)["dated"] == "month"
    assert "dated" not in contract.citation(CITATION)


def test_a_question_in_another_language_is_told_to_be_asked_in_korean() -> None:
    chunk = Chunk("one@1#0000", "one", 1, (), None, 0, 5, "은솔항이다")
    found = (Passage(chunk, "알림", "해온부", None, "document", "", "", 1, 1.0),)
    refused = replace(REFUSAL, question=Question("When does the harbour open?"), passages=found)
    assert "The documents are in Korean" in "\n".join(plain_text.reply(refused, Look(width=200, language="en")))
    assert "The documents are in Korean" not in "\n".join(plain_text.reply(REFUSAL, Look(width=200, language="en")))
