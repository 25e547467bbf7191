"""What whoever sends a request may read: the collections that let in one of the visitor's groups, or everybody.

A server's store asks at every query, so that no door can answer from another visitor's documents and a right that is
withdrawn holds nothing open. What nobody asked for, as the suggestions of the first page, reads what everybody reads.
"""

from __future__ import annotations

from ingest import collections
from ingest.readership import Rights
from ingest.store import Store
from ui.serving import requests


def of_visitors(store: Store) -> Rights:
    """Return what tells the collections that the visitor of the moment may read."""

    def readable() -> frozenset[str]:
        visitor = requests.visitor()
        return collections.readable(store.catalogue.connection, visitor.groups if visitor else ())

    return readable
