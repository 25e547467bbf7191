"""Owns a citation together with the text around it; knows nothing of how it is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers import Citation, Passage
from ingest.documents import Kind
from ui.holdings import Library

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
class Evidence:
    """A citation, its document's kind, and the excerpt that holds its quote."""

    citation: Citation
    kind: Kind | None
    excerpt: Excerpt
    whole: bool
    """Whether the document was still there to take the surroundings from."""


def evidence(citation: Citation, passages: Sequence[Passage], library: Library) -> Evidence:
    """Return `citation` in its surroundings: of the document, or of a passage where the document is gone."""
    document = library.document(citation.document_id, citation.version)
    if document and document.text[citation.start : citation.end] == citation.quote:
        return Evidence(citation, document.kind, excerpt(document.text, citation.start, citation.end), whole=True)
    for passage in passages:
        chunk = passage.chunk
        start, end = citation.start - chunk.start, citation.end - chunk.start
        same = (chunk.document_id, chunk.version) == (citation.document_id, citation.version)
        if same and start >= 0 and chunk.text[start:end] == citation.quote:
            around = excerpt(chunk.text, start, end)
            return Evidence(citation, None, around, whole=False)
    alone = Excerpt("", citation.quote, "", begins=False, ends=False)
    return Evidence(citation, None, alone, whole=False)


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
