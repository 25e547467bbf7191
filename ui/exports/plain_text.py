"""Plain-text rendering of replies, passages, documents and timelines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answers import Answer, Citation, Lead, Passage, Refusal, Reply, Sentence, Verdict
from ui.exports import absence, timeline_words, wording
from ui.exports.contract import section
from ui.exports.layout import Look, cells, clip, plain, wrap
from ui.exports.provenance import Provenance, notes
from ui.exports.wording import paged
from ui.messages import Language, say

if TYPE_CHECKING:
    from assistant.history.programmes import Programme
    from assistant.history.timeline import Entry, Timeline
    from ingest.documents import SourceDocument
    from ingest.rows import DocumentRecord

PASSAGE_CELLS = 240
"""Most columns of a passage shown under `search`."""


def reply(value: Reply, look: Look) -> Iterator[str]:
    """Yield a reply with its evidence and its reference date."""
    if value.question.asked:
        understood = say("reply.rewritten", look.language, text=value.question.text)
        yield from (look.dim(line) for line in wrap(understood, look.width))
    if isinstance(value, Answer):
        yield from _answer(value, look)
    elif isinstance(value, Refusal):
        yield from _refusal(value, look)
    else:
        yield from wrap(say(f"clarify.{value.about}", look.language), look.width)
        for choice in value.choices:
            yield from wrap(choice, look.width, "  - ")
    yield ""
    closing = say("reply.as_of", look.language, date=value.as_of.isoformat(), model=value.model)
    yield from (look.dim(line) for line in wrap(closing, look.width))


def citation(value: Citation, look: Look) -> Iterator[str]:
    """Yield a numbered citation: the document, the quote and its exact position."""
    marker = f"[{value.marker}] "
    indent = " " * cells(marker)
    head = _head(value, look.language)
    yield from (look.bold(line) for line in wrap(head, look.width, marker))
    yield from wrap(f"“{plain(value.quote)}”", look.width, indent)
    place = [
        value.document_id,
        *paged(value, look.language),
        *([section(value.section)] if value.section else []),
        say("reply.offsets", look.language, start=value.start, end=value.end),
    ]
    yield from (look.dim(line) for line in wrap(" · ".join(place), look.width, indent))


def check(claim: str, value: Verdict, look: Look) -> Iterator[str]:
    """Yield one claim with its verdict, differences and evidence."""
    label = f"{say(f'check.{value.label}', look.language)}  "
    yield from (look.bold(line) for line in wrap(claim, look.width, label, "  "))
    for one in value.differences:
        key = "reply.difference" if one.source else "check.lacking"
        yield from wrap(say(key, look.language, claim=one.claim, source=one.source), look.width, "  - ")
    for conflict in value.conflicts:
        yield from wrap(wording.conflict(conflict, value.evidence, look.language), look.width, "! ")
    for line in absence.told(value, look.language):
        yield from wrap(line, look.width, "  ")
    if value.evidence and value.label == "not_found":
        yield from (look.dim(line) for line in wrap(say("check.nearest", look.language), look.width, "  "))
    for cited in value.evidence:
        yield from citation(cited, look)
    yield ""


def passages(values: Sequence[Passage], look: Look) -> Iterator[str]:
    """Yield search hits, best first."""
    if not values:
        yield say("search.none", look.language)
    for passage in values:
        chunk = passage.chunk
        marker = f"{passage.rank}. "
        indent = " " * cells(marker)
        head = _head(passage, look.language)
        yield from (look.bold(line) for line in wrap(head, look.width, marker))
        yield from wrap(clip(plain(chunk.text), PASSAGE_CELLS), look.width, indent)
        place = [
            chunk.document_id,
            *paged(chunk, look.language),
            *([section(chunk.section)] if chunk.section else []),
            say("reply.offsets", look.language, start=chunk.start, end=chunk.end),
            f"{passage.score:.3f}",
        ]
        yield from (look.dim(line) for line in wrap(" · ".join(place), look.width, indent))


def records(values: Iterable[DocumentRecord], look: Look) -> Iterator[str]:
    """Yield one line per document: id, date, issuer and title."""
    empty = True
    for value in values:
        empty = False
        yield look.bold(plain(value.id))
        yield from wrap(_head(value, look.language), look.width, "  ")
    if empty:
        yield say("documents.none", look.language)


def document(value: SourceDocument, look: Look, known: Provenance | None = None) -> Iterator[str]:
    """Yield one document's metadata, its outline and its unchanged text, line by line."""
    head = _head(value, look.language)
    yield from (look.bold(line) for line in wrap(head, look.width))
    yield look.dim(f"{plain(value.id)}@{value.version} · {value.kind} · {plain(value.uri)}")
    for line in notes(value, known or Provenance(), look.language):
        yield from wrap(plain(line), look.width, "  ")
    if headings := tuple(_outline(value, look)):
        yield ""
        yield look.bold(say("documents.outline", look.language))
        yield from headings
    yield ""
    for line in value.text.splitlines():
        yield from wrap(line, look.width)


def _outline(value: SourceDocument, look: Look) -> Iterator[str]:
    """Yield the headings, indented by depth, each with its page."""
    for one in value.sections:
        if one.path:
            page = f" · {say('reply.page', look.language, page=one.page)}" if one.page is not None else ""
            yield from wrap(one.path[-1] + page, look.width, "  " * len(one.path))


def _answer(value: Answer, look: Look) -> Iterator[str]:
    if value.nearest:
        yield from wrap(say("reply.near", look.language), look.width)
    if value.lead:
        yield from (look.bold(line) for line in wrap(_lead(value.lead, look), look.width, "▶ "))
    for sentence in value.sentences:
        yield from _sentence(sentence, look)
    for conflict in value.conflicts:
        yield from wrap(wording.conflict(conflict, value.citations, look.language), look.width, "! ")
    for old in value.superseded:
        earlier = wording.superseded(old, f"[{old.citation}]→[{old.by}]", look.language)
        yield from (look.dim(line) for line in wrap(earlier, look.width, "↻ "))
    if value.dropped:
        yield from (
            look.dim(x) for x in wrap(say("reply.dropped", look.language, count=len(value.dropped)), look.width)
        )
    yield from (look.dim(line) for line in wrap(wording.rests_on(value, look.language), look.width))
    yield ""
    yield look.bold(say("reply.citations", look.language))
    for one in value.citations:
        yield from citation(one, look)


def _lead(value: Lead, look: Look) -> str:
    if value.values:
        return wording.compared(value, look.language)
    computed = f" ({say('reply.computed', look.language)})" if value.computed else ""
    markers = "".join(f"[{marker}]" for marker in value.citations)
    return f"{wording.lead(value, look.language)}{computed} {markers}"


def _sentence(value: Sentence, look: Look) -> Iterator[str]:
    markers = "".join(f"[{marker}]" for marker in value.citations)
    doubt = "" if value.verdict == "supported" else " " + say(f"reply.{value.verdict}", look.language)
    yield from wrap(f"{value.text} {markers}{doubt}", look.width)
    if value.resolved:
        meant = " · ".join(str(one) for one in value.resolved)
        yield from (look.dim(line) for line in wrap(meant, look.width, "  "))
    if value.beside:
        together = "".join(f"[{marker}]" for marker in value.beside)
        yield from (
            look.dim(line) for line in wrap(f"{say('reply.beside', look.language)} {together}", look.width, "  ")
        )
    for one in value.differences:
        text = say("reply.difference", look.language, claim=one.claim, source=one.source)
        yield from (look.dim(line) for line in wrap(text, look.width, "  ≠ "))


def _refusal(value: Refusal, look: Look) -> Iterator[str]:
    yield from wrap(say(f"refusal.{value.reason}", look.language), look.width)
    if value.correction is not None:
        markers = "".join(f"[{marker}]" for marker in value.correction.citations)
        said = say("reply.correction", look.language, text=value.correction.text)
        yield from wrap(f"{said} {markers}", look.width)
    for conflict in value.conflicts:
        yield from wrap(wording.conflict(conflict, value.citations, look.language), look.width, "! ")
    yield from wrap(f"{say('reply.try', look.language)}: {wording.attempt(value, look.language)}", look.width, "→ ")
    if value.citations:
        yield ""
        yield from (look.bold(line) for line in wrap(say("reply.nearest", look.language), look.width))
        for one in value.citations:
            yield from citation(one, look)


def _head(value: Citation | Passage | DocumentRecord | SourceDocument, language: Language) -> str:
    parts = [f"「{plain(value.title) or say('untitled', language)}」"]
    if value.issuer:
        parts.append(plain(value.issuer))
    parts.append(wording.issued(value.published, value.declared, language, value.withdrawn, value.dated))
    return " · ".join(parts)


def timeline(value: Timeline, look: Look) -> Iterator[str]:
    """Yield the entries of a timeline, oldest first, each with what superseded it and its source sentences."""
    for entry in value.entries:
        yield from _entry(entry, value.entries, look)
        yield ""
    if not value.entries:
        yield from wrap(say("timeline.none", look.language, subject=value.subject), look.width)
        yield from wrap(say("timeline.try", look.language), look.width, "→ ")
    closing = say("timeline.closing", look.language, date=value.as_of.isoformat(), count=len(value.entries))
    yield from (look.dim(line) for line in wrap(closing, look.width))


def programmes(found: Sequence[Programme], look: Look) -> Iterator[str]:
    """Yield one line per programme that has a timeline."""
    yield look.bold(say("history.known", look.language)) if found else say("timeline.no_programmes", look.language)
    for one in found:
        told = say("history.known.told", look.language, first=one.first, last=one.last, count=one.events)
        yield from wrap(f"{one.name} · {told}", look.width, "- ")


def _entry(entry: Entry, entries: tuple[Entry, ...], look: Look) -> Iterator[str]:
    dated = say(f"dated.{entry.dated_by}", look.language)
    head = f"{entry.date} · {say(f'status.{entry.status}', look.language)} ({dated})"
    yield from (look.bold(line) for line in wrap(head, look.width))
    values = " · ".join(f"{timeline_words.measure(one, look.language)} {one.text}" for one in entry.values)
    if values:
        yield from (look.bold(line) for line in wrap(values, look.width, "  "))
    if replaced := timeline_words.replaced(entry, entries, look.language):
        yield from wrap(replaced, look.width, "  ! ")
    for one in entry.citations:
        yield from citation(one, look)
