"""Public bodies under their full, short and former names.

The names live in `organisations.toml`; each carries the days on which it was in force.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from assistant.facts.fact import Fact, Name


@dataclass(frozen=True, slots=True)
class Title:
    """One name of a body and the days it was in force; None leaves an end open."""

    full: str
    short: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Tell whether the body bore this name on `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Body:
    """One institution through its renamings, the latest name first."""

    titles: tuple[Title, ...]

    @property
    def canonical(self) -> str:
        """The latest full name, by which the body is compared."""
        return self.titles[0].full


@cache
def bodies() -> tuple[Body, ...]:
    """Read the alias file once."""
    data = tomllib.loads((files(__package__) / "organisations.toml").read_text(encoding="utf-8"))
    return tuple(
        Body(
            tuple(
                Title(name["full"], tuple(name.get("short", ())), name.get("since"), name.get("until"))
                for name in body["name"]
            )
        )
        for body in data["body"]
    )


@cache
def _aliases() -> dict[str, Body]:
    return {alias: body for body in bodies() for title in body.titles for alias in (title.full, *title.short)}


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(re.escape(alias) for alias in sorted(_aliases(), key=len, reverse=True))
    # The left edge keeps 환경부 out of 기후에너지환경부 and 교육부 out of 비교육부.
    return re.compile(rf"(?<![가-힣A-Za-z])(?:{names})(?![A-Za-z])")


def body(alias: str) -> Body | None:
    """Return the body known by `alias`, full or short; None when the file does not name it."""
    return _aliases().get(alias)


def name_on(alias: str, day: date) -> str:
    """Return the full name that the body known by `alias` bore on `day`; `alias` itself if unknown."""
    known = body(alias)
    if known is None:
        return alias
    return next((title.full for title in known.titles if title.in_force(day)), known.canonical)


def find(text: str) -> Iterator[Fact]:
    """Yield the public bodies named in `text`, each under its canonical name."""
    for match in _pattern().finditer(text):
        known = _aliases()[match.group()]
        yield Fact("organisation", *match.span(), match.group(), Name(known.canonical))
