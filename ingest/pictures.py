"""Images of a document's pages with the place of a quote marked."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Literal

from ingest.cells import cells
from ingest.documents import Page, SourceDocument
from ingest.errors import ReadError
from ingest.file_names import located
from ingest.sentences import is_row

if TYPE_CHECKING:
    from ingest.readers.pdf.picture import Picture

Reason = Literal["no_pages", "gone", "changed", "unreadable"]
"""Why there is no picture: a document without pages or without that one, its file is gone, the file is not the one
that was read, or the page cannot be drawn."""
KEPT = 24
"""Pages kept drawn, some hundred kilobytes each."""

Original = Callable[[str, int], tuple[SourceDocument, str] | None]
"""Gives one version of a document and the path of the file it was read from."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in fractions of the page's width and height, from its top left corner."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page of a document as a picture."""

    number: int
    """Physical page, counted from 1."""
    png: bytes
    width: int
    """Pixels."""
    height: int
    boxes: tuple[Box, ...]
    """Where the quote stands, a rectangle a line or cell; empty where it was not found on the page."""


@dataclass(frozen=True, slots=True)
class NoImage:
    """Says why a page cannot be shown."""

    reason: Reason


class Pictures:
    """Page renderer that caches the `KEPT` pages used last."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._drawn: OrderedDict[tuple[str, int], Picture] = OrderedDict()
        self._digests: dict[Path, tuple[tuple[int, int], str]] = {}
        self._lock = Lock()

    def of(self, document_id: str, version: int, page: int, start: int, end: int) -> PageImage | NoImage:
        """Return a page, counted from 1, of one version with the part of `text[start:end]` that it holds marked.

        A file that has changed since it was ingested is not shown, because it may say something else.
        """
        found = self._original(document_id, version)
        if found is None:
            return NoImage("gone")
        document, container = found
        path = located(container)
        span = next((one for one in document.pages if one.number == page), None)
        if span is None:
            return NoImage("no_pages")
        try:
            if self._digest(path) != document.sha256:
                return NoImage("changed")
            picture = self._picture(path, document.sha256, page)
        except OSError:
            return NoImage("gone")
        except ReadError:
            return NoImage("unreadable")
        first = min(max(start, span.start), span.end)
        last = max(first, min(end, span.end))
        boxes = _boxes(picture, document.text[first:last], *_around(document.text, span, first, last))
        return PageImage(page, picture.png, picture.width, picture.height, boxes)

    def _picture(self, path: Path, sha256: str, page: int) -> Picture:
        from ingest.readers.pdf.picture import picture

        with self._lock:
            if kept := self._drawn.get((sha256, page)):
                self._drawn.move_to_end((sha256, page))
                return kept
        made = picture(path, page)
        with self._lock:
            self._drawn[sha256, page] = made
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        return made

    def _digest(self, path: Path) -> str:
        """Return the digest of a file, read again only when its size or its time has changed."""
        status = path.stat()
        stamp = status.st_mtime_ns, status.st_size
        kept = self._digests.get(path)
        if kept is None or kept[0] != stamp:
            with path.open("rb") as file:
                kept = stamp, file_digest(file, "sha256").hexdigest()
            if len(self._digests) >= 10 * KEPT:
                self._digests.clear()
            self._digests[path] = kept
        return kept[1]


def _around(text: str, page: Page, start: int, end: int) -> tuple[str, tuple[str, int, int] | None]:
    """Return the text of the page before a quote, and the table row that it is a part of with its place in there."""
    first = max(text.rfind("\n", 0, start) + 1, page.start)
    line = text[first : page.end].split("\n", 1)[0]
    tabular = is_row(line) or any(cell.label for cell in cells(line))
    quote = text[start:end]
    if tabular and "\n" not in quote and len(quote.strip()) < len(line.strip()):
        return text[page.start : first], (line, start - first, end - first)
    return text[page.start : start], None


def _boxes(picture: Picture, quote: str, before: str, row: tuple[str, int, int] | None = None) -> tuple[Box, ...]:
    from ingest.readers.pdf.marking import Row, bands

    found = bands(picture.sheet.glyphs, quote, before, Row(*row) if row else None)
    width, height = picture.sheet.width, picture.sheet.height
    return tuple(
        Box(
            left=_within(band.x0 / width),
            top=_within(band.top / height),
            width=_within(band.x1 / width) - _within(band.x0 / width),
            height=_within(band.bottom / height) - _within(band.top / height),
        )
        for band in found
    )


def _within(fraction: float) -> float:
    return min(1.0, max(0.0, fraction))
