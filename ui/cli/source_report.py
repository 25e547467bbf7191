"""What a person reads of sources: how each stands, and what a visit did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.file_names import legible
from ui.exports import contract
from ui.exports.layout import Look, plain, wrap
from ui.messages import say

if TYPE_CHECKING:
    from ingest.sources.standing import Standing
    from ingest.sources.synchronisation import Visited

SHOWN = 5
"""Most items named of one sort."""


def shown(place: str) -> str:
    """Return the name of a source as people read it."""
    return plain(legible(place))


def standings(values: Sequence[Standing], look: Look) -> Iterator[str]:
    """Yield each source with its last visit, its error, and by name what was given up and what is withdrawn."""
    if not values:
        yield from wrap(say("sources.none", look.language), look.width)
    for value in values:
        yield from _standing(value, look)


def visited(value: Visited, look: Look) -> Iterator[str]:
    """Yield what a visit to a source did, and what went wrong."""
    language, place = look.language, shown(value.source.place)
    if value.outcome == "waiting":
        yield from wrap(
            say("sync.waiting", language, place=place, time=moment(value.source.due)), look.width, rest="  "
        )
    else:
        counts = {name: getattr(value, name) for name in ("added", "updated", "unchanged", "withdrawn", "returned")}
        failed, seconds = len(value.failures), value.seconds
        line = say("sync.read", language, place=place, failed=failed, seconds=seconds, **counts)
        yield from wrap(line, look.width, rest="  ")
    if value.outcome != "read":
        yield from _error(value.source.error, value.source.hint, look)
    for failure in value.failures[:SHOWN]:
        yield from _error(failure.error, failure.hint, look)
    if len(value.failures) > SHOWN:
        yield from wrap(say("ingest.more", language, count=len(value.failures) - SHOWN), look.width, "  ")
    if value.left:
        yield from wrap(say("sync.left", language, count=value.left), look.width, "  ")
    if value.given_up:
        yield from wrap(say("sync.given_up", language, count=value.given_up), look.width, "  ")


def moment(stamp: str) -> str:
    """Return a time as people read it: `2025-11-24 09:00`."""
    return stamp.replace("T", " ")[:16]


def _standing(value: Standing, look: Look) -> Iterator[str]:
    source, language = value.source, look.language
    yield look.bold(shown(source.place))
    synced = say("sources.synced", language, time=moment(source.synced)) if source.synced else ""
    head = [say(f"source_kind.{source.kind}", language), synced or say("sources.never", language)]
    yield from wrap(" · ".join(head), look.width, "  ")
    dead, withdrawn = len(value.dead), len(value.withdrawn)
    counts = say("sources.counts", language, held=value.held, left=value.left, dead=dead, withdrawn=withdrawn)
    yield from wrap(counts, look.width, "  ")
    if source.error:
        yield from _error(source.error, source.hint, look)
        yield from wrap(say("sources.due", language, time=moment(source.due)), look.width, "  ")
    for item in value.dead[:SHOWN]:
        line = say("sources.dead", language, attempts=item.attempts, address=shown(item.address))
        yield from wrap(line, look.width, "  ! ", "    ")
        yield from _error(item.error, item.hint, look)
    for one in value.withdrawn[:SHOWN]:
        line = say("sources.gone", language, day=contract.day(one.since), id=shown(one.document_id))
        yield from wrap(line, look.width, "  - ", "    ")
    for rest in (dead, withdrawn):
        if rest > SHOWN:
            yield from wrap(say("ingest.more", language, count=rest - SHOWN), look.width, "    ")


def _error(error: str, hint: str, look: Look) -> Iterator[str]:
    yield from wrap(error, look.width, "  ✕ ", "    ")
    if hint:
        yield from wrap(hint, look.width, "    → ")
