"""Why something that a visitor asked for failed, as the page tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why something failed and what to do; both empty when only the server's log can tell."""

    message: str = ""
    hint: str = ""
