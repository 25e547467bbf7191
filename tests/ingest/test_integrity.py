"""A damaged catalogue is named with what to do, and nothing that stands in its place is taken for a new store."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest import integrity, places
from ingest.catalogue import Catalogue
from ingest.errors import StoreDamaged, StoreError, StoreMismatch, StoreMissing
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release

pytestmark = pytest.mark.integration

EMBEDDING = DeterministicFakeEmbedding(size=8)
TEXT = "가온부는 해맑은강 정비에 120억원을 쓴다. 사업은 강원에서 시작한다. " * 40


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("template") / "store"
    with Store.open(IngestSettings(store), create=True, embedding=EMBEDDING) as opened:
        documents = [release(f"{n}", datetime(2025, 1, 24), f"{n} 안내", f"{n} {TEXT}", "가온부") for n in range(9)]
        opened.write(entries(documents, opened, ["/c"] * len(documents)))
    return store


@pytest.fixture
def settings(tmp_path: Path, template: Path) -> IngestSettings:
    return IngestSettings(Path(shutil.copytree(template, tmp_path / "store")))


def overwrite(path: Path, start: float, length: int, byte: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(int(start * path.stat().st_size))
        file.write(byte * length)


def foreign(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()


def emptied(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM manifest")
    connection.close()


def in_the_way(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(b"\x17" * 40_000),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "zeroed": lambda path: overwrite(path, 0, path.stat().st_size, b"\0"),
    "zeroed in part": lambda path: overwrite(path, 0.3, path.stat().st_size // 3, b"\0"),
    "flipped": lambda path: overwrite(path, 0.2, path.stat().st_size // 2, b"\xa5"),
    "foreign": foreign,
    "emptied manifest": emptied,
    "gone": lambda path: path.unlink(),
    "in the way": in_the_way,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_named_and_left_as_it_is(settings: IngestSettings, damage: str) -> None:
    path = settings.store / places.CATALOGUE
    DAMAGES[damage](path)
    before = path.read_bytes() if path.is_file() else b""
    for create in (False, True):
        with pytest.raises(StoreError) as caught:
            Store.open(settings, create=create, embedding=EMBEDDING)
        assert not isinstance(caught.value, StoreMissing)
        assert str(settings.store) in caught.value.message
        if damage != "in the way":
            assert isinstance(caught.value, StoreDamaged)
            assert f"geungeo restore 백업파일 --store {settings.store} --force" in caught.value.hint
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_a_changed_byte_of_a_text_is_found(settings: IngestSettings) -> None:
    path = settings.store / places.CATALOGUE
    path.write_bytes(path.read_bytes().replace("120억원".encode(), "720억원".encode(), 1))
    Store.open(settings, embedding=EMBEDDING).close()
    catalogue = Catalogue(path)
    with pytest.raises(StoreDamaged, match="본문이 달라진 문서"):
        integrity.whole(catalogue.connection, path)
    catalogue.close()


def test_an_emptied_manifest_may_be_made_anew_by_indexing_again(settings: IngestSettings) -> None:
    emptied(settings.store / places.CATALOGUE)
    other = replace(settings, chunk_size=90)
    with Store.open(other, check=False, embedding=EMBEDDING) as store:
        assert store.catalogue.manifest() == {}


def test_a_catalogue_without_a_mark_opens_and_gets_one(settings: IngestSettings) -> None:
    path = settings.store / places.CATALOGUE
    with sqlite3.connect(path) as old:
        old.execute("PRAGMA application_id = 0")
        old.execute("PRAGMA user_version = 0")
    old.close()
    with Store.open(settings, embedding=EMBEDDING) as store:
        assert store.catalogue.counts()[0] == 9
        marks = [store.catalogue.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in MARKS]
    assert marks == list(MARKS.values())


MARKS = {"application_id": integrity.APPLICATION, "user_version": integrity.VERSION}


def test_a_store_of_a_later_version_is_refused(settings: IngestSettings) -> None:
    with sqlite3.connect(settings.store / places.CATALOGUE) as later:
        later.execute(f"PRAGMA user_version = {integrity.VERSION + 1}")
    later.close()
    with pytest.raises(StoreMismatch, match="더 새로운 geungeo"):
        Store.open(settings, embedding=EMBEDDING)


def test_damage_that_comes_while_the_store_is_open_is_named(settings: IngestSettings) -> None:
    with Store.open(settings, embedding=EMBEDDING) as store:
        store.catalogue.connection.execute("PRAGMA cache_size = 0")
        overwrite(settings.store / places.CATALOGUE, 0.05, 80_000, b"\x00")
        with pytest.raises(StoreDamaged):
            [store.document(str(n)) for n in range(9)]


@pytest.mark.parametrize("name", ["", *places.ORIGINALS])
def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path, name: str) -> None:
    place = tmp_path / "store" / name
    place.parent.mkdir(exist_ok=True)
    place.write_text("딴 것")
    with pytest.raises(StoreError, match="다른 것이 있습니다"):
        Store.open(IngestSettings(tmp_path / "store"), create=True, embedding=EMBEDDING)
    assert place.read_text() == "딴 것"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_files_and_folders_are_their_owners_alone(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with Store.open(IngestSettings(tmp_path / "store"), create=True, embedding=EMBEDDING) as store:
            document = release("1", datetime(2025, 1, 24), "안내", TEXT, "가온부")
            store.write(entries([document], store, ["/c"]))
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in (tmp_path / "store", *(tmp_path / "store").rglob("*"))}
    assert {path.name for path in modes} >= {"store", places.CATALOGUE, "lexical", "chroma", places.LOCK}
    assert [path for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)] == []


def test_a_store_left_open_to_others_is_closed_when_it_is_opened(settings: IngestSettings) -> None:
    for path in (settings.store, *settings.store.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    Store.open(settings, embedding=EMBEDDING).close()
    assert [path for path in (settings.store, *settings.store.rglob("*")) if path.stat().st_mode & 0o077] == []
