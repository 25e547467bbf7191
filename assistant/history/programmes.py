"""Programmes whose course a store can tell, to start from.

A name that documents give a programme is one only where tracing it finds dated events of more than one day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from assistant.answers import Question
from assistant.history.timeline import Timeline
from assistant.korean.programme_names import named
from assistant.korean.programmes import Subject, squeezed
from ingest.documents import SourceDocument
from ingest.listing import Found, Wanted

LEAST = 2
"""Events, and days of them, that make a course."""
READ = 1000
"""Most documents read for names, newest first."""
WEIGHED = 200
"""Most names looked for in other documents, those that most documents give."""
TRIED = 24
"""Most names traced: each takes a tenth of a second or so."""
MOST = 12
EVERYTHING = Wanted()


class Shelf(Protocol):
    """What lists documents and hands them out."""

    def find(self, wanted: Wanted = EVERYTHING, limit: int = 50, offset: int = 0) -> Found:
        """Return one page of the matching documents, newest first."""

    def document(self, document_id: str, version: int | None = None) -> SourceDocument | None:
        """Return one version of a document; None when unknown."""


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with how many events of it the documents tell, and from when to when."""

    name: str
    events: int
    first: str
    last: str
    """Days or months, as the timeline writes them."""


def programmes(shelf: Shelf, trace: Callable[[Question], Timeline]) -> tuple[Programme, ...]:
    """Return up to `MOST` programmes that the documents name and `trace` finds a course of, the longest first."""
    documents = tuple(_documents(shelf))
    spelled: dict[str, Subject] = {}
    count: Counter[str] = Counter()
    for document in documents:
        for name in named(f"{document.title}\n{document.text}"):
            subject = Subject(name)
            count[subject.core] += 1
            spelled.setdefault(subject.core, Subject(subject.written(name) or name))
    texts = tuple(squeezed(document.text) for document in documents)
    likely = [spelled[core] for core, _ in count.most_common(WEIGHED)]
    # What one document alone names seldom has a course, and a trace costs far more than a look.
    likely.sort(key=lambda subject: not _often(subject, texts))
    found = []
    for subject in likely[:TRIED]:
        entries = trace(Question(subject.name)).entries
        days = {entry.date for entry in entries}
        if len(entries) >= LEAST and len(days) >= LEAST:
            found.append(Programme(subject.name, len(entries), min(days), max(days)))
    return tuple(sorted(found, key=lambda one: (-one.events, one.name))[:MOST])


def _often(subject: Subject, texts: Iterable[str]) -> bool:
    core = subject.core.lower()
    return sum(1 for _ in islice((text for text in texts if core in text), LEAST)) == LEAST


def _documents(shelf: Shelf) -> Iterator[SourceDocument]:
    for one in shelf.find(limit=READ).listed:
        document = shelf.document(one.record.id)
        if document is not None:
            yield document
