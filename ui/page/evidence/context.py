"""A citation with the text around its quote and how current its document is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.answers import Citation, Lead, Passage, Superseded
from ingest.documents import Kind, SourceDocument
from ui.page.library import Library

MONTH = timedelta(days=31)
AROUND = 320
"""Most characters shown on each side of a quote."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote between the text before and after it."""

    before: str
    quote: str
    """Exactly the citation's quote."""
    after: str
    begins: bool
    """Whether `before` starts where the document does."""
    ends: bool
    """Whether `after` ends where the document does."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Citations numbered together, as one reply or one timeline shows them."""

    group: str
    """What tells these numbers from those of another exhibit on the same page."""
    citations: tuple[Citation, ...]
    passages: tuple[Passage, ...] = ()
    as_of: date | None = None
    nearest: bool = False
    """Whether these are only near, and prove nothing."""
    superseded: tuple[Superseded, ...] = ()
    lead: Lead | None = None
    """The words that answer at once."""

    def citation(self, marker: int | None) -> Citation | None:
        """Return the citation with that marker, or None if there is none."""
        return next((one for one in self.citations if one.marker == marker), None)

    def cell(self, citation: Citation) -> tuple[int, int] | None:
        """Return where the cell that answers stands in the document, if the citation quotes its row."""
        lead = self.lead
        if lead is None or lead.cell is None or citation.marker not in lead.citations:
            return None
        start, end = lead.cell
        return lead.cell if citation.start <= start and end <= citation.end else None


@dataclass(frozen=True, slots=True)
class Currency:
    """How current a citation is."""

    days: int | None
    """Days from publication to the day of the answer; None for an undated document."""
    replaced_by: int | None
    """Marker of the citation that gives the fact another value later."""
    newest: int
    """Number of the document's newest version; the cited one where the document is gone."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A citation, its document's kind, the excerpt that holds its quote, and how current it is."""

    citation: Citation
    kind: Kind | None
    excerpt: Excerpt
    whole: bool
    """Whether the document was still there to take the surroundings from."""
    currency: Currency
    cell: tuple[int, int] | None = None
    """Start and end of the cell that answers within the quote, where the quote is a row of a table."""


def evidence(citation: Citation, exhibit: Exhibit, library: Library) -> Evidence:
    """Return `citation` with its context, taken from the document or, if that was removed, from the passage."""
    newest = library.document(citation.document_id)
    current = newest is None or newest.version == citation.version
    cited = newest if current else library.document(citation.document_id, citation.version)
    kind, around, whole = _surroundings(citation, exhibit.passages, cited)
    place = exhibit.cell(citation)
    cell = (place[0] - citation.start, place[1] - citation.start) if place else None
    return Evidence(citation, kind, around, whole, currency(citation, exhibit, newest), cell)


def currency(citation: Citation, exhibit: Exhibit, newest: SourceDocument | None) -> Currency:
    """Return a citation's age and whether it was superseded; `newest` is None if the document was removed."""
    day = exhibit.as_of or date.today()
    days = (day - citation.published.date()).days if citation.published else None
    # Of a month alone it is known how many months ago it was, and not how many days.
    if citation.dated == "month" and days is not None and days < MONTH.days:
        days = None
    replaced = next((one.by for one in exhibit.superseded if one.citation == citation.marker), None)
    return Currency(days, replaced, newest.version if newest else citation.version)


def _surroundings(
    citation: Citation, passages: Sequence[Passage], document: SourceDocument | None
) -> tuple[Kind | None, Excerpt, bool]:
    if document and document.text[citation.start : citation.end] == citation.quote:
        return document.kind, excerpt(document.text, citation.start, citation.end), True
    for passage in passages:
        chunk = passage.chunk
        start, end = citation.start - chunk.start, citation.end - chunk.start
        same = (chunk.document_id, chunk.version) == (citation.document_id, citation.version)
        if same and start >= 0 and chunk.text[start:end] == citation.quote:
            return None, excerpt(chunk.text, start, end), False
    return None, Excerpt("", citation.quote, "", begins=False, ends=False), False


def excerpt(text: str, start: int, end: int, around: int = AROUND) -> Excerpt:
    """Return `text[start:end]` with up to `around` characters on each side, cut at white space."""
    first, last = max(0, start - around), min(len(text), end + around)
    if first > 0 and (space := re.search(r"\s", text[first:start])):
        first += space.end()
    if last < len(text):
        spaces = list(re.finditer(r"\s", text[end:last]))
        last = end + spaces[-1].start() if spaces else last
    before, after = text[first:start], text[end:last]
    return Excerpt(before, text[start:end], after, begins=not text[:first].strip(), ends=not text[last:].strip())
