"""The answers of another system: their text and what they rest on, as far as that system tells."""

from __future__ import annotations

from dataclasses import dataclass

from evals.datasets.columns import UnusedColumn


@dataclass(frozen=True, slots=True)
class Evidence:
    """A text that an answer rests on."""

    text: str
    document: str = ""
    """Id, file name or title of the document it is from; empty where that is not told."""


@dataclass(frozen=True, slots=True)
class ExternalAnswer:
    """What another system answered to one question."""

    text: str
    id: str = ""
    """Of the case; empty where the question alone tells it."""
    question: str = ""
    refused: bool | None = None
    """Whether it refused; None where its words must tell."""
    quotes: tuple[Evidence, ...] = ()
    """What it says stands in a document to the letter; `[1]` in its text names the first."""
    contexts: tuple[Evidence, ...] = ()
    """Passages that it was given to answer from, which it does not quote."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """The answers in a file."""

    answers: tuple[ExternalAnswer, ...]
    unused: tuple[UnusedColumn, ...] = ()
    """The columns of a table that nothing was read from; none of JSON Lines, whose further fields are another's own."""
