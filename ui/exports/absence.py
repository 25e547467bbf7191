"""Why a sentence is not found in the documents, and the figure nearest to its own, in words.

`문서에서 가장 가까운 수치: 240명 (항만 육성사업 추진, 2025-01-24)` is told under its own label, never beside a ≠.
"""

from __future__ import annotations

from assistant.answers import NearestFigure, Verdict
from ui.exports import wording
from ui.messages import Language, say


def reason(verdict: Verdict, language: Language) -> str:
    """Return why a sentence is not found; nothing for other verdicts."""
    return say(f"check.{verdict.reason}", language) if verdict.reason else ""


def figure(value: NearestFigure | None, language: Language) -> str:
    """Return the nearest figure with its document and day; nothing where there is none."""
    if value is None:
        return ""
    cited = value.citation
    day = wording.issued(cited.published, cited.declared, language, dated=cited.dated)
    where = ", ".join((cited.title or say("untitled", language), day))
    return f"{say('checking.figure', language, text=value.text)} ({where})"


def told(verdict: Verdict, language: Language) -> tuple[str, ...]:
    """Return the reason and the nearest figure, each where there is one."""
    return tuple(filter(None, (reason(verdict, language), figure(verdict.nearest, language))))
