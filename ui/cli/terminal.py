"""Output of a command: JSON lines or text on stdout, progress and errors on stderr."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TextIO

from ingest.errors import GeungeoError
from ui.exports.layout import Look
from ui.messages import Language, say

LULL = 5.0
"""Seconds between two lines of progress on a pipe."""


class Advance(Protocol):
    """Called with how much is done, of how much, and what is being worked on."""

    def __call__(self, done: int, total: int, name: str, chunks: int = 0) -> None:
        """Show the progress; `chunks` are those embedded so far, where chunks are."""


@dataclass(frozen=True, slots=True)
class Terminal:
    """Destination and format of a command's output."""

    json: bool
    """Whether stdout carries JSON lines rather than text."""
    look: Look
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    @classmethod
    def open(cls, language: Language, *, json: bool, text: bool) -> Terminal:
        """Return the terminal of this process: text for people, JSON on a pipe or if requested."""
        for stream in (sys.stdout, sys.stderr):
            # A file name that is not UTF-8 must not end a batch half-way.
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        people = sys.stdout.isatty()
        width = min(shutil.get_terminal_size((100, 24)).columns, 120)
        colour = people and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
        return cls(json=json or not (people or text), look=Look(max(width, 20), language, colour))

    def emit(self, value: Mapping[str, object]) -> None:
        """Write one JSON line and flush it, so that a pipe's reader can follow a long batch."""
        self.out.write(json.dumps(value, ensure_ascii=False) + "\n")
        self.out.flush()

    def show(self, lines: Iterable[str]) -> None:
        """Write lines of text."""
        for line in lines:
            self.out.write(line + "\n")
        self.out.flush()

    def note(self, text: str) -> None:
        """Write a line to stderr."""
        self.err.write(text + "\n")
        self.err.flush()

    def fail(self, error: GeungeoError) -> None:
        """Write an error and what to do next to stderr."""
        self.note(say("error", self.look.language, message=error.message))
        if error.hint:
            self.note(say("hint", self.look.language, hint=error.hint))

    @contextmanager
    def progress(self, label: str) -> Iterator[Advance]:
        """Show progress on stderr while the block runs: a bar on a terminal, a line every few seconds on a pipe."""
        if not self.err.isatty():
            yield self._lines(label)
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[held]}"),
        )
        with Progress(*columns, TimeRemainingColumn(), console=Console(file=self.err), transient=True) as bar:
            task = bar.add_task(label, total=None, held="")

            def advance(done: int, total: int, name: str, chunks: int = 0) -> None:
                del name
                bar.update(task, completed=done, total=total, held=self._chunks(chunks))

            yield advance

    def _lines(self, label: str) -> Advance:
        started = told = time.monotonic()

        def advance(done: int, total: int, name: str, chunks: int = 0) -> None:
            nonlocal told
            now = time.monotonic()
            if now - told < LULL:
                return
            told = now
            seconds = say("progress.seconds", self.look.language, count=f"{now - started:,.0f}")
            parts = (f"{label} {done:,}/{total:,}", self._chunks(chunks), seconds, name)
            self.note(" · ".join(part for part in parts if part))

        return advance

    def _chunks(self, count: int) -> str:
        return say("progress.chunks", self.look.language, count=f"{count:,}") if count else ""
