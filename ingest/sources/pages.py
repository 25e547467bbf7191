"""A visit to a feed or site map: its list is written down, then the pages that are new or changed are read.

A feed shows the latest items alone, so that what it no longer lists is not gone: its page is asked for, and only where
the site says that there is none (404, 410) is the document marked withdrawn. Pages that were read are asked for again
about once a day, some at each visit, on the condition that they changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ingest import registry
from ingest.registry import Item, Listed
from ingest.sources import lists
from ingest.sources.reading import Arrived, Reading
from ingest.sources.visit import Visit
from ingest.web import originals
from ingest.web.addresses import parse
from ingest.web.download import Version

REVIEWED = 50
"""Most pages that were read before and are asked for again in one visit."""
MOST_MAPS = 200
"""Most site maps of an index."""


def visit(this: Visit) -> None:
    """Bring the store up to date with a feed or site map.

    Raises:
        ReadError: its list cannot be had or read, or its site does not answer.
    """
    _write_down(this)
    connection, place = this.store.catalogue.connection, this.source.place
    Reading(this, partial(_fetched, this)).read(registry.unread(connection, place, this.clock()))
    review(this, take=True)


def review(this: Visit, *, take: bool) -> None:
    """Ask again for some pages that were read; one that is there is read anew where `take` is true."""
    connection, place = this.store.catalogue.connection, this.source.place
    Reading(this, partial(_fetched, this), take).read(registry.stale(connection, place, this.clock(), REVIEWED))


def _fetched(this: Visit, item: Item, known: Version) -> Arrived | None:
    """Return the page of an item; None where it is the version known."""
    found = this.downloader.changed(parse(item.address), known)
    if found is None:
        return None
    return Arrived(partial(originals.keep, found, this.store.settings.store), found.version)


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
