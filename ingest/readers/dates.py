"""Date parsing: the formats that Korean documents and their metadata use."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

KOREA = timezone(timedelta(hours=9))

_CLOCK = (
    r"(?:[\s,.|]{0,9}(?:\([월화수목금토일]\)\s{0,9})?T?(?P<half>오전|오후|[AP]M)?\s{0,9}"
    r"(?P<hour>\d{1,2})(?::|시\s{0,9})(?P<minute>\d{2})(?:분)?(?::(?P<second>\d{2}))?"
    r"(?:\.\d{1,20})?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
)
MOMENT = re.compile(
    r"(?<![\d.])(?P<year>(?:19|20)\d{2})\s{0,9}[-./년]\s{0,9}(?P<month>\d{1,2})\s{0,9}[-./월]\s{0,9}"
    rf"(?P<day>\d{{1,2}})(?!\d)\s{{0,9}}[.일]?{_CLOCK}",
    re.IGNORECASE,
)
"""A day with an optional time, year first."""
_MONTH_FIRST = re.compile(rf"(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}})/(?P<year>(?:19|20)\d{{2}}){_CLOCK}", re.I)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})"
    r"(?:T?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)?$"
)
_MONTH = re.compile(r"(?P<year>(?:19|20)\d{2})\s{0,9}[-./년]\s{0,9}(?P<month>\d{1,2})\s{0,9}[.월]?\s{0,9}$")
_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<gap>[-._ ]?)(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?!\d)"
    r"|[(\[](?P<short>\d{6})[)\]]|^(?P<first>\d{6})(?=[\s_.)-])"
)


def moment(match: re.Match[str]) -> datetime | None:
    """Return the Korean time a match of one of the patterns names, or None for a day that does not exist."""
    part = match.groupdict()
    hour = int(part.get("hour") or 0)
    half = (part.get("half") or "").upper()
    if half in {"오후", "PM"} and hour < 12:
        hour += 12
    elif half in {"오전", "AM"} and hour == 12:
        hour = 0
    try:
        found = datetime(
            int(part["year"]),
            int(part["month"]),
            int(part.get("day") or 1),
            hour,
            int(part.get("minute") or 0),
            int(part.get("second") or 0),
        )
    except ValueError:
        return None
    return _korean(found, part.get("zone"))


def _korean(found: datetime, zone: str | None) -> datetime | None:
    if not zone:
        return found
    sign = -1 if zone.startswith("-") else 1
    digits = zone.lstrip("+-Zz").replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    try:
        return found - sign * offset + timedelta(hours=9)
    except OverflowError:
        return None


def parse(text: str) -> datetime | None:
    """Return the moment a date field names, in Korean time without zone; None when it names none.

    Takes ISO 8601, `MM/DD/YYYY HH:MM:SS`, `YYYY/MM/DD HH:MM`, `YYYY.MM.DD`, `YYYYMMDD`,
    `2025. 1. 24. 오후 1:30`, `2025년 1월 24일` and `2025년 1월`.
    """
    text = text.strip()
    for pattern in (MOMENT, _MONTH_FIRST, _COMPACT, _MONTH):
        if match := pattern.match(text):
            return moment(match)
    return None


def to_the_month(text: str) -> bool:
    """Tell whether a date field names a month without a day, as `2025년 1월` and `2025-01` do."""
    text = text.strip()
    return not any(one.match(text) for one in (MOMENT, _MONTH_FIRST, _COMPACT)) and _MONTH.match(text) is not None


def in_name(name: str) -> datetime | None:
    """Return the day in a file's name (`20240115_계획`, `2024-01-15 계획`, `계획(240115)`), else None."""
    for match in _IN_NAME.finditer(name):
        short = match["short"] or match["first"]
        digits = f"20{short}" if short else match["year"] + match["month"] + match["day"]
        if found := parse(digits):
            return found
    return moment(stated) if (stated := MOMENT.search(name)) else None
