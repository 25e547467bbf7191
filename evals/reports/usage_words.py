"""Usage of a run in sentences, for the report page and the terminal: tokens, seconds and cost."""

from __future__ import annotations

from collections.abc import Iterator

from evals.reports.names import Words
from evals.usage import Usage

CENT = 0.01
"""From this amount on a cost is shown with two decimals."""


def told(value: Usage, words: Words) -> Iterator[str]:
    """Yield what was used: tokens, calls without a count, seconds, and the cost where prices are given."""
    count = len(value.spent)
    yield words["usage_tokens"].format(
        read=f"{value.read:,}",
        written=f"{value.written:,}",
        read_each=f"{value.read / count:,.0f}",
        written_each=f"{value.written / count:,.0f}",
        calls=value.calls,
        count=count,
    )
    if value.uncounted:
        yield words["usage_uncounted"].format(calls=value.uncounted)
    if found := value.latency:
        yield words["usage_seconds"].format(p50=seconds(found["p50"]), p95=seconds(found["p95"]))
    if (cost := money(value)) is not None:
        yield words["usage_cost"].format(cost=cost, each=money(value, count))


def seconds(milliseconds: float) -> str:
    """Return a time in seconds: 0.35, 21.8."""
    return f"{milliseconds / 1000:.2f}" if milliseconds < 10_000 else f"{milliseconds / 1000:.1f}"


def money(value: Usage, count: int = 1) -> str | None:
    """Return the cost of a run, or of one of its `count` questions, with its currency: `0.0042 USD`, `1,240.50 원`.

    `≥` stands before it where the tokens of some calls are not known.
    """
    if value.price is None or value.cost is None:
        return None
    amount = value.cost / count
    figure = f"{amount:,.2f}" if amount >= CENT or not amount else f"{amount:.6f}"
    return f"{'≥ ' if value.uncounted else ''}{figure} {value.price.currency}".rstrip()
