"""Chroma's client of one folder or server: opened once in a process, anew after another process wrote, and thrown away.

Chroma keeps what it read of a folder in memory and never looks again, and it writes the files of its graph in place.
So its files are written under a lock and sealed (`ingest.seals`), and a client is only opened over sealed files.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ingest import seals
from ingest.chroma_server import ChromaServer
from ingest.damage import told
from ingest.errors import IndexDamaged
from ingest.locks import SharedLock, flocked

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection as Collection
    from chromadb.base_types import Metadata as Metadata
    from chromadb.base_types import Where as Where

INDEX = "chroma"
DATABASE = "chroma.sqlite3"
CHECKPOINT = "index_metadata.pickle"
"""Written where Chroma has written a graph; without it, it builds the graph from its database."""
CHECKPOINT_CHUNKS = 1_000
"""Chunks written after which Chroma writes the graph, its own default."""
SMALL = 16_000_000
"""Bytes of a database that is read through at every opening; a larger one only where something speaks against it."""

_homes: dict[tuple[str, ChromaServer | None, str], Home] = {}
_entering = threading.Lock()


class Home:
    """A collection and its client, shared by all of a process that use the folder."""

    def __init__(self, directory: Path, server: ChromaServer | None, name: str) -> None:
        self.directory = directory
        self._server, self._name = server, name
        self._seal, self._lock = directory.with_suffix(".seal"), directory.with_suffix(".lock")
        self._gate = SharedLock()
        self._stamping = threading.Lock()
        self._stamp: seals.Stamp | None = None
        self._client: Client | None = None
        self._collection: Collection | None = None
        self._building = False
        self.users = 0

    @contextmanager
    def reading(self) -> Iterator[Collection | None]:
        """Use the collection as it is now; None where nothing was ever written.

        Raises `IndexDamaged` where it cannot be read.
        """
        while True:
            if not self._refresh(create=self._server is not None):
                yield None
                return
            with self._gate.shared():
                if self._collection is not None:
                    with self._told():
                        yield self._collection
                    return

    @contextmanager
    def changing(self) -> Iterator[Collection]:
        """Change the collection, alone among processes; the caller holds the store's write lock."""
        self._refresh(create=True)
        with self._gate.shared(), self._disk(alone=True), self._told():
            assert self._collection is not None
            self._unseal()
            yield self._collection
            self._reseal()

    def renew(self) -> None:
        """Throw everything away and begin an empty collection, which is not sealed until `finish`."""
        with self._gate.alone(), self._disk(alone=True):
            if self._server is None:
                self._stop()
                seals.write(self._seal, seals.Seal((0, 0), whole=False), durable=True)
                _empty(self.directory)
                self._building = True
                with self._told():
                    self._open()
                    self._reseal()
            else:
                with self._told():
                    self._clear()

    def finish(self) -> None:
        """Seal a collection that was built anew."""
        self._building = False
        with self._disk(alone=True):
            self._reseal()

    def abandon(self) -> None:
        """Leave a collection that could not be built to the end; it stays unsealed and is built again when used."""
        with self._gate.alone():
            self._stop()
            self._building = False

    def settled(self) -> bool:
        """Tell whether the files were sealed where they lie and have reached the disk."""
        if self._server is not None or not self.directory.is_dir():
            return True
        kept = seals.read(self._seal)
        return kept is not None and kept.folder == seals.identity(self.directory) and not kept.boot

    def settle(self) -> None:
        """Seal files that came from elsewhere and could be read, and have all reach the disk.

        The caller holds the store's write lock.
        """
        if self.settled():
            return
        kept = seals.read(self._seal)
        if kept is None or kept.folder != seals.identity(self.directory):
            with self._disk(alone=True):
                self._reseal(durable=True)
        self.sync()

    def sync(self) -> None:
        """Have the files written to the disk; the caller holds the store's write lock."""
        kept = seals.read(self._seal) if self._server is None else None
        if kept is None or not kept.boot or not self.directory.is_dir():
            return
        if not kept.holds(self.directory, self._files()):
            return
        with self._disk(alone=True):
            for path in (*self._files(), *{file.parent for file in self._files()}, self.directory):
                seals.synced(path)
            with self._stamping:
                own = self._stamp == seals.stamp(self._seal)
                seals.write(self._seal, self._proved(kept), durable=True)
                if own:
                    self._stamp = seals.stamp(self._seal)

    def stop(self) -> None:
        """Release the client and its files."""
        with self._gate.alone():
            self._stop()

    def _refresh(self, *, create: bool) -> bool:
        """Open the collection, anew where another process wrote since; False if there is none and none is made."""
        if self._fresh():
            return True
        with self._gate.alone():
            if self._fresh():
                return True
            self._stop()
            if not create and not self.directory.exists():
                return False
            with self._disk(alone=False):
                stamp = seals.stamp(self._seal)
                if self._server is None and self.directory.exists():
                    self._survey()
                with self._told():
                    self._open()
                self._stamp = stamp
        return True

    def _fresh(self) -> bool:
        with self._stamping:
            return self._collection is not None and (self._server is not None or self._stamp == seals.stamp(self._seal))

    def _open(self) -> None:
        try:
            self._client = _client(self.directory, self._server)
            self._collection = self._create(self._client)
            # The first look takes up what the database holds and the graph does not; it must happen under the lock.
            self._collection.count()
        except BaseException:
            self._client = self._collection = None
            if self._server is None:
                _forget(self.directory)
            raise

    def _create(self, client: Client) -> Collection:
        return client.get_or_create_collection(
            self._name,
            embedding_function=None,
            configuration={
                "hnsw": {
                    "space": "cosine",
                    "ef_construction": 200,
                    "max_neighbors": 32,
                    "ef_search": 200,
                    "batch_size": min(100, CHECKPOINT_CHUNKS),
                    "sync_threshold": CHECKPOINT_CHUNKS,
                }
            },
        )

    def _clear(self) -> None:
        from chromadb.errors import NotFoundError

        client = self._client or _client(self.directory, self._server)
        with suppress(NotFoundError):
            client.delete_collection(self._name)
        self._client, self._collection = client, self._create(client)

    def _stop(self) -> None:
        if self._client is not None and self._server is not None:
            self._server.leave(self._client)
        elif self._client is not None:
            self._client.close()
        self._client = self._collection = None

    # files

    def _survey(self) -> None:
        """Raise `IndexDamaged` where the files are not those that were sealed, or the database is broken."""
        if not self.directory.is_dir():
            raise IndexDamaged(INDEX, "폴더가 아닙니다.")
        kept = seals.read(self._seal)
        self._hold(kept)
        database = self.directory / DATABASE
        if not database.exists():
            raise IndexDamaged(INDEX, f"{DATABASE}이 없습니다.")
        if kept is None or database.stat().st_size <= SMALL:
            _check(database)

    def _files(self) -> list[Path]:
        """Return the files of graphs that were written; the database is safe from kills, and opening it changes it."""
        folders = [path.parent for path in self.directory.glob(f"*/{CHECKPOINT}")]
        return sorted(file for folder in folders for file in folder.iterdir())

    def _unseal(self) -> None:
        """Raise `IndexDamaged` unless the files are those sealed, and tell others that they are about to change.

        What follows may not reach the disk; that is said durably, once after each time that everything had.
        """
        if self._server is None:
            kept = seals.read(self._seal)
            self._hold(kept, building=self._building)
            self._reseal(durable=kept is None or not kept.boot)

    def _hold(self, kept: seals.Seal | None, *, building: bool = False) -> None:
        if kept is not None and not (replace(kept, whole=True) if building else kept).holds(
            self.directory, self._files()
        ):
            raise IndexDamaged(INDEX, "쓰다가 멈추었거나 파일이 바뀌었습니다.")

    def _proved(self, before: seals.Seal) -> seals.Seal:
        return seals.proved(seals.taken(self.directory, self._files()), self.directory, before)

    def _reseal(self, *, durable: bool = False) -> None:
        if self._server is None:
            with self._stamping:
                before = seals.read(self._seal)
                seal = seals.taken(self.directory, self._files(), pending=True, whole=not self._building)
                seals.write(self._seal, seals.carried(seal, before) if before else seal, durable=durable)
                self._stamp = seals.stamp(self._seal)

    def _disk(self, *, alone: bool) -> AbstractContextManager[None]:
        return flocked(self._lock, alone=alone) if self._server is None else nullcontext()

    def _told(self) -> AbstractContextManager[None]:
        return told(INDEX) if self._server is None else _served(self._server)


def enter(directory: Path, server: ChromaServer | None, name: str) -> Home:
    """Return what this process has of a folder or server, for one more user."""
    key = (str(directory), server, name)
    with _entering:
        home = _homes.get(key)
        if home is None:
            home = _homes[key] = Home(directory, server, name)
        home.users += 1
        return home


def leave(home: Home) -> None:
    """Have one user less; the last one closes the client."""
    with _entering:
        home.users -= 1
        if home.users > 0:
            return
        for key in [key for key, one in _homes.items() if one is home]:
            del _homes[key]
        home.stop()


def _client(directory: Path, server: ChromaServer | None) -> Client:
    import chromadb
    from chromadb.config import Settings

    if server is not None:
        return server.client()
    settings = Settings(anonymized_telemetry=False)
    return cast("Client", chromadb.PersistentClient(str(directory), settings=settings))


def _check(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database, timeout=30)) as connection:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        with told(INDEX):
            raise RuntimeError(str(error)) from error
    if found != "ok":
        raise IndexDamaged(INDEX, f"{DATABASE}: {found}"[:200])


def _empty(directory: Path) -> None:
    """Delete what is in a folder, or the file in its place; the folder itself may be a link to another disk."""
    if directory.exists() and not directory.is_dir():
        directory.unlink()
    directory.mkdir(parents=True, exist_ok=True)
    for path in directory.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _forget(directory: Path) -> None:
    """Have Chroma forget a client that failed to start; it would hand out the same one again."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient._identifier_to_system.pop(str(directory), None)
    SharedSystemClient._identifier_to_refcount.pop(str(directory), None)


@contextmanager
def _served(server: ChromaServer) -> Iterator[None]:
    """Raise `IndexDamaged` where a server has no such collection or one of another dimension."""
    from chromadb.errors import InvalidArgumentError, NotFoundError

    try:
        with server.told():
            yield
    except (InvalidArgumentError, NotFoundError) as error:
        raise IndexDamaged(INDEX, str(error)) from error
