"""Timeline of a programme: its dated facts in order, each with a citation.

A fact is entered once, where the documents first tell it; what tells it again is cited with it. Within a day, the
statement that says most leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.answers import Citation, Question
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact
from assistant.grounding.citations import cite
from assistant.grounding.orders import orders
from assistant.history.milestones import STRENGTH, Point, Statement, Status, read
from assistant.korean.programmes import Mention, Subject, mentions, points_back
from assistant.retrieval.retriever import narrowed
from ingest.documents import SourceDocument
from ingest.lexical import terms
from ingest.store import Store

DOCUMENTS = 300
"""Documents read at most: those with most of the name's words."""
PER_DOCUMENT = 3
"""Statements of one document that may open an entry, so that a long release does not fill the timeline."""
CITED = 5
"""Citations of one entry at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated fact of a programme, or several that one sentence states."""

    date: str
    """ISO day, or year and month where the sentence gives no day."""
    dated_by: Literal["sentence", "document"]
    status: Status
    text: str
    """The sentence on one line."""
    facts: tuple[Fact, ...]
    """Figures of the first citation's quote, with offsets into the quote."""
    citations: tuple[Citation, ...]
    """The sentence first, then others that say the same."""
    superseded_by: int | None = None
    """Index of the entry that gives the fact another value later."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The entries of a programme, oldest first."""

    subject: str
    as_of: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement with the sentence and the document it was made in."""

    document: SourceDocument
    mention: Mention
    statement: Statement

    @property
    def day(self) -> date:
        return self.document.published.date() if self.document.published else date.max

    @property
    def dated(self) -> str:
        return str(self.statement.when) if self.statement.when else self.day.isoformat()

    @property
    def rank(self) -> tuple[date, bool, int, int, str, int]:
        """By day of publication, then what names the subject, says most, and stands first."""
        named, strength = self.mention.named, STRENGTH[self.statement.status]
        return self.day, not named, -strength, -len(self.statement.points), self.document.id, self.mention.start


@dataclass(slots=True)
class _Open:
    """An entry while it gathers citations."""

    first: _Told
    points: tuple[Point, ...]
    told: list[_Told]


def timeline(question: Question, store: Store, today: date) -> Timeline:
    """Return the dated facts of the programme that `question` names, within its filter and as-of day."""
    subject = Subject(question.text)
    told = [one for document in _documents(question, subject, store) for one in _told(subject, document)]
    entries = _entries(sorted(told, key=lambda one: one.rank))
    return Timeline(question.text, question.as_of or today, entries)


def _documents(question: Question, subject: Subject, store: Store) -> list[SourceDocument]:
    found = store.match_documents(tuple(dict.fromkeys(terms(subject.core))), DOCUMENTS, narrowed(question))
    names = store.catalogue.ids_of([key for key, _ in found])
    keys = store.catalogue.distinct([key for key, _ in found if key in names])
    documents = (store.document(names[key]) for key in keys)
    return [one for one in documents if one is not None and one.published is not None]


def _told(subject: Subject, document: SourceDocument) -> list[_Told]:
    """Return the statements of one document."""
    day = document.published.date() if document.published else None
    found = []
    for mention in mentions(subject, document):
        statement = None if orders(mention.text) else read(mention.text, day)
        # A budget beside the programme is as often its ministry's.
        budget = statement is not None and statement.status in ("예산안", "예산")
        if statement is not None and (mention.named or not budget or points_back(mention.text)):
            found.append(_Told(document, mention, statement))
    return found


def _entries(told: Sequence[_Told]) -> tuple[Entry, ...]:
    """Return the entries that statements, in their rank's order, open or add to."""
    opened: list[_Open] = []
    known: dict[tuple[str, str], _Open] = {}
    latest: dict[str, tuple[str, Point]] = {}
    count: dict[str, int] = {}
    for one in told:
        points = one.statement.points
        if any(point.key not in known or _returns(one, point, latest) for point in points):
            aside = one.mention.note and not one.mention.named
            if aside or count.get(one.document.id, 0) == PER_DOCUMENT:
                continue
            count[one.document.id] = count.get(one.document.id, 0) + 1
            entry = _Open(one, points, [one])
            opened.append(entry)
            known |= {point.key: entry for point in points}
        else:
            entry = known[points[0].key]
            entry.told.append(one)
            if one.day != entry.first.day:
                continue
            # Told again on its day, a fact may say more of what the figure is.
            entry.points = tuple(dict.fromkeys((*entry.points, *points)))
        latest |= {point.role: (one.dated, point) for point in points}
    opened.sort(key=lambda entry: (entry.first.dated, entry.first.rank))
    return tuple(replace(_entry(entry), superseded_by=_superseded(index, opened)) for index, entry in enumerate(opened))


def _returns(one: _Told, point: Point, latest: Mapping[str, tuple[str, Point]]) -> bool:
    """Tell whether a fact that was told before is news again, having had another value since."""
    if point.role not in latest:
        return False
    since, other = latest[point.role]
    return since < one.dated and point.replaces(other)


def _superseded(index: int, opened: Sequence[_Open]) -> int | None:
    """Return the first later entry that gives a lasting fact of this one another value."""
    for later in range(index + 1, len(opened)):
        if any(point.replaces(held) for point in opened[later].points for held in opened[index].points):
            return later
    return None


def _entry(entry: _Open) -> Entry:
    first = entry.first
    said = {point.key: 1 if point.number is None else 2 for point in first.statement.points}
    others: dict[str, _Told] = {}
    # Of each further document, the sentence that tells most of the same, a figure before a stage.
    for one in sorted(entry.told[1:], key=lambda one: -sum(said.get(point.key, 0) for point in one.statement.points)):
        if one.document.id != first.document.id:
            others.setdefault(one.document.id, one)
    cited = (first, *sorted(others.values(), key=lambda one: one.rank)[: CITED - 1])
    return Entry(
        date=first.dated,
        dated_by="sentence" if first.statement.when else "document",
        status=first.statement.status,
        text=" ".join(first.mention.text.split()),
        facts=figures(first.mention.text, first.day),
        citations=tuple(
            cite(one.document, one.mention.start, one.mention.end, marker) for marker, one in enumerate(cited, start=1)
        ),
    )
