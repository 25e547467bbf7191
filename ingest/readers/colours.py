"""Colours as style sheets write them, and when two cannot be told apart."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

_NAMED = {
    "white": 0xFFFFFF, "black": 0x000000, "red": 0xFF0000, "lime": 0x00FF00, "green": 0x008000, "blue": 0x0000FF,
    "navy": 0x000080, "yellow": 0xFFFF00, "orange": 0xFFA500, "purple": 0x800080, "gray": 0x808080, "grey": 0x808080,
    "silver": 0xC0C0C0, "lightgray": 0xD3D3D3, "lightgrey": 0xD3D3D3, "darkgray": 0xA9A9A9, "gainsboro": 0xDCDCDC,
    "maroon": 0x800000, "teal": 0x008080, "aqua": 0x00FFFF, "cyan": 0x00FFFF, "fuchsia": 0xFF00FF, "pink": 0xFFC0CB,
    "whitesmoke": 0xF5F5F5, "snow": 0xFFFAFA, "ivory": 0xFFFFF0, "ghostwhite": 0xF8F8FF, "floralwhite": 0xFFFAF0,
    "azure": 0xF0FFFF, "mintcream": 0xF5FFFA, "aliceblue": 0xF0F8FF, "beige": 0xF5F5DC, "brown": 0xA52A2A,
}  # fmt: skip
_SAME = 12
"""Difference of a channel that nobody sees."""


@dataclass(frozen=True, slots=True)
class Colour:
    """Red, green and blue from 0 to 255, and how opaque it is from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


def colour(text: str) -> Colour | None:
    """Return the colour that a name, `#rgb`, `rgb()` or `hsl()` means; None for anything else, as `var(--ink)`."""
    text = text.strip().lower()
    if text == "transparent":
        return Colour(0, 0, 0, 0)
    if text in _NAMED:
        return _hexadecimal(f"{_NAMED[text]:06x}")
    if match := re.fullmatch(r"#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", text):
        digits = match[1]
        return _hexadecimal("".join(2 * digit for digit in digits) if len(digits) < 6 else digits)
    if match := re.fullmatch(r"(rgb|hsl)a?\(([^)]*)\)", text):
        return _function(match[1], [part for part in re.split(r"[\s,/]+", match[2].strip()) if part])
    return None


def _hexadecimal(digits: str) -> Colour:
    red, green, blue, *alpha = (int(digits[at : at + 2], 16) for at in range(0, len(digits), 2))
    return Colour(red, green, blue, alpha[0] / 255 if alpha else 1.0)


def _function(name: str, parts: list[str]) -> Colour | None:
    numbers = [re.fullmatch(r"([-+]?(?:\d+(?:\.\d+)?|\.\d+))(%|deg)?", part) for part in parts]
    if len(parts) not in {3, 4} or not all(numbers):
        return None
    values = [(float(match[1]), match[2]) for match in numbers if match]
    alpha = values[3][0] / (100 if values[3][1] else 1) if len(values) == 4 else 1.0
    if name == "hsl":
        hue, saturation, light = (number for number, _ in values[:3])
        red, green, blue = colorsys.hls_to_rgb(hue / 360 % 1, light / 100, saturation / 100)
        return Colour(255 * red, 255 * green, 255 * blue, alpha)
    red, green, blue = (number * (2.55 if unit == "%" else 1) for number, unit in values[:3])
    return Colour(red, green, blue, alpha)


def same(ink: Colour, paper: Colour | None) -> bool:
    """Whether text of one colour is unseen on paper of the other; None is paper that is not known."""
    if paper is None:
        return ink.alpha * 255 <= _SAME
    pairs = ((ink.red, paper.red), (ink.green, paper.green), (ink.blue, paper.blue))
    return all(abs(first - second) * ink.alpha <= _SAME for first, second in pairs)
