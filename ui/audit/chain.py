"""The chain of an audit log: how its lines and files follow each other, and the first place at which they do not.

Each line carries its number and the SHA-256 of the line before it, the first line of a file that of the last line of
the file before. The file `audit.head` holds number and hash of the newest line. What is altered, removed or moved is
found wherever something after it still stands: a line, the head, or a head that was kept elsewhere. Whoever may write
all of these can write the whole chain anew, for no key is part of it.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

BEGINNING = "0" * 64
"""What the first line of a log carries in the place of a hash."""
HEAD = "audit.head"
TORN = "torn"
"""Outcome of the gap that is recorded after a line that was not written to its end."""
Reason = Literal["unreadable", "altered", "missing", "beginning", "end", "head"]
"""Why a chain is broken: a line is none, was altered, or others are missing before it; the log does not begin where it
should, lacks its end, or does not hold the head that was given."""

_FILE = re.compile(r"audit-(\d{6,})-(\d{8})\.jsonl")
_HEAD = re.compile(r"(\d{1,18})[ :]([0-9a-f]{64})")
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Link:
    """A line's place in the chain."""

    sequence: int
    """Its number, counted from 1 over all files."""
    digest: str
    """Its hash."""

    def __str__(self) -> str:
        return f"{self.sequence}:{self.digest}"


START = Link(0, BEGINNING)


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain does not hold."""

    reason: Reason
    path: Path
    line: int
    """Number of the line in its file; the last one where the end is missing."""
    sequence: int
    """Number of the line in the log, 0 where it has none."""


@dataclass(frozen=True, slots=True)
class Walk:
    """What a walk along a chain found."""

    files: int
    lines: int
    head: Link
    """The newest line."""
    kept: bool
    """Whether the log has a head by which a missing end would be seen."""
    broken: Break | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    path: Path
    number: int
    raw: bytes
    """Without the end of line."""
    sequence: int = 0
    previous: str = ""
    torn: bool = False
    """Whether it tells that the line before was not written to its end."""

    @property
    def link(self) -> Link:
        return Link(self.sequence, digest(self.raw))


def digest(raw: bytes) -> str:
    """Return the hash of a line, without its end of line."""
    return hashlib.sha256(raw).hexdigest()


def name(number: int, day: str) -> str:
    """Return the name of the file of that number, begun on `day`, as 20260101."""
    return f"audit-{number:06}-{day}.jsonl"


def files(folder: Path) -> tuple[tuple[int, str, Path], ...]:
    """Return number, day and path of every file of a log, the oldest first."""
    with os.scandir(folder) as found:
        named = [(match, one.path) for one in found if (match := _FILE.fullmatch(one.name))]
    return tuple(sorted((int(match[1]), match[2], Path(path)) for match, path in named))


def link(text: str) -> Link | None:
    """Return the head that a text names, as `120:3f…`; None where it names none."""
    found = _HEAD.fullmatch(text.strip())
    return Link(int(found[1]), found[2]) if found else None


def tail(path: Path) -> tuple[bytes, bool]:
    """Return the last line of a file and whether it ends as a line does; an empty one for an empty file."""
    with path.open("rb") as file:
        size, block = file.seek(0, os.SEEK_END), _BLOCK
        while True:
            start = max(0, size - block)
            file.seek(start)
            read = file.read(size - start)
            whole = read.endswith(b"\n")
            body = read[:-1] if whole else read
            if start == 0 or b"\n" in body:
                return body.rpartition(b"\n")[2], whole
            block *= 4


def parsed(raw: bytes) -> tuple[int, str, bool] | None:
    """Return number, previous hash and whether it tells of a torn line; None for what is no line of a log."""
    try:
        value = json.loads(raw)
        metadata, unmapped = value["metadata"], value["unmapped"]
        sequence, previous = metadata["sequence"], unmapped["previous"]
        torn = metadata["event_code"] == "log.gap" and unmapped.get("outcome") == TORN
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    whole = type(sequence) is int and isinstance(previous, str)
    return (sequence, previous, torn) if whole else None


def walk(path: Path, after: Link | None = None, head: Link | None = None) -> Walk:
    """Follow the chain of a log's folder, or of one of its files, to its end or to where it breaks.

    `after` is the last line that was moved away on purpose, `head` one that was kept elsewhere and must be in the log.
    Raises OSError where something cannot be read.
    """
    kept, sized = _snapshot(path)
    walker = _Walker(after or START, [one for one in (kept, head) if one])
    lines = _lines(sized)
    here = next(lines, None)
    while here is not None and walker.broken is None:
        following = next(lines, None)
        walker.take(here, following)
        here = following
    walker.end(kept)
    if head and walker.broken is None and head not in walker.met:
        walker.broken = Break("head", walker.last.path, walker.last.number, head.sequence)
    return Walk(len(sized), walker.count, walker.at, kept is not None, walker.broken)


class _Walker:
    """A walk along the lines, with what is known of the line before."""

    def __init__(self, begin: Link, heads: Sequence[Link]) -> None:
        self.at = begin
        self.last = _Line(Path(), 0, b"")
        self.count = 0
        self.broken: Break | None = None
        self.met = {begin}
        self._heads = heads

    def take(self, here: _Line, following: _Line | None) -> None:
        """Go on to a line, which another follows."""
        self.count += 1
        if not here.previous:
            self._torn(here, following)
        elif (here.sequence, here.previous) == (self.at.sequence + 1, self.at.digest):
            self._step(here, here.link)
        else:
            self.broken = self._break(here, following)

    def end(self, kept: Link | None) -> None:
        """Compare the last line with the log's own head."""
        if kept is None or self.broken or kept in self.met:
            return
        if kept.sequence > self.at.sequence:
            self.broken = Break("end", self.last.path, self.last.number, self.at.sequence)
        elif kept.sequence == self.at.sequence:
            self.broken = Break("altered", self.last.path, self.last.number, self.at.sequence)
        else:
            self.broken = Break("head", self.last.path, self.last.number, kept.sequence)

    def _step(self, here: _Line, reached: Link) -> None:
        self.last, self.at = here, reached
        if reached in self._heads:
            self.met.add(reached)

    def _torn(self, here: _Line, following: _Line | None) -> None:
        """Pass over a line that is none, where the next one tells that it was not written to its end."""
        if following is not None and following.torn and following.previous == digest(here.raw):
            # It has no number of its own.
            self._step(here, Link(self.at.sequence, digest(here.raw)))
        else:
            self.broken = Break("unreadable", here.path, here.number, 0)

    def _break(self, here: _Line, following: _Line | None) -> Break:
        """Return which line a break stands at: this one, the one before, or those that are missing between."""
        if self.count == 1:
            return Break("beginning", here.path, here.number, here.sequence)
        if here.previous == self.at.digest:
            return Break("altered", here.path, here.number, here.sequence)
        if here.sequence != self.at.sequence + 1:
            return Break("missing", here.path, here.number, here.sequence)
        # What follows tells whether this line is as it was; then the one before is not.
        sound = following.previous == digest(here.raw) if following else here.link in self._heads or not self._heads
        blamed = self.last if sound else here
        return Break("altered", blamed.path, blamed.number, blamed.sequence)


def _lines(sized: Sequence[tuple[Path, int]]) -> Iterator[_Line]:
    for path, size in sized:
        with path.open("rb") as file:
            number = 0
            while size > 0 and (raw := file.readline(size)):
                number, size = number + 1, size - len(raw)
                line = _Line(path, number, raw.removesuffix(b"\n"))
                found = parsed(line.raw)
                yield replace(line, sequence=found[0], previous=found[1], torn=found[2]) if found else line


def _snapshot(path: Path) -> tuple[Link | None, list[tuple[Path, int]]]:
    """Return the head and the files of a log with their sizes, as they are between two events.

    A file alone has no head. What is written meanwhile is left for the next walk: nobody waits for this one.
    """
    if not path.is_dir():
        return None, [(path, path.stat().st_size)]
    with suppress(FileNotFoundError), (path / HEAD).open("r", encoding="ascii", errors="replace") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        return link(file.readline()), [(one, one.stat().st_size) for _, _, one in files(path)]
    return None, [(one, one.stat().st_size) for _, _, one in files(path)]
