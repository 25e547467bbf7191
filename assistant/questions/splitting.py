"""Decomposition of a compound question into simple ones.

Two years or regions compared, two attributes of one thing, or two things asked each (각각): every part repeats what
they share, so that each can be looked up and answered by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.korean.names import followed
from ingest.regions import NAMES

LONGEST = 200
"""Letters of the longest question that is taken apart."""

_YEAR = r"(?:20\d\d|['’‘]?\d\d)년(?:도)?"
_AND = r"(?:하고|이랑|랑|과|와|및|,|·|/)"
_YEARS = re.compile(
    rf"(?P<one>{_YEAR})(?:{_AND}|에서|보다|에\s?비해|대비|부터|\s?→)\s?(?P<two>{_YEAR})(?:\s안)?(?:으로|에서|에는|에|은|는|까지)?"
)
_PLACE = rf"(?:{'|'.join(NAMES)})(?:[시도]|특별자치도|광역시)?"
_PLACES = re.compile(rf"(?P<one>{_PLACE}){_AND}\s?(?P<two>{_PLACE})(?P<after>[은는이가의]?)(?=\s)")
_COMPARES = re.compile(
    r"\s{0,9}(?:각각|서로)?\s{0,9}(?:(?:을|를)?\s?비교\S{0,40}(?:\s?(?:줘|주세요|보면))?|(?:의|는|은)?\s?차이\S{0,40}|(?:얼마나|어떻게|몇\s?\S{1,40}나?)\s?"
    r"(?:늘|줄|바뀌|바뀐|달라|변|많|적|증가|감소|커)\S{0,40}|(?:뭐가|무엇이)\s?(?:다르|달라)\S{0,40})[\s?.]{0,9}$"
)
_TWO = r"(?P<before>.{0,400}?)(?P<one>\S{1,40}?)(?:하고|이랑|랑|과|와)\s(?P<two>\S{1,40}?)"
_EACH = re.compile(rf"{_TWO}(?P<particle>에서는|에서|에는|은|는|이|가|의)\s(?P<after>.{{0,400}}각각.{{0,400}})$")
_WHICH = re.compile(
    rf"^{_TWO}(?:의|은|는|이|가|을|를)?\s(?P<rest>(?:\S{{1,40}}\s)*?)"
    r"(?:중|가운데)(?:에서?)?\s(?:어느|어디|뭐|무엇|누가|어떤)\S{0,40}\s(?:\S{1,40}\s)*\S{1,40}$"
)
_COPULA = r"(?:이?야|인가요|이?냐|이?에요|예요)"
_OR = re.compile(
    rf"^(?P<before>.{{1,400}}\s)(?P<one>[가-힣A-Za-z]{{1,40}}){_COPULA}\s"
    rf"(?P<two>[가-힣A-Za-z]{{1,40}}){_COPULA}\s?[?]{{0,9}}$"
)
_OF_TWO = re.compile(rf"^{_TWO}의\s(?P<rest>.+)$")
_LAST = re.compile(
    r"^(?P<before>.{1,400}\s)(?P<one>[가-힣]{1,40}(?:\s수)?)(?:하고|이랑|랑|과|와|,|·)\s?"
    r"(?P<two>(?:[가-힣\d]{1,40}\s){0,3}[가-힣]{1,40}?)(?P<after>[은는]?\s?(?:각각\s?)?(?:얼마\S{0,40}|몇\s\S{1,40})?)[\s?]{0,9}$"
)
_VALUED = re.compile(
    r"(?:[\s가-힣]수|개수|비|금|액|예산안?|돈|율|률|비중|비율|규모|한도|기간|날짜|시기|일정|매출|인원|민자)$"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One of the questions that a question is made of."""

    text: str
    label: str
    """What tells it from the others: a year, a place, an attribute, a thing."""


def compares(text: str) -> bool:
    """Tell whether a question wants values held against each other: 비교해 줘, 얼마나 늘었나요, 차이는."""
    return len(text) <= LONGEST and _COMPARES.search(text) is not None


def parts(text: str) -> tuple[Part, ...]:
    """Return the questions that a question is made of; () where it asks one thing."""
    if len(text) > LONGEST:
        return ()
    return _over(_YEARS, text) or _over(_PLACES, text) or _attributes(text) or _things(text)


def _over(pattern: re.Pattern[str], text: str) -> tuple[Part, ...]:
    """Split a comparison of two years or two places."""
    match, compared = pattern.search(text), _COMPARES.search(text)
    each = "각각" in text
    if match is None or not (compared or each) or (compared and compared.start() < match.start()):
        return ()
    stem = text[: compared.start()] if compared else text.replace("각각", " ")
    rest = f"{stem[: match.start()]} {stem[match.end() :]}"
    rest = " ".join(rest.split())
    if compared:
        rest = re.sub(r"(?:을|를|은|는|이|가|의)?[\s?]{0,9}$", "", rest)
    if not rest.strip("안 "):
        return ()
    asked = followed(rest, "은") + "?" if compared else rest
    return tuple(Part(f"{match[name]} {asked}", match[name]) for name in ("one", "two"))


def _attributes(text: str) -> tuple[Part, ...]:
    """Split a question for two values of one thing: 과제 수와 예산은."""
    match = _LAST.match(text)
    if (
        match is None
        or " 그 " in match["two"] + " "
        or match["two"].startswith("그 ")
        or not (_VALUED.search(f" {match['one']}") and _VALUED.search(f" {match['two']}"))
    ):
        return ()
    before, one, two = match["before"].strip(), match["one"], match["two"]
    if one == "수":  # 과제 수와 예산
        before, _, counted = before.rpartition(" ")
        one = f"{counted} {one}"
    after = match["after"].replace("각각", "").strip(" 은는")
    return tuple(Part(" ".join(f"{before} {followed(name, '은')} {after}".split()) + "?", name) for name in (one, two))


def _things(text: str) -> tuple[Part, ...]:
    """Split a question that asks the same of two things, each."""
    match, compared = _EACH.match(text), _COMPARES.search(text)
    of_two = _OF_TWO.match(text[: compared.start()]) if compared else None
    if of_two:
        rest = followed(of_two["rest"], "은")
        return tuple(Part(f"{of_two['before']}{of_two[name]}의 {rest}?", of_two[name]) for name in ("one", "two"))
    for pattern in (_WHICH, _OR):
        chosen = pattern.match(text)
        if chosen:
            rest = chosen.groupdict().get("rest") or ""
            return tuple(
                Part(f"{chosen['before']}{followed(f'{chosen[name]} {rest}'.strip(), '은')}?", chosen[name])
                for name in ("one", "two")
            )
    if match is None:
        return ()
    after = " ".join(match["after"].replace("각각", " ").split())
    return tuple(
        Part(f"{match['before']}{followed(match[name], match['particle'])} {after}", match[name])
        for name in ("one", "two")
    )
