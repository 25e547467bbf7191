import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.grounding.quotes import fold, locate

TEXT = (
    "□ 총사업비는 1조 445억 원으로 확정됐다.\n"
    "  ㅇ 과제는 “115개”를 골랐으며, 지역은 열한 곳이다.\n"
    "비수도권 기업은 모빌리티 30.1%, 제조 25.9% 순이었다."
)


def quoted(sentence):
    return [TEXT[start:end] for start, end in locate(sentence, TEXT)]


@pytest.mark.parametrize(
    "sentence",
    [
        "총사업비는 1조 445억 원으로 확정됐다.",
        "총사업비는 1조445억원으로  확정됐다",
        "- 총사업비는 1조 445억 원으로 확정됐다.",
    ],
)
def test_spaces_marks_and_the_final_stop_are_looked_past(sentence):
    assert quoted(sentence) == ["총사업비는 1조 445억 원으로 확정됐다"]


def test_quotation_marks_are_looked_past():
    assert quoted("과제는 '115개'를 골랐으며, 지역은 열한 곳이다.") == ["과제는 “115개”를 골랐으며, 지역은 열한 곳이다"]


@pytest.mark.parametrize(
    "sentence",
    [
        "총사업비는 1조 4,450억 원으로 확정됐다.",
        "45억 원으로 확정됐다.",
        "수도권 기업은 모빌리티 30.1%",
        "0.1%, 제조 25.9% 순이었다",
        "제조 25.9% 순이",
        "",
        "…",
    ],
)
def test_no_figure_or_word_is_cut_or_stretched(sentence):
    assert quoted(sentence) == []


def test_a_sentence_may_rest_on_two_spans():
    sentence = "과제는 ‘115개’를 골랐으며, 총사업비는 1조 445억 원으로 확정됐다."
    assert quoted(sentence) == ["과제는 “115개”를 골랐으며", "총사업비는 1조 445억 원으로 확정됐다"]


@given(st.text(max_size=80))
def test_folding_remembers_where_each_letter_came_from(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.offsets)
    assert list(folded.offsets) == sorted(folded.offsets)


@given(st.integers(0, len(TEXT)), st.integers(0, len(TEXT)))
def test_what_is_found_is_what_was_asked_for(start, end):
    piece = TEXT[start:end]
    spans = locate(piece, TEXT)
    if len(spans) == 1:
        [(left, right)] = spans
        assert fold(TEXT[left:right]).text == fold(piece.strip(" .。!?…,;")).text
