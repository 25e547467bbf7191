"""Replies as chat clients show them: what stands first, links that hold, and documents that cannot write markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.answers import (
    Clarification,
    Conflict,
    Difference,
    Dropped,
    Lead,
    Question,
    Refusal,
    Resolved,
    Sentence,
    Superseded,
)
from ui.exports import chat_markdown
from ui.exports.layout import plain

RENDERER = MarkdownIt("commonmark").enable(["strikethrough", "table"])
ASKED = Question("총사업비는 얼마입니까?")


def address(citation):
    return f"https://geungeo.example/?quote={citation.start}-{citation.end}"


def shown(text):
    """Return the words that a renderer of Markdown shows, and the tags that it makes."""
    tags, words = [], []
    for token in RENDERER.parse(text):
        tags.append(token.tag)
        for child in token.children or ():
            tags.append(child.tag)
            words.append("\n" if child.type == "softbreak" else child.content)
    return "".join(words), {tag for tag in tags if tag}


def whole(value, language="ko"):
    parts = chat_markdown.body(value, language, address), chat_markdown.closing(value, language, address)
    return chat_markdown.joined([*parts[0], *parts[1]])


@pytest.fixture
def answer(scripted):
    return replace(scripted.answer(ASKED), lead=Lead("1조 445억원", (1,)))


# what is shown


def test_the_answer_stands_first_then_the_sentences_then_the_sources(scripted, answer):
    paragraphs = whole(answer).text.split("\n\n")
    assert paragraphs[0].startswith("**1조 445억원** [(1)](https://geungeo.example/?quote=")
    assert paragraphs[1].startswith(f"{scripted.FIRST} [(1)](")
    assert paragraphs[2].startswith(f"{scripted.SECOND} [(2)](")
    assert paragraphs[4] == "**근거**"
    source, quote = paragraphs[5].split("\n")
    assert source.startswith("[(1)](https://geungeo.example/?quote=")
    assert source.endswith(
        " [「지역혁신선도기업육성사업 적정성 검토 마무리… 5년간 1조 445억원」](https://example.test/press/20250124)"
        " · 과학기술정보통신부 · 2025-01-24"
    )
    assert quote == f"> {scripted.FIRST}"
    assert "계획(안)」 · 지방과학기술진흥협의회 · 2024-12-12 · 12쪽" in paragraphs[6]
    assert paragraphs[7] == "기준일 2025-02-03 · 답한 모델 extractive"


def test_the_frame_is_in_the_language_of_the_server(answer):
    text = whole(answer, "en").text
    assert "**Evidence**" in text
    assert "As of 2025-02-03" in text


def test_links_stand_where_they_say(answer):
    written = whole(answer)
    assert [link.citation.marker for link in written.links] == [1, 1, 2]
    for link in written.links:
        assert written.text[link.start : link.end] == f"[({link.citation.marker})]({link.address})"


def test_what_is_sent_first_stays_as_the_answer_grows(answer):
    for count in (1, 2):
        part = replace(answer, sentences=answer.sentences[:count], citations=answer.citations[:count])
        grown = chat_markdown.body(part, "ko", address)
        assert chat_markdown.body(answer, "ko", address)[: len(grown)] == grown


def test_all_that_a_reader_must_know_of_an_answer_is_told(answer):
    differs = Difference("date", "올해", "2024년")
    told = replace(
        answer,
        question=replace(ASKED, text="육성사업의 총사업비는 얼마입니까?", asked="그럼 얼마?"),
        nearest=True,
        lead=Lead("1,200억원", (1, 2), computed=True),
        sentences=(Sentence("올해 정한다.", "contradicted", (1,), (differs,), (Resolved("올해", "2025년"),), (2,)),),
        conflicts=(Conflict("총사업비", (1, 2), ("1조", "2조")),),
        superseded=(Superseded("총사업비", "검토 중", 2, 1, "1조 445억원"),),
        dropped=(Dropped("지어낸 문장", "not_found", "not_found"),),
    )
    text = whole(told).text
    linked = {one.marker: f"[({one.marker})]({address(one)})" for one in told.citations}.__getitem__
    for words in (
        "이렇게 이해한 질문: 육성사업의 총사업비는 얼마입니까?",
        "가장 가까운 대목입니다.",
        "**1,200억원** (계산) [(1)](",
        "(문서와 다름)",
        "- 올해 → 2025년",
        "- 문장 올해 / 문서 2024년",
        "- 함께 읽을 문장 [(2)](",
        f"문서끼리 다릅니다: 총사업비 1조 {linked(1)} ↔ 2조 {linked(2)}",
        f"이전 값: 총사업비 검토 중 → 1조 445억원 {linked(2)}→{linked(1)}",
        "모델이 쓴 문장 1개는",
    ):
        assert words in text


def test_a_refusal_says_why_what_to_try_and_what_is_near(scripted):
    text = whole(scripted.refusal(ASKED)).text
    paragraphs = text.split("\n\n")
    assert paragraphs[0] == "문서에서 확인되지 않습니다. 질문에 답하는 대목을 찾지 못했습니다."
    assert paragraphs[1].startswith("해 볼 일: ")
    assert paragraphs[2] == "**가장 가까운 대목 (답이 아닙니다)**"
    assert whole(scripted.refusal(ASKED)).links == ()


def test_a_false_premise_is_corrected_with_its_citation(scripted):
    cited = (scripted.cite(1, scripted.RELEASE, scripted.FIRST),)
    value = Refusal(
        ASKED,
        "unsupported_premise",
        cited,
        (),
        date(2025, 2, 3),
        "extractive",
        correction=Sentence(scripted.FIRST, "supported", (1,)),
    )
    written = whole(value)
    assert written.text.startswith("아니요. 질문에 담긴 내용이 문서와 다릅니다.\n\n문서에는 이렇게 적혀 있습니다: ")
    assert [link.citation.marker for link in written.links] == [1]


def test_a_question_back_lists_its_choices():
    value = Clarification(ASKED, "which", ("가 사업은?", "나 사업은?"), (), date(2025, 2, 3), "extractive")
    assert "- 가 사업은?\n- 나 사업은?" in whole(value).text


# markup


@pytest.mark.parametrize(
    "text",
    ["R&D 예산", "2.5조원", "snake_case", "10~20억원", "5% * 2", "가 <붙임> 나", "[붙임 1] 계획(안)", "$5"],
)
def test_what_is_no_markup_is_left_as_it_is(text):
    assert chat_markdown.escaped(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("10~20, 30~40", r"10\~20, 30\~40"),
        ("1. 지원", r"1\. 지원"),
        ("# 제목", r"\# 제목"),
        ("* 각주", r"\* 각주"),
        ("$5와 $6", "&#36;5와 &#36;6"),
        ("[여기](https://evil.example)", "[여기&#93;(https://evil.example)"),
        ("[1]: https://evil.example", "&#91;1&#93;: https://evil.example"),
        ("&lt;", r"\&lt;"),
        ("각주 [1] 참조", "각주 &#91;1] 참조"),
    ],
)
def test_what_would_be_markup_is_escaped(text, written):
    assert chat_markdown.escaped(text) == written


@settings(deadline=None)
@given(st.text(st.sampled_from("가A1 .)(#*_~`$<>&;[]!|\\-+=:\"'/\n"), max_size=24))
def test_a_document_shows_its_words_and_makes_no_markup(text):
    line = plain(text)
    words, tags = shown(chat_markdown.escaped(text))
    assert words == line
    assert tags <= {"p"}


@pytest.mark.parametrize("title", ["[보도자료] 제목", "제목] 둘", "[제목 둘", "10~20 *하나", "[1] 제목"])
def test_particulars_that_share_a_line_make_no_markup_together(scripted, answer, title):
    cited = replace(answer.citations[0], title=title, issuer="가~나*다")
    told = replace(answer, lead=Lead("5*3 ~ 4", (1,)), citations=(cited,), sentences=answer.sentences[:1])
    words, tags = shown(whole(told).text)
    assert f"(1) 「{title}」 · 가~나*다 · 2025-01-24" in words
    assert "5*3 ~ 4 (1)" in words
    assert tags == {"p", "a", "strong", "blockquote"}


def test_a_hostile_document_is_quoted_and_not_obeyed(scripted):
    words, tags = shown(whole(scripted.refusal(ASKED)).text)
    assert scripted.HOSTILE in words
    assert "script" not in tags
    assert not re.search(r"\(javascript:", whole(scripted.refusal(ASKED)).text)
