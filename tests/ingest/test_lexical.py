"""Terms are Hangul bigrams and whole runs of everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.lexical import terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("지역혁신", ["지역", "역혁", "혁신"]),
        ("강 수", ["강", "수"]),
        ("R&D 예산 1,234.5억", ["r", "d", "예산", "1234.5", "억"]),
        ("2025-01", ["2025", "01"]),
        ("ＡＩ 반도체", ["ai", "반도", "도체"]),
        ("", []),
        ("·…―", []),
    ],
)
def test_terms(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@given(st.text())
def test_terms_never_hold_spaces_and_are_stable(text: str) -> None:
    found = terms(text)
    assert all(term and not any(c.isspace() for c in term) for term in found)
    assert terms(text.upper().lower()) == terms(text.upper().lower())


@given(st.text(alphabet="가나다라마바사", min_size=2))
def test_a_hangul_run_of_n_syllables_has_n_minus_one_terms(text: str) -> None:
    assert len(terms(text)) == len(text) - 1
