"""Trust: which sources the settings believe more than others.

`("kind:press_release issuer:가온부", "uri:/srv/ministry/")` trusts the releases of 가온부 most, then whatever was read
from that folder, then all else. A document says its kind and its issuer itself; only where it was read from is known.
Trust decides between equals and which of two that disagree is named first. It hides nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Protocol, get_args

from ingest.documents import Kind

_PART = re.compile(r"(?:^|\s)(kind|issuer|uri):\s*")


class Described(Protocol):
    """A document or its record in the catalogue."""

    @property
    def kind(self) -> str:
        """What kind of document it is."""

    @property
    def issuer(self) -> str:
        """Who published it."""

    @property
    def uri(self) -> str:
        """Where it was read from."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Sources in the order of trust, most trusted first; what none describes is trusted least."""

    sources: tuple[str, ...] = ()
    """Each one or more of `kind:`, `issuer:` and `uri:` (the beginning of the address), all of which must hold."""

    def of(self, described: Described) -> int:
        """Return how much a document is trusted by what it says of itself and where it was read from."""
        return self.rank(described.kind, described.issuer, described.uri)

    def rank(self, kind: str, issuer: str, uri: str) -> int:
        """Return how much a document is trusted, 0 for one that no source describes."""
        for place, source in enumerate(self.sources):
            wanted = parts(source)
            exact = {"kind": kind, "issuer": issuer.strip()}
            if wanted and all(
                uri.startswith(value) if name == "uri" else exact[name] == value for name, value in wanted
            ):
                return len(self.sources) - place
        return 0


def parts(source: str) -> tuple[tuple[str, str], ...]:
    """Return the (field, value) of each condition of a source; none where it is malformed."""
    cut = _PART.split(source.strip())
    return () if cut[0] else tuple((cut[at], cut[at + 1].strip()) for at in range(1, len(cut), 2))


def problem(source: str) -> str:
    """Return what is wrong with a source and how to write it; empty where nothing is."""
    wanted = parts(source)
    kinds = get_args(Kind)
    if not wanted or not all(value for _, value in wanted):
        return "kind:, issuer:, uri: 가운데 하나 이상을 앞에 붙여 쓰십시오. 예: kind:press_release issuer:기획재정부"
    wrong = [value for name, value in wanted if name == "kind" and value not in kinds]
    return f"kind는 {', '.join(kinds)} 가운데 하나여야 합니다: {wrong[0]}" if wrong else ""
