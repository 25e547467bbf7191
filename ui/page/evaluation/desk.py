"""Behaviour of the tab that lists, compares and starts evaluation runs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from markupsafe import Markup

from ingest.errors import GeungeoError
from ui.exports.report_words import page_words
from ui.messages import Language, say
from ui.page.evaluation import panel as panels
from ui.page.evaluation import runs
from ui.page.evaluation.quick import Starter

LOOK = 0.5
"""Seconds between two looks at a run under way."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The directory of runs and the starter of new ones, None if evaluation is off, and the page's language."""

    directory: Path | None
    starter: Starter | None
    language: Language

    def listing(self, opened: str = "") -> Markup:
        """Return the list of runs with the one named `opened` marked."""
        if self.directory is None:
            return panels.notice(say("runs.off", self.language))
        progress = self.starter.progress if self.starter else None
        return panels.runs(runs.listed(self.directory), str(self.directory), progress, opened, self.language)

    def open(self, name: str, other: str = "") -> Markup:
        """Return the run called `name`, compared with the run called `other` unless that is empty."""
        found = runs.listed(self.directory) if self.directory else ()
        named = {run.name: run for run in found}
        if not name:
            return panels.notice(say("runs.pick", self.language))
        if self.directory is None or name not in named or (other and other not in named):
            return panels.notice(say("runs.gone", self.language))
        words = page_words(self.language)
        if not other:
            worst = runs.cases(named[name], self.directory)
            return panels.opened(named[name], worst, found, words, self.language)
        try:
            compared = runs.compared(named[other], named[name])
        except GeungeoError as error:
            return panels.notice(error.message or say("runs.unlike", self.language), error.hint or "")
        return panels.compared(compared, found, words, self.language)

    def start(self, now: datetime, sleep: Callable[[float], None] = time.sleep) -> Iterator[Markup]:
        """Start a quick run and yield the list with its progress until it ends."""
        if self.starter is None:
            return
        if not self.starter.start(now):
            yield panels.notice(say("runs.busy", self.language))
        while True:
            progress = self.starter.progress
            yield self.listing(progress.name if progress and progress.ended else "")
            if progress is None or progress.ended:
                return
            sleep(LOOK)

    def act(self, pressed: Mapping[str, str]) -> tuple[Markup, Markup] | None:
        """Return the list and the run after a press; None for an unknown action."""
        if pressed.get("act") not in ("open", "compare"):
            return None
        name = pressed.get("run", "")
        return self.listing(name), self.open(name, pressed.get("other", ""))
