"""Common interface of the readers: a source with a fingerprint that can be loaded as a document."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.documents import Dated, Kind, Page, SourceDocument
from ingest.readers import dates


@dataclass(frozen=True, slots=True)
class Source:
    """One document that can be loaded: a file, or one record of a corpus file."""

    id: str
    uri: str
    sha256: str
    """Digest of the file's bytes or of the record's line, lower-case hexadecimal."""
    place: str
    """Where it is, for messages: the path, with the line number for a record."""
    loader: Callable[[], SourceDocument] = field(repr=False, compare=False)

    def load(self) -> SourceDocument:
        """Parse and return the document.

        Raises:
            ReadError: the content cannot be turned into a document.
        """
        return self.loader()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a format's reader found in the bytes of one file."""

    title: str
    text: str
    kind: Kind = "document"
    issuer: str = ""
    published: datetime | None = None
    dated: Dated = "printed"
    """How `published` was found."""
    modified: datetime | None = None
    byline: str = ""
    pages: tuple[Page, ...] = ()
    outline: tuple[tuple[int, int], ...] = ()
    """As in `SourceDocument`."""
    uri: str = ""
    """Address that the file says it was saved from."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day of a document, and how it was found."""

    published: datetime | None
    dated: Dated
    declared: datetime | None = None
    """As in `SourceDocument`."""


def day_of(reading: Reading, name: str) -> Day:
    """Return the day printed in a text, else the one in its file's name, else the one that the file declares."""
    if reading.published and reading.dated != "declared":
        return Day(reading.published, reading.dated or "printed")
    if named := dates.in_name(name):
        return Day(named, "name")
    return Day(None, "declared", reading.published) if reading.published else Day(None, "")


def file_name(path: Path) -> str:
    """Return the name of a file, composed: macOS hands out decomposed Hangul."""
    return unicodedata.normalize("NFC", path.name)


def stem(path: Path) -> str:
    """Return the name of a file without its ending, underscores as spaces."""
    return " ".join(unicodedata.normalize("NFC", path.stem).replace("_", " ").split())
