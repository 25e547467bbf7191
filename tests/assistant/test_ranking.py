"""The sentence that answers stands first, and every feature keeps within its bounds."""

from __future__ import annotations

from dataclasses import astuple, fields
from datetime import datetime

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answering.ranking import LIKELY, WEIGHTS, Features, complete, lexical, rank
from assistant.answering.sentences import Evidence, collect, weighted
from assistant.answers import Passage
from assistant.questions.analysis import Analysis, analyse
from ingest.documents import Chunk

QUESTION = "해맑은강 정비사업의 총사업비는 얼마인가요?"
RIVER = (
    "가온부는 해맑은강 정비사업을 새로 시작한다.\n해맑은강 정비사업의 총사업비는 1조 445억원이다.\n"
    "공사는 2027년 3월에 끝난다."
)
LIBRARY = "나래부는 별빛도서관 열한 곳을 연다.\n도서관은 밤 열 시까지 연다."
NAMES = tuple(field.name for field in fields(Features))


def passage(text: str, identity: str, year: int | None = 2025, title: str = "소식", score: float = 0.5) -> Passage:
    chunk = Chunk(f"{identity}@1#0000", identity, 1, (), 1, 0, len(text), text)
    day = datetime(year, 1, 24) if year else None
    return Passage(chunk, title, "가온부", day, "press_release", "", "", 1, score)


def sentences(analysis: Analysis, *passages: Passage) -> tuple[Evidence, ...]:
    return collect(passages, weighted(analysis, dict.fromkeys(analysis.terms, 1.0)), analysis.words)


def column(name: str, *passages: Passage, question: str = QUESTION) -> list[float]:
    analysis = analyse(question)
    found = sentences(analysis, *passages)
    values = complete(lexical(found, analysis), found, analysis)
    return [float(value) for value in values[:, NAMES.index(name)]]


def test_the_sentence_that_states_what_is_asked_stands_first() -> None:
    analysis = analyse(QUESTION)
    found = rank(sentences(analysis, passage(LIBRARY, "library", score=0.9), passage(RIVER, "river")), analysis)
    assert found[0].evidence.text == "해맑은강 정비사업의 총사업비는 1조 445억원이다."
    assert [item.value for item in found] == sorted((item.value for item in found), reverse=True)


def test_of_sentences_with_the_same_words_the_one_with_the_kind_of_fact_wins() -> None:
    analysis = analyse(QUESTION)
    told, stated = "해맑은강 정비사업의 총사업비는 곧 알린다.", "해맑은강 정비사업의 총사업비는 300억원이다."
    for text in (f"{told}\n{stated}", f"{stated}\n{told}"):
        assert rank(sentences(analysis, passage(text, "river")), analysis)[0].evidence.text == stated


def test_only_the_likeliest_are_read_for_facts_and_the_best_is_among_them() -> None:
    analysis = analyse(QUESTION)
    many = "\n".join(f"나래부는 {number}번째 별빛도서관의 누리집을 단장했다." for number in range(1, 31))
    found = rank(sentences(analysis, passage(many, "library"), passage(RIVER, "river")), analysis)
    assert len(found) == LIKELY
    assert found[0].evidence.passage.chunk.document_id == "river"


def test_few_sentences_are_all_ranked_and_the_value_is_the_weighted_sum() -> None:
    analysis = analyse("해맑은강 정비사업의 공사는 언제 끝나나요?")
    found = sentences(analysis, passage(RIVER, "river"))
    values = complete(lexical(found, analysis), found, analysis) @ np.array(astuple(WEIGHTS))
    ranked = rank(found, analysis)
    assert {item.evidence.text for item in ranked} == {item.text for item in found}
    assert sorted(item.value for item in ranked) == sorted(float(value) for value in values)


def test_features_tell_a_stated_kind_another_year_and_a_newer_document() -> None:
    assert column("kind", passage(RIVER, "river")) == [0.0, 1.0, 0.0]
    asked = "2026년 공사는 언제 끝나나요?"
    assert column("elsewhen", passage(RIVER, "river"), question=asked)[-1] == 1.0
    dated = (passage(LIBRARY, "old", 2023), passage(RIVER, "new", 2025), passage(LIBRARY + " 끝.", "none", None))
    recent = column("recent", *dated)
    assert recent[0] == 0.0
    assert recent[2:5] == [1.0, 1.0, 1.0]
    assert recent[-1] == 0.0


def test_the_title_and_the_neighbours_add_to_a_sentence() -> None:
    plain, titled = passage(RIVER, "river"), passage(RIVER, "river", title="해맑은강 정비사업")
    assert column("own", plain) == column("own", titled)
    last = {name: column(name, plain)[-1] for name in ("own", "framed", "window")}
    assert last["own"] == last["framed"] < last["window"]
    assert column("framed", titled)[-1] > last["framed"]


LINE = st.sampled_from([*RIVER.split("\n"), *LIBRARY.split("\n"), "2026년 예산은 300억원"]) | st.text(max_size=30)
TEXT = st.lists(LINE, min_size=1, max_size=5).map("\n".join)
ASKED = st.sampled_from([QUESTION, "2026년 제주 예산은 얼마나 늘었나요?", "", "?", "누구"]) | st.text(max_size=30)


@settings(max_examples=60, deadline=None)
@given(ASKED, st.lists(st.tuples(TEXT, st.none() | st.integers(2000, 2030)), max_size=3))
def test_every_feature_lies_between_0_and_1(question: str, texts: list[tuple[str, int | None]]) -> None:
    analysis = analyse(question)
    found = sentences(analysis, *(passage(text, str(index), year) for index, (text, year) in enumerate(texts)))
    if not found:
        return
    rough = lexical(found, analysis)
    full = complete(rough, found, analysis)
    assert full.shape == rough.shape == (len(found), len(NAMES))
    assert np.isfinite(full).all()
    assert (full >= 0).all()
    assert (full <= 1 + 1e-9).all()
    assert (rough[:, -4:] == 0).all()
    assert (full[:, :-4] == rough[:, :-4]).all()
    assert len(rank(found, analysis)) == min(LIKELY, len(found))


def test_a_document_that_never_names_the_programme_stands_behind_one_that_does() -> None:
    question = "은빛항만육성3.0의 조사는 어느 기관이 맡나요?"
    analysis = analyse(question)
    other = passage("은빛항만육성 조사는 가온연구원이 맡는다.", "other", score=0.9)
    named = passage("은빛항만육성3.0을 알린다.\n조사는 나래연구원이 맡는다.", "named")
    assert rank(sentences(analysis, other, named), analysis)[0].evidence.passage is named


def test_a_year_of_comparison_is_not_the_year_spoken_of() -> None:
    analysis = analyse("2026년 신청은 몇 개인가요?")
    [told] = sentences(analysis, passage("신청은 738개로 전년의 2.7배이다.", "river", year=2026))
    [old] = sentences(analysis, passage("2024년 신청은 115개이다.", "river", year=2026))
    assert not told.elsewhen(analysis)
    assert old.elsewhen(analysis)


def test_a_sentence_without_a_year_is_of_the_one_told_before_it() -> None:
    report = "2024년 귀촌 통계\n귀촌 가구의 22.4%는 청년이다.\n2023년에는 그 비중이 25.7%였다."
    for year, another in ((2023, True), (2024, False)):
        analysis = analyse(f"{year}년에 귀촌 가구의 몇 퍼센트가 청년이었나요?")
        told = next(one for one in sentences(analysis, passage(report, "report")) if "22.4" in one.text)
        assert not told.elsewhen(analysis)
        assert told.of_another_year(analysis) is another


def test_a_figure_with_the_words_asked_for_around_it_is_worth_more() -> None:
    text = (
        "나래부는 별빛도서관 신청을 받았고, 오래 손보지 않았던 강가의 낡은 길을 걷기 좋게 고치는 데에 300억원을 쓴다."
    )
    near = column(
        "around", passage("별빛도서관 신청 비용은 300억원이다.", "near"), question="별빛도서관 신청 비용은 얼마인가요?"
    )
    far = column("around", passage(text, "far"), question="별빛도서관 신청 비용은 얼마인가요?")
    assert near[0] > far[0]


def test_an_amount_of_another_matter_stands_behind_one_of_the_noun_asked_for() -> None:
    analysis = analyse("해맑은강 정비사업의 총사업비는 얼마로 정해졌나요?")
    other = passage(
        "가온부는 해맑은강 정비사업 과제 306개를 뽑아 2년간 총 2,800억 원을 쓴다고 정해 밝혔다.", "other", 2026
    )
    asked = passage("해맑은강 정비사업 검토 결과 총사업비 확정 : 5년간 1조 445억원", "asked")
    assert rank(sentences(analysis, other, asked), analysis)[0].evidence.passage is asked
