"""Originals of web documents: what was downloaded is kept in the store, so that its pages can be shown.

A page's bytes differ with every visit, by advertisements and tokens. A page that says what it said before is left as
it is and makes no new version; one that cannot be read any more leaves the last one that could.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from ingest import faults, file_names, permissions
from ingest.documents import SourceDocument
from ingest.errors import ReadError, UnsupportedFormat
from ingest.readers import Limits, Source, sources
from ingest.readers.formats import HEAD, sniff
from ingest.readers.worker import DEFAULT
from ingest.web.download import Download

FOLDER = "web"
"""Folder of the store, with one folder an address inside."""
_ARRIVING = ".arriving"


@dataclass(frozen=True, slots=True)
class Original:
    """A web document and the file that holds it."""

    file: Path
    source: Source


def keep(download: Download, store: Path) -> Original:
    """Write a download into the store's folder and return it as a source whose id and address are the URL."""
    url = str(download.address)
    arrived = arriving(url, download.name, store)
    with faults.told(store):
        arrived.write_bytes(download.data)
    return received(url, arrived)


def arriving(url: str, name: str, store: Path) -> Path:
    """Return an empty file for a download of what stands at an address; `received` takes it from there."""
    home = store.resolve() / FOLDER / sha256(url.encode()).hexdigest()[:20]
    arrived = home / _ARRIVING / file_names.safe(name)
    shutil.rmtree(arrived.parent, ignore_errors=True)
    with faults.told(store):
        permissions.folder(permissions.folder(store) / FOLDER)
        permissions.folder(permissions.folder(home) / _ARRIVING)
        return permissions.file(arrived)


def received(url: str, arrived: Path, limits: Limits | None = DEFAULT) -> Original:
    """Keep a file that arrived and return it as a source whose id and address are the URL.

    `limits` are those of reading it; None reads it in this process.
    """
    home = arrived.parent.parent
    try:
        document = _read(arrived, url, limits)
        before = next((file for file in sorted(home.iterdir()) if file.is_file()), None)
        if before and (same := _unchanged(before, document, arrived, url, limits)):
            return Original(before, _source(url, same))
        kept = home / arrived.name
        arrived.replace(kept)
        if before and before != kept:
            before.unlink()
        return Original(kept, _source(url, document))
    except ReadError as error:
        return Original(home / arrived.name, failed(url, error))
    finally:
        discard(arrived)


def discard(arrived: Path) -> None:
    """Delete a file that `arriving` made, and the folder of its address where nothing is kept there."""
    home = arrived.parent.parent
    shutil.rmtree(arrived.parent, ignore_errors=True)
    if not any(home.iterdir()):
        home.rmdir()


def failed(url: str, error: ReadError) -> Source:
    """Return the source of an address that could not be read, whose `load` raises."""

    def load() -> SourceDocument:
        raise error

    return Source(url, url, "", url, load)


def sweep(store: Path, held: Callable[[], Collection[str]]) -> None:
    """Delete the originals of documents that are no longer in the store; `held` gives the files that are."""
    folder = store.resolve() / FOLDER
    if not folder.is_dir():
        return
    homes = {file_names.located(file).parent for file in held()}
    for home in folder.iterdir():
        if home.is_dir() and home not in homes:
            shutil.rmtree(home, ignore_errors=True)


def _read(file: Path, url: str, limits: Limits | None) -> SourceDocument:
    found = next(iter(sources(file, limits)))
    if found.place != file_names.kept(file):
        raise UnsupportedFormat(f"{url}: JSON Lines 모음은 주소로 넣지 못합니다.", "파일로 내려받아 넣어 주세요.")
    return replace(found.load(), id=url, uri=url)


def _unchanged(
    before: Path, document: SourceDocument, arrived: Path, url: str, limits: Limits | None
) -> SourceDocument | None:
    """Return the document of the file kept before, if the new one says the same."""
    with arrived.open("rb") as file:
        if sniff(file.read(HEAD)) != "html":
            return None
    try:
        kept = _read(before, url, limits)
    except ReadError:
        return None
    return kept if replace(kept, sha256="") == replace(document, sha256="") else None


def _source(url: str, document: SourceDocument) -> Source:
    return Source(url, url, document.sha256, url, lambda: document)
