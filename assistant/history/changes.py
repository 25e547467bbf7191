"""Superseded values and conflicts between documents for the facts of an answer.

A change wrongly told misleads more than one left out, so only a lasting fact counts (what a programme costs in all, its
budget of a named year, whether it is still under review), and only where both documents speak of what the question
names, in the same role, of the same year, period, region and number of projects.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from assistant.answering.sentences import Evidence, collect
from assistant.answers import Passage
from assistant.facts.extraction import figures
from assistant.facts.fact import Moment
from assistant.grounding.orders import orders
from assistant.history.milestones import Point, read
from assistant.korean.programmes import Mention, Subject, mentions_within
from assistant.questions.analysis import Analysis
from ingest.regions import regions

Kind = Literal["superseded", "conflict"]

SAME_TIME = 7
"""Days within which documents speak of the same state of a matter: a release and what is written of it in that week."""
NAME = 5
"""Letters that a name must have to be told from a phrase."""
MOST = 3
"""Changes reported of one answer."""

_ROLES = {"total": "총사업비", "review": "적정성 검토"}
# Words of procedure and of every programme are no name, nor is a body's name that of one programme.
_COMMON = re.compile(
    r"^(?:총?사업비?|예산안?|본예산|추가경정|규모|금액|지원|과제|선정|신규|추진|계획|중소기업|연구개발|기술개발|예비타당성|적정성"
    r"|타당성|조사|검토|결과|평가|국가|국회|정부|확정|편성|반영)+$"
)
_BODY = re.compile(r"(?:부|처|청|위원회|협의회|공사|공단|재단|진흥원|연구원|회의|특별시|광역시|도)$")
_VERB = re.compile(r"(?:다|다고|하는|되는|했던|하고|하며)$")


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that an older document gives another value, or that documents of the same time give two."""

    kind: Kind
    subject: str
    """What the fact is about: the programme as the newer document names it, and the role."""
    value: str
    """The value that `evidence` gives, as its document writes it."""
    evidence: Evidence
    """The older sentence; of a conflict, the one that is not the answer's."""
    against: Evidence
    """The newer sentence; of a conflict, the answer's."""
    now: str = ""
    """The value that `against` gives."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A lasting fact as one sentence of a passage gives it."""

    point: Point
    passage: Passage
    mention: Mention

    @property
    def day(self) -> date:
        return self.passage.published.date() if self.passage.published else date.min

    @property
    def key(self) -> tuple[str, int]:
        return self.passage.chunk.document_id, self.mention.start


def changes(
    chosen: Sequence[Evidence], passages: Sequence[Passage], analysis: Analysis, weights: Mapping[str, float]
) -> tuple[Change, ...]:
    """Return what the passages tell otherwise than the chosen sentences, the newest first; at most `MOST`.

    `weights` are those of the question's terms, as `evidence.collect` takes them.
    """
    if not set(analysis.kinds) <= {"amount"}:
        return ()
    found: dict[tuple[str, str, str], Change] = {}
    for evidence in chosen:
        for subject in _subjects(evidence, analysis):
            ours = [one for one in _said(subject, evidence.passage, analysis) if one.mention.start == evidence.start]
            others = [
                one
                for passage in passages
                if passage.chunk.document_id != evidence.passage.chunk.document_id
                for one in _said(subject, passage, analysis)
            ]
            for mine in ours:
                for other in sorted(others, key=lambda one: (one.day, one.mention.named), reverse=True):
                    change = _change(subject, mine, other, evidence, weights)
                    if change is not None:
                        found.setdefault((change.kind, other.point.role, other.point.value), change)
    return tuple(found.values())[:MOST]


def _subjects(evidence: Evidence, analysis: Analysis) -> Iterator[Subject]:
    """Yield what the question names, as the evidence's sentence, or else what stands around it, writes it."""
    chunk = evidence.passage.chunk
    around = (evidence.text, *reversed(chunk.section), evidence.passage.title, chunk.text)
    asked = frozenset(analysis.terms)
    for text in around:
        names = sorted(_names(text, asked), key=len, reverse=True)
        if names:
            yield Subject(names[0])
            return


def _names(text: str, asked: AbstractSet[str]) -> Iterator[str]:
    """Yield the longest runs of `text`, spaces left out, whose letter pairs are in the question.

    A pair that is not may stand between two that are: there the question has a space.
    """
    letters = "".join(one for one in unicodedata.normalize("NFKC", text) if "가" <= one <= "힣")
    known = [pair in asked for pair in map("".join, pairwise(letters))]
    start = 0
    for index in range(len(known) + 1):
        inside = index < len(known) and known[index]
        bridge = 0 < index < len(known) - 1 and known[index - 1] and known[index + 1]
        if inside or bridge:
            continue
        run = letters[start : index + 1]
        start = index + 1
        if len(run) >= NAME and not any(pattern.search(run) for pattern in (_COMMON, _BODY, _VERB)):
            yield run


def _said(subject: Subject, passage: Passage, analysis: Analysis) -> Iterator[_Said]:
    """Yield the lasting facts that a passage gives of `subject` and the question asks for."""
    day = passage.published.date() if passage.published else None
    asked = {fact.value.year for fact in analysis.pinned if isinstance(fact.value, Moment) and fact.value.year}
    for mention in mentions_within(subject, passage.chunk, passage.title):
        aside = (mention.note and not mention.named) or not subject.alone(mention.text) or orders(mention.text)
        statement = None if aside else read(mention.text, day)
        lasting = [point for point in statement.points if point.lasting] if statement else []
        # Two values of one role in one sentence: which of them holds is for the reader to see.
        sole = [point for point in lasting if sum(other.role == point.role for other in lasting) == 1]
        for point in sole:
            year = point.role.partition(":")[2]
            if not asked or year in map(str, asked):
                yield _Said(point, passage, mention)


def _change(
    subject: Subject, mine: _Said, other: _Said, evidence: Evidence, weights: Mapping[str, float]
) -> Change | None:
    """Return how two sentences differ on one fact; None where they do not or speak of different things."""
    if date.min in (mine.day, other.day) or not _differ(mine.point, other.point) or not _alike(mine, other):
        return None
    apart = abs((mine.day - other.day).days)
    older, newer = sorted((mine, other), key=lambda one: one.day)
    pending = "pending" in (mine.point.value, other.point.value)
    # What was open can be settled; a later document that tells of it as open looks back.
    if pending and (not apart or newer.point.value == "pending"):
        return None
    found = next((one for one in collect([other.passage], weights) if one.start == other.mention.start), None)
    if found is None:
        return None
    if apart <= SAME_TIME and not pending:
        return Change("conflict", _subject(subject, mine, other), other.point.text, found, evidence)
    told, by = (found, evidence) if older is other else (evidence, found)
    return Change("superseded", _subject(subject, newer, older), older.point.text, told, by, newer.point.text)


def _differ(mine: Point, other: Point) -> bool:
    """Tell whether two lasting facts exclude each other: two values of a role, or a value and what was open."""
    if mine.replaces(other):
        return mine.text != "" and other.text != ""
    roles = {mine.role, other.role}
    return roles == {"review", "total"} and "pending" in (mine.value, other.value)


def _alike(mine: _Said, other: _Said) -> bool:
    """Tell whether two sentences speak of the same year, period, region and number of projects where both name one."""
    first, second = (one.mention.text for one in (mine, other))
    if set(regions(first)) != set(regions(second)):
        return False
    return all(not a or not b or a == b for a, b in zip(_scope(mine), _scope(other), strict=True))


def _scope(said: _Said) -> tuple[frozenset[str], ...]:
    """Return the periods, counts and years without a month that a sentence names."""
    stated = figures(said.mention.text, said.day)
    years = (f for f in stated if isinstance(f.value, Moment) and f.value.year and not f.value.month)
    return (
        frozenset(f.normal.replace("간", "") for f in stated if f.kind == "period"),
        frozenset(f.normal for f in stated if f.kind == "count" and said.point.role != "review"),
        frozenset(str(f.value.year) for f in years if isinstance(f.value, Moment)),
    )


def _subject(subject: Subject, newer: _Said, older: _Said) -> str:
    """Return the programme, as the newer document writes it, with what of it is told."""
    role, _, year = newer.point.role.partition(":")
    written = subject.written(newer.mention.text) or subject.written(newer.passage.title) or subject.name
    of_cost = role == "review" and "사업비" in older.mention.text
    return f"{written} {_ROLES['total' if of_cost else role] if role in _ROLES else f'{year}년 예산'}"
