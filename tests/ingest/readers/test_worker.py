"""The reading process: what goes wrong in it costs one file, and nothing of it is heard."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import offices
from ingest.documents import SourceDocument
from ingest.errors import EmptyDocument, ReadError, ReaderStopped
from ingest.readers import Limits, read
from ingest.readers.worker import Worker

# A module that stands in for a parser, found first by the process: what it does is said by the data.
PARSER = """
import os, signal, sys, time
from ingest.errors import EmptyDocument
from ingest.readers.source import Reading

class Panic(BaseException):
    pass

def parse(form, data, place, name):
    said = data.decode()
    if said == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    if said == "exit":
        os._exit(3)
    if said == "panic":
        raise Panic
    if said == "hang":
        while True:
            pass
    if said == "memory":
        return Reading(name, "x" * (4 << 30))
    if said == "empty":
        raise EmptyDocument(f"{place}: 비었습니다.", "확인해 주세요.")
    if said == "noise":
        os.write(1, b"LAYOUT_OVERFLOW" * 100_000)
        os.write(2, b"LAYOUT_OVERFLOW" * 100_000)
        print("loud", file=sys.stderr)
    return Reading(str(os.getpid()), said)
"""


@pytest.fixture
def worker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    stand_in = tmp_path / "stand_in.py"
    stand_in.write_text(PARSER, "utf-8")
    start = (
        "import sys; sys.path[:] = sys.argv[3:]; import stand_in; sys.modules['ingest.readers.parsing'] = stand_in; "
    )
    start += "from ingest.readers.worker import serve; serve(int(sys.argv[1]), int(sys.argv[2]))"
    monkeypatch.setattr("ingest.readers.worker._START", start)
    monkeypatch.syspath_prepend(tmp_path)
    made = Worker(Limits(seconds=2, megabytes=1024))
    yield made
    made.close()


def ask(worker: Worker, said: str) -> tuple[str, str]:
    """Return the process that answered, and what it read."""
    found = worker.parse("pdf", said.encode(), "a.pdf", "이름")
    return found.title, found.text


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("crash", "읽는 프로그램이 멈췄습니다"),
        ("exit", "읽는 프로그램이 멈췄습니다"),
        ("panic", "읽는 프로그램이 멈췄습니다"),
        ("hang", "2초 안에"),
        ("memory", "1,024MB"),
    ],
)
def test_a_fault_costs_its_file_alone(worker: Worker, fault: str, message: str) -> None:
    ask(worker, "앞 파일")
    with pytest.raises(ReaderStopped, match=message) as raised:
        ask(worker, fault)
    assert raised.value.message.startswith("a.pdf: ")
    assert raised.value.hint
    assert ask(worker, "다음 파일")[1] == "다음 파일"


def test_one_process_reads_file_after_file_in_silence(worker: Worker, capfd: pytest.CaptureFixture[str]) -> None:
    first, _ = ask(worker, "하나")
    assert ask(worker, "noise") == (first, "noise")
    with pytest.raises(EmptyDocument) as raised:
        ask(worker, "empty")
    assert (raised.value.message, raised.value.hint) == ("a.pdf: 비었습니다.", "확인해 주세요.")
    assert ask(worker, "둘") == (first, "둘")
    assert capfd.readouterr() == ("", "")


def test_a_process_that_was_killed_between_files_is_replaced(worker: Worker) -> None:
    first, _ = ask(worker, "하나")
    os.kill(int(first), 9)
    time.sleep(0.2)
    second, text = ask(worker, "둘")
    assert text == "둘"
    assert second != first


def test_threads_take_turns(worker: Worker) -> None:
    answers: dict[int, str] = {}

    def read_one(number: int) -> None:
        answers[number] = ask(worker, f"글 {number}")[1]

    threads = [threading.Thread(target=read_one, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: f"글 {number}" for number in range(8)}


def test_the_process_ends_with_the_one_that_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.hwpx"
    path.write_bytes(offices.hwpx(["등대는 밤에 켠다."]))
    script = (
        "import sys, os; from pathlib import Path; from ingest.readers import read; from ingest.readers import worker;"
        "list(read(Path(sys.argv[1]))); print(worker.worker(worker.DEFAULT)._process.pid, flush=True); os._exit(0)"
    )
    ended = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, check=True, timeout=60)
    reader = int(ended.stdout)
    for _ in range(50):
        try:
            os.kill(reader, 0)
        except ProcessLookupError:
            return
        if Path(f"/proc/{reader}/stat").exists() and ") Z " in Path(f"/proc/{reader}/stat").read_text():
            return
        time.sleep(0.1)
    pytest.fail("the reading process outlived the one that asked")


def test_a_real_document_reads_the_same_apart_and_here(tmp_path: Path) -> None:
    path = tmp_path / "a.hwpx"
    path.write_bytes(offices.hwpx(["등대 안내", "등대는 밤에 켠다."]))
    (apart,), (here,) = read(path), read(path, limits=None)
    assert isinstance(apart, SourceDocument)
    assert apart == here


def test_unreadable_files_and_plain_text_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.files.worker", lambda _: pytest.fail("a process was started"))
    for name, data in (("a.txt", "등대는 밤에 켠다.".encode()), ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00")):
        (tmp_path / name).write_bytes(data)
        (found,) = read(tmp_path / name)
        assert isinstance(found, SourceDocument | ReadError)
