"""Milestones of a programme in one sentence: its status, costs and counts.

Only what marks a step is a statement: a description, a limit of support or a share is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from assistant.facts import extraction
from assistant.facts.fact import DASH, Fact, Moment, Quantity
from assistant.korean import measures
from assistant.korean.measures import Stage

Status = Literal[
    "면제", "검토 중", "중단", "완료", "확정", "선정", "신청", "모집", "예산안", "예산", "시행", "예정", "발표"
]
"""How far a matter has come, in one word."""

STRENGTH: dict[Status, int] = {
    "면제": 6,
    "검토 중": 6,
    "중단": 6,
    "확정": 5,
    "선정": 5,
    "완료": 4,
    "예산": 3,
    "예산안": 3,
    "시행": 3,
    "신청": 3,
    "모집": 3,
    "발표": 2,
    "예정": 1,
}
"""Which of several statements of one fact to show: the higher says more."""

_DONE = r"(?:했|하였|한다|됐|되었|된다|되며|되어|하고|되고|함(?![가-힣])|됨(?![가-힣])|\s?짓|\s?지었|\s?(?:[:：.…]|$))"
_SO = r"(?:이|가|을|를|은|는|도)?\s?(?:최종\s?)?"
_EXEMPT = re.compile(
    r"예(?:비)?타(?:[당탕]성)?\s?(?:조사|검토)?\s?(?:가|를|의)?\s?면제(?!\s?(?:사업|대상|여부|를?\s?(?:신청|추진|요청))|된\s?사업|받은)"
    r"|예비?타[가-힣]{0,40}\s?(?:조사)?[를을]?\s?거치지\s?않고|면제" + _SO + r"(?:확정|결정|의결)"
)
_PENDING = re.compile(
    r"검토\s?(?:를\s?|가\s?)?(?:하는\s?|진행\s?)?중(?![가-힣]{0,40}[앙소심점])|검토하고\s?있|검토를\s?받고\s?있"
    r"|(?:확정|결정)되지\s?않[가-힣]{0,40}|정해지지\s?않[가-힣]{0,40}|미정(?![가-힣]{0,40}식)|검토가?\s?끝나지\s?않[가-힣]{0,40}"
)
LEAST_MONEY = Decimal(100_000_000)
"""Won below which an amount is what one person or shop gets, never what a programme costs."""
REACH = 30
"""Characters before a pending word in which what is pending must be named."""
_LOOKS_BACK = re.compile(r"만\s?해도|당시|전에는|상태였|없었다|않았었")
"""Words by which a sentence tells what is so no more."""
_ABOUT = re.compile(r"적정성|타당성|예타|사업비|사업\s?계획|규모|예산")
"""What a pending statement must speak of: 검토 alone is said of anything."""
_REVIEWED = re.compile(
    r"검토(?:\s?결과)?"
    + _SO
    + r"(?:심의[·ㆍ]?)?(?:(?:완료|마무리|의결|확정|통과)(?:했|하였|됐|되었|된\s?것|\s?[:：)(]|$)|마쳤|끝났|매듭)"
    r"|(?:적정성|타당성)[^.]{0,20}검토\s?결과[가를]?[^.]{0,30}(?:의결|확정)(?:했|하였|됐|되었|된\s?것)"
)
_SETTLED = re.compile(
    rf"(?:확정|의결|결정){_DONE}|정해졌|정하였|정했|굳어졌|(?:확정|의결){_SO}(?:했|하였|됐|되었)|최종\s?확정"
)
_CHOSEN = re.compile(rf"(?:선정|선발){_DONE}|뽑혔|뽑았|골랐|정하였|정했|최종\s?(?:선정|확정)")
_NAMED_FOR = re.compile(r"(?:대상|후보)\s?(?:사업|과제|지역)?(?:으)?로\s?(?:최종\s?)?선정(?:됐|되었|했|하였)")
_STOPPED = re.compile(r"(?:중단|폐지|취소|철회|무산|백지화)(?:했|하였|됐|되었|하기로|된다|한다)")
_CALLED = re.compile(r"모집|접수|공모|공고")
_APPLIED = re.compile(r"신청(?:했|하였|이\s|서가)|접수(?:됐|되었)|응모(?:했|하였)|몰렸")
_PROJECTS_FUNDED = re.compile(r"과제[^.]{0,12}지원")
_BUDGETED = re.compile(r"예산|정부안|편성|['’‘]?\d\d년?\s?안\)")
_DRAFTED = re.compile(r"예산안|정부안|\d\d년?\s?안\)")
_SPENT = re.compile(r"투입|투자|지원|사업비|들어간|들인|쓴다|댄다|댔|담았|신규")
_COMING = re.compile(
    r"(?:예정|계획|방침|목표|전망)(?:이다|이며|임|으로|이라고|이라|$|[).,])|예상(?:되|된|한|치)|추산|(?:하려|할\s?것으로|하기로)\s?(?:한다|했)"
)

_IN_FORCE = re.compile(
    r"(?P<step>시행|도입|신설|발효|공포|제정|개정|개편|확대|강화|완화|폐지)"
    rf"(?:을|를|이|가)?\s?(?:{_DONE}|된\s|할|될|하기로|예정|예고)"
)
"""A step of a system (신고제, 육아휴직제), which has no cost and chooses nobody: that it begins, changes or ends."""
_NOT_ITS_MONEY = re.compile(r"(?:매출|자본|수출|수입|평균|최대|최고|한도|이상|기업당|과제당|건당|인당)[가-힣\s]{0,8}$")
_TO_COME = re.compile(r"(?:을|를|이|가)?\s?(?:할|될|하기로|예정|예고)")
_SIGNS = ("+", "-", "△", "▲")
_ARTICLE = re.compile(r"(?:법|령|규칙|조례)\s?$")
_TOTAL_BEFORE = re.compile(
    r"총\s?사업비\s?(?:은|는|이|가|를|로|도|:)?\s?(?:지난[달해][^,.]{0,12}|모두|총|약)?\s?(?:\d+년간\s?)?(?:총\s?)?$"
)
_TOTAL_AFTER = re.compile(r"\s?의\s?(?:총\s?)?사업비(?!로)")
_COUNTED = re.compile(
    r"\s?(?:의\s?|여\s?)?(?:신규\s?|지원\s?|세부\s?)?(?P<noun>과제|품목|기업|지역|대학|팀|기관|단지|지구|센터|업체)"
)
_COUNTS = re.compile(r"(?P<noun>과제|품목|기업|지역|대학|팀|기관|단지|지구|센터|업체)(?:로|를|의|\s수는?)?\s?$")
_BUDGET_BEFORE = re.compile(
    r"(?:예산안?|정부안)(?:\s?규모)?(?:은|는|이|가|을|를|도|으로|:|\s|\|)*(?:총|약|모두|정부안)?\s?$"
)
_BUDGET_AFTER = re.compile(r"(?:의|\s)*예산")
# Beside a year's budget there may be one or two more.
_EXTRA = re.compile(r"추가경정|추경")
_MARKED_YEAR = re.compile(
    r"\(\s?['’‘]?(?P<year>\d\d|20\d\d)\s?년?\s?(?:도\s?)?(?:안|정부안|예산안|예산)?\)\s?(?:신규,\s?)?$"
)


_SHARES = frozenset({"national", "local", "private"})
_MONEY = frozenset({"total", "spent"}) | _SHARES


@dataclass(frozen=True, slots=True)
class Point:
    """One fact that a statement makes known."""

    role: str
    """total, budget:2026, spent, national, local, private, count:과제, review, exempt …"""
    value: str
    """Normal form of the figure, or the stage: pending, done."""
    number: Decimal | None = None
    """The figure; None for a stage."""
    text: str = field(default="", compare=False)
    """As the sentence writes it."""
    start: int = field(default=0, compare=False)
    """Where the figure stands in the sentence."""
    stage: Stage | None = field(default=None, compare=False)
    """Of a budget or a count: how far it has come, where the words beside it tell."""
    period: str = field(default="", compare=False)
    """Of money put in: the span of years that stands beside it."""

    @property
    def lasting(self) -> bool:
        """Whether a later, other value of the role takes this one's place; each call or selection stands by itself."""
        return self.role in {"total", "review"} or self.role.startswith("budget:")

    @property
    def key(self) -> tuple[str, str]:
        """What makes two points the same news: an amount is the same in whatever role it is told again."""
        money = self.role in {"total", "spent"} or self.role.startswith("budget:")
        return ("money" if money else self.role.partition(":")[0], self.value)

    def replaces(self, other: Point) -> bool:
        """Tell whether this gives a lasting fact another value; a rounded figure is no other value."""
        if self.role != other.role or not self.lasting or self.value == other.value:
            return False
        return self.number is None or other.number is None or not rounded(self.number, other.number)


@dataclass(frozen=True, slots=True)
class Statement:
    """What one sentence says of a programme."""

    status: Status
    points: tuple[Point, ...]
    when: Moment | None
    """The day or month the sentence itself gives for what it tells; None where it gives none."""
    beside: tuple[Point, ...] = ()
    """Counts that are no news of their own, but tell of which event the sentence speaks."""


def rounded(first: Decimal, second: Decimal) -> bool:
    """Tell whether one figure is the other written with fewer digits: 1조 of 1조 445억, 216 of 215.6."""
    digits = min(len(number.normalize().as_tuple().digits) for number in (first, second))
    return all(f"{number:.{digits - 1}E}" == f"{first:.{digits - 1}E}" for number in (first, second))


def read(text: str, day: date | None, *, of_system: bool = False) -> Statement | None:
    """Return what `text`, published on `day`, states; None where it marks no step.

    Of a system, `of_system`, it is also a step that it comes into force or is changed.
    """
    figures = extraction.figures(text, day)
    counts = tuple(_counts(text, figures))
    # Beside money or in a call, a selection or applications, a count is of what is done; elsewhere it describes.
    news = any(words.search(text) for words in (_CHOSEN, _CALLED, _APPLIED)) or _PROJECTS_FUNDED.search(text)
    points = (*_stages(text), *_money(text, figures), *(counts if news else ()))
    status = _status(text, points)
    if status is None and of_system:
        return _in_force(text, figures, day)
    if status is None:
        return None
    beside = counts if status == "발표" or not news else ()
    told = tuple(point for point in points if point not in beside)
    when = None if status == "예정" else _when(text, figures, day)
    if status == "검토 중" and when is None and _LOOKS_BACK.search(text):
        return None
    none = (Point(f"stage:{status}", str(_year(when, day))),)
    return Statement(status, tuple(dict.fromkeys(told)) or none, when, beside)


def _in_force(text: str, figures: tuple[Fact, ...], day: date | None) -> Statement | None:
    """Return the step of a system that a sentence tells; a plan has no day of its own yet."""
    found = _IN_FORCE.search(text)
    if found is None:
        return None
    coming = _COMING.search(text) or _TO_COME.match(text, found.end("step"))
    when = None if coming else _when(text, figures, day)
    step = Point("force", f"{found['step']}:{_year(when, day)}", text=found["step"], start=found.start())
    return Statement("예정" if coming else "시행", (step,), when)


def _status(text: str, points: tuple[Point, ...]) -> Status | None:
    figures = [point for point in points if point.role not in {"exempt", "review", "chosen"}]
    stages = {(point.role, point.value) for point in points}
    counted = any(point.role.startswith("count:") for point in figures)
    rules: tuple[tuple[bool, Status], ...] = (
        (("exempt", "exempt") in stages, "면제"),
        (("review", "pending") in stages, "검토 중"),
        (_STOPPED.search(text) is not None, "중단"),
        (("review", "done") in stages and _SETTLED.search(text) is not None, "확정"),
        (("review", "done") in stages, "완료"),
        (("chosen", "done") in stages, "선정"),
        (not figures, "발표"),
        (_COMING.search(text) is not None, "예정"),
        (counted and _CHOSEN.search(text) is not None, "선정"),
        (counted and _APPLIED.search(text) is not None, "신청"),
        (_SETTLED.search(text) is not None, "확정"),
        (_DRAFTED.search(text) is not None, "예산안"),
        (_BUDGETED.search(text) is not None, "예산"),
        (counted and _CALLED.search(text) is not None, "모집"),
    )
    stated: Status = "발표"
    found = next((status for holds, status in rules if holds), stated)
    if found == "발표" and not any(point.role in _MONEY for point in figures):
        return None
    return found


def _stages(text: str) -> Iterator[Point]:
    if _EXEMPT.search(text):
        yield Point("exempt", "exempt")
    # A row or sentence that sets what was open beside what is settled tells what is settled.
    pending = _PENDING.search(text)
    if pending and _ABOUT.search(text[max(0, pending.start() - REACH) : pending.end()]) and not _SETTLED.search(text):
        yield Point("review", "pending", text=pending.group())
    elif reviewed := _REVIEWED.search(text):
        yield Point("review", "done", text=reviewed.group())
    if _NAMED_FOR.search(text):
        yield Point("chosen", "done")


def _money(text: str, figures: tuple[Fact, ...]) -> Iterator[Point]:
    """Yield what the programme costs, and each share of it that is told beside who pays it."""
    # 5년간 is what money is spread over, 5년 이내 a limit.
    periods = [fact for fact in figures if fact.kind == "period" and fact.text.endswith("간")]
    for fact in figures:
        value = fact.value
        if fact.kind != "amount" or not isinstance(value, Quantity) or value.low != value.high:
            continue
        if value.unit not in {"원", ""} or value.low < LEAST_MONEY:
            continue
        before, after = text[max(0, fact.start - 30) : fact.start], text[fact.end : fact.end + 12]
        if _NOT_ITS_MONEY.search(before) or re.match(
            r"\s?(?:이상|이하|미만|초과|이내|(?:을|를|이|가|\s)*(?:증|감액|늘|줄|더|커|많))", after
        ):
            continue
        if before.rstrip()[-1:] in _SIGNS or _ARTICLE.search(before):
            continue
        role = measures.share(before) or money_role(text, fact, figures)
        told = _SPENT.search(text) or _SETTLED.search(text) or (role in _SHARES and _BUDGETED.search(text))
        if told or role not in _SHARES | {"spent"}:
            stage = _drafted(text, fact) if role.startswith("budget:") else None
            period = _beside(fact, periods) if role == "spent" else ""
            yield Point(role, fact.normal, value.low, fact.text, fact.start, stage, period)


def _drafted(text: str, fact: Fact) -> Stage:
    """Return whether a budget is proposed, by the words beside it; one that is not marked so is settled."""
    marked = _MARKED_YEAR.search(text[max(0, fact.start - 30) : fact.start])
    beside = marked.group() if marked else text[max(0, fact.start - 30) : fact.end + 12]
    return "proposed" if measures.proposed(beside) else "settled"


def _beside(fact: Fact, periods: Sequence[Fact]) -> str:
    """Return the span of years written nearest before an amount, else the first in the sentence."""
    before = [one for one in periods if one.end <= fact.start]
    return (before[-1] if before else periods[0]).text if periods else ""


def money_role(text: str, fact: Fact, figures: tuple[Fact, ...]) -> str:
    """Return the role an amount plays in its sentence: total, budget with its year, or spent."""
    before, after = text[max(0, fact.start - 30) : fact.start], text[fact.end : fact.end + 12]
    if _TOTAL_BEFORE.search(before) or (_TOTAL_AFTER.match(after) and before.rstrip().endswith("총")):
        return "total"
    if marked := _MARKED_YEAR.search(before):
        return f"budget:{int(marked['year']) % 100 + 2000}"
    years = {f.value.year for f in figures if isinstance(f.value, Moment) and f.value.year and not f.value.month}
    beside = _BUDGET_BEFORE.search(before) or _BUDGET_AFTER.match(after)
    if beside and len(years) == 1 and not _EXTRA.search(text):
        return f"budget:{years.pop()}"
    return "spent"


def _counts(text: str, figures: tuple[Fact, ...]) -> Iterator[Point]:
    """Yield how many projects, firms and the like a sentence names, each with how far they have come."""
    counts = [
        fact
        for fact in figures
        if fact.kind == "count" and isinstance(fact.value, Quantity) and fact.value.unit == "개"
    ]
    following = [text[fact.end : ending.start] for fact, ending in pairwise(counts)]
    following += [text[fact.end :] for fact in counts[-1:]]
    for index, fact in enumerate(counts):
        noun = _COUNTED.match(text[fact.end :]) or _COUNTS.search(text[: fact.start])
        if noun and isinstance(fact.value, Quantity):
            stage = measures.stage(text[: fact.start], following[index:])
            yield Point(f"count:{noun['noun']}", fact.normal, fact.value.low, fact.text, fact.start, stage)


def _when(text: str, figures: tuple[Fact, ...], day: date | None) -> Moment | None:
    """Return the first day or month told that is past and no end of a period."""
    for fact in figures:
        moment = fact.value
        if not isinstance(moment, Moment) or moment.year is None or moment.month is None:
            continue
        bound = re.match(rf"\s?(?:부터|까지|{DASH})", text[fact.end :]) or re.search(
            r"[~∼～〜–]\s?$", text[: fact.start]
        )
        past = day is None or (moment.year, moment.month, moment.day or 0) <= (day.year, day.month, day.day)
        if not bound and past:
            return moment
    return None


def _year(when: Moment | None, day: date | None) -> int | None:
    return when.year if when else day.year if day else None
