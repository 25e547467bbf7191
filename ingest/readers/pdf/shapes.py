"""Signs of private fonts told by how they are drawn: ▶ and □ of Hancom's fonts bear the same code, U+F000.

A sign is looked at as a bitmap: a small one is a triangle, a diamond or a quotation mark by where its ink lies, a
large frame is a box (□), a boxed or circled digit (1, ①) by what is inside. What is none of these is unknown.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bitmap = NDArray[np.bool_]
    Raster = NDArray[np.float64]

UNKNOWN = "\N{WHITE VERTICAL RECTANGLE}"
"""Stands for a sign that is printed and not known; no marker of an outline."""
_SMALL = 0.6
_TINY = 0.15
_HOLLOW = 0.02
_ALIKE = 0.55
_CLEAR = 0.08
_COLUMNS, _ROWS = 8, 12
# Digits of a plain and of a serif face, 12 rows of 8 dots.
_DIGITS = (
    ("3c6642c3c3c3c3c3c342663c", "3c6642c3c3c3c3c3c342663c"),
    ("3878181818181818181818ff", "18789818181818181818187f"),
    ("3cc602020206040c183060ff", "7cc6830303060408102161ff"),
    ("3c660303061c0e030303e67c", "7cc68202061c06030383c67c"),
    ("0c0c1c14346444ffff040404", "0c0c1c1c2c4c4c8cff0c0c1f"),
    ("7e6060607c6603030303e67c", "fec08080fcc603030383c67c"),
    ("3e7240c0c0fec3c3c343663c", "3e6240c0dce6c3c3c3c3623c"),
    ("ff0306040c08181818101010", "ff83820204040c0818101030"),
    ("3c664343623c6ec3c3c3e73c", "3c66c3c3c3623c66c3c3c37e"),
    ("3c66c2c3c3c37f0303064e78", "3c46c3c3c3c3673b0302467c"),
)
_EQUATION = {0xE042: "%", 0xE044: "(", 0xE045: ")", 0xE046: "-", 0xE047: "=", 0xE048: "+", 0xE053: ".", 0xE067: "∑"}
_EQUATION |= {0xE034 + index: digit for index, digit in enumerate("1234567890")}
_EQUATION |= {0xE0E5 + index: letter for index, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}
_STROKES = {0xE06D, *range(0xE100, 0xE106)}


def equation(code: int) -> str:
    """Return a character of Hancom's equation font, "" for the strokes of fractions and brackets."""
    return "" if code in _STROKES else _EQUATION.get(code, UNKNOWN)


def sign(pixels: Bitmap, width: float, height: float) -> str:
    """Return the sign that a bitmap shows (True is ink), `UNKNOWN` where it is none that is known.

    `width` and `height` are the size of the bitmap in heights of its line.
    """
    ink = _trimmed(pixels)
    if ink.size < _COLUMNS:
        return UNKNOWN
    # The box of a glyph may be larger than what is drawn in it.
    width, height = width * ink.shape[1] / pixels.shape[1], height * ink.shape[0] / pixels.shape[0]
    if max(width, height) > _SMALL:
        return _framed(ink)
    if width < _TINY and height < 3 * _TINY:
        return _quotation(ink)
    return _bullet(ink)


def _trimmed(pixels: Bitmap) -> Bitmap:
    import numpy as np

    rows, columns = np.flatnonzero(np.any(pixels, axis=1)), np.flatnonzero(np.any(pixels, axis=0))
    if not rows.size:
        return pixels[:0, :0]
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _quotation(ink: Bitmap) -> str:
    """Return ‘ where the drop hangs at the bottom, ’ where it hangs at the top."""
    half = len(ink) // 2
    above, below = int(ink[:half].sum()), int(ink[-half:].sum())
    if half < 2 or min(above, below) > 0.9 * max(above, below):
        return UNKNOWN
    return "’" if above > below else "‘"


def _bullet(ink: Bitmap) -> str:
    third = max(ink.shape[1] // 3, 1)
    left, middle, right = (float(part.mean()) for part in (ink[:, :third], ink[:, third:-third], ink[:, -third:]))
    if ink.mean() > 0.93:
        return "▪"
    if left > 1.7 * right and left > middle > right:
        return "▶"
    if middle > 1.6 * max(left, right) and abs(left - right) < 0.15:
        return "◆"
    return "•" if 0.68 < ink.mean() < 0.88 and abs(left - right) < 0.1 else UNKNOWN


def _framed(ink: Bitmap) -> str:
    """Return □, ○ or the digit in a frame."""
    rows, columns = ink.shape
    if not 0.75 < columns / rows < 1.35 or not _closed(ink):
        return UNKNOWN
    square = _cornered(ink)
    inside = ink[rows // 5 : rows - rows // 5, columns // 5 : columns - columns // 5]
    if inside.mean() < _HOLLOW:
        return "□" if square else "○"
    number = _number(_trimmed(inside))
    if number is None or (square and not 0 < number < 10):
        return UNKNOWN
    return str(number) if square else chr(0x245F + number) if 0 < number <= 20 else UNKNOWN


def _closed(ink: Bitmap) -> bool:
    """Whether ink meets who comes from any side within the outer fifth."""
    rows, columns = ink.shape
    deep, wide = rows // 5, columns // 5
    sides = (
        ink[:deep, wide:-wide].any(axis=0),
        ink[-deep:, wide:-wide].any(axis=0),
        ink[deep:-deep, :wide].any(axis=1),
        ink[deep:-deep, -wide:].any(axis=1),
    )
    return all(side.size > 0 and side.mean() > 0.9 for side in sides)


def _cornered(ink: Bitmap) -> bool:
    deep, wide = max(ink.shape[0] // 8, 1), max(ink.shape[1] // 8, 1)
    corners = (ink[:deep, :wide], ink[:deep, -wide:], ink[-deep:, :wide], ink[-deep:, -wide:])
    return sum(bool(corner.any()) for corner in corners) >= 3


def _number(ink: Bitmap) -> int | None:
    """Return the one or two digits that a bitmap shows."""
    parts = _parts(ink)
    digits = [_digit(part) for part in parts]
    if not 1 <= len(digits) <= 2 or None in digits:
        return None
    return int("".join(str(digit) for digit in digits))


def _parts(ink: Bitmap) -> list[Bitmap]:
    """Return the stretches of columns that have ink, parted by columns without."""
    import numpy as np

    parts: list[Bitmap] = []
    start: int | None = None
    inked: list[bool] = np.any(ink, axis=0, keepdims=True)[0].tolist()
    for column, filled in enumerate([*inked, False]):
        if filled and start is None:
            start = column
        elif not filled and start is not None:
            parts.append(_trimmed(ink[:, start:column]))
            start = None
    return parts


def _digit(ink: Bitmap) -> int | None:
    rows, columns = ink.shape
    if rows < _ROWS:
        return None
    if columns < 0.33 * rows:
        return 1
    seen = _raster(ink)
    scores = sorted((max(_likeness(seen, face) for face in faces), digit) for digit, faces in enumerate(_digits()))
    (second, _), (best, digit) = scores[-2:]
    return digit if best >= _ALIKE and best - second >= _CLEAR else None


def _raster(ink: Bitmap) -> Raster:
    """Return the share of ink in each dot of the digits' raster, blurred, as faces differ in where a stroke runs."""
    import numpy as np

    rows, columns = ink.shape
    dots = np.zeros((_ROWS + 2, _COLUMNS + 2))
    ys = [index * rows // _ROWS for index in range(_ROWS + 1)]
    xs = [index * columns // _COLUMNS for index in range(_COLUMNS + 1)]
    for y in range(_ROWS):
        for x in range(_COLUMNS):
            dots[y + 1, x + 1] = ink[ys[y] : max(ys[y + 1], ys[y] + 1), xs[x] : max(xs[x + 1], xs[x] + 1)].mean()
    dots = dots[:-2] + 2 * dots[1:-1] + dots[2:]
    return dots[:, :-2] + 2 * dots[:, 1:-1] + dots[:, 2:]


@lru_cache(maxsize=1)
def _digits() -> tuple[tuple[Raster, ...], ...]:
    return tuple(tuple(map(_face, faces)) for faces in _DIGITS)


def _face(dots: str) -> Raster:
    import numpy as np

    bits = np.array([bit == "1" for bit in f"{int(dots, 16):0{_ROWS * _COLUMNS}b}"])
    return _raster(bits.reshape(_ROWS, _COLUMNS))


def _likeness(one: Raster, two: Raster) -> float:
    """Return the cosine of the angle between two rasters, about their means."""
    left, right = one - one.mean(), two - two.mean()
    size = float((left * left).sum() * (right * right).sum()) ** 0.5
    return float((left * right).sum()) / size if size else 0.0
