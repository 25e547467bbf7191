"""Claim checking: a verdict per sentence of a text, against every document of a store.

The gate judges a claim by one document. Here documents are found for it, each is asked, and what they say is put
together: proved by any, else contradicted by one on the same matter, else not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from itertools import chain, islice

from assistant.answering import relevance
from assistant.answering.sentences import PRIOR_DOCUMENTS
from assistant.answers import (
    LONGEST,
    Absence,
    Citation,
    Conflict,
    Difference,
    Filter,
    Passage,
    Question,
    Verdict,
    VerdictLabel,
    bounded,
)
from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import Moment
from assistant.grounding import gate, meaning
from assistant.grounding.attribute import other_value
from assistant.grounding.citations import cite
from assistant.grounding.gate import Entailment, Evidence, GateVerdict, Span
from assistant.grounding.meaning import Read
from assistant.grounding.rules.bearing import Bearing, bearing, within
from assistant.grounding.rules.contraries import contraries
from assistant.grounding.rules.counterparts import borne, counterparts, held_in, misplaced
from assistant.grounding.rules.objections import elsewhen
from assistant.grounding.rules.scope import RETOLD, denied, overtakes, retold
from assistant.grounding.source import prepare
from assistant.korean.pointing import POINTING
from assistant.korean.status import done, planned
from assistant.korean.topics import Topic, topics
from assistant.models.reader import Reader
from assistant.retrieval.retriever import HybridRetriever
from ingest.documents import SourceDocument
from ingest.sentences import marker_end, spans

DOCUMENTS = 8
"""Documents a claim is held against."""
PER_DOCUMENT = 2
"""Passages of each that show where to look in a long one."""
LONG = 60_000
"""A document of more characters is read only around its passages."""
MARGIN = 3_000
"""Characters read before and after a passage of a long document."""
PROVED = 0.45
"""Least share of a claim's terms about a span for it to prove the claim."""
SURE = 0.4
"""Least score at which a document that was only found, not named, proves a claim with a figure."""
LOOSE = 0.5
"""Below this score support is withdrawn where another figure stands with the claim's words."""
WORDED = 0.72
"""Share of a claim's topics that the cited sentences themselves must hold where no figure ties it down."""
DIRECT = 0.85
"""Share of a claim's topics in the cited sentences themselves from which on a less sure figure is taken as its own."""
AHEAD = 0.25
"""How much nearer to a claim a document must be to overrule one that proves it."""
SHOWN = 3
"""Most spans cited for one claim."""
READ = (2,)
"""Passages read of the best document: a second document's did not help."""
WIDE = 40
"""Documents found at once; beyond `DOCUMENTS` they are only looked through for one that disagrees."""
LOOKS = 4
"""Times so many are found where most only repeat a value: copies of one text must not hide another."""
OTHERS = 4
"""Documents that disagree, at most, looked for."""
ASKED = 12
"""Documents asked for it."""
SAME_TIME = 180
"""Days within which documents speak of one round of a matter: another year's has figures of its own."""
_LASTING = re.compile(r"총\s?(?:사업비|예산|투자|\d)|사업비")
FIGURED = frozenset({"amount", "count", "percent", "points", "ratio", "date", "period", "rank"})
"""Kinds of difference that are a matter of two values."""


@dataclass(frozen=True, slots=True)
class ClaimVerdict:
    """One sentence of a text and what the documents say of it."""

    text: str
    start: int
    """Where the claim begins in the text it was given in."""
    end: int
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Told:
    """A value that a document gives in place of a sentence's own, and where."""

    value: str
    other: str
    """The document's."""
    kind: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class _Held:
    """What one document says of a claim."""

    document: SourceDocument
    verdict: GateVerdict
    bearing: Bearing
    forestalls: bool = False
    """Whether it tells as still to come what the claim tells as done, and agrees with it in all else."""
    trust: int = 0
    """How much the settings trust the document."""

    @property
    def published(self) -> datetime:
        """The day of the document, the earliest possible one where unknown."""
        return self.document.published or datetime.min


def split(text: str) -> tuple[tuple[int, int], ...]:
    """Return the (start, end) of every sentence of `text`, outline markers left out, an endless one in pieces."""
    found = ((min(marker_end(text, start), end), end) for start, end in spans(text))
    pieces = (piece for start, end in found for piece in _pieces(text, start, end))
    return tuple((start, end) for start, end in pieces if any(map(str.isalnum, text[start:end])))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, or the parts of one that is too long to be one, cut at spaces where there are any."""
    while end - start > LONGEST:
        cut = text.rfind(" ", start + 1, start + LONGEST + 1)
        cut = start + LONGEST if cut < 0 else cut
        yield start, cut
        start = next((at for at in range(cut, end) if not text[at].isspace()), end)
    yield start, end


def check_text(
    text: str,
    retriever: HybridRetriever,
    scope: Filter | None = None,
    as_of: date | None = None,
    entailment: Entailment | None = None,
    reader: Reader | None = None,
) -> tuple[ClaimVerdict, ...]:
    """Judge every sentence of `text` in turn; a text without a word gives none."""
    return tuple(each(text, retriever, Question("", as_of, scope or Filter()), entailment, reader))


def each(
    text: str,
    retriever: HybridRetriever,
    base: Question,
    entailment: Entailment | None = None,
    reader: Reader | None = None,
) -> Iterator[ClaimVerdict]:
    """Yield the verdict on each sentence of `text`, under the day and the filter of `base`."""
    subject = ""
    for start, end in split(text):
        points = POINTING.match(text, start, end) if subject else None
        # No document writes 이 where it writes the name, so the gate is asked without it.
        question = replace(base, text=text[points.end() if points else start : end])
        verdict = check(question, retriever, entailment, subject if points else "", reader)
        yield ClaimVerdict(text[start:end], start, end, verdict)
        subject = subject if points else question.text


def check(
    question: Question,
    retriever: HybridRetriever,
    entailment: Entailment | None = None,
    subject: str = "",
    reader: Reader | None = None,
) -> Verdict:
    """Judge the text of `question`, taken as one claim, by the documents its filter and its day admit.

    `subject` is an earlier sentence that names what this one only points at, as 이 사업. Without a `reader` words and
    facts alone decide.
    """
    bounded(question.text)
    held, found = _examined(question, retriever, entailment, subject)
    verdict = _together(held)
    if reader is not None and not meaning.settled(verdict):
        verdict = _weighed(question.text, verdict, read(question, _near(found), reader, subject), retriever)
    if verdict.label != "not_found":
        return _disputed(question, verdict, held, found, retriever, subject)
    newest = min(filter(None, (question.as_of, retriever.store.stock().newest)), default=None)
    return replace(verdict, reason=_absence(question, verdict, newest))


def _absence(question: Question, verdict: Verdict, newest: date | None) -> Absence:
    """Return why a claim is not found, `newest` being the last day that the store knows of."""
    days = [fact.value for fact in figures(question.text, question.as_of or newest) if isinstance(fact.value, Moment)]
    if newest and any(day.year and (day.year, day.month or 0, day.day or 0) > newest.timetuple()[:3] for day in days):
        return "beyond"
    return "unstated" if verdict.evidence else "no_matter"


def examined(
    question: Question,
    retriever: HybridRetriever,
    entailment: Entailment | None = None,
    subject: str = "",
) -> tuple[Verdict, tuple[Passage, ...]]:
    """Return the verdict by words and facts alone, and the passages found for the claim."""
    held, found = _examined(question, retriever, entailment, subject)
    return _together(held), _near(found)


def _examined(
    question: Question, retriever: HybridRetriever, entailment: Entailment | None, subject: str
) -> tuple[list[_Held], tuple[Passage, ...]]:
    """Return what the nearest documents say of a claim, and all passages found for it."""
    about = _about(question, retriever, subject)
    found = _sought(replace(question, text=_whole(question, subject)), retriever)
    return list(_holding(question, about, _near(found), retriever, entailment)), found


def _about(question: Question, retriever: HybridRetriever, subject: str) -> Sequence[Topic]:
    return topics(f"{subject}\n{question.text}", partial(retriever.store.lexical.idf, prior=PRIOR_DOCUMENTS))


def _sought(question: Question, retriever: HybridRetriever) -> tuple[Passage, ...]:
    return retriever.retrieve(question, WIDE * PER_DOCUMENT, PER_DOCUMENT, WIDE)


def _near(found: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages of the nearest documents."""
    near = list(dict.fromkeys(passage.chunk.document_id for passage in found))[:DOCUMENTS]
    return tuple(passage for passage in found if passage.chunk.document_id in near)


def _holding(
    question: Question,
    about: Sequence[Topic],
    found: Sequence[Passage],
    retriever: HybridRetriever,
    entailment: Entailment | None = None,
) -> Iterator[_Held]:
    """Yield what each document says of a claim, those left out that are on something else."""
    for document, passages in _documents(found, retriever):
        for evidence in _readings(document, passages):
            if within(about, evidence, document.title) >= PROVED:
                held = _hold(question, about, document, evidence, entailment)
                yield replace(held, trust=retriever.trust.rank(document.kind, document.issuer, document.uri))


def _whole(question: Question, subject: str) -> str:
    return f"{subject} {question.text}".strip()


def _documents(found: Sequence[Passage], retriever: HybridRetriever) -> Iterator[tuple[SourceDocument, list[Passage]]]:
    """Yield the documents that might speak of the claim with their passages nearest to it."""
    passages: dict[str, list[Passage]] = {}
    for passage in found:
        passages.setdefault(passage.chunk.document_id, []).append(passage)
    for identity, near in passages.items():
        document = retriever.store.document(identity)
        if document is not None:
            yield document, near


def read(question: Question, found: Sequence[Passage], reader: Reader, subject: str = "") -> tuple[Read, ...]:
    """Return the sentences that are read of the passages found for a claim, each with its reading."""
    chosen = relevance.chosen(found, READ)
    return tuple(
        Read(
            text=passage.chunk.text[start:end],
            document_id=passage.chunk.document_id,
            start=passage.chunk.start + min(marker_end(passage.chunk.text, start), end),
            end=passage.chunk.start + end,
            reading=reading,
            surroundings=f"{passage.title}\n{passage.issuer}\n{passage.chunk.text}",
            published=passage.published.date() if passage.published else None,
        )
        for passage, start, end, reading in relevance.readings(reader, _whole(question, subject), "claim", chosen)
    )


def _weighed(claim: str, ruled: Verdict, read: Sequence[Read], retriever: HybridRetriever) -> Verdict:
    """Return the verdict by meaning and facts together; where it is that of the rules, with their evidence."""
    if not read:
        return ruled
    judged = meaning.judge(claim, ruled, read)
    if judged.label == ruled.label:
        return ruled
    citations = []
    for marker, one in enumerate(judged.evidence, start=1):
        document = retriever.store.document(one.document_id)
        if document is not None:
            trust = retriever.trust.rank(document.kind, document.issuer, document.uri)
            citations.append(cite(document, one.start, one.end, marker, trust))
    return Verdict(judged.label, judged.score, tuple(citations), judged.differences)


def _readings(document: SourceDocument, passages: Sequence[Passage]) -> Iterator[Evidence]:
    """Yield what is read of a document: all of it, or the surroundings of its passages."""
    published = document.published.date() if document.published else None
    frame = "\n".join(
        (document.title, document.issuer, *(heading for section in document.sections for heading in section.path))
    )
    if len(document.text) <= LONG:
        yield Evidence(document.id, document.text, published, frame=frame)
        return
    for passage in passages:
        start = document.text.rfind("\n", 0, max(0, passage.chunk.start - MARGIN)) + 1
        end = document.text.find("\n", passage.chunk.end + MARGIN)
        yield Evidence(document.id, document.text[start : end if end >= 0 else None], published, start, frame)


def _hold(
    question: Question,
    about: Sequence[Topic],
    document: SourceDocument,
    evidence: Evidence,
    entailment: Entailment | None,
) -> _Held:
    """Ask one document; what it says on another matter is not said of the claim."""
    verdict = gate.check(question.text, [evidence], question.as_of, entailment)
    near = bearing(question.text, about, document, evidence, verdict.spans, verdict.differences)
    if verdict.label == "supported":
        source, asked = prepare(evidence), (question.text, about, question.as_of)
        sure = borne(*asked, source, document.title)
        apart = verdict.score < LOOSE and misplaced(*asked, source, source.cited(verdict.spans))
        verdict = _tried(question, evidence, verdict, near, sure, apart)
        shown = replace(verdict, spans=_ordered(question.text, about, evidence, verdict))
        if verdict.label == "supported" and _only_planned(question.text, evidence, shown):
            return _Held(document, _unsettled(question.text, evidence, shown), near, forestalls=True)
    elif verdict.label == "contradicted" and not denied(question.text, question.as_of, evidence, verdict, near):
        verdict = replace(verdict, label="not_found")
    elif verdict.label == "not_found" and (told := tuple(one for one in verdict.differences if overtakes(one))):
        against = replace(verdict, label="contradicted", differences=told)
        verdict = against if denied(question.text, question.as_of, evidence, against, near) else verdict
    if verdict.label == "not_found" or (verdict.label == "supported" and verdict.score < LOOSE):
        verdict, near = _countered(question, about, document, evidence, verdict, near)
    return _Held(document, replace(verdict, spans=_ordered(question.text, about, evidence, verdict)), near)


def _quoted(evidence: Evidence, span: Span) -> str:
    return evidence.text[span.start - evidence.offset : span.end - evidence.offset]


def _only_planned(claim: str, evidence: Evidence, verdict: GateVerdict) -> bool:
    """Tell whether a claim of something done rests on a sentence that only announces it."""
    return bool(verdict.spans) and done(claim) and planned(_quoted(evidence, verdict.spans[0]))


def _unsettled(claim: str, evidence: Evidence, verdict: GateVerdict) -> GateVerdict:
    against = Difference("status", _closing(claim), _closing(_quoted(evidence, verdict.spans[0])))
    return replace(verdict, label="contradicted", score=verdict.score / 2, differences=(against,))


def _closing(sentence: str) -> str:
    """Return the last two words of a sentence, where Korean tells whether something is done."""
    return " ".join(sentence.split()[-2:]).rstrip(".")


def _countered(
    question: Question,
    about: Sequence[Topic],
    document: SourceDocument,
    evidence: Evidence,
    verdict: GateVerdict,
    near: Bearing,
) -> tuple[GateVerdict, Bearing]:
    """Return the contradiction by what the document says in the claim's place, or what was said before."""
    source = prepare(evidence)
    figured = counterparts(question.text, about, question.as_of, source, document.title)
    for part in chain(figured, contraries(question.text, about, source, document.title)):
        span = Span(evidence.document_id, part.start + evidence.offset, part.end + evidence.offset)
        other = bearing(question.text, about, document, evidence, (span,), (part.difference,))
        against = replace(verdict, label="contradicted", spans=(span,), differences=(part.difference,))
        if denied(question.text, question.as_of, evidence, against, other):
            return against, other
    return verdict, near


def _tried(
    question: Question, evidence: Evidence, verdict: GateVerdict, near: Bearing, sure: bool, apart: bool
) -> GateVerdict:
    """Return the support of one document, or what is left of it after every objection."""
    doubted = replace(verdict, label="not_found", score=min(verdict.score, near.share) / 2)
    unsure = verdict.score < SURE and near.direct < DIRECT and not sure and bool(figures(question.text))
    loose = not _measured(question.text) and near.direct < WORDED
    loose = loose and retold(question.text, evidence, verdict.spans) < RETOLD
    if near.share < PROVED or near.missing or unsure or apart or loose:
        return doubted
    against = tuple(elsewhen(question.text, question.as_of, evidence.published, near.text))
    return replace(doubted, differences=against) if against else verdict


def _measured(claim: str) -> bool:
    """Tell whether a figure other than a date ties a claim down."""
    return any(not isinstance(fact.value, Moment) for fact in figures(claim))


def _ordered(claim: str, about: Sequence[Topic], evidence: Evidence, verdict: GateVerdict) -> tuple[Span, ...]:
    """Return the spans with those first that hold the figures at issue, and the one that holds the other value."""
    source = prepare(evidence)
    at_issue = [one.source for one in verdict.differences if one.source]
    spans = list(verdict.spans)
    quotes = [evidence.text[span.start - evidence.offset : span.end - evidence.offset] for span in spans]
    for other in at_issue:
        holding = [s for s in source.sentences if other in evidence.text[slice(*s)]]
        if holding and not any(other in quote for quote in quotes):
            start, end = max(holding, key=lambda s: held_in(about, evidence.text[slice(*s)]))
            spans.append(Span(evidence.document_id, start + evidence.offset, end + evidence.offset))
    values = [fact.value for fact in figures(claim)]

    def holds(span: Span) -> tuple[int, int]:
        inside = range(span.start - evidence.offset, span.end - evidence.offset)
        stated = [fact.value for fact in source.facts if fact.start in inside]
        disputed = sum(other in evidence.text[inside.start : inside.stop] for other in at_issue)
        return -disputed, -sum(any(agree(value, other) for other in stated) for value in values)

    return tuple(sorted(spans, key=holds))


def _together(held: Sequence[_Held]) -> Verdict:
    """Return the verdict of the document that says most."""
    proving = [one for one in held if one.verdict.label == "supported"]
    denying = [one for one in held if one.verdict.label == "contradicted"]
    overruled = max((one.bearing.share for one in denying), default=0.0) - AHEAD
    proving = [one for one in proving if one.bearing.share > overruled and not _outdated(one, denying)]
    if proving:
        best = max(proving, key=lambda one: (round(one.verdict.score, 2), one.trust, one.published))
        return Verdict("supported", best.verdict.score, _cite(best))
    if denying:
        plans = [one for one in held if one.forestalls]
        outcome = _outcome(plans, denying)
        best = outcome or max(denying, key=_nearness)
        return Verdict(
            "contradicted", best.verdict.score, _cite(best, *plans[: bool(outcome)]), best.verdict.differences
        )
    near = [one for one in held if one.bearing.share >= PROVED]
    if not near:
        return Verdict("not_found", 0.0, ())
    best = max(near, key=_nearness)
    # What a document says on another matter is no counterpart of what the claim says.
    lacking = (replace(one, source="") for one in (*best.verdict.differences, *best.bearing.missing) if one.claim)
    return Verdict("not_found", best.verdict.score, _cite(best)[:1], tuple(dict.fromkeys(lacking)))


def _outcome(plans: Sequence[_Held], denying: Sequence[_Held]) -> _Held | None:
    """Return the document that next told what became of the plan that a claim repeats as done."""
    announced = min((one.published for one in plans), default=datetime.max)
    later = [one for one in denying if one.published > announced]
    return min(later, key=lambda one: (one.published, _nearness(one)), default=None)


def _outdated(one: _Held, denying: Sequence[_Held]) -> bool:
    """Tell whether a newer document tells another status of the matter: the newest word on it counts."""
    return any(
        other.published > one.published
        and other.bearing.share >= one.bearing.share - AHEAD
        and any(map(overtakes, other.verdict.differences))
        for other in denying
    )


def _nearness(one: _Held) -> tuple[int, int, float, float, datetime]:
    """Order documents that do not prove a claim: most figures in common, fewest differences, closest, newest."""
    near = one.bearing
    return near.agreed, -len(one.verdict.differences), round(near.share, 2), round(near.direct, 2), one.published


def _cite(held: _Held, *beside: _Held) -> tuple[Citation, ...]:
    """Return the citations of a document that decides, then the first of each one beside it."""
    shown = [(held, span) for span in held.verdict.spans[: SHOWN - len(beside)]]
    shown += [(one, span) for one in beside for span in one.verdict.spans[:1]]
    numbered = enumerate(shown, start=1)
    return tuple(cite(one.document, span.start, span.end, marker, one.trust) for marker, (one, span) in numbered)


def otherwise(
    sentence: Question, retriever: HybridRetriever, subject: str, told: AbstractSet[str], day: datetime | None
) -> tuple[Told, ...]:
    """Return what other documents give in place of a figure of a sentence that the documents `told` bear out.

    `day` is when those were published.
    """
    if not figures(sentence.text, sentence.as_of):
        return ()
    found = _sought(replace(sentence, text=_whole(sentence, subject)), retriever)
    against = _looked_through(sentence, subject, found, told, retriever, "contradicted")
    against = [one for one in against if _of_one_time(sentence.text, day, one) and _gives_another(sentence.text, one)]
    return tuple(map(_told, against))


def _told(held: _Held) -> Told:
    against = next(filter(_valued, held.verdict.differences), Difference("", "", ""))
    return Told(against.claim, against.source, against.kind, _cite(held)[0])


def _of_one_time(claim: str, day: datetime | None, other: _Held) -> bool:
    """Tell whether a document speaks of the time of one published on `day`, or the claim is of what lasts."""
    published = other.document.published
    apart = abs((published - day).days) if published and day else 0
    return apart <= SAME_TIME or _LASTING.search(claim) is not None


def _gives_another(claim: str, other: _Held) -> bool:
    """Tell whether a document gives another value of the very thing that a claim gives a figure for."""
    against = next(filter(_valued, other.verdict.differences), None)
    if against is None:
        return False
    quoted = other.document.text[other.verdict.spans[0].start : other.verdict.spans[0].end]
    return other_value(claim, against.claim, quoted, against.source)


def _valued(one: Difference) -> bool:
    return one.kind in FIGURED and bool(one.claim and one.source)


def _disputed(
    question: Question,
    verdict: Verdict,
    held: Sequence[_Held],
    found: Sequence[Passage],
    retriever: HybridRetriever,
    subject: str,
) -> Verdict:
    """Return a verdict on a figure with the documents that say otherwise beside those that bear it out."""
    if not figures(question.text, question.as_of):
        return verdict
    other: VerdictLabel = "contradicted" if verdict.label == "supported" else "supported"
    cited = {one.document_id for one in verdict.evidence}
    against = [one for one in held if one.verdict.label == other and one.verdict.spans and one.document.id not in cited]
    if len(against) < OTHERS:
        seen = cited | {one.document.id for one in held}
        against += _looked_through(question, subject, found, seen, retriever, other)
    day = verdict.evidence[0].published if verdict.evidence else None
    against = [one for one in against if _of_one_time(question.text, day, one)]
    if other == "contradicted":
        against = [one for one in against if _gives_another(question.text, one)]
    elif not any(map(_valued, verdict.differences)):
        against = []
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
        *((cited, one.other or claimed) for cited, one in zip(more, against, strict=True)),
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
) -> list[_Held]:
    """Return the documents beyond those `seen` that judge a claim so, of the passages `found` for it, best first.

    What holds a claim's figures cannot well contradict it, nor can what lacks them bear it out. Where most only repeat
    them, more are found.
    """
    about, sought = _about(question, retriever, subject), replace(question, text=_whole(question, subject))
    values = ["".join(fact.text.split()) for fact in figures(question.text, question.as_of)]
    against: list[_Held] = []
    asked, looks = 0, 0
    while found and looks < LOOKS and asked < ASKED and len(against) < OTHERS:
        here = {passage.chunk.document_id for passage in found}
        repeating = {one.chunk.document_id for one in found if _repeats(one, values)}
        wanted = (here - repeating if label == "contradicted" else repeating) - seen
        near = [passage for passage in found if passage.chunk.document_id in wanted]
        for held in islice(_holding(question, about, near, retriever), ASKED - asked):
            asked += 1
            against += [held] if held.verdict.label == label and held.verdict.spans else []
        looks, seen = looks + 1, seen | here
        if 2 * len(repeating) < len(here):
            break
        exclude = (*question.filter.exclude, *sorted(seen))
        found = _sought(replace(sought, filter=replace(sought.filter, exclude=exclude)), retriever)
    return against[:OTHERS]


def _repeats(passage: Passage, values: Sequence[str]) -> bool:
    """Tell whether a passage holds every figure of a claim as it is written."""
    text = "".join(passage.chunk.text.split())
    return all(value in text for value in values)
