"""Values of a timeline that one plot may show, and which of them a line joins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from assistant.history.milestones import read
from assistant.history.series import Series, series
from assistant.history.timeline import Entry, Timeline
from assistant.history.values import united, valued


def told(*texts: tuple[str, ...]) -> Timeline:
    """Return a timeline whose events are each given as day and sentences."""
    entries = []
    for day, first, *further in texts:
        published = date.fromisoformat(f"{day}-28"[:10])
        statements = [(read(text, published), at) for at, text in enumerate((first, *further), start=1)]
        points = [(point, at) for one, at in statements if one for point in one.points]
        values = united(value for point, at in points if (value := valued(point, at)))
        entries.append(Entry(day, "document", "발표", first, (), (), values=values, further=tuple(further)))
    return Timeline("은빛항만육성", date(2026, 6, 1), tuple(entries))


def strands(found: tuple[Series, ...]) -> dict[str, list[tuple[str | None, list[str]]]]:
    return {
        one.topic: [(each.stage or each.kind, [amount.text for amount in each.amounts]) for each in one.strands]
        for one in found
    }


def test_projects_planned_called_for_applied_and_selected_share_a_plot_and_no_line() -> None:
    found = series(
        told(
            ("2025-01-30", "올해 111개 과제를 지원할 예정이며 과제를 공모한다."),
            ("2025-02-10", "올해 120개 과제를 공고했다."),
            ("2025-03-30", "마감 결과 480개 과제가 신청했다."),
            ("2025-04-20", "지원과제 115개를 최종 선정하였다."),
            ("2026-05-06", "신규과제 306개를 최종 선정하였다."),
        )
    )
    assert [one.of for one in found] == ["과제"]
    assert strands(found)["count"] == [
        ("planned", ["111개"]),
        ("called", ["120개"]),
        ("applied", ["480개"]),
        ("selected", ["115개", "306개"]),
    ]


def test_a_year_has_one_place_and_its_last_told_budget_and_a_proposal_is_another_strand() -> None:
    found = series(
        told(
            ("2024-08-28", "은빛항만육성 : ('24) 180억원 → ('25안) 216억원"),
            ("2025-09-02", "은빛항만육성 : ('25년) 230억원 → ('26년 정부안) 969억원"),
            ("2025-12-20", "2025년 예산은 240억원으로 늘려 편성됐다."),
        )
    )
    assert strands(found)["budget"] == [("proposed", ["216억원", "969억원"]), ("settled", ["180억원", "240억원"])]
    assert [amount.when for amount in found[0].strands[1].amounts] == ["2024", "2025"]
    assert [amount.day for amount in found[0].strands[0].amounts] == [date(2025, 1, 1), date(2026, 1, 1)]


def test_the_shares_of_a_cost_stand_beside_it() -> None:
    found = series(
        told(
            ("2025-01", "총사업비 200억원(국비 150억원, 지방비 50억원)을 투입한다."),
            ("2026-01-24", "총사업비는 300억원으로 정해졌고 국비 210억원, 지방비 90억원을 투입한다."),
        )
    )
    assert strands(found)["cost"] == [
        ("total", ["200억원", "300억원"]),
        ("national", ["150억원", "210억원"]),
        ("local", ["50억원", "90억원"]),
    ]
    assert found[0].strands[0].amounts[0].day == date(2025, 1, 1)


def test_money_is_compared_over_one_span_of_years_alone() -> None:
    two = ("2025-04-21", "2년간 832억원을 투입한다."), ("2026-05-06", "2년간 2,800억원을 투입한다.")
    assert strands(series(told(*two))) == {"spent": [("spent", ["832억원", "2,800억원"])]}
    assert series(told(two[0], ("2026-05-06", "5년간 2,800억원을 투입한다."))) == ()
    assert series(told(("2025-04-21", "832억원을 투입한다."), ("2026-05-06", "2,800억원을 투입한다."))) == ()


def test_a_part_told_with_its_whole_is_not_a_fall() -> None:
    found = series(
        told(
            ("2025-01-30", "총 111개 과제를 선정하였다."),
            ("2026-05-06", "신규과제 306개를 최종 선정하였다.", "이 가운데 157개 과제를 수도권에서 선정하였다."),
        )
    )
    assert [amount.number for amount in found[0].strands[0].amounts] == [Decimal(111), Decimal(306)]


def test_of_two_shares_in_one_sentence_neither_is_taken_for_the_whole() -> None:
    parts = "항만에 국비 370억원을, 어촌에 국비 210억원을 투입한다."
    found = series(told(("2025-01-30", "국비 100억원을 투입한다."), ("2025-04-21", parts)))
    assert found == ()


@pytest.mark.parametrize(
    "texts",
    [
        (("2025-01-30", "총 111개 과제를 선정하였다."),),
        (("2025-01-30", "총 111개 과제를 선정하였다."), ("2025-03-30", "총 111개 과제를 선정하였다.")),
        (("2025-01-30", "총 111개 과제를 선정하였다."), ("2025-04-20", "14개 지역을 최종 선정하였다.")),
    ],
)
def test_one_value_or_values_of_other_kinds_make_no_plot(texts: tuple[tuple[str, str], ...]) -> None:
    assert series(told(*texts)) == ()
