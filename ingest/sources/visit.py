"""One visit to one source: what it needs, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ingest import collections, withdrawals
from ingest.pipeline import Destination, Engine, Failure, IngestReport, Notify, ingest
from ingest.registry import Source
from ingest.store import Store
from ingest.web.download import Downloader

if TYPE_CHECKING:
    from ingest.web.originals import Original


@dataclass(slots=True)
class Visit:
    """What a visit to a source needs, and its counts so far."""

    store: Store
    source: Source
    downloader: Downloader
    clock: Callable[[], datetime]
    """Returns the time in Korea, without zone."""
    notify: Notify | None = None
    engine: Engine | None = None
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    returned: int = 0
    failures: list[Failure] = field(default_factory=list)
    given_up: int = 0
    """Of the failures, those that are not tried again."""

    @property
    def destination(self) -> Destination:
        """Where new documents of the source go; those that are here stay where they are."""
        return Destination(collections.of_source(self.store.catalogue.connection, self.source.place))

    def take(self, originals: Sequence[Original]) -> dict[str, Failure]:
        """Put pages into the store; return why some could not be read, by address."""
        report = ingest(
            [], self.store, self.notify, originals=originals, engine=self.engine, destination=self.destination
        )
        self.count(report)
        return {one.path: one for one in report.failures}

    def count(self, report: IngestReport) -> None:
        """Add what an ingestion did."""
        self.added += report.added
        self.updated += report.updated
        self.unchanged += report.unchanged

    def withdraw(self, ids: Sequence[str]) -> None:
        """Mark documents that the source no longer shows."""
        with self.store.catalogue.transaction() as connection:
            self.withdrawn += withdrawals.mark(connection, ids, self.clock(), self.source.place)

    def show(self, ids: Sequence[str]) -> None:
        """Take the mark from documents that the source shows again."""
        with self.store.catalogue.transaction() as connection:
            self.returned += withdrawals.lift(connection, ids)
