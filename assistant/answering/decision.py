"""Which of the sentences read answer a question, how sure that is, and which words of them answer at once.

Sentences are ordered by a linear score over the reader's relevance and lexical and exact features; a logistic curve
over the best one's tells whether it is more than the nearest passage. Weights are fitted by `evals.training.decision`
on questions whose documents the reader was not trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from math import exp

import numpy as np
from numpy.typing import NDArray

from assistant.answering import asked_cell, extractive, leads, ranking, topicality
from assistant.answering.extractive import SETTLED, STRICT, Choice, ShortAnswer, alike, flat
from assistant.answering.lists import listing
from assistant.answering.relevance import FURTHER, chosen, plan, read
from assistant.answering.sentences import FIGURED, Evidence, collect, timely, weighted
from assistant.answers import Passage
from assistant.facts import yearly
from assistant.facts.agreement import agree
from assistant.facts.fact import Quantity
from assistant.grounding.reported import reports
from assistant.korean.names import PARTICLE
from assistant.korean.status import disowned
from assistant.models.reader import Reader, Reading
from assistant.questions import demands
from assistant.questions.analysis import STATES, Analysis
from ingest.cells import cells
from ingest.sentences import CELL

MOST = 3
"""Sentences of one answer."""
CLOSE = 2.5
"""A further sentence this close to the best is shown beside it."""
APART = 3.0
"""A sentence this far below the best is about something else, whatever it states."""
NEWER = 0.2
"""A newer document's sentence this close to the best is preferred, where the question names no time."""
SURE_SPAN = 0.45
"""Least probability of a short answer that is no figure and is shown as the lead: of 92 kept-out ones from .15 on .57
were right, of the 35 from .45 on .77.
"""
CLEAR = 1.0
"""Least distance of a sentence from the next that gives another figure, for its own to lead: of 76 kept-out leads .76
were right, of 95 without it .69.
"""
LONGEST_LEAD = 60
"""Characters of the longest lead; what is longer is the sentence itself."""
ANSWERED, SURE = 0.35, 0.5
"""From the first probability on the documents are taken to answer; below the second what is shown may be no more than
the nearest passage, has no lead, and further passages are read first."""
AGREED, WORDS = 0.2, 0.85
"""From the first probability on they are taken to answer, surely, where words and facts alone give at least the second
(`extractive.choose`)."""
SAID = 0.8
"""Where the retrieval score of its passage is less than this, another passage is nearer to the question and it may be
about something else: nearest, without a lead. Of 103 kept-out leads five were so, three to questions left open."""
DENIED = 0.4
"""From this probability on, that its best sentence contradicts a question, the question is taken to presume falsely."""

Floats = NDArray[np.float64]


LEXICAL = tuple(field.name for field in fields(ranking.Features))
FEATURES = (*LEXICAL, "relevance", "sure", "foreign")
"""What speaks for a sentence: the features of `ranking`, the reader's log-odds, the probability of its short answer,
and 1 where its document never says a name of the question that another one says."""
WEIGHTS = {
    "context": 2.21,
    "passage": 2.15,
    "own": 0.31,
    "framed": 0.98,
    "window": 1.52,
    "residual": 0.48,
    "plain": -0.21,
    "head": 0.33,
    "sentence": 0.03,
    "row": 0.00,
    "recent": -0.61,
    "kind": 0.79,
    "pinned": 0.86,
    "elsewhen": -0.50,
    "around": 0.43,
    "relevance": 0.75,
    "sure": 1.19,
    "foreign": -0.65,
}


CERTAINTY, BIAS = 0.45, -0.15
"""How the relevance of the first sentence shown tells that the documents answer, by a logistic curve."""


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """A sentence that was read, with its score."""

    value: float
    evidence: Evidence
    reading: Reading
    features: Floats
    """In the order of `FEATURES`."""


def choose(
    analysis: Analysis,
    passages: Sequence[Passage],
    idf: Mapping[str, float],
    reader: Reader,
    asked: str,
    nearness: float | None = None,
) -> Choice:
    """Read the passages and choose the sentences that answer; `asked` is the question as the reader takes it.

    The relevance of the first sentence tells whether they answer; where words and facts agree, less of it is enough.
    Nothing is answered by passages that are about another matter; `nearness` is that of `topicality.Features`.
    """
    weights = weighted(analysis, idf)
    passages = timely(passages, analysis)
    choice = likeliest(analysis, passages, weights, reader, asked)
    if not choice.chosen:
        return choice
    about = topicality.probability(topicality.features(choice.answerable, choice.chosen[0], weights, nearness))
    if about < topicality.ABOUT:
        return replace(choice, answerable=0.0, nearest=True, lead=None, denied=False)
    agreed = choice.answerable < SURE and extractive.choose(analysis, passages, idf).answerable >= WORDS
    nearest = choice.nearest or about < topicality.SURELY or choice.answerable < (AGREED if agreed else SURE)
    lead = None if nearest else choice.lead
    return replace(choice, nearest=nearest, lead=lead, least=AGREED if agreed else ANSWERED)


def likeliest(
    analysis: Analysis, passages: Sequence[Passage], weights: Mapping[str, float], reader: Reader, asked: str
) -> Choice:
    """Read passages of the time asked about and choose what comes nearest to an answer, whether or not it is one.

    Where the first is not sure, or a figure is asked for and the nearest passages state none of its kind, more are
    read. A list that the best sentence belongs to is shown whole.
    """
    found = collect(passages, weights, analysis.words, reports=reports(analysis.text))
    readings: Mapping[Evidence, Reading] = {}
    choice = Choice((), (), 0.0)
    before: list[Passage] = []
    for most in (*plan(passages, analysis.names), FURTHER):
        if most is FURTHER and not _wanting(choice, analysis):
            break
        near = [passage for passage in chosen(passages, most) if passage not in before]
        if not near:
            continue
        before += near
        readings = read(reader, asked, near, found, readings)
        choice = _settled(scores(found, readings, analysis), found, analysis, weights)
        if choice.answerable >= SURE:
            break
    return choice


def _wanting(choice: Choice, analysis: Analysis) -> bool:
    """Tell whether a figure is asked for and the best sentence states none of its kind."""
    kinds = FIGURED & set(analysis.kinds)
    return bool(kinds) and not any(one.holds(kind, analysis) for one in choice.chosen[:1] for kind in kinds)


def _settled(
    scored: Sequence[Scored], found: Sequence[Evidence], analysis: Analysis, weights: Mapping[str, float]
) -> Choice:
    """Return the sentences chosen and how likely they answer.

    What is asked for exactly is not answered without: another round, article, province or year, or a form that is
    missing (a telephone number, a name). A figure that a sentence calls another thing's is none that was asked for.
    What a document only repeats of a report is no answer; where it fits best, what the document says itself may answer
    something else.
    """
    ordered = tuple(ranking.Scored(one.value, one.evidence) for one in scored if not one.evidence.repeated)
    scored = tuple(one for one in scored if not one.evidence.elsewhere(analysis))
    reported = scored[:1] and scored[0].evidence.repeated
    scored = tuple(one for one in scored if not one.evidence.repeated)
    if FIGURED & set(analysis.kinds):
        scored = tuple(one for one in scored if not (disowned(one.evidence.text) or _labels(one.evidence)))
    if not scored:
        return Choice(ordered, (), 0.0)
    best = _chosen(scored, analysis)
    items: tuple[Evidence, ...] = ()
    if "list" in analysis.kinds:
        items = listing(analysis.text, analysis, weights, [one for one in found if not one.repeated])
    listed = items if best[0].evidence.passage in [one.passage for one in items] else ()
    evidence = listed or tuple(one.evidence for one in best)
    told = "\n".join(one.text for one in evidence)
    if not listed and (demands.unmet(analysis, told) or _other(best[0], analysis)):
        return Choice(ordered, (), 0.0)
    return Choice(
        scored=ordered,
        chosen=evidence,
        answerable=probability(best[0].reading.relevance),
        lead=None if listed else _short(best[0], scored, analysis),
        nearest=bool(reported) or _unsure(best[0], analysis),
        denied=best[0].reading.contradicted >= DENIED,
    )


def _labels(evidence: Evidence) -> bool:
    """Tell whether a row of a table holds no figure, as that of its labels: 계약기간 | 금액 | 비고."""
    return evidence.row and not evidence.pending and not any(map(str.isdigit, evidence.text))


def _unsure(best: Scored, analysis: Analysis) -> bool:
    """Tell whether the best sentence may be about something else than what is asked."""
    evidence = best.evidence
    unnamed = "person" in analysis.kinds and evidence.row and not evidence.holds("person", analysis)
    return bool(best.features[FEATURES.index("passage")] < SAID) or evidence.of_another_year(analysis) or unnamed


def scores(found: Sequence[Evidence], readings: Mapping[Evidence, Reading], analysis: Analysis) -> tuple[Scored, ...]:
    """Return the sentences that were read, best first."""
    kept = [(row, evidence) for row, evidence in enumerate(found) if evidence in readings]
    if not kept:
        return ()
    sentences = [evidence for _, evidence in kept]
    rough = ranking.lexical(found, analysis)[[row for row, _ in kept]]
    read_off = [(readings[evidence].relevance, readings[evidence].sure) for evidence in sentences]
    foreign = ranking.foreign(sentences, analysis.names)
    table = np.column_stack([ranking.complete(rough, sentences, analysis), np.array(read_off), foreign])
    values = table @ np.array([WEIGHTS[name] for name in FEATURES])
    order = np.argsort(-values, kind="stable")
    return tuple(Scored(float(values[i]), sentences[i], readings[sentences[i]], table[i]) for i in order)


def probability(relevance: float) -> float:
    """Return the probability that the documents answer, 0 to 1, by the relevance of the first sentence shown."""
    return 1 / (1 + exp(-(BIAS + CERTAINTY * relevance)))


def _chosen(scored: Sequence[Scored], analysis: Analysis) -> list[Scored]:
    """Return the sentences shown: the one that answers, and others close to the best of all.

    Beside what is settled nothing tells it as open, and beside an amount stands no sentence without one. The row whose
    cell is asked for stands alone.
    """
    best = _named(_timed(_first(scored, analysis), scored, analysis), scored, analysis)
    stated = _states(best, analysis)
    chosen = [best]
    if stated and _cell(best, analysis):
        return chosen
    for one in scored:
        if len(chosen) == MOST or scored[0].value - one.value > CLOSE:
            break
        stale = one.evidence.pending and not best.evidence.pending
        if stale or (stated and not _states(one, analysis)) or _other_row(one, best, analysis):
            continue
        if not any(alike(one.evidence, other.evidence) for other in chosen):
            chosen.append(one)
    return chosen


def _other_row(one: Scored, best: Scored, analysis: Analysis) -> bool:
    """Tell whether a sentence is the row of something else in the table of the best row, which the question names."""
    row, other = best.evidence, one.evidence
    same_table = row.row and other.row and row.passage.chunk.document_id == other.passage.chunk.document_id
    if not (same_table and asked_cell.alike(row.text, other.text)):
        return False
    return asked_cell.naming(analysis, other.text) < asked_cell.naming(analysis, row.text)


def _first(scored: Sequence[Scored], analysis: Analysis) -> Scored:
    """Return the sentence that answers.

    A question for an amount, a share or until when is answered by a sentence that states one, not by a bound (500억원
    이상), and what one document tells as open by a later one that tells it as settled. Of equals the newest answers.
    """
    near = [one for one in scored if scored[0].value - one.value <= APART]
    stating = [one for one in near if _states(one, analysis)] or near
    plain = extractive.told_plainly(stating[0].evidence, [one.evidence for one in stating], analysis)
    best = next(one for one in stating if one.evidence is plain)
    if analysis.dated:
        return best
    if best.evidence.pending:
        later = [one for one in stating if not one.evidence.pending and _day(one) > _day(best)]
        best = next((one for one in later if one.evidence.context >= SETTLED * best.evidence.context), best)
    same = [one for one in stating if 0 <= best.value - one.value <= NEWER]
    return max([best, *same], key=lambda one: (one.evidence.passage.trust, _day(one), one.value))


def _timed(best: Scored, scored: Sequence[Scored], analysis: Analysis) -> Scored:
    """Return what gives a figure to the very year asked for, where the best sentence is of another one or of several.

    What there is by 2023 (2023년까지 11,030대) is not what 2023 brings, nor is what 2022 to 2024 bring that of 2022.
    """
    evidence = best.evidence
    if evidence.row:
        return best
    if found := _of_the_year(best, scored, analysis):
        return found
    if not (evidence.of_another_year(analysis) or asked_cell.up_to(analysis, evidence.text)):
        return best
    near = [one for one in scored if best.value - one.value <= APART and one.evidence.row]
    least = asked_cell.naming(analysis, best.evidence.text)
    told = [
        one
        for one in near
        if asked_cell.exact(analysis, one.evidence.text) and asked_cell.naming(analysis, one.evidence.text) >= least
    ]
    return told[0] if told else best


def _of_the_year(best: Scored, scored: Sequence[Scored], analysis: Analysis) -> Scored | None:
    """Return a near sentence that gives a figure to the one year asked for; None where the best is not of several."""
    year = analysis.year
    if year is None or not yearly.spans(best.evidence.text, best.evidence.all_figures, year):
        return None
    near = (one for one in scored if best.value - one.value <= CLOSE)
    return next((one for one in near if yearly.given_to(one.evidence.text, one.evidence.all_figures, year)), None)


def _named(best: Scored, scored: Sequence[Scored], analysis: Analysis) -> Scored:
    """Return the row that the question names, where the best sentence is a row of the same table that it names less."""
    if not best.evidence.row:
        return best
    document = best.evidence.passage.chunk.document_id
    rows = [
        one
        for one in scored
        if one.evidence.passage.chunk.document_id == document
        and best.value - one.value <= APART
        and asked_cell.alike(best.evidence.text, one.evidence.text)
    ]
    return max([best, *rows], key=lambda one: asked_cell.naming(analysis, one.evidence.text))


def _states(one: Scored, analysis: Analysis) -> bool:
    """Tell whether a sentence states the amount, the share or the end of a time asked for; False where none is."""
    if (end := leads.side(analysis)) and leads.ends_in(one.evidence.text, one.evidence.all_figures, end):
        return True
    return any(one.evidence.holds(kind, analysis) for kind in STRICT & set(analysis.kinds))


def _day(one: Scored) -> date:
    return one.evidence.day or date.min


def _short(best: Scored, scored: Sequence[Scored], analysis: Analysis) -> ShortAnswer | None:
    """Return the cell asked for or the likeliest short answer; None where the question says it itself."""
    lead = _cell(best, analysis) or _lead(best, scored, analysis)
    return None if lead is None or leads.repeats(lead.text, analysis) else lead


def _cell(best: Scored, analysis: Analysis) -> ShortAnswer | None:
    """Return the cell that is asked for where the best sentence is a row of a table, with the unit of its column."""
    evidence = best.evidence
    cell = asked_cell.asked(analysis, evidence.text, best.reading.answer) if evidence.row else None
    if cell is None or len(cell.value) > LONGEST_LEAD or not any(map(str.isalnum, cell.value)):
        return None
    place = evidence.start + cell.value_start, evidence.start + cell.end
    return ShortAnswer(asked_cell.value(evidence.text, cell), (evidence,), cell=place)


def _other(best: Scored, analysis: Analysis) -> bool:
    """Tell whether the asked-for cell of a row is of another kind than asked for: a share where an amount is.

    A number without a unit may be of any kind, only a year (2026) is never an amount.
    """
    wanted = STRICT & set(analysis.kinds)
    cell = asked_cell.asked(analysis, best.evidence.text, best.reading.answer) if best.evidence.row and wanted else None
    if cell is None:
        return False
    if leads.year_alone(asked_cell.value(best.evidence.text, cell)):
        return True
    held = [fact for fact in best.evidence.all_figures if cell.value_start <= fact.start < cell.end]
    measured = [fact for fact in held if not isinstance(fact.value, Quantity) or fact.value.unit]
    return bool(measured) and not any(fact.kind in STATES[kind] for fact in measured for kind in wanted)


def _lead(best: Scored, scored: Sequence[Scored], analysis: Analysis) -> ShortAnswer | None:
    """Return the likeliest short answer where it is sure enough: with the whole of the figures that it touches.

    Of a row in which no column is the asked-for one, no figure is the answer, nor is one of another kind: a share where
    a number is asked for.
    """
    text = best.evidence.text
    if best.evidence.row and any(cell.label for cell in cells(text)):
        return None
    if FIGURED & set(analysis.kinds):
        return _figure(best, scored, analysis)
    start, end = best.reading.answer
    inside = [fact for fact in best.evidence.all_figures if fact.start < end and fact.end > start]
    if inside:
        start, last = min(start, inside[0].start), inside[-1].end
        end = last if end <= last or PARTICLE.fullmatch(text[last:end]) else end
    start += len(text[start:end]) - len(text[start:end].lstrip(" ([·,"))
    told = text[start:end]
    if best.reading.sure < SURE_SPAN or not any(map(str.isalnum, told)) or CELL in told:
        return None
    if len(told) > min(LONGEST_LEAD, 0.8 * len(text)):
        return None
    return ShortAnswer(flat(told), (best.evidence,))


def _figure(best: Scored, scored: Sequence[Scored], analysis: Analysis) -> ShortAnswer | None:
    """Return the figure that is asked for where it is sure enough; a number without a unit may be of any kind.

    A sentence nearly as good that gives another figure leaves open which of the two is the answer.
    """
    evidence = best.evidence
    told = leads.told(evidence.text, evidence.stated(analysis), analysis, best.reading)
    if told is None or told.sure < leads.SURE:
        return None
    one = told.candidate
    if (one.features.unit or leads.year_alone(evidence.text[one.start : one.end])) and not one.asked:
        return None
    near = [other for other in scored if other is not best and best.value - other.value < CLEAR]
    if any(not _agrees(one, other.evidence) for other in near):
        return None
    return ShortAnswer(flat(evidence.text[one.start : one.end]), (evidence,))


def _agrees(one: leads.Candidate, evidence: Evidence) -> bool:
    """Tell whether a sentence gives the candidate's value, both ends of a range, or none of its kind."""
    comparable = [fact for fact in evidence.all_figures if fact.kind == one.facts[0].kind]
    own = [fact for fact in one.facts if fact.kind == one.facts[0].kind]
    return not comparable or all(any(agree(fact.value, other.value) for other in comparable) for fact in own)
