"""Extraction of figures from a text for the evaluation, independent of the assistant's code.

The code under test must not measure itself, so nothing here is shared with `assistant.facts`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_SCALE = {"십": 10, "백": 100, "천": 1_000, "만": 10_000, "억": 10**8, "조": 10**12}
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<sign>[△▲]\s?)?(?P<terms>(?:(?:{_NUMBER})\s?(?:[천백십]?[조억만]|[천백십](?=\s?(?:원|명|개|건|\d)))\s?)*(?:{_NUMBER})?)"
    r"\s?(?P<unit>%\s?p|%포인트|%|퍼센트|[가-힣㎡㎞]{1,2})?"
)
_TERM = re.compile(rf"(?P<number>{_NUMBER})\s?(?P<scale>[천백십]?[조억만]|[천백십])?")
_UNITS = (
    *("원", "달러", "년", "개월", "월", "일", "시", "분", "주", "세", "차", "회", "배", "위", "호", "조", "항", "장"),
    *(
        "개",
        "곳",
        "명",
        "인",
        "건",
        "종",
        "대",
        "동",
        "권",
        "척",
        "톤",
        "가구",
        "세대",
        "지역",
        "과제",
        "기업",
        "쪽",
        "면",
    ),
    *("점", "층", "급", "단계", "분기", "곳", "사", "팀"),
)
_DOTTED = re.compile(r"(?<![\d.])['‘’]?(\d{4}|(?<=['‘’])\d{2})\s?[.\-/]\s?(\d{1,2})\s?[.\-/]\s?(\d{1,2})(?!\d)\.?")
_MONTHLY = re.compile(r"(?<![\d.])['‘’]?(\d{4}|(?<=['‘’])\d{2})\s?\.\s?(\d{1,2})\s?\.(?!\s?\d)")
_SHORT_DAY = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})(?:\.?\s?(?=\([월화수목금토일]\))|\.(?=\s))")
_SHORT_YEAR = re.compile(r"['‘’](\d{2})(?=\s?년|\s?[~\-]|\s|[.,)]|$)")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit."""

    value: Decimal
    unit: str
    """원, %, 년, 월, 일, 개 …; empty where none is written or it is not known."""
    text: str
    """As written."""


def read(text: str) -> tuple[Figure, ...]:
    """Return the figures of `text` in order; a date gives its 년, 월 and 일 as separate figures."""
    return tuple(found for match in _AMOUNT.finditer(_spelt(text)) if (found := _figure(match)))


def missing(claim: str, source: str) -> tuple[Figure, ...]:
    """Return the figures of `claim` that have no equal in `source`."""
    given = read(source)
    return tuple(one for one in read(claim) if not any(_same(one, other) for other in given))


def _same(one: Figure, other: Figure) -> bool:
    return one.value == other.value and (one.unit == other.unit or not one.unit or not other.unit)


def _spelt(text: str) -> str:
    """Write dates in one way: 2025. 1. 24. and '25.1.24 as 2025년 1월 24일."""
    text = text.replace("％", "%").replace("，", ",")
    text = _DOTTED.sub(lambda m: f"{_year(m[1])}년 {int(m[2])}월 {int(m[3])}일 ", text)
    text = _MONTHLY.sub(lambda m: f"{_year(m[1])}년 {int(m[2])}월 ", text)
    text = _SHORT_DAY.sub(lambda m: f"{int(m[1])}월 {int(m[2])}일 ", text)
    return re.sub(r"년년", "년", _SHORT_YEAR.sub(lambda m: f"{_year(m[1])}년 ", text)).replace("년 년", "년")


def _year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _figure(match: re.Match[str]) -> Figure | None:
    terms = [(term["number"], term["scale"] or "") for term in _TERM.finditer(match["terms"])]
    if not terms:
        return None
    value = sum((_number(number) * _scale(scale) for number, scale in terms), Decimal(0))
    return Figure(-value if match["sign"] else value, _unit(match["unit"] or ""), match[0].strip())


def _number(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def _scale(letters: str) -> int:
    product = 1
    for letter in letters:
        product *= _SCALE[letter]
    return product


def _unit(written: str) -> str:
    compact = written.replace(" ", "")
    if compact in ("%p", "%포인트"):
        return "%p"
    if compact in ("%", "퍼센트"):
        return "%"
    return next((unit for unit in sorted(_UNITS, key=len, reverse=True) if compact.startswith(unit)), "")
