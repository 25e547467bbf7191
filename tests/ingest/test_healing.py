"""A store whose indexes were damaged, or are written by another process, answers as if nothing had happened."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

import kills
from ingest import chroma, damage, seals
from ingest.errors import IndexDamaged, StoreBusy, StoreError, StoreMismatch
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store

pytestmark = [pytest.mark.integration, pytest.mark.slow]

HELD = kills.HELD


class Untouched(Embeddings):
    """Stands for a model that must not be asked."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise AssertionError("a document was embedded again")

    def embed_query(self, text: str) -> list[float]:
        raise AssertionError("a question was embedded")


@pytest.fixture(scope="module", autouse=True)
def often() -> Iterator[None]:
    """Have small stores hold a graph."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chroma, "CHECKPOINT_CHUNKS", kills.CHECKPOINT)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a store that no test changes."""
    folder = tmp_path_factory.mktemp("whole") / "store"
    with kills.opened(folder) as store:
        kills.write(store, [kills.made(n) for n in range(HELD)])
        store.sync()
    return folder


@pytest.fixture(scope="module")
def expected(whole: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what a reader of the store observes."""
    copied = tmp_path_factory.mktemp("expected") / "store"
    shutil.copytree(whole, copied)
    return kills.state(copied)


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """Return a folder with a store of its own."""
    return Path(shutil.copytree(whole, tmp_path / "store"))


def settings(folder: Path, **values: object) -> IngestSettings:
    return replace(IngestSettings(store=folder, chunk_size=50, chunk_overlap=0), **values)  # type: ignore[arg-type]


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def zeroed(content: bytes) -> bytes:
    return bytes(len(content))


def noise(content: bytes) -> bytes:
    return os.urandom(max(len(content), 100))


def spoilt(content: bytes) -> bytes:
    """Keep beginning and end, as a disk does that lost one block."""
    middle = len(content) // 2
    return content[:middle] + os.urandom(len(content) // 8) + content[middle + len(content) // 8 :]


@pytest.mark.parametrize("spoil", [cut, zeroed, noise, spoilt])
@pytest.mark.parametrize(
    "pattern",
    [
        "chroma/chroma.sqlite3",
        "chroma/*/data_level0.bin",
        "chroma/*/index_metadata.pickle",
        "lexical/chunks/meta.json",
        "lexical/documents/*.idx",
        "lexical/chunks/*.store",
    ],
)
def test_a_damaged_file_of_an_index_is_healed_at_opening_and_told_of_once(
    folder: Path,
    expected: dict[str, object],
    pattern: str,
    spoil: Callable[[bytes], bytes],
    caplog: pytest.LogCaptureFixture,
) -> None:
    path = next(iter(sorted(folder.glob(pattern))))
    # The times of files tell nothing in a copy that was never opened.
    Store.open(settings(folder)).close()
    path.write_bytes(spoil(path.read_bytes()))
    with caplog.at_level(logging.WARNING):
        Store.open(settings(folder), embedding=Untouched()).close()
    assert [record.name for record in caplog.records if record.name.startswith("ingest")] == ["ingest.store"]
    assert "다시 만듭니다" in caplog.text
    caplog.clear()
    assert kills.state(folder) == expected
    assert "다시 만듭니다" not in caplog.text


@pytest.mark.parametrize("name", ["chroma", "lexical", "lexical/chunks"])
@pytest.mark.parametrize("with_file", [False, True])
def test_a_folder_that_is_gone_or_a_file_is_healed(
    folder: Path, expected: dict[str, object], name: str, with_file: bool
) -> None:
    shutil.rmtree(folder / name)
    if with_file:
        (folder / name).write_text("폴더가 아님")
    assert kills.state(folder) == expected


def test_what_may_not_have_reached_the_disk_before_the_power_went_is_built_anew(
    folder: Path, expected: dict[str, object], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with kills.opened(folder) as store:
        kills.write(store, [kills.made(70)])
        assert json.loads((folder / "chroma.seal").read_text())["boot"]
        store.remove(["d070"])
        assert not json.loads((folder / "chroma.seal").read_text())["boot"]
        kills.write(store, [kills.made(71)])
    monkeypatch.setattr(seals, "boot", lambda: "the next start of the machine")
    with kills.opened(folder) as store:
        assert caplog.text.count("다시 만듭니다") == 1
        store.remove(["d071"])
    assert kills.state(folder) == expected


def test_what_a_kill_inside_a_commit_left_does_not_stop_later_commits(folder: Path) -> None:
    segments = json.loads((folder / "lexical" / "documents" / "meta.json").read_text())
    names = [one["segment_id"].replace("-", "") for one in segments["segments"]]
    for name in names:
        for opstamp in range(segments["opstamp"], segments["opstamp"] + 50):
            (folder / "lexical" / "documents" / f"{name}.{opstamp}.del").write_bytes(b"left")
    (folder / "lexical" / "documents" / f"{'0' * 32}.store").write_bytes(b"left")
    with kills.opened(folder) as store:
        assert store.remove(["d001"]) == 1
        assert store.lexical.counts() == store.catalogue.counts()
    assert not [path for path in folder.glob("lexical/documents/*") if path.read_bytes() == b"left"]


def test_vectors_of_another_dimension_are_replaced_by_those_of_the_catalogue(
    folder: Path, expected: dict[str, object], tmp_path: Path
) -> None:
    other = settings(tmp_path / "other")
    documents = [kills.made(n) for n in range(HELD)]
    with Store.open(other, create=True, embedding=DeterministicFakeEmbedding(size=16)) as store:
        store.write(entries(documents, store, ["/corpus"] * HELD))
    shutil.rmtree(folder / "chroma")
    shutil.copytree(other.store / "chroma", folder / "chroma")
    shutil.copyfile(other.store / "chroma.seal", folder / "chroma.seal")
    assert kills.state(folder) == expected


def test_a_model_of_another_dimension_is_named_with_what_to_do(folder: Path) -> None:
    model = DeterministicFakeEmbedding(size=16)
    with Store.open(settings(folder), embedding=model) as store:
        with pytest.raises(StoreMismatch) as caught:
            store.write(entries([kills.made(99)], store, ["/corpus"]))
        assert "--reindex" in caught.value.hint
        assert store.document("d099") is None


@pytest.mark.parametrize("name", ["chroma", "lexical"])
def test_indexing_anew_needs_no_sound_index(folder: Path, expected: dict[str, object], name: str) -> None:
    shutil.rmtree(folder / name)
    (folder / name).write_text("폴더가 아님")
    with kills.opened(folder, check=False) as store:
        kills.reindex(store)
    assert kills.state(folder)["postings"] == expected["postings"]
    assert kills.state(folder)["vectors agree"] == []


def test_damage_while_the_store_is_open_is_healed_at_the_question(folder: Path) -> None:
    with kills.opened(folder) as store:
        asked = ["들판"]
        before = sorted(store.match_chunks(asked, 5_000, kills.EVERYTHING))
        shutil.rmtree(folder / "lexical")
        assert sorted(store.match_chunks(asked, 5_000, kills.EVERYTHING)) == before


def test_nothing_is_healed_while_another_writes(folder: Path) -> None:
    (folder / "lexical" / "chunks" / "meta.json").write_text("{")
    with _holding(folder):
        with Store.open(settings(folder, wait_seconds=0)) as store:
            assert store.documents()
            with pytest.raises(StoreBusy):
                store.match_chunks(["들판"], 5, kills.EVERYTHING)
        assert (folder / "lexical" / "chunks" / "meta.json").read_text() == "{"
    with Store.open(settings(folder)) as store:
        assert store.match_chunks(["들판"], 5, kills.EVERYTHING)


@contextmanager
def _holding(folder: Path) -> Iterator[None]:
    other = Store(settings(folder), None)
    with other.writing():
        yield
    other.close()


# what libraries raise


def test_a_panic_is_damage_and_a_full_disk_is_not() -> None:
    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})
    with pytest.raises(IndexDamaged), damage.told("lexical"):
        raise panic("index out of bounds")
    with pytest.raises(StoreError) as full, damage.told("lexical"):
        raise ValueError("An IO error occurred: 'No space left on device (os error 28)'")
    assert not isinstance(full.value, IndexDamaged)
    with pytest.raises(KeyboardInterrupt), damage.told("lexical"):
        raise KeyboardInterrupt
    with pytest.raises(TypeError), damage.told("lexical"):
        raise TypeError("a mistake of ours")


# two processes


OTHER = """
import sys
import kills
from pathlib import Path
folder = Path(sys.argv[1])
kills.often()
for line in sys.stdin:
    with kills.opened(folder, check="anew" not in line) as store:
        eval(line)
    print("done", flush=True)
"""


@pytest.fixture
def elsewhere(folder: Path) -> Iterator[Callable[[str], None]]:
    """Return what has a line of Python done to the store by another process."""
    paths = [str(Path(__file__).parents[n]) for n in (1, 2)]
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONWARNINGS": "ignore"},
    )
    assert process.stdin is not None
    assert process.stdout is not None

    def told(line: str) -> None:
        process.stdin.write(f"{line}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "done\n"

    yield told
    process.stdin.close()
    assert process.wait(30) == 0
    process.stdout.close()


def test_an_open_store_sees_what_another_process_does_at_the_next_question(
    folder: Path, elsewhere: Callable[[str], None]
) -> None:
    def seen(store: Store, number: int, version: int = 1) -> tuple[bool, bool]:
        """Tell whether a document's first chunk is found by its words and by its vector."""
        (entry,) = entries([kills.made(number, version)], store, ["/corpus"])
        chunk, vector = entry.chunks[0], entry.vectors[0].astype("float32")
        rows = [row for row, _ in store.match_chunks(kills.terms(chunk.text), 5, kills.EVERYTHING)]
        near = store.vectors.nearest(vector, 1, kills.EVERYTHING)
        return (
            (chunk.text, entry.document.id, version)
            in [(found.text, record.id, record.version) for found, record in store.passages(rows).values()],
            near[0][0] == chunk.id and near[0][1] > 0.99,
        )

    with kills.opened(folder) as store:
        assert seen(store, 1) == (True, True)
        elsewhere("kills.write(store, [kills.made(50)])")
        assert seen(store, 50) == (True, True)
        elsewhere("kills.write(store, [kills.made(1, 2)])")
        assert seen(store, 1, 2) == (True, True)
        elsewhere("kills.write(store, [kills.made(n) for n in range(100, 112)])")
        assert seen(store, 111) == (True, True)
        # A writer goes on from what the other wrote, not from what it remembers.
        kills.write(store, [kills.made(51)])
        elsewhere("store.remove(['d001'])")
        assert seen(store, 1, 2) == (False, False)
        assert seen(store, 51) == (True, True)
        elsewhere("kills.reindex(store)")
        assert seen(store, 50) == (True, True)
        assert not store.repair()
    assert kills.state(folder)["vectors agree"] == []


def test_a_writer_waits_for_another_and_says_so(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with _holding(folder):
            holding.set()
            done.wait(30)

    other = threading.Thread(target=hold)
    other.start()
    assert holding.wait(10)
    with Store.open(settings(folder, wait_seconds=30), embedding=kills.Hashed()) as store:
        threading.Timer(0.5, done.set).start()
        began = time.monotonic()
        kills.write(store, [kills.made(60)])
        assert time.monotonic() - began > 0.3
        assert store.document("d060")
    other.join()
    assert caplog.text.count("다른 작업이 쓰고 있어 기다립니다") == 1
    hurried = settings(folder, wait_seconds=0)
    with _holding(folder), Store.open(hurried, embedding=kills.Hashed()) as store, pytest.raises(StoreBusy):
        kills.write(store, [kills.made(61)])
