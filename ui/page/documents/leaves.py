"""Pagination of a document's text into parts small enough to display at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.documents import Section, SourceDocument

LEAF = 24_000
"""Most characters of a leaf, unless one line alone is longer."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The text under one heading, or a part of that text."""

    section: int | None
    """Index of the section; None in a document without any."""
    heading: str
    """The first line, where it is the section's heading; not repeated in `text`."""
    level: int
    page: int | None
    text: str
    begin: int = 0
    """Where it begins in the document, its heading included."""
    start: int = 0
    """Where `text` begins in the document."""


Leaf = tuple[Stretch, ...]


def leaves(document: SourceDocument) -> tuple[Leaf, ...]:
    """Return the whole text in order, divided between sections, and between lines within longer sections."""
    found: list[list[Stretch]] = [[]]
    room = LEAF
    for stretch in _stretches(document):
        size = len(stretch.heading) + len(stretch.text)
        if size > room and found[-1]:
            found.append([])
            room = LEAF
        found[-1].append(stretch)
        room -= size
    return tuple(tuple(leaf) for leaf in found)


def leaf_of(divided: tuple[Leaf, ...], section: int) -> int:
    """Return the index of the leaf on which a section begins; 0 if there is none."""
    return next((at for at, leaf in enumerate(divided) if any(one.section == section for one in leaf)), 0)


def leaf_at(divided: tuple[Leaf, ...], offset: int) -> int:
    """Return the index of the leaf that holds a place of the document's text."""
    return max((at for at, leaf in enumerate(divided) if leaf and leaf[0].begin <= offset), default=0)


def _stretches(document: SourceDocument) -> Iterator[Stretch]:
    whole = [(index, one, document.text[one.start : one.end]) for index, one in enumerate(document.sections)]
    if not whole:
        start = 0
        for piece in _pieces(document.text):
            yield Stretch(None, "", 0, None, piece, start, start)
            start += len(piece)
    for index, section, text in whole:
        heading, body = _headed(section, text)
        start = section.start + len(text) - len(body)
        for number, piece in enumerate(_pieces(body) or [""]):
            begin = start if number else section.start
            yield Stretch(index, "" if number else heading, section.level, section.page, piece, begin, start)
            start += len(piece)


def _headed(section: Section, text: str) -> tuple[str, str]:
    """Return the heading and the rest, or an empty heading and all the text if the first line is not the section's.

    What is returned second is always the end of `text`.
    """
    first, _, rest = text.lstrip("\n").partition("\n")
    if section.path and first.split() == section.path[-1].split():
        return first.strip(), rest
    return "", text


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for line in text.splitlines(keepends=True):
        if pieces and len(pieces[-1]) + len(line) <= LEAF:
            pieces[-1] += line
        else:
            pieces.append(line)
    return pieces
