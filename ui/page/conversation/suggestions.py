"""Suggested questions for the first page.

Each is made from what a document states and kept only if the chain answers it with that, sure of it, as a suggestion
that is then refused or answered beside the point would be worse than none. The documents are Korean, so the questions
are Korean on both pages.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from assistant.answers import Answer, Question, Reply
from assistant.korean.interrogative import Suggested, suggested
from ingest.errors import GeungeoError
from ingest.listing import READERS, Key
from ui.page.library import Library

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

STARTERS = 4
READ = 120
"""Most documents read for suggestions, newest first."""
TRIED = 16
"""Most questions tried on the chain."""
OFFERED = 2
"""Questions offered instead of one that was refused."""
OFFERS_TRIED = 3
"""Most questions tried for that: the reader waits meanwhile."""
OFFERS_READ = 20_000
"""Most characters of a document read for that."""


class Suggestions:
    """The questions suggested for a library, cached for each set of readers until its documents change."""

    def __init__(self, chain: Runnable[Question | str, Reply], library: Library) -> None:
        """Verify suggestions with `chain`, which should be free to call."""
        self._chain = chain
        self._library = library
        self._lock = Lock()
        self._found: OrderedDict[Key, tuple[str, ...]] = OrderedDict()

    def now(self) -> tuple[str, ...]:
        """Return up to `STARTERS` questions that the chain answers, each from a different document."""
        key = self._library.stock().state
        with self._lock:
            if key not in self._found:
                tried = islice(_candidates(self._library), TRIED)
                proved = (one.question for identity, one in tried if self._answered(identity, one))
                found = tuple(islice(proved, STARTERS))
                if self._library.stock().state != key:
                    # What may be read changed meanwhile: kept, it would be told to whoever may read less.
                    return found
                self._found[key] = found
                while len(self._found) > READERS:
                    self._found.popitem(last=False)
            return self._found[key]

    def instead(self, refused: Question, documents: Sequence[str]) -> tuple[str, ...]:
        """Return up to `OFFERED` questions that the documents with these ids answer under the conditions of `refused`.

        None is the refused question itself.
        """
        texts = (self._library.document(identity) for identity in documents)
        made = (
            (document.id, one)
            for document in texts
            if document
            for one in islice(suggested(document.title, document.text[:OFFERS_READ]), OFFERED)
            if one.question != refused.text
        )
        proved = (
            one.question
            for identity, one in islice(made, OFFERS_TRIED)
            if self._answered(identity, one, replace(refused, text=one.question, history=(), asked=""))
        )
        return tuple(islice(proved, OFFERED))

    def _answered(self, identity: str, suggestion: Suggested, asked: Question | None = None) -> bool:
        """Tell whether the chain is sure of an answer that begins with a sentence of that document and its figure."""
        try:
            reply = self._chain.invoke(asked or Question(suggestion.question))
        except GeungeoError:
            return False
        if not isinstance(reply, Answer) or reply.nearest or not reply.citations:
            return False
        first = reply.citations[0]
        return first.document_id == identity and suggestion.figure in first.quote


def _candidates(library: Library) -> Iterator[tuple[str, Suggested]]:
    """Yield the first question of each document that makes one, with the document's id."""
    seen: set[str] = set()
    for one in library.find(limit=READ).listed:
        document = library.document(one.record.id)
        made = next(suggested(document.title, document.text), None) if document else None
        if made and made.question not in seen:
            seen.add(made.question)
            yield one.record.id, made
