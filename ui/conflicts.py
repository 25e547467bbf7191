"""A disagreement of documents and the sources of an answer in words: 보도자료(가온부), 1,200억원 [1] ↔ 5조원 [2]."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from assistant.answers import Answer, Citation, Conflict
from ui import contract
from ui.messages import Language, say


def told(value: Conflict, citations: Sequence[Citation], language: Language) -> str:
    """Return who disagrees on what, and which source the settings trust more, on one line."""
    pairs = zip(value.values or ("",) * len(value.citations), value.citations, strict=True)
    sides = [
        (said, "".join(f"[{marker}]" for _, marker in held)) for said, held in groupby(pairs, lambda pair: pair[0])
    ]
    markers = " ↔ ".join(f"{said} {marked}".strip() for said, marked in sides)
    line = say("reply.conflict", language, subject=value.subject, markers=markers)
    first = next((one for one in citations if one.marker == value.citations[0]), None)
    if not value.trusted or first is None:
        return line
    trusted = say("reply.conflict.trusted", language, source=source(first.kind, first.issuer, language))
    return f"{line} · {trusted}"


def source(kind: str, issuer: str, language: Language) -> str:
    """Return what a document is and who issued it: 보도자료(가온부)."""
    name = say(f"page.kind.{kind or 'document'}", language)
    return f"{name}({issuer})" if issuer else name


def rests_on(value: Answer, language: Language) -> str:
    """Return the kinds and issuers of the documents whose sentences an answer is made of, on one line."""
    named = dict.fromkeys(source(kind, issuer, language) for kind, issuer in contract.sources(value))
    return say("reply.rests_on", language, sources=", ".join(named))
