"""Tests of the numbers that a browser sends."""

from __future__ import annotations

import pytest

from ui.page.numbers import whole


@pytest.mark.parametrize(("value", "number"), [("7", 7), ("007", 7), ("9" * 9, 999_999_999)])
def test_digits_are_a_number(value: str, number: int) -> None:
    assert whole(value) == number


@pytest.mark.parametrize("value", ["²", "٣", "-1", "1.0", " 7", "", None, 7, "9" * 10])
def test_nothing_else_is(value: object) -> None:
    assert whole(value) is None
