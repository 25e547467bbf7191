"""Who gives a command, as the audit log has it."""

from __future__ import annotations

import getpass
import os
from typing import TYPE_CHECKING

from ui.audit import trail
from ui.audit.events import Actor

if TYPE_CHECKING:
    from ingest.changes import Heard
    from ui.audit.events import Event
    from ui.settings import Settings

PLACE = "command line"


def operator() -> Actor:
    """Return the user of the operating system that gives the command."""
    try:
        return Actor(getpass.getuser(), PLACE)
    except (KeyError, OSError):
        # In a container a user may have no name.
        return Actor(f"uid {os.getuid()}", PLACE)


def recorded(settings: Settings) -> Heard | None:
    """Return what records the changes that a command makes to documents; None where the settings keep no audit log."""
    kept = trail.opened(settings.audit, operator)
    return kept.changed if kept.on else None


def noted(settings: Settings, *events: Event) -> None:
    """Record what a command did beside documents, where the settings keep an audit log."""
    kept = trail.opened(settings.audit, operator)
    for event in events:
        kept.note(event)
