"""Output of a command: JSON lines or text on stdout, progress and errors on stderr."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from ingest.errors import GeungeoError
from ui.messages import Language, say
from ui.render import Look

Advance = Callable[[int, int, str], None]
"""Called with (done, total, what is being worked on)."""


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
    def progress(self, label: str) -> Iterator[Advance | None]:
        """Show a progress bar on stderr while the block runs; yield None, without a bar, if stderr is no terminal."""
        if not self.err.isatty():
            yield None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(file=self.err), transient=True) as bar:
            task = bar.add_task(label, total=None)

            def advance(done: int, total: int, _: str) -> None:
                bar.update(task, completed=done, total=total)

            yield advance
