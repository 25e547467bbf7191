"""A process of its own for the readers that run native code or meet hostile files, with limits of time and memory.

One process reads file after file, so that its start-up is paid once. What a reader prints goes nowhere; a crash, a
hang or a file that needs too much memory ends the process and costs that file alone: the next one gets a new process.
"""

from __future__ import annotations

import atexit
import os
import pickle
import signal
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from ingest.errors import ReadError, ReaderStopped

if TYPE_CHECKING:
    from ingest.readers.formats import Format
    from ingest.readers.source import Reading
    from ingest.settings import IngestSettings

_FULL = 77
"""Exit code of a process that took more memory than it may."""
_LATE = -14
"""How a process ends that took more time than it may: by the signal of the alarm."""
_GRACE = 2.0
"""Seconds that a process may take to end once it has closed its output."""
_LENGTH = struct.Struct("<Q")
_START = (
    f"import sys; sys.path[:] = sys.argv[3:]; from {__name__} import serve; serve(int(sys.argv[1]), int(sys.argv[2]))"
)
# Native libraries that start a thread a core, and arenas a thread, would use up the address space.
_FRUGAL = {"MALLOC_ARENA_MAX": "2", "RAYON_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

_SMALLER = "문서를 나누어 넣거나, PDF로 저장해 넣어 주세요. 설정으로 한도를 올릴 수도 있습니다."
_OTHER_FORM = "파일이 열리는지 확인하고, 열리면 PDF나 다른 형식으로 저장해 넣어 주세요."


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take."""

    seconds: int = 120
    """Most seconds, by the clock."""
    megabytes: int = 2048
    """Most memory of the reading process."""


def allowed(settings: IngestSettings) -> Limits | None:
    """Return what the settings let reading one file take; None reads it in this process."""
    return Limits(settings.file_seconds, settings.file_megabytes) if settings.file_seconds else None


class Worker:
    """Reads files in one other process at a time; safe for use by many threads, which take turns."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._fresh = True

    def parse(self, form: Format, data: bytes, place: str, name: str) -> Reading:
        """Return what `ingest.readers.parsing.parse` returns of the same arguments.

        Raises:
            ReadError: as the reader raises; `ReaderStopped` where it crashed, hung or took too much memory.
        """
        request = pickle.dumps((form, data, place, name), protocol=5)
        with self._lock:
            answer, code = self._ask(request)
            # What files before it left behind may have brought it down; a hang would only take as long again.
            if answer is None and code != _LATE and not self._fresh:
                answer, code = self._ask(request)
            if answer is None:
                raise self._stopped(place, code)
            self._fresh = False
        if isinstance(answer, ReadError):
            raise answer
        return answer

    def close(self) -> None:
        """End the process, whatever it is doing; the next file starts another."""
        if (process := self._process) is not None and self._owner == os.getpid():
            process.kill()
        # Who is asking holds the lock until it notices.
        if self._lock.acquire(timeout=_GRACE):
            self._end()
            self._lock.release()

    def _ask(self, request: bytes) -> tuple[Reading | ReadError | None, int]:
        """Return the answer, or None and how the process ended, which makes way for a new one."""
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            _send(process.stdin, request)
            content = _receive(process.stdout)
        except OSError:
            content = None
        if content is None:
            return None, self._end()
        answer: Reading | ReadError = pickle.loads(content)  # noqa: S301  # our own process wrote it
        return answer, 0

    def _running(self) -> subprocess.Popen[bytes]:
        # A forked child must not speak to its parent's worker.
        if self._process is not None and (self._owner != os.getpid() or self._process.poll() is not None):
            self._end()
        if self._process is None:
            limits = (str(self._limits.seconds), str(self._limits.megabytes))
            self._process = subprocess.Popen(  # noqa: S603  # this very interpreter
                [sys.executable, "-c", _START, *limits, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_FRUGAL},
                # An interrupt from the keyboard is the parent's to handle.
                start_new_session=True,
            )
            self._owner, self._fresh = os.getpid(), True
        return self._process

    def _stopped(self, place: str, code: int) -> ReaderStopped:
        if code == _FULL:
            limit = f"{self._limits.megabytes:,}MB"
            return ReaderStopped(f"{place}: 읽는 데 메모리가 {limit}보다 많이 듭니다.", _SMALLER)
        if code == _LATE:
            return ReaderStopped(f"{place}: 읽는 프로그램이 {self._limits.seconds}초 안에 마치지 못했습니다.", _SMALLER)
        return ReaderStopped(f"{place}: 읽는 프로그램이 멈췄습니다.", _OTHER_FORM)

    def _end(self) -> int:
        """Return how the process ended, which has closed its output; one that lingers is ended."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return 0
        try:
            code = process.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # What was still to be written has no reader any more.
                with suppress(OSError):
                    stream.close()
        return code


DEFAULT = Limits()

_workers: dict[Limits, Worker] = {}
_guard = threading.Lock()


def worker(limits: Limits) -> Worker:
    """Return this process's worker with these limits; it ends with this process."""
    with _guard:
        if not _workers:
            atexit.register(close)
        return _workers.setdefault(limits, Worker(limits))


def close() -> None:
    """End all workers of this process; they start again when needed."""
    for one in _workers.values():
        one.close()


def serve(seconds: int, megabytes: int) -> None:
    """Answer questions on standard input until it closes: the body of the other process."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    with open(os.devnull, "r+b") as nowhere:  # noqa: PTH123  # its descriptor takes the place of all three
        for descriptor in (0, 1, 2):
            os.dup2(nowhere.fileno(), descriptor)
    restrict(megabytes)
    while (request := _receive(questions)) is not None:
        # The signal's own action ends the process even where native code holds the interpreter.
        _alarm(seconds)
        answer = _answer(request)
        _alarm(0)
        _send(answers, answer)


def _answer(request: bytes) -> bytes:
    from ingest.readers.parsing import parse

    form, data, place, name = pickle.loads(request)  # noqa: S301  # our own parent wrote it
    try:
        return pickle.dumps(parse(form, data, place, name), protocol=5)
    except ReadError as error:
        return pickle.dumps(error, protocol=5)
    except MemoryError:
        os._exit(_FULL)
    except BaseException:  # noqa: BLE001  # a native panic is no Exception, and must cost this file alone
        return pickle.dumps(ReaderStopped(f"{place}: 읽는 프로그램이 멈췄습니다.", _OTHER_FORM), protocol=5)


def _alarm(seconds: int) -> None:
    """End this process in so many seconds; 0 calls it off."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)


def restrict(megabytes: int) -> None:
    """Limit the memory of this process, where the system can: a larger request fails as MemoryError."""
    if sys.platform == "win32":
        return
    import resource

    size = megabytes << 20
    # macOS refuses limits below what the process has mapped; the watch stands in.
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    if sys.platform == "darwin":
        threading.Thread(target=_watch, args=(size,), daemon=True).start()


def _watch(size: int) -> None:
    """End this process when it has held more memory than it may, where the system does not enforce the limit.

    Not on Linux: there the peak counts what the parent held when it started this process.
    """
    if sys.platform == "win32":
        return
    import resource
    import time

    while resource.getrusage(resource.RUSAGE_SELF).ru_maxrss <= size:
        time.sleep(0.2)
    os._exit(_FULL)


def _send(stream: IO[bytes], content: bytes) -> None:
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    """Return the next message; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    content = stream.read(length)
    return content if len(content) == length else None
