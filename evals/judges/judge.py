"""Interface of an optional judge, and the sample of a reply that it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from evals.judging import JudgedReply

Part = Literal["answer", "contexts", "reference"]


class NotJudged(Exception):
    """Raised if a judge gives no score: its model failed or wrote something unusable."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One reply as shown to a judge."""

    case: str
    question: str
    answer: str
    """Empty for a refusal."""
    contexts: tuple[str, ...]
    """The passages that were retrieved, best first."""
    reference: str
    """What a right answer holds: the sentences that prove it, else its gold strings; empty where none are known."""

    def has(self, parts: tuple[Part, ...]) -> bool:
        """Tell whether none of the named parts is empty."""
        return all(getattr(self, part) for part in parts)


class Judge(Protocol):
    """A judge that scores replies by metrics of its own, 0 to 1."""

    name: str
    version: str
    model: str
    """The chat model it asks."""
    needs: Mapping[str, tuple[Part, ...]]
    """Its metrics, each with what a sample must have for it to apply."""

    def mark(self, metric: str, sample: Sample) -> float:
        """Return the score of one sample by one metric; raise NotJudged if there is none."""
        ...


def sample(reply: JudgedReply) -> Sample:
    """Return the sample of a reply that judges are shown."""
    case, asked = reply.case, reply.asked
    reference = " ".join(case.quotes) or ", ".join(gold.split("|")[0] for gold in case.gold)
    return Sample(
        case=case.id,
        question=asked.question,
        answer=asked.text if asked.kind == "answer" else "",
        contexts=tuple(passage.text for passage in asked.passages),
        reference=reference if case.expected == "answer" else "",
    )
