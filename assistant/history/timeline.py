"""Timeline of a programme: its dated events in order, each with its values and citations.

A fact is entered once, where the documents first tell it; what tells it again is cited with it. Sentences that tell one
event together, as the projects selected and then the money for them, make one entry. Within a day, the statement that
says most leads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from assistant.answers import Citation, Question
from assistant.facts.extraction import figures
from assistant.facts.fact import Fact
from assistant.grounding.citations import cite
from assistant.grounding.orders import orders
from assistant.history.milestones import STRENGTH, Point, Statement, Status, read
from assistant.history.values import Value, stated, united
from assistant.korean.programmes import Mention, Subject, mentions, points_back
from assistant.retrieval.retriever import narrowed
from ingest.documents import SourceDocument
from ingest.lexical import terms
from ingest.store import Store

DOCUMENTS = 300
"""Documents read at most: those with most of the name's words."""
PER_DOCUMENT = 3
"""Statements of one document that may open an entry, so that a long release does not fill the timeline."""
FURTHER = 3
"""Sentences of an entry beside its first at most."""
CITED = 5
"""Citations of one entry at most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated event of a programme with all that is told of it."""

    date: str
    """ISO day, or year and month where the sentence gives no day."""
    dated_by: Literal["sentence", "document"]
    status: Status
    text: str
    """The first sentence on one line."""
    facts: tuple[Fact, ...]
    """Figures of the first citation's quote, with offsets into the quote."""
    citations: tuple[Citation, ...]
    """The sentence first, then those that tell more of the event, then others that say the same."""
    superseded_by: int | None = None
    """Index of the entry that gives the fact another value later."""
    values: tuple[Value, ...] = ()
    """What its sentences give in figures, each figure once and the first sentence's before others."""
    further: tuple[str, ...] = ()
    """The sentences that tell more of the event, each on one line; their citations are those from the second on."""


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


def _figures(one: _Told) -> frozenset[tuple[str, str]]:
    """Return what is counted or paid, by which two sentences are known to tell of one event."""
    points = (*one.statement.points, *one.statement.beside)
    return frozenset(point.key for point in points if point.number is not None)


@dataclass(slots=True)
class _Open:
    """An entry while it gathers citations."""

    first: _Told
    points: tuple[Point, ...]
    told: list[_Told]
    further: list[_Told] = field(default_factory=list)
    """What tells more of the event than `first` does."""

    @property
    def status(self) -> Status:
        """The first status that says more than that something was announced."""
        said = (one.statement.status for one in (self.first, *self.further))
        return next((status for status in said if status != "발표"), self.first.statement.status)

    def also(self, one: _Told) -> bool:
        """Tell whether `one` tells more of this event: of the same day, it shares a figure or says how far it is."""
        if one.day != self.first.day:
            return False
        if _figures(one) & {key for held in (self.first, *self.further) for key in _figures(held)}:
            return True
        alike = one.document.id == self.first.document.id and one.dated == self.first.dated
        return alike and one.statement.status == self.status


def timeline(question: Question, store: Store, today: date) -> Timeline:
    """Return the dated facts of the programme that `question` names, within its filter and as-of day."""
    subject = Subject(question.text)
    told = [one for document in _documents(question, subject, store) for one in _told(subject, document)]
    entries = _entries(sorted(told, key=lambda one: one.rank))
    return Timeline(question.text, question.as_of or today, entries)


def _documents(question: Question, subject: Subject, store: Store) -> list[SourceDocument]:
    found = store.match_documents(tuple(dict.fromkeys(terms(subject.core))), DOCUMENTS, narrowed(question))
    names = store.shown.ids_of([key for key, _ in found])
    keys = store.shown.distinct([key for key, _ in found if key in names])
    documents = (store.document(names[key]) for key in keys)
    return [one for one in documents if one is not None and one.published is not None]


def _told(subject: Subject, document: SourceDocument) -> list[_Told]:
    """Return the statements of one document."""
    day = document.published.date() if document.published else None
    found = []
    for mention in mentions(subject, document):
        # Where a document is of many things, only what names this one or points back to it is surely of it.
        if not (mention.named or mention.devoted or points_back(mention.text)) or orders(mention.text):
            continue
        statement = _owned(
            subject, mention.text, read(mention.text, day, of_system=subject.is_system and mention.named)
        )
        # A budget beside the programme is as often its ministry's.
        budget = statement is not None and statement.status in ("예산안", "예산")
        if statement is not None and (mention.named or not budget or points_back(mention.text)):
            found.append(_Told(document, mention, statement))
    return found


def _owned(subject: Subject, text: str, statement: Statement | None) -> Statement | None:
    """Return a statement without the figures of other programmes; None where nothing is left of it."""
    if statement is None:
        return None
    kept = tuple(point for point in statement.points if _owns(subject, text, point))
    beside = tuple(point for point in statement.beside if _owns(subject, text, point))
    return replace(statement, points=kept, beside=beside) if kept else None


def _owns(subject: Subject, text: str, point: Point) -> bool:
    written = point.start, point.start + len(point.text)
    return point.number is None or subject.owns(text, *written)


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
            if not aside and (joined := next((entry for entry in opened if entry.also(one)), None)):
                joined.further += [one] if len(joined.further) < FURTHER else []
                known |= {point.key: joined for point in points if point.key not in known}
                latest |= {point.role: (one.dated, point) for point in points}
                continue
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
            # Told again on its day, a figure may be said to be more than money put in.
            held = {point.key for point in entry.points}
            entry.points = tuple(dict.fromkeys((*entry.points, *(point for point in points if point.key in held))))
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
        said = [*opened[later].points, *(point for one in opened[later].further for point in one.statement.points)]
        if any(point.replaces(held) for point in said for held in opened[index].points):
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
    told = (first, *entry.further)
    cited = (*told, *sorted(others.values(), key=lambda one: one.rank))[:CITED]
    values = [*stated(entry.points, first.statement.status, 1)]
    for at, one in enumerate(entry.further, start=2):
        values += stated(one.statement.points, one.statement.status, at)
    return Entry(
        date=first.dated,
        dated_by="sentence" if first.statement.when else "document",
        status=entry.status,
        text=" ".join(first.mention.text.split()),
        facts=figures(first.mention.text, first.day),
        citations=tuple(
            cite(one.document, one.mention.start, one.mention.end, marker) for marker, one in enumerate(cited, start=1)
        ),
        values=united(values),
        further=tuple(" ".join(one.mention.text.split()) for one in entry.further),
    )
