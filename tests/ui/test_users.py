"""Users: the file they are kept in, their passwords and tokens, and the command that manages them."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ui.accounts import failures
from ui.accounts import users as accounts
from ui.accounts.failures import Failures
from ui.accounts.sessions import Sessions
from ui.accounts.users import Account, Accounts

PASSWORD = "길고 긴 비밀번호 하나"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Hash fast: what scrypt costs is not what these tests are about."""
    monkeypatch.setattr(accounts, "COST", 2)
    monkeypatch.setattr(accounts, "_NOBODY", f"scrypt$2$8$3${'00' * 16}${'00' * 32}")


@pytest.fixture
def users(tmp_path):
    return Accounts(tmp_path / "kept" / "users.json")


def test_passwords_are_kept_as_salted_hashes_that_only_they_match(users):
    users.add("ann", ["reader"], PASSWORD)
    users.add("bea", ["editor"], PASSWORD)
    kept = users.path.read_text("utf-8")
    assert PASSWORD not in kept
    assert users.all()["ann"].password != users.all()["bea"].password
    assert users.with_password("ann", PASSWORD).name == "ann"
    for name, password in (("ann", PASSWORD + " "), ("ann", ""), ("nobody", PASSWORD), ("", "")):
        assert users.with_password(name, password) is None
    assert "scrypt" not in repr(users.all()["ann"])


def test_what_is_hashed_says_how_so_that_it_is_matched_when_the_cost_has_changed(monkeypatch):
    kept = accounts.hashed(PASSWORD)
    monkeypatch.setattr(accounts, "COST", 4)
    assert accounts.matches(PASSWORD, kept)
    assert accounts.hashed(PASSWORD).startswith("scrypt$4$8$3$")


def test_one_name_and_one_password_however_they_are_composed(users):
    users.add("가", [], "비밀번호가나다라마바사")
    decomposed = "\u1107\u1175\u1106\u1175\u11af\u1107\u1165\u11ab\u1112\u1169가나다라마바사"
    assert users.with_password("\u1100\u1161", decomposed).name == "가"


def test_the_file_is_its_owners_alone_and_read_again_when_changed(users):
    other = Accounts(users.path)
    assert dict(other.all()) == {}
    users.add("ann", ["reader"], PASSWORD)
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert set(other.all()) == {"ann"}
    users.remove("ann")
    assert set(other.all()) == set()
    assert [one.name for one in users.path.parent.iterdir()] == ["users.json"]


@pytest.mark.parametrize("name", ["", "-ann", "a b", "a/b", "<script>", "a" * 65])
def test_names_that_could_mean_something_else_are_refused(users, name):
    with pytest.raises(SettingsError, match="사용자 이름"):
        users.add(name, [], PASSWORD)


def test_short_passwords_taken_names_and_unknown_users_are_refused(users):
    with pytest.raises(SettingsError, match="10자 이상"):
        users.add("ann", [], "짧음")
    users.add("ann", [], PASSWORD)
    with pytest.raises(SettingsError, match="이미 있는"):
        users.add("ann", [], PASSWORD)
    for act in (users.remove, users.make_token, lambda name: users.set_password(name, PASSWORD)):
        with pytest.raises(SettingsError, match="그런 사용자가 없습니다"):
            act("bea")


def test_tokens_are_kept_as_digests_and_end_with_the_password(users):
    users.add("ann", [], PASSWORD)
    first, second = users.make_token("ann"), users.make_token("ann")
    assert first not in users.path.read_text("utf-8")
    assert users.with_token(first) == users.with_token(second) == users.all()["ann"]
    assert users.with_token(first[:-1]) is None
    assert users.with_token("") is None
    users.set_password("ann", PASSWORD + "2")
    assert users.with_token(first) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"users": []}',
        '{"users": {"a": {}}}',
        '{"users": {"a": {"roles": ["root"], "password": "", "tokens": []}}}',
        '{"users": {"a": {"roles": [], "password": "plain", "tokens": []}}}',
    ],
)
def test_a_damaged_file_lets_nobody_in(users, text):
    users.path.parent.mkdir()
    users.path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match="손상"):
        users.with_password("a", "plain")


ADDING = """
import sys
from pathlib import Path
from ui.accounts import users
users.COST = 2
kept = users.Accounts(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(40):
    kept.add(f"{sys.argv[2]}{number}", ["reader"], "길고 긴 비밀번호 하나")
kept.make_token("ann")
"""


def test_processes_that_change_the_file_at_once_lose_nothing(users, root):
    users.add("ann", [], PASSWORD)
    environment = os.environ | {"PYTHONPATH": str(root)}
    adding = [
        subprocess.Popen(
            [sys.executable, "-c", ADDING, str(users.path), name],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in ("b", "c", "d")
    ]
    # All are ready before any begins.
    assert [one.stdout.readline() for one in adding] == [b"ready\n"] * 3
    for one in adding:
        one.stdin.write(b"now\n")
        one.stdin.flush()
    for one in adding:
        one.communicate()
    assert [one.returncode for one in adding] == [0, 0, 0]
    assert len(users.all()) == 1 + 3 * 40
    assert len(users.all()["ann"].tokens) == 3
    assert [one.name for one in users.path.parent.iterdir()] == ["users.json"]


# sessions


@pytest.fixture
def sessions(users):
    users.add("ann", ["reader"], PASSWORD)
    made = Sessions(users.path.parent / "sessions.sqlite3", users)
    yield made
    made.close()


def test_sessions_are_kept_as_digests_outlast_the_process_and_end(users, sessions):
    word = sessions.begin(users.all()["ann"])
    file = users.path.parent / "sessions.sqlite3"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = Sessions(file, users)
    assert again.holder(word) == users.all()["ann"]
    assert again.holder(word[:-1]) is None
    assert again.holder(accounts.digest(word)) is None
    again.close()
    sessions.end(word)
    assert sessions.holder(word) is None


def test_a_users_open_sessions_are_bounded_and_the_newest_stay(users, sessions, monkeypatch):
    monkeypatch.setattr("ui.accounts.sessions.MOST", 3)
    words = [sessions.begin(users.all()["ann"]) for _ in range(6)]
    assert [sessions.holder(word) is not None for word in words] == [False] * 3 + [True] * 3


def test_sessions_expire_and_end_when_they_are_not_used(users, monkeypatch):
    now = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: now[0])
    users.add("ann", ["reader"], PASSWORD)
    with closing(Sessions(users.path.parent / "s.sqlite3", users, lasts=3600, idle=600)) as sessions:
        used, left = (sessions.begin(users.all()["ann"]) for _ in range(2))
        for _ in range(6):
            now[0] += 599
            assert sessions.holder(used) is not None
        assert sessions.holder(left) is None
        now[0] = 1_000_000.0 + 3600
        assert sessions.holder(used) is None


def test_a_new_password_and_a_new_user_of_the_same_name_begin_anew(users, sessions):
    word = sessions.begin(users.all()["ann"])
    users.remove("ann")
    assert sessions.holder(word) is None
    users.add("ann", ["editor"], PASSWORD)
    assert sessions.holder(word) is None


def test_roles_are_those_of_now(users, sessions):
    word = sessions.begin(users.all()["ann"])
    table = json.loads(users.path.read_text("utf-8"))
    table["users"]["ann"]["roles"] = ["editor", "reader"]
    users.path.write_text(json.dumps(table), "utf-8")
    assert sessions.holder(word).visitor.may("editor")


# failures


def test_failures_are_counted_for_a_while_and_forgotten(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    seen = Failures(2, 60)
    seen.add("a")
    assert seen.wait("a") == 0
    now[0] = 30
    seen.add("a")
    assert 0 < seen.wait("a") <= 31
    assert seen.wait("b") == 0
    now[0] = 61
    assert seen.wait("a") == 0
    seen.add("a")
    assert seen.wait("a") > 0
    seen.clear("a")
    assert seen.wait("a") == 0


def test_only_so_many_keys_are_counted(monkeypatch):
    monkeypatch.setattr(failures, "KEYS", 2)
    seen = Failures(1, 60)
    for key in "abc":
        seen.add(key)
    assert [seen.wait(key) > 0 for key in "abc"] == [False, True, True]


# the command


def test_users_are_managed_on_the_command_line(run, monkeypatch):
    def piped(text):
        monkeypatch.setattr(sys, "stdin", io.StringIO(text))

    piped(PASSWORD + "\n")
    code, out, _ = run("users", "add", "김서연", "--role", "reader", "--role", "editor", "--store", "s")
    assert (code, json.loads(out)) == (0, {"name": "김서연", "roles": "editor, reader"})
    code, out, _ = run("users", "list", "--store", "s", "--text")
    assert (code, out) == (0, "김서연  editor, reader\n")
    code, out, _ = run("users", "token", "김서연", "--store", "s", "--text")
    kept = Accounts(Path("s/users.json"))
    assert kept.with_token(out.strip()).name == "김서연"
    piped("새 비밀번호는 더 깁니다\n")
    assert run("users", "password", "김서연", "--store", "s")[0] == 0
    assert kept.with_password("김서연", "새 비밀번호는 더 깁니다")
    assert run("users", "remove", "김서연", "--users", "s/users.json")[0] == 0
    assert run("users", "list", "--store", "s", "--text")[1] == "사용자가 없습니다.\n"
    code, _, err = run("users", "remove", "김서연", "--store", "s")
    assert code == 2
    assert "그런 사용자가 없습니다" in err


def test_a_typed_password_is_asked_for_twice(run, monkeypatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    typed = iter([PASSWORD, PASSWORD + "2", PASSWORD, PASSWORD])
    monkeypatch.setattr("ui.cli.commands.users.getpass", lambda _: next(typed))
    code, _, err = run("users", "add", "ann")
    assert code == 2
    assert "다릅니다" in err
    assert run("users", "add", "ann")[0] == 0


def test_serving_others_without_users_says_what_to_do(run):
    code, _, err = run("serve", "--host", "0.0.0.0", "--store", "s")
    assert code == 2
    assert "로그인이 필요" in err
    assert "geungeo users add" in err


def test_an_account_is_a_visitor_of_its_name():
    visitor = Account("ann", frozenset({"reader"}), "x").visitor
    assert (visitor.name, visitor.signed_in, visitor.key) == ("ann", True, "account:ann")
