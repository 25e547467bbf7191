"""Charts as a standalone SVG file."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.exports.charts import LARGE, LEGEND, WIDTH, Chart, Label, Line, Mark, points, radius, width
from ui.exports.layout import plain

_STYLE = (
    "text{font-family:Pretendard,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',sans-serif;fill:#1f2328}"
    ".title{font-size:15px;font-weight:700}.value{font-size:12.5px;font-weight:600;paint-order:stroke;stroke:#fff;"
    "stroke-width:4px}.when,.key,.note{font-size:11.5px;fill:#59636e}.axis{stroke:#d1d9e0;stroke-width:1.5}"
    ".course{fill:none;stroke:#0b57a4;stroke-width:2}.open{stroke-dasharray:5 4}"
    ".spot{fill:#0b57a4;stroke:#fff;stroke-width:1.5}.spot.ring{fill:#fff;stroke:#0b57a4;stroke-width:2}"
)
"""A file stands alone: it has its own colours, and names fonts without embedding them."""


def written(charts: Sequence[Chart], title: str, notes: Sequence[str]) -> str:
    """Return charts one below the other as a standalone SVG file with a title above and notes below."""
    head, gap = 34, 30
    body, y = [], float(head)
    for one in charts:
        drawn = "".join(_drawn(mark) for mark in one.marks)
        caption = f'<text class="title" x="20" y="16" style="font-size:13.5px">{_text(one.title)}</text>'
        described = f"<title>{_text(one.title)}</title><desc>{_text(one.text)}</desc>"
        body.append(
            f'<g transform="translate(0 {y:.0f})">{described}{caption}<g transform="translate(0 12)">{drawn}</g></g>'
        )
        y += one.height + gap
    for note in notes:
        body.append(f'<text class="note" x="20" y="{y:.0f}">{_text(note)}</text>')
        y += LEGEND
    wide = max(WIDTH, *(40 + width(one, LARGE) for one in (title, *notes)))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{y:.0f}" viewBox="0 0 {wide:.0f} {y:.0f}">'
        f"<title>{_text(title)}</title><style>{_STYLE}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/><text class="title" x="20" y="24">{_text(title)}</text>'
        f"{''.join(body)}</svg>\n"
    )


def _drawn(mark: Mark) -> str:
    if isinstance(mark, Line):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in mark.points)
        return f'<polyline class="{mark.kind}" points="{path}"/>'
    if isinstance(mark, Label):
        place = f'x="{mark.x:.1f}" y="{mark.y:.1f}" text-anchor="{mark.anchor}"'
        return f'<text class="{mark.kind}" {place}>{_text(mark.text)}</text>'
    if mark.symbol in ("dot", "ring"):
        return f'<circle class="spot {mark.symbol}" cx="{mark.x:.1f}" cy="{mark.y:.1f}" r="{radius(mark)}"/>'
    return f'<polygon class="spot {mark.symbol}" points="{points(mark)}"/>'


def _text(text: str) -> str:
    return escape(plain(text).encode("utf-8", "replace").decode("utf-8"))
