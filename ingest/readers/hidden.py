"""Text that a web page holds but does not show: it is no text of the document.

Hidden text is what a reader of the page never saw: closed menus, words for screen readers, and instructions that
somebody planted for a machine. What the page's own styles say counts; of sheets in other files only well-known class
names (`blind`, `sr-only`) tell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ingest.readers.colours import Colour, colour, same
from ingest.readers.stylesheet import Declarations, styles

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ELEMENTS = (
    "template noscript iframe frame noframes object embed applet audio video canvas svg map "
    "select option optgroup datalist textarea"
)
_UNSHOWN = frozenset(_ELEMENTS.split())
_STYLING = (
    "display visibility content-visibility opacity filter color -webkit-text-fill-color background background-color "
    "background-image font font-size position left right top bottom inset text-indent margin margin-left margin-top "
    "transform translate scale clip clip-path overflow overflow-x overflow-y height width max-height max-width"
)
_PROPERTIES = frozenset(_STYLING.split())
_CLASSES = "blind sr-only sr_only visually-hidden visuallyhidden screen-out screen_out a11y-hidden displaynone"
_FOR_SCREEN_READERS = frozenset(_CLASSES.split())
_LENGTH = re.compile(
    r"(?P<number>[-+]?(?:\d{1,20}(?:\.\d{0,20})?|\.\d{1,20})(?:e\d{1,3})?)"
    r"(?P<unit>px|pt|r?em|ex|ch|vw|vh|%|cm|mm|in)?$"
)
_PIXELS = {
    "pt": 1.33,
    "em": 16,
    "rem": 16,
    "ex": 8,
    "ch": 8,
    "vw": 10,
    "vh": 10,
    "%": 10,
    "cm": 38,
    "mm": 3.8,
    "in": 96,
}
_OFF = -800
"""Pixels to the left of or above the page from which nothing is seen."""
_FAR_RIGHT = 3000
_SMALLEST = 2.0
_FAINTEST = 0.06
_BLACK, _WHITE = Colour(0, 0, 0), Colour(255, 255, 255)
_A_LABEL = 20
"""Characters of a button or a cell that a style sheet elsewhere may set on a dark ground."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """How text looks at one place; None where it cannot be known."""

    shown: bool = True
    size: float = 16
    colour: Colour | None = _BLACK
    paper: Colour | None = _WHITE
    assumed: bool = True
    """Whether the colour of the paper is only the usual one."""


def drop(tree: HtmlElement) -> None:
    """Take out of the page all text that it hides."""
    page = _Page(styles(tree, _PROPERTIES), bool(tree.xpath("//link[contains(@rel, 'stylesheet')][@href]")))
    page.walk(tree, _Ink())
    for element, place in page.blank:
        setattr(element, place, None)
    for element in page.gone:
        if element.getparent() is not None:
            element.drop_tree()


class _Page:
    """What is to be taken out, collected while walking down the page."""

    def __init__(self, declared: dict[HtmlElement, Declarations], linked: bool) -> None:
        self._declared = declared
        self._linked = linked
        self.gone: list[HtmlElement] = []
        self.blank: list[tuple[HtmlElement, str]] = []

    def walk(self, element: HtmlElement, above: _Ink) -> None:
        """Go through an element whose parent has the ink `above`."""
        if not isinstance(element.tag, str) or element.tag in {"script", "style", "head"}:
            return
        style = self._declared.get(element, {})
        # A page that hides all of itself until its scripts have run is not hiding text.
        if element.tag not in {"html", "body"} and (
            _unshown(element) or _out_of_sight(element, style) or self._named(element, style)
        ):
            self.gone.append(element)
            return
        ink = _ink(element, style, above)
        if element.text and not self._legible(ink, element.text):
            self.blank.append((element, "text"))
        for child in element:
            self.walk(child, ink)
            if child.tail and not self._legible(ink, child.tail):
                self.blank.append((child, "tail"))

    def _named(self, element: HtmlElement, style: Declarations) -> bool:
        """Whether only the name of a class tells that a style sheet elsewhere hides the element."""
        classes = (element.get("class") or "").split()
        return (
            self._linked
            and "display" not in style
            and (bool(_FOR_SCREEN_READERS & set(classes)) or classes == ["hidden"])
        )

    def _legible(self, ink: _Ink, text: str) -> bool:
        if not text.strip():
            return True
        if not ink.shown or ink.size < _SMALLEST:
            return False
        if ink.colour is None or not same(ink.colour, ink.paper):
            return True
        return self._linked and ink.assumed and ink.colour.alpha > _FAINTEST and len(text.strip()) <= _A_LABEL


def _unshown(element: HtmlElement) -> bool:
    """Whether browsers show nothing of such an element, or a control instead of text."""
    return element.tag in _UNSHOWN or (element.tag == "dialog" and element.get("open") is None)


def _out_of_sight(element: HtmlElement, style: Declarations) -> bool:
    """Whether an element and all in it are out of sight, whatever the styles of what it holds."""
    display = style.get("display", "none" if element.get("hidden") is not None else "")
    return (
        display == "none"
        or style.get("content-visibility") == "hidden"
        or _faint(style)
        or _displaced(style)
        or _clipped(style)
    )


def _faint(style: Declarations) -> bool:
    opacity = re.match(r"([\d.]+)(%?)$", style.get("opacity", "1"))
    filtered = re.search(r"opacity\(\s{0,9}0?\.?0*%?\s{0,9}\)", style.get("filter", ""))
    if opacity and opacity[1].count(".") <= 1 and opacity[1] != ".":
        return float(opacity[1]) / (100 if opacity[2] else 1) < _FAINTEST or bool(filtered)
    return bool(filtered)


def _displaced(style: Declarations) -> bool:
    """Whether the element is moved off the page."""
    if style.get("position", "static") in {"absolute", "fixed", "relative"}:
        sides = [_pixels(style.get(side, "")) for side in ("left", "right", "top", "bottom")]
        sides += [_pixels(value) for value in style.get("inset", "").split()]
        across = [_pixels(style.get(side, "")) for side in ("left", "right")]
        if any(side <= _OFF for side in sides) or any(side >= _FAR_RIGHT for side in across):
            return True
    moved = [style.get("text-indent", ""), style.get("margin-left", ""), style.get("margin-top", "")]
    moved += style.get("margin", "").split()
    if any(_pixels(value) <= _OFF for value in moved):
        return True
    shift = style.get("transform", "") + " translate(" + style.get("translate", "") + ")"
    moves = re.findall(r"translate\w{0,9}\(([^)]{0,200})\)", shift)
    steps = [step for found in moves for step in re.split(r"[,\s]+", found)]
    if any(_pixels(step) <= _OFF for step in steps if not step.endswith("%")):
        return True
    return bool(re.search(r"scale[xy]?\(\s*0?\.?0+\s*[,)]", style.get("transform", ""))) or style.get("scale") == "0"


def _clipped(style: Declarations) -> bool:
    """Whether the element is cut to nothing."""
    rectangle = re.match(r"rect\(([^)]*)\)", style.get("clip", ""))
    if rectangle and all(abs(_pixels(side)) <= 1 for side in re.split(r"[,\s]+", rectangle[1].strip())):
        return True
    path = style.get("clip-path", "")
    if re.match(r"inset\(\s*(?:[5-9]\d|\d{3})", path) or re.match(r"circle\(\s*0", path):
        return True
    cut = {style.get("overflow", ""), style.get("overflow-x", ""), style.get("overflow-y", "")}
    boxes = [style[name] for name in ("height", "width", "max-height", "max-width") if name in style]
    return bool(re.search("hidden|clip|scroll|auto", " ".join(cut))) and any(
        _LENGTH.match(box) and 0 <= _pixels(box) <= 1 for box in boxes
    )


def _pixels(value: str) -> float:
    """Return about how many pixels a length is; 0 for what is no length."""
    match = _LENGTH.match(value.strip())
    return float(match["number"]) * _PIXELS.get(match["unit"] or "px", 1) if match else 0.0


def _ink(element: HtmlElement, style: Declarations, above: _Ink) -> _Ink:
    shown = above.shown
    if (visibility := style.get("visibility")) and visibility != "inherit":
        shown = visibility not in {"hidden", "collapse"}
    ink = replace(above, shown=shown, size=_size(style, above.size))
    if (
        value := style.get("-webkit-text-fill-color")
        or style.get("color")
        or element.get("color")
        or element.get("text")
    ):
        ink = replace(ink, colour=above.colour if value in {"inherit", "currentcolor"} else colour(value))
    ground = " ".join(style.get(name, "") for name in ("background", "background-color", "background-image"))
    ground = ground.strip() or element.get("bgcolor") or ""
    if re.search(r"url\(|gradient\(|var\(", ground) or element.get("background"):
        return replace(ink, paper=None, assumed=False)
    words = re.findall(r"[\w#-]+(?:\([^()]*\))?", ground)
    painted = next((found for word in words if (found := colour(word))), None)
    if painted and painted.alpha > _FAINTEST:
        return replace(ink, paper=painted, assumed=False)
    return ink


def _size(style: Declarations, above: float) -> float:
    value = style.get("font-size", "")
    if not value and (short := re.search(r"(?:^|\s)([\d.]+(?:px|pt|r?em|%)?)\s*(?:/|\s)", style.get("font", ""))):
        value = short[1]
    match = _LENGTH.match(value)
    if not match:
        return 16 if value and value not in {"inherit", "smaller", "larger"} else above
    if match["unit"] in {"em", "%", "ex", "ch"}:
        return above * float(match["number"]) / {"em": 1, "%": 100}.get(match["unit"], 2)
    return _pixels(value)
