"""The queue of given files: one after the other, each visitor's own, and no failure ends it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ingest.errors import ReadError, StoreBusy
from ui.page.documents import jobs as module
from ui.page.documents.jobs import Jobs, TooManyFiles
from ui.page.documents.uploads import Taken


class Putting:
    """Takes files in as their names say; each waits until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Event()
        self.go.set()
        self.taken: list[str] = []
        self.busy = 0
        self.threads: set[str] = set()

    def __call__(self, path: Path, name: str, notify: Callable[[str], None], collection: str = "public") -> Taken:
        self.threads.add(threading.current_thread().name)
        notify("reading")
        self.go.wait(5)
        if self.busy:
            self.busy -= 1
            raise StoreBusy("쓰는 중입니다.", "기다려 주세요.")
        if "나쁜" in name:
            raise ReadError(f"{name}: 읽지 못합니다.", "고쳐 주세요.")
        if "뜻밖" in name:
            raise ZeroDivisionError
        notify("writing")
        self.taken.append(path.read_text("utf-8"))
        return Taken("added")


@pytest.fixture
def putting() -> Putting:
    return Putting()


@pytest.fixture
def jobs(putting: Putting) -> Iterator[Jobs]:
    made = Jobs(putting, patience=0.01)
    yield made
    putting.go.set()
    made.close()


@pytest.fixture
def give(jobs: Jobs, tmp_path: Path) -> Callable[..., Path]:
    def one(name: str, owner: str = "가") -> Path:
        path = tmp_path / f"{time.monotonic_ns()}"
        path.write_text(name, "utf-8")
        jobs.submit(path, name, owner)
        return path

    return one


def settled(jobs: Jobs, *owners: str) -> None:
    end = time.monotonic() + 5
    while any(job.active for owner in owners for job in jobs.of(owner)):
        assert time.monotonic() < end
        time.sleep(0.005)


def test_files_are_taken_in_order_by_one_thread(jobs, putting, give):
    paths = [give(name) for name in ("1", "2", "3")]
    settled(jobs, "가")
    assert putting.taken == ["1", "2", "3"]
    assert len(putting.threads) == 1
    assert [(job.name, job.stage, job.outcome) for job in jobs.of("가")] == [
        (name, "done", "added") for name in ("3", "2", "1")
    ]
    jobs.close()
    assert not any(path.exists() for path in paths)


def test_a_failure_says_why_and_ends_nothing(jobs, give, caplog):
    for name in ("나쁜 것", "뜻밖의 것", "좋은 것"):
        give(name)
    settled(jobs, "가")
    good, unforeseen, bad = jobs.of("가")
    assert (bad.stage, bad.message, bad.hint) == ("failed", "나쁜 것: 읽지 못합니다.", "고쳐 주세요.")
    assert (unforeseen.stage, unforeseen.message) == ("failed", "")
    assert "ZeroDivisionError" in caplog.text
    assert good.stage == "done"


def test_a_busy_store_is_waited_for(jobs, putting, give):
    putting.busy = 3
    give("1")
    settled(jobs, "가")
    assert putting.taken == ["1"]


def test_waiting_for_a_busy_store_is_shown_and_ends(putting, tmp_path):
    jobs = Jobs(putting, patience=0.01, longest_wait=0.2)
    putting.busy = 10_000
    path = tmp_path / "x"
    path.touch()
    jobs.submit(path, "x", "가")
    seen = set()
    end = time.monotonic() + 5
    while any(job.active for job in jobs.of("가")) and time.monotonic() < end:
        seen |= {job.stage for job in jobs.of("가")}
        time.sleep(0.001)
    assert "busy" in seen
    assert [(job.stage, job.message) for job in jobs.of("가")] == [("failed", "쓰는 중입니다.")]
    jobs.close()


def test_the_stage_of_each_is_shown_while_another_is_in_hand(jobs, putting, give):
    putting.go.clear()
    give("1")
    give("2")
    end = time.monotonic() + 5
    while jobs.of("가")[1].stage != "reading" and time.monotonic() < end:
        time.sleep(0.005)
    assert [job.stage for job in jobs.of("가")] == ["waiting", "reading"]


def test_no_visitor_sees_what_another_gave(jobs, give):
    give("1", "가")
    give("2", "나")
    settled(jobs, "가", "나")
    assert [job.name for job in jobs.of("가")] == ["1"]
    assert jobs.of("다") == ()
    jobs.clear("가")
    assert jobs.of("가") == ()
    assert [job.name for job in jobs.of("나")] == ["2"]


def test_what_was_refused_is_listed_with_its_reason(jobs):
    jobs.refuse("큰.pdf", "가", ReadError("너무 큽니다.", "나누어 주세요."))
    (job,) = jobs.of("가")
    assert (job.name, job.stage, job.message, job.hint) == ("큰.pdf", "failed", "너무 큽니다.", "나누어 주세요.")


def test_a_full_queue_turns_away(jobs, putting, give, monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    putting.go.clear()
    give("1")
    end = time.monotonic() + 5
    while jobs.of("가")[-1].stage != "reading" and time.monotonic() < end:
        time.sleep(0.005)
    give("2")
    give("3")
    with pytest.raises(TooManyFiles):
        give("4")
    assert len(jobs.of("가")) == 3


def test_only_the_last_finished_files_are_kept(jobs, give, monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 2)
    for name in "1234":
        give(name)
        settled(jobs, "가")
    assert [job.name for job in jobs.of("가")] == ["4", "3"]


def test_closing_deletes_what_still_waits(putting, tmp_path):
    jobs = Jobs(putting)
    putting.go.clear()
    paths = [tmp_path / name for name in "12"]
    for path in paths:
        path.touch()
        jobs.submit(path, path.name, "가")
    closing = threading.Thread(target=jobs.close)
    closing.start()
    time.sleep(0.05)
    putting.go.set()
    closing.join(5)
    assert not closing.is_alive()
    assert not any(path.exists() for path in paths)


def test_the_end_of_each_is_told(putting, tmp_path):
    told = []
    jobs = Jobs(putting, told.append)
    for name in ("1", "나쁜"):
        path = tmp_path / name
        path.write_text(name, "utf-8")
        jobs.submit(path, name, "가")
    settled(jobs, "가")
    jobs.close()
    assert told == ["done", "failed"]


def test_one_visitors_waiting_files_are_bounded_by_their_size_and_the_rest_is_deleted(
    jobs: Jobs, putting: Putting, give: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    putting.go.clear()
    monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    for number in range(2):
        (path := tmp_path / f"{number}").write_text("가" * 100, "utf-8")
        jobs.submit(path, "a.txt", "가")
    (late := tmp_path / "late").write_text("가" * 300, "utf-8")
    with pytest.raises(TooManyFiles, match="MB를 넘습니다"):
        jobs.submit(late, "b.txt", "가")
    assert not late.exists()
    (other := tmp_path / "other").write_text("가" * 300, "utf-8")
    jobs.submit(other, "c.txt", "나")


def test_ever_new_visitors_do_not_fill_the_memory_of_finished_files(
    jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_KEPT_OF_ALL", 20)
    for number in range(100):
        jobs.refuse("a.txt", f"visitor {number}", ReadError("읽지 못합니다."))
    assert len(jobs._jobs) <= 20
    assert jobs.of("visitor 99")
