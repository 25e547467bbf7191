"""The audit log: a folder of files to which lines are only ever added, by any number of processes.

A log that cannot be written holds nobody up. The events that are lost are counted, told to the server's log once, and
recorded as a gap with the next line that can be written.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ui.audit import chain
from ui.audit.chain import Link
from ui.audit.events import Actor, Event, line

FILE, FOLDER = 0o600, 0o700
WAIT = 2.0
"""Most seconds that an event waits for another process that writes to the log."""
POLL = 0.01
MEGABYTE = 1_000_000
LARGEST = 100
"""Megabytes after which the next file is begun where the settings say nothing."""
SYSTEM = Actor("geungeo", "-")
"""Who records what the log says of itself."""

_log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _End:
    """Where a log ends: its newest file and line."""

    number: int
    """Of the file; 0 where there is none."""
    day: str
    path: Path
    size: int
    link: Link
    torn: bool = False
    """Whether the last line was not written to its end."""


@dataclass(slots=True)
class _Lost:
    """Events that could not be written since the last that could."""

    count: int = 0
    since: datetime | None = None
    reason: str = ""


class AuditLog:
    """The log in one folder, safe for use by many threads and processes."""

    def __init__(
        self,
        folder: Path,
        megabytes: int = LARGEST,
        missed: Callable[[int], None] = lambda _: None,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        """Write to files in `folder`, each of at most about `megabytes`; `missed` is told how many events are lost."""
        self.folder = folder
        self._largest = megabytes * MEGABYTE
        self._missed = missed
        self._clock = clock
        self._turn = threading.Lock()
        self._counting = threading.Lock()
        self._lost = _Lost()
        self._seen: _End | None = None
        self._reached = chain.START

    def record(self, *events: Event) -> None:
        """Write events, one line each; where that fails they are counted as lost."""
        now = self._clock()
        if not self._turn.acquire(timeout=WAIT):
            self._lose(len(events), now, "TimeoutError")
            return
        try:
            self._write(events, now)
        except OSError as error:
            self._seen = None
            self._lose(len(events), now, os.strerror(error.errno) if error.errno else type(error).__name__)
        finally:
            self._turn.release()

    def _write(self, events: Sequence[Event], now: datetime) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(FOLDER, parents=True, exist_ok=True)
        with self._locked() as head:
            end = self._end(head)
            lost = self._taken()
            whole = _gaps(end, lost, now) + tuple((one, now) for one in events)
            try:
                self._seen = self._added(self._file(end, now), whole)
            except OSError:
                self._give_back(lost)
                raise
            self._reached = self._seen.link
            # In place, so that a full disk does not keep the head from being written; each is as long as the last.
            with suppress(OSError):
                os.pwrite(head, f"{self._seen.link.sequence:018} {self._seen.link.digest}\n".encode(), 0)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        """Hold the log alone among all processes; yield the open file of its head."""
        head = os.open(self.folder / chain.HEAD, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, FILE)
        try:
            end = time.monotonic() + WAIT
            while True:
                try:
                    fcntl.flock(head, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(POLL)
                else:
                    break
            yield head
        finally:
            os.close(head)

    def _end(self, head: int) -> _End:
        """Return where the log ends; the head, and what this process wrote, are believed over files that end before."""
        kept = chain.link(os.pread(head, 128, 0).decode("ascii", "replace"))
        found = chain.files(self.folder)
        number, day, path = found[-1] if found else (0, "", self.folder)
        size = path.stat().st_size if found else 0
        seen = self._seen
        if seen and (seen.path, seen.size, seen.link) == (path, size, kept):
            return seen
        last = _End(number, day, path, size, chain.START)
        for _, _, one in reversed(found):
            if one.stat().st_size:
                reached, torn = _last(one)
                last = replace(last, link=reached, torn=torn and one == path)
                break
        # Whoever cut the files, or took them away, must not have the chain go on as if nothing had been there.
        return replace(last, link=max(last.link, kept or chain.START, self._reached, key=lambda one: one.sequence))

    def _file(self, end: _End, now: datetime) -> _End:
        """Return the end of the file to write to: a new one each day (of UTC), and after so many bytes."""
        today = now.astimezone(UTC).strftime("%Y%m%d")
        if end.number and today <= end.day and end.size < self._largest:
            return end
        day = max(today, end.day)
        path = self.folder / chain.name(end.number + 1, day)
        # A line that was not written to its end stays the last of its file.
        return _End(end.number + 1, day, path, 0, end.link)

    def _added(self, end: _End, events: Sequence[tuple[Event, datetime]]) -> _End:
        """Return the end once lines for these events stand after it."""
        reached, lines = end.link, [b""] if end.torn else []
        for event, when in events:
            value = line(event, when)
            place = {"sequence": reached.sequence + 1}
            value["metadata"] = {**_object(value["metadata"]), **place}
            value["unmapped"] = {**_object(value["unmapped"]), "previous": reached.digest}
            raw = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
            reached = Link(reached.sequence + 1, chain.digest(raw))
            lines.append(raw)
        size = _append(end.path, b"\n".join((*lines, b"")), end.size)
        return replace(end, size=size, link=reached, torn=False)

    def _lose(self, count: int, now: datetime, reason: str) -> None:
        with self._counting:
            first = not self._lost.count
            self._lost = _Lost(self._lost.count + count, self._lost.since or now, self._lost.reason or reason)
        if first:
            _log.error("the audit log cannot be written (%s); events are lost until it can: %s", reason, self.folder)
        self._missed(count)

    def _taken(self) -> _Lost:
        """Return what was lost and count anew."""
        with self._counting:
            lost, self._lost = self._lost, _Lost()
        return lost

    def _give_back(self, lost: _Lost) -> None:
        with self._counting:
            self._lost = _Lost(
                self._lost.count + lost.count, lost.since or self._lost.since, lost.reason or self._lost.reason
            )


def _gaps(end: _End, lost: _Lost, now: datetime) -> tuple[tuple[Event, datetime], ...]:
    """Return the events that tell what is missing before the next line."""
    torn = (Event("log.gap", SYSTEM, succeeded=False, outcome=chain.TORN),) if end.torn else ()
    gap = (
        (Event("log.gap", SYSTEM, succeeded=False, outcome=lost.reason, count=lost.count, since=lost.since),)
        if lost.count
        else ()
    )
    return tuple((one, now) for one in (*torn, *gap))


def _last(path: Path) -> tuple[Link, bool]:
    """Return the last line of a file, and whether it was not written to its end.

    One that cannot be read has the number of the last that can.
    """
    raw, whole = chain.tail(path)
    if found := chain.parsed(raw):
        return Link(found[0], chain.digest(raw)), not whole
    read = (chain.parsed(one) for one in reversed(path.read_bytes().split(b"\n")))
    number = next((one[0] for one in read if one), 0)
    return Link(number, chain.digest(raw)), not whole


def _append(path: Path, data: bytes, size: int) -> int:
    """Add bytes to a file of that size and return its new one; raise OSError, and leave it as it was, if it is full."""
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, FILE)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
    except OSError:
        # Where nothing but adding is permitted (chattr +a) what was begun stays, and the next line tells so.
        with suppress(OSError):
            os.ftruncate(file, size)
        raise
    finally:
        os.close(file)
    return size + len(data)


def _object(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value
