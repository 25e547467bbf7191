"""How every source stands: its last visit, what it still owes, what was given up and what it no longer shows."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace

from ingest import collections, registry, withdrawals
from ingest.registry import Item, Source
from ingest.store import Store
from ingest.withdrawals import Withdrawal


@dataclass(frozen=True, slots=True)
class Standing:
    """One source and its items."""

    source: Source
    held: int
    """Items that were read; in a folder, which keeps none of them, 0."""
    left: int
    """Items still to be read or to be tried again."""
    dead: tuple[Item, ...]
    """Items that were given up."""
    withdrawn: tuple[Withdrawal, ...]
    """Documents that it no longer shows."""


def standings(connection: sqlite3.Connection) -> tuple[Standing, ...]:
    """Return how every source stands, in the order in which they were added."""
    found: list[Standing] = []
    for source in registry.sources(connection):
        counts = registry.counts(connection, source.place)
        found.append(
            Standing(
                source,
                counts.get("held", 0),
                counts.get("pending", 0) + counts.get("failed", 0),
                registry.items(connection, source.place, "dead"),
                withdrawals.of_source(connection, source.place),
            )
        )
    return tuple(found)


def readable(store: Store) -> tuple[Standing, ...]:
    """Return how the sources stand whose new documents go into a collection that may be read by whoever asks now.

    What is said of a document that was moved into a closed collection is left out.
    """
    connection, shown = store.catalogue.connection, store.collections()
    found = [one for one in standings(connection) if collections.of_source(connection, one.source.place) in shown]
    named = [gone.document_id for one in found for gone in one.withdrawn]
    hidden = store.withheld([*named, *(item.address for one in found for item in one.dead)])
    return tuple(
        replace(
            one,
            dead=tuple(item for item in one.dead if item.address not in hidden),
            withdrawn=tuple(gone for gone in one.withdrawn if gone.document_id not in hidden),
        )
        for one in found
    )
