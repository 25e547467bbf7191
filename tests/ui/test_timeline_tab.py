"""The tab that shows a programme's history, without a browser: what is compared, the desk, the line and the plots."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.answers import Question
from assistant.history.milestones import STRENGTH
from assistant.history.timeline import Entry, Timeline
from parsed import Parsed
from ui.messages import MESSAGES
from ui.page.html import plots
from ui.page.html.plots import Named, Spot
from ui.page.timeline.desk import Desk
from ui.page.timeline.panel import LONGEST
from ui.page.timeline.series import series

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:1) \u202e거꾸로"


@pytest.fixture
def desk(scripted):
    return Desk(scripted.traced, scripted.Shelf(), "ko")


def told(scripted, *texts: tuple[str, str], status: str = "발표") -> Timeline:
    """Return a timeline that tells each (day, sentence)."""
    cited = (scripted.cite(1, scripted.RELEASE, scripted.FIRST),)
    entries = tuple(Entry(day, "document", status, text, (), cited) for day, text in texts)
    return Timeline("사업", date(2026, 1, 1), entries)


# amounts


def test_values_of_one_kind_are_put_in_the_order_of_time(scripted):
    found = series(
        told(
            scripted,
            ("2025-04-20", "지원과제 115개를 최종 선정하였다."),
            ("2025-01-30", "총 111개 과제를 선정하였다."),
            ("2025-09", "총사업비는 900억원으로 확정되었다."),
        )
    )
    assert [(one.kind, one.of) for one in found] == [("count", "과제")]
    assert [(one.date, one.number) for one in found[0].amounts] == [
        ("2025-01-30", Decimal(111)),
        ("2025-04-20", Decimal(115)),
    ]


def test_a_part_told_with_its_whole_is_not_a_fall(scripted):
    days = ("2025-01-30", "총 111개 과제를 선정하였다."), ("2026-05-06", "신규과제 306개를 최종 선정하였다.")
    parts = ("2026-05-06", "신규과제 157개를 최종 선정하였다.")
    assert [[one.number for one in each.amounts] for each in series(told(scripted, *days, parts))] == [[111, 306]]


@pytest.mark.parametrize(
    "texts",
    [
        (("2025-01-30", "총 111개 과제를 선정하였다."),),
        (("2025-01-30", "총 111개 과제를 선정하였다."), ("2025-03-30", "총 111개 과제를 선정하였다.")),
        (("2025-01-30", "총 111개 과제를 선정하였다."), ("2025-04-20", "14개 지역을 최종 선정하였다.")),
        (("2025-01-30", "협약을 맺었다."), ("2025-13-41", "총 111개 과제를 선정하였다.")),
    ],
)
def test_one_value_or_values_of_other_kinds_make_no_plot(scripted, texts):
    assert series(told(scripted, *texts)) == ()


def test_a_budget_names_its_year(scripted):
    found = series(scripted.traced(Question("가나다 사업")))
    assert [(one.kind, [each.text for each in one.amounts]) for one in found] == [("budget", ["969억원", "1,200억원"])]
    assert [each.year for each in found[0].amounts] == ["2025", "2026"]


# desk


def test_citations_are_numbered_through_and_open_in_the_pane(desk, scripted):
    view = desk.show("가나다 사업", "")
    assert [one.marker for one in view.exhibit.citations] == [1, 2, 3, 4, 5]
    opened = Parsed(desk.open(view.exhibit, {"act": "cite", "marker": "1"}))
    assert scripted.SECOND in opened.text
    assert {one.by for one in view.exhibit.superseded} == {2}
    for wrong in ({}, {"marker": "9"}, {"marker": "x"}):
        assert desk.open(view.exhibit, wrong) is None
    assert desk.open(None, {"marker": "1"}) is None
    assert "번호를 누르면" in desk.open(None, {"act": "close"})


def test_the_day_and_the_name_reach_the_trace(scripted):
    asked = []
    desk = Desk(lambda question: asked.append(question) or scripted.traced(question), scripted.Shelf(), "ko")
    view = desk.show("  가나다 \n 사업 " + "가" * 500, "2025-01-24")
    assert asked[0].as_of == date(2025, 1, 24)
    assert asked[0].text.startswith("가나다 사업 가")
    assert len(asked[0].text) == LONGEST
    assert "기준일 2025-01-24 · 4건" in view.line


@pytest.mark.parametrize(
    ("subject", "day", "said"),
    [
        (" ", "", "먼저 넣으십시오"),
        ("사업", "어제", "2025-01-24처럼"),
        ("고장", "", "geungeo doctor로 점검하십시오."),
        ("없는 사업", "", "조건을 넓혀 보십시오"),
    ],
)
def test_what_cannot_be_shown_says_what_to_do(desk, subject, day, said):
    view = desk.show(subject, day)
    assert said in view.line
    assert not (view.exhibit and view.exhibit.citations)


def test_an_unforeseen_failure_is_told_without_its_particulars(scripted):
    def trace(_):
        raise ZeroDivisionError("secret")

    view = Desk(trace, scripted.Shelf(), "ko").show("사업", "")
    assert "만들지 못했습니다" in view.line
    assert "secret" not in view.line


def test_an_address_opens_a_history(desk):
    form, view = desk.arrive("가나다 사업", "2025-01-24")
    assert 'value="가나다 사업"' in form
    assert 'value="2025-01-24"' in form
    assert "entry" in view.line
    assert desk.arrive("", "")[1].line == ""


# panels


@pytest.mark.parametrize("language", ["ko", "en"])
def test_entries_carry_words_and_what_replaced_them(scripted, language):
    view = Desk(scripted.traced, scripted.Shelf(), language).show("가나다 사업", "")
    parsed = Parsed(view.line)
    assert parsed.tags.count("s") == 1
    assert ("href", "#entry-1") in parsed.attributes
    assert ("id", "entry-1") in parsed.attributes
    for part in ("✓ ", "… ", "2025-01-24", MESSAGES["status.확정"].en if language == "en" else "확정"):
        assert part in parsed.text


def test_documents_are_data(scripted):
    entry = scripted.traced(Question("사업")).entries[0]
    cited = replace(entry.citations[0], title=HOSTILE, issuer=HOSTILE, uri="javascript:alert(1)")
    value = Timeline(HOSTILE, date(2025, 1, 1), (replace(entry, text=HOSTILE, citations=(cited,), superseded_by=None),))
    desk = Desk(lambda _: value, scripted.Shelf(), "ko")
    view = desk.show(HOSTILE, "")
    for html in (view.line, desk.open(view.exhibit, {"marker": "1"}), desk.arrive(HOSTILE, HOSTILE)[0]):
        parsed = Parsed(html)
        assert not {"script", "img"} & set(parsed.tags)
        assert not any(name.startswith("on") for name, _ in parsed.attributes)
        assert not any(name == "href" and "javascript" in (value or "") for name, value in parsed.attributes)
    assert "\u202e" not in Parsed(view.line).text


def test_every_status_has_a_word():
    for status in STRENGTH:
        assert f"status.{status}" in MESSAGES


# plots


SPOTS = [
    Spot(date(2025, 1, 30), "2025-01-30", 111, "111개"),
    Spot(date(2025, 4, 20), "2025-04-20", 115, "115개"),
    Spot(date(2026, 5, 6), "2026-05-06", 306, "<b>306개"),
]


def test_a_plot_is_named_described_and_labelled():
    parsed = Parsed(plots.line(SPOTS, Named("a-0", "과제 수", "111에서 306까지")))
    assert ("role", "img") in parsed.attributes
    assert ("aria-labelledby", "a-0-title a-0-text") in parsed.attributes
    assert parsed.tags.count("circle") == 3
    assert "b" not in parsed.tags
    for part in ("과제 수", "111에서 306까지", "111개", "115개", "<b>306개", "2025-01-30"):
        assert part in parsed.text


def test_higher_values_stand_higher_and_later_ones_further_right():
    xs, ys = plots._places(SPOTS)
    assert xs == sorted(xs)
    assert ys == sorted(ys, reverse=True)
    assert all(0 < x < plots.WIDTH for x in xs)
    assert plots._places([SPOTS[0]])[0] == [plots.LEFT]
    assert plots._places([replace(SPOTS[0], value=0)])[1] == [plots.HEIGHT - plots.BOTTOM]


def test_a_label_stays_inside_the_plot():
    assert float(plots._inside(5, "2025-01-30")) > 30
    assert float(plots._inside(plots.WIDTH, "1조 445억원")) < plots.WIDTH - 20
    assert float(plots._inside(0, "가" * 100)) == plots.WIDTH / 2


def test_an_interval_stays_on_its_track():
    parsed = Parsed(plots.interval(1.2, -1, 2, 0.5, "값"))
    places = [float(value) for name, value in parsed.attributes if name in ("cx", "x1", "x2")]
    assert min(places) == plots.EDGE
    assert max(places) == plots.BAR_WIDTH - plots.EDGE
    assert ("aria-label", "값") in parsed.attributes
