"""Synchronisation: every source is visited, one that fails is named and left alone for a while, the rest goes on."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ingest import faults, permissions, places, registry
from ingest.errors import ReadError, SettingsError, StoreBusy
from ingest.locks import WriteLock
from ingest.pipeline import Engine, Failure, Notify
from ingest.readers.dates import KOREA
from ingest.registry import Source
from ingest.sources import backoff, briefing, buckets, folders, pages
from ingest.sources.visit import Visit
from ingest.store import Store
from ingest.web.download import Downloader, Limits, Network

Outcome = Literal["read", "waiting", "failed"]
"""Of a visit: to the end of the list, not made because of an earlier failure, or broken off."""


@dataclass(frozen=True, slots=True)
class Visited:
    """What a visit to one source did."""

    source: Source
    """As it stands after the visit."""
    outcome: Outcome
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    """Documents that the source no longer shows, seen for the first time."""
    returned: int = 0
    """Documents that it shows again."""
    failures: tuple[Failure, ...] = ()
    given_up: int = 0
    """Of the failures, those that are not tried again."""
    left: int = 0
    """Items still to be read or tried again."""
    seconds: float = 0


def korean_time() -> datetime:
    """Return the time in Korea, without zone."""
    return datetime.now(KOREA).replace(tzinfo=None)


def synchronise(
    store: Store,
    only: Collection[str] = (),
    *,
    retry: bool = False,
    clock: Callable[[], datetime] = korean_time,
    network: Network | None = None,
    notify: Notify | None = None,
    engine: Engine | None = None,
) -> Iterator[Visited]:
    """Visit the sources, or `only` those named, and yield what each visit did.

    `retry` tries at once what failed and what was given up.

    Raises `StoreBusy` where another process synchronises, `SettingsError` where a name is no source, and whatever
    makes the store unusable.
    """
    if store.read_only:
        raise faults.locked(store.settings.store)
    with _alone(store):
        chosen = _chosen(store, only)
        settings = store.settings
        limits = Limits(settings.web_megabytes, settings.web_seconds, settings.allow_private)
        downloader = Downloader(limits, network or Network())
        for source in chosen:
            if retry:
                with store.catalogue.transaction() as connection:
                    registry.revive(connection, source.place)
            yield _visited(Visit(store, source, downloader, clock, notify, engine), retry=retry)


def _visited(this: Visit, *, retry: bool) -> Visited:
    store, place = this.store, this.source.place
    if not retry and this.source.due > registry.stamped(this.clock()):
        return Visited(this.source, "waiting", left=_left(store, place))
    started = time.perf_counter()
    outcome: Outcome = "read"
    try:
        _visit(this)
    except (ReadError, SettingsError) as error:
        outcome = "failed"
        _troubled(this, error)
    else:
        with store.catalogue.transaction() as connection:
            registry.visited(connection, place, this.clock())
    return Visited(
        registry.source(store.catalogue.connection, place) or this.source,
        outcome,
        this.added,
        this.updated,
        this.unchanged,
        this.withdrawn,
        this.returned,
        tuple(this.failures),
        this.given_up,
        _left(store, place),
        time.perf_counter() - started,
    )


def _visit(this: Visit) -> None:
    if this.source.kind == "folder":
        folders.visit(this)
    elif this.source.kind == "briefing":
        briefing.visit(this, this.store.settings)
    elif this.source.kind == "bucket":
        buckets.visit(this, this.store.settings)
    else:
        pages.visit(this)


def _troubled(this: Visit, error: ReadError | SettingsError) -> None:
    now = this.clock()
    due = backoff.again(this.source.attempts + 1, now, getattr(error, "wait", 0))
    with this.store.catalogue.transaction() as connection:
        registry.troubled(connection, this.source.place, now, due, error.message, error.hint)


def _left(store: Store, place: str) -> int:
    counts = registry.counts(store.catalogue.connection, place)
    return counts.get("pending", 0) + counts.get("failed", 0)


def _chosen(store: Store, only: Collection[str]) -> list[Source]:
    known = registry.sources(store.catalogue.connection)
    names = {one.place for one in known}
    if unknown := [one for one in only if one not in names]:
        raise SettingsError(f"모르는 출처입니다: {unknown[0]}", "geungeo sources list로 이름을 확인해 주세요.")
    return [one for one in known if not only or one.place in only]


@contextmanager
def _alone(store: Store) -> Iterator[None]:
    """Keep other processes from synchronising meanwhile; they may search, ask and put in."""
    home = store.settings.store
    with faults.told(home), ExitStack() as stack:
        try:
            stack.enter_context(WriteLock(permissions.file(home / places.SYNC_LOCK)).held(0))
        except StoreBusy as error:
            raise StoreBusy(f"다른 동기화가 진행되고 있습니다: {home}", "끝난 뒤에 다시 실행해 주세요.") from error
        yield
