"""Plots as inline SVG, each with its values as a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from ui.page.html.markup import element

WIDTH, HEIGHT = 340, 150
LEFT, RIGHT, TOP, BOTTOM = 36, 36, 32, 28
BAR_WIDTH, BAR_HEIGHT, EDGE = 240, 22, 6


@dataclass(frozen=True, slots=True)
class Spot:
    """One labelled data point: a value on a day."""

    day: date
    when: str
    value: float
    label: str


@dataclass(frozen=True, slots=True)
class Named:
    """Title of a plot, its text for screen readers and its unique id on the page."""

    id: str
    title: str
    text: str


def line(spots: Sequence[Spot], named: Named) -> Markup:
    """Return a line plot of values over time, each point labelled; the axis begins at 0."""
    xs, ys = _places(spots)
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(xs, ys, strict=True))
    base = HEIGHT - BOTTOM
    parts = [
        element("line", x1=LEFT - 20, y1=base, x2=WIDTH - RIGHT + 20, y2=base, class_="axis"),
        element("polyline", points=path, class_="course"),
    ]
    for index, (spot, x, y) in enumerate(zip(spots, xs, ys, strict=True)):
        # A label stands above its point, and below it where the one before is too near.
        near = index > 0 and x - xs[index - 1] < 64 and abs(y - ys[index - 1]) < 22
        parts += [
            element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4.5", class_="spot"),
            element("text", spot.label, x=_inside(x, spot.label), y=f"{y + (20 if near else -11):.1f}", class_="value"),
        ]
        if not (index > 0 and x - xs[index - 1] < 72):
            parts.append(element("text", spot.when, x=_inside(x, spot.when), y=HEIGHT - 8, class_="when"))
    return _svg(WIDTH, HEIGHT, named, parts)


def _places(spots: Sequence[Spot]) -> tuple[list[float], list[float]]:
    first, last = (pick(spot.day.toordinal() for spot in spots) for pick in (min, max))
    most = max(spot.value for spot in spots) or 1.0
    span = (last - first) or 1
    xs = [LEFT + (WIDTH - LEFT - RIGHT) * (spot.day.toordinal() - first) / span for spot in spots]
    ys = [HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * spot.value / most for spot in spots]
    return xs, ys


def _inside(x: float, text: str) -> str:
    """Return the horizontal centre of a text, moved so that the whole text is within the plot."""
    half = sum(13 if ord(letter) > 0x2E7F else 7.2 for letter in text) / 2
    return f"{min(max(x, half), WIDTH - half):.1f}" if 2 * half < WIDTH else f"{WIDTH / 2}"


def interval(value: float, low: float | None, high: float | None, before: float | None, text: str) -> Markup:
    """Return a plot of one value from 0 to 1 with its confidence interval; an earlier value is a ring."""
    middle = f"{BAR_HEIGHT / 2:.1f}"
    parts = [element("line", x1=EDGE, y1=middle, x2=BAR_WIDTH - EDGE, y2=middle, class_="track")]
    if low is not None and high is not None:
        parts.append(element("line", x1=_along(low), y1=middle, x2=_along(high), y2=middle, class_="range"))
    if before is not None:
        parts.append(element("circle", cx=_along(before), cy=middle, r="5.5", class_="before"))
    parts.append(element("circle", cx=_along(value), cy=middle, r=4, class_="spot"))
    return element(
        "svg", *parts, viewBox=f"0 0 {BAR_WIDTH} {BAR_HEIGHT}", role="img", aria_label=text, class_="interval"
    )


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], caption: str) -> Markup:
    """Return the values of a plot as a table."""
    return element(
        "table",
        element("caption", caption, class_="hidden"),
        element("thead", element("tr", *(element("th", one, scope="col") for one in heads))),
        element("tbody", *(element("tr", *(element("td", one) for one in row)) for row in rows)),
        class_="values",
    )


def _along(value: float) -> str:
    return f"{EDGE + (BAR_WIDTH - 2 * EDGE) * min(1.0, max(0.0, value)):.1f}"


def _svg(width: int, height: int, named: Named, parts: Sequence[Markup]) -> Markup:
    return element(
        "svg",
        element("title", named.title, id=f"{named.id}-title"),
        element("desc", named.text, id=f"{named.id}-text"),
        *parts,
        viewBox=f"0 0 {width} {height}",
        role="img",
        aria_labelledby=f"{named.id}-title {named.id}-text",
        class_="plot",
    )
