"""Identity of documents: which file or record is which document of the store.

A file keeps the document that it held when it was last read. A file unknown so far is, in this order: another place of
a document with the very same bytes; that document moved, where its old file is gone; the document of the same path
below the folder given, where that one's file is gone; a new document.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.file_names import kept, legible, located
from ingest.lookups import Known, Place
from ingest.readers import Source


@dataclass(frozen=True, slots=True)
class Candidate:
    """A source with the id it takes in the store and the file it came from."""

    id: str
    source: Source
    container: str


@dataclass(frozen=True, slots=True)
class Clash:
    """A record whose id another file claims."""

    source: Source
    container: str
    holder: str
    """The file that came first."""


@dataclass(frozen=True, slots=True)
class Identified:
    """The documents that stand under the given paths."""

    candidates: tuple[Candidate, ...]
    places: tuple[Place, ...]
    """Files with the very bytes of a document that another file holds."""
    clashes: tuple[Clash, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    root: Path
    source: Source
    container: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Documents that a run must not touch, whatever it reads: an editor's file never becomes one of theirs."""

    ids: Collection[str] = ()
    mark: str = ""
    """Put behind an id that is one of theirs."""

    def own(self, identity: str) -> str:
        """Return an id that is none of theirs."""
        return f"{identity}@{self.mark}" if identity in self.ids else identity


@dataclass(slots=True)
class _Resolution:
    known: Mapping[str, Known]
    apart: Apart
    taken: dict[str, str] = field(default_factory=dict)
    """The file that holds each document in this run."""
    candidates: list[Candidate] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def take(self, identity: str, found: _Found) -> None:
        self.taken[identity] = found.container
        self.candidates.append(Candidate(identity, found.source, found.container))


def exists(container: str) -> bool:
    """Whether a file is still there; one that may not be looked at counts as being there."""
    try:
        return located(container).exists()
    except OSError:
        return True


def identify(
    sources: Iterable[tuple[Path, Path, Source]], known: Mapping[str, Known], apart: Apart | None = None
) -> Identified:
    """Give every (root, file, source) the id of the document that it is, never of one that is kept `apart`."""
    apart = apart or Apart()
    resolution = _Resolution({name: one for name, one in known.items() if name not in apart.ids}, apart)
    clashes: list[Clash] = []
    files: list[_Found] = []
    for root, file, source in sources:
        found = _Found(root, source, kept(file))
        named = apart.own(source.id)
        if source.place == found.container:
            files.append(found)
        elif resolution.taken.get(named, found.container) != found.container:
            clashes.append(Clash(source, found.container, resolution.taken[named]))
        else:
            resolution.take(named, found)
    rest = _same_file(files, resolution)
    rest = _same_bytes(rest, resolution)
    for found in rest:
        resolution.take(_name(found, resolution), found)
    # Documents are read in the order of their files, whichever way they were recognised.
    order = {found.container: at for at, found in enumerate(files)}
    ordered = sorted(resolution.candidates, key=lambda one: order.get(one.container, -1))
    return Identified(tuple(ordered), tuple(resolution.places), tuple(clashes))


def _same_file(files: Iterable[_Found], resolution: _Resolution) -> list[_Found]:
    """Take the files that held one document before; return the others."""
    held = Counter(one.container for one in resolution.known.values())
    names = {one.container: identity for identity, one in resolution.known.items() if held[one.container] == 1}
    rest = []
    for found in files:
        identity = names.get(found.container)
        if identity is None or identity in resolution.taken:
            rest.append(found)
        else:
            resolution.take(identity, found)
    return rest


def _same_bytes(files: Sequence[_Found], resolution: _Resolution) -> list[_Found]:
    """Take the files whose bytes are those of a document, as that document or as a place of it; return the others."""
    owners: defaultdict[str, list[str]] = defaultdict(list)
    for candidate in resolution.candidates:
        owners[candidate.source.sha256].append(candidate.id)
    for identity, one in resolution.known.items():
        if identity not in resolution.taken:
            owners[one.sha256].append(identity)
    rest = []
    for found in files:
        alike = owners.get(found.source.sha256, [])
        gone = [one for one in alike if one not in resolution.taken and not exists(resolution.known[one].container)]
        if gone:
            name = Path(found.container).name
            resolution.take(min(gone, key=lambda one: Path(resolution.known[one].container).name != name), found)
        elif alike:
            resolution.places.append(Place(found.container, alike[0], found.source.uri))
        elif (identity := _name(found, resolution)) in resolution.known:
            # Perhaps that document with another text; but another file may yet turn out to be it, moved.
            rest.append(found)
        else:
            owners[found.source.sha256].append(identity)
            resolution.take(identity, found)
    return rest


def _name(found: _Found, resolution: _Resolution) -> str:
    """Return the path below the root; where another living file has it, with the folders before it."""
    for name in _names(found.root, located(found.container)):
        if name in resolution.apart.ids:
            continue
        holder = resolution.taken.get(name)
        if holder is None and name in resolution.known and exists(resolution.known[name].container):
            holder = resolution.known[name].container
        if holder is None or holder == found.container:
            return name
    return resolution.apart.own(found.container)


def _names(root: Path, file: Path) -> Iterator[str]:
    name = file.relative_to(root).as_posix()
    yield legible(name)
    for folder in (root, *root.parents):
        if folder.name:
            name = f"{folder.name}/{name}"
            yield legible(name)
