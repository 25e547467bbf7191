"""Suggested questions for the first page.

Each is made from a figure that a document states and kept only if the chain answers it, as a suggestion that is then
refused would be worse than none. The documents are Korean, so the questions are Korean on both pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from assistant.answers import Answer, Question, Reply
from ingest.errors import GeungeoError
from ingest.sentences import spans
from ui.page.library import Library

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

STARTERS = 4
READ = 60
"""Most documents read for suggestions, newest first."""
TRIED = 16
"""Most questions tried on the chain."""

_FIGURE = re.compile(
    r"^[\s□○※*ㅇ·-]*(?P<what>[가-힣A-Za-z][가-힣A-Za-z0-9·&-]* [가-힣A-Za-z0-9·&\- ]{3,28}?)(?P<particle>은|는) "
    r"(?:[가-힣0-9]+ ){0,3}?\d[\d,.조억만천 ]*(?:원|%)"
)
_POINTS_BACK = re.compile(r"^(이|그|저|두|세|올해|내년|지난해|이번|또|다만|현재|가운데|각) ")
_NO_SUBJECT = re.compile(r"(하|되|넘|있|없|받|보|에|에서|까지|으로|로)$")
"""Endings after which 은 or 는 follows a verb or a place, not the thing that has the figure."""


class Suggestions:
    """The questions suggested for a library, cached until its documents change."""

    def __init__(self, chain: Runnable[Question | str, Reply], library: Library) -> None:
        """Verify suggestions with `chain`, which should be free to call."""
        self._chain = chain
        self._library = library
        self._lock = Lock()
        self._found: tuple[tuple[int, int] | None, tuple[str, ...]] = (None, ())

    def now(self) -> tuple[str, ...]:
        """Return up to `STARTERS` questions that the chain answers, each from a different document."""
        key = self._library.stock().revision
        with self._lock:
            if self._found[0] != key:
                tried = islice(_candidates(self._library), TRIED)
                self._found = (key, tuple(islice(filter(self._answered, tried), STARTERS)))
            return self._found[1]

    def _answered(self, question: str) -> bool:
        try:
            return isinstance(self._chain.invoke(Question(question)), Answer)
        except GeungeoError:
            return False


def _candidates(library: Library) -> Iterator[str]:
    seen: set[str] = set()
    for one in library.find(limit=READ).listed:
        document = library.document(one.record.id)
        question = next(questions(document.text), None) if document else None
        if question and question not in seen:
            seen.add(question)
            yield question


def questions(text: str) -> Iterator[str]:
    """Yield a question for each sentence that begins with a topic (…은, …는) and states its amount or percentage."""
    for start, end in spans(text):
        found = _FIGURE.match(text[start:end])
        if found and not _POINTS_BACK.match(found["what"]) and not _NO_SUBJECT.search(found["what"]):
            yield f"{found['what']}{found['particle']} 얼마입니까?"
