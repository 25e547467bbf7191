"""Which year a sentence gives a figure to."""

from __future__ import annotations

import pytest

from assistant.facts.extraction import figures
from assistant.facts.yearly import given_to, spans

RISE = "2022년 598건이던 은빛항만 민원은 2024년에는 약 989건으로 늘었다."


@pytest.mark.parametrize(("year", "given"), [(2022, ["598건"]), (2024, ["989건"]), (2023, [])])
def test_a_figure_right_behind_a_year_is_of_that_year(year: int, given: list[str]) -> None:
    assert [fact.text for fact in given_to(RISE, figures(RISE), year)] == given


def test_a_figure_of_several_years_is_of_none_of_them() -> None:
    text = "최근 3년간(2022년 1월~2024년 12월) 은빛항만 민원 2,399건을 살폈다."
    assert spans(text, figures(text), 2022)
    assert not given_to(text, figures(text), 2022)
    assert not spans(RISE, figures(RISE), 2022)
