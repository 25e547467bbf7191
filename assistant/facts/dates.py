"""Dates and times in Korean text, relative ones (올해, 지난 24일) resolved against the document's date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from assistant.facts.fact import DASH, Clock, Fact, Moment

_QUOTE = "['‘’`´′＇]"
_WEEKDAY = r"(?:\s?\(\s?[월화수목금토일](?:요일)?\s?\))?"
_YEAR = rf"(?:(?P<year>(?:1[0-9]|20|21)\d\d)|{_QUOTE}\s?(?P<short>\d\d))"
# A number before 일 or 년 is a duration when one of these follows.
_DURATION = r"(?!\s?(?:간(?!담|행|사|의?\s?(?:계획|실적))|동안|째|만에|이내|연속|여(?!름)|치\s|짜리))"

_DOTTED = re.compile(
    rf"(?<![\d.,A-Za-z]){_YEAR}\s?[.\-/]\s?(?P<month>1[0-2]|0?[1-9])(?:(?:\s?[.\-/]\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s?[.일]?)|\s?[월.]|(?=[~∼)\s,]))"
    + _WEEKDAY
)
_SHORT_DOTTED = re.compile(
    r"(?<![\d.,A-Za-z])(?P<short>\d\d)\.\s?(?P<month>1[0-2]|0?[1-9])\.\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)\s?[.일]?"
    + _WEEKDAY
)
_MONTH_DAY = re.compile(
    r"(?<![\d.,A-Za-z])(?P<month>1[0-2]|0?[1-9])\s?[./]\s?(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
    rf"(?:\s?일{_WEEKDAY}|\.(?!\d){_WEEKDAY}|\s?\([월화수목금토일]\)|(?=\s?{DASH}\s?\d{{1,2}}(?:\.\d{{1,2}})?\s?(?:[.일]|\([월화수목금토일]))|(?=\.\s?\())"
)
_KOREAN = re.compile(
    rf"(?<![\d.,A-Za-z])(?:{_YEAR}|(?P<bare>\d{{1,2}})(?=\s?년(?:도|\s?\d{{1,2}}\s?월)))\s?년도?{_DURATION}"
    r"(?:\s?(?P<month>1[0-2]|0?[1-9])\s?월"
    r"(?:\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?일|(?=\s?\([월화수목금토일]\))))?)?" + _WEEKDAY
)
_MONTH = re.compile(
    rf"(?<![\d.,A-Za-z])(?P<month>1[0-2]|0?[1-9])\s?월(?!\s?(?:간|째))(?:\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:\s?일|(?=\s?{DASH}\s?\d|\s?\([월화수목금토일]\))))?"
    + _WEEKDAY
)
# 1일 2회 and 1주 평균 6일 tell how often, no day.
_RATE = r"(?!마다|\s?평균|\s?\d{1,3}(?:\.\d)?\s?(?:회|시간|끼)(?![가-힣]{0,2}\s?째))"
_DAY = re.compile(
    rf"(?<![\d.,A-Za-z])(?<!평균 )(?<!\d주 )(?<!^주 )(?P<day>3[01]|[12]\d|0?[1-9])\s?일{_DURATION}{_RATE}" + _WEEKDAY
)
_YEAR_ONLY = re.compile(
    rf"(?<![\d.,A-Za-z]){_QUOTE}(?P<short>\d\d)(?![\d.,]\d)(?!가지|개|명|건|곳|대\s|선|만|억|조|%|차)(?:년도?)?"
)
_JOIN = re.compile(rf"\s?(?:{DASH}|부터|에서|[·,ㆍ])\s?")
# The open first end of a range borrows its unit from the second: 1~10월, 16∼20일, '23~'27년.
_OPEN_MONTH = re.compile(rf"(?<![\d.,A-Za-z])(?P<month>1[0-2]|0?[1-9])(?=\s?{DASH}\s?\d{{1,2}}\s?월)")
_OPEN_DAY = re.compile(rf"(?<![\d.,A-Za-z])(?P<day>3[01]|[12]\d|0?[1-9])(?=\s?{DASH}\s?\d{{1,2}}\s?일)")
_OPEN_YEAR = re.compile(rf"(?<![\d.,A-Za-z])(?P<year>(?:19|20)\d\d)(?=\s?{DASH}\s?(?:20)?\d\d\s?년)")
_CLOSE_DAY = re.compile(
    rf"(?<=[.)일\d])\s?{DASH}\s?(?P<day>3[01]|[12]\d|0?[1-9])(?:\.(?!\d)|\s?일|(?=\([월화수목금토일]|[,)])){_WEEKDAY}"
)
_PART = re.compile(r"(?P<part>상반기|하반기|[1-4]\s?[/·]\s?4\s?분기|(?<![\d.])[1-4]\s?분기)")
_RELATIVE = re.compile(
    r"(?<![가-힣])(?P<word>올해|금년|내년|작년|지난해|재작년|내후년|이달|이번\s?달|지난\s?달|다음\s?달|내달|오늘|금일|어제|내일)"
)
_CLOCK = re.compile(
    r"(?:(?P<half>오전|오후|새벽|아침|낮|저녁|밤)\s?)?(?<![\d:.])(?:(?P<hour>2[0-4]|1\d|0?\d)\s?시(?!\s?[간·군도민장])(?:\s?(?P<minute>[0-5]?\d)\s?분|\s?(?P<thirty>반))?"
    r"|(?P<hour24>2[0-4]|1\d|0?\d):(?P<minute24>[0-5]\d)(?![\d:]))"
)
_MONTH_FIRST = re.compile(r"\d{1,20}\s?[월./]")
_YEARS = {
    "올해": 0, "금년": 0, "내년": 1, "작년": -1, "지난해": -1, "재작년": -2, "내후년": 2,
}  # fmt: skip
_MONTHS = {"이달": 0, "이번달": 0, "지난달": -1, "다음달": 1, "내달": 1}
_NEXT_TO_DAY = re.compile(r"(?<![가-힣])(?P<month>이달|이번\s?달|지난\s?달|다음\s?달|내달)\s?$")
_DAYS = {"오늘": 0, "금일": 0, "어제": -1, "내일": 1}


# A search for a letter costs a hundredth of a pattern's: each is tried only where one of its marks stands.
_DASHES = DASH.strip("[]")
_PATTERNS = (
    (_DOTTED, ".-/"), (_SHORT_DOTTED, "."), (_KOREAN, "년"), (_MONTH_DAY, "./"), (_MONTH, "월"),
    (_OPEN_YEAR, _DASHES), (_OPEN_MONTH, _DASHES), (_OPEN_DAY, _DASHES), (_CLOSE_DAY, _DASHES), (_DAY, "일"),
    (_YEAR_ONLY, _QUOTE.strip("[]")),
)  # fmt: skip
_DIGIT = re.compile(r"\d")


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 60 else 1900 + year


def _moment(match: re.Match[str]) -> Moment:
    groups = match.groupdict()
    short = groups.get("short") or groups.get("bare")
    year = groups.get("year") or short
    return Moment(
        year=_full_year(year) if year else None,
        month=int(groups["month"]) if groups.get("month") else None,
        day=int(groups["day"]) if groups.get("day") else None,
        short_year=bool(short),
    )


def _relative(word: str, reference: date) -> Moment:
    word = re.sub(r"\s", "", word)
    if word in _YEARS:
        return Moment(year=reference.year + _YEARS[word], inferred="year")
    if word in _MONTHS:
        months = reference.year * 12 + reference.month - 1 + _MONTHS[word]
        return Moment(year=months // 12, month=months % 12 + 1, inferred="year")
    day = reference + timedelta(days=_DAYS[word])
    return Moment(year=day.year, month=day.month, day=day.day, inferred="year")


# Days that name an event and date nothing.
_NAMED = re.compile(
    r"(?<![\d.,])(?:3[.·]1|4[.·]3|4[.·]19|5[.·]18|6[.·]10|6[.·]25|9[.·]19|12[.·]12)"
    r"\s?(?=절|만세|운동|혁명|민주|의거|사변|전쟁|참전|전사|유공|호국|국군|용사|영웅|희생|사건|군사|합의|평양|에\s참전)"
)


def spelled(moment: Moment) -> str:
    """Write a moment as Korean texts do: 2025년 4월 20일, 2025년 상반기."""
    parts = [
        f"{moment.year}년" if moment.year else "",
        moment.part,
        f"{moment.month}월" if moment.month else "",
        f"{moment.day}일" if moment.day else "",
    ]
    return " ".join(filter(None, parts))


def years_of(facts: Iterable[Fact]) -> set[int]:
    """Return the years that the dates among facts give."""
    return {fact.value.year for fact in facts if isinstance(fact.value, Moment) and fact.value.year is not None}


def leaning(fact: Fact) -> bool:
    """Tell whether only the day of its text explains a time: 올해, 20일(일), and not 4월 20일."""
    return isinstance(fact.value, Moment) and bool(fact.value.inferred) and not _MONTH_FIRST.match(fact.text)


def named(text: str) -> list[tuple[int, int]]:
    """Return where days stand in the names of events, as 6.25 전쟁."""
    return [match.span() for match in _NAMED.finditer(text)]


def _calendar(text: str) -> Iterator[tuple[int, int, Moment]]:
    """Yield spans and bare moments, the fuller patterns first and none inside another."""
    if not _DIGIT.search(text):
        return
    taken = bytearray(len(text))
    for pattern, marks in _PATTERNS:
        if not any(mark in text for mark in marks):
            continue
        for match in pattern.finditer(text):
            start, end = match.span()
            if pattern is _CLOSE_DAY:
                start = match.start("day")
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            yield start, end, _moment(match)


def _inherit(moment: Moment, previous: Moment | None, gap: str) -> Moment:
    """Fill the open parts of the second end of a range from the first."""
    if previous is None or not _JOIN.fullmatch(gap):
        return moment
    month = moment.month if moment.month is not None else previous.month
    year = moment.year if moment.year is not None else previous.year
    if moment.month is None and moment.day is None:
        month = None
    return Moment(year, month, moment.day, inferred=moment.inferred, short_year=moment.short_year)


def _resolve(moment: Moment, reference: date | None, before: str) -> Moment:
    """Fill year and month from the document's date; the nearest such day is meant, 지난 a past one."""
    if reference is None or moment.year is not None:
        return moment
    if moment.month is None:
        shift = 0
        if moment.day is not None and before.endswith("지난") and moment.day > reference.day:
            shift = -1
        elif moment.day is not None and before.endswith("오는") and moment.day < reference.day:
            shift = 1
        months = reference.year * 12 + reference.month - 1 + shift
        return Moment(months // 12, months % 12 + 1, moment.day, inferred="month")
    distance = (moment.month - reference.month + 5) % 12 - 5
    months = reference.year * 12 + reference.month - 1 + distance
    return Moment(months // 12, moment.month, moment.day, inferred="year")


def _month_before(text: str, start: int, moment: Moment) -> re.Match[str] | None:
    """Return the word for a month right before a bare day: 내달 28일."""
    if moment.year is not None or moment.month is not None or moment.day is None:
        return None
    return _NEXT_TO_DAY.search(text, max(0, start - len("다음 달 ")), start)


def _dates(text: str) -> Iterator[tuple[int, int, Moment]]:
    """Yield spans and moments as the text gives them, ranges filled in."""
    previous: tuple[int, Moment] | None = None
    for start, end, bare in sorted(_calendar(text), key=lambda item: item[0]):
        moment = _inherit(bare, previous[1] if previous else None, text[previous[0] : start] if previous else "")
        previous = (end, moment)
        yield start, end, moment


def find(text: str, reference: date | None = None) -> Iterator[Fact]:
    """Yield dates, parts of years and times of day; `reference` is the date of the text, if known."""
    taken: list[tuple[int, int]] = []
    """Where a word for a month is part of a day: 내달 28일."""
    for start, end, moment in _dates(text):
        if reference is not None and (named := _month_before(text, start, moment)):
            month = _relative(named["month"], reference)
            day = Moment(month.year, month.month, moment.day, inferred="year")
            taken.append((named.start(), end))
            yield Fact("date", named.start(), end, text[named.start() : end], day)
            continue
        before = text[max(0, start - 4) : start].rstrip()
        yield Fact("date", start, end, text[start:end], _resolve(moment, reference, before))
    for match in _PART.finditer(text):
        part = re.sub(r"\s|[/·]\s?4", "", match["part"])
        year = reference.year if reference else None
        yield Fact("date", *match.span(), match.group(), Moment(year, part=part, inferred="year" if reference else ""))
    if reference is not None:
        for match in _RELATIVE.finditer(text):
            if any(start <= match.start() < end for start, end in taken):
                continue
            yield Fact("date", *match.span(), match.group(), _relative(match["word"], reference))
    yield from _times(text)


def _times(text: str) -> Iterator[Fact]:
    if "시" not in text and ":" not in text:
        return
    for match in _CLOCK.finditer(text):
        hour = int(match["hour"] or match["hour24"])
        minute = int(match["minute"] or match["minute24"] or (30 if match["thirty"] else 0))
        half = match["half"]
        exact = bool(half) or match["hour24"] is not None or hour > 12 or hour == 0
        if half in {"오후", "저녁", "밤", "낮"} and hour < 12 and not (half == "낮" and hour > 9):
            hour += 12
        elif half in {"오전", "새벽"} and hour >= 12:
            hour -= 12
        yield Fact("time", *match.span(), match.group(), Clock(hour % 24, minute, exact))


def agree(claim: Moment, source: Moment) -> bool:
    """Tell whether two moments can be the same: no part both name may differ, and one must be shared."""
    if claim.part != source.part:
        return False
    if "month" in (claim.inferred, source.inferred) and claim.day is not None and source.day is not None:
        return claim.day == source.day
    pairs = (
        (claim.year, source.year),
        (claim.month, source.month),
        (claim.day, source.day),
    )
    named = [(ours, theirs) for ours, theirs in pairs if ours is not None and theirs is not None]
    if any(ours != theirs for ours, theirs in named):
        return False
    # A claim may be less precise than its source, never more.
    if claim.month is not None and source.month is None and source.day is None:
        return False
    return not (claim.day is not None and source.day is None) and bool(named or claim.part)


def clocks_agree(claim: Clock, source: Clock) -> bool:
    """Tell whether two times of day can be the same; an open half of the day agrees with either."""
    if claim.minute != source.minute:
        return False
    if claim.exact and source.exact:
        return claim.hour == source.hour
    return claim.hour % 12 == source.hour % 12
