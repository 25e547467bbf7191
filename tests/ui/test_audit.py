"""The audit log: its lines, its chain over files and processes, and what a disk that is full or gone leaves of it."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import resource
import shlex
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bigrams import Bigrams
from ui.audit import chain, events
from ui.audit.chain import HEAD, Link, walk
from ui.audit.events import Actor, Document, Event
from ui.audit.log import AuditLog
from ui.audit.trail import Trail
from ui.cli import parser
from ui.cli.commands import audit
from ui.cli.terminal import Terminal
from ui.settings import OPTIONS, load

KIM = Actor("김서연", "10.0.0.7", "3f2a9c0d")
CITED = Document("press-20250124", 2, "ab" * 32)
ASK = Event("ask", KIM, outcome="answer", documents=(CITED,))
Cut = Callable[[list[bytes]], list[bytes]]


class Clock:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "audit"


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for _, _, path in chain.files(folder) for line in path.read_text("utf-8").splitlines()]


def only(folder: Path) -> Path:
    ((_, _, path),) = chain.files(folder)
    return path


def filled(folder: Path, count: int) -> Path:
    AuditLog(folder).record(*(Event("ask", Actor(f"user{n % 7}", "10.0.0.7"), outcome="answer") for n in range(count)))
    return only(folder)


def rewritten(path: Path, change: Cut) -> None:
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))


# lines


def test_a_line_says_who_when_what_and_which_documents_and_no_text(folder: Path) -> None:
    clock = Clock()
    Trail(AuditLog(folder, clock=clock), lambda: KIM).note(
        Event("ask", outcome="answer", documents=(CITED,), text="총사업비는 얼마입니까?")
    )
    (line,) = lines(folder)
    assert line["time"] == 1767258000000
    assert line["time_dt"] == "2026-01-01T09:00:00.000Z"
    assert line["actor"] == {"user": {"name": "김서연"}}
    assert line["src_endpoint"] == {"ip": "10.0.0.7"}
    assert line["http_request"] == {"uid": "3f2a9c0d"}
    assert line["metadata"]["event_code"] == "ask"
    assert line["unmapped"]["outcome"] == "answer"
    assert line["unmapped"]["documents"] == [{"uid": "press-20250124", "version": 2, "sha256": "ab" * 32}]
    assert "총사업비" not in only(folder).read_text("utf-8")


def test_texts_are_recorded_where_the_trail_is_told_to(folder: Path) -> None:
    Trail(AuditLog(folder), lambda: KIM, text=True).note(Event("check", text="예산은 3억원이다."))
    assert lines(folder)[0]["query_info"] == {"query_string": "예산은 3억원이다."}


REQUIRED = {
    *("activity_id", "category_uid", "class_uid", "type_uid", "severity_id", "time", "metadata"),
}
ALSO = {
    6005: {"actor", "src_endpoint", "database"},
    3006: {"actor", "src_endpoint", "group"},
    6006: {"actor", "src_endpoint", "file"},
    6001: {"actor", "src_endpoint", "web_resources"},
    6003: {"actor", "src_endpoint", "api"},
    3002: {"user", "service"},
    1008: {"log_name"},
}
"""Fields that OCSF 1.5 requires of every event, and of those of each class used."""


@pytest.mark.parametrize("code", events.CODES)
def test_every_kind_of_event_has_the_fields_that_ocsf_requires(code: events.Code) -> None:
    line = events.line(Event(code, KIM, outcome="editor", name="a.txt"), datetime(2026, 1, 1, tzinfo=UTC))
    assert set(line) >= REQUIRED | ALSO[line["class_uid"]]
    assert line["category_uid"] == line["class_uid"] // 1000
    assert line["type_uid"] == line["class_uid"] * 100 + line["activity_id"]
    assert set(line["metadata"]) >= {"product", "version"}
    assert line["status_id"] == 1


def test_files_are_their_owners_alone(folder: Path) -> None:
    before = os.umask(0)
    try:
        AuditLog(folder).record(ASK)
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}


# the chain


def test_ten_thousand_events_hold_and_a_flipped_byte_is_found_wherever_it_is(folder: Path) -> None:
    log = AuditLog(folder)
    for number in range(10_000):
        log.record(Event("ask", Actor(f"user{number % 7}", "10.0.0.7"), outcome="answer", documents=(CITED,)))
    found = walk(folder)
    assert (found.lines, found.broken, found.head.sequence) == (10_000, None, 10_000)
    path = only(folder)
    whole = path.read_bytes()
    starts = [0, *(at + 1 for at, byte in enumerate(whole) if byte == 10)]
    chosen = random.Random(7)
    for number in (1, 2, *chosen.sample(range(3, 9_999), 20), 9_999, 10_000):
        start, end = starts[number - 1], starts[number]
        at = chosen.randrange(start, end)
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        broken = walk(folder).broken
        assert broken is not None
        assert (broken.path, broken.line) == (path, number), whole[start:at][-40:]
    path.write_bytes(whole)
    assert walk(folder).broken is None


@pytest.mark.parametrize(
    ("change", "reason", "line"),
    [
        (lambda all_: all_[:4] + all_[5:], "missing", 5),
        (lambda all_: all_[1:], "beginning", 1),
        (lambda all_: [*all_[:4], all_[5], all_[4], *all_[6:]], "missing", 5),
        (lambda all_: [*all_[:5], all_[4], *all_[5:]], "missing", 6),
        (lambda all_: all_[:-3], "end", 17),
        (lambda all_: [], "end", 0),
        (lambda all_: [*all_[:-1], all_[-1][:40]], "unreadable", 20),
        (lambda all_: [*all_[:9], b"\n", *all_[9:]], "unreadable", 10),
    ],
    ids=["removed", "first removed", "reordered", "repeated", "cut", "emptied", "cut within a line", "put in"],
)
def test_what_is_removed_moved_or_cut_is_found(folder: Path, change: Cut, reason: str, line: int) -> None:
    path = filled(folder, 20)
    rewritten(path, change)
    broken = walk(folder).broken
    assert broken is not None
    assert (broken.reason, broken.line) == (reason, line)


def test_a_cut_end_is_not_hidden_by_what_is_written_after_it(folder: Path) -> None:
    path = filled(folder, 20)
    rewritten(path, lambda all_: all_[:-3])
    AuditLog(folder).record(ASK)
    broken = walk(folder).broken
    assert broken is not None
    assert (broken.reason, broken.line, broken.sequence) == ("missing", 18, 21)


def test_a_cut_end_shows_without_the_logs_own_head_only_by_one_that_was_kept_elsewhere(folder: Path) -> None:
    path = filled(folder, 20)
    head = walk(folder).head
    rewritten(path, lambda all_: all_[:-3])
    (folder / HEAD).unlink()
    found = walk(folder)
    # What a chain alone cannot find.
    assert (found.broken, found.kept, found.lines) == (None, False, 17)
    broken = walk(folder, head=head).broken
    assert broken is not None
    assert (broken.reason, broken.sequence) == ("head", 20)


def test_a_log_that_is_taken_away_is_not_begun_anew_by_who_wrote_it(folder: Path) -> None:
    log = AuditLog(folder)
    log.record(ASK, ASK)
    shutil.rmtree(folder)
    log.record(ASK)
    broken = walk(folder).broken
    assert broken is not None
    assert (broken.reason, broken.sequence) == ("beginning", 3)


def test_a_log_that_is_written_anew_shows_by_a_head_that_was_kept_elsewhere(folder: Path) -> None:
    filled(folder, 20)
    head = walk(folder).head
    for one in folder.iterdir():
        one.unlink()
    filled(folder, 25)
    assert walk(folder).broken is None
    broken = walk(folder, head=head).broken
    assert broken is not None
    assert broken.reason == "head"


def test_the_chain_goes_on_over_files_by_day_and_by_size(folder: Path) -> None:
    clock = Clock()
    log = AuditLog(folder, megabytes=1, clock=clock)
    big = Event("ask", KIM, text="가" * 200_000)
    for day in range(3):
        clock.now = datetime(2026, 1, 1 + day, 9, tzinfo=UTC)
        log.record(ASK)
        for _ in range(3):
            log.record(big)
    # A clock that is put back begins no file that would stand before others.
    clock.now -= timedelta(days=2)
    for _ in range(3):
        log.record(big)
    names = [path.name for _, _, path in chain.files(folder)]
    assert names == [f"audit-{n:06}-2026010{min(3, 1 + (n - 1) // 2)}.jsonl" for n in range(1, 8)]
    assert (walk(folder).lines, walk(folder).broken) == (15, None)
    (folder / names[2]).unlink()
    broken = walk(folder).broken
    assert broken is not None
    assert (broken.reason, broken.path.name, broken.line) == ("missing", names[3], 1)


def test_files_that_were_moved_away_on_purpose_are_told_by_their_last_line(folder: Path, tmp_path: Path) -> None:
    clock = Clock()
    log = AuditLog(folder, clock=clock)
    log.record(ASK, ASK)
    moved = walk(folder).head
    clock.now += timedelta(days=1)
    log.record(ASK)
    first = chain.files(folder)[0][2]
    first.rename(tmp_path / first.name)
    broken = walk(folder).broken
    assert broken is not None
    assert (broken.reason, broken.sequence) == ("beginning", 3)
    assert walk(folder, after=moved).broken is None
    assert walk(folder, after=Link(2, "0" * 64)).broken is not None
    assert walk(tmp_path / first.name).broken is None


WRITING = """
import sys
from pathlib import Path
from ui.audit import log as logs
from ui.audit.events import Actor, Event
logs.WAIT = 120
log = logs.AuditLog(Path(sys.argv[1]), megabytes=1)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(300):
    log.record(Event("ask", Actor(sys.argv[2]), text="가" * 1000))
"""


def test_threads_and_processes_write_one_chain(folder: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # A busy machine is no other process that holds the log for long.
    monkeypatch.setattr("ui.audit.log.WAIT", 120)
    environment = os.environ | {"PYTHONPATH": str(root)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    writing = [
        subprocess.Popen([sys.executable, "-c", WRITING, str(folder), name], cwd=root, env=environment, **pipes)
        for name in "abc"
    ]
    assert [one.stdout.readline() for one in writing] == [b"ready\n"] * 3
    log = AuditLog(folder, megabytes=1)
    threads = [threading.Thread(target=lambda: [log.record(ASK) for _ in range(100)]) for _ in range(4)]
    for one in writing:
        one.stdin.write(b"now\n")
        one.stdin.flush()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in writing:
        one.communicate()
    found = walk(folder)
    assert (found.lines, found.broken) == (1_300, None)
    assert found.files > 1


# disks


def test_a_full_disk_stops_nothing_and_the_gap_is_recorded_when_there_is_room(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    missed: list[int] = []
    log = AuditLog(folder, missed=missed.append)
    log.record(ASK)
    whole = only(folder).read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # Room for a part of the next line.
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(whole) + 100, limits[1]))
    try:
        for _ in range(5):
            log.record(ASK)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert only(folder).read_bytes() == whole
    assert missed == [1] * 5
    assert len([one for one in caplog.records if "audit log cannot be written" in one.getMessage()]) == 1
    log.record(ASK)
    first, gap, last = lines(folder)
    assert [one["metadata"]["event_code"] for one in (first, gap, last)] == ["ask", "log.gap", "ask"]
    assert (gap["count"], gap["status_id"], gap["unmapped"]["outcome"]) == (5, 2, "File too large")
    assert gap["start_time"] <= gap["end_time"]
    assert walk(folder).broken is None


def test_a_path_that_cannot_be_written_stops_nothing(folder: Path) -> None:
    folder.write_text("in the way")
    missed: list[int] = []
    log = AuditLog(folder, missed=missed.append)
    log.record(ASK, ASK)
    assert missed == [2]
    folder.unlink()
    log.record(ASK)
    assert [one.get("count") for one in lines(folder)] == [2, None]


def test_whoever_holds_the_log_for_long_stops_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr("ui.audit.log.WAIT", 0.05)
    log = AuditLog(folder)
    log.record(ASK)
    with (folder / HEAD).open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        log.record(ASK)
    log.record(ASK)
    assert [one.get("count") for one in lines(folder)] == [None, 1, None]
    assert walk(folder).broken is None


def test_a_line_that_was_not_written_to_its_end_is_told_and_the_chain_goes_on(folder: Path) -> None:
    path = filled(folder, 3)
    with path.open("ab") as file:
        file.write(b'{"class_uid":6005,"cat')
    broken = walk(folder).broken
    assert broken is not None
    assert (broken.reason, broken.line) == ("unreadable", 4)
    AuditLog(folder).record(ASK)
    assert walk(folder).broken is None
    told = json.loads(path.read_bytes().splitlines()[4])
    assert (told["metadata"]["event_code"], told["unmapped"]["outcome"]) == ("log.gap", "torn")
    # Nobody may put anything else in its place.
    rewritten(path, lambda all_: [*all_[:3], b"{}\n", *all_[4:]])
    broken = walk(folder).broken
    assert broken is not None
    assert (broken.reason, broken.line) == ("unreadable", 4)


def test_a_process_that_ended_between_a_line_and_the_head_leaves_a_whole_chain(folder: Path) -> None:
    path = filled(folder, 3)
    head = (folder / HEAD).read_bytes()
    AuditLog(folder).record(ASK)
    (folder / HEAD).write_bytes(head)
    assert walk(folder).broken is None
    AuditLog(folder).record(ASK)
    assert (walk(folder).lines, walk(folder).broken) == (5, None)
    assert path == only(folder)


# the command


def test_the_command_verifies_and_exits_with_1_where_the_chain_breaks(folder: Path, run: Callable) -> None:
    path = filled(folder, 20)
    code, out, _ = run("audit", "verify", str(folder))
    assert code == 0
    told = json.loads(out)
    assert (told["ok"], told["lines"], told["broken"]) == (True, 20, None)
    assert run("audit", "verify", str(folder), "--head", told["head"])[0] == 0
    rewritten(path, lambda all_: [*all_[:6], all_[6].replace(b"user6", b"user0"), *all_[7:]])
    code, out, _ = run("audit", "verify", str(folder), "--text")
    assert code == 1
    assert f"{path} 7번째 줄(기록 7)이 바뀌었습니다" in out
    code, out, _ = run("audit", "verify", str(folder))
    assert json.loads(out)["broken"] == {"reason": "altered", "file": str(path), "line": 7, "sequence": 7}


@pytest.mark.parametrize(
    "words", [("verify",), ("show",), ("verify", "none"), ("verify", "."), ("verify", ".", "--head", "x")]
)
def test_a_log_that_is_not_there_is_a_matter_of_use(words: tuple[str, ...], run: Callable) -> None:
    code, _, err = run("audit", *words)
    assert code == 2
    assert "→" in err


def test_events_are_shown_by_name_kind_document_and_day(folder: Path, run: Callable, monkeypatch) -> None:
    clock = Clock()
    log = AuditLog(folder, clock=clock)
    log.record(ASK, Event("signin", Actor("ann", "10.0.0.8"), succeeded=False, outcome="password"))
    clock.now += timedelta(days=1)
    log.record(Event("document.removed", Actor("ann"), documents=(CITED,)))
    monkeypatch.setenv("GEUNGEO_AUDIT", str(folder))

    def shown(*words: str) -> list[str]:
        return run("audit", "show", *words, "--text")[1].splitlines()

    assert shown("--who", "김서연") == ["2026-01-01T09:00:00.000Z  김서연  10.0.0.7  ask  answer  press-20250124"]
    assert shown("--what", "signin") == ["2026-01-01T09:00:00.000Z  ann  10.0.0.8  signin  실패  password"]
    assert len(shown("--document", "press-20250124")) == 2
    assert len(shown("--since", "2026-01-02")) == 1
    assert len(shown("--until", "2026-01-01")) == 2
    whole = run("audit", "show")[1].splitlines()
    assert [json.loads(line) for line in whole] == lines(folder)


def test_a_reader_that_goes_away_is_no_unreadable_log(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(folder, 1)

    def gone(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("ui.cli.terminal.Terminal.emit", gone)
    arguments = parser.build("0").parse_args(["audit", "show", str(folder), "--json"])
    with pytest.raises(BrokenPipeError):
        audit.run_show(arguments, load({}), Terminal.open("ko", json=True, text=False))


# documents


def test_commands_that_change_documents_are_recorded_with_versions_and_digests(
    folder: Path, tmp_path: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())
    monkeypatch.setenv("GEUNGEO_AUDIT", str(folder))
    monkeypatch.setattr("getpass.getuser", lambda: "operator")
    file = tmp_path / "하천.txt"
    file.write_text("하천 정비에 120억원을 쓴다.", "utf-8")
    first = hashlib.sha256(file.read_bytes()).hexdigest()
    assert run("ingest", str(file))[0] == 0
    assert run("ingest", str(file))[0] == 0
    file.write_text("하천 정비에 130억원을 쓴다.", "utf-8")
    second = hashlib.sha256(file.read_bytes()).hexdigest()
    assert run("ingest", str(file))[0] == 0
    (identity,) = (json.loads(line)["document_id"] for line in run("documents", "list")[1].splitlines())
    assert run("documents", "edit", identity, "--title", "하천 정비 계획")[0] == 0
    assert run("documents", "remove", identity)[0] == 0
    assert run("documents", "remove", identity)[0] == 1
    found = lines(folder)
    assert {(one["actor"]["user"]["name"], one["src_endpoint"]["name"]) for one in found} == {
        ("operator", "command line")
    }
    told = [
        (one["metadata"]["event_code"], document["uid"], document["version"], document["sha256"])
        for one in found
        for document in one["unmapped"]["documents"]
    ]
    assert told == [
        ("document.added", identity, 1, first),
        ("document.updated", identity, 2, second),
        ("document.edited", identity, 2, second),
        ("document.removed", identity, 2, second),
    ]
    assert walk(folder).broken is None


def test_what_a_source_brings_is_recorded(
    folder: Path, tmp_path: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())
    monkeypatch.setenv("GEUNGEO_AUDIT", str(folder))
    releases = tmp_path / "releases"
    releases.mkdir()
    (releases / "하천.txt").write_text("하천 정비에 120억원을 쓴다.", "utf-8")
    assert run("sources", "add", str(releases))[0] == 0
    assert run("sync")[0] == 0
    assert [one["metadata"]["event_code"] for one in lines(folder)] == ["document.added"]


def test_a_log_that_cannot_be_written_stops_no_command(
    folder: Path, tmp_path: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())
    monkeypatch.setenv("GEUNGEO_AUDIT", str(folder))
    folder.write_text("in the way")
    (tmp_path / "하천.txt").write_text("하천 정비에 120억원을 쓴다.", "utf-8")
    code, out, err = run("ingest", str(tmp_path / "하천.txt"))
    assert (code, json.loads(out)["documents"]["added"]) == (0, 1)
    assert "audit log cannot be written" in err


# the page of documentation


def test_the_page_shows_a_line_as_it_is_written(folder: Path, root: Path) -> None:
    page = (root / "docs" / "audit.md").read_text("utf-8")
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    AuditLog(folder, clock=Clock()).record(replace(ASK, documents=(replace(CITED, collection="press"),)))
    assert json.loads(shown) == lines(folder)[0]


def test_the_page_names_every_kind_of_event_and_every_setting(root: Path) -> None:
    page = (root / "docs" / "audit.md").read_text("utf-8")
    settings = [one for option in OPTIONS if option.name.startswith("audit") for one in (option.name, option.variable)]
    assert [one for one in (*events.CODES, *settings) if f"`{one}`" not in page] == []


def test_every_command_of_the_page_runs(
    folder: Path, tmp_path: Path, sample: Path, root: Path, run: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.embedding.load", lambda *_: Bigrams())
    (tmp_path / "documents").symlink_to(sample)
    page = (root / "docs" / "audit.md").read_text("utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", page, re.DOTALL)
    commands = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    assert len(commands) >= 5
    places = {"/var/log/geungeo": str(folder), "/srv/documents": str(tmp_path / "documents")}
    for command in commands:
        for there, here in places.items():
            command = command.replace(there, here)
        words = shlex.split(command)
        if words[0] == "export":
            monkeypatch.setenv(*words[1].split("=", 1))
            continue
        head = walk(folder).head if folder.exists() else ""
        assert words[0] == "geungeo"
        assert run(*(str(head) if re.fullmatch(r"\d+:\w+…", word) else word for word in words[1:]))[0] == 0, command


def test_tails_of_any_length_are_read(tmp_path: Path) -> None:
    for size in (1, 65_535, 65_536, 300_000):
        path = tmp_path / "lines"
        last = b"x" * size
        path.write_bytes(b"first\n" + last + b"\n")
        assert chain.tail(path) == (last, True)
        path.write_bytes(b"first\n" + last)
        assert chain.tail(path) == (last, False)
    path.write_bytes(b"")
    assert chain.tail(path) == (b"", False)
