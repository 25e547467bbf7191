"""A store that cannot be written is searched as any other, and nothing in it changes."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest import aside, places
from ingest.errors import StoreDenied
from ingest.inventory import inventory
from ingest.lexical import terms
from ingest.pipeline import entries
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release

pytestmark = pytest.mark.integration

EMBEDDING = DeterministicFakeEmbedding(size=8)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("template") / "store"
    with Store.open(IngestSettings(store), create=True, embedding=EMBEDDING) as opened:
        text = "가온부는 해맑은강 정비에 120억원을 쓴다."
        documents = [release(f"{n}", datetime(2025, 1, 24), f"{n} 안내", f"{n} {text}", "가온부") for n in range(3)]
        opened.write(entries(documents, opened, ["/c"] * 3))
    return store


@pytest.fixture
def settings(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> IngestSettings:
    # Whoever runs the tests may be root, for whom no mode is in the way: what is written shows in `digests`.
    monkeypatch.setattr(aside, "needed", lambda store: True)
    return IngestSettings(Path(shutil.copytree(template, tmp_path / "store")))


def digests(store: Path) -> dict[Path, str]:
    return {path: sha256(path.read_bytes()).hexdigest() if path.is_file() else "" for path in store.rglob("*")}


def searched(store: Store) -> tuple[int, int, int]:
    words = store.match_chunks(terms("해맑은강"), 9, Filter())
    return len(store.documents()), len(words), len(store.nearest(np.ones(8, dtype=np.float32), 9, Filter()))


@pytest.mark.parametrize("lacking", ["", "lexical", "chroma", "outdated", "pending"])
def test_it_is_searched_and_stays_as_it_is(settings: IngestSettings, lacking: str) -> None:
    if lacking in places.INDEXES:
        shutil.rmtree(settings.store / lacking)
    statements = {"outdated": "DROP TABLE copies", "pending": "INSERT INTO outbox VALUES ('1', 0)"}
    if statement := statements.get(lacking):
        with sqlite3.connect(settings.store / places.CATALOGUE) as connection:
            connection.execute(statement)
        connection.close()
    before = digests(settings.store)
    with Store.open(settings, embedding=EMBEDDING) as store:
        assert store.read_only
        assert searched(store) == (3, 3, 3)
        home = store._home
        with pytest.raises(StoreDenied, match="읽기만 되는 저장소"):
            store.remove(["1"])
        with pytest.raises(StoreDenied), store.reindexing():
            pass
    assert inventory(settings.store).undated == ()
    assert digests(settings.store) == before
    assert not home.exists()


def test_a_log_without_its_index_is_read_from_a_copy(settings: IngestSettings, tmp_path: Path) -> None:
    path = settings.store / places.CATALOGUE
    writer = sqlite3.connect(path)
    writer.execute("UPDATE documents SET title = '새 제목' WHERE id = '1'")
    writer.commit()
    copy = Path(shutil.copytree(settings.store, tmp_path / "copy"))
    writer.close()
    (copy / f"{places.CATALOGUE}-shm").unlink()
    before = digests(copy)
    with Store.open(IngestSettings(copy), embedding=EMBEDDING) as store:
        assert [one.title for one in store.documents(["1"])] == ["새 제목"]
        assert searched(store) == (3, 3, 3)
    assert {path for path in digests(copy) if not path.name.endswith("-shm")} == set(before)


def test_what_another_process_changes_is_seen(settings: IngestSettings) -> None:
    with Store.open(settings, embedding=EMBEDDING) as store:
        assert len(store.documents()) == 3
        with sqlite3.connect(settings.store / places.CATALOGUE) as other:
            other.execute("DELETE FROM documents WHERE id = '1'")
        other.close()
        assert len(store.documents()) == 2
