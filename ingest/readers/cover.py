"""Issuer, date and kind of a document, from its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ingest.documents import Dated, Kind
from ingest.readers import dates

_NEAR = 6

LINES = 30
"""Lines from the start of a document among which its cover stands."""

_PLAN = re.compile(
    r"(?:계획|방안|전략|대책|로드맵|청사진|비전)(?:\s{0,9}\(\s{0,9}(?:안|案)\s{0,9}\)|\s{0,9}\(.{1,20}\))?(?:\s{0,9}안)?"
    r"\s{0,9}(?:['’`\d.~\-년() ]{0,40})$"
)
_DAY = re.compile(
    r"^\W{0,9}((?:19|20)\d{2})\s{0,9}[.년/-]\s{0,9}(\d{1,2})\s{0,9}[.월/-]?\s{0,9}(?:(\d{1,2})\s{0,9}[.일]?)?\s{0,9}(?:[.)\]>]|\([월화수목금토일]\))*\W{0,9}$"
)
_ANY_DAY = (
    r"((?:19|20)\d{2})\s{0,9}[.년]\s{0,9}(\d{1,2})\s{0,9}[.월]\s{0,9}(\d{1,2})\s{0,9}[.일]?"
    r"(?:\s{0,9}\([월화수목금토일]\))?"
)
_BESIDE = r"(?!부터|까지|현재|기준|이[후전]|시행|[제개]정|발효|의\s|에\s)[^\d~.,]{2,24}"
_HEAD = (
    re.compile(rf"^\W{{0,9}}{_ANY_DAY}[\s|]{{1,9}}{_BESIDE}$"),
    re.compile(rf"^{_BESIDE}[\s|(\[]{{1,9}}{_ANY_DAY}[\s)\]]{{0,9}}$"),
)
"""The day in the head of a paper beside its kind or office: 2026. 3. 2.(월) 현지정보."""
_HEAD_LINES = 5
_ISSUER = re.compile(
    r"^\W{0,9}((?:관계\s*부처\s{0,9}(?:합동|협동))|대한민국\s*정부|국무조정실|국무총리실|대통령실|[가-힣·]{1,14}위원회|국회[가-힣]{2,8}처|한국은행"
    r"|[가-힣]{2,12}(?:부|처|청|원|실|공사|공단)"
    r"|[가-힣]{2,5}(?:특별자치시|특별자치도|광역시|특별시|도청|시청|군청|구청))(?:\s{0,9}\([^)]{2,20}\))?\W{0,9}$"
)
_NOT_ISSUER = re.compile(
    r"(?:여부|일부|전부|내부|외부|세부|본부|첨부|교부|납부|공부|지원|자원|직원|회원|의원|인원|차원|재원|확실|현실|사실|신청|요청)$"
)


_RELEASE = re.compile(r"^\W{0,9}보\s*도\s{0,9}(?:참\s*고|설\s*명)?\s{0,9}자\s*료\W{0,9}$")
_RELEASED = re.compile(
    r"^\W{0,9}(?:보\s*도\s{0,9}(?:시\s*점|일\s*시)|배\s*포\s{0,9}(?:일\s*시|시\s*점)?|엠바고)\s{0,9}[:|]?\s{0,9}(?:19|20)\d\d"
)
_DEPARTMENT = re.compile(
    r"^\W{0,9}(?:담당\s*부서|담\s*당|소관|부처|배포\s*기관|기관)\s{0,9}[:：|]\s{0,9}(?P<name>[가-힣]{2,12}(?:부|처|청|위원회|실))\b"
)


@dataclass(frozen=True, slots=True)
class Cover:
    """Issuer, date and kind that the first lines of a document state."""

    issuer: str
    published: datetime | None
    kind: Kind
    dated: Dated
    """Whether a day is printed or a month alone; empty where neither is."""


def facts(lines: Sequence[str], title: str) -> Cover:
    """Return issuer, date and kind from the first lines; running text that merely mentions them is ignored."""
    kind = _kind(lines, title)
    published, at = _published(lines)
    dated: Dated = "month" if at is not None and _to_the_month(lines[at]) else "printed"
    if kind == "press_release":
        released = (dates.MOMENT.search(line) for line in lines if _RELEASED.match(line))
        if times := [moment for found in released if found and (moment := dates.moment(found))]:
            published, dated = times[0], "printed"
    return Cover(_issuer(lines, at), published, kind, dated if published else "")


def masthead(line: str) -> bool:
    """Whether a line is only a press release label (보도자료) or release time (보도시점)."""
    return bool(_RELEASE.match(line) or _RELEASED.match(line))


def issuer(line: str) -> str:
    """Return the ministry, office or city that a line names when it names nothing else, else an empty string."""
    match = _ISSUER.match(line) if len(line) <= 30 else None
    return " ".join(match[1].split()) if match and not _NOT_ISSUER.search(match[1]) else ""


def _published(lines: Sequence[str]) -> tuple[datetime | None, int | None]:
    for index, line in enumerate(lines):
        if len(line) <= 30 and (match := _DAY.match(line)):
            try:
                return datetime(int(match[1]), int(match[2]), int(match[3] or 1)), index
            except ValueError:
                continue
        if len(line) <= 30 and (match := dates.MOMENT.fullmatch(line.strip("()[]<> "))):
            return dates.moment(match), index
    return _headed(lines[:_HEAD_LINES])


def _to_the_month(line: str) -> bool:
    """Tell whether the line of a date names a month alone: 2026. 1."""
    found = _DAY.match(line)
    return found is not None and found[3] is None


def _headed(lines: Sequence[str]) -> tuple[datetime | None, int | None]:
    for index, line in enumerate(lines):
        if match := _HEAD[0].match(line) or _HEAD[1].match(line):
            try:
                return datetime(int(match[1]), int(match[2]), int(match[3])), index
            except ValueError:
                continue
    return None, None


def _issuer(lines: Sequence[str], at: int | None) -> str:
    """Return the name nearest to the date; without a date only 관계부처 합동 is safe."""
    found = [
        (abs(index - at) if at is not None else 0, name) for index, line in enumerate(lines) if (name := issuer(line))
    ]
    if at is None:
        found = [entry for entry in found if entry[1].startswith("관계")]
    near = [entry for entry in found if entry[0] <= _NEAR]
    if near:
        return min(near)[1]
    return next((match["name"] for line in lines if (match := _DEPARTMENT.match(line))), "")


def _kind(lines: Sequence[str], title: str) -> Kind:
    if any(_RELEASE.match(line) for line in lines[:6]) and any(_RELEASED.match(line) for line in lines[:12]):
        return "press_release"
    if _PLAN.search(title.strip()):
        return "plan"
    return "plan" if any(len(line) <= 40 and _PLAN.search(line) for line in lines[:4]) else "document"
