"""Documents that give another figure than those which bear a claim out, found and shown beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from assistant.answers import (
    Citation,
    Conflict,
    Difference,
    Passage,
    Question,
    Verdict,
    VerdictLabel,
)
from assistant.checking.assessment import Assessment, assess, retrieve, topics_of, with_subject
from assistant.checking.combination import citations
from assistant.facts.extraction import figures
from assistant.grounding.attribute import other_value
from assistant.retrieval.retriever import HybridRetriever

LOOKS = 4
"""Times so many are found where most only repeat a value: copies of one text must not hide another."""
OTHERS = 4
"""Documents that disagree, at most, looked for."""
ASKED = 12
"""Documents asked for it."""
SAME_TIME = 180
"""Days within which documents speak of one round of a matter: another year's has figures of its own."""
_LASTING = re.compile(r"총\s?(?:사업비|예산|투자|\d)|사업비")
_LABEL = re.compile(r"^[가-힣 ]{1,12}:\s(?=.{0,400}[은는]\s)")
"""A label before a whole sentence (답변: 총사업비는 300억원이다), which is no part of what it says."""
FIGURED = frozenset({"amount", "count", "percent", "points", "ratio", "date", "period", "rank"})
"""Kinds of difference that are a matter of two values."""


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a document gives in place of a sentence's own, and where."""

    value: str
    other: str
    """The document's."""
    kind: str
    citation: Citation


def otherwise(
    sentence: Question,
    retriever: HybridRetriever,
    subject: str,
    told: AbstractSet[str],
    day: datetime | None,
    kinds: AbstractSet[str] = frozenset(),
) -> tuple[Told, ...]:
    """Return what other documents give in place of a figure of a sentence that the documents `told` bear out.

    `day` is when those were published. Of `kinds`, where any are given, must the figure be.
    """
    stated = {fact.kind for fact in figures(sentence.text, sentence.as_of)}
    if not stated or (kinds and not stated & kinds):
        return ()
    sentence = replace(sentence, text=_LABEL.sub("", sentence.text, count=1))
    found = retrieve(replace(sentence, text=with_subject(sentence, subject)), retriever)
    others = map(_told, _looked_through(sentence, subject, found, told, retriever, "contradicted", day))
    return tuple(one for one in others if not kinds or one.kind in kinds)


def disputed(
    question: Question,
    verdict: Verdict,
    held: Sequence[Assessment],
    found: Sequence[Passage],
    retriever: HybridRetriever,
    subject: str,
) -> Verdict:
    """Return a verdict on a figure with the documents that say otherwise beside those that bear it out."""
    if not figures(question.text, question.as_of):
        return verdict
    if verdict.label == "contradicted" and not any(map(_valued, verdict.differences)):
        return verdict
    other: VerdictLabel = "contradicted" if verdict.label == "supported" else "supported"
    known = {one.document_id for one in verdict.evidence}
    day = verdict.evidence[0].published if verdict.evidence else None
    against = [
        one
        for one in held
        if one.document.id not in known
        and _of_one_time(question.text, day, one.document.published)
        and _says(question.text, one, other)
    ]
    if len(against) < OTHERS:
        seen = known | {one.document.id for one in held}
        against += _looked_through(question, subject, found, seen, retriever, other, day)
    against.sort(key=lambda one: -one.trust)
    return conflicting(verdict, [_told(one) for one in against[:OTHERS]])


def conflicting(verdict: Verdict, against: Sequence[Told]) -> Verdict:
    """Return a verdict that names what other documents say, the source that the settings trust most first."""
    if not against or not verdict.evidence:
        return verdict
    value = next((one.source for one in verdict.differences if _valued(one)), "") or against[0].value
    claimed = next((one.claim for one in verdict.differences if _valued(one)), "")
    first = len(verdict.evidence) + 1
    more = tuple(replace(one.citation, marker=marker) for marker, one in enumerate(against, start=first))
    sides = [
        (verdict.evidence[0], value),
        *((source, one.other or claimed) for source, one in zip(more, against, strict=True)),
    ]
    return replace(
        verdict, evidence=(*verdict.evidence, *more), conflicts=(conflict(verdict.evidence[0].title, sides),)
    )


def conflict(subject: str, sides: Sequence[tuple[Citation, str]]) -> Conflict:
    """Return the disagreement of citations that each give a value, the one trusted most first."""
    ordered = sorted(sides, key=lambda side: -side[0].trust)
    return Conflict(
        subject=subject,
        citations=tuple(cited.marker for cited, _ in ordered),
        values=tuple(value for _, value in ordered),
        trusted=ordered[0][0].trust > ordered[-1][0].trust,
    )


def _looked_through(
    question: Question,
    subject: str,
    found: Sequence[Passage],
    seen: AbstractSet[str],
    retriever: HybridRetriever,
    label: VerdictLabel,
    day: datetime | None,
) -> list[Assessment]:
    """Return the documents beyond those `seen` that judge a claim so, of the passages `found` for it, best first.

    They are of the time of a document published on `day`, and what contradicts a figure gives another of the same
    thing. What holds a claim's figures cannot well contradict it, nor can what lacks them bear it out. Where most only
    repeat them, more are found.
    """
    about, sought = topics_of(question, retriever, subject), replace(question, text=with_subject(question, subject))
    values = ["".join(fact.text.split()) for fact in figures(question.text, question.as_of)]
    against: list[Assessment] = []
    asked, looks = 0, 0
    while found and looks < LOOKS and asked < ASKED and len(against) < OTHERS:
        here = {passage.chunk.document_id for passage in found}
        repeating = {one.chunk.document_id for one in found if _repeats(one, values)}
        wanted = (here - repeating if label == "contradicted" else repeating) - seen
        near = [
            passage
            for passage in found
            if passage.chunk.document_id in wanted and _of_one_time(question.text, day, passage.published)
        ]
        for held in islice(assess(question, about, near, retriever), ASKED - asked):
            asked += 1
            against += [held] if _says(question.text, held, label) else []
        looks, seen = looks + 1, seen | here
        if 2 * len(repeating) < len(here):
            break
        exclude = (*question.filter.exclude, *sorted(seen))
        found = retrieve(replace(sought, filter=replace(sought.filter, exclude=exclude)), retriever)
    return against[:OTHERS]


def _repeats(passage: Passage, values: Sequence[str]) -> bool:
    """Tell whether a passage holds every figure of a claim as it is written."""
    text = "".join(passage.chunk.text.split())
    return all(value in text for value in values)


def _told(held: Assessment) -> Told:
    against = next(filter(_valued, held.verdict.differences), Difference("", "", ""))
    return Told(against.claim, against.source, against.kind, citations(held)[0])


def _valued(one: Difference) -> bool:
    return one.kind in FIGURED and bool(one.claim and one.source)


def _says(claim: str, held: Assessment, label: VerdictLabel) -> bool:
    """Tell whether a document judges a claim so; a contradiction must give another value of the same thing."""
    if held.verdict.label != label or not held.verdict.spans:
        return False
    return label == "supported" or _gives_another(claim, held)


def _gives_another(claim: str, other: Assessment) -> bool:
    """Tell whether a document gives another value of the very thing that a claim gives a figure for."""
    against = next(filter(_valued, other.verdict.differences), None)
    if against is None:
        return False
    quoted = other.document.text[other.verdict.spans[0].start : other.verdict.spans[0].end]
    return other_value(claim, against.claim, quoted, against.source)


def _of_one_time(claim: str, day: datetime | None, published: datetime | None) -> bool:
    """Tell whether documents of two days speak of the same time, or the claim is of what lasts."""
    apart = abs((published - day).days) if published and day else 0
    return apart <= SAME_TIME or _LASTING.search(claim) is not None
