"""A visit to a feed or site map: its list is written down, then the pages that are new or changed are read.

A feed shows the latest items alone, so that what it no longer lists is not gone: its page is asked for, and only where
the site says that there is none (404, 410) is the document marked withdrawn. Pages that were read are asked for again
about once a day, some at each visit, on the condition that they changed.

A site that does not answer several times in a row is left alone for this visit; what it still owes stays written down.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from ingest import registry
from ingest.errors import PageRefused, ReadError
from ingest.pipeline import PATIENCE, Failure
from ingest.registry import Item, Listed, stamped
from ingest.sources import backoff, lists
from ingest.sources.backoff import MOST_ATTEMPTS
from ingest.sources.visit import Visit
from ingest.web import originals
from ingest.web.addresses import parse
from ingest.web.download import Download, Version

BATCH = 32
"""Pages that are put in together; what a killed visit reads again at most."""
REVIEWED = 50
"""Most pages that were read before and are asked for again in one visit."""
REVIEW = timedelta(days=1)
"""How long a page that was read is not asked for again, unless its list says something else of it."""
STRIKES = 5
"""Pages in a row that a site does not give before it is left alone."""
MOST_MAPS = 200
"""Most site maps of an index."""
_GONE = frozenset({404, 410})
_BUSY = 429
_TROUBLE = 500
"""First status that is the site's fault and not the page's."""


class SiteDown(ReadError):
    """A site does not answer, or asks to be left alone."""

    def __init__(self, error: ReadError) -> None:
        super().__init__(error.message, error.hint)
        self.wait = error.wait if isinstance(error, PageRefused) else 0.0


def visit(this: Visit) -> None:
    """Bring the store up to date with a feed or site map.

    Raises:
        ReadError: its list cannot be had or read, or its site does not answer.
    """
    _write_down(this)
    connection, place = this.store.catalogue.connection, this.source.place
    _Reading(this).read(registry.unread(connection, place, this.clock()))
    review(this, take=True)


def review(this: Visit, *, take: bool) -> None:
    """Ask again for some pages that were read; one that is there is read anew where `take` is true."""
    connection, place = this.store.catalogue.connection, this.source.place
    _Reading(this, take).read(registry.stale(connection, place, this.clock(), REVIEWED))


def _write_down(this: Visit) -> None:
    source = this.source
    address = parse(source.place)
    found = this.downloader.changed(address, Version(source.etag, source.modified))
    if found is None:
        return
    listed = lists.read(found.data, address)
    items, version = listed.items, found.version
    if listed.form == "index":
        # Its maps change without it.
        items, version = _mapped(this, listed.items), Version()
    with this.store.catalogue.transaction() as connection:
        registry.listed(connection, source.place, items, version.etag, version.modified)


def _mapped(this: Visit, maps: Sequence[Listed]) -> tuple[Listed, ...]:
    """Return the pages of every site map of an index; an index inside an index is not followed."""
    found: dict[str, Listed] = {}
    for one in maps[:MOST_MAPS]:
        listed = lists.read(this.downloader.get(parse(one.address)).data, parse(one.address))
        if listed.form == "sitemap":
            found |= {each.address: each for each in listed.items}
    return tuple(found.values())[: lists.MOST]


@dataclass(slots=True)
class _Reading:
    """Pages on their way into the store, and the state that their items take."""

    this: Visit
    take: bool = True
    """Whether pages are put in, or only asked whether they are there."""
    arrived: list[tuple[Item, Download | None]] = field(default_factory=list)
    """What came and is not settled yet; None for a page that did not change."""
    begun: float = 0
    struck: list[tuple[Item, ReadError]] = field(default_factory=list)
    """Items in a row that the site did not give."""

    def read(self, items: Sequence[Item]) -> None:
        """Read the pages of items, batch by batch; a batch that is settled stays, whatever befalls the next."""
        for item in items:
            try:
                self._ask(item)
            except SiteDown:
                self._settle()
                # The site is to blame, so none of its pages is given up for it.
                self._miss(self.struck, most=MOST_ATTEMPTS - 1)
                raise
            if len(self.arrived) >= BATCH or (self.arrived and time.monotonic() - self.begun > PATIENCE):
                self._settle()
        self._settle()
        self._miss(self.struck)

    def _ask(self, item: Item) -> None:
        held = self.this.store.catalogue.container(item.address) is not None
        try:
            found = self.this.downloader.changed(
                parse(item.address), Version(item.etag, item.modified) if held else Version()
            )
        except ReadError as error:
            if isinstance(error, PageRefused) and error.status < _TROUBLE and error.status != _BUSY:
                self._miss([*self.struck, (item, error)])
                self.struck = []
                return
            self.struck.append((item, error))
            if len(self.struck) >= STRIKES or (isinstance(error, PageRefused) and error.status == _BUSY):
                raise SiteDown(error) from error
            return
        # The site answers: what it did not give before was the fault of those pages.
        self._miss(self.struck)
        self.struck = []
        if not self.arrived:
            self.begun = time.monotonic()
        self.arrived.append((item, found))

    def _settle(self) -> None:
        """Put in what came, and write down what became of it."""
        this, store = self.this, self.this.store.settings.store
        came = [found for _, found in self.arrived if found and self.take]
        failures = this.take([originals.keep(one, store) for one in came]) if came else {}
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
        """Write down items whose pages did not come: gone, to be looked at later, to be tried again, or given up."""
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
