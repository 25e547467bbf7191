"""Citations: a span of a document with its page, headings and quote."""

from __future__ import annotations

from assistant.answers import Citation
from ingest.documents import SourceDocument


def cite(document: SourceDocument, start: int, end: int, marker: int, trust: int = 0) -> Citation:
    """Return the numbered citation of `document.text[start:end]`, with the page and the headings where it begins."""
    page = document.page_of(start)
    return Citation(
        marker=marker,
        document_id=document.id,
        version=document.version,
        title=document.title,
        issuer=document.issuer,
        published=document.published,
        uri=document.uri,
        sha256=document.sha256,
        page=page.number if page else None,
        section=document.section_at(start),
        start=start,
        end=end,
        quote=document.text[start:end],
        approximate=document.paged_about,
        declared=document.declared,
        label=page.label if page else "",
        ocr=page is not None and page.ocr,
        kind=document.kind,
        trust=trust,
        withdrawn=document.withdrawn,
        dated=document.dated,
    )
