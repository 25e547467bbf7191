"""The curve of a store's growth: a table of what was measured, fitted exponents, an estimate, and a plot.

A cost that grows as documents to the power of b has the exponent b: the slope of a straight line through the
logarithms, by least squares. 1 is proportional, 0 constant.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

Measured = Mapping[str, Any]
"""What `evals.benchmarks.growth` writes."""
FAR = 10_000_000
"""Chunks of the estimate."""
VECTOR_BYTES = 384 * 4 + 32 * 2 * 4 + 64
"""Memory that a graph index takes for a chunk: the vector as floats, 64 neighbours on the lowest level, its id."""
_WIDTH, _HEIGHT, _MARGIN = 420, 300, 56
_COLOURS = ("#1f5fa8", "#b3541e", "#3c7a3c")


@dataclass(frozen=True, slots=True)
class Point:
    """What a store of one size costs; seconds add up from the empty store."""

    documents: int
    chunks: int
    indexing: float
    """Seconds of reading, cutting and writing, without embedding."""
    embedding: float
    """Seconds of embedding all chunks with the bundled model."""
    processor: float
    """Seconds of processor time for the indexing."""
    disk: float
    """Megabytes."""
    ingest_peak: float
    ask_peak: float
    """Megabytes of memory at the most."""
    retrieval: tuple[float, float]
    question: tuple[float, float]
    """Milliseconds, p50 and p95."""
    ndcg: float

    @property
    def ingest(self) -> float:
        """Seconds of the whole ingest."""
        return self.indexing + self.embedding


@dataclass(frozen=True, slots=True)
class Fit:
    """A power law: cost = factor * size ** exponent."""

    factor: float
    exponent: float

    def at(self, size: float) -> float:
        """Return the cost at a size."""
        return float(self.factor * size**self.exponent)


def fit(sizes: Sequence[float], costs: Sequence[float]) -> Fit:
    """Return the power law nearest to the costs by least squares over logarithms.

    >>> fit([1, 10, 100], [2, 20, 200])
    Fit(factor=2.0, exponent=1.0)
    """
    x, y = [math.log(one) for one in sizes], [math.log(max(one, 1e-9)) for one in costs]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((one - mean_x) ** 2 for one in x)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread if spread else 0.0
    return Fit(round(math.exp(mean_y - slope * mean_x), 9), round(slope, 9))


def points(found: Measured) -> list[Point]:
    """Return the points of a run, with the seconds of each step added to those before."""
    each = median(one["embed"]["chunk_seconds"] for one in found["points"])
    measured = found["embedding"] != "stand-in"
    indexing = processor = embedding = 0.0
    curve = []
    for one in found["points"]:
        ingest, ask = one["ingest"], one["ask"]
        indexing += ingest["seconds"] - ingest["embedding"]
        processor += ingest["processor"] - ingest["embedding_processor"]
        embedding += ingest["embedding"]
        curve.append(
            Point(
                documents=int(ingest["documents"]),
                chunks=int(ingest["chunks"]),
                indexing=indexing,
                embedding=embedding if measured else each * ingest["chunks"],
                processor=processor,
                disk=sum(value for name, value in ingest.items() if name.startswith("disk_")) / 1e6,
                ingest_peak=ingest["peak_mb"],
                ask_peak=ask["peak_mb"],
                retrieval=(ask["retrieval_p50"] * 1000, ask["retrieval_p95"] * 1000),
                question=(ask["question_p50"] * 1000, ask["question_p95"] * 1000),
                ndcg=ask["ndcg10"],
            )
        )
    return curve


def table(found: Measured) -> list[str]:
    """Return the lines of a run in Markdown: the table, the exponents and the estimate."""
    curve = points(found)
    lines = [
        "| documents | chunks | ingest s | of it embedding | ingest / embedding | indexing s (CPU) | disk MB |"
        " peak MB ingest, ask | retrieval ms p50, p95 | question ms p50, p95 | nDCG@10 |",
        "|" + "---|" * 11,
    ]
    lines += [
        f"| {one.documents:,} | {one.chunks:,} | {one.ingest:,.0f} | {one.embedding / one.ingest:.0%} |"
        f" {one.ingest / one.embedding:.2f} | {one.indexing:,.0f} ({one.processor:,.0f}) | {one.disk:,.0f} |"
        f" {one.ingest_peak:,.0f}, {one.ask_peak:,.0f} | {one.retrieval[0]:.0f}, {one.retrieval[1]:.0f} |"
        f" {one.question[0]:,.0f}, {one.question[1]:,.0f} | {one.ndcg:.3f} |"
        for one in curve
    ]
    return [*lines, "", *_exponents(curve), "", *_estimate(curve)]


def _exponents(curve: Sequence[Point]) -> list[str]:
    sizes = [one.documents for one in curve]
    costs = {
        "ingest": [one.ingest for one in curve],
        "indexing alone": [one.indexing for one in curve],
        "indexing alone, processor": [one.processor for one in curve],
        "disk": [one.disk for one in curve],
        "retrieval p50": [one.retrieval[0] for one in curve],
        "question p50": [one.question[0] for one in curve],
        "question p95": [one.question[1] for one in curve],
    }
    return [
        "| exponent of | |",
        "|---|---|",
        *(f"| {name} | {fit(sizes, cost).exponent:.2f} |" for name, cost in costs.items()),
    ]


def _estimate(curve: Sequence[Point]) -> list[str]:
    last = curve[-1]
    sizes = [float(one.chunks) for one in curve]
    indexing = fit(sizes, [one.processor for one in curve]).at(FAR) / 3600
    question = fit(sizes, [one.question[0] for one in curve]).at(FAR)
    each = (last.question[0] - curve[0].question[0]) / max(last.chunks - curve[0].chunks, 1)
    worst = last.question[0] + max(each, 0) * FAR
    return [
        f"| at {FAR:,} chunks ({FAR * last.documents // last.chunks:,} documents) | | how |",
        "|---|---|---|",
        f"| embedding | {last.embedding / last.chunks * FAR / 3600:,.0f} h | proportional, on the cores of this run |",
        f"| indexing | {indexing:,.0f} h of processor | fitted exponent |",
        f"| disk | {last.disk / last.chunks * FAR / 1000:,.0f} GB | proportional |",
        f"| memory of the vector graph | {VECTOR_BYTES * FAR / 1e9:,.0f} GB | {VECTOR_BYTES:,} bytes a chunk |",
        f"| question p50, at best | {question:,.0f} ms | fitted exponent, all in memory |",
        f"| question p50, at worst | {worst:,.0f} ms | each chunk costs what it does now |",
    ]


def plot(found: Measured) -> str:
    """Return the curve as SVG: what ingesting and a question cost over documents, both axes logarithmic."""
    curve = points(found)
    sizes = [float(one.documents) for one in curve]
    panels = (
        (
            "ingest, seconds",
            {"whole": [one.ingest for one in curve], "indexing alone": [one.indexing for one in curve]},
        ),
        (
            "question, milliseconds",
            {
                "p95": [one.question[1] for one in curve],
                "p50": [one.question[0] for one in curve],
                "retrieval p50": [one.retrieval[0] for one in curve],
            },
        ),
    )
    drawn = "".join(_panel(title, sizes, lines, at * _WIDTH) for at, (title, lines) in enumerate(panels))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * _WIDTH} {_HEIGHT}" font-family="sans-serif"'
        f' font-size="11"><rect width="100%" height="100%" fill="#fff"/>{drawn}</svg>\n'
    )


def _panel(title: str, sizes: Sequence[float], lines: Mapping[str, Sequence[float]], left: int) -> str:
    values = [value for line in lines.values() for value in line]
    across = _Axis(min(sizes), max(sizes), left + _MARGIN, left + _WIDTH - 90)
    up = _Axis(min(values), max(values), _HEIGHT - _MARGIN, 36)
    found = [f'<text x="{left + _MARGIN}" y="20" font-weight="bold">{title}</text>']
    found += [
        f'<text x="{across.at(size):.1f}" y="{_HEIGHT - 34}" text-anchor="middle">{size:,.0f}</text>' for size in sizes
    ]
    for tick in up.ticks():
        y = up.at(tick)
        found.append(f'<path d="M{across.start} {y:.1f}H{across.end}" stroke="#ddd"/>')
        found.append(f'<text x="{across.start - 6}" y="{y + 4:.1f}" text-anchor="end">{tick:,g}</text>')
    for (name, line), colour in zip(lines.items(), _COLOURS, strict=False):
        places = [(across.at(size), up.at(value)) for size, value in zip(sizes, line, strict=True)]
        drawn = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        found.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        found += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        found.append(f'<text x="{places[-1][0] + 8:.1f}" y="{places[-1][1] + 4:.1f}" fill="{colour}">{name}</text>')
    found.append(f'<text x="{left + _WIDTH / 2:.1f}" y="{_HEIGHT - 14}" text-anchor="middle">documents</text>')
    return "".join(found)


@dataclass(frozen=True, slots=True)
class _Axis:
    """A logarithmic scale between two places of the picture."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        span = math.log(self.high / self.low) or 1.0
        return self.start + (self.end - self.start) * math.log(value / self.low) / span

    def ticks(self) -> list[float]:
        """Powers of ten on the scale, or its ends where there are fewer than two."""
        powers = range(math.ceil(math.log10(self.low)), math.floor(math.log10(self.high)) + 1)
        found = [10.0**power for power in powers]
        return found if len(found) > 1 else [self.low, self.high]
