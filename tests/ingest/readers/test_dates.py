from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.dates import parse


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024-12-12", datetime(2024, 12, 12)),
        ("2024-12-12T13:30:00+09:00", datetime(2024, 12, 12, 13, 30)),
        ("2024-12-12T04:30:00Z", datetime(2024, 12, 12, 13, 30)),
        ("2024-12-12T04:30:00.000Z", datetime(2024, 12, 12, 13, 30)),
        ("01/24/2025 14:58:04", datetime(2025, 1, 24, 14, 58, 4)),
        ("2024/12/12 13:30", datetime(2024, 12, 12, 13, 30)),
        ("2024.12.12", datetime(2024, 12, 12)),
        ("2024. 12. 12. 오후 1:30", datetime(2024, 12, 12, 13, 30)),
        ("2024.12.12 오전 12:05", datetime(2024, 12, 12, 0, 5)),
        ("2024.12.12(목) 13:30", datetime(2024, 12, 12, 13, 30)),
        ("20241212", datetime(2024, 12, 12)),
        ("2025년 1월 24일 9시 05분", datetime(2025, 1, 24, 9, 5)),
        ("2025년 1월", datetime(2025, 1, 1)),
        ("2024-02-30", None),
        ("어제", None),
        ("", None),
    ],
)
def test_dates_of_korean_sources(text: str, found: datetime | None) -> None:
    assert parse(text) == found


@given(st.text(max_size=40))
def test_anything_else_is_no_date_rather_than_an_error(text: str) -> None:
    found = parse(text)
    assert found is None or found.tzinfo is None
