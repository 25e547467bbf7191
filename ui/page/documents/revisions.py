"""Sentence-level diff of two versions of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal

from ingest.sentences import spans

Sign = Literal["same", "added", "removed", "gap"]
Kind = Literal["same", "changed", "figure"]
ALIKE = 0.5
"""Share of common words from which two sentences count as one that changed."""
COMPARED = 400
"""Most sentences removed and added in one place among which pairs are sought."""
MOST = 1_000
"""Most lines returned."""

_TOKEN = re.compile(r"\d[\d,.]*\d|\d|[가-힣]+|[A-Za-z]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a sentence, unchanged or changed."""

    text: str
    kind: Kind = "same"
    """`figure` is a change with a number in it."""


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence added, removed or unchanged next to those, or a gap for further unchanged ones."""

    sign: Sign
    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(piece.text for piece in self.pieces)


def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return the sentences that differ with their unchanged neighbours; empty if the texts are the same."""
    return tuple(islice(_changes(_sentences(before), _sentences(after)), MOST))


def _sentences(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in spans(text) if text[start:end].strip()]


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    groups = list(SequenceMatcher(None, old, new).get_grouped_opcodes(1))
    for number, group in enumerate(groups):
        if number or group[0][1]:
            yield Change("gap")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (Change("same", (Piece(text),)) for text in old[i1:i2])
            else:
                yield from _replaced(old[i1:i2], new[j1:j2])
        if number + 1 == len(groups) and group[-1][2] < len(old):
            yield Change("gap")


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    pairs = _pairs(old, new) if len(old) * len(new) <= COMPARED else {}
    shown = 0
    for index, text in enumerate(old):
        partner = pairs.get(index)
        if partner is None:
            yield Change("removed", (Piece(text),))
            continue
        yield from (Change("added", (Piece(one),)) for one in new[shown:partner])
        yield Change("removed", _marked(text, new[partner]))
        yield Change("added", _marked(new[partner], text))
        shown = partner + 1
    yield from (Change("added", (Piece(one),)) for one in new[shown:])


def _pairs(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return pairs of an old sentence and the new one it became, in order."""
    found: dict[int, int] = {}
    first = 0
    for index, text in enumerate(old):
        alike = [(_alike(text, other), -at) for at, other in enumerate(new[first:], start=first)]
        score, at = max(alike, default=(0.0, 0))
        if score >= ALIKE:
            found[index] = -at
            first = -at + 1
    return found


def _alike(one: str, two: str) -> float:
    return SequenceMatcher(None, _TOKEN.findall(one), _TOKEN.findall(two), autojunk=False).ratio()


def _marked(text: str, other: str) -> tuple[Piece, ...]:
    """Return `text` in pieces, marking those that are not in `other`."""
    tokens, others = _TOKEN.findall(text), _TOKEN.findall(other)
    pieces: list[Piece] = []
    for tag, start, end, _, _ in SequenceMatcher(None, tokens, others, autojunk=False).get_opcodes():
        part = "".join(tokens[start:end])
        if part:
            changed: Kind = "figure" if re.search(r"\d", part) else "changed"
            pieces.append(Piece(part, "same" if tag == "equal" else changed))
    return tuple(pieces)
