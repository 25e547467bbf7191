"""Place names: provinces under every name, capital and other regions, cities, counties and countries."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.facts.fact import Fact, Name

_PARTICLE = r"(?=$|[^가-힣]|은|는|이|가|을|를|의|에|으|로|과|와|도|만|부터|까지|산|권|지역|시민|도민|내|측|인|발|행|간)"

# 시 after these tells when: 간담회시, 배포시.
_WHEN = ("회시", "포시", "료시", "용시", "할시", "생시", "요시")


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "places.toml").read_text(encoding="utf-8"))


@cache
def _names() -> dict[str, str]:
    """Map every spelling to its canonical name."""
    data = _tables()
    provinces = {spelling: row["names"][0] for row in data["provinces"] for spelling in row["names"]}
    plain = {name: name for name in (*data["regions"], *data["countries"], *data["cities"])}
    return {**provinces, **plain, **data["aliases"]}


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_names(), key=len, reverse=True))
    return re.compile(
        rf"(?<![가-힣A-Za-z])(?P<known>{names}){_PARTICLE}|(?<![가-힣])(?P<local>[가-힣]{{1,3}}(?:시|군|구))(?=$|[^가-힣]|[은는이가을를의에와과])"
    )


def find(text: str) -> Iterator[Fact]:
    """Yield the places named in `text`, each under its canonical name."""
    for match in _pattern().finditer(text):
        local = match["local"]
        if local is None:
            yield Fact("place", *match.span("known"), match["known"], Name(_names()[match["known"]]))
        elif len(local) > 2 and not local.endswith(_WHEN) and local not in _tables()["not_municipal"]:
            yield Fact("place", *match.span("local"), local, Name(local))


def provinces() -> tuple[str, ...]:
    """Return the short names of the seventeen provinces and metropolitan cities."""
    return tuple(row["names"][0] for row in _tables()["provinces"])
