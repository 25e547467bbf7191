"""Blocks of an office document in reading order: lines, tables and notes, whatever format held them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph."""

    text: str
    depth: int = 0
    """Depth of a heading that the file declares, from 1; 0 for any other paragraph."""
    at: float | None = None
    """Where it stands: the page, from 0, and how far down the page as a fraction; None where unknown."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote, after the block that refers to it."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Break:
    """The start of a new page, as the author set it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; rows and columns count from 0, `row_end` and `column_end` are inclusive."""

    row: int
    row_end: int
    column: int
    column_end: int
    blocks: tuple[Block, ...]
    header: bool | None = None
    """Whether the file declares it a header cell; None where it does not say."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table, or a frame that is drawn as one."""

    cells: tuple[Cell, ...]
    caption: str = ""
    at: float | None = None
    """As in `Line`."""


Block: TypeAlias = Line | Note | Break | Grid


def has_text(blocks: Iterable[Block]) -> bool:
    """Whether any block holds a character that is not space."""
    for block in blocks:
        if isinstance(block, Line | Note) and block.text.strip():
            return True
        if isinstance(block, Grid) and (block.caption.strip() or any(has_text(cell.blocks) for cell in block.cells)):
            return True
    return False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a format's reader found: the blocks, and what the file declares of itself."""

    blocks: tuple[Block, ...]
    title: str = ""
    author: str = ""
    created: str = ""
    """When the file was made, as written in it."""
    approximate: bool = True
    """Whether pages follow from a layout made anew, which may differ from the printed one by a page."""
