"""Charts of a timeline's series: where each mark stands, for the page and for SVG files alike.

A chart is a plane with marks on it. Each strand has its own symbol, and only its own values are joined by a line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.history.series import Amount, Series, Strand
from assistant.history.values import Kind
from assistant.korean.measures import Stage
from ui.exports import timeline_words
from ui.exports.layout import plain
from ui.messages import Language, say

WIDTH, HEIGHT = 320, 170
LEFT, RIGHT, TOP, BOTTOM = 40, 40, 32, 28
LEGEND = 20
"""Height of a line of the legend, below the plane."""
LARGE, SMALL = 12.5, 11.5
"""Sizes of text in units of the plane."""
Symbol = Literal["dot", "ring", "square", "diamond", "triangle"]
SYMBOLS: dict[Kind | Stage, Symbol] = {
    "proposed": "ring",
    "planned": "ring",
    "called": "square",
    "applied": "diamond",
    "settled": "dot",
    "selected": "dot",
    "national": "square",
    "local": "diamond",
    "private": "ring",
    "count": "triangle",
}
"""By stage or else by kind; a dot for what is not named. What is not yet so is hollow."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points: the axis, the course of what is so, or of what was proposed or planned."""

    kind: Literal["axis", "course", "course open"]
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """A symbol at a point."""

    symbol: Symbol
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text that begins or is centred at a point."""

    kind: Literal["value", "when", "key"]
    text: str
    x: float
    y: float
    anchor: Literal["start", "middle"] = "middle"

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of the text, by the usual widths of letters."""
        wide = width(self.text, LARGE if self.kind == "value" else SMALL)
        left = self.x - wide / 2 if self.anchor == "middle" else self.x
        return left, self.y - 11, left + wide, self.y + 3


Mark = Line | Spot | Label


@dataclass(frozen=True, slots=True)
class Chart:
    """The marks of one series on a plane of `WIDTH` and `height`."""

    title: str
    text: str
    """What it shows, in words."""
    height: float
    marks: tuple[Mark, ...]


def chart(value: Series, language: Language) -> Chart:
    """Return the chart of a series: its axis begins at 0 and every value is labelled as its document writes it."""
    title = timeline_words.topic(value, language)
    keys = [timeline_words.strand(one, value.of, language) for one in value.strands]
    placed = _places([amount for one in value.strands for amount in one.amounts])
    marks: list[Mark] = [Line("axis", ((LEFT - 24, HEIGHT - BOTTOM), (WIDTH - RIGHT + 24, HEIGHT - BOTTOM)))]
    for one in value.strands:
        kind: Literal["course", "course open"] = "course open" if _symbol(one) == "ring" else "course"
        marks += [Line(kind, tuple(placed[amount] for amount in one.amounts))] if len(one.amounts) > 1 else []
    # Later symbols lie on earlier ones: of two at one place, the smaller goes last.
    symbols = [(_symbol(one), placed[amount]) for one in value.strands for amount in one.amounts]
    marks += [Spot(symbol, *place) for symbol, place in sorted(symbols, key=lambda pair: pair[0] == "dot")]
    marks += _labels(placed, language)
    if len(keys) > 1 or keys[0] != title:
        marks += _legend(keys, [_symbol(one) for one in value.strands])
    rows = max((mark.y for mark in marks if isinstance(mark, Label) and mark.kind == "key"), default=HEIGHT - LEGEND)
    return Chart(title, _words(value, keys, title, language), rows + LEGEND, tuple(marks))


CORNERS: dict[Symbol, tuple[tuple[float, float], ...]] = {
    "square": ((-4.5, -4.5), (4.5, -4.5), (4.5, 4.5), (-4.5, 4.5)),
    "diamond": ((0, -6), (6, 0), (0, 6), (-6, 0)),
    "triangle": ((0, -6), (5.5, 4.5), (-5.5, 4.5)),
}


def points(spot: Spot) -> str:
    """Return the corners of a symbol that is no circle, as SVG writes them."""
    return " ".join(f"{spot.x + x:.1f},{spot.y + y:.1f}" for x, y in CORNERS[spot.symbol])


def radius(spot: Spot) -> float:
    """Return the radius of a dot or a ring; a dot fits inside a ring at the same place."""
    return 4.0 if spot.symbol == "dot" else 5.5


def width(text: str, size: float) -> float:
    """Return about how wide a text is drawn: a Korean letter takes its whole size, others little more than half."""
    return sum(size if ord(letter) > 0x2E7F else size * 0.58 for letter in text)


def _places(amounts: Sequence[Amount]) -> dict[Amount, tuple[float, float]]:
    first, last = (pick(one.day for one in amounts) for pick in (min, max))
    span = (last - first).days or 1
    most = float(max(one.number for one in amounts)) or 1.0
    return {
        one: (
            LEFT + (WIDTH - LEFT - RIGHT) * (one.day - first).days / span,
            HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * float(one.number) / most,
        )
        for one in amounts
    }


def _labels(placed: dict[Amount, tuple[float, float]], language: Language) -> Iterator[Label]:
    """Yield the labels of values, each where it covers no other, and of days that have room below the axis."""
    taken: list[Label] = []
    seen: set[tuple[float, float]] = set()
    for amount, (x, y) in sorted(placed.items(), key=lambda pair: pair[1]):
        if (x, y) in seen:
            continue
        seen.add((x, y))
        places = ((x, y - 11), (x, y + 20), (x, y - 25), (x, y + 33))
        tried = [Label("value", plain(amount.text), _inside(at, amount.text), down) for at, down in places]
        free = [one for one in tried if one.box[3] < HEIGHT - BOTTOM and not any(_meet(one, held) for held in taken)]
        taken.append((free or tried)[0])
    yield from taken
    days: list[Label] = []
    for when, day_x in sorted({(amount.when, x) for amount, (x, _) in placed.items()}, key=lambda pair: pair[1]):
        text = timeline_words.period(when, language)
        label = Label("when", text, _inside(day_x, text), HEIGHT - 8)
        if not any(_meet(label, held) for held in days):
            days.append(label)
    yield from days


def _symbol(strand: Strand) -> Symbol:
    return SYMBOLS.get(strand.stage or strand.kind, "dot")


def _legend(keys: Sequence[str], symbols: Sequence[Symbol]) -> Iterator[Mark]:
    x, y = float(LEFT - 24), float(HEIGHT + 14)
    for key, symbol in zip(keys, symbols, strict=True):
        wide = 16 + width(key, SMALL) + 18
        if x + wide > WIDTH and x > LEFT:
            x, y = float(LEFT - 24), y + LEGEND
        yield Spot(symbol, x + 5, y - 4)
        yield Label("key", key, x + 16, y, "start")
        x += wide


def _words(value: Series, keys: Sequence[str], title: str, language: Language) -> str:
    told = []
    for key, one in zip(keys, value.strands, strict=True):
        amounts = [f"{timeline_words.period(amount.when, language)} {amount.text}" for amount in one.amounts]
        told.append(f"{key}: {' → '.join(amounts)}")
    return say("history.plot", language, name=title, values="; ".join(told))


def _inside(x: float, text: str) -> float:
    """Return the centre of a text, moved so that the whole text is within the plane."""
    half = width(text, LARGE) / 2
    return min(max(x, half), WIDTH - half) if 2 * half < WIDTH else WIDTH / 2


def _meet(one: Label, other: Label) -> bool:
    left, top, right, bottom = one.box
    return left < other.box[2] and other.box[0] < right and top < other.box[3] and other.box[1] < bottom
