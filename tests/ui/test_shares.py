"""Checked texts that are shared by a link: what comes back, to whom, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Question
from ui.accounts.visitors import Visitor
from ui.exports.coverage import Coverage
from ui.page.check import shares
from ui.page.check.desk import Desk
from ui.page.check.drafts import Drafts
from ui.page.check.shares import KeptShares, Shared
from ui.page.check.sheets import Sheet, follow
from ui.page.conversation.memory import Conversations

ANN, BEA = Visitor("ann", signed_in=True), Visitor("bea", signed_in=True)
TEXT = "총사업비는 5년간 1조 4,450억원이다. 다른 보도는 1조 445억원이라고 하였다.\ud800"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[KeptShares]:
    path = tmp_path / "conversations.sqlite3"
    memory, made = Conversations(path), KeptShares(path)
    yield made
    made.close()
    memory.close()


@pytest.fixture
def sheet(scripted: Any) -> Sheet:
    as_of = date(2026, 1, 2)
    return list(follow(scripted.judged, Sheet(TEXT, as_of, Coverage(18, as_of, as_of))))[-1]


def test_a_shared_text_comes_back_as_it_was_but_for_what_it_was_checked_against(kept: KeptShares, sheet: Sheet) -> None:
    word = kept.share(ANN, sheet)
    assert len(word) >= 20
    found = kept.shared(word)
    assert found
    assert found.owner == ANN.key
    assert found.sheet.text == TEXT.replace("\ud800", "?")
    assert found.sheet.claims[0] == sheet.claims[0]
    assert (found.sheet.as_of, found.sheet.against, found.sheet.stage) == (sheet.as_of, None, "done")
    assert kept.shared("") is None


def test_only_its_owner_ends_it_and_a_visitor_who_will_not_be_known_again_shares_nothing(
    kept: KeptShares, sheet: Sheet
) -> None:
    word = kept.share(ANN, sheet)
    assert not kept.unshare(BEA, word)
    assert kept.shared(word)
    assert kept.unshare(ANN, word)
    assert kept.shared(word) is None
    assert kept.share(replace(BEA, passing=True), sheet) == ""


def test_the_oldest_leave_and_so_does_what_browsers_shared_that_are_gone(
    kept: KeptShares, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "MOST", 2)
    gone = kept.share(Visitor("gone"), sheet)
    kept._connection.execute("UPDATE shared_checks SET made = '2001-01-01T00:00:00+00:00'")
    words = [kept.share(ANN, sheet) for _ in range(3)]
    assert [kept.shared(one) is not None for one in (gone, *words)] == [False, False, True, True]


def test_browsers_that_signed_in_nowhere_share_no_more_than_so_many_texts_together(
    kept: KeptShares, sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shares, "MOST_OF_BROWSERS", 1)
    own = kept.share(ANN, sheet)
    first, second = (kept.share(Visitor(name), sheet) for name in ("one", "two"))
    assert [kept.shared(one) is not None for one in (own, first, second)] == [True, False, True]


def test_one_of_another_version_is_not_read(kept: KeptShares, sheet: Sheet) -> None:
    word = kept.share(ANN, sheet)
    kept._connection.execute("UPDATE shared_checks SET body = '{'")
    assert kept.shared(word) is None
    kept._connection.execute("UPDATE shared_checks SET version = 0")
    assert kept.shared(word) is None


def test_nothing_is_kept_or_offered_before_a_text_is_checked_or_of_another_visitor(
    kept: KeptShares, sheet: Sheet, scripted: Any
) -> None:
    desk = Desk(scripted.judged, Drafts().file, Drafts().page, scripted.Shelf(), "ko", shares=kept)
    for one in (None, Sheet(TEXT), replace(sheet, stage="checking"), replace(sheet, link=None)):
        assert desk.share(one, ANN, "share") is None
    assert 'data-act="share"' not in desk.view(replace(sheet, stage="checking")).checked
    assert 'data-act="share"' in desk.view(sheet).checked
    assert 'data-act="share"' not in replace(desk, shares=None).view(sheet).checked
    view = desk.share(sheet, ANN, "share")
    assert view
    assert view.sheet
    assert view.sheet.link
    assert desk.share(view.sheet, ANN, "share") is None
    assert 'data-act="unshare"' in desk.arrive(ANN, view.sheet.link).checked
    assert 'data-act="unshare"' not in desk.arrive(BEA, view.sheet.link).checked
    assert 'data-act="share"' not in desk.arrive(BEA, view.sheet.link).checked


def test_what_is_shared_holds_every_document_that_it_speaks_of(kept: KeptShares, sheet: Sheet, scripted: Any) -> None:
    found = kept.shared(kept.share(ANN, sheet))
    assert isinstance(found, Shared)
    cited = {one.document_id for claim in sheet.claims for one in claim.verdict.evidence}
    assert cited == {one.document_id for claim in found.sheet.claims for one in claim.verdict.evidence} != set()
    assert next(iter(scripted.judged(Question(TEXT)))).text == found.sheet.claims[0].text
