"""Bounds and approximations of a figure: 500억원 이상, 약 500억원, or exactly 500억원."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.facts.fact import Fact, Quantity

_BETWEEN = r"(?:\s|\(|약|연간?|월|총|각각?|평균|인당|건당|과제당|기업당)*"
_LIMIT_BEFORE = re.compile(rf"(?<!역대\s)(?<!사상\s)(?:최대|최소|최저|많게는|적게는|최고)(?={_BETWEEN}$)")
_LIMIT_AFTER = re.compile(r"\s?\)?(?:이상|이하|이내|미만|초과)")
_ANY_BEFORE = re.compile(rf"(?:최대|최소|최저|최고|많게는|적게는|상한|하한|한도|최장|최단)[은는이가를을]?{_BETWEEN}$")
_ANY_AFTER = re.compile(
    r"\s?[가-힣]{0,2}\s?\)?(?:이상|이하|이내|미만|초과|까지|한도|상한|하한|넘|안에|내(?![가-힣])|↑|↓|돌파|웃돌|밑도|남짓|\+)"
)
_ABOUT_BEFORE = re.compile(r"(?:약|대략|얼추)\s?$")
_ABOUT_AFTER = re.compile(r"\s?(?:가량|정도|안팎|내외|규모|수준|남짓)")
_OVER_AFTER = re.compile(r"\s?(?:[을를이가]\s?)?(?:이상|넘|초과|돌파|웃돌)")
_OVER = re.compile(r"여")
CLOSE = Decimal("0.025")
"""Largest share of itself by which a figure marked as about so much may miss the exact one."""


def bounded(text: str, fact: Fact) -> bool:
    """Tell whether `text` marks `fact` as a limit in any way: 최대, 이상, 까지, 한도 …."""
    before = text[max(0, fact.start - 16) : fact.start]
    return bool(_ANY_BEFORE.search(before) or _ANY_AFTER.match(text[fact.end : fact.end + 8]))


def stated(text: str, fact: Fact) -> str:
    """Return `fact` with the word that makes it a limit, as `text` writes it; empty where it stands for itself."""
    lead = max(0, fact.start - 16)
    before = _LIMIT_BEFORE.search(text[lead : fact.start])
    after = _LIMIT_AFTER.match(text, fact.end, fact.end + 6)
    if not before and not after:
        return ""
    return text[lead + before.start() if before else fact.start : after.end() if after else fact.end]


def contrary(claim: str, fact: Fact, text: str, other: Fact) -> bool:
    """Tell whether `claim` makes `fact` a limit on one side and `text` makes `other` one on the other side."""
    sides = {_side(claim, fact), _side(text, other)}
    return sides == {"up", "down"}


def _side(text: str, fact: Fact) -> str:
    before = _LIMIT_BEFORE.search(text[max(0, fact.start - 16) : fact.start])
    after = _LIMIT_AFTER.match(text, fact.end, fact.end + 6)
    words = (before.group() if before else "") + (after.group() if after else "")
    if any(word in words for word in ("최소", "최저", "적게는", "이상", "초과")):
        return "up"
    return "down" if words else ""


def _step(number: Decimal) -> Decimal:
    """Return the place of the last digit that is no zero: 100 for 1,100, a tenth for 2.5."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent)


def near(text: str, claimed: Fact, exact: Fact) -> bool:
    """Tell whether `claimed`, which `text` marks as about or above so much, is `exact` rounded to its own digits."""
    if not isinstance(claimed.value, Quantity) or not isinstance(exact.value, Quantity):
        return False
    ours, theirs = claimed.value, exact.value
    if ours.unit.removesuffix("간") != theirs.unit.removesuffix("간") or not ours.low or ours.low != ours.high:
        return False
    if theirs.low != theirs.high:
        return False
    step, distance = _step(ours.low), theirs.low - ours.low
    after = text[claimed.end : claimed.end + 6]
    if _OVER.search(claimed.text):
        return 0 <= distance < step
    if abs(distance) > ours.low * CLOSE:
        return False
    if _OVER_AFTER.match(after):
        return 0 <= distance < step
    about = _ABOUT_BEFORE.search(text[max(0, claimed.start - 4) : claimed.start]) or _ABOUT_AFTER.match(after)
    return bool(about) and abs(distance) <= step / 2
