"""Which figure of a sentence answers a question: of `의원 7개소, 한의원 3개소` the one that counts what is asked for.

Every figure or date of the sentence is a candidate, two dates of a range (2월 17일부터 3월 4일까지) are one. The reader
says where the answer begins and ends; code says which figure is of the kind and unit asked for, which stands beside the
words asked about, and which the question gives itself. Weights are fitted by `evals.training.leads`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from math import exp, log

from assistant.answering.sentences import FIGURED
from assistant.facts.agreement import agree
from assistant.facts.extraction import figures
from assistant.facts.fact import DASH, Fact, Moment, Quantity
from assistant.facts.yearly import given_to, year_of
from assistant.korean.names import PARTICLE, bare
from assistant.models.reader import Reading
from assistant.questions.analysis import STATES, Analysis
from ingest.lexical import terms

BEFORE, AFTER = 30, 12
"""Most characters before and after a figure in which what it measures is named."""
LEAST = 1e-6

_DAY = r"\s{0,3}(?:\([월화수목금토일](?:요일)?\)|[월화수목금토일]요일)?"
_RANGE = re.compile(rf"{_DAY}\s{{0,3}}(?:부터|에서|{DASH})\s{{0,3}}")
_HOUR = re.compile(rf"{_DAY}[\s,]{{0,3}}")
_ENDS = re.compile(rf"{_DAY}(?:까지|부터)")
_LAST = re.compile(r"([가-힣A-Za-z]{1,20})[\s(약총모두:]{0,6}$")
_SIDES = ("부터", "까지")
_WHOLE = re.compile(r"(?<![가-힣])총|전체|합계")
_AMONG = re.compile(r"[^,;.\d]{0,30}(?:중|가운데)(?:에서|에|서)?\s[^\d]{0,10}$")
_YEAR = re.compile(r"['’‘`]?(?:19|20)\d\d\.?")
_BOUND = re.compile(r"\s{0,3}(?:이상|이하|미만|초과|이내)")
_BEFORE_BRACKET = re.compile(r"[(（\[:]")
_CLAUSE = re.compile(r"[,;·ㆍ△▲/|]|[고며서]\s")


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a candidate."""

    span: float
    """Log of the reader's probability that the answer begins with it and ends with it."""
    begins: float
    """Log of the probability that the answer begins with it."""
    counter: float
    """1 where it has the unit asked for: 몇 곳."""
    before: float
    """Share of the question's words that stand right before it, since the figure of a kind asked for before it;
    `after`: right after it.
    """
    after: float
    named: float
    """1 where the word right before it, without its particle, is a word of the question; .5 where it ends in one."""
    labelled: float
    """1 where it stands in the one item of a list whose label the question says: the sum for 대상 in
    `대상(상금 200만원), 우수상(상금 30만원)`.
    """
    known: float
    """1 where the question gives it itself."""
    bound: float
    """1 where it is a bound: 500억원 이상."""
    ranged: float
    """1 where it is a range."""
    unit: float
    """1 where it has a unit or is a date."""
    open: float
    """1 where it is a year alone."""


NAMES = tuple(field.name for field in fields(Features))
WEIGHTS: dict[str, float] = {
    "span": 0.60,
    "begins": -0.42,
    "counter": 0.28,
    "before": 0.23,
    "after": 0.39,
    "named": 0.39,
    "labelled": 0.85,
    "known": -0.15,
    "bound": -0.02,
    "ranged": 0.08,
    "unit": 0.20,
    "open": 0.29,
}
SURE = 0.65
"""From this probability on the figure is shown as the answer: there .78 of its letters are the written ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure or a range of them."""

    start: int
    end: int
    """Span in the sentence, with the particle that closes a range: 3월 4일까지."""
    facts: tuple[Fact, ...]
    asked: bool
    """Whether it is of a kind asked for."""
    features: Features


@dataclass(frozen=True, slots=True)
class Told:
    """The likeliest candidate with its probability among all."""

    candidate: Candidate
    sure: float


def year_alone(text: str) -> bool:
    """Tell whether a figure is a year without its unit: 2026."""
    return _YEAR.fullmatch(text.strip()) is not None


def side(analysis: Analysis) -> str:
    """Return the one end of a time that is asked for: 까지, of 언제까지; empty where both are or none is."""
    asked = [one for one in _SIDES if f"언제{one}" in analysis.text]
    return asked[0] if len(asked) == 1 else ""


def ends_in(text: str, facts: Sequence[Fact], particle: str) -> bool:
    """Tell whether a date of a sentence is followed by 부터 or 까지."""
    dated = (fact for fact in facts if fact.kind == "date")
    return any((found := _ENDS.match(text, fact.end)) and found[0].endswith(particle) for fact in dated)


def repeats(lead: str, analysis: Analysis) -> bool:
    """Tell whether a short answer is what the question says itself: 5년간, of `5년간 실적이 7건이면 몇 점이죠?`."""
    found = figures(lead)
    if not found:
        return "".join(lead.split()) in "".join(analysis.text.split())
    known = all(any(agree(one.value, given.value) for given in analysis.pinned) for one in found)
    return known and 2 * sum(len(one.text) for one in found) > len(lead)


def told(text: str, facts: Sequence[Fact], analysis: Analysis, reading: Reading) -> Told | None:
    """Return the figure of a sentence that answers, None where it has none; `facts` are its figures in order."""
    found = candidates(text, facts, analysis, reading)
    if not found:
        return None
    values = [sum(WEIGHTS[n] * v for n, v in zip(NAMES, astuple(one.features), strict=True)) for one in found]
    best = max(range(len(found)), key=values.__getitem__)
    return Told(found[best], 1 / sum(exp(value - values[best]) for value in values))


def candidates(text: str, facts: Sequence[Fact], analysis: Analysis, reading: Reading) -> list[Candidate]:
    """Return the candidates of a sentence in its order.

    Where there are figures of a kind asked for, only those; for 언제까지 only days that 까지 follows, or none that 부터
    follows; for a total none that is a part of another: 총 2.2조원의 사업비 중 1.4조원. Where years have figures of
    their own (2022년 598건, 2024년 989건), that of the year asked for.
    """
    whole = all(one in analysis.text for one in _SIDES) or not any(one in analysis.text for one in _SIDES)
    spans = _spans(text, facts, whole=whole)
    asked = frozenset(analysis.terms)
    kinds = {kind for answer in FIGURED & set(analysis.kinds) for kind in STATES[answer]}
    label = _labelled(text, spans, analysis)
    rivals = [span for span in spans if any(fact.kind in kinds for fact in span[2])] or spans
    found = []
    for start, end, held in spans:
        left = max(max((last for _, last, _ in rivals if last <= start), default=0), start - BEFORE)
        right = min(min((first for first, _, _ in rivals if first >= end), default=len(text)), end + AFTER)
        places = left, start, end, right
        features = _features(text, places, held, analysis, asked, reading, labelled=start in label)
        found.append(Candidate(start, end, held, any(fact.kind in kinds for fact in held), features))
    found = [one for one in found if one.asked] or found
    found = _of_the_year(text, facts, found, analysis) or found
    if _WHOLE.search(analysis.text):
        found = [one for one in found if not any(_part_of(text, one, other) for other in found)] or found
    if whole:
        return found
    asked_for, other = _SIDES if _SIDES[0] in analysis.text else reversed(_SIDES)
    ending = [one for one in found if text[one.start : one.end].endswith(asked_for)]
    return ending or [one for one in found if not text[one.start : one.end].endswith(other)]


def _of_the_year(text: str, facts: Sequence[Fact], found: list[Candidate], analysis: Analysis) -> list[Candidate]:
    """Return the candidates given to the one year asked for, where others are given to other years."""
    asked = analysis.year
    told = {year for fact in facts if (year := year_of(fact))}
    if asked is None or asked not in told or len(told) == 1:
        return []
    given = {year: [one for one in found if one.facts[0] in given_to(text, facts, year)] for year in told}
    return given[asked] if sum(map(bool, given.values())) > 1 else []


def _part_of(text: str, one: Candidate, other: Candidate) -> bool:
    """Tell whether a figure is told as a part of another before it, by 중 or 가운데 and nothing else between."""
    alike = one.facts[0].kind == other.facts[0].kind and _unit(one.facts[0]) == _unit(other.facts[0])
    return alike and other.end <= one.start and _AMONG.fullmatch(text, other.end, one.start) is not None


def _spans(text: str, facts: Sequence[Fact], *, whole: bool) -> list[tuple[int, int, tuple[Fact, ...]]]:
    """Return the spans of the candidates with their facts; a range is one where it is asked for as a `whole`."""
    found: list[tuple[int, int, tuple[Fact, ...]]] = []
    for fact in facts:
        last = found[-1] if found else None
        if last and _together(text, last[2][-1], fact, whole=whole):
            found[-1] = (last[0], fact.end, (*last[2], fact))
        else:
            found.append((fact.start, fact.end, (fact,)))
    return [(start, _closed(text, end, held), held) for start, end, held in found]


def _together(text: str, one: Fact, other: Fact, *, whole: bool) -> bool:
    """Tell whether two facts are one answer: the ends of a range, or a day and its hour."""
    if one.kind == "date" and other.kind == "time":
        return _HOUR.fullmatch(text, one.end, other.start) is not None
    alike = one.kind == other.kind and _unit(one) == _unit(other)
    return whole and alike and _RANGE.fullmatch(text, one.end, other.start) is not None


def _unit(fact: Fact) -> str:
    return fact.value.unit if isinstance(fact.value, Quantity) else ""


def _closed(text: str, end: int, held: Sequence[Fact]) -> int:
    closing = _ENDS.match(text, end) if held[0].kind == "date" else None
    return closing.end() if closing else end


def _features(
    text: str,
    places: tuple[int, int, int, int],
    held: tuple[Fact, ...],
    analysis: Analysis,
    asked: frozenset[str],
    reading: Reading,
    *,
    labelled: bool,
) -> Features:
    left, start, end, right = places
    begins, spanned = reading.likely(start, held[-1].end)
    value = held[0].value
    clause = _CLAUSE.split(text[left:start])[-1]
    units = {fact.value.unit for fact in held if isinstance(fact.value, Quantity)}
    years = isinstance(value, Moment) and value.month is None and not value.part
    return Features(
        span=log(spanned + LEAST),
        begins=log(begins + LEAST),
        counter=float(bool(analysis.counter) and analysis.counter in units),
        before=_shared(asked, clause) + 0.5 * _shared(asked, text[left:start]),
        after=_shared(asked, _CLAUSE.split(text[end:right])[0]),
        named=_named(text[left:start], analysis),
        labelled=float(labelled),
        known=float(any(agree(fact.value, other.value) for fact in held for other in analysis.pinned)),
        bound=float(_BOUND.match(text, end) is not None),
        ranged=float(len(held) > 1),
        unit=float(held[0].kind in {"date", "time"} or bool(units - {""})),
        open=float(years),
    )


def _labelled(text: str, spans: Sequence[tuple[int, int, tuple[Fact, ...]]], analysis: Analysis) -> range:
    """Return the stretch of the one item of a list whose label is a word of the question; an empty one where none is.

    Items are told apart by commas outside of brackets; a label stands before the bracket or the figure.
    """
    said = {bare(word) for word in analysis.text.replace("?", " ").split()}
    items = [item for item in _items(text) if any(start in item for start, _, _ in spans)]
    named = []
    for item in items:
        first = next(start for start, _, _ in spans if start in item)
        label = _BEFORE_BRACKET.split(text[item.start : first])[0].split()
        if label and bare(label[-1]) in said:
            named.append(item)
    return named[0] if len(named) == 1 and len(items) > 1 else range(0)


def _items(text: str) -> list[range]:
    """Return the stretches of a sentence between its commas, semicolons and list marks outside of brackets."""
    found, depth, start = [], 0, 0
    for at, letter in enumerate(text):
        depth = max(0, depth + (letter in "([（") - (letter in ")]）"))
        if letter in ",;△▲" and not depth and not text[at + 1 : at + 2].isdigit():
            found.append(range(start, at))
            start = at + 1
    return [*found, range(start, len(text))]


def _named(before: str, analysis: Analysis) -> float:
    word = _LAST.search(before)
    if word is None:
        return 0.0
    before_it = {word[1], PARTICLE.sub("", word[1])}
    asked = [part for one in analysis.words for part in one.text.split()]
    if any(one in before_it for one in asked):
        return 1.0
    return 0.5 * any(len(one) > 1 and told.endswith(one) for one in asked for told in before_it)


def _shared(asked: frozenset[str], text: str) -> float:
    return len(asked & set(terms(text))) / max(1, len(asked))
