"""Owns places: provinces under all names, capital and other regions, cities, counties and countries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from assistant.facts.fact import Fact, Name

_PARTICLE = r"(?=$|[^가-힣]|은|는|이|가|을|를|의|에|으|로|과|와|도|만|부터|까지|산|권|지역|시민|도민|내|측|인|발|행|간)"


@cache
def _names() -> dict[str, str]:
    """Map every spelling to its canonical name."""
    data = tomllib.loads((files("assistant.facts") / "places.toml").read_text(encoding="utf-8"))
    spellings: dict[str, str] = {}
    for row in data["provinces"]:
        for spelling in row["names"]:
            spellings[spelling] = row["names"][0]
    for name in (*data["regions"], *data["countries"], *data["cities"]):
        spellings[name] = name
    spellings.update(data["aliases"])
    return spellings


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_names(), key=len, reverse=True))
    return re.compile(
        rf"(?<![가-힣A-Za-z])(?P<known>{names}){_PARTICLE}|(?<![가-힣])(?P<local>[가-힣]{{1,3}}(?:시|군|구))(?=$|[^가-힣]|[은는이가을를의에와과])"
    )


# Words of the same ending that are not municipalities.
_NOT_LOCAL = frozenset(
    "다시 일시 즉시 당시 동시 역시 필요시 잠시 수시 상시 전시 정시 임시 고시 지시 제시 표시 게시 예시 감시 무시 도시 택시 명시 실시 공시 개시 "
    "친구 연구 요구 청구 기구 지구 인구 가구 도구 입구 출구 항구 복구 촉구 추구 강구 누구 선거구 야구 축구 농구 배구 탁구 문구 전구 대구 "
    "미군 공군 해군 육군 국군 적군 후보군 직군 제품군 산업군 아군 장군 질환군 고위험군 자치구 자치군 자치시 시군 시군구 특구 평시 전국구 또다시 혹시 반드시".split()
)


def find(text: str) -> Iterator[Fact]:
    """Yield the places named in `text`, each under its canonical name."""
    for match in _pattern().finditer(text):
        local = match["local"]
        if local is None:
            yield Fact("place", *match.span("known"), match["known"], Name(_names()[match["known"]]))
        elif local not in _NOT_LOCAL and len(local) > 2:
            yield Fact("place", *match.span("local"), local, Name(local))


def provinces() -> tuple[str, ...]:
    """Return the short names of the seventeen provinces and metropolitan cities."""
    data = tomllib.loads((files("assistant.facts") / "places.toml").read_text(encoding="utf-8"))
    return tuple(row["names"][0] for row in data["provinces"])
