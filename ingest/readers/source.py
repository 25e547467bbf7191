"""Common interface of the readers: a source with a fingerprint that can be loaded as a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.documents import Dated, Kind, Page, SourceDocument
from ingest.errors import UnsupportedFormat
from ingest.file_names import legible
from ingest.readers import dates

MOST_CHARACTERS = 10_000_000
"""Most characters of one document, some six thousand printed pages."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document that can be loaded: a file, or one record of a corpus file."""

    id: str
    uri: str
    sha256: str
    """Digest of the file's bytes or of the record's line, lower-case hexadecimal."""
    place: str
    """Where it is: the path as `kept` writes it, with the line number for a record."""
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


def check_length(text: str, place: str) -> None:
    """Refuse a text longer than a document may be: cutting and embedding one takes hours, and nobody can cite it.

    Raises:
        UnsupportedFormat: it has more than `MOST_CHARACTERS`.
    """
    if len(text) > MOST_CHARACTERS:
        message = f"{place}: 본문이 {len(text):,}자로, 한 문서의 한도({MOST_CHARACTERS:,}자)를 넘습니다."
        raise UnsupportedFormat(message, "장이나 절별로 나누어 넣어 주세요.")


def file_name(path: Path) -> str:
    """Return the name of a file as people read it."""
    return legible(path.name)


def stem(path: Path) -> str:
    """Return the name of a file without its ending, underscores as spaces."""
    return " ".join(legible(path.stem).replace("_", " ").split())
