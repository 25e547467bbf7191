"""A backup holds what nothing can rebuild, and a store made from it is the one that was."""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest import backup, places
from ingest.errors import BackupRefused, StoreDamaged, StoreMissing
from ingest.lexical import terms
from ingest.pipeline import entries
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release
from ui.page.conversation import memory
from ui.page.documents import uploads
from ui.serving import server

pytestmark = pytest.mark.integration

EMBEDDING = DeterministicFakeEmbedding(size=8)
NOW = datetime(2026, 3, 1, 12)
TEXT = "가온부는 해맑은강 정비에 120억원을 쓴다. 사업은 강원에서 시작한다. " * 10


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return a store that holds an uploaded file, and a backup of it."""
    home = tmp_path_factory.mktemp("template")
    kept = home / "store" / "uploads" / "강.txt"
    with Store.open(IngestSettings(home / "store"), create=True, embedding=EMBEDDING) as store:
        kept.parent.mkdir()
        kept.write_text(TEXT)
        documents = [release(f"{n}", datetime(2025, 1, 24), f"{n} 안내", f"{n} {TEXT}", "가온부") for n in range(3)]
        store.write(entries(documents, store, [str(kept), "/c/1", "/c/2"]))
        # While the store is open and has a log, as that of a running server has.
        made = backup.back_up(home / "store", home, NOW)
    assert made.path == home / "geungeo-20260301-120000.zip"
    assert (made.documents, made.files) == (3, 2)
    return home / "store", made.path


def seen(store: Path) -> dict[str, object]:
    with Store.open(IngestSettings(store), embedding=EMBEDDING) as opened:
        found = opened.match_chunks(terms("해맑은강 정비"), 9, Filter())
        return {
            "documents": [(one.id, one.version, one.sha256, opened.document(one.id)) for one in opened.documents()],
            "words": sorted(opened.passages([row for row, _ in found])[row][0].id for row, _ in found),
            "vectors": len(opened.nearest(np.ones(8, dtype=np.float32), 99, Filter())),
            "pending": opened.catalogue.pending(),
        }


def test_a_restored_store_is_the_one_that_was(template: tuple[Path, Path], tmp_path: Path) -> None:
    made = backup.restore(template[1], tmp_path / "new", NOW)
    assert (made.path, made.documents, made.kept) == (tmp_path / "new", 3, None)
    assert seen(tmp_path / "new") == seen(template[0])
    kept = tmp_path / "new" / "uploads" / "강.txt"
    assert kept.read_text() == TEXT
    with Store.open(IngestSettings(tmp_path / "new"), embedding=EMBEDDING) as store:
        assert store.catalogue.container("0") == (str(kept), 1)
        assert store.catalogue.container("1") == ("/c/1", 1)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_damaged_store_is_replaced_and_kept_aside(template: tuple[Path, Path], tmp_path: Path) -> None:
    store = Path(shutil.copytree(template[0], tmp_path / "store"))
    (store / places.CATALOGUE).write_bytes(b"")
    with pytest.raises(BackupRefused, match="이미 저장소나"):
        backup.restore(template[1], store, NOW)
    with pytest.raises(StoreDamaged):
        backup.back_up(store, tmp_path, NOW)
    made = backup.restore(template[1], store, NOW, force=True)
    assert made.kept == tmp_path / "store.before-20260301-120000"
    assert (made.kept / places.CATALOGUE).read_bytes() == b""
    assert len(seen(store)["documents"]) == 3  # type: ignore[arg-type]


def rewritten(change: Callable[[dict[str, bytes]], object]) -> Callable[[Path], None]:
    """Change an archive as somebody would who knows its format."""

    def rewrite(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        change(files)
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)

    return rewrite


def renamed(files: dict[str, bytes]) -> None:
    content = json.loads(files[backup.MANIFEST])
    for one in content["files"]:
        if one["name"].startswith("uploads/"):
            files["uploads/../../../evil.txt"] = files.pop(one["name"])
            one["name"] = "uploads/../../../evil.txt"
    files[backup.MANIFEST] = json.dumps(content).encode()


def swapped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


ALTERED: dict[str, Callable[[Path], object]] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[:-300]),
    "empty": lambda path: path.write_bytes(b""),
    "one bit": swapped,
    "another text": rewritten(lambda files: files.update({"uploads/강.txt": b"5"})),
    "a file more": rewritten(lambda files: files.update({"uploads/more.txt": b"5"})),
    "a file less": rewritten(lambda files: files.pop("uploads/강.txt")),
    "no manifest": rewritten(lambda files: files.pop(backup.MANIFEST)),
    "a name that leaves the store": rewritten(renamed),
}


@pytest.mark.parametrize("alteration", ALTERED)
def test_an_archive_that_is_not_whole_is_refused(template: tuple[Path, Path], tmp_path: Path, alteration: str) -> None:
    archive = Path(shutil.copy(template[1], tmp_path / "backup.zip"))
    ALTERED[alteration](archive)
    with pytest.raises(BackupRefused, match="온전하지 않습니다"):
        backup.restore(archive, tmp_path / "deep" / "new", NOW)
    assert list((tmp_path / "deep").iterdir()) == []
    assert not (tmp_path / "evil.txt").exists()


def test_what_cannot_be_done_says_why(template: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="이미 있는 파일"):
        backup.back_up(template[0], template[1], NOW)
    with pytest.raises(StoreMissing):
        backup.back_up(tmp_path / "none", tmp_path, NOW)
    with pytest.raises(BackupRefused, match="백업 파일이 없습니다"):
        backup.restore(tmp_path / "none.zip", tmp_path / "new", NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_backup_waits_for_who_writes(template: tuple[Path, Path], tmp_path: Path) -> None:
    store = Path(shutil.copytree(template[0], tmp_path / "store"))
    with Store.open(IngestSettings(store), embedding=EMBEDDING) as opened:
        with opened.writing():
            waiting = threading.Thread(target=backup.back_up, args=(store, tmp_path / "backup.zip", NOW))
            waiting.start()
            waiting.join(0.5)
            assert not (tmp_path / "backup.zip").exists()
        waiting.join()
    assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600


def test_what_the_page_keeps_in_a_store_is_backed_up() -> None:
    assert memory.FILE_NAME in places.KEPT_DATABASES
    assert {uploads.FOLDER, server.RUNS} <= set(places.KEPT_FOLDERS)
