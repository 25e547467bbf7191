"""A word of a question counts as met by its letters, and for less by a word of its meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.korean.synonyms import HELD, MEANT, meant, met, part, read
from ingest.lexical import terms

TEXT = st.text("가온부해맑은강뽑선정지역예산 12,.", max_size=40)


def present(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def share(question: str, text: str, **weights: float) -> float:
    words = read(question)
    return met(words, {term: weights.get(word.text, 1.0) for word in words for term in word.terms}, text, present(text))


def test_words_are_read_once_in_order_without_marks_and_idle_ones() -> None:
    words = read("현재 ‘가온부’ 총 예산 중 가온부? 예산")
    assert [word.text for word in words] == ["가온부", "예산"]
    assert words[0].terms == tuple(dict.fromkeys(terms("가온부")))


def test_words_of_one_meaning_know_each_other() -> None:
    assert "선정" in set(meant("뽑힌"))
    assert "뽑" in set(meant("선정된"))
    assert "뽑" not in set(meant("뽑힌"))
    assert list(meant("해맑은강")) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [("뽑힌 지역", 1.0), ("선정 지역은 셋이다", MEANT), ("지역은 셋이다", 0.0), ("", 0.0)],
)
def test_a_word_of_the_same_meaning_counts_for_less(text: str, value: float) -> None:
    assert part(read("뽑힌")[0], text, present(text)) == value
    assert HELD < MEANT < 1


def test_a_word_is_held_by_most_of_its_letters() -> None:
    word = read("해맑은강")[0]
    assert part(word, "해맑은강", present("해맑은강")) == 1.0
    assert 0.0 < part(word, "맑은 물", present("맑은 물")) < HELD


def test_heavier_words_count_for_more() -> None:
    assert share("뽑힌 지역", "지역은 셋이다") == 0.5
    assert share("뽑힌 지역", "지역은 셋이다", 뽑힌=3.0) == 0.25
    assert share("뽑힌 지역", "선정 지역은 셋이다") == pytest.approx((1 + MEANT) / 2)


def test_words_without_weight_or_no_words_meet_nothing() -> None:
    assert met(read("뽑힌 지역"), {}, "뽑힌 지역", present("뽑힌 지역")) == 0.0
    assert met((), {}, "뽑힌 지역", present("뽑힌 지역")) == 0.0


@given(TEXT, TEXT)
def test_shares_lie_between_nothing_and_all(question: str, text: str) -> None:
    assert 0.0 <= share(question, text) <= 1.0
    for word in read(question):
        assert 0.0 <= part(word, text, present(text)) <= 1.0
        assert part(word, question, present(question)) == 1.0


@given(st.text(max_size=60))
def test_any_text_is_read_into_distinct_words_that_can_be_looked_up(text: str) -> None:
    words = read(text)
    assert len({word.text for word in words}) == len(words)
    assert all(word.terms and set(word.terms) <= set(terms(word.text)) for word in words)


def test_what_stands_in_brackets_after_a_name_is_a_word_of_its_own() -> None:
    assert [word.text for word in read("해맑은강정비(R&D) 「가온 계획」")] == ["해맑은강정비", "R&D", "가온", "계획"]
