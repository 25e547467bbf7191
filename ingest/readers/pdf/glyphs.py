"""Characters and ruling lines of a PDF page, with their coordinates.

Coordinates are points from the top left corner of the page as it is shown.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from ingest.readers.pdf import shapes

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

PDFIUM = Lock()
"""Held around every call of pdfium, which keeps global state and may not be entered by two threads."""
_THIN = 3.0
_SHORTEST = 4.0
_MOST_SEGMENTS = 4000
_MOST_OBJECTS = 20_000
_ANY = "\uf000"
_MOST_PRIVATE = 400
_DOTS = 48
"""Dots along the longer side of a sign that is looked at."""
_ROOM = 0.2
_PALE, _CLEAR = 0xF0, 0x10
"""Least red, green and blue, and most opacity, of text that may not be seen on its ground."""
_TINY = 1.0
"""Points below which a letter is too small to be read."""
_CONTRAST = 8
"""Shades of grey, of 256, that a letter must differ by from its ground to be seen."""
_SCALE, _BLURRED = 1.5, 0.7
"""Dots a point of a page that is looked at, and how few are too few to tell a letter."""
_MOST_DOTS = 8_000_000
_FEW = 400
"""Characters of a page that may be no more than its running head or the rest of a picture's."""


class Glyph(NamedTuple):
    """One character and its box; a space has the box of where it was found, or none at all."""

    char: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float = 0.0
    """The line it stands on; the boxes of some fonts are three times as high as their letters."""


class Rule(NamedTuple):
    """A straight ruling line: `at` is its x when upright, its y otherwise; `start` < `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """The content of one page."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    """Characters in the order of the page's content, spaces among them."""
    upright: tuple[Rule, ...]
    level: tuple[Rule, ...]
    unmapped: int = 0
    """Characters whose font does not say what they are."""
    pictured: float = 0.0
    """Share of the page that pictures cover; only looked at where there are few characters."""


class _View(NamedTuple):
    """How page coordinates turn into shown ones."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return x0, top, x1, bottom as shown."""
        if self.turns == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turns == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turns == 3:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def sheet(document: PdfDocument, index: int) -> Sheet:
    """Return the content of the page at `index`, counted from 0.

    Raises:
        pypdfium2.PdfiumError: the page cannot be loaded.
    """
    page = document[index]
    try:
        # The part of the page that pdfium shows; its media box would leave out what the page inherits.
        left, bottom, right, top = page.get_bbox()
        view = _View(left, bottom, right, top, page.get_rotation() // 90 % 4)
        width, height = page.get_size()
        glyphs, unmapped = _glyphs(page, view)
        upright, level = _rules(page, view) if glyphs else ((), ())
        pictured = _pictured(page) / max(width * height, 1.0) if len(glyphs) < _FEW or unmapped > _FEW else 0.0
    finally:
        page.close()
    return Sheet(width, height, glyphs, upright, level, unmapped, min(pictured, 1.0))


def _glyphs(page: PdfPage, view: _View) -> tuple[tuple[Glyph, ...], int]:
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        handle = text.raw
        rect = raw.FS_RECTF()
        where = ctypes.byref(rect)
        x, y = ctypes.c_double(), ctypes.c_double()
        found: list[Glyph] = []
        high = unmapped = 0
        box = (0.0, 0.0, 0.0, 0.0)
        base = 0.0
        private: list[tuple[int, int]] = []
        for index in range(text.count_chars()):
            code = raw.FPDFText_GetUnicode(handle, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
            high = 0
            if code in {0, 0x0A, 0x0D} or code > 0x10FFFF:
                unmapped += code == 0
                if code == 0x0D and found:
                    found.append(Glyph("\n", 0, 0, 0, 0))
                continue
            raw.FPDFText_GetLooseCharBox(handle, index, where)
            last, box = box, view.box(rect.left, rect.bottom, rect.right, rect.top)
            if not all(map(isfinite, box)):
                # Without a place on the page it is seen nowhere.
                box = last
                continue
            if box[1] != last[1] or box[3] != last[3]:
                # Of one font on one line the boxes are of one height.
                raw.FPDFText_GetCharOrigin(handle, index, x, y)
                base = view.box(x.value, y.value, x.value, y.value)[1]
            if 0xE000 <= code < 0xF900:
                private.append((index, len(found)))
            found.append(Glyph(chr(code), box[0], box[2], box[1], box[3], base))
        _tell(page, text, view, found, private[:_MOST_PRIVATE])
    finally:
        text.close()
    return tuple(_seen(page, found)), unmapped


def _seen(page: PdfPage, found: list[Glyph]) -> list[Glyph]:
    """Return the glyphs without those that the page does not show.

    Left out are letters off the page or too small to be read, and, where the page has text without ink or as pale as
    paper, those in whose place nothing is seen. The words that a scan was recognised as lie over its picture and stay.
    """
    width, height = page.get_size()
    kept = [
        one for one in found if one.char.isspace() or not (_off(one, width, height) or 0 < one.bottom - one.top < _TINY)
    ]
    scale = min(_SCALE, (_MOST_DOTS / max(width * height, 1.0)) ** 0.5)
    if scale < _BLURRED or not any(map(_hardly_seen, _texts(page))):
        return kept
    bitmap = page.render(scale=scale, grayscale=True)
    grey = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width].copy()
    bitmap.close()

    def shown(one: Glyph) -> bool:
        rows = slice(max(int(one.top * scale), 0), int(one.bottom * scale) + 1)
        place = grey[rows, max(int(one.x0 * scale), 0) : int(one.x1 * scale) + 1]
        return not place.size or int(place.max()) - int(place.min()) >= _CONTRAST

    return [one for one in kept if one.char.isspace() or shown(one)]


def _off(one: Glyph, width: float, height: float) -> bool:
    return one.x1 < 0 or one.x0 > width or one.bottom < 0 or one.top > height


def _texts(page: PdfPage) -> Iterator[ctypes.c_void_p]:
    """Yield the text objects of a page and of the forms on it."""
    from pypdfium2 import raw

    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield thing
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            inside = (raw.FPDFFormObj_GetObject(thing, at) for at in range(raw.FPDFFormObj_CountObjects(thing)))
            yield from (one for one in inside if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_TEXT)


def _hardly_seen(text: ctypes.c_void_p) -> bool:
    """Tell whether text is drawn without ink, or with ink that is clear or as pale as paper."""
    from pypdfium2 import raw

    if raw.FPDFTextObj_GetTextRenderMode(text) in {raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP}:
        return True
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    if not raw.FPDFPageObj_GetFillColor(text, red, green, blue, opacity):
        return False
    return min(red.value, green.value, blue.value) >= _PALE or opacity.value <= _CLEAR


def _tell(page: PdfPage, text: PdfTextPage, view: _View, found: list[Glyph], private: list[tuple[int, int]]) -> None:
    """Put the signs that are drawn in place of codes that say nothing, such as Hancom's U+F000."""
    drawn: list[_Box] = []
    for index, at in private:
        glyph = found[at]
        if _hancom_equation(text, index):
            found[at] = glyph._replace(char=shapes.equation(ord(glyph.char)) or " ")
        elif glyph.char == _ANY:
            box = _tight(text, index, view)
            inside = any(_within(box, other) for other in drawn)
            drawn.append(box)
            # The digits that stand in a circle of their own are read with it.
            found[at] = glyph._replace(char=" " if inside else _drawn(page, box, glyph))


_Box = tuple[float, float, float, float]
"""x0, top, x1, bottom as shown."""


def _tight(text: PdfTextPage, index: int, view: _View) -> _Box:
    from pypdfium2 import raw

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text.raw, index, left, right, bottom, top)
    return view.box(left.value, bottom.value, right.value, top.value)


def _within(box: _Box, other: _Box) -> bool:
    return other[0] <= box[0] and box[2] <= other[2] and other[1] <= box[1] and box[3] <= other[3]


def _hancom_equation(text: PdfTextPage, index: int) -> bool:
    from pypdfium2 import raw

    name = ctypes.create_string_buffer(100)
    font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(text.raw, index))
    raw.FPDFFont_GetBaseFontName(font, name, 100)
    return b"hwpeq" in name.value.lower()


def _drawn(page: PdfPage, box: _Box, glyph: Glyph) -> str:
    """Return the sign that is drawn in a box of the page."""
    line = glyph.bottom - glyph.top
    x0, top, x1, bottom = box
    # Of a speck, the room around it would be drawn at no end of dots.
    if min(x1 - x0, bottom - top, line) <= 0 or max(x1 - x0, bottom - top) < _ROOM:
        return shapes.UNKNOWN
    width, height = page.get_size()
    # pypdfium2 has no names for the sides of a page that is turned: the crop is of the page as shown.
    crop = (max(x0 - _ROOM, 0), max(height - bottom - _ROOM, 0), max(width - x1 - _ROOM, 0), max(top - _ROOM, 0))
    try:
        bitmap = page.render(scale=_DOTS / max(x1 - x0, bottom - top), crop=crop, grayscale=True)
    except ValueError:
        return shapes.UNKNOWN
    grey = bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
    darkest, lightest = int(grey.min()), int(grey.max())
    ink = grey < (darkest + lightest) / 2
    bitmap.close()
    return shapes.sign(ink, (x1 - x0) / line, (bottom - top) / line)


def _pictured(page: PdfPage) -> float:
    """Return the square points of a page that its pictures cover; those that overlap count twice."""
    from pypdfium2 import raw

    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    area = 0.0
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        if _shows_picture(thing) and raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            area += max(right.value - left.value, 0.0) * max(top.value - bottom.value, 0.0)
    return area


def _shows_picture(thing: ctypes.c_void_p) -> bool:
    from pypdfium2 import raw

    kind = raw.FPDFPageObj_GetType(thing)
    if kind != raw.FPDF_PAGEOBJ_FORM:
        return bool(kind == raw.FPDF_PAGEOBJ_IMAGE)
    inside = (raw.FPDFFormObj_GetObject(thing, index) for index in range(raw.FPDFFormObj_CountObjects(thing)))
    return any(raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_IMAGE for one in inside)


def _rules(page: PdfPage, view: _View) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """Return the page's upright and level rules: thin boxes and the straight strokes of paths."""
    from pypdfium2 import raw

    upright: set[Rule] = set()
    level: set[Rule] = set()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
        thing = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(thing) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
            continue
        box = view.box(left.value, bottom.value, right.value, top.value)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            _add(box, upright, level)
        elif _stroked(thing):
            for stroke in _strokes(thing):
                _add(view.box(*stroke), upright, level)
    return tuple(sorted(upright)), tuple(sorted(level))


def _add(box: tuple[float, float, float, float], upright: set[Rule], level: set[Rule]) -> None:
    x0, top, x1, bottom = (round(value, 1) for value in box)
    if x1 - x0 <= _THIN and bottom - top > _SHORTEST:
        upright.add(Rule((x0 + x1) / 2, top, bottom))
    elif bottom - top <= _THIN and x1 - x0 > _SHORTEST:
        level.add(Rule((top + bottom) / 2, x0, x1))


def _stroked(thing: ctypes.c_void_p) -> bool:
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(raw.FPDFPath_GetDrawMode(thing, fill, stroke)) and bool(stroke.value)


def _strokes(thing: ctypes.c_void_p) -> list[tuple[float, float, float, float]]:
    """Return the straight pieces of a path as boxes in page coordinates."""
    from pypdfium2 import raw

    count = raw.FPDFPath_CountSegments(thing)
    matrix = raw.FS_MATRIX()
    if not 0 < count <= _MOST_SEGMENTS or not raw.FPDFPageObj_GetMatrix(thing, matrix):
        return []
    boxes = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start = last = (0.0, 0.0)
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(thing, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            start = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            boxes.append(_span(last, here))
        if raw.FPDFPathSegment_GetClose(segment):
            boxes.append(_span(here, start))
        last = here
    return boxes


def _span(one: tuple[float, float], two: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])
