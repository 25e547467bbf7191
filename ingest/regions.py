"""Names of the seventeen provinces and metropolitan cities (시·도) of Korea, and finding them in text.

Full names always count. A short name counts only as a word of its own, alone or with what may follow a place
(시, 도, 지역, a particle …), so that 경기 침체, 세종대왕, 대구탕 and 충남대 name no region.
"""

from __future__ import annotations

import re

NAMES = (
    *("서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "경기"),
    *("강원", "충북", "충남", "전북", "전남", "경북", "경남", "제주"),
)
"""The short names, in the official order."""

_FULL = {
    "충청북도": "충북",
    "충청남도": "충남",
    "전라북도": "전북",
    "전라남도": "전남",
    "경상북도": "경북",
    "경상남도": "경남",
}
_JOINED = {"부울경": ("부산", "울산", "경남")}
_SHORT = "|".join(NAMES)
_OFFICE = (
    r"특별자치시|특별자치도|통합특별시|특별시|광역시|직할시|시|도|특별|권역|권|지역|지방|관내|일대|일원|전역|본사|지사|지부|지점|지청|"
    r"본부|시청|도청|시민|도민|시장|의회|교육청|교육감|경찰청|소방본부|노동청|고용노동청|국세청|식약청|중기청|세관|청|청사|센터|"
    r"공항|국제공항|신항|항만|항|역|남부|북부|동부|서부|도심|시내|산단|연구원|테크노파크|지검|고검|지법|고법|혁신도시|신도시|"
    r"상공회의소|창조경제혁신센터|캠퍼스|특구|벤처|형|산|발"
)
_PARTICLE = (
    r"(?:에서만|에서는|에서도|에서의|에서|에게|에는|에도|에만|에|의|은|는|이|가|을|를|과|와|로부터|으로|로|도|만|부터|까지|보다|"
    r"처럼|이나|나|이며|이고|이다|입니다|이라|라는|등|등의|등에|등을|및|또는|간|내|외|발)"
)
_MENTION = re.compile(
    rf"(?:(?<![가-힣])|(?<=정부)(?=[가-힣]{{2}}청사))(?P<names>(?:{_SHORT})+)(?P<office>(?:{_OFFICE}){{0,3}}){_PARTICLE}{{0,2}}(?![가-힣])"
)
_ONE = re.compile(_SHORT)
_WHOLE = re.compile("|".join((*_FULL, *_JOINED)))
_TOWNS = (
    "수원|성남|의정부|안양|부천|광명|평택|동두천|안산|고양|과천|구리|남양주|오산|시흥|군포|의왕|하남|용인|파주|이천|안성|김포|화성|"
    "광주|양주|포천|여주|연천|가평|양평"
)
_SEPARATOR = r"\s?[·,/ㆍ･∙․‧、~]\s?"
_GYEONGGI = re.compile(
    rf"\s(?:{_TOWNS})(?:시|군)?(?:에서|에|의|는|은|소재)?(?![가-힣])|{_SEPARATOR}(?:{_SHORT})|\s?\((?:{_TOWNS}|[+△▲-]?\d)|"
    r"\s(?:남부|북부|동부|서부|지역|소재)|\s?\d[\d.,]*\s?(?:건|개|개소|명|곳|%|가구)?\s?[,·)]"
)
_LISTED = re.compile(rf"(?:{_SHORT}|충청|호남|영남)(?:시|도)?{_SEPARATOR}$")
# What stands before or after a short name that then is no region.
_BEFORE = {
    "대전": re.compile(r"(?:세계|채용|취업|창업|디자인|아이디어|공모|기술|산업|미술|발명|건설|대한민국|중소기업)\s$"),
    "광주": re.compile(r"경기도?\s$"),
    "세종": re.compile(r"(?:법무법인|조선|대왕)\s?$"),
}
_AFTER = {
    "세종": re.compile(r"\s?(?:대왕|학당|과학기지|문화회관|시대의|솔로이스츠|사이언스)"),
    "서울": re.compile(r"\s?(?:올림픽|평화상|선언|의\s봄)"),
}


def regions(text: str) -> tuple[str, ...]:
    """Return the short names of the 시·도 that a text mentions, each once, in order of first mention."""
    found: list[tuple[int, str]] = []
    for whole in _WHOLE.finditer(text):
        name = whole.group()
        found.extend((whole.start(), short) for short in _JOINED.get(name) or (_FULL[name],))
    for mention in _MENTION.finditer(text):
        names = _ONE.findall(mention["names"])
        if len(names) == 1 and not _is_region(text, mention, names[0]):
            continue
        found.extend((mention.start(), name) for name in names)
    found.sort(key=lambda item: item[0])
    return tuple(dict.fromkeys(name for _, name in found))


def _is_region(text: str, mention: re.Match[str], name: str) -> bool:
    """Return whether a short name that stands alone means the region here."""
    office = mention["office"]
    before = text[max(0, mention.start() - 8) : mention.start()]
    if office.startswith(("특별", "광역", "직할")):
        return True
    if name == "경기" and not office:
        return bool(_GYEONGGI.match(text, mention.end()) or _LISTED.search(before))
    if (barred := _BEFORE.get(name)) and barred.search(before):
        return False
    return not ((barred := _AFTER.get(name)) and barred.match(text, mention.end("names")))
