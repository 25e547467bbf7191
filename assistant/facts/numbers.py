"""Numbers with units in Korean text and their normal forms: 1조 445억원 is 1,044,500,000,000원."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from assistant.facts.fact import DASH, Fact, FactKind, Quantity

DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_TENS_PART = rf"(?:\s?{DIGITS}\s?십)?"
_GROUP = rf"(?:{DIGITS}\s?천(?:\s?{DIGITS}\s?백)?{_TENS_PART}|{DIGITS}\s?백{_TENS_PART}|{DIGITS}\s?십|{DIGITS})"
_LARGE = rf"(?:{_GROUP}\s?여?\s?[경조억만](?![가-힣]*째)(?:\s?{_GROUP}\s?[경조억만])*(?:\s?{_GROUP}(?![\d.]))?)"
NUMBER = rf"(?:{_LARGE}|{_GROUP})"
_HANGUL = (
    r"(?:[일이삼사오육칠팔구]?천)?(?:[일이삼사오육칠팔구]?백)?(?:[일이삼사오육칠팔구]?십)?[일이삼사오육칠팔구]?[만억조]"
)

_MAGNITUDE = {
    "십": Decimal(10),
    "백": Decimal(100),
    "천": Decimal(1000),
    "만": Decimal(10) ** 4,
    "억": Decimal(10) ** 8,
    "조": Decimal(10) ** 12,
    "경": Decimal(10) ** 16,
}
_SINO = {digit: Decimal(value) for value, digit in enumerate("일이삼사오육칠팔구", start=1)}
_ONES = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9}
_TENS = {"열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50}

# Counters of one line count the same sort of thing: 306개 and 306건 agree, 5명 and 5개 do not.
_UNITS: dict[FactKind, tuple[tuple[str, ...], ...]] = {
    "points": (("%p", "％p", "%P", "%포인트", "퍼센트포인트", "퍼센트 포인트"),),
    "percent": (("%", "％", "퍼센트", "프로"),),
    "ratio": (("배",),),
    "amount": (
        ("원",),
        ("달러", "불", "US$", "USD"),
        ("유로",),
        ("엔",),
        ("위안",),
        ("파운드",),
        ("루피",),
        ("루블",),
    ),
    "count": (
        (
            "개",
            "건",
            "곳",
            "개소",
            "군데",
            "가지",
            "개사",
            "개국",
            "개교",
            "개팀",
            "개 팀",
            "종",
            "팀",
            "사",
            "편",
            "선",
        ),
        ("명", "인", "여명", "사람"),
        ("회", "차례", "번"),
        ("차",),
        ("점",),
        ("대",),
        ("호",),
        ("조",),
        ("항",),
        ("세", "살"),
        ("장",),
        ("마리",),
        ("그루", "주"),
        ("가구", "세대"),
        ("톤", "t"),
        ("kg", "㎏", "킬로그램"),
        ("g", "그램"),
        ("km", "㎞", "킬로미터"),
        ("㎢", "km²", "제곱킬로미터"),
        ("㎡", "m²", "제곱미터"),
        ("mm", "㎜", "밀리미터"),
        ("cm", "㎝", "센티미터"),
        ("m", "미터"),
        ("ha", "㏊", "헥타르"),
        ("평",),
        ("층",),
        ("급",),
        ("등급",),
        ("권",),
        ("석",),
        ("표",),
        ("MW",),
        ("GW",),
        ("kW",),
        ("도", "℃"),
        ("주년",),
    ),
    "rank": (("위",),),
    "period": (
        ("년", "해"),
        ("년간", "개년"),
        ("개월", "달", "개월간"),
        ("주", "주간"),
        ("일",),
        ("일간",),
        ("시간",),
        ("분", "분간"),
        ("초",),
        ("박",),
    ),
}
_KINDS: dict[str, tuple[FactKind, str]] = {}
for _kind, _rows in _UNITS.items():
    for _row in _rows:
        for _spelling in _row:
            _KINDS.setdefault(_spelling, (_kind, _row[0]))
_UNIT = "|".join(re.escape(unit) for unit in sorted(_KINDS, key=len, reverse=True))
_RANGE = rf"\s?{DASH}\s?"
_NOT_INSIDE = r"(?<![\d.,A-Za-z])"

# What may follow a unit: 8.26 개최 holds no 개, and 5개발 no counter either.
_TIGHT = (
    r"(?!(?<=개)(?:최|발(?!사)|정|선|인(?!사|[\s.,]|데|지|가\s|$)|혁|편|방|별|설|념|통|관)"
    r"|(?<=대)(?:비|상|한)|(?<=주)(?:요|최|민))"
)
_APART = (
    r"(?=$|[^가-힣]|[은는이가을를의에로도만와과간내씩당여]|까지|부터|"
    r"이[상하내]|미만|초과|으로|정도|규모|가량|안팎|보다)"
)

_QUANTITY = re.compile(
    rf"{_NOT_INSIDE}(?P<low>{NUMBER})(?:\s?(?P<lowunit>{_UNIT})?{_RANGE}(?P<high>{NUMBER}))?"
    rf"(?:\s?여)?(?:(?P<unit>{_UNIT}){_TIGHT}|\s(?P<apart>{_UNIT}){_APART})?"
)
_LASTING = re.compile(r"\s?(?:동안|연속|만에|째|여|이내)")
# A rate of competition: 2.4대 1, 2.4:1.
_AGAINST = re.compile(
    rf"{_NOT_INSIDE}(?P<low>{DIGITS})\s?(?:대\s|:\s?)1(?![\d.,]|\s?(?:위|차|층|명|개|곳|건|대|억|조|만|천|백|년|월|일))"
)
# Laws are counted by articles, not by trillions: 국가재정법 38조.
_ARTICLE_BEFORE = re.compile(r"(?:법|법률|령|규칙|조례|헌법|협약|협정)[」』”’'\"]?\s?$")
_ARTICLE_AFTER = re.compile(r"\s?(?:제?\s?\d+\s?항|의\s?\d|에\s?(?:따|근거|의거|의해|의하|규정))")
_DOLLARS = re.compile(rf"(?:US)?\$\s?(?P<low>{NUMBER})")
_SPELLED = re.compile(rf"(?<![가-힣\d])(?P<number>{_HANGUL})\s?(?P<unit>원|달러|명)")
_DIGIT = re.compile(r"\d")
_NATIVE = re.compile(
    rf"(?<![가-힣\d])(?P<tens>{'|'.join(_TENS)})?(?P<ones>{'|'.join(_ONES)})?\s?"
    r"(?P<unit>곳|군데|개(?!월|최|발|정|선|인|혁|편|방|별|설|시|념|통|관)|명(?!의로)|가지|차례|번째|달(?!라|성|러)|사람|살|마리|그루)"
)


def _small(text: str) -> Decimal:
    """Read a group below 만: 6천4백, 445, 4천."""
    total = Decimal(0)
    for digits, mark in re.findall(rf"({DIGITS})?\s?([천백십])?", text):
        if digits or mark:
            total += (Decimal(digits.replace(",", "")) if digits else Decimal(1)) * _MAGNITUDE.get(mark, Decimal(1))
    return total


@lru_cache(maxsize=4_096)
def parse(text: str) -> Decimal:
    """Return the value of a number written with digits and Korean magnitudes (1조 445억, 6천4백만)."""
    total = Decimal(0)
    rest = text.replace("여", "")
    for group, mark in re.findall(r"([^경조억만]+)([경조억만])?", rest):
        if group.strip():
            total += _small(group) * _MAGNITUDE.get(mark, Decimal(1))
    return total


def _spelled(text: str) -> Decimal:
    total, group, digit = Decimal(0), Decimal(0), Decimal(0)
    for letter in text:
        if letter in _SINO:
            digit = _SINO[letter]
        elif letter in "천백십":
            group += (digit or 1) * _MAGNITUDE[letter]
            digit = Decimal(0)
        else:
            total += ((group + digit) or 1) * _MAGNITUDE[letter]
            group, digit = Decimal(0), Decimal(0)
    return total + group + digit


def _magnitude(text: str) -> Decimal:
    """Return the last large magnitude of a number, by which a bare lower end is read (2~3억)."""
    marks = [letter for letter in text if letter in "경조억만"]
    return _MAGNITUDE[marks[-1]] if marks else Decimal(1)


def _unit(text: str | None, ordinal: bool, after: str) -> tuple[FactKind, str]:
    if not text:
        return "count", ""
    kind, unit = _KINDS[text]
    # 차·호·조 after 제 number an article or a round; 일 and 년 are periods here, dates are read elsewhere.
    if ordinal and text in {"조", "차", "호", "항", "회"}:
        return "rank", text
    if text in {"년", "일"} and _LASTING.match(after):
        return kind, text + "간"
    if text == "주" and after.startswith(("년", "기")):
        return "count", "주년"
    return kind, unit


def _from_match(text: str, match: re.Match[str]) -> Fact | None:
    start, end = match.span()
    before = text[max(0, start - 1) : start]
    unit = match["unit"] or match["apart"]
    after = text[end : end + 3]
    low, high = match["low"], match["high"]
    ordinal = before == "제"
    article = _ARTICLE_BEFORE.search(text[max(0, start - 6) : start]) or _ARTICLE_AFTER.match(text, end)
    if low.endswith("조") and not unit and (ordinal or article):
        # 제65조 is an article, not 65 trillion.
        value = parse(low[:-1])
        return Fact("rank", start, match.end("low"), text[start : match.end("low")], Quantity(value, value, "조"))
    if before and text[max(0, start - 3) : start] == "코로나":
        return None
    if unit is None and (before.isalpha() or (after[:1].isascii() and after[:1].isalpha())):
        return None  # a number inside a name: 코로나19, 5G
    first, last = parse(low), parse(high) if high else parse(low)
    if high and last > first and not match["lowunit"] and _magnitude(low) == 1:
        scaled = first * _magnitude(high)
        first = scaled if scaled <= last else first
    if last < first:
        first, last = last, first
    kind, name = _unit(unit, ordinal, after)
    if not name and (high or low)[-1] in "억조":
        kind = "amount"
    return Fact(kind, start, end, text[start:end], Quantity(first, last, name))


def find(text: str) -> Iterator[Fact]:
    """Yield the quantities of `text` with offsets, in no particular order and never overlapping."""
    if _DIGIT.search(text):
        yield from _written(text)
    for match in _SPELLED.finditer(text) if any(mark in text for mark in "만억조") else ():
        value = _spelled(match["number"])
        kind, unit = _KINDS[match["unit"]]
        yield Fact(kind, *match.span(), match.group(), Quantity(value, value, unit))
    for match in _NATIVE.finditer(text):
        count = _TENS.get(match["tens"] or "", 0) + _ONES.get(match["ones"] or "", 0)
        if count:
            kind, unit = _KINDS["회" if match["unit"] == "번째" else match["unit"]]
            value = Decimal(count)
            yield Fact(kind, *match.span(), match.group(), Quantity(value, value, unit))


def _written(text: str) -> Iterator[Fact]:
    """Yield the quantities written with digits."""
    taken: list[tuple[int, int]] = []
    for match in _DOLLARS.finditer(text):
        value = parse(match["low"])
        taken.append(match.span())
        yield Fact("amount", *match.span(), match.group(), Quantity(value, value, "달러"))
    for match in _AGAINST.finditer(text):
        value = parse(match["low"])
        taken.append(match.span())
        yield Fact("ratio", *match.span(), match.group(), Quantity(value, value, "대 1"))
    for match in _QUANTITY.finditer(text):
        fact = _from_match(text, match)
        if fact and not any(start < fact.end and fact.start < end for start, end in taken):
            yield fact


def agree(claim: Quantity, source: Quantity) -> bool:
    """Tell whether two quantities are the same; from an 억 on the unit may be left out, as in 2,800억."""
    ours, theirs = claim.unit.removesuffix("간"), source.unit.removesuffix("간")
    same_unit = ours == theirs or (claim.low >= _MAGNITUDE["억"] and not (ours and theirs))
    return same_unit and claim.low == source.low and claim.high == source.high


def spelled(quantity: Quantity) -> str:
    """Write a quantity as Korean texts do: 75,300,000,000원 as 753억원, 1250개 as 1,250개."""
    if quantity.unit != "원" or quantity.low != quantity.high or quantity.low != int(quantity.low):
        ends = dict.fromkeys(f"{number:,f}" for number in (quantity.low, quantity.high))
        return "~".join(end.rstrip("0").rstrip(".") if "." in end else end for end in ends) + quantity.unit
    left, groups = int(quantity.low), []
    for size, name in ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, "")):
        count, left = divmod(left, size)
        if count:
            groups.append(f"{count:,}{name}")
    return (" ".join(groups) or "0") + "원"
