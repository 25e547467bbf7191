"""How every source stands: its last visit, what it still owes, what was given up and what it no longer shows."""

from __future__ import annotations

from dataclasses import dataclass

from ingest import registry, withdrawals
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


def standings(store: Store) -> tuple[Standing, ...]:
    """Return how every source stands, in the order in which they were added."""
    connection = store.catalogue.connection
    found = []
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
