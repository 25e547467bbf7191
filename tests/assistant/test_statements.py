"""A sentence states a step of a programme with its figures, or nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.history.milestones import Point, read, rounded

DAY = date(2025, 1, 24)


@pytest.mark.parametrize(
    ("text", "status", "points"),
    [
        ("총괄위원회는 26일 은빛항만육성의 예비타당성조사 면제를 의결하였다.", "면제", {("exempt", "exempt")}),
        ("현재 사업계획의 적정성을 검토하는 중이다.", "검토 중", {("review", "pending")}),
        ("현재 사업계획 적정성 검토 중이며 총사업비는 확정될 예정이다.", "검토 중", {("review", "pending")}),
        ("총사업비는 아직 확정되지 않았다.", "검토 중", {("review", "pending")}),
        ("사업계획 적정성 검토가 완료되었다고 밝혔다.", "완료", {("review", "done")}),
        ("적정성 검토 결과 확정 : 5년간 2조 305억원", "확정", {("review", "done"), ("spent", "2030500000000원")}),
        ("총사업비가 2조 305억원으로 정해졌다.", "확정", {("total", "2030500000000원")}),
        ("5년간 총 2조 305억원의 사업비가 투입될 계획이다.", "예정", {("total", "2030500000000원")}),
        ("지원과제 115개를 최종 선정했다.", "선정", {("count:과제", "115개")}),
        ("올해 111개 과제를 모집한다.", "모집", {("count:과제", "111개")}),
        ("은빛항만육성 : ('26년 정부안) 969억원", "예산안", {("budget:2026", "96900000000원")}),
        ("2년간 총 832억원을 투입한다.", "발표", {("spent", "83200000000원")}),
    ],
)  # fmt: skip
def test_a_step_is_read_with_its_figures(text: str, status: str, points: set[tuple[str, str]]) -> None:
    statement = read(text, DAY)
    assert statement is not None
    assert statement.status == status
    assert {(point.role, point.value) for point in statement.points} == points


@pytest.mark.parametrize(
    "text",
    [
        "비수도권 14개 시·도의 중소기업을 돕는 사업이다.",
        "최근 3년 평균 매출액은 약 123억원이다.",
        "컨소시엄 과제는 2년간 최대 14억원을 받는다.",
        "제조가 25.9%로 가장 높았다.",
        "지난해 말까지만 해도 총사업비는 정해지지 않았다.",
        "예비타당성조사 대상은 국가재정법 제38조에 따른다.",
        "",
    ],
)
def test_what_marks_no_step_states_nothing(text: str) -> None:
    assert read(text, DAY) is None


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("해온부는 1월 20일 지원과제 115개를 최종 선정했다.", "2025-01-20"),
        ("해온부는 20일 지원과제 115개를 최종 선정했다.", "2025-01-20"),
        ("지난해 12월 지원과제 115개를 최종 선정했다.", "2024-12"),
        ("지원과제 115개를 최종 선정했다.", None),
        ("1월 31일 공고하고 111개 과제를 지원할 예정이다.", None),
        ("3월 4일까지 111개 과제를 모집한다.", None),
    ],
)
def test_the_day_of_a_step_is_one_that_is_past_and_no_bound(text: str, when: str | None) -> None:
    statement = read(text, DAY)
    assert statement is not None
    assert (str(statement.when) if statement.when else None) == when


def test_a_rounded_figure_is_no_other_value() -> None:
    assert rounded(Decimal("1044500000000"), Decimal("1000000000000"))
    assert rounded(Decimal("21560000000"), Decimal("21600000000"))
    assert not rounded(Decimal("1044500000000"), Decimal("1445000000000"))


def test_only_a_lasting_fact_is_replaced() -> None:
    first, second = (Point("total", f"{n}원", Decimal(n)) for n in (1200, 1500))
    assert second.replaces(first)
    assert not Point("count:과제", "115개", Decimal(115)).replaces(Point("count:과제", "111개", Decimal(111)))
    assert not second.replaces(Point("budget:2026", "1200원", Decimal(1200)))


@pytest.mark.parametrize(
    ("text", "status", "value", "when"),
    [
        ("가람신고제는 2024년 6월 1일 시행되었다.", "시행", "시행:2024", "2024-06-01"),
        ("해온부는 가람신고제를 도입했다.", "시행", "도입:2025", None),
        ("가람신고제를 확대할 예정이다.", "예정", "확대:2025", None),
    ],
)
def test_a_system_begins_and_changes_without_money(text: str, status: str, value: str, when: str | None) -> None:
    statement = read(text, DAY, of_system=True)
    assert statement is not None
    assert (statement.status, [point.value for point in statement.points]) == (status, [value])
    assert (str(statement.when) if statement.when else None) == when


def test_only_of_a_system_is_that_a_step() -> None:
    assert read("가람신고제는 2024년 6월 1일 시행되었다.", DAY) is None
    assert read("가람신고제 시행 결과를 살폈다.", DAY, of_system=True) is None
