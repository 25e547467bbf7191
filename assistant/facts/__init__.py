"""Owns the facts of a text, their normal forms and when two agree; knows nothing of documents or verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.facts import dates, names, numbers, organisations, places
from assistant.facts.fact import Clock, Fact, FactKind, Moment, Name, Quantity, Value, plain
from assistant.facts.status import read

__all__ = [
    "Clock",
    "Fact",
    "FactKind",
    "Moment",
    "Name",
    "Quantity",
    "Value",
    "agree",
    "comparable",
    "extract",
    "figures",
    "warm",
]


def _without_overlap(found: list[Fact]) -> list[Fact]:
    """Keep the earlier listed of overlapping facts, in text order."""
    kept: list[Fact] = []
    taken: set[int] = set()
    for fact in found:
        span = range(fact.start, fact.end)
        if not taken.intersection(span):
            taken.update(span)
            kept.append(fact)
    return sorted(kept, key=lambda fact: fact.start)


def figures(text: str, reference: date | None = None) -> tuple[Fact, ...]:
    """Return numbers, dates and times in text order; `reference` dates the text for 올해 and 지난 24일."""
    found = _without_overlap([*dates.find(text, reference), *numbers.find(text)])
    events = dates.named(text) if found else []
    return tuple(fact for fact in found if not any(fact.start < end and start < fact.end for start, end in events))


def extract(text: str, reference: date | None = None) -> tuple[Fact, ...]:
    """Return every fact of `text` in order; figures never overlap each other, nor do names."""
    named = _without_overlap([*organisations.find(text), *places.find(text)])
    titled = list(names.find(text))
    return tuple(sorted([*figures(text, reference), *named, *titled], key=lambda fact: (fact.start, fact.end)))


def _as_duration(moment: Moment) -> tuple[int, str] | None:
    if (moment.day is not None and moment.month is None) or (moment.inferred == "month" and moment.day is not None):
        return (moment.day or 0, "일")
    if moment.short_year and moment.month is None and moment.year is not None and moment.year % 100 > 9:
        return (moment.year % 100, "년")
    return None


def _mixed(moment: Moment, quantity: Quantity) -> bool:
    """Compare a date with a duration: 23년 and 4일 may be read either way."""
    if not quantity.unit and moment.month and moment.day:
        return plain(quantity.low) == plain(Decimal(f"{moment.month}.{moment.day}"))  # 8.26 without its weekday
    if not quantity.unit and moment.year is not None:
        return quantity.low == moment.year  # 2026 예산안
    read = _as_duration(moment)
    if read is None or quantity.low != quantity.high:
        return False
    return quantity.low == read[0] and quantity.unit in {read[1], ""}


def warm() -> None:
    """Load the analyser of words, which takes seconds once in a process; safe to call again."""
    read("형태소 분석기를 미리 싣는다.")


def agree(claim: Value, source: Value) -> bool:
    """Tell whether two values state the same; values of different shapes never do, save 23년 and 4일."""
    match claim, source:
        case Quantity(), Quantity():
            return numbers.agree(claim, source)
        case Moment(), Moment():
            return dates.agree(claim, source)
        case Clock(), Clock():
            return dates.clocks_agree(claim, source)
        case Name(), Name():
            return claim.canonical == source.canonical
        case Moment(), Quantity():
            return _mixed(claim, source)
        case Quantity(), Moment():
            return _mixed(source, claim)
        case _:
            return False


def comparable(fact: Fact, other: Fact) -> bool:
    """Tell whether one fact could be put in the place of the other: the same kind, unit and precision."""
    match fact.value, other.value:
        case Quantity(unit=ours), Quantity(unit=theirs):
            return fact.kind == other.kind and ours.removesuffix("간") == theirs.removesuffix("간")
        case Moment() as ours, Moment() as theirs:
            return (ours.month is None, ours.day is None, not ours.part) == (
                theirs.month is None,
                theirs.day is None,
                not theirs.part,
            )
        case _:
            return fact.kind == other.kind
