"""No text holds a regular expression long: none is worse than linear on repeats of any one or two characters."""

from __future__ import annotations

import re

import pytest

from patterns import Used, grows, text, units, used

EVERY = used()


def test_the_patterns_are_found() -> None:
    assert len(EVERY) > 500
    assert all(isinstance(one.compiled, re.Pattern) for one in EVERY)


def slow(one: Used, size: int, quick: float, *, all_pairs: bool) -> str:
    """Return the first characters on whose repeats a pattern takes more than linear time."""
    for unit in units(one.compiled, all_pairs=all_pairs):
        if grows(lambda length: one.over(text(unit, length)), size, quick):  # noqa: B023
            return repr(unit)
    return ""


def test_a_pattern_known_to_be_slow_is_told() -> None:
    for pattern in (r" +$", r"\d+%", r"\[[^\]]*\]", r"\s*,\s*x"):
        assert slow(Used(re.compile(pattern), "", anchored=False), 6000, 0.0004, all_pairs=False)
    assert slow(Used(re.compile(r"\s*\s*x"), "", anchored=True), 3000, 0.002, all_pairs=False)


SAMPLE = 10
"""Of so many patterns one is tried in every run, which takes half a minute; all of them by `-m exhaustive`."""


@pytest.mark.parametrize("one", EVERY[::SAMPLE], ids=lambda one: one.place)
def test_no_pattern_is_worse_than_linear_on_what_it_runs_over(one: Used) -> None:
    assert slow(one, 4000, 0.001, all_pairs=False) == ""


@pytest.mark.exhaustive
@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.place)
def test_no_pattern_at_all_is_worse_than_linear(one: Used) -> None:
    assert slow(one, 4000, 0.001, all_pairs=False) == ""


@pytest.mark.exhaustive
def test_no_pattern_is_worse_than_linear_on_any_two_of_its_characters() -> None:
    found = {one.place: units for one in EVERY if (units := slow(one, 10_000, 0.03, all_pairs=True))}
    assert found == {}
