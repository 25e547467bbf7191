"""A visit to a bucket of S3: what its list says is new or changed is downloaded and put in, what is gone is withdrawn.

An object is told apart by its key, and its stamp is made of what the list says of it: ETag, size and time of change.
What a folder would pass over is passed over here: hidden files, programs, logs, parts of a saved page. A list names all
that is there, so that what it no longer names is gone, unless it names nothing at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from ingest import faults, nondocuments, registry, walk
from ingest.errors import ReadError, UnsupportedFormat
from ingest.readers import allowed
from ingest.registry import Item, Listed
from ingest.settings import IngestSettings
from ingest.sources.lists import stamp
from ingest.sources.reading import Arrived, Reading
from ingest.sources.visit import Visit
from ingest.web import object_storage, originals
from ingest.web.download import Version
from ingest.web.object_storage import Endpoint, ObjectStorage, StoredObject

MOST = 500_000
"""Most objects of a source."""


def visit(this: Visit, settings: IngestSettings) -> None:
    """Bring the store up to date with a bucket.

    Raises:
        ReadError: the bucket cannot be listed, names nothing, or its storage stops answering.
        SettingsError: the client is not installed, or the settings name no storage.
    """
    endpoint = Endpoint(settings.s3_endpoint, settings.s3_region)
    location, downloader = object_storage.parse(this.source.place), this.downloader
    opened = ObjectStorage(location, endpoint, downloader.limits, downloader.network)
    listed = _listed(opened)
    connection, place = this.store.catalogue.connection, this.source.place
    with this.store.catalogue.transaction() as writing:
        registry.listed(writing, place, listed, "", "")
    _withdraw(this)
    Reading(this, partial(_fetched, this, opened)).read(registry.unread(connection, place, this.clock()))


def documents(keys: Sequence[str], prefix: str = "") -> tuple[str, ...]:
    """Return the keys that may be documents, as `ingest.walk` would find them below a folder.

    >>> documents(["a.pdf", "b.html", "b_files/c.html", ".d/e.pdf", "f.css", "g/"])
    ('a.pdf', 'b.html')
    """
    names: defaultdict[str, list[str]] = defaultdict(list)
    for key in keys:
        folder, _, name = key.rpartition("/")
        names[folder].append(name)
    saved = {folder: walk.pages(inside) for folder, inside in names.items()}
    return tuple(key for key in keys if _document(key.removeprefix(prefix), prefix, saved))


def _document(path: str, prefix: str, saved: dict[str, frozenset[str]]) -> bool:
    *folders, name = path.split("/")
    if not name or any(part.startswith(".") for part in (*folders, name)) or nondocuments.of_name(name):
        return False
    above = prefix.rstrip("/")
    for folder in folders:
        if walk.companion(folder, saved.get(above, ())):
            return False
        above = f"{above}/{folder}" if above else folder
    return True


def _listed(opened: ObjectStorage) -> tuple[Listed, ...]:
    """Return the objects of the list that may be documents.

    Raises:
        ReadError: there is no object at all.
        UnsupportedFormat: there are more than `MOST`.
    """
    found: dict[str, StoredObject] = {}
    for count, one in enumerate(opened.objects()):
        found[one.key] = one
        if count >= MOST:
            raise UnsupportedFormat(f"{opened.location}: 객체가 {MOST:,}개를 넘습니다.", "더 좁은 경로를 적어 주세요.")
    if not found:
        raise ReadError(
            f"{opened.location}: 이 경로에 객체가 없습니다.", "버킷과 경로를 확인해 주세요. 문서는 그대로 두었습니다."
        )
    return tuple(
        Listed(opened.location.address(key), stamp([found[key].etag, str(found[key].size), found[key].modified]))
        for key in documents(tuple(found), opened.location.prefix)
    )


def _withdraw(this: Visit) -> None:
    """Mark what the list no longer names, and take the mark from what it names again as it was."""
    catalogue, place = this.store.catalogue, this.source.place
    known = registry.items(catalogue.connection, place, "pending", "held", "failed", "dead", "withdrawn")
    left = [one for one in known if not one.listed and one.state != "withdrawn"]
    gone = [one for one in left if catalogue.container(one.address) is not None]
    back = [one for one in known if one.listed and one.state == "withdrawn"]
    this.withdraw([one.address for one in gone])
    this.show([one.address for one in back])
    with catalogue.transaction() as connection:
        registry.settle(connection, place, [replace(one, state="withdrawn", error="", hint="") for one in gone])
        registry.settle(connection, place, [replace(one, state="held") for one in back])
        # What was never read, or was removed by a person, owes nothing any more.
        registry.drop(connection, place, {one.address for one in left} - {one.address for one in gone})


def _fetched(this: Visit, opened: ObjectStorage, item: Item, known: Version) -> Arrived | None:
    """Return the object of an item; None where it is the version known, or no document after all."""
    settings = this.store.settings
    key = opened.location.key(item.address)
    file = originals.arriving(item.address, key.rpartition("/")[2], settings.store)
    try:
        with faults.told(settings.store):
            version = opened.download(key, known, file)
    except BaseException:
        originals.discard(file)
        raise
    if version is None or nondocuments.sort(file):
        originals.discard(file)
        return None
    return Arrived(partial(originals.received, item.address, file, allowed(settings)), version)
