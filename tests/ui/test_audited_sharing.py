"""Sharing by a link is told to the audit log: by whom, what is cited, who opened it; never the word that opens it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answers import Question
from ui.accounts.visitors import Visitor
from ui.audit import chain
from ui.audit.events import Actor
from ui.audit.log import AuditLog
from ui.audit.trail import Trail
from ui.page.check.shares import KeptShares
from ui.page.check.sheets import Sheet, follow
from ui.page.conversation import turns
from ui.page.conversation.memory import Conversations
from ui.serving.sharing import AuditedMemory, AuditedShares, digest

ANN, BEA = Visitor("ann", signed_in=True), Visitor("bea", signed_in=True)
TEXT = "총사업비는 5년간 1조 4,450억원이다. 다른 보도는 1조 445억원이라고 하였다."


class House:
    """A log, what it is told of, and what the visitor of the moment may not read."""

    def __init__(self, folder: Path, scripted: Any) -> None:
        self.folder = folder / "audit"
        self.hidden: frozenset[str] = frozenset()
        self.folder.mkdir()
        self.trail = Trail(AuditLog(self.folder), lambda: Actor("ann", "10.0.0.7"), belonging=self.belonging)
        path = folder / "conversations.sqlite3"
        self.conversations, self.texts = Conversations(path), KeptShares(path)
        self.memory = AuditedMemory(self.conversations, self.trail, self.withheld)
        self.shares = AuditedShares(self.texts, self.trail, self.withheld)
        self.turns = tuple(turns.follow(scripted.ScriptedChain(), turns.Turn(1, "총사업비는 얼마입니까?")))[-1:]
        self.sheet = list(follow(scripted.judged, Sheet(TEXT)))[-1]

    def belonging(self, ids: Iterable[str]) -> Mapping[str, str]:
        return dict.fromkeys(ids, "press")

    def withheld(self, ids: Iterable[str]) -> frozenset[str]:
        return self.hidden & frozenset(ids)

    def lines(self) -> list[dict[str, Any]]:
        return [
            json.loads(one)
            for _, _, file in chain.files(self.folder)
            for one in file.read_text("utf-8").split("\n")
            if one
        ]

    def told(self) -> list[tuple[str, str, int]]:
        """Return code, outcome and status of every line."""
        return [
            (one["metadata"]["event_code"], one["unmapped"].get("outcome", ""), one["status_id"])
            for one in self.lines()
        ]


@pytest.fixture
def house(tmp_path: Path, scripted: Any) -> Iterator[House]:
    made = House(tmp_path, scripted)
    yield made
    made.texts.close()
    made.conversations.close()


def test_a_conversation_that_is_shared_opened_and_shared_no_more_is_recorded(house: House) -> None:
    house.memory.save(ANN, "one", house.turns)
    word = house.memory.share(ANN, "one")
    assert house.memory.shared(word)
    house.hidden = frozenset(one.document_id for one in house.turns[0].reply.citations)  # type: ignore[union-attr]
    assert house.memory.shared(word), "the page decides what it shows"
    assert house.memory.unshare(ANN, "one")
    assert house.told() == [
        ("share.added", "", 1),
        ("share.opened", "shown", 1),
        ("share.opened", "refused", 2),
        ("share.removed", "", 1),
    ]
    for line in house.lines():
        assert (line["class_uid"], line["category_uid"]) == (6001, 6)
        assert line["web_resources"] == [{"type": "share", "name": "conversation", "uid": digest(word)}]
        assert [one["collection"] for one in line["unmapped"]["documents"]] == ["press"] * len(house.hidden)
        assert {one["uid"] for one in line["unmapped"]["documents"]} == house.hidden
    written = "".join(file.read_text("utf-8") for _, _, file in chain.files(house.folder))
    assert word not in written
    assert "총사업비" not in written
    assert chain.walk(house.folder).broken is None


def test_a_checked_text_that_is_shared_opened_and_shared_no_more_is_recorded(house: House) -> None:
    word = house.shares.share(ANN, house.sheet)
    assert house.shares.shared(word)
    assert not house.shares.unshare(BEA, word)
    assert house.shares.unshare(ANN, word)
    assert [code for code, _, _ in house.told()] == ["share.added", "share.opened", "share.removed"]
    (resource,) = house.lines()[0]["web_resources"]
    assert (resource["name"], resource["uid"]) == ("check", digest(word))
    cited = {one.document_id for claim in house.sheet.claims for one in claim.verdict.evidence}
    assert all({one["uid"] for one in line["unmapped"]["documents"]} == cited for line in house.lines())


def test_deleting_a_shared_conversation_ends_its_sharing_and_another_deletion_tells_nothing(house: House) -> None:
    for name in ("one", "two"):
        house.memory.save(ANN, name, house.turns)
    house.memory.share(ANN, "one")
    assert not house.memory.delete(BEA, "one")
    assert house.memory.delete(ANN, "one")
    assert house.memory.delete(ANN, "two")
    assert [code for code, _, _ in house.told()] == ["share.added", "share.removed"]


def test_what_does_not_happen_is_not_recorded(house: House) -> None:
    assert house.memory.share(ANN, "none") == ""
    assert not house.memory.unshare(ANN, "none")
    assert house.memory.shared("guessed") is None
    assert house.shares.shared("guessed") is None
    assert house.shares.share(replace(ANN, passing=True), house.sheet) == ""
    assert house.lines() == []


def test_the_rest_of_a_memory_is_as_it_was(house: House) -> None:
    assert house.memory.save(ANN, "one", house.turns)
    assert house.memory.open(ANN, "one") == house.conversations.open(ANN, "one")
    assert house.memory.list(ANN) == house.conversations.list(ANN)
    assert house.memory.rate(ANN, "one", 1, "up")
    assert house.memory.ratings(ANN, "one") == house.conversations.ratings(ANN, "one")
    assert house.memory.link(ANN, "one") == ""
    assert house.lines() == []


def test_a_page_with_a_log_records_sharing_and_one_without_works_as_before(house: House, scripted: Any) -> None:
    plain = replace(scripted.site(), memory=house.conversations, shares=house.texts)
    assert (plain.desks().conversation.memory, plain.desks().check.shares) == (house.conversations, house.texts)
    desks = replace(plain, trail=house.trail, withheld=house.withheld).desks()
    house.conversations.save(ANN, "one", house.turns)
    view = desks.conversation.act(desks.conversation.arrive(ANN, "one").talk, {"act": "share"}, ANN)
    word = view.talk.link  # type: ignore[union-attr]
    house.hidden = frozenset(one.document_id for one in house.turns[0].reply.citations)  # type: ignore[union-attr]
    desks.conversation.arrive(BEA, shared=word)
    house.hidden = frozenset()
    shared = desks.check.share(house.sheet, ANN, "share")
    desks.check.arrive(BEA, shared.sheet.link)  # type: ignore[union-attr]
    assert house.told() == [
        ("share.added", "", 1),
        ("share.opened", "refused", 2),
        ("share.added", "", 1),
        ("share.opened", "shown", 1),
    ]


def test_a_question_names_the_collections_of_what_it_cites(house: House, scripted: Any) -> None:
    told = replace(scripted.site(), trail=house.trail).sources()
    told.chain.invoke(Question("총사업비는 얼마입니까?"))
    list(told.check(Question(TEXT)))
    told.trace(Question("지역혁신선도기업"))
    for line in house.lines():
        assert line["unmapped"]["documents"], line["metadata"]["event_code"]
        assert {one["collection"] for one in line["unmapped"]["documents"]} == {"press"}
    assert [code for code, _, _ in house.told()] == ["ask", "check", "timeline"]


def test_a_store_that_cannot_be_asked_keeps_no_event_from_being_recorded(house: House, scripted: Any) -> None:
    def broken(_: Iterable[str]) -> Mapping[str, str]:
        raise sqlite3.ProgrammingError("Cannot operate on a closed database.")

    trail = Trail(AuditLog(house.folder), lambda: Actor("ann"), belonging=broken)
    replace(scripted.site(), trail=trail).sources().chain.invoke(Question("총사업비는 얼마입니까?"))
    (line,) = house.lines()
    assert line["unmapped"]["documents"]
    assert all("collection" not in one for one in line["unmapped"]["documents"])


def test_show_names_what_was_shared_and_the_collections(house: House, run: Callable[..., tuple[int, str, str]]) -> None:
    word = house.shares.share(ANN, house.sheet)
    _, out, _ = run("audit", "show", str(house.folder), "--text")
    assert f"share.added  check {digest(word)}" in out
    assert "[press]" in out
    _, out, _ = run("audit", "show", str(house.folder), "--collection", "press", "--json")
    assert json.loads(out)["web_resources"][0]["uid"] == digest(word)
    _, out, _ = run("audit", "show", str(house.folder), "--collection", "public", "--json")
    assert out == ""
