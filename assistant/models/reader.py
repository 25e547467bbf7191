"""Readers behind a name: how well each sentence of a passage answers a question or decides a claim.

`reader-ko` is the model that is bundled (`assistant.models.bundled_reader`); `cross-encoder:NAME` is any CrossEncoder
that sentence-transformers loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from assistant.models.windows import Role

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BUNDLED_READER = "reader-ko"
CROSS_ENCODER = "cross-encoder:"


@dataclass(frozen=True, slots=True)
class Text:
    """Consecutive sentences of a document with its title."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ends:
    """How likely the short answer begins and ends with each token of a sentence."""

    offsets: tuple[tuple[int, int], ...]
    """Start and end of each token in the sentence."""
    first: NDArray[np.float32]
    """Shape (tokens,): probabilities among all tokens of the window that the answer begins with it."""
    last: NDArray[np.float32]
    """The same of its end."""

    def likely(self, start: int, end: int) -> tuple[float, float]:
        """Return the probability that the answer begins at `start`, and that it is just `start` to `end`."""
        begins = sum(float(p) for (a, b), p in zip(self.offsets, self.first, strict=True) if a <= start < b)
        ends = sum(float(p) for (a, b), p in zip(self.offsets, self.last, strict=True) if a < end <= b)
        return begins, begins * ends


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader says of one sentence."""

    relevance: float
    """Log-odds that it answers or decides."""
    supported: float
    contradicted: float
    """Probabilities of the two verdicts, each 0 to 1; the rest is that it says nothing on the matter."""
    answer: tuple[int, int]
    """Start and end of the likeliest short answer in the sentence."""
    sure: float
    """Probability of that span among all in its window, 0 to 1."""
    together: tuple[float, float] = (0.0, 0.0)
    """Probabilities of supported and contradicted by all sentences of its window together."""
    ends: Ends | None = field(default=None, compare=False, repr=False)
    """None of a reader that tells no short answers."""
    marker: int = 0
    """Characters before the sentence that `ends` counts and `answer` does not."""

    def shifted(self, marker: int) -> Reading:
        """Return the reading of the sentence without the `marker` characters that open it."""
        start, end = (max(0, place - marker) for place in self.answer)
        return replace(self, answer=(start, end), marker=self.marker + marker)

    def likely(self, start: int, end: int) -> tuple[float, float]:
        """Return the probabilities that the short answer begins at `start`, and that it is just `start` to `end`."""
        return self.ends.likely(start + self.marker, end + self.marker) if self.ends else (0.0, 0.0)


class Reader(Protocol):
    """Reads texts for a question or a claim."""

    name: str

    def read(self, asked: str, role: Role, texts: Sequence[Text]) -> list[list[Reading]]:
        """Return, for each text, the reading of each of its sentences."""
        ...


def problem(name: str) -> str:
    """Return what is wrong with a reader's name, in Korean; empty when it can be tried."""
    if name in {"", BUNDLED_READER} or name.startswith(CROSS_ENCODER):
        return ""
    return f"비워 두거나, {BUNDLED_READER} 또는 {CROSS_ENCODER}모델이어야 합니다"
