"""Equality and comparability of two extracted values: 1.2조원 and 12,000억원 agree, 23년 may be a year or a span."""

from __future__ import annotations

from decimal import Decimal

from assistant.facts import dates, numbers
from assistant.facts.fact import Clock, Fact, Moment, Name, Quantity, Value, plain


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
