"""Watched figures that changed, on the timeline tab: the lines, their quotes, and who may read them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.grounding.citations import cite
from assistant.watch import Seen
from ingest.watches import Change
from parsed import Parsed
from ui.page.library import NoLongerReadable
from ui.page.timeline import changed
from ui.page.timeline.desk import Desk


@pytest.fixture
def change(scripted):
    """Return a change from what the plan says to what the release says."""

    def side(document, quote, value):
        start = document.text.index(quote)
        return Seen("total", "", "", value, value, cite(document, start, start + len(quote), 1)).kept()

    old = side(scripted.PLAN, scripted.SECOND, "1조 445억원")
    new = side(scripted.RELEASE, scripted.FIRST, "1조 2,000억원")
    return Change(1, "지역혁신선도기업육성", "2026-05-07T09:30:00", old, new, sent=False)


def desk(scripted, *changes, **others):
    return Desk(scripted.traced, scripted.Shelf(), "ko", changes=lambda: changes, **others)


def test_a_change_is_a_line_with_both_values_whose_quotes_open(scripted, change):
    made = desk(scripted, change)
    exhibit, lines = made.changed()
    told = Parsed(lines).text
    assert told.startswith("지켜보던 값이 바뀜")
    for said in ("지역혁신선도기업육성", "총사업비", "1조 445억원", "→", "1조 2,000억원", "2026-05-07"):
        assert said in told
    before, now = (made.open(exhibit, {"act": "cite", "group": changed.GROUP, "marker": one}) for one in "12")
    assert f"<mark>{scripted.SECOND}</mark>" in before
    assert f"<mark>{scripted.FIRST}</mark>" in now
    assert made.open(exhibit, {"act": "cite", "marker": "3"}) is None


def test_the_quote_of_a_document_that_is_gone_is_still_shown(scripted, change):
    made = replace(desk(scripted, change), library=scripted.Shelf([]))
    exhibit, _ = made.changed()
    assert scripted.FIRST in made.open(exhibit, {"act": "cite", "marker": "2"})


def test_the_latest_stand_open_and_at_most_twenty_are_shown(scripted, change):
    many = [replace(change, text=f"{number}번 사업") for number in range(changed.MOST + 5)]
    exhibit, lines = desk(scripted, *many).changed()
    assert len(exhibit.citations) == 2 * changed.MOST
    latest, _, earlier = str(lines).partition("<details>")
    assert latest.count("<li>") == changed.AT_ONCE
    assert earlier.count("<li>") == changed.MOST - changed.AT_ONCE
    assert desk(scripted).changed()[1] == ""


@pytest.mark.parametrize("side", ["old", "new"])
def test_a_change_of_which_one_document_may_not_be_read_is_not_shown(scripted, change, side):
    shut = str(getattr(change, side)["document_id"])
    made = desk(scripted, change, withheld=lambda ids: frozenset({shut}) & frozenset(ids))
    assert made.changed()[1] == ""
    exhibit = changed.exhibit([change])
    with pytest.raises(NoLongerReadable):
        made.open(exhibit, {"act": "cite", "marker": "1" if side == "old" else "2"})


def test_hostile_text_stays_text(scripted, change):
    lines = desk(scripted, replace(change, text="<script>alert(1)</script>")).changed()[1]
    assert "script" not in Parsed(lines).tags
