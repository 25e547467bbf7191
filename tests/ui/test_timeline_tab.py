"""The tab that shows a programme's history, without a browser: what is compared, the desk, the line and the plots."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from assistant.answers import Question
from assistant.history.milestones import STRENGTH
from assistant.history.timeline import Timeline
from parsed import Parsed
from ui.messages import MESSAGES
from ui.page.html import plots
from ui.page.timeline.desk import Desk
from ui.page.timeline.panel import LONGEST

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:1) \u202e거꾸로"


@pytest.fixture
def desk(scripted):
    return Desk(scripted.traced, scripted.Shelf(), "ko")


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


def test_a_history_is_exported_in_the_forms_offered_and_no_other(desk, scripted):
    now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    view = desk.show("가나다 사업", "2025-01-24")
    offered = [value for name, value in Parsed(view.line).attributes if name == "data-form"]
    assert offered == ["csv", "svg", "md"]
    for form in offered:
        made = desk.export(view.told, {"act": "export", "form": form}, now)
        assert made.name == f"연혁-가나다-사업-2025-01-24.{form}"
        assert made.content
    assert desk.export(view.told, {"form": "exe"}, now) is None
    assert desk.export(None, {"form": "csv"}, now) is None
    assert desk.export(desk.show("없는 사업", "").told, {"form": "csv"}, now) is None


def test_plots_are_offered_only_where_there_are_some(scripted):
    value = Timeline("사업", date(2025, 1, 1), (scripted.traced(Question("사업")).entries[1],))
    view = Desk(lambda _: value, scripted.Shelf(), "ko").show("사업", "")
    assert [item for name, item in Parsed(view.line).attributes if name == "data-form"] == ["csv", "md"]
    assert "svg" not in Parsed(view.line).tags


def test_programmes_to_start_from_are_found_once_and_named_on_buttons(scripted):
    asked = []
    shelf = Named(scripted)
    desk = Desk(lambda question: asked.append(question.text) or scripted.traced(question), shelf, "ko")
    parsed = Parsed(desk.known())
    assert ("data-subject", "새빛항만육성") in parsed.attributes
    assert ("value", "새빛항만육성") in parsed.attributes
    assert "2024-12–2026-01 · 4건" in parsed.text
    times = len(asked)
    assert desk.known() == Desk(desk.trace, shelf, "ko", desk.offered).known()
    assert len(asked) == times


def test_programmes_are_not_kept_where_the_rights_change_while_they_are_found(scripted):
    shelf = Named(scripted)
    stock, public = shelf.stock(), frozenset({"public"})
    readable = [public, public | {"press"}, public, public]
    shelf.stock = lambda: replace(stock, readable=readable.pop(0))
    asked = []
    desk = Desk(lambda question: asked.append(question.text) or scripted.traced(question), shelf, "ko")
    desk.known()
    times = len(asked)
    desk.known()
    # Found anew: what was found before may be of documents that those who read `public` alone may not read.
    assert len(asked) == 2 * times > 0


def test_no_programmes_leave_no_list(scripted):
    assert Desk(scripted.traced, scripted.Shelf([]), "ko").known() == ""


class Named:
    """A shelf whose documents all name one programme."""

    def __init__(self, scripted):
        self._shelf = scripted.Shelf()

    def stock(self):
        return self._shelf.stock()

    def find(self, *_, **__):
        return self._shelf.find()

    def document(self, identity, version=None):
        found = self._shelf.document(identity, version)
        return found and replace(found, text="‘새빛항만육성’ 사업을 시작한다.", pages=(), sections=())


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
    assert "1,200억원" in parsed.text
    assert MESSAGES["value.total"].en in parsed.text if language == "en" else "총사업비" in parsed.text
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


def test_an_interval_stays_on_its_track():
    parsed = Parsed(plots.interval(1.2, -1, 2, 0.5, "값"))
    places = [float(value) for name, value in parsed.attributes if name in ("cx", "x1", "x2")]
    assert min(places) == plots.EDGE
    assert max(places) == plots.BAR_WIDTH - plots.EDGE
    assert ("aria-label", "값") in parsed.attributes
