"""Extractive answering: exact source sentences chosen as the answer, or a refusal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answering import answerability, context
from assistant.answering.lists import count, listing
from assistant.answering.ranking import Scored, rank
from assistant.answering.sentences import Evidence, collect, passage_terms, weighted
from assistant.answers import (
    Answer,
    Citation,
    ComparedValue,
    Lead,
    Passage,
    Question,
    Refusal,
    RefusalReason,
    Reply,
    Sentence,
)
from assistant.facts.agreement import agree
from assistant.facts.fact import Fact, FactKind
from assistant.grounding import gate
from assistant.grounding.reported import reports
from assistant.questions import demands
from assistant.questions.analysis import STATES, Analysis, AnswerKind, analyse
from assistant.stages import stage

MODEL = "extractive"
MOST_SENTENCES = 3
NEAREST = 3
"""Citations shown with a refusal."""
MARGIN = 0.1
"""Evidence this close to the best is equally good; the newest of it answers."""
STATUS_MARGIN = 0.15
"""The same where a question asks how a matter stands: the newest word on it counts."""
FIGURES: frozenset[AnswerKind] = frozenset({"amount", "count", "percent", "period", "date"})
MEASURES: frozenset[AnswerKind] = frozenset({"amount", "count", "percent"})
STRICT: frozenset[AnswerKind] = frozenset({"amount", "percent"})
"""Kinds of which a question is not answered by a sentence that states none."""
COUNTED = frozenset({"명", "사람", "점", "대", "위", "층", "살", "세", "권", "호", "회", "번", "차례", "건"})
"""Counters that an answer must hold: 곳, 개 and 가지 are also answered by what they count."""
FIXED: frozenset[FactKind] = frozenset({"amount", "percent", "points", "ratio"})
"""Kinds of figure that a question does not give by chance."""
LONG = 45
"""Characters from which a sentence may give a figure of something else than what it is on."""
ANYONE = frozenset({"사람", "인물", "누구"})
"""Words for whoever it is, not for an office."""
CLOSE = 0.6
"""A further sentence this close to the best is shown beside it."""
SAME = 0.8
"""A shorter sentence with the same figure is preferred unless it scores this much below."""
LESS = 0.15
"""How much less of the question its context may hold."""
APART = 1.0
"""A sentence this far below the best is about something else, whatever it states."""
ALIKE = 0.6
"""Sentences that share this much say the same."""
VAGUE = 0.2
"""What a day without its month costs, where a date is asked for."""
MET = 0.25
"""Share of the question's weighted terms that a passage must hold to be about it at all."""
SETTLED = 0.6
"""Share of a pending sentence's context coverage that a later sentence needs to be about the same matter."""


@dataclass(frozen=True, slots=True)
class SideValue:
    """One of the values that a short answer holds side by side, with the sentence that gives it."""

    label: str
    text: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """The words that answer at once, with the sentences they are taken or computed from."""

    text: str
    """On one line."""
    evidence: tuple[Evidence, ...]
    computed: bool = False
    cell: tuple[int, int] | None = None
    """Where in the document the cell of a table stands that it is taken from."""
    values: tuple[SideValue, ...] = ()
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The evidence in order of preference, and whether it answers."""

    scored: tuple[Scored, ...]
    """The likeliest sentences, best first."""
    chosen: tuple[Evidence, ...]
    answerable: float
    """Probability that the documents answer the question, 0 to 1; 0 where a rule says they do not."""
    features: answerability.Features | None = None
    """What the probability was read off."""
    lead: ShortAnswer | None = None
    """Out of sentences that were chosen."""
    nearest: bool = False
    """Whether what was chosen may be no more than the nearest passage."""
    denied: bool = False
    """Whether the first sentence chosen says other than the question presumes."""
    least: float = answerability.THRESHOLD
    """From this probability on the documents are taken to answer."""

    @property
    def ordered(self) -> tuple[Evidence, ...]:
        """The likeliest sentences without their scores."""
        return tuple(item.evidence for item in self.scored)

    @property
    def answers(self) -> bool:
        """Whether the documents are taken to answer the question."""
        return bool(self.chosen) and self.answerable >= self.least


def compose(question: Question, passages: Sequence[Passage], idf: Mapping[str, float], today: date) -> Reply:
    """Answer with one to three source sentences, each cited, or refuse with the nearest ones."""
    as_of = question.as_of or today
    if not passages:
        return refusal(question, "no_documents", (), passages, as_of)
    return respond(question, choose(analyse(question.text), passages, idf), passages, as_of)


def respond(question: Question, choice: Choice, passages: Sequence[Passage], as_of: date) -> Reply:
    """Answer with the sentences of a choice, each put through the gate, or refuse with the nearest."""
    citations = tuple(cite(evidence, marker) for marker, evidence in enumerate(choice.chosen, start=1))
    with stage("gate"):
        sentences = tuple(filter(None, map(_checked, citations, choice.chosen)))
    if not choice.answers or not sentences:
        return refusal(question, "not_found", choice.ordered[:NEAREST], passages, as_of)
    sentences, more = _in_context(sentences, choice.chosen)
    return Answer(
        question=question,
        sentences=sentences,
        citations=(*citations, *more),
        passages=tuple(passages),
        as_of=as_of,
        model=MODEL,
        lead=_marked(choice.lead, choice.chosen) if choice.lead else None,
        nearest=choice.nearest,
    )


def _in_context(
    sentences: Sequence[Sentence], chosen: Sequence[Evidence]
) -> tuple[tuple[Sentence, ...], tuple[Citation, ...]]:
    """Return the sentences with what they lean on, and the further citations that takes."""
    places = {(one.passage.chunk.document_id, one.end): at for at, one in enumerate(chosen, start=1)}
    more: list[Citation] = []
    shown = []
    for sentence in sentences:
        evidence = chosen[sentence.citations[0] - 1]
        markers = []
        for one in context.beside(evidence):
            place = (one.passage.chunk.document_id, one.end)
            if place not in places:
                places[place] = len(chosen) + len(more) + 1
                more.append(cite(one, places[place]))
            markers.append(places[place])
        shown.append(replace(sentence, resolved=context.resolved(evidence), beside=tuple(markers)))
    return tuple(shown), tuple(more)


def _marked(lead: ShortAnswer, chosen: Sequence[Evidence]) -> Lead:
    markers = {one.place: marker for marker, one in enumerate(chosen, start=1)}
    return Lead(
        lead.text,
        tuple(dict.fromkeys(markers[one.place] for one in lead.evidence)),
        lead.computed,
        lead.cell,
        values=tuple(ComparedValue(one.label, flat(one.text), markers[one.evidence.place]) for one in lead.values),
        difference=lead.difference,
    )


def choose(analysis: Analysis, passages: Sequence[Passage], idf: Mapping[str, float]) -> Choice:
    """Order the passages' sentences by how well they answer and pick those that together do."""
    weights = weighted(analysis, idf)
    collected = collect(passages, weights, analysis.words, reports=reports(analysis.text))
    found = tuple(one for one in collected if not one.repeated)
    if not found:
        return Choice((), (), 0.0)
    ordered = rank(found, analysis)
    text = analysis.text
    stating = [answer for kind in analysis.kinds if (answer := _stating(kind, ordered, analysis))]
    best = stating[0] if stating else ordered[0].evidence
    value = next(item.value for item in ordered if item.evidence is best)
    features = answerability.features(best, value, analysis, passages, weights)
    # Another round, article, province or year is another subject, however many words agree.
    other = any(fact.kind == "rank" for fact in best.missing(analysis)) or not best.names(analysis)
    unmet = features.passage < MET
    if unmet or other or (stating and best.elsewhen(analysis)):
        return Choice(ordered, (), 0.0, features)
    strict = bool(STRICT & set(analysis.kinds)) or ("count" in analysis.kinds and analysis.counter in COUNTED)
    if (not stating and strict) or _presumes(ordered, analysis) or _unknown_office(best, analysis):
        return Choice(ordered, (), 0.0, features)
    items = listing(text, analysis, weights, found) if "list" in analysis.kinds else ()
    chosen = items or _complete(list(dict.fromkeys(stating)) or [best], ordered, analysis)
    if not items and demands.unmet(analysis, "\n".join(evidence.text for evidence in chosen)):
        return Choice(ordered, (), 0.0, features)
    probability = answerability.probability(features)
    # A list of exactly as many things as the question counts is hardly another.
    sure = bool(items) and count(text) > 0
    return Choice(ordered, chosen, max(probability, answerability.THRESHOLD) if sure else probability, features)


def joined(whole: Choice, choices: Sequence[Choice], lead: ShortAnswer | None) -> Choice:
    """Return what answers the parts of one question, as sure as the least sure of them.

    Shown are the sentences that the lead is made of, without one the best of each part. It is more than the nearest
    passage where each part's is, or where that of the `whole` question is: as it was asked, the reader knows it better
    than the parts that were made of it.
    """
    first = lead.evidence if lead else [evidence for choice in choices for evidence in choice.chosen[:1]]
    chosen = tuple({one.place: one for one in reversed(first)}.values())[::-1]
    scored = tuple({item.evidence: item for choice in choices for item in choice.scored}.values())
    least = min(choices, key=lambda choice: choice.answerable)
    nearest = whole.nearest and any(choice.nearest for choice in choices)
    return Choice(scored, chosen, least.answerable, least.features, lead, nearest, least=least.least)


def _presumes(ordered: Sequence[Scored], analysis: Analysis) -> bool:
    """Tell whether the question gives a figure that nothing around the likeliest sentences knows."""
    missing = [{fact for fact in item.evidence.missing(analysis) if fact.kind in FIXED} for item in ordered]
    return bool(set.intersection(*missing))


def _unknown_office(best: Evidence, analysis: Analysis) -> bool:
    """Tell whether it is asked who holds an office of which the passage does not speak."""
    office = analysis.head if "person" in analysis.kinds else frozenset()
    return bool(office) and not office & ANYONE and not office <= passage_terms(best.passage)


def _stating(kind: AnswerKind, ordered: Sequence[Scored], analysis: Analysis) -> Evidence | None:
    """Return the best sentence that states a fact of this kind, the newest of equally good ones.

    A question that names a time of its own is not moved to a newer one. What one document says is still to be
    settled, a later one about the same matter may have settled.
    """
    top = ordered[0]
    stating = [s for s in ordered if s.evidence.holds(kind, analysis) and top.value - s.value <= APART]
    if kind in MEASURES:
        stating = [s for s in stating if _on(s.evidence, analysis)]
    if kind == "date":
        stating.sort(key=lambda s: -(s.value if s.evidence.dated else s.value - VAGUE))
    if not stating:
        return None
    if analysis.dated:
        return _briefest(stating[0], stating, analysis)
    plain = told_plainly(stating[0].evidence, [s.evidence for s in stating], analysis)
    if plain is not stating[0].evidence:
        stating = [s for s in stating if not s.evidence.asked]
    best = next(s for s in stating if s.evidence is plain)
    if best.evidence.pending:
        later = [s for s in stating if not s.evidence.pending and _day(s) > _day(best)]
        near = [s for s in later if s.evidence.context >= SETTLED * best.evidence.context]
        return _briefest(near[0] if near else best, stating, analysis)
    close = [s for s in stating if best.value - s.value <= (STATUS_MARGIN if kind == "status" else MARGIN)]
    newest = max(close, key=lambda s: (s.evidence.passage.trust, _day(s)))
    return _briefest(newest, stating, analysis)


def told_plainly(best: Evidence, others: Sequence[Evidence], analysis: Analysis) -> Evidence:
    """Return the best sentence, or, where that only answers a question written before it, another document's.

    A document that repeats the question asked is no better evidence for it; of a list of questions and answers that
    alone tells a matter, the answer stays.
    """
    kinds = FIGURES & set(analysis.kinds)
    if not best.asked or not kinds:
        return best
    apart = (one for one in others if one.passage.chunk.document_id != best.passage.chunk.document_id)
    plain = (one for one in apart if not one.asked and any(one.holds(kind, analysis) for kind in kinds))
    return next((one for one in plain if one.context >= SETTLED * best.context), best)


def _on(evidence: Evidence, analysis: Analysis) -> bool:
    """Tell whether a figure of the sentence is about what is asked: in a long one a word asked for stands near it."""
    brief = evidence.row or evidence.pending or len(evidence.text) <= LONG
    return brief or not analysis.words or evidence.around(analysis) > 0


def _briefest(chosen: Scored, stating: Sequence[Scored], analysis: Analysis) -> Evidence:
    """Return the shortest sentence that states the same figure about as well."""
    told = chosen.evidence
    same = [
        item.evidence
        for item in stating
        if chosen.value - item.value <= SAME
        and item.evidence.context >= told.context - LESS
        and not (item.evidence.row or item.evidence.pending)
        and any(agree(mine.value, other.value) for mine in _asked(told, analysis) for other in item.evidence.figures)
    ]
    return min((told, *same), key=lambda evidence: len(evidence.text))


def _asked(evidence: Evidence, analysis: Analysis) -> tuple[Fact, ...]:
    """Return the figures of a sentence that are of a kind asked for; none where it states several."""
    wanted = [fact for fact in evidence.figures if any(fact.kind in STATES[kind] for kind in analysis.kinds)]
    return tuple(wanted) if len(wanted) == 1 else ()


def _day(item: Scored) -> date:
    return item.evidence.day or date.min


def _complete(chosen: list[Evidence], ordered: Sequence[Scored], analysis: Analysis) -> tuple[Evidence, ...]:
    """Return the chosen sentences and the next best that come close to the best and say something else.

    Where a figure is asked for and found, it is enough: another beside it only confuses.
    """
    figures = set(analysis.kinds) & FIGURES
    most = len(figures) if figures and any(chosen[0].holds(kind, analysis) for kind in figures) else MOST_SENTENCES
    least = ordered[0].value - CLOSE
    for item in ordered:
        if len(chosen) >= most or item.value < least:
            break
        # What one sentence tells as settled, an older one must not tell as open beside it.
        stale = item.evidence.pending and not chosen[0].pending
        if not stale and not any(alike(item.evidence, other) for other in chosen):
            chosen.append(item.evidence)
    return tuple(chosen[:MOST_SENTENCES])


def alike(one: Evidence, other: Evidence) -> bool:
    """Tell whether two sentences share so many words that they say the same."""
    return len(one.terms & other.terms) >= ALIKE * min(len(one.terms), len(other.terms))


def _checked(citation: Citation, evidence: Evidence) -> Sentence | None:
    """Return a quoted sentence as the gate lets it pass: None would mean that it is not in its own passage."""
    chunk = evidence.passage.chunk
    source = gate.Evidence(chunk.document_id, chunk.text, evidence.day, chunk.start)
    text = flat(citation.quote)
    return Sentence(text, "supported", (citation.marker,)) if gate.check(text, [source]).label == "supported" else None


def cite(evidence: Evidence, marker: int) -> Citation:
    """Return the numbered citation of a sentence, its quote exactly the span of the document."""
    passage, chunk = evidence.passage, evidence.passage.chunk
    return Citation(
        marker=marker,
        document_id=chunk.document_id,
        version=chunk.version,
        title=passage.title,
        issuer=passage.issuer,
        published=passage.published,
        uri=passage.uri,
        sha256=passage.sha256,
        page=chunk.page,
        section=chunk.section,
        start=evidence.start,
        end=evidence.end,
        quote=chunk.text[evidence.start - chunk.start : evidence.end - chunk.start],
        declared=passage.declared,
        label=chunk.label,
        ocr=chunk.ocr,
        kind=passage.kind,
        trust=passage.trust,
        withdrawn=passage.withdrawn,
        dated=passage.dated,
    )


def refusal(
    question: Question, reason: RefusalReason, nearest: Sequence[Evidence], passages: Sequence[Passage], as_of: date
) -> Refusal:
    """Return a refusal that cites the nearest evidence."""
    return Refusal(
        question=question,
        reason=reason,
        citations=tuple(cite(evidence, marker) for marker, evidence in enumerate(nearest, start=1)),
        passages=tuple(passages),
        as_of=as_of,
        model=MODEL,
    )


def flat(text: str) -> str:
    """Return text on one line."""
    return " ".join(text.split())
