"""Named laws (「…」), programmes in quotation marks and people with titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.facts import places
from assistant.facts.fact import Fact, Name

_BRACKETED = re.compile(r"[「｢『]([^」｣』\n]{2,60})[」｣』]")
_LAW = re.compile(r"(?:법|법률|시행령|시행규칙|조례|규정|고시|헌법|협정|조약)$")
_QUOTED = re.compile(
    r"[‘“'\"]([^‘’“”'\"\n]{2,50}?(?:사업|프로그램|계획|대책|전략|제도|방안|정책|과제|지원단|펀드|바우처|로드맵))[’”'\"]"
)
_ROLES = (
    "대통령|국무총리|부총리|총리|장관|차관|차관보|처장|청장|실장|국장|과장|본부장|원장|이사장|위원장|부위원장|사장|대표|대변인|"
    "시장|군수|구청장|도지사|지사|교육감|총장|의원|대사|회장|교수|센터장|단장|소장|연구소장|정책관|심의관|지청장|감독관"
)
_ROLE_FIRST = re.compile(rf"(?:{_ROLES})\s?(?:\(|은|는|이|가)?\s?(?P<name>[가-힣]{{2,4}})(?=\))")
_NAME_FIRST = re.compile(
    rf"(?<![가-힣])(?P<name>[가-힣]{{3}})\s(?:[가-힣]{{2,14}}\s?)?(?:{_ROLES})(?=[\s은는이가을를의과와도,.]|$)"
)


def _canonical(name: str) -> str:
    return re.sub(r"[\s·ㆍ・]", "", name)


def find(text: str) -> Iterator[Fact]:
    """Yield laws, programmes and people; a law or programme is compared without spaces and dots."""
    for match in _BRACKETED.finditer(text):
        kind = _LAW.search(match[1])
        yield Fact("law" if kind else "programme", *match.span(1), match[1], Name(_canonical(match[1])))
    for match in _QUOTED.finditer(text):
        yield Fact("programme", *match.span(1), match[1], Name(_canonical(match[1])))
    for pattern in (_ROLE_FIRST, _NAME_FIRST):
        for match in pattern.finditer(text):
            if not next(places.find(match["name"]), None):
                yield Fact("person", *match.span("name"), match["name"], Name(match["name"]))
