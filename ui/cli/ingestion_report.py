"""Summary of an ingestion for a person: what went in, what did not and why, and what to do about it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from ui.exports.layout import Look, wrap
from ui.exports.provenance import ranges
from ui.messages import say

if TYPE_CHECKING:
    from ingest.pipeline import Failure, IngestReport

SHOWN = 5
"""Most files named under one reason."""


def report(value: IngestReport, look: Look) -> Iterator[str]:
    """Yield failures by reason, pages without text, what is gone, and the counts last."""
    yield from _failures(value.failures, look)
    for one in value.unread:
        pages = say("ingest.unread", look.language, path=one.path, pages=ranges(one.pages))
        yield from wrap(pages, look.width, rest="  ")
    if value.unread:
        yield from wrap(say("ingest.unread.hint", look.language), look.width, "  → ")
    if value.gone:
        gone = say(f"gone.{value.withheld}", look.language, count=len(value.gone))
        yield from wrap(gone, look.width, rest="  ")
        yield from _named(value.gone, look)
    if value.skipped:
        yield from wrap(say("ingest.skipped", look.language, count=len(value.skipped)), look.width, rest="  ")
    if value.twins:
        yield from wrap(say("ingest.twins", look.language, count=value.twins), look.width, rest="  ")
    counts = {name: getattr(value, name) for name in ("added", "updated", "unchanged", "removed", "chunks", "seconds")}
    yield from wrap(say("ingest.report", look.language, failed=len(value.failures), **counts), look.width)


def reason(failure: Failure) -> str:
    """Return why a file failed, without the name of the file that the error begins with."""
    name = unicodedata.normalize("NFC", PurePath(failure.path).name)
    for place in (name, name.rpartition(":")[0]):
        if place and failure.error.startswith(place):
            return failure.error[len(place) :].partition(": ")[2] or failure.error
    return failure.error


def _failures(failures: Sequence[Failure], look: Look) -> Iterator[str]:
    """Yield each reason with its hint once and the files below it, the most frequent first."""
    found: dict[tuple[str, str], list[str]] = {}
    for failure in failures:
        found.setdefault((reason(failure), failure.hint), []).append(failure.path)
    for (error, hint), paths in sorted(found.items(), key=lambda one: -len(one[1])):
        yield from wrap(say("ingest.failed", look.language, count=len(paths), error=error), look.width, rest="  ")
        if hint:
            yield from wrap(hint, look.width, "  → ")
        yield from _named(paths, look)


def _named(names: Sequence[str], look: Look) -> Iterator[str]:
    for name in names[:SHOWN]:
        yield from wrap(name, look.width, "    ")
    if len(names) > SHOWN:
        yield from wrap(say("ingest.more", look.language, count=len(names) - SHOWN), look.width, "    ")
