"""Markers are read wherever models put them, and sentences come out whole however the text is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.markers import Draft, read

WRITTEN = "총사업비는 1조 445억원이다.[1] 2025. 1. 24. 확정됐다. [2] [1]에 따르면 지원 기간은 5년이다[3]. 끝."
SENTENCES = [
    ("총사업비는 1조 445억원이다.", (1,)),
    ("2025. 1. 24. 확정됐다.", (2,)),
    ("지원 기간은 5년이다.", (1, 3)),
    ("끝.", ()),
]


def sentences(pieces):
    draft = Draft()
    found = [sentence for piece in pieces for sentence in draft.feed(piece)]
    return [(marked.text, marked.markers) for marked in map(read, (*found, *draft.close())) if marked.text]


@pytest.mark.parametrize(
    ("written", "text", "markers"),
    [
        ("총사업비는 1조 445억원이다 [1].", "총사업비는 1조 445억원이다.", (1,)),
        ("총사업비[1]는 1조 445억원이다.", "총사업비는 1조 445억원이다.", (1,)),
        ("[2]에 따르면, 115개 과제를 선정했다.", "115개 과제를 선정했다.", (2,)),
        ("[1]은 115개 과제를 선정했다고 밝힌다.", "115개 과제를 선정했다고 밝힌다.", (1,)),
        ("115개 과제를 선정했다[1][3].", "115개 과제를 선정했다.", (1, 3)),
        ("115개 과제를 선정했다 [1, 3].", "115개 과제를 선정했다.", (1, 3)),
        ("115개 과제를 선정했다 [1]·[2].", "115개 과제를 선정했다.", (1, 2)),
        ("115개 과제를 선정했다 [1-3].", "115개 과제를 선정했다.", (1, 2, 3)),
        ("115개 과제를 선정했다 (출처: [2]).", "115개 과제를 선정했다.", (2,)),
        ("115개 과제를 선정했다 【4】.", "115개 과제를 선정했다.", (4,)),
        ("115개 과제를 선정했다 [자료 2].", "115개 과제를 선정했다.", (2,)),
        ("- **115개** 과제를 선정했다 [1].", "115개 과제를 선정했다.", (1,)),
        ("115개 과제를 선정했다 [1] [1].", "115개 과제를 선정했다.", (1,)),
        ("제조가 25.9%로 높았고[1], 모빌리티는 24.0%다[2].", "제조가 25.9%로 높았고, 모빌리티는 24.0%다.", (1, 2)),
        ("표지가 없는 문장이다.", "표지가 없는 문장이다.", ()),
        ("[비공개] 자료다.", "[비공개] 자료다.", ()),
    ],
)
def test_markers_are_taken_out_and_the_sentence_reads_on(written, text, markers):
    marked = read(written)
    assert (marked.text, marked.markers) == (text, markers)


def test_markers_behind_the_end_belong_to_the_sentence_before():
    assert sentences([WRITTEN]) == SENTENCES


@given(st.lists(st.integers(min_value=1, max_value=9)))
def test_however_the_text_is_cut_the_sentences_are_the_same(widths):
    pieces, at = [], 0
    for width in widths:
        pieces.append(WRITTEN[at : at + width])
        at += width
    assert sentences([*pieces, WRITTEN[at:]]) == SENTENCES


def test_a_sentence_is_given_out_before_the_next_is_whole():
    draft = Draft()
    assert draft.feed("첫 문장이다 [1]. 둘째 ") == ("첫 문장이다 [1].",)
    assert draft.feed("문장") == ()
    assert draft.close() == ("둘째 문장",)


def test_a_long_range_names_few():
    assert len(read("모두 그렇다 [1-900].").markers) <= 21
