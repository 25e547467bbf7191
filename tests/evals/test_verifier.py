"""Tests of the independent verifier: it notices what changes the sense, forgives what does not, and stands alone."""

from __future__ import annotations

import ast
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import figures
from evals.verifier import Rules, nearest

SOURCE = "해온부는 2025년 3월 4일 부산에서 바닷길 사업의 총사업비를 1조 445억원으로 확정했다고 밝혔다."


@pytest.mark.parametrize(
    "claim",
    [
        SOURCE,
        "바닷길 사업의 총사업비를 1조 445억원으로 확정했다",
        "해온부는 2025. 3. 4. 부산에서 바닷길 사업의 총사업비를 1조445억 원으로 확정했다고 밝혔다.",
        "바닷길 사업의 총사업비는 10,445억원으로 확정했다.",
    ],
)
def test_what_the_quote_says_is_supported(claim: str) -> None:
    assert Rules().judge([SOURCE], claim).supported is True


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1조 445억원", "1조 455억원"),
        ("445억원", "445만원"),
        ("3월 4일", "3월 14일"),
        ("2025년", "2024년"),
        ("부산에서", "울산에서"),
        ("확정했다고", "확정하지 않았다고"),
        ("해온부는", "산림청은"),
        ("총사업비를", "인건비를"),
    ],
)
def test_one_changed_word_is_not(old: str, new: str) -> None:
    assert old in SOURCE
    found = Rules().judge([SOURCE], SOURCE.replace(old, new))
    assert found.supported is False
    assert found.reasons


def test_other_matters_and_no_quote_support_nothing() -> None:
    assert Rules().judge([SOURCE], "내년 예산안은 국회를 통과했다.").supported is False
    assert Rules().judge([], SOURCE).supported is False


def test_a_sentence_without_letters_is_not_judged() -> None:
    assert Rules().judge([SOURCE], "…").supported is None


def test_a_province_taken_for_another_of_a_list_is_noticed() -> None:
    listed = "대상 지역은 강원, 경북, 대구, 부산의 네 곳이다."
    assert Rules().judge([listed], listed.replace("강원", "경북")).supported is False


def test_quotes_together_support_what_none_does_alone() -> None:
    first, second = "바닷길 사업의 총사업비는 120억원이다.", "바닷길 사업의 대상은 부산이다."
    claim = "바닷길 사업의 총사업비는 120억원, 대상은 부산이다."
    assert Rules().judge([first, second], claim).supported is True
    assert Rules().judge([first], claim).supported is False


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1조 445억원", [(Decimal(1_044_500_000_000), "원")]),
        ("10,445억 원", [(Decimal(1_044_500_000_000), "원")]),
        ("215.6억원", [(Decimal(21_560_000_000), "원")]),
        ("2025. 1. 24.", [(Decimal(2025), "년"), (Decimal(1), "월"), (Decimal(24), "일")]),
        ("'25년", [(Decimal(2025), "년")]),
        ("33.5%p 늘어", [(Decimal("33.5"), "%p")]),
        ("11개 지역", [(Decimal(11), "개")]),
        ("숫자 없음", []),
    ],
)
def test_figures_are_read_with_their_units(text: str, values: list[tuple[Decimal, str]]) -> None:
    assert [(one.value, one.unit) for one in figures.read(text)] == values


@given(st.integers(1, 9_999), st.integers(1, 9_999))
def test_an_amount_is_missing_exactly_where_it_differs(one: int, other: int) -> None:
    assert bool(figures.missing(f"예산은 {one}억원이다.", f"예산은 {other:,}억 원이다.")) == (one != other)


def test_the_nearest_sentence_is_found() -> None:
    text = "첫째 문장은 배를 말한다.\n둘째 문장은 바닷길을 말한다.\n셋째는 산을 말한다."
    assert nearest(text, "바닷길을 말한 둘째 문장") == ["둘째 문장은 바닷길을 말한다."]


@pytest.mark.parametrize("name", ["verifier.py", "figures.py"])
def test_it_uses_no_code_of_the_assistant(root: Path, name: str) -> None:
    tree = ast.parse((root / "evals" / name).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    imported |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not [one for one in imported if one.split(".")[0] == "assistant"]
