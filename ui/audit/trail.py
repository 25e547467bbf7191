"""What is told to the audit log: by whom, about which documents, with what outcome; never text unless it is set so."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from ingest.errors import GeungeoError
from ui.audit.events import Actor, Code, Document, Event
from ui.audit.log import AuditLog

if TYPE_CHECKING:
    from ingest.changes import Action, Change
    from ui.settings import AuditSettings

Sender = Callable[[], Actor]
"""Returns who sends the request, or gives the command, that is being worked on."""


_CHANGES: Mapping[Action, Code] = MappingProxyType(
    {
        "added": "document.added",
        "updated": "document.updated",
        "edited": "document.edited",
        "moved": "document.moved",
        "removed": "document.removed",
    }
)


Belonging = Callable[[Iterable[str]], Mapping[str, str]]
"""Returns the collections of documents, by their ids."""

_log = logging.getLogger(__name__)


def belonging_nowhere(_: Iterable[str]) -> Mapping[str, str]:
    """Return no collection of any document."""
    return {}


def nobody() -> Actor:
    """Return the actor of what nobody sent."""
    return Actor()


class Trail:
    """Tells one process's events to a log, or, without a log, to nobody."""

    def __init__(
        self,
        log: AuditLog | None = None,
        sender: Sender = nobody,
        *,
        text: bool = False,
        belonging: Belonging = belonging_nowhere,
    ) -> None:
        """Record in `log` whoever `sender` returns; with `text` also what was asked and checked.

        `belonging` tells the collections of the documents that events are about.
        """
        self._log = log
        self._belonging = belonging
        self._text = text
        self.sender = sender

    @property
    def on(self) -> bool:
        """Whether anything is recorded."""
        return self._log is not None

    def note(self, event: Event, actor: Actor | None = None) -> None:
        """Record an event of `actor`, by default of the sender; without its text unless texts are recorded."""
        if self._log is not None:
            text = event.text if self._text else ""
            documents = self._placed(event.documents)
            self._log.record(replace(event, actor=actor or self.sender(), text=text, documents=documents))

    def _placed(self, documents: tuple[Document, ...]) -> tuple[Document, ...]:
        """Return the documents with their collections."""
        if not documents:
            return documents
        try:
            known = self._belonging([one.id for one in documents])
        except (GeungeoError, sqlite3.Error):
            # A store that cannot be asked, as while a server stops, keeps no event from being recorded.
            _log.exception("the collections of documents could not be recorded")
            return documents
        return tuple(replace(one, collection=one.collection or known.get(one.id, "")) for one in documents)

    def refused(self, role: str) -> None:
        """Record that the sender lacked a role."""
        self.note(Event("role.refused", succeeded=False, outcome=role))

    def changed(self, changes: Sequence[Change]) -> None:
        """Record changes of documents, a line each."""
        if self._log is not None:
            actor = self.sender()
            self._log.record(
                *(
                    Event(
                        _CHANGES[one.action],
                        actor,
                        documents=(Document(one.document_id, one.version, one.sha256, one.collection),),
                    )
                    for one in changes
                )
            )


def opened(
    settings: AuditSettings,
    sender: Sender,
    missed: Callable[[int], None] = lambda _: None,
    belonging: Belonging = belonging_nowhere,
) -> Trail:
    """Return the trail that the settings ask for."""
    if settings.folder is None:
        return Trail()
    log = AuditLog(settings.folder, settings.megabytes, missed)
    return Trail(log, sender, text=settings.text, belonging=belonging)


def distinct(documents: Iterable[Document]) -> tuple[Document, ...]:
    """Return the documents without repetition, in their order."""
    return tuple(dict.fromkeys(documents))
