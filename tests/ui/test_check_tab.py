"""The tab that checks a text, without a browser: the sheet, the desk, the panels and the files made of it."""

from __future__ import annotations

import base64
import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from assistant.answers import Answer, Conflict, Difference, NearestFigure, Question, Sentence, Superseded, Verdict
from assistant.claims import ClaimVerdict
from ingest.errors import ReadError
from ingest.settings import IngestSettings
from parsed import Parsed
from ui.exports import files
from ui.exports.files import FORMS
from ui.exports.pack import Checked
from ui.limits import TEXT_LIMIT
from ui.page.check import cards, comparison
from ui.page.check.desk import FILE_LIMIT, Desk
from ui.page.check.drafts import Drafts
from ui.page.check.sheets import PACE, Sheet, follow
from ui.page.html.bidi import visible

TEXT = "총사업비는 5년간 1조 4,450억원이다. 다른 보도는 1조 445억원이라고 하였다.\n\n내년에 다시 보고한다."
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:1) \u202e거꾸로"
DRAFTS = Drafts()
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def desk(scripted):
    return Desk(scripted.judged, DRAFTS.file, DRAFTS.page, scripted.Shelf(), "ko")


def last(desk: Desk, **given: str):
    return list(desk.check(given))[-1]


# sheet


def test_a_sheet_grows_to_its_end(scripted):
    seen = list(follow(scripted.judged, Sheet(TEXT), clock=iter(range(100)).__next__))
    assert [len(one.claims) for one in seen] == [0, 1, 2, 3, 3]
    assert [one.stage for one in seen] == ["checking"] * 4 + ["done"]
    assert seen[0].share == 0
    assert 0 < seen[1].share < seen[2].share < 1
    assert seen[-1].share == 1
    assert seen[-1].counts == {"contradicted": 1, "supported": 1, "not_found": 1}


def test_a_view_is_not_sent_for_every_sentence_of_a_fast_check(scripted):
    seen = list(follow(scripted.judged, Sheet("보고한다. " * 50), clock=lambda: 0.0))
    assert [len(one.claims) for one in seen] == [0, 1, 50]
    assert PACE > 0


@pytest.mark.parametrize(("text", "message"), [("고장이 난다.", "임베딩 모델을 불러올 수 없습니다."), ("!", "")])
def test_a_failed_check_keeps_what_was_judged(scripted, text, message):
    def judge(question):
        yield from scripted.judged(Question("보고한다."))
        if text == "!":
            raise ZeroDivisionError
        yield from scripted.judged(question)

    end = list(follow(judge, Sheet(text)))[-1]
    assert (end.stage, len(end.claims), end.trouble.message) == ("failed", 1, message)


# desk


def test_the_question_carries_text_and_day(scripted):
    asked = []
    desk = Desk(lambda question: asked.append(question) or (), DRAFTS.file, DRAFTS.page, scripted.Shelf(), "ko")
    view = last(desk, text=TEXT, as_of="2025-01-24")
    assert asked == [Question(TEXT, date(2025, 1, 24))]
    assert "기준일 2025-01-24" in view.checked
    assert "찾지 못했습니다" in view.checked


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "먼저 넣으십시오"),
        ({"text": " \n"}, "먼저 넣으십시오"),
        ({"text": "가" * (TEXT_LIMIT + 1)}, "50,000자를 넘습니다"),
        ({"text": "가.", "as_of": "어제"}, "2025-01-24처럼"),
    ],
)
def test_what_cannot_be_checked_is_said(desk, given, said):
    views = list(desk.check(given))
    assert [view.sheet for view in views] == [None]
    assert said in views[0].checked


def test_stopping_keeps_the_sentences(desk):
    growing = list(desk.check({"text": TEXT}))[1].sheet
    view = desk.stop(growing)
    assert view.sheet.stage == "stopped"
    assert "그쳤습니다. 문장 1개까지" in view.checked
    assert desk.stop(view.sheet) is None
    assert desk.stop(None) is None


def test_pressing_opens_the_sentence_beside_its_source(desk, scripted):
    sheet = last(desk, text=TEXT).sheet
    parsed = Parsed(desk.open(sheet, {"number": "1"}))
    assert ("data-open", "1") in parsed.attributes
    assert scripted.FIRST.replace("1조 445억원", "다름: 1조 445억원") in parsed.text
    assert "5년간 다름: 1조 4,450억원이다." in parsed.text
    for wrong in ({}, {"number": "0"}, {"number": "4"}, {"number": "x"}):
        assert desk.open(sheet, wrong) is None
    assert desk.open(None, {"number": "1"}) is None


def test_a_sentence_without_evidence_says_what_to_try(desk):
    sheet = last(desk, text="무엇도 아니다.").sheet
    assert "찾지 못했습니다" in desk.open(sheet, {"number": "1"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_file_becomes_the_text(desk, encoding):
    content = base64.b64encode("첫 줄이다.\n둘째 줄이다.".encode(encoding)).decode()
    parsed = Parsed(desk.load({"name": "폴더/초안.txt", "content": content, "as_of": "2025-01-24"}))
    assert "첫 줄이다.\n둘째 줄이다." in parsed.text
    assert "‘초안.txt’에서" in parsed.text
    assert ("value", "2025-01-24") in parsed.attributes


def test_a_long_file_is_cut_and_says_so(desk):
    content = base64.b64encode(("가나다라마바사. " * 6_000).encode()).decode()
    assert "앞 50,000자만" in desk.load({"name": "a.txt", "content": content})


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "a.hwp", "content": base64.b64encode(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1").decode()}, "a.hwp"),
        ({"name": "..", "content": ""}, "빈 파일"),
        ({"name": "a.txt", "content": "^^"}, "빈 파일"),
        ({"name": "큰 파일.pdf", "large": "1"}, f"{FILE_LIMIT}MB가 넘습니다"),
        ({"name": "a\0.txt", "content": "AAAA"}, "빈 파일"),
        ({"name": "초안.docx", "content": base64.b64encode(b"PK\x03\x04word/ cut off").decode()}, "초안.docx: "),
    ],
)
def test_an_unreadable_file_leaves_the_text_and_says_why(desk, given, said):
    parsed = Parsed(desk.load({"text": "쓰던 글", **given}))
    assert "쓰던 글" in parsed.text
    assert said in parsed.text
    assert ("role", "alert") in parsed.attributes


def test_what_nobody_foresaw_is_said_without_its_words(scripted):
    def read(name: str, data: bytes) -> str:
        raise ZeroDivisionError(f"secret of {name}")

    desk = Desk(scripted.judged, read, DRAFTS.page, scripted.Shelf(), "ko")
    said = desk.load({"text": "쓰던 글", "name": "a.txt", "content": ""})
    assert "‘a.txt’을(를) 읽지 못했습니다" in said
    assert "secret" not in said


def test_an_address_becomes_the_text(scripted):
    asked = []
    desk = Desk(scripted.judged, DRAFTS.file, lambda url: asked.append(url) or "읽은 글이다.", scripted.Shelf(), "ko")
    parsed = Parsed(desk.visit({"address": " https://haesol.example/7 ", "text": "쓰던 글", "as_of": "2025-01-24"}))
    assert asked == ["https://haesol.example/7"]
    assert "읽은 글이다." in parsed.text
    assert "‘https://haesol.example/7’에서" in parsed.text
    assert ("value", "2025-01-24") in parsed.attributes


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "https://부터 적으십시오"),
        ("http://127.0.0.1:1/", "내부망의 주소라 읽지 않습니다"),
        ("file:///etc/passwd", "http나 https 주소가 아닙니다"),
        ("<script>", "http나 https 주소가 아닙니다"),
    ],
)
def test_an_address_that_is_not_read_leaves_the_text_and_says_why(desk, address, said):
    parsed = Parsed(desk.visit({"address": address, "text": "쓰던 글"}))
    assert "쓰던 글" in parsed.text
    assert said in parsed.text
    assert ("role", "alert") in parsed.attributes
    assert ("value", address) in parsed.attributes
    assert "script" not in parsed.tags


def test_the_page_reads_nothing_of_its_own_network_whatever_is_set():
    drafts = Drafts(IngestSettings(store=Path("none"), allow_private=True))
    with pytest.raises(ReadError, match="내부망"):
        drafts.page("http://127.0.0.1:1/")


# panels


def test_text_keeps_its_paragraphs_and_verdicts_carry_words(desk):
    parsed = Parsed(last(desk, text=f"\n{TEXT}\n").checked)
    assert "불일치: 총사업비는 5년간 1조 4,450억원이다.≠ 일치: 다른 보도는" in parsed.text
    assert "하였다.✓\n\n문서에 없음: 내년에 다시 보고한다.○\n" in parsed.text


def test_documents_and_texts_are_data(scripted):
    citation = replace(
        scripted.cite(1, scripted.PLAN, scripted.HOSTILE), title=HOSTILE, issuer=HOSTILE, uri="javascript:alert(1)"
    )
    verdict = Verdict("contradicted", 1.0, (citation,), (Difference("name", HOSTILE, "onerror"),))
    judged = (ClaimVerdict(HOSTILE, 0, len(HOSTILE), verdict),)
    desk = Desk(lambda _: judged, DRAFTS.file, DRAFTS.page, scripted.Shelf(), "ko")
    view = last(desk, text=HOSTILE)
    for html in (view.checked, view.differing, desk.open(view.sheet, {"number": "1"})):
        parsed = Parsed(html)
        assert not {"script", "img"} & set(parsed.tags)
        links = [value for name, value in parsed.attributes if name == "href"]
        assert all(link.startswith("?tab=documents&document=") for link in links)
        assert not any(name.startswith("on") for name, _ in parsed.attributes)
        assert "\u202e" not in parsed.text
    assert "⟨U+202E⟩거꾸로" in Parsed(view.checked).text


def test_the_list_has_every_sentence_under_its_verdict(scripted):
    verdicts = {
        "틀린 말이다.": Verdict("contradicted", 0.9, (), (Difference("amount", "2조원", "1조원"),)),
        "다투는 말이다.": Verdict("supported", 1.0, (), conflicts=(Conflict("총사업비", (1, 2)),)),
        "맞는 말이다.": Verdict("supported", 1.0, (scripted.cite(1, scripted.RELEASE, scripted.FIRST),)),
        "없는 말이다.": Verdict("not_found", 0.0, (), reason="no_matter"),
        "앞날의 말이다.": Verdict("not_found", 0.0, (), reason="beyond"),
    }
    claims = tuple(ClaimVerdict(text, 0, 1, verdict) for text, verdict in verdicts.items())
    html = cards.listed(Sheet("글", claims=claims, stage="done"), "ko")
    parsed = Parsed(html)
    headings = ["≠ 문서와 다른 문장 1", "! 문서끼리 다른 문장 1", "○ 문서에서 찾지 못한 문장 2", "✓ 문서와 맞는 문장 1"]
    assert [parsed.text.index(one) for one in headings] == sorted(parsed.text.index(one) for one in headings)
    assert "이 사안을 다룬 문서를 찾지 못했습니다." in parsed.text
    assert "저장된 문서가 이 시점 이전까지만 있습니다." in parsed.text
    assert scripted.RELEASE.title in parsed.text
    assert [value for name, value in parsed.attributes if name == "data-go"] == ["1", "2", "4", "5", "3"]


def test_the_nearest_figure_looks_like_no_verdict(scripted):
    cited = scripted.cite(1, scripted.RELEASE, scripted.FIRST)
    near = NearestFigure("7억원", "1조 445억원", scripted.FIRST.index("1조"), cited)
    lacking = (Difference("amount", "7억원", ""), Difference("name", "홍보비는 7억원이다.", ""))
    verdict = Verdict("not_found", 0.2, (), lacking, "unstated", nearest=near)
    claim = ClaimVerdict("홍보비는 7억원이다.", 0, 11, verdict)
    opened = Parsed(comparison.comparison(claim, (), comparison.Place(1, 1), "ko"))
    listed = Parsed(cards.listed(Sheet("글", claims=(claim,), stage="done"), "ko"))
    for parsed in (opened, listed):
        assert "문서에서 가장 가까운 수치: 1조 445억원" in parsed.text
        assert scripted.RELEASE.title in parsed.text
        assert "≠" not in parsed.text
        classes = {value for name, value in parsed.attributes if name == "class"}
        assert not {"differs claimed", "differs", "sign", "pair"} & classes
    assert scripted.FIRST in opened.text
    assert "판정에는 쓰지 않았습니다" in opened.text
    assert opened.text.count("홍보비는") == 1


def test_above_the_result_stands_what_was_compared(desk):
    said = Parsed(last(desk, text=TEXT).checked).text
    assert "문서 2건과 맞추어 봄 · 가장 새 문서 2025-01-24 · 기준일 없음" in said
    assert "기준일 2024-12-31" in Parsed(last(desk, text=TEXT, as_of="2024-12-31").checked).text


@pytest.mark.parametrize("uri", ["file:///home/press/plan.hwp", "ftp://example.org/a", "javascript:alert(1)"])
def test_only_an_original_on_the_web_is_linked(scripted, uri):
    cited = replace(scripted.cite(1, scripted.RELEASE, scripted.FIRST), uri=uri)
    judged = (ClaimVerdict("맞는 말이다.", 0, 7, Verdict("supported", 1.0, (cited,))),)
    desk = Desk(lambda _: judged, DRAFTS.file, DRAFTS.page, scripted.Shelf(), "ko")
    opened = desk.open(last(desk, text="맞는 말이다.").sheet, {"number": "1"})
    assert uri not in opened
    assert "?tab=documents" in opened


def test_boxes_mark_every_occurrence_and_nothing_else():
    found = comparison.boxed("1조 445억원과 1조 445억원, 11조", ("1조 445억원", "1조", ""), "다름: ")
    assert Parsed(found).text == "다름: 1조 445억원과 다름: 1조 445억원, 1다름: 1조"
    assert comparison.boxed("a.c abc", ("a.c",), "").count("<b") == 1


def test_direction_is_shown_not_followed():
    assert visible("가\u202e나\u2069\u200f") == "가⟨U+202E⟩나⟨U+2069⟩⟨U+200F⟩"
    assert visible("가나다 abc\n") == "가나다 abc\n"


# files


@pytest.mark.parametrize("form", FORMS)
def test_every_form_carries_sentence_verdict_and_evidence(desk, scripted, form):
    sheet = last(desk, text=TEXT, as_of="2025-02-03").sheet
    file = desk.export(sheet, {"form": form}, NOW)
    assert file.name == f"사실확인-2026-03-01.{form}"
    text = _read(file)
    for part in ("1조 4,450억원", "불일치", scripted.FIRST, "과학기술정보통신부", "2025-01-24", "0" * 64):
        assert part in text, part
    assert desk.export(sheet, {"form": "exe"}, NOW) is None
    assert desk.export(None, {"form": form}, NOW) is None


def _read(file: files.File) -> str:
    if not file.name.endswith(".docx"):
        return file.content.decode("utf-8-sig").replace("\\", "")
    import docx

    return "\n".join(one.text for one in docx.Document(io.BytesIO(file.content)).paragraphs)


def test_a_table_opens_in_a_spreadsheet_without_being_calculated(scripted):
    citation = replace(
        scripted.cite(1, scripted.RELEASE, scripted.FIRST), title='=HYPERLINK("http://x")', issuer="@SUM(A1)", page=None
    )
    checked = [
        Checked("1", "+1조 445억원이다.\n둘째 줄", Verdict("supported", 1.0, (citation,))),
        Checked("2", "-5% 줄었다.", Verdict("not_found", 0.0, ())),
        Checked("3", "  =1+1", Verdict("not_found", 0.0, ())),
    ]
    file = files.checks(checked, "csv", NOW, None, "ko")
    assert file.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert rows[1][1] == "'+1조 445억원이다. 둘째 줄"
    assert [rows[1][6], rows[1][7]] == ['\'=HYPERLINK("http://x")', "'@SUM(A1)"]
    assert [rows[2][1], rows[3][1]] == ["'-5% 줄었다.", "'=1+1"]
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@" and cell]


def answered(scripted) -> Answer:
    reply = scripted.answer(Question("총사업비는?", asked="그 사업은?"))
    wrong = Sentence("예산은 2조원이다.", "contradicted", (1,), (Difference("amount", "2조원", "1조 445억원"),))
    return replace(
        reply,
        sentences=(*reply.sentences, wrong),
        conflicts=(Conflict("총사업비", (1, 2)),),
        superseded=(Superseded("총사업비", "9,000억원", 2, 1),),
    )


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_the_evidence_of_an_answer_is_whole(scripted, form):
    text = _read(files.answer(answered(scripted), form, NOW, "ko"))
    for part in (
        "그 사업은?",
        "총사업비는?",
        "2026-03-01T09:30:00+00:00",
        "2025-02-03",
        f"{scripted.FIRST} [1]",
        "≠ 불일치",
        "2조원",
        "9,000억원",
        scripted.PLAN.title,
        "12쪽",
        "Ⅱ. 추진 현황 > 1. 기업 지원".replace(">", "&gt;") if form == "html" else "Ⅱ. 추진 현황 > 1. 기업 지원",
        "1" * 64,
        "plan-202412 · 버전 2",
    ):
        assert part in text, part


def test_a_refusal_has_a_pack_that_says_so(scripted):
    text = files.answer(scripted.refusal(Question("없는 사업은?")), "md", NOW, "ko").content.decode()
    assert "답하지 않음" in text
    assert "가장 가까운 대목 (답이 아닙니다) \\[1\\]" in text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_an_answers_pack_is_text_and_nothing_else(scripted, language):
    reply = scripted.refusal(Question(HOSTILE))
    page = files.answer(reply, "html", NOW, language).content.decode()
    assert "<script" not in page
    assert "\u202e" not in page
    markdown = files.answer(reply, "md", NOW, language).content.decode()
    assert "\\<script\\>" in markdown
    assert "](javascript" not in markdown.replace("\\]", "")


@pytest.mark.parametrize("form", ["md", "html", "docx"])
def test_a_file_of_the_nearest_passages_calls_none_of_them_borne_out(scripted, form: str) -> None:
    assert "✓ 일치" in _read(files.answer(answered(scripted), form, NOW, "ko"))
    near = _read(files.answer(replace(answered(scripted), nearest=True), form, NOW, "ko"))
    assert "✓" not in near
    assert "○ 가장 가까운 대목" in near
