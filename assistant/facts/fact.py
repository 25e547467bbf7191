"""Data types of an extracted fact: its kind, span and normalised value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

FactKind = Literal[
    "amount",
    "count",
    "percent",
    "points",
    "ratio",
    "period",
    "rank",
    "date",
    "time",
    "place",
    "organisation",
    "law",
    "programme",
    "person",
]

DASH = "[~∼～〜–-]"
"""Pattern of the signs between the two ends of a range: 3~5개, 2.10.–3.4."""


def plain(number: Decimal) -> str:
    """Write a number without exponent or trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number or a range of numbers with its unit."""

    low: Decimal
    high: Decimal
    """Equal to `low` unless the text gives a range."""
    unit: str
    """Canonical unit: 원, %, %p, 배, 개, 명, 년 …; empty where the text names none."""

    def __str__(self) -> str:
        ends = plain(self.low) if self.low == self.high else f"{plain(self.low)}~{plain(self.high)}"
        return ends + self.unit


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, month, year or part of a year; None marks what the text leaves open."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    """상반기, 하반기, 1분기 …; empty for a plain date."""
    inferred: Literal["", "year", "month"] = ""
    """What was read off the text's date: the year (reliable), or the month of a bare day too (a guess)."""
    short_year: bool = False
    """True when the year was written with two digits, so that 23년 may also be a duration."""

    def __str__(self) -> str:
        year = f"{self.year:04d}" if self.year is not None else "----"
        if self.part:
            return f"{year} {self.part}"
        if self.month is None and self.day is None:
            return year
        month = f"{self.month:02d}" if self.month is not None else "--"
        return f"{year}-{month}" + (f"-{self.day:02d}" if self.day is not None else "")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in hours and minutes; `exact` is False when 오전 and 오후 are not told apart."""

    hour: int
    minute: int
    exact: bool

    def __str__(self) -> str:
        return f"{self.hour:02d}:{self.minute:02d}" + ("" if self.exact else "?")


@dataclass(frozen=True, slots=True)
class Name:
    """A canonical name: a place, an organisation, a law, a programme or a person."""

    canonical: str

    def __str__(self) -> str:
        return self.canonical


Value = Quantity | Moment | Clock | Name


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a text: what kind, where it stands and what it comes to."""

    kind: FactKind
    start: int
    end: int
    text: str
    """Exactly `source[start:end]`."""
    value: Value

    @property
    def normal(self) -> str:
        """The normal form, equal for all spellings of one value."""
        return str(self.value)


def appended(longest: int = 8) -> str:
    """Return a pattern of what may stand between a figure and its particle: 9곳*에서, 9곳(3%)에서.

    That is a footnote mark, and brackets of at most `longest` characters.
    """
    return rf"\*{{0,3}}\s?(?:\([^)]{{0,{longest}}}\))?\s?"
