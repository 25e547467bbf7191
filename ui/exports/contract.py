"""JSON output of the command line: one function per object that it promises.

Fields may be added, but existing ones keep their name and meaning. Offsets count characters of the document's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from assistant.answers import (
    Answer,
    Citation,
    Clarification,
    Conflict,
    Difference,
    Lead,
    NearestFigure,
    Passage,
    Refusal,
    Reply,
    Verdict,
)
from ingest.documents import Dated, Kind
from ui.exports.provenance import Provenance
from ui.messages import Language, say

if TYPE_CHECKING:
    from assistant.history.programmes import Programme
    from assistant.history.timeline import Entry, Timeline
    from assistant.history.values import Value
    from ingest.documents import SourceDocument
    from ingest.errors import GeungeoError
    from ingest.pipeline import IngestReport
    from ingest.rows import DocumentRecord
    from ingest.sources.standing import Standing
    from ingest.sources.synchronisation import Visited
    from ingest.watches import Change, Watch

Json = dict[str, object]


KINDS: tuple[str, ...] = get_args(Kind)
"""The kinds of document a filter may name."""
REPLY_KINDS: dict[type, str] = {Answer: "answer", Refusal: "refusal", Clarification: "clarification"}
SECTION_SEPARATOR = " > "
PACKS = (".md", ".html")
"""The forms an evidence pack may be written in."""
EXPORTS = (".csv", ".svg", ".md")
"""The forms a timeline may be written in."""


def reply(value: Reply, identity: object, milliseconds: float) -> Json:
    """Return the line of `geungeo ask`; a refusal has no sentences and its citations are the nearest evidence.

    A clarification has neither: `choices` are whole questions to ask instead.
    """
    line: Json = {"id": identity, "kind": REPLY_KINDS[type(value)], "text": text(value)}
    if value.question.asked:
        line["question"] = value.question.text
    if isinstance(value, Refusal):
        line["reason"] = value.reason
    if isinstance(value, Clarification):
        line |= {"about": value.about, "choices": list(value.choices)}
    return line | {
        "sentences": [
            {
                "text": sentence.text,
                "verdict": sentence.verdict,
                "citations": list(sentence.citations),
                "differences": [difference(one) for one in sentence.differences],
                "resolved": [{"text": one.text, "meaning": one.meaning} for one in sentence.resolved],
                "beside": list(sentence.beside),
            }
            for sentence in (value.sentences if isinstance(value, Answer) else ())
        ],
        "lead": _lead(value.lead) if isinstance(value, Answer) and value.lead else None,
        "nearest": isinstance(value, Answer) and value.nearest,
        "citations": [citation(one) for one in value.citations],
        "rests_on": rests_on(value),
        "conflicts": [_conflict(one) for one in (value.conflicts if isinstance(value, Answer | Refusal) else ())],
        "superseded": [
            {"subject": one.subject, "value": one.value, "citation": one.citation, "by": one.by, "now": one.now}
            for one in (value.superseded if isinstance(value, Answer) else ())
        ],
        "dropped": [
            {
                "text": one.text,
                "verdict": one.verdict,
                "reason": one.reason,
                "differences": [difference(each) for each in one.differences],
            }
            for one in value.dropped
        ],
        "as_of": value.as_of.isoformat(),
        "model": value.model,
        "prompt": value.prompt_version or None,
        "milliseconds": round(milliseconds, 1),
    }


def rests_on(value: Reply) -> list[Json]:
    """Return the kind and issuer of the documents whose sentences an answer is made of, each with its markers."""
    return [{"kind": kind, "issuer": issuer, "citations": cited} for (kind, issuer), cited in sources(value).items()]


def sources(value: Reply) -> dict[tuple[str, str], list[int]]:
    """Map the kind and issuer of the documents whose sentences an answer is made of to the markers of its citations."""
    proving = [marker for one in (value.sentences if isinstance(value, Answer) else ()) for marker in one.citations]
    found: dict[tuple[str, str], list[int]] = {}
    for one in value.citations:
        if one.marker in proving:
            found.setdefault((one.kind, one.issuer), []).append(one.marker)
    return found


def _conflict(value: Conflict) -> Json:
    return {
        "subject": value.subject,
        "citations": list(value.citations),
        "values": list(value.values),
        "trusted": value.citations[0] if value.trusted else None,
    }


def _lead(value: Lead) -> Json:
    """Return a lead; `cell` are the offsets, in its citation's document, of the table cell that it is taken from.

    `says` is `yes` or `no` where a yes/no question is answered, whose figure `text` then is. `values` are what `text`
    holds side by side, each with its citation, and `difference` what was computed of two of them.
    """
    line: Json = {"text": value.text, "citations": list(value.citations), "computed": value.computed}
    values = [{"label": one.label, "text": one.text, "citation": one.citation} for one in value.values]
    line |= {"values": values, "difference": value.difference}
    return line | {"cell": list(value.cell) if value.cell else None, "says": value.says}


def text(value: Reply, language: Language = "ko") -> str:
    """Return the reply's text as one string; a refusal is by default stated in Korean, as the documents are Korean."""
    if isinstance(value, Answer):
        return value.text
    if isinstance(value, Clarification):
        return " ".join((say(f"clarify.{value.about}", language), *value.choices))
    refused = say(f"refusal.{value.reason}", language)
    if value.correction is None:
        return refused
    markers = "".join(f"[{marker}]" for marker in value.correction.citations)
    return f"{refused} {say('reply.correction', language, text=value.correction.text)}{markers}"


def check(claim: str, value: Verdict, identity: object, milliseconds: float) -> Json:
    """Return the line of `geungeo check`; if the verdict is not found, the evidence is only the nearest passage."""
    return {
        "id": identity,
        "claim": claim,
        "verdict": value.label,
        "score": round(float(value.score), 4),
        "evidence": [citation(one) for one in value.evidence],
        "differences": [difference(one) for one in value.differences],
        "conflicts": [_conflict(one) for one in value.conflicts],
        "reason": value.reason,
        "nearest_figure": _nearest(value.nearest) if value.nearest else None,
        "milliseconds": round(milliseconds, 1),
    }


def _nearest(value: NearestFigure) -> Json:
    """Return a figure that proves nothing; `start` counts characters of its citation's quote."""
    return {"claim": value.claimed, "text": value.text, "start": value.start, "citation": citation(value.citation)}


def citation(value: Citation) -> Json:
    """Return one citation with its exact quote and offsets.

    `declared` is there only where no day of publication is known, `dated` where the first day of a month stands for
    all of it, `withdrawn` where its source no longer shows it.
    """
    line: Json = {"declared": day(value.declared)} if value.declared else {}
    if value.dated == "month":
        line["dated"] = value.dated
    if value.withdrawn:
        line["withdrawn"] = day(value.withdrawn)
    return {
        "marker": value.marker,
        "document_id": value.document_id,
        "title": value.title,
        "issuer": value.issuer,
        "kind": value.kind,
        "date": day(value.published),
        "page": value.page,
        "section": section(value.section),
        "quote": value.quote,
        "start": value.start,
        "end": value.end,
        **line,
    }


def difference(value: Difference) -> Json:
    """Return one fact on which a sentence and its evidence disagree."""
    return {"kind": value.kind, "claim": value.claim, "source": value.source}


def timeline(value: Timeline, milliseconds: float) -> Json:
    """Return the object of `geungeo timeline`, oldest entry first; `superseded_by` is the index of an entry."""
    return {
        "subject": value.subject,
        "as_of": value.as_of.isoformat(),
        "entries": [_entry(entry) for entry in value.entries],
        "milliseconds": round(milliseconds, 1),
    }


def _entry(value: Entry) -> Json:
    return {
        "date": value.date,
        "dated_by": value.dated_by,
        "status": value.status,
        "text": value.text,
        "facts": [{"kind": fact.kind, "text": fact.text, "value": fact.normal} for fact in value.facts],
        "citations": [citation(one) for one in value.citations],
        "superseded_by": value.superseded_by,
        "values": [_value(one) for one in value.values],
        "further": list(value.further),
    }


def programmes(found: Sequence[Programme]) -> Json:
    """Return the object of `geungeo timeline` without a name: the programmes that have a course."""
    listed = [{"name": one.name, "events": one.events, "first": one.first, "last": one.last} for one in found]
    return {"programmes": listed}


def number(value: Decimal) -> int | float:
    """Return a figure as JSON writes it, without a point where it is whole."""
    return int(value) if value == int(value) else float(value)


def _value(value: Value) -> Json:
    return {
        "kind": value.kind,
        "of": value.of,
        "stage": value.stage,
        "text": value.text,
        "number": number(value.number),
        "citation": value.citation,
    }


def hits(passages: Sequence[Passage], identity: object, milliseconds: float) -> Json:
    """Return the line of `geungeo search`, best passage first."""
    return {
        "id": identity,
        "hits": [
            {
                "rank": passage.rank,
                "score": round(float(passage.score), 6),
                "document_id": passage.chunk.document_id,
                "title": passage.title,
                "chunk_id": passage.chunk.id,
                "page": passage.chunk.page,
                "section": section(passage.chunk.section),
                "start": passage.chunk.start,
                "end": passage.chunk.end,
                "text": passage.chunk.text,
            }
            for passage in passages
        ],
        "milliseconds": round(milliseconds, 1),
    }


def report(value: IngestReport) -> Json:
    """Return the object of `geungeo ingest`."""
    return {
        "documents": {
            "added": value.added,
            "updated": value.updated,
            "unchanged": value.unchanged,
            "removed": value.removed,
            "failed": len(value.failures),
            "twins": value.twins,
            "skipped": len(value.skipped),
            "gone": len(value.gone),
        },
        "chunks": value.chunks,
        "seconds": round(value.seconds, 3),
        "failures": [{"path": one.path, "error": one.error, "hint": one.hint} for one in value.failures],
        "skipped": list(value.skipped),
        "gone": list(value.gone),
        "withheld": value.withheld or None,
        "unread": [{"path": one.path, "pages": list(one.pages)} for one in value.unread],
    }


def source(value: Standing) -> Json:
    """Return the line of `geungeo sources list`; times are Korean, without zone, and null where there is none."""
    one = value.source
    return {
        "source": one.place,
        "kind": one.kind,
        "added": one.added,
        "tried": one.tried or None,
        "synced": one.synced or None,
        "error": one.error or None,
        "hint": one.hint or None,
        "next": one.due or None,
        "held": value.held,
        "left": value.left,
        "dead": [
            {"address": item.address, "attempts": item.attempts, "error": item.error, "hint": item.hint}
            for item in value.dead
        ],
        "withdrawn": [{"document_id": gone.document_id, "since": day(gone.since)} for gone in value.withdrawn],
    }


def visited(value: Visited) -> Json:
    """Return the line of `geungeo sync` for one source; `next` is when a failed one is tried again."""
    return {
        "source": value.source.place,
        "kind": value.source.kind,
        "outcome": value.outcome,
        "added": value.added,
        "updated": value.updated,
        "unchanged": value.unchanged,
        "withdrawn": value.withdrawn,
        "returned": value.returned,
        "failed": len(value.failures),
        "given_up": value.given_up,
        "left": value.left,
        "failures": [{"path": one.path, "error": one.error, "hint": one.hint} for one in value.failures],
        "error": value.source.error or None,
        "hint": value.source.hint or None,
        "next": value.source.due or None,
        "seconds": round(value.seconds, 3),
    }


def change(value: Change) -> Json:
    """Return the line of a watched figure that changed; `old` and `new` each carry value, quote and document."""
    return {"watch": value.text, "at": value.at, "old": dict(value.old), "new": dict(value.new)}


def watch(value: Watch) -> Json:
    """Return the line of `geungeo watch list`: what was last seen of each measure."""
    return {"watch": value.text, "added": value.added, "seen": list(value.seen.values())}


def _particulars(value: DocumentRecord | SourceDocument) -> Json:
    return {
        "document_id": value.id,
        "version": value.version,
        "title": value.title,
        "issuer": value.issuer,
        "date": day(value.published),
        "modified": day(value.modified),
        "kind": value.kind,
        "uri": value.uri,
        "sha256": value.sha256,
        "dated": value.dated or None,
        "declared": day(value.declared),
        "withdrawn": day(value.withdrawn),
        "collection": value.collection,
    }


def record(value: DocumentRecord) -> Json:
    """Return the metadata of one stored document."""
    return {
        **_particulars(value),
        "chunks": value.chunks,
    }


def document(value: SourceDocument, beside: Provenance | None = None) -> Json:
    """Return one whole document, its headings and its text, and what the store knows beside it."""
    return {
        **_particulars(value),
        "byline": value.byline,
        "pages": len(value.pages) or None,
        "unread_pages": [page.number for page in value.pages if page.scanned],
        "places": list(beside.places) if beside else [],
        "copies": list(beside.copies) if beside else [],
        "edited": list(beside.edited) if beside else [],
        "sections": [
            {"path": section(one.path), "level": one.level, "start": one.start, "end": one.end, "page": one.page}
            for one in value.sections
        ],
        "text": value.text,
    }


def failure(error: GeungeoError, identity: object) -> Json:
    """Return the line of a question that failed."""
    line: Json = {} if identity is None else {"id": identity}
    return line | {"error": error.message, "hint": error.hint}


def section(path: Sequence[str]) -> str:
    """Return a heading path as one string."""
    return SECTION_SEPARATOR.join(path)


def printed(moment: datetime | None, dated: Dated) -> str | None:
    """Return the day of publication in ISO form, 2026-01 where only its month is known."""
    known = day(moment)
    return known[: len("2026-01")] if known and dated == "month" else known


def day(moment: datetime | None) -> str | None:
    """Return the calendar day of `moment` in ISO form."""
    return None if moment is None else moment.date().isoformat()
