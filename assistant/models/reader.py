"""Readers behind a name: how well each sentence of a passage answers a question or decides a claim.

`reader-ko` is the model that is bundled (`assistant.models.bundled_reader`); `cross-encoder:NAME` is any CrossEncoder
that sentence-transformers loads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from assistant.models.windows import Role
from ingest.errors import ModelError

BUNDLED_READER = "reader-ko"
CROSS_ENCODER = "cross-encoder:"


@dataclass(frozen=True, slots=True)
class Text:
    """Consecutive sentences of a document with its title."""

    title: str
    sentences: tuple[str, ...]


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

    def shifted(self, marker: int) -> Reading:
        """Return the reading of the sentence without the `marker` characters that open it."""
        start, end = (max(0, place - marker) for place in self.answer)
        return replace(self, answer=(start, end))


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


def load(name: str) -> Reader | None:
    """Return the reader of a name, None for an empty one. Raises ModelError when it cannot be had."""
    if trouble := problem(name):
        raise ModelError(f"쓸 수 없는 읽기 모델입니다: {name}", trouble)
    if not name:
        return None
    if name != BUNDLED_READER:
        return CrossEncoderReader(name.removeprefix(CROSS_ENCODER))
    from assistant.models import bundled_reader

    return bundled_reader.bundled()


class CrossEncoderReader:
    """Any sentence-transformers CrossEncoder with one logit, as rerankers have; it tells relevance and nothing else."""

    def __init__(self, name: str) -> None:
        """Load the model. Raises ModelError if it cannot be had."""
        from sentence_transformers import CrossEncoder

        self.name = name
        try:
            self._encoder = CrossEncoder(name)
        except (OSError, ValueError) as error:
            raise ModelError(f"읽기 모델을 읽을 수 없습니다: {name}", str(error)) from error

    def read(self, asked: str, role: Role, texts: Sequence[Text]) -> list[list[Reading]]:
        """Score every sentence with its title as a pair with the question; no verdict and no short answer is told."""
        del role
        pairs = [(asked, f"{one.title}\n{sentence}") for one in texts for sentence in one.sentences]
        scores = iter(self._encoder.predict(pairs, convert_to_numpy=True) if pairs else ())
        return [[Reading(float(next(scores)), 0.0, 0.0, (0, 0), 0.0) for _ in one.sentences] for one in texts]
