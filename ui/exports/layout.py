"""Layout of plain text: lines of a width in columns, without control characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from ui.messages import Language


@dataclass(frozen=True, slots=True)
class Look:
    """Line width in columns, language, and whether colour may be used."""

    width: int = 80
    language: Language = "ko"
    colour: bool = False

    def bold(self, text: str) -> str:
        """Return `text` in bold where colour may be used."""
        return f"\x1b[1m{text}\x1b[0m" if self.colour else text

    def dim(self, text: str) -> str:
        """Return `text` dimmed where colour may be used."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text


def cells(text: str) -> int:
    """Count the terminal columns of `text`: two for East Asian wide characters, none for combining ones."""
    return sum(_cells(character) for character in text)


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Yield `text` as lines of at most `width` columns, broken at spaces, or inside a word wider than a line.

    `first` begins the first line and `rest` (by default as many spaces) the others. White space is collapsed and
    control characters are dropped, so that a quoted document cannot send escape sequences to the terminal.
    """
    indent = " " * cells(first) if rest is None else rest
    line, empty = first, True
    for word in plain(text).split(" "):
        gap = "" if empty else " "
        if not empty and cells(line) + cells(gap + word) > width:
            yield line
            line, gap = indent, ""
        for piece in _pieces(word, max(width - cells(indent), 2)):
            if gap == "" and not empty and line != indent:
                yield line
                line = indent
            line += gap + piece
            gap, empty = "", False
    yield line


def plain(text: str) -> str:
    """Return `text` on one line without control characters."""
    folded = " ".join(text.split())
    return "".join(c for c in folded if unicodedata.category(c) not in ("Cc", "Cf") or c == "\u200d")


def clip(text: str, limit: int) -> str:
    """Return `text` cut to at most `limit` columns, ending in an ellipsis if anything was left out."""
    if cells(text) <= limit:
        return text
    taken, used = [], 1
    for character in text:
        used += _cells(character)
        if used > limit:
            break
        taken.append(character)
    return "".join(taken).rstrip() + "…"


def _pieces(word: str, width: int) -> Iterator[str]:
    piece, used = "", 0
    for character in word:
        if used + _cells(character) > width and piece:
            yield piece
            piece, used = "", 0
        piece += character
        used += _cells(character)
    yield piece


def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
