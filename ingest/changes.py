"""Changes of the documents of a store, told to whoever keeps a record of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ingest.catalogue import Entry
    from ingest.lookups import Known

Action = Literal["added", "updated", "edited", "moved", "removed"]


@dataclass(frozen=True, slots=True)
class Change:
    """One document that was written or removed."""

    action: Action
    document_id: str
    version: int
    sha256: str
    collection: str = ""
    """What the document belongs to, or belonged to when it was removed."""


Heard = Callable[[Sequence[Change]], None]
"""Called once changes stand in the catalogue; it must not raise, for they are not taken back."""


def written(entries: Iterable[Entry], belongs: Mapping[str, str], *, edited: bool = False) -> tuple[Change, ...]:
    """Return what writing these entries changed: a first version is added, a later one updated or edited.

    `belongs` tells what each document belongs to.
    """
    return tuple(
        Change(
            "edited" if edited else "added" if one.document.version == 1 else "updated",
            one.document.id,
            one.document.version,
            one.document.sha256,
            belongs.get(one.document.id, ""),
        )
        for one in entries
    )


def removed(ids: Iterable[str], known: Mapping[str, Known]) -> tuple[Change, ...]:
    """Return what removing these documents changed; those unknown before are none."""
    return tuple(
        Change("removed", one, known[one].version, known[one].sha256, known[one].collection)
        for one in ids
        if one in known
    )


def moved(ids: Iterable[str], known: Mapping[str, Known], collection: str) -> tuple[Change, ...]:
    """Return what putting these documents into a collection changed."""
    return tuple(Change("moved", one, known[one].version, known[one].sha256, collection) for one in ids if one in known)
