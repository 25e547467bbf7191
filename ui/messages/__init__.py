"""Every sentence that ui shows, in Korean and English.

Error messages are not here: exceptions carry their own Korean text from where they are raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ui.messages.accounts import ACCOUNTS
from ui.messages.auditing import AUDITING
from ui.messages.checking import CHECKING
from ui.messages.collections import COLLECTIONS
from ui.messages.commands import COMMANDS, OPTIONS
from ui.messages.documents import DOCUMENTS
from ui.messages.evaluation import EVALUATION
from ui.messages.history import HISTORY
from ui.messages.message import LANGUAGES, Language, Message
from ui.messages.page import PAGE
from ui.messages.programs import PROGRAMS
from ui.messages.replies import CHECKS, REPLIES
from ui.messages.reports import REPORTS
from ui.messages.runs import RUNS
from ui.messages.sources import SOURCES
from ui.messages.timeline import TIMELINE

__all__ = ["LANGUAGES", "MESSAGES", "Language", "Message", "both", "say"]

MESSAGES: Mapping[str, Message] = MappingProxyType(
    COMMANDS
    | OPTIONS
    | REPLIES
    | CHECKS
    | REPORTS
    | PAGE
    | EVALUATION
    | TIMELINE
    | CHECKING
    | HISTORY
    | RUNS
    | ACCOUNTS
    | AUDITING
    | PROGRAMS
    | DOCUMENTS
    | SOURCES
    | COLLECTIONS
)
"""Every message by key."""


def say(key: str, language: Language, **values: object) -> str:
    """Return the message of `key` with `values` filled in; raise KeyError for an unknown key or a missing value."""
    message = MESSAGES[key]
    return (message.en if language == "en" else message.ko).format_map(values)


def both(key: str, language: Language | None) -> str:
    """Return the message in `language`, or in both, Korean first, when no language is chosen."""
    if language is not None:
        return say(key, language)
    message = MESSAGES[key]
    return f"{message.ko} / {message.en}"
