"""Usage of a run: the tokens that chat models read and wrote for its questions, the time it took and what it cost.

Tokens are those that a provider counts (LangChain's `usage_metadata`). A call whose provider tells none, or that was
broken off before it could, is counted apart and not taken for free. None of this enters report.json, which is the same
for the same documents and code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evals.metrics.latency import percentiles
from evals.records import Asked

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a provider asks for tokens."""

    read: float
    """For a million tokens that a model reads."""
    written: float
    """For a million tokens that it writes."""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Spent:
    """The usage of one question."""

    case: str
    milliseconds: float
    """0 where it ended in an error."""
    calls: int
    uncounted: int
    """Calls of which no tokens are known."""
    read: int
    written: int


@dataclass(frozen=True, slots=True)
class Usage:
    """The usage of all questions of a run; claims are left out."""

    spent: tuple[Spent, ...]
    price: Price | None = None

    @property
    def calls(self) -> int:
        """Calls of chat models."""
        return sum(one.calls for one in self.spent)

    @property
    def uncounted(self) -> int:
        """Calls of which no tokens are known."""
        return sum(one.uncounted for one in self.spent)

    @property
    def read(self) -> int:
        """Tokens that models read."""
        return sum(one.read for one in self.spent)

    @property
    def written(self) -> int:
        """Tokens that models wrote."""
        return sum(one.written for one in self.spent)

    @property
    def latency(self) -> dict[str, float]:
        """`p50`, `p95` and `mean` of a question in milliseconds; empty where none was answered."""
        return percentiles([one.milliseconds for one in self.spent if one.milliseconds])

    @property
    def cost(self) -> float | None:
        """What the counted tokens cost, in the currency of the price; None without a price."""
        if self.price is None:
            return None
        return (self.read * self.price.read + self.written * self.price.written) / MILLION


def usage(asked: Sequence[Asked], price: Price | None = None) -> Usage | None:
    """Return the usage of the questions of a run; None where none was asked."""
    return Usage(tuple(map(_spent, asked)), price) if asked else None


def as_json(value: Usage) -> dict[str, object]:
    """Return the object `usage` of timings.json; what is `per_question` is a mean."""
    count = len(value.spent)
    found: dict[str, object] = {
        "questions": count,
        "milliseconds": value.latency,
        "calls": value.calls,
        "calls_not_counted": value.uncounted,
        "input_tokens": value.read,
        "output_tokens": value.written,
        "per_question": {
            "input_tokens": round(value.read / count, 1),
            "output_tokens": round(value.written / count, 1),
        },
    }
    if (price := value.price) is not None and (cost := value.cost) is not None:
        found["cost"] = {
            "amount": round(cost, 6),
            "per_question": round(cost / count, 6),
            "currency": price.currency,
            "input_price": price.read,
            "output_price": price.written,
        }
    return found


def each(value: Usage) -> list[dict[str, object]]:
    """Return the object of every question in timings.json."""
    return [
        {
            "id": one.case,
            "milliseconds": round(one.milliseconds, 1),
            "calls": one.calls,
            "input_tokens": one.read,
            "output_tokens": one.written,
        }
        for one in value.spent
    ]


def _spent(asked: Asked) -> Spent:
    counted = [call for call in asked.calls if call.input_tokens is not None and call.output_tokens is not None]
    return Spent(
        case=asked.case,
        milliseconds=asked.milliseconds,
        calls=len(asked.calls),
        uncounted=len(asked.calls) - len(counted),
        read=sum(call.input_tokens or 0 for call in counted),
        written=sum(call.output_tokens or 0 for call in counted),
    )
