"""Conversations kept for each visitor: what comes back, and what no other visitor gets."""

from __future__ import annotations

import sqlite3
import stat
import threading
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answers import (
    Answer,
    Citation,
    Conflict,
    Dropped,
    Passage,
    Question,
    Refusal,
    Sentence,
    Superseded,
    Timings,
)
from ui.accounts.visitors import Visitor
from ui.page.conversation import memory
from ui.page.conversation.memory import Conversations, Kept, Rating
from ui.page.conversation.turns import Turn
from ui.page.trouble import Trouble

ANN, BEA = Visitor("ann", signed_in=True), Visitor("bea", signed_in=True)


@pytest.fixture
def kept(tmp_path):
    made = Conversations(tmp_path / memory.FILE_NAME)
    yield made
    made.close()


def told(count, first=1):
    return tuple(Turn(number, f"질문 {number}", stage="done") for number in range(first, first + count))


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
TIMINGS = st.builds(Timings, FLOATS, FLOATS, FLOATS)


def few(one, **parts):
    return st.lists(st.builds(one, **parts), max_size=2).map(tuple)


PASSAGES = few(Passage, score=FLOATS, parts=st.just((("dense", 0.5),)))
REPLIES = st.one_of(
    st.none(),
    st.builds(
        Answer,
        sentences=few(Sentence),
        citations=few(Citation),
        passages=PASSAGES,
        conflicts=few(Conflict),
        superseded=few(Superseded),
        dropped=few(Dropped),
        timings=TIMINGS,
    ),
    st.builds(
        Refusal,
        correction=st.none() | st.builds(Sentence),
        citations=few(Citation),
        passages=PASSAGES,
        timings=TIMINGS,
    ),
)
TURNS = st.builds(Turn, number=st.integers(1, 10**6), reply=REPLIES, trouble=st.none() | st.builds(Trouble))


# The first turn also builds what writes all of them.
@settings(deadline=None)
@given(TURNS)
def test_a_turn_is_equal_after_it_was_kept(turn):
    assert memory.read(memory.written(turn)) == turn


def test_replies_come_back_as_what_they_were(scripted, kept):
    question = Question("얼마입니까?", as_of=date(2025, 1, 24))
    turns = (
        Turn(1, "얼마입니까?", stage="done", reply=scripted.answer(question)),
        Turn(2, "없는 사업은?", stage="done", reply=scripted.refusal(question)),
        Turn(3, "고장", stage="failed", trouble=Trouble("안 됨", "다시")),
    )
    assert kept.save(ANN, "a", turns)
    assert kept.open(ANN, "a") == turns


def test_no_visitor_gets_or_changes_what_is_anothers(kept):
    kept.save(ANN, "a", told(2))
    kept.rate(ANN, "a", 1, "up")
    for other in (BEA, Visitor("ann")):
        assert kept.open(other, "a") is None
        assert kept.list(other) == ()
        assert kept.ratings(other, "a") == {}
        assert not kept.save(other, "a", told(1))
        assert not kept.rate(other, "a", 1, "down")
        assert not kept.delete(other, "a")
    assert kept.open(ANN, "a") == told(2)
    assert kept.ratings(ANN, "a") == {1: Rating("up")}


def test_turns_that_left_the_page_stay_and_turns_asked_anew_go(kept):
    kept.save(ANN, "a", told(4))
    kept.save(ANN, "a", told(2, first=3))
    assert kept.open(ANN, "a") == told(4)
    edited = (*told(1), Turn(5, "고친 질문"))
    kept.save(ANN, "a", edited)
    assert kept.open(ANN, "a") == edited


def test_a_list_names_each_by_its_first_question_the_latest_first(kept):
    kept.save(ANN, "a", (Turn(1, " 첫\n 질문 " + "가" * 200),))
    kept.save(ANN, "b", told(1))
    kept.save(ANN, "a", told(1, first=2))
    today = kept.list(ANN)[0].day
    title = ("첫 질문 " + "가" * 200)[: memory.TITLE_LIMIT]
    assert kept.list(ANN) == (Kept("a", title, today), Kept("b", "질문 1", today))
    assert [one.id for one in kept.list(ANN, limit=1)] == ["a"]


def test_ratings_are_changed_and_taken_back(kept):
    kept.save(ANN, "a", told(2))
    assert kept.rate(ANN, "a", 2, "down", "  금액이 틀림 ")
    assert kept.ratings(ANN, "a") == {2: Rating("down", "금액이 틀림")}
    assert kept.rate(ANN, "a", 2, None)
    assert kept.ratings(ANN, "a") == {}
    assert not kept.rate(ANN, "a", 3, "up")


def test_what_is_deleted_is_gone_with_its_ratings(kept, tmp_path):
    kept.save(ANN, "a", told(1))
    kept.rate(ANN, "a", 1, "up")
    assert kept.delete(ANN, "a")
    assert kept.open(ANN, "a") is None
    with sqlite3.connect(tmp_path / memory.FILE_NAME) as file:
        counts = [file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in ("turns", "ratings")]
    file.close()
    assert counts == [0, 0]


def test_only_so_many_are_kept(kept, monkeypatch):
    monkeypatch.setattr(memory, "CONVERSATIONS", 2)
    kept.save(BEA, "other", told(1))
    for identity in "abc":
        kept.save(ANN, identity, told(1))
    assert [one.id for one in kept.list(ANN)] == ["c", "b"]
    assert kept.open(BEA, "other")


@pytest.mark.parametrize("change", ["version = 99", "body = '{}'"])
def test_what_another_version_kept_is_not_misread(kept, tmp_path, change):
    kept.save(ANN, "a", told(1))
    with sqlite3.connect(tmp_path / memory.FILE_NAME) as file:
        file.execute(f"UPDATE turns SET {change}")
    file.close()
    assert kept.open(ANN, "a") is None


def test_damaged_characters_do_not_lose_a_conversation(kept):
    assert kept.save(ANN, "a", (Turn(1, "\ud800글"),))
    assert kept.open(ANN, "a") == (Turn(1, "?글"),)


def test_nothing_is_kept_of_no_turns_and_of_nobody(kept):
    assert not kept.save(ANN, "a", ())
    assert not kept.save(Visitor("x", passing=True), "b", told(1))
    assert kept.list(ANN) == ()


def test_many_threads_keep_their_own(kept):
    people = [Visitor(str(number)) for number in range(8)]

    def work(one):
        for number in range(1, 6):
            kept.save(one, f"of-{one.name}", (replace(told(1)[0], number=number, question=one.name),))

    threads = [threading.Thread(target=work, args=(one,)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in people:
        assert {turn.question for turn in kept.open(one, f"of-{one.name}")} == {one.name}


def test_the_file_is_the_owners_alone_and_ids_cannot_be_guessed(kept, tmp_path):
    assert stat.S_IMODE((tmp_path / memory.FILE_NAME).stat().st_mode) == 0o600
    made = {memory.new_id() for _ in range(100)}
    assert len(made) == 100
    assert min(map(len, made)) >= 22


def test_ever_new_browsers_do_not_fill_the_file_and_accounts_keep_theirs(kept, monkeypatch):
    monkeypatch.setattr(memory, "CONVERSATIONS_OF_BROWSERS", 10)
    monkeypatch.setattr(memory, "PRUNED", 5)
    kept.save(ANN, "ann's", told(1))
    for number in range(60):
        assert kept.save(Visitor(f"browser {number}"), f"id {number}", told(1))
    rows = kept._connection.execute("SELECT count(*) FROM conversations").fetchone()[0]
    assert rows <= 1 + 10 + 5
    assert kept.open(ANN, "ann's")
    assert kept.open(Visitor("browser 59"), "id 59")
    assert kept._connection.execute("SELECT count(*) FROM turns").fetchone()[0] == rows


def test_conversations_of_browsers_whose_cookie_is_gone_are_forgotten(kept, monkeypatch):
    kept.save(ANN, "ann's", told(1))
    kept.save(Visitor("gone"), "gone's", told(1))
    kept._connection.execute("UPDATE conversations SET touched = '2001-01-01T00:00:00+00:00'")
    kept._prune()
    assert kept.open(ANN, "ann's")
    assert kept.open(Visitor("gone"), "gone's") is None


# sharing


def test_a_shared_conversation_is_read_by_its_word_as_far_as_it_had_come(kept):
    kept.save(ANN, "a", told(2))
    assert kept.link(ANN, "a") == ""
    word = kept.share(ANN, "a")
    assert len(word) >= 20
    assert kept.shared(word) == told(2)
    kept.save(ANN, "a", told(3))
    assert kept.shared(word) == told(2)
    assert kept.share(ANN, "a") == word == kept.link(ANN, "a")
    assert kept.shared(word) == told(3)


def test_only_its_owner_shares_a_conversation_and_ends_it(kept):
    kept.save(ANN, "a", told(1))
    assert kept.share(BEA, "a") == ""
    word = kept.share(ANN, "a")
    assert not kept.unshare(BEA, "a")
    assert kept.link(BEA, "a") == ""
    assert kept.shared(word)
    assert kept.unshare(ANN, "a")
    assert not kept.unshare(ANN, "a")
    assert kept.shared(word) is None
    assert kept.shared("") is None
    assert kept.share(ANN, "none") == ""


def test_a_conversation_that_is_deleted_is_shared_no_more(kept):
    kept.save(ANN, "a", told(1))
    word = kept.share(ANN, "a")
    kept.delete(ANN, "a")
    assert kept.shared(word) is None
