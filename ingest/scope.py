"""Search filter: which documents may be retrieved, by issuer, kind, region, date, id and collection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filter:
    """Restrict the documents that may be retrieved; an empty field restricts nothing."""

    issuers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    """Short names of provinces (서울, 강원, …); a document must mention one of them."""
    since: date | None = None
    """First day of publication, inclusive."""
    until: date | None = None
    """Last day of publication, inclusive."""
    documents: tuple[str, ...] = ()
    """Only these document ids."""
    exclude: tuple[str, ...] = ()
    """Never these document ids."""
    collections: tuple[str, ...] | None = None
    """Only documents of these collections, none where it is empty; None restricts nothing. The store sets it to what
    the reader may read, whatever was there."""


def day_number(day: date) -> int:
    """Return `day` as the integer yyyymmdd that the indexes compare."""
    return day.year * 10_000 + day.month * 100 + day.day
