"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from ui.days import day


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-24",
        "2025-1-24",
        "2025.1.24",
        "2025. 1. 24.",
        "2025/01/24",
        "20250124",
        "2025년 1월 24일",
        " 2025-01-24 ",
    ],
)
def test_every_way_of_writing_a_day_is_read(text: str) -> None:
    assert day(text) == date(2025, 1, 24)


@pytest.mark.parametrize("text", ["", "2025", "2025-13-01", "2025.2.30", "어제", "24.1.2025"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the message is not ours
        day(text)
