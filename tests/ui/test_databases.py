"""A damaged database of the server is set aside, never deleted, and does not keep the server from starting."""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ui import databases
from ui.accounts.visitors import Visitor
from ui.page.conversation.memory import Conversations
from ui.page.conversation.turns import Turn

ANN = Visitor("ann", signed_in=True)
TURNS = tuple(Turn(number, f"{number}번째로 묻습니다.", stage="done") for number in range(1, 200))
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "garbage": lambda content: b"\x17" * len(content),
    "zeroed": lambda content: bytes(len(content)),
    "cut": lambda content: content[: len(content) // 2],
    "a block lost": lambda content: content[:8_192] + b"\xa5" * 8_192 + content[16_384:],
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the file of conversations that a server wrote and closed."""
    made = tmp_path / "conversations.sqlite3"
    with closing(Conversations(made)) as kept:
        assert kept.save(ANN, "one", TURNS)
    return made


@pytest.mark.parametrize("damage", DAMAGES)
def test_what_is_damaged_is_set_aside_and_begun_anew(path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    content = DAMAGES[damage](path.read_bytes())
    path.write_bytes(content)
    with closing(Conversations(path)) as kept:
        assert kept.open(ANN, "one") is None
        assert kept.save(ANN, "two", TURNS[:1])
    (aside,) = path.parent.glob("conversations.sqlite3.damaged-*")
    assert aside.read_bytes() == content
    assert str(aside) in caplog.text
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_sound_stays(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "SMALL", 0)
    with closing(Conversations(path)) as kept:
        assert kept.open(ANN, "one") == TURNS
    assert list(path.parent.iterdir()) == [path]


def test_a_lock_is_no_damage(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other, closing(Conversations(path)) as kept:
        other.execute("BEGIN IMMEDIATE")
        assert kept.open(ANN, "one") == TURNS
        other.execute("ROLLBACK")


def test_where_nothing_can_be_written_the_reader_keeps_the_answer(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with closing(Conversations(path)) as kept:
        kept._connection.execute("PRAGMA query_only = ON")
        assert not kept.save(ANN, "two", TURNS[:1])
        assert kept.open(ANN, "one") == TURNS
    assert "could not be saved" in caplog.text
