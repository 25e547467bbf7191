"""How a document, its day, its pages and a disagreement are put into words, for terminal, page and files.

The kind and issuer are shown as 보도자료(가온부), a disagreement as 1,200억원 [1] ↔ 5조원 [2].
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from assistant.answers import Answer, Citation, Conflict, Lead, Refusal, Superseded
from assistant.questions.language import in_another_language
from ingest.documents import Chunk, Dated
from ui.exports import contract
from ui.messages import Language, say


def conflict(value: Conflict, citations: Sequence[Citation], language: Language) -> str:
    """Return who disagrees on what, and which source the settings trust more, on one line."""
    pairs = zip(value.values or ("",) * len(value.citations), value.citations, strict=True)
    sides = [
        (said, "".join(f"[{marker}]" for _, marker in held)) for said, held in groupby(pairs, lambda pair: pair[0])
    ]
    markers = " ↔ ".join(f"{said} {marked}".strip() for said, marked in sides)
    line = say("reply.conflict", language, subject=value.subject, markers=markers)
    return " · ".join(filter(None, (line, trusted(value, citations, language))))


def trusted(value: Conflict, citations: Sequence[Citation], language: Language) -> str:
    """Return which of the sources that disagree the settings trust more; empty where they trust none more."""
    first = next((one for one in citations if one.marker == value.citations[0]), None)
    if not value.trusted or first is None:
        return ""
    return say("reply.conflict.trusted", language, source=source(first.kind, first.issuer, language))


def superseded(value: Superseded, markers: str, language: Language) -> str:
    """Return an earlier value with the one that took its place, where known: 총사업비 검토 중 → 1조 445억원 [3]→[1]."""
    told = f"{value.value} → {value.now}" if value.now else value.value
    return say("reply.superseded", language, subject=value.subject, value=told, markers=markers)


def lead(value: Lead, language: Language) -> str:
    """Return the words of a lead: 아니요, 1조 445억원 where it answers a yes/no question, else what it quotes."""
    said = say(f"reply.{value.says}", language) if value.says else ""
    return ", ".join(filter(None, (said, value.text)))


def compared(value: Lead, language: Language) -> str:
    """Return compared values, each with its citation, and what was computed of them, marked so, on one line.

    `2025년 115개 [1] → 2026년 306개 [2] (+191개, 계산)`; of several things asked at once ` · ` stands between them.
    """
    told = [f"{one.label} {one.text} [{one.citation}]" for one in value.values]
    if not value.difference:
        return " · ".join(told)
    return f"{' → '.join(told)} ({value.difference}, {say('reply.computed', language)})"


def source(kind: str, issuer: str, language: Language) -> str:
    """Return what a document is and who issued it: 보도자료(가온부)."""
    name = say(f"page.kind.{kind or 'document'}", language)
    return f"{name}({issuer})" if issuer else name


def rests_on(value: Answer, language: Language) -> str:
    """Return the kinds and issuers of the documents whose sentences an answer is made of, on one line."""
    named = dict.fromkeys(source(kind, issuer, language) for kind, issuer in contract.sources(value))
    return say("reply.rests_on", language, sources=", ".join(named))


def attempt(value: Refusal, language: Language, *, on_page: bool = False) -> str:
    """Return what to try after a refusal, by commands or with what the page offers."""
    if in_another_language(value.question.text, value.passages):
        return say("try.other_language", language)
    return say(f"page.try.{value.reason}" if on_page else f"try.{value.reason}", language)


def issued(
    published: datetime | None,
    declared: datetime | None,
    language: Language,
    withdrawn: datetime | None = None,
    dated: Dated = "",
) -> str:
    """Return the day of publication; else when the file says it was made, marked so; else that no day is known.

    Where only the month is known, that is shown. That its source no longer shows a document stands behind it.
    """
    known = contract.printed(published, dated) or say("undated", language)
    if declared and not published:
        known = say("declared", language, day=contract.day(declared))
    return f"{known} · {say('withdrawn', language, day=contract.day(withdrawn))}" if withdrawn else known


def paged(quoted: Citation | Chunk, language: Language) -> list[str]:
    """Return the page and, if its text was recognised in a picture, that; nothing for a document without pages."""
    if quoted.page is None:
        return []
    if quoted.approximate:
        shown = [say("reply.page.about", language, page=quoted.page)]
    elif quoted.label and quoted.label != str(quoted.page):
        shown = [say("reply.labelled", language, label=quoted.label, page=quoted.page)]
    else:
        shown = [say("reply.page", language, page=quoted.page)]
    return [*shown, say("reply.ocr", language)] if quoted.ocr else shown
