"""PDF metadata: encryption, title, author, creation date, page labels and bookmarks.

Read with pypdf. What it cannot read is left empty, because the text of the pages comes from another parser (pdfium).
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, TypeVar

from ingest.readers import dates
from ingest.readers.characters import line
from ingest.readers.pdf.bookmarks import Bookmark

if TYPE_CHECKING:
    from pypdf import PdfReader

T = TypeVar("T")

_FIRST = 1993
"""The year of the format: an older file has a wrong clock."""


@dataclass(frozen=True, slots=True)
class Particulars:
    """Metadata of a PDF; a field it does not give is empty."""

    locked: bool = False
    """Whether a password is needed to open it; then nothing else is known."""
    title: str = ""
    author: str = ""
    created: datetime | None = None
    """When the file was made, Korean time without zone."""
    labels: tuple[str, ...] = ()
    """One label a page; empty where they only count from 1."""
    bookmarks: tuple[Bookmark, ...] = ()


def particulars(data: bytes) -> Particulars:
    """Return the metadata of a PDF; damaged fields are left empty and never raise."""
    from pypdf import PdfReader

    # pypdf tells of every repair it makes; the reader of the pages judges damage.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = _tried(lambda: PdfReader(BytesIO(data)), None)
    if reader is None:
        return Particulars()
    if _tried(lambda: reader.is_encrypted and not reader.decrypt(""), False):
        return Particulars(locked=True)
    return Particulars(
        title=_tried(lambda: _stated(reader, "/Title"), ""),
        author=_tried(lambda: _stated(reader, "/Author"), ""),
        created=_tried(lambda: _created(reader), None),
        labels=_tried(lambda: _labels(reader), ()),
        bookmarks=_tried(lambda: tuple(_bookmarks(reader, reader.outline)), ()),
    )


def _tried(look: Callable[[], T], otherwise: T) -> T:
    from pypdf.errors import DependencyError, PyPdfError

    # What pypdf lets through where an object is not of the kind, range or reach that it expects.
    unexpected = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
    try:
        return look()
    except (PyPdfError, DependencyError, NotImplementedError, struct.error, zlib.error, *unexpected):
        return otherwise


def _stated(reader: PdfReader, key: str) -> str:
    metadata = reader.metadata
    value = metadata.get(key) if metadata else None
    return line(value) if isinstance(value, str) else ""


def _created(reader: PdfReader) -> datetime | None:
    found = reader.metadata.creation_date if reader.metadata else None
    if found and found.tzinfo:
        found = found.astimezone(dates.KOREA).replace(tzinfo=None)
    return found if found and found.year >= _FIRST else None


def _labels(reader: PdfReader) -> tuple[str, ...]:
    labels = tuple(line(label) for label in reader.page_labels)
    # Labels that only count from 1 say nothing the physical page does not.
    return () if labels == tuple(str(number) for number in range(1, len(labels) + 1)) else labels


def _bookmarks(reader: PdfReader, outline: Sequence[object], depth: int = 1) -> Iterator[Bookmark]:
    from pypdf.generic import Destination

    for entry in outline:
        if isinstance(entry, list):
            yield from _bookmarks(reader, entry, depth + 1)
        elif isinstance(entry, Destination):
            title, page = line(str(entry.title or "")), reader.get_destination_page_number(entry)
            if title and page is not None and page >= 0:
                yield Bookmark(title, depth, page + 1)
