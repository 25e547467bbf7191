"""Behaviour of the tab that shows a programme's timeline."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.answers import Citation, Question, Superseded
from assistant.history.series import series
from ingest.errors import GeungeoError
from ui import days
from ui.exports import timeline_files, timeline_words
from ui.exports.files import File
from ui.messages import Language, say
from ui.page.evidence import panel as pane
from ui.page.evidence.context import Exhibit, evidence
from ui.page.library import Library, Withheld, nothing_withheld, require_readable
from ui.page.numbers import whole
from ui.page.timeline import changed
from ui.page.timeline import panel as panels
from ui.page.timeline.offered import Offered
from ui.page.trouble import Trouble

if TYPE_CHECKING:
    from assistant.history.timeline import Timeline
    from ingest.watches import Change

GROUP = "history"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a history."""

    exhibit: Exhibit | None
    line: Markup
    opened: Markup
    """What stands in the pane beside it."""
    told: Timeline | None = None
    """The history itself, to be exported; None where none is shown."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The function that traces a programme, the library that holds the evidence, and the page's language."""

    trace: Callable[[Question], Timeline]
    library: Library
    language: Language
    offered: Offered = field(default_factory=Offered)
    """The programmes to start from, kept between visitors."""
    survey: Callable[[Question], Timeline] | None = None
    """Traces the programmes to start from, which nobody asked for; None for what traces the others."""
    withheld: Withheld = nothing_withheld
    """Returns which documents the visitor of the moment may not read: what cites them is not shown."""
    changes: Callable[[], tuple[Change, ...]] = tuple
    """Returns the watched figures that changed, the latest first."""

    def changed(self) -> tuple[Exhibit, Markup]:
        """Return the latest changes of watched figures with their quotes, of those whose documents may both be read."""
        found = self.changes()
        named = {str(side["document_id"]) for one in found for side in (one.old, one.new)}
        hidden = self.withheld(named)
        shown = [one for one in found if hidden.isdisjoint((one.old["document_id"], one.new["document_id"]))]
        exhibit = changed.exhibit(shown[: changed.MOST])
        return exhibit, changed.changed(shown[: changed.MOST], exhibit, self.language)

    def known(self) -> Markup:
        """Return the programmes of the library to start from; nothing where they cannot be found."""
        try:
            return panels.known(self.offered.now(self.library, self.survey or self.trace), self.language)
        except GeungeoError:
            _log.exception("programmes could not be found")
            return Markup()

    def arrive(self, subject: str, day: str) -> tuple[Markup, View]:
        """Return the form and the history that the page's address names; an empty history if it names none."""
        view = self.show(subject, day) if subject.strip() else View(None, Markup(), Markup())
        return panels.form(self.language, subject[: panels.LONGEST], day), view

    def show(self, subject: str, day: str) -> View:
        """Return the history of `subject` as of `day` (empty for today), or an error message if either is invalid."""
        name = " ".join(subject.split())[: panels.LONGEST]
        try:
            as_of = days.day(day) if day.strip() else None
        except ValueError:
            return self._trouble(Trouble(say("checking.as_of.wrong", self.language)))
        if not name:
            return self._trouble(Trouble(say("history.empty", self.language)))
        try:
            found = self.trace(Question(name, as_of))
        except GeungeoError as error:
            return self._trouble(Trouble(error.message, error.hint))
        except Exception:  # noqa: BLE001 - the reader must see that it failed, whatever it was; the log says what
            _log.exception("a history could not be made")
            return self._trouble(Trouble())
        exhibit = _exhibit(found)
        line = panels.line(found, exhibit, series(found), self.language)
        opened = panels.hint(self.language) if found.entries else Markup()
        return View(exhibit, line, opened, found if found.entries else None)

    def export(self, told: Timeline | None, pressed: Mapping[str, str], now: datetime) -> File | None:
        """Return the shown history as a file in the form that `pressed` names; None if there is no such form."""
        require_readable(told, self.withheld)
        return timeline_files.exported(told, pressed.get("form", ""), now, self.language) if told else None

    def open(self, exhibit: Exhibit | None, pressed: Mapping[str, str]) -> Markup | None:
        """Return the citation that `pressed` names, or None if it does not exist."""
        if pressed.get("act") == "close":
            return panels.hint(self.language)
        citation = exhibit.citation(whole(pressed.get("marker"))) if exhibit else None
        if exhibit is None or citation is None:
            return None
        require_readable(citation, self.withheld)
        if exhibit.group == changed.GROUP:
            citation = changed.found(citation, self.library)
        return pane.opened(evidence(citation, exhibit, self.library), exhibit, self.language)

    def _trouble(self, trouble: Trouble) -> View:
        return View(None, panels.notice(trouble, self.language), Markup())


def _exhibit(value: Timeline) -> Exhibit:
    """Return all citations, numbered consecutively, and which of them a later one supersedes."""
    numbers = timeline_words.markers(value.entries)
    cited: list[Citation] = []
    for entry, markers in zip(value.entries, numbers, strict=True):
        cited += [replace(one, marker=marker) for one, marker in zip(entry.citations, markers, strict=True)]
    first = [markers[0] if markers else 0 for markers in numbers]
    return Exhibit(GROUP, tuple(cited), as_of=value.as_of, superseded=tuple(_superseded(value, first)))


def _superseded(value: Timeline, first: list[int]) -> Iterator[Superseded]:
    for index, entry in enumerate(value.entries):
        if entry.superseded_by is not None:
            for place in range(len(entry.citations)):
                yield Superseded(value.subject, "", first[index] + place, first[entry.superseded_by])
