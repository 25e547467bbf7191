"""Reading of what a source lists: items are fetched one by one, put in batch by batch, and tried again if they fail.

An item that its source does not have (404, 410) is withdrawn where its document was read before. A site that does not
answer several times in a row is left alone for this visit; what it still owes stays written down.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ingest import registry
from ingest.errors import PageRefused, ReadError
from ingest.pipeline import PATIENCE, Failure
from ingest.registry import Item, stamped
from ingest.sources import backoff
from ingest.sources.backoff import MOST_ATTEMPTS
from ingest.sources.visit import Visit
from ingest.web.download import Version
from ingest.web.originals import Original

BATCH = 32
"""Items that are put in together; what a killed visit reads again at most."""
REVIEW = timedelta(days=1)
"""How long an item that was read is not asked for again, unless its list says something else of it."""
STRIKES = 5
"""Items in a row that a site does not give before it is left alone."""
_GONE = frozenset({404, 410})
_BUSY = 429
_TROUBLE = 500
"""First status that is the site's fault and not the item's."""


class SiteDown(ReadError):
    """A site does not answer, or asks to be left alone."""

    def __init__(self, error: ReadError) -> None:
        super().__init__(error.message, error.hint)
        self.wait = error.wait if isinstance(error, PageRefused) else 0.0


@dataclass(frozen=True, slots=True)
class Arrived:
    """What came of an item, still to be kept and read."""

    keep: Callable[[], Original]
    version: Version


Fetch = Callable[[Item, Version], Arrived | None]
"""Fetches an item; None where it is still the version known, or nothing is to be put in. Raises `ReadError`."""


@dataclass(slots=True)
class Reading:
    """Items on their way into the store, and the state that they take."""

    this: Visit
    fetch: Fetch
    take: bool = True
    """Whether items are put in, or only asked whether they are there."""
    arrived: list[tuple[Item, Arrived | None]] = field(default_factory=list)
    """What came and is not settled yet; None for an item that did not change."""
    begun: float = 0
    struck: list[tuple[Item, ReadError]] = field(default_factory=list)
    """Items in a row that the site did not give."""

    def read(self, items: Sequence[Item]) -> None:
        """Read items, batch by batch; a batch that is settled stays, whatever befalls the next."""
        for item in items:
            try:
                self._ask(item)
            except SiteDown:
                self._settle()
                # The site is to blame, so none of its items is given up for it.
                self._miss(self.struck, most=MOST_ATTEMPTS - 1)
                raise
            if len(self.arrived) >= BATCH or (self.arrived and time.monotonic() - self.begun > PATIENCE):
                self._settle()
        self._settle()
        self._miss(self.struck)

    def _ask(self, item: Item) -> None:
        held = self.this.store.catalogue.container(item.address) is not None
        try:
            found = self.fetch(item, Version(item.etag, item.modified) if held else Version())
        except ReadError as error:
            if isinstance(error, PageRefused) and error.status < _TROUBLE and error.status != _BUSY:
                self._miss([*self.struck, (item, error)])
                self.struck = []
                return
            self.struck.append((item, error))
            if len(self.struck) >= STRIKES or (isinstance(error, PageRefused) and error.status == _BUSY):
                raise SiteDown(error) from error
            return
        # The site answers: what it did not give before was the fault of those items.
        self._miss(self.struck)
        self.struck = []
        if not self.arrived:
            self.begun = time.monotonic()
        self.arrived.append((item, found))

    def _settle(self) -> None:
        """Put in what came, and write down what became of it."""
        this = self.this
        came = [found for _, found in self.arrived if found and self.take]
        failures = this.take([one.keep() for one in came]) if came else {}
        this.unchanged += len(self.arrived) - len(came)
        due = stamped(this.clock() + REVIEW)
        held = [
            replace(
                item, state="held", due=due, attempts=0, error="", hint="", etag=version.etag, modified=version.modified
            )
            for item, found in self.arrived
            if item.address not in failures
            for version in [found.version if found else Version(item.etag, item.modified)]
        ]
        unread = [
            (item, ReadError(failure.error, failure.hint))
            for item, _ in self.arrived
            if (failure := failures.get(item.address))
        ]
        self.arrived = []
        this.show([one.address for one in held])
        with this.store.catalogue.transaction() as connection:
            registry.settle(connection, this.source.place, held)
        self._miss(unread)

    def _miss(self, missed: Sequence[tuple[Item, ReadError]], most: int = MOST_ATTEMPTS) -> None:
        """Write down items that did not come: gone, to be looked at later, to be tried again, or given up."""
        if not missed:
            return
        this = self.this
        settled = [self._missed(item, error, most) for item, error in missed]
        this.withdraw([one.address for one in settled if one.state == "withdrawn"])
        this.failures += [Failure(one.address, one.error, one.hint) for one in settled if one.error]
        this.given_up += sum(one.state == "dead" for one in settled)
        with this.store.catalogue.transaction() as connection:
            registry.settle(connection, this.source.place, settled)

    def _missed(self, item: Item, error: ReadError, most: int) -> Item:
        now = self.this.clock()
        status, wait = (error.status, error.wait) if isinstance(error, PageRefused) else (0, 0.0)
        held = self.this.store.catalogue.container(item.address) is not None
        if status in _GONE and held:
            return replace(item, state="withdrawn", due=stamped(now + REVIEW), attempts=0, error="", hint="")
        if item.state in ("held", "withdrawn"):
            # Looking again failed; what was read stands.
            return replace(item, due=stamped(now + REVIEW))
        attempts = min(item.attempts + 1, most)
        state: registry.State = "dead" if attempts >= MOST_ATTEMPTS else "failed"
        due = stamped(backoff.again(attempts, now, wait))
        return replace(item, state=state, due=due, attempts=attempts, error=error.message, hint=error.hint)
