"""Plots of a page as inline SVG: intervals and histograms."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np

WIDTH, HEIGHT = 220, 20
EDGE = 6


def interval(
    value: float, low: float | None, high: float | None, before: float | None, bound: float | None, label: str
) -> str:
    """Return the plot of a value (0 to 1) with its interval, the baseline as a ring and the threshold as a line."""
    middle = HEIGHT / 2
    parts = [f'<line class="track" x1="{_x(0)}" y1="{middle}" x2="{_x(1)}" y2="{middle}"/>']
    if low is not None and high is not None:
        parts.append(f'<line class="range" x1="{_x(low)}" y1="{middle}" x2="{_x(high)}" y2="{middle}"/>')
    if bound is not None:
        parts.append(f'<line class="bound" x1="{_x(bound)}" y1="2" x2="{_x(bound)}" y2="{HEIGHT - 2}"/>')
    if before is not None:
        parts.append(f'<circle class="before" cx="{_x(before)}" cy="{middle}" r="5"/>')
    parts.append(f'<circle class="dot" cx="{_x(value)}" cy="{middle}" r="4"/>')
    return _svg(WIDTH, HEIGHT, label, "".join(parts))


def histogram(values: Sequence[float], unit: str, label: str, bins: int = 24) -> str:
    """Return the histogram of values, from 0 to the greatest."""
    if not values:
        return ""
    width, height = 640, 120
    counts, edges = np.histogram(np.asarray(values), bins=bins, range=(0, max(values) or 1))
    step = (width - 2 * EDGE) / bins
    bars = "".join(
        f'<rect class="bar" x="{EDGE + index * step:.1f}" y="{_top(count, counts.max(), height):.1f}" '
        f'width="{step - 1:.1f}" height="{height - 18 - _top(count, counts.max(), height):.1f}"/>'
        for index, count in enumerate(counts.tolist())
    )
    ends = (
        f'<text x="{EDGE}" y="{height - 4}">0</text>'
        f'<text x="{width - EDGE}" y="{height - 4}" text-anchor="end">{edges[-1]:.0f} {escape(unit)}</text>'
    )
    return _svg(width, height, label, bars + ends)


def _top(count: int, most: int, height: int) -> float:
    return 4 + (height - 22) * (1 - count / most)


def _x(value: float) -> str:
    return f"{EDGE + (WIDTH - 2 * EDGE) * min(1.0, max(0.0, value)):.1f}"


def _svg(width: int, height: int, label: str, inside: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" '
        f'aria-label="{escape(label)}">{inside}</svg>'
    )
