"""Data types of ingestion: documents, pages, sections and chunks.

Offsets count characters of `SourceDocument.text`; `document.text[start:end] == quote` holds everywhere.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ingest.collections import DEFAULT

Kind = Literal["article", "press_release", "plan", "document"]
"""What a document is: a press article, a ministry release, a plan, or anything else."""

Dated = Literal["printed", "month", "declared", "name", "edited", ""]
"""How the day of publication was found: printed in the text, printed to the month only (its first day then stands for
it), declared by the file (when it was made), in the file's name, or corrected by a person; empty where none is."""


@dataclass(frozen=True, slots=True)
class Page:
    """One physical page and the span of the document's text it holds."""

    number: int
    """Physical page, counted from 1."""
    label: str
    """The page number as printed or labelled; empty when unknown."""
    start: int
    end: int
    scanned: bool = False
    """Whether the page shows a picture and no text that could be read."""
    approximate: bool = False
    """Whether its bounds come of a layout made anew, as of HWP, which may differ from the printed one by a page."""
    ocr: bool = False
    """Whether its text was recognised in a picture (OCR), and may be misread."""


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the document under one heading path."""

    path: tuple[str, ...]
    """Headings from the outermost to this one; empty before the first heading."""
    level: int
    """Depth of the heading: 1 for Ⅰ., 2 for 1., 3 for 가., 4 for □; 0 before the first heading."""
    start: int
    end: int
    page: int | None = None
    """Physical page on which the section starts, where the document has pages."""


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """One version of one document: its text, where it came from and how it is divided."""

    id: str
    version: int
    """Counted from 1; a changed source becomes the next version of the same id."""
    title: str
    issuer: str
    """The press or ministry that published it; empty when unknown."""
    published: datetime | None
    """When it was first published or registered, Korean time without zone; None where only `declared` is known."""
    modified: datetime | None
    """When it was last modified by its publisher, Korean time without zone."""
    kind: Kind
    uri: str
    sha256: str
    """Digest of the source bytes the document was read from, lower-case hexadecimal."""
    text: str
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    byline: str = ""
    """The reporter or department named by the source; empty when unknown."""
    outline: tuple[tuple[int, int], ...] = ()
    """Offset and depth, from 1, of the lines the source itself declares headings; sections are made of it."""
    dated: Dated = ""
    """How its day was found."""
    declared: datetime | None = None
    """When the file says it was made, where no day of publication is known; nothing is ordered or filtered by it."""
    withdrawn: datetime | None = None
    """Since when its source no longer shows it, where a store returns it; Korean time without zone."""
    collection: str = DEFAULT
    """What it belongs to, where a store returns it."""

    @property
    def paged_about(self) -> bool:
        """Whether its page numbers are approximate."""
        return any(page.approximate for page in self.pages)

    def page_of(self, offset: int) -> Page | None:
        """Return the page holding `offset`, or None for a document without pages."""
        index = bisect_right(self.pages, offset, key=lambda page: page.start) - 1
        return self.pages[index] if index >= 0 else None

    def page_at(self, offset: int) -> int | None:
        """Return the number of the physical page holding `offset`, or None for a document without pages."""
        page = self.page_of(offset)
        return page.number if page else None

    def section_at(self, offset: int) -> tuple[str, ...]:
        """Return the heading path in force at `offset`."""
        index = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        return self.sections[index].path if index >= 0 else ()


@dataclass(frozen=True, slots=True)
class Chunk:
    """A contiguous span of one document version, the unit of retrieval."""

    id: str
    document_id: str
    version: int
    section: tuple[str, ...]
    page: int | None
    start: int
    end: int
    text: str
    """Exactly `document.text[start:end]`."""
    label: str = ""
    """The number printed on its page, where a store returns it; empty when unknown."""
    ocr: bool = False
    """Whether its page was recognised in a picture, where a store returns it."""
    approximate: bool = False
    """Whether its page number is approximate, where a store returns it."""
