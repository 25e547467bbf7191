"""How the day of a document is shown."""

from __future__ import annotations

from datetime import datetime

from ui.contract import day
from ui.messages import Language, say


def issued(published: datetime | None, declared: datetime | None, language: Language) -> str:
    """Return the day of publication; else when the file says it was made, marked so; else that no day is known."""
    if published or not declared:
        return day(published) or say("undated", language)
    return say("declared", language, day=day(declared))
