"""What differs is shown in whole words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.answers import Difference
from assistant.grounding.excerpts import SHOWN, clipped, spelled_out


def test_a_stem_is_widened_to_its_word_on_both_sides() -> None:
    claim, quote = "배출량은 3.5% 늘었다.", "배출량은 3.5% 감소하였다."
    (told,) = spelled_out((Difference("polarity", "늘", "감소"),), claim, (quote,))
    assert (told.claim, told.source) == ("늘었다", "감소하였다")


def test_a_word_that_stands_by_itself_and_a_figure_are_left() -> None:
    words = Difference("polarity", "수도권", "비수도권")
    figure = Difference("amount", "3억 원", "5억 원")
    name = Difference("word", "기업", "상인")
    claim, quote = "수도권 기업은 3억 원을 받는다.", "비수도권 상인은 5억 원을 받는다."
    assert spelled_out((words, figure, name), claim, (quote,)) == (words, figure, name)


def test_what_stands_nowhere_is_left() -> None:
    lacking = Difference("status", "없는말", "")
    assert spelled_out((lacking,), "다른 글이다.", ()) == (lacking,)


def test_a_long_stretch_ends_with_a_word() -> None:
    text = "등대 " * 40
    assert clipped(text) == ("등대 " * 20).strip()
    assert clipped("짧다") == "짧다"


@given(st.text(max_size=200))
def test_a_stretch_is_the_beginning_of_its_text(text: str) -> None:
    assert text.strip().startswith(clipped(text))
    assert len(clipped(text)) <= SHOWN
