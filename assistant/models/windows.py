"""Windows: a question or claim with as many consecutive sentences of a document as one pass of the reader holds.

A window is `<s> query: QUESTION </s> TITLE </s> SENTENCE </s> SENTENCE </s> …`. Every token knows its part, so the
reader scores each sentence from its own tokens, read in the context of the others:

    ids    0   41  905  7   2   310  2   88  14  2   75  9  2
    parts  0   0   0    0   0   -1  -1   1   1   1   2   2  2
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Role = Literal["question", "claim"]

PREFIX: dict[Role, str] = {"question": "query: ", "claim": "passage: "}
"""What tells the two tasks apart; both are prefixes that the encoder knows from its pre-training."""
ASKED = 64
"""Most tokens of a question or claim that are read."""
TITLE = 24
SENTENCE = 110
WIDTH = 256
"""Tokens in one window, special ones included."""
BEGIN, END = 0, 2
"""Ids of `<s>` and `</s>` in the vocabulary that reader and embedding share."""
QUESTION_PART, TITLE_PART = 0, -1


class Pieces(Protocol):
    """Cuts text into the ids of the shared vocabulary, without special ones."""

    def __call__(self, text: str) -> Sequence[int]:
        """Return the ids of a text."""


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the reader."""

    ids: tuple[int, ...]
    parts: tuple[int, ...]
    """For each token: 0 question or claim, -1 title, k the k-th sentence inside, counted from 1."""
    sentences: tuple[int, ...]
    """Positions, in the document's list of sentences, of those inside."""


def window(pieces: Pieces, asked: str, title: str, sentences: Sequence[str], start: int, role: Role) -> Window:
    """Return the window that begins with sentence `start` and holds as many as fit, at least that one."""
    ids = [BEGIN, *pieces(PREFIX[role] + asked)[:ASKED], END]
    parts = [QUESTION_PART] * len(ids)
    ids += [*pieces(title)[:TITLE], END]
    parts += [TITLE_PART] * (len(ids) - len(parts))
    inside: list[int] = []
    for position in range(start, len(sentences)):
        tokens = [*pieces(sentences[position])[:SENTENCE], END]
        if inside and len(ids) + len(tokens) > WIDTH:
            break
        inside.append(position)
        ids += tokens
        parts += [len(inside)] * len(tokens)
    return Window(tuple(ids), tuple(parts), tuple(inside))


def windows(pieces: Pieces, asked: str, title: str, sentences: Sequence[str], role: Role) -> Iterator[Window]:
    """Yield windows that together hold every sentence once, in order."""
    start = 0
    while start < len(sentences):
        one = window(pieces, asked, title, sentences, start, role)
        yield one
        start = one.sentences[-1] + 1
