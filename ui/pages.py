"""The page of a quote as it is shown: the number printed on it, with its place in the file where the two differ."""

from __future__ import annotations

from assistant.answers import Citation
from ingest.documents import Chunk
from ui.messages import Language, say


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
