"""The place of a citation in its document, in words."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answers import Citation
from ui.messages import Language, say


def page(citation: Citation, language: Language) -> Iterator[str]:
    """Yield the page of a citation, said to be approximate where it is; nothing for a document without pages."""
    if citation.page is not None:
        yield say("reply.page.about" if citation.approximate else "reply.page", language, page=citation.page)
