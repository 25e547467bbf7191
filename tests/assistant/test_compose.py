"""The composer answers with exact sentences of the newest fitting document, or refuses with the nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.comparison import Side, side_by_side
from assistant.answering.extractive import ShortAnswer, SideValue, choose, compose, joined, respond
from assistant.answers import Answer, Passage, Question, Refusal
from assistant.questions.analysis import analyse
from ingest.documents import Chunk

TODAY = date(2026, 1, 2)

DRAFT = "해맑은강 정비사업은 적정성 검토를 받고 있다. 총사업비는 검토가 끝나면 정해진다."
FIXED = "가온부는 검토가 끝났다고 밝혔다. □ 이에 따라 5년간 총 1조 445억원의 사업비가 해맑은강 정비에 쓰인다."
OTHER = "나래부는 별빛도서관 열한 곳을 연다. 도서관은 밤 열 시까지 연다."


def passage(
    text: str, identity: str, day: date, rank: int = 1, title: str = "해맑은강 정비사업", dense: float = 0.9
) -> Passage:
    chunk = Chunk(f"{identity}@1#0000", identity, 1, ("Ⅱ. 추진계획",), 3, 100, 100 + len(text), text)
    return Passage(
        chunk=chunk,
        title=title,
        issuer="가온부",
        published=datetime(day.year, day.month, day.day),
        kind="press_release",
        uri="https://example.org/1",
        sha256="0" * 64,
        rank=rank,
        score=1 / rank,
        parts=(("dense", dense), ("chunk_bm25", 20.0), ("document_bm25", 20.0), ("dense_weight", 0.5)),
    )


DRAFTED = passage(DRAFT, "draft", date(2024, 12, 12), rank=1)
SETTLED = passage(FIXED, "settled", date(2025, 1, 24), rank=2)
UNRELATED = passage(OTHER, "other", date(2025, 5, 1), rank=3, title="별빛도서관 개관", dense=0.8)


def ask(text: str, passages: Sequence[Passage]) -> Answer | Refusal:
    weights = dict.fromkeys(analyse(text).terms, 1.0)
    return compose(Question(text), passages, weights, TODAY)


def test_an_amount_is_answered_by_the_sentence_that_states_it() -> None:
    reply = ask("해맑은강 정비사업의 총사업비는 얼마인가요?", [DRAFTED, SETTLED, UNRELATED])
    assert isinstance(reply, Answer)
    assert reply.sentences[0].text == "이에 따라 5년간 총 1조 445억원의 사업비가 해맑은강 정비에 쓰인다."
    citation = reply.citations[0]
    assert (citation.document_id, citation.page, citation.section) == ("settled", 3, ("Ⅱ. 추진계획",))
    assert FIXED[citation.start - 100 : citation.end - 100] == citation.quote
    assert reply.as_of == TODAY


def test_every_sentence_is_cited_and_every_citation_is_used() -> None:
    reply = ask("해맑은강 정비사업의 총사업비는 얼마인가요?", [DRAFTED, SETTLED, UNRELATED])
    assert isinstance(reply, Answer)
    used = [marker for sentence in reply.sentences for marker in (*sentence.citations, *sentence.beside)]
    assert sorted(used) == [citation.marker for citation in reply.citations]
    assert all(sentence.verdict == "supported" for sentence in reply.sentences)


def test_a_question_about_another_round_or_subject_is_refused_with_the_nearest() -> None:
    for text in ("제6회 가람협의회는 언제 열리나요?", "달빛공원 입장료는 얼마인가요?"):
        reply = ask(text, [DRAFTED, SETTLED, UNRELATED])
        assert isinstance(reply, Refusal), text
        assert reply.reason == "not_found"
        assert reply.citations


def test_nothing_retrieved_is_its_own_reason() -> None:
    reply = ask("무엇이든", [])
    assert isinstance(reply, Refusal)
    assert reply.reason == "no_documents"


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=300))
def test_a_quote_is_always_the_span_it_points_to(question: str, text: str) -> None:
    reply = ask(question, [passage(text, "any", date(2025, 1, 1))])
    for citation in reply.citations:
        assert text[citation.start - 100 : citation.end - 100] == citation.quote


def test_a_figure_that_no_document_knows_is_not_taken_for_granted() -> None:
    assert isinstance(
        ask("총사업비가 9조 원인 해맑은강 정비사업의 총사업비는 얼마인가요?", [DRAFTED, SETTLED]), Refusal
    )


def test_heads_are_not_counted_by_a_sentence_that_counts_none() -> None:
    assert isinstance(ask("해맑은강 정비사업에서 일하는 사람은 몇 명인가요?", [DRAFTED, SETTLED]), Refusal)


def test_the_parts_of_a_question_answer_together_and_are_as_sure_as_the_least() -> None:
    weights = dict.fromkeys(analyse("총사업비").terms, 1.0)
    choices = [choose(analyse("해맑은강 정비사업의 총사업비는?"), [one], weights) for one in (DRAFTED, SETTLED)]
    whole = choose(analyse("해맑은강 정비사업의 총사업비와 기간은?"), [DRAFTED, SETTLED], weights)
    both = joined(whole, choices, None)
    assert both.chosen == (*choices[0].chosen[:1], *choices[1].chosen[:1])
    assert both.answerable == min(choice.answerable for choice in choices)


@pytest.mark.parametrize(("parts", "whole", "both"), [((True, False), True, True), ((True, False), False, False)])
def test_parts_no_nearer_than_the_question_they_were_made_of_do_not_make_it_doubtful(
    parts: tuple[bool, bool], whole: bool, both: bool
) -> None:
    weights = dict.fromkeys(analyse("총사업비").terms, 1.0)
    choice = choose(analyse("해맑은강 정비사업의 총사업비는?"), [SETTLED], weights)
    made = [replace(choice, nearest=nearest) for nearest in parts]
    assert joined(replace(choice, nearest=whole), made, None).nearest is both


def test_one_sentence_that_answers_two_parts_is_shown_once() -> None:
    weights = dict.fromkeys(analyse("총사업비").terms, 1.0)
    choices = [
        choose(analyse(f"해맑은강 정비사업의 {asked}는?"), [SETTLED], weights) for asked in ("총사업비", "사업비")
    ]
    assert len(joined(choices[0], choices, None).chosen) == 1


def test_one_figure_is_not_the_value_of_both_sides() -> None:
    weights = dict.fromkeys(analyse("총사업비").terms, 1.0)
    asked = {name: analyse(f"해맑은강 정비사업의 {name} 사업비는?") for name in ("국비", "지방비")}
    sides = [Side(name, one, choose(one, [SETTLED], weights)) for name, one in asked.items()]
    assert side_by_side(sides[:1], compared=False) is not None
    assert side_by_side(sides, compared=True) is None


def test_two_values_of_one_sentence_are_cited_by_it_once() -> None:
    text = "해맑은강 정비사업의 국비는 2025년 40억원, 2026년 55억원이다."
    both = passage(text, "both", date(2025, 1, 24))
    weights = dict.fromkeys(analyse("국비").terms, 1.0)
    choices = [choose(analyse(f"해맑은강 정비사업의 {year}년 국비는?"), [both], weights) for year in (2025, 2026)]
    values = tuple(
        SideValue(label, told, choice.chosen[0])
        for label, told, choice in zip(("2025년", "2026년"), ("40억원", "55억원"), choices, strict=True)
    )
    lead = ShortAnswer("2025년 40억원 · 2026년 55억원", tuple(one.evidence for one in values), True, values=values)
    reply = respond(Question("2025년과 2026년 국비는?"), joined(choices[0], choices, lead), [both], TODAY)
    assert isinstance(reply, Answer)
    assert reply.lead is not None
    assert reply.lead.citations == (1,)
    assert [one.citation for one in reply.lead.values] == [1, 1]
