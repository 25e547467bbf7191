"""The figures of a sentence are typed: what each measures, of what, and how far it has come."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.history.milestones import read
from assistant.history.values import Value, stated, united, valued
from assistant.korean.measures import stage

DAY = date(2025, 1, 24)


def told(text: str) -> list[tuple[str, str, str | None, str]]:
    statement = read(text, DAY)
    assert statement is not None
    found = [value for point in statement.points if (value := valued(point))]
    return [(one.kind, one.of, one.stage, one.text) for one in found]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "총사업비 200억원(국비 150억원, 지방비 50억원)을 투입한다.",
            [("total", "", None, "200억원"), ("national", "", None, "150억원"), ("local", "", None, "50억원")],
        ),
        (
            "은빛항만육성 : ('25년) 216억원 → ('26년 정부안) 969억원",
            [("budget", "2025", "settled", "216억원"), ("budget", "2026", "proposed", "969억원")],
        ),
        ("2026년 예산은 969억원으로 편성됐다.", [("budget", "2026", "settled", "969억원")]),
        ("2026년 예산안은 969억원으로 편성됐다.", [("budget", "2026", "proposed", "969억원")]),
        (
            "올해 342개 품목을 공고하고 111개 과제를 지원할 예정이다.",
            [("count", "품목", "called", "342개"), ("count", "과제", "planned", "111개")],
        ),
        ("마감 결과 1,200개 기업이 신청했다.", [("count", "기업", "applied", "1,200개")]),
        (
            "157개 및 149개 과제가 선정되었다.",
            [("count", "과제", "selected", "149개")],
        ),
        ("2년간 총 832억원을 투입한다.", [("spent", "2년간", None, "832억원")]),
    ],
)
def test_a_figure_is_typed_by_the_words_beside_it(text: str, values: list[tuple[str, str, str | None, str]]) -> None:
    assert told(text) == values


@pytest.mark.parametrize("text", ["매월 50만원을 지원한다.", "점포 철거비를 최대 400만원(기존 250만원)까지 지원한다."])
def test_what_one_person_gets_is_no_money_of_the_programme(text: str) -> None:
    assert read(text, DAY) is None


@pytest.mark.parametrize(
    ("before", "following", "wanted"),
    [
        ("신청 기업은 ", ["개 가운데 ", "개를 선정했다."], "applied"),
        ("선정된 과제는 모두 ", ["개다."], "selected"),
        ("올해 ", [" 및 ", " 과제를 선정할 예정이다."], "planned"),
        ("올해 ", [" 과제를 공고했다."], "called"),
        ("올해 ", [" 과제가 이어진다."], None),
    ],
)
def test_the_nearest_word_tells_how_far_a_count_has_come(before: str, following: list[str], wanted: str | None) -> None:
    assert stage(before, following) == wanted


def test_a_limit_of_years_is_no_span_of_money() -> None:
    assert told("창업 7년 이내 기업에 총 832억원을 투입한다.") == [("spent", "", None, "832억원")]


def values(*texts: str) -> tuple[Value, ...]:
    statements = [read(text, DAY) for text in texts]
    points = [(point, at) for at, one in enumerate(statements, start=1) if one for point in one.points]
    return united(value for point, at in points if (value := valued(point, at)))


def test_a_figure_told_again_is_one_value_that_knows_what_either_says() -> None:
    (only,) = values("5년간 2조 305억원을 투입한다.", "총사업비는 2조 305억원으로 정해졌다.")
    assert (only.kind, only.of, only.text, only.citation) == ("total", "", "2조 305억원", 1)


def test_equal_counts_of_other_stages_stay_apart() -> None:
    found = values("111개 과제를 모집한다.", "111개 과제를 최종 선정했다.", "111개 기업을 최종 선정했다.")
    assert [(one.of, one.stage, one.citation) for one in found] == [
        ("과제", "called", 1),
        ("과제", "selected", 2),
        ("기업", "selected", 3),
    ]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("해온부가 2030년 은빛항만의 새 과제 306개를 정하였다.", [("과제", "selected")]),
        ("은빛항만 참여기업을 모집하며 111개 과제를 뽑는다.", [("과제", "called")]),
    ],
)
def test_the_only_count_of_a_sentence_has_come_as_far_as_the_sentence_says(
    text: str, counts: list[tuple[str, str]]
) -> None:
    statement = read(text, DAY)
    assert statement is not None
    found = stated(statement.points, statement.status, 1)
    assert [(one.of, one.stage) for one in found if one.kind == "count"] == counts
