"""Plots as inline SVG, each with its values as a table beside it."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from ui.exports.charts import WIDTH, Chart, Label, Line, Mark, points, radius
from ui.page.html.markup import element

BAR_WIDTH, BAR_HEIGHT, EDGE = 240, 22, 6


def drawn(chart: Chart, identity: str) -> Markup:
    """Return a chart as SVG whose title and words a screen reader tells; `identity` is unique on the page."""
    return element(
        "svg",
        element("title", chart.title, id=f"{identity}-title"),
        element("desc", chart.text, id=f"{identity}-text"),
        *map(_mark, chart.marks),
        viewBox=f"0 0 {WIDTH} {chart.height:.0f}",
        role="img",
        aria_labelledby=f"{identity}-title {identity}-text",
        class_="plot",
    )


def _mark(mark: Mark) -> Markup:
    if isinstance(mark, Line):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark.points)
        return element("polyline", points=path, class_=mark.kind)
    if isinstance(mark, Label):
        place = {"x": f"{mark.x:.1f}", "y": f"{mark.y:.1f}", "text_anchor": mark.anchor}
        return element("text", mark.text, class_=mark.kind, **place)
    kind = f"spot {mark.symbol}"
    if mark.symbol in ("dot", "ring"):
        return element("circle", cx=f"{mark.x:.1f}", cy=f"{mark.y:.1f}", r=f"{radius(mark)}", class_=kind)
    return element("polygon", points=points(mark), class_=kind)


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
