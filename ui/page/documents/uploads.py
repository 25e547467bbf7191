"""Uploaded files: their names, their folder and their ingestion into the store.

Files are kept in `uploads` below the store. Incomplete uploads are in a hidden folder inside it, which ingestion of
the folder skips.
"""

from __future__ import annotations

import re
import secrets
import time
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ingest import collections, faults, permissions
from ingest.collections import DEFAULT
from ingest.errors import GeungeoError, ReadError, StoreBusy
from ingest.file_names import kept, located
from ui.page.html.bidi import visible

if TYPE_CHECKING:
    from ingest.pipeline import Progress
    from ingest.store import Store

PATH = "/files"
"""Address of the server that takes files; `?name=` says how the file is called."""
FOLDER = "uploads"
ARRIVING = ".arriving"
LARGEST = 50 * 1024 * 1024
"""Most bytes of a file."""
LONGEST = 180
"""Most bytes of a file's name; file systems take 255."""
STALE = 24 * 3600
"""Seconds after which what never finished arriving is deleted."""

Step = Literal["reading", "writing"]
Outcome = Literal["added", "updated", "unchanged"]


@dataclass(frozen=True, slots=True)
class Taken:
    """Outcome of ingesting a file."""

    outcome: Outcome
    message: str = ""
    """Which of its records could not be read; empty where all could."""
    hint: str = ""


_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')


class FileTooLarge(GeungeoError):
    """A file exceeds the size limit of the page."""


def too_large(name: str) -> FileTooLarge:
    """Return the error of a file that is too large."""
    return FileTooLarge(
        f"{visible(name)}: 파일이 {LARGEST >> 20}MB를 넘습니다.",
        "나누어 올리거나, 서버에서 명령줄로 넣어 주세요: geungeo ingest 파일",
    )


def _limit(size: int, name: str) -> None:
    if size > LARGEST:
        raise too_large(name)


def safe(name: str) -> str:
    """Return the name under which an uploaded file is kept: NFC, without folders or characters not allowed in names.

    A name of which something had to go is marked, so that no other that is left with as much replaces it:
    `a:b.txt` becomes `a_b-1f0f1e95.txt`, and `a?b.txt` another. Where nothing is left, as of `..`, it is empty.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    plain = " ".join(_UNSAFE.sub("_", last).split()).lstrip(".").strip()
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending.encode()) > 12:
        stem, dot, ending = plain, "", ""
    if not stem.strip("_. "):
        return ""
    room = LONGEST - len(f"{dot}{ending}".encode())
    if plain == last and len(stem.encode()) <= room:
        return plain
    mark = f"-{sha256(last.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return stem.encode()[: room - len(mark)].decode("utf-8", "ignore").rstrip() + mark + dot + ending


def named(name: str) -> str:
    """Return the name under which an uploaded file is kept; one that has none gets one of its own."""
    return safe(name) or f"문서-{secrets.token_hex(4)}"


class Uploads:
    """The folder of one store's uploaded files."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.folder = (store.settings.store / FOLDER).resolve()

    async def receive(self, name: str, blocks: AsyncIterator[bytes]) -> Path:
        """Write an incoming file to a temporary one and return its path.

        Raises `FileTooLarge` as soon as the limit is exceeded; an incomplete file is deleted whatever the cause.
        """
        self.sweep()
        with faults.told(self._store.settings.store):
            folder = permissions.folder(permissions.folder(self.folder) / ARRIVING)
            path = folder / secrets.token_hex(16)
            size = 0
            try:
                with permissions.file(path).open("wb") as file:
                    async for block in blocks:
                        size += len(block)
                        _limit(size, name)
                        file.write(block)
            except BaseException:
                path.unlink(missing_ok=True)
                raise
        return path

    def put(self, arrived: Path, name: str, notify: Callable[[Step], None], collection: str = DEFAULT) -> Taken:
        """Ingest a received file under `name` into a collection, where a file of that name becomes its next version.

        What lies in other collections is left alone and told nothing of, whatever the file is called and says.

        Raises `ReadError` if it cannot be read, and then deletes it. Raises `StoreBusy` while another process writes,
        and then leaves the file where it was received.
        """
        from ingest.pipeline import Destination, ingest

        def told(progress: Progress) -> None:
            notify(progress.stage)

        if self._expired(arrived, collection):
            said = f"{visible(name)}: 보존 기간이 지나 지운 문서입니다."
            raise ReadError(said, "다시 두려면 관리자가 기간을 새로 정해야 합니다: geungeo collections retain")
        path = self._own(named(name), collection)
        with self._placed(arrived, path):
            report = ingest([path], self._store, told, destination=Destination(collection, apart=True))
            if report.failures and not report.added + report.updated + report.unchanged:
                failure = report.failures[0]
                raise ReadError(failure.error, failure.hint)
        outcome: Outcome = "added" if report.added else "updated" if report.updated else "unchanged"
        if not report.failures:
            return Taken(outcome)
        first, more = report.failures[0], len(report.failures) - 1
        return Taken(outcome, f"{first.error} (외 {more}건)" if more else first.error, first.hint)

    def remove(self, document_id: str) -> bool:
        """Remove a document with all its versions, and its file if it was uploaded; return whether it existed.

        A file stays while other documents come from it. Raises `StoreBusy` while another process writes.
        """
        found = self._store.catalogue.container(document_id)
        removed = bool(self._store.remove([document_id]))
        if removed and found and found[1] == 1 and self.holds(found[0]):
            located(found[0]).unlink(missing_ok=True)
        return removed

    def collections(self) -> tuple[str, ...]:
        """Return the collections into which the visitor of the moment may put a file: those that may be read."""
        return self._store.collections()

    def expire(self, ids: Sequence[str]) -> int:
        """Remove documents that are kept no longer, with their files if they were uploaded; return how many."""
        found = [held for one in ids if (held := self._store.catalogue.container(one))]
        removed = self._store.expire(ids)
        left = {one.container for one in self._store.known().values()}
        for container, _ in found:
            if container not in left and self.holds(container):
                located(container).unlink(missing_ok=True)
        return removed

    def uploaded(self, document_id: str) -> bool:
        """Tell whether a document was uploaded through the page rather than ingested from a folder."""
        found = self._store.catalogue.container(document_id)
        return found is not None and self.holds(found[0])

    def holds(self, container: str) -> bool:
        """Tell whether a path is that of an uploaded file."""
        return located(container).parent == self.folder

    def sweep(self) -> None:
        """Delete stale incomplete uploads."""
        folder = self.folder / ARRIVING
        for path in folder.iterdir() if folder.is_dir() else ():
            with suppress(FileNotFoundError):  # Another request, or another server, sweeps too.
                if time.time() - path.stat().st_mtime > STALE:
                    path.unlink()

    def _expired(self, arrived: Path, collection: str) -> bool:
        """Tell whether a file holds what went because the collection that it is for keeps it no longer."""
        gone = collections.outdated(self._store.catalogue.connection, collection)
        if not gone:
            return False
        with arrived.open("rb") as file:
            return file_digest(file, "sha256").hexdigest() in gone

    def _own(self, name: str, collection: str) -> Path:
        """Return where a file is kept: under its name, or a marked one where another collection's document has that."""
        plain = self.folder / name
        mark = sha256(f"{collection}/{name}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
        marked = plain.with_name(f"{plain.stem}-{mark}{plain.suffix}")
        if marked.exists():
            return marked
        held = {one.collection for one in self._store.known().values() if one.container == kept(plain)}
        return plain if held <= {collection} else marked

    @contextmanager
    def _placed(self, arrived: Path, path: Path) -> Iterator[None]:
        """Move the file into the folder; an error restores the previous file, a busy store also the received one."""
        permissions.folder(self.folder)
        before = arrived.with_suffix(".before")
        if path.exists():
            path.replace(before)
        arrived.replace(path)
        try:
            yield
        except BaseException as error:
            if isinstance(error, StoreBusy):
                path.replace(arrived)
            else:
                path.unlink(missing_ok=True)
            if before.exists():
                before.replace(path)
            raise
        before.unlink(missing_ok=True)
