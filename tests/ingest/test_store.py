"""The store keeps the catalogue and both indexes equal, whatever happens in between."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.documents import SourceDocument
from ingest.errors import StoreBusy, StoreMismatch, StoreMissing
from ingest.lexical import terms
from ingest.pipeline import entries
from ingest.scope import Filter
from ingest.settings import IngestSettings
from ingest.store import Store
from releases import release

pytestmark = [pytest.mark.integration, pytest.mark.slow]

EVERYTHING = Filter()
FILES = Path("/dev/fd")
"""What this process has open, as Unix lists it."""


def make(identity: str, text: str, **values: object) -> SourceDocument:
    base = release(identity, datetime(2025, 1, 24, 9), f"{identity} 사업 안내", text, "가온부")
    return replace(base, **values)


DOCUMENTS = (
    make("a", "가온부는 해맑은강 정비에 120억원을 쓴다. 사업은 강원에서 시작한다."),
    make("b", "나래부는 별빛도서관 열한 곳을 연다.", issuer="나래부", published=datetime(2024, 12, 1)),
    make("c", "다솜청은 바람길 조성을 검토하고 있다.", issuer="다솜청", kind="article", published=None),
)


@pytest.fixture
def settings(tmp_path: Path) -> IngestSettings:
    return IngestSettings(store=tmp_path / "store", chunk_size=60, chunk_overlap=0)


@pytest.fixture
def store(settings: IngestSettings) -> Iterator[Store]:
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as opened:
        yield opened


def write(store: Store, *documents: SourceDocument) -> None:
    store.write(entries(documents, store, ["/corpus"] * len(documents)))


def state(store: Store) -> dict[str, object]:
    """Everything a reader can observe, without the integer keys that only name rows."""
    every = [word for document in DOCUMENTS for word in terms(document.text)]
    names = store.catalogue.ids_of([key for key, _ in store.match_documents(every, 100, EVERYTHING)])
    vector = np.ones(8, dtype=np.float32)
    return {
        "documents": [(r.id, r.version, r.sha256, r.chunks, store.document(r.id)) for r in store.documents()],
        "lexical": sorted(names.values()),
        "lexical chunks": len(store.match_chunks(every, 100, EVERYTHING)),
        "vectors": sorted(chunk for chunk, _ in store.vectors.nearest(vector, 100, EVERYTHING)),
        "counts": (store.catalogue.counts(), store.lexical.counts(), store.vectors.count()),
        "pending": store.catalogue.pending(),
    }


def test_a_document_comes_back_as_it_was_written(store: Store) -> None:
    write(store, *DOCUMENTS)
    found = store.document("a")
    assert found is not None
    assert (found.text, found.published, found.issuer) == (
        DOCUMENTS[0].text,
        DOCUMENTS[0].published,
        "가온부",
    )
    assert found.sections
    assert store.document("없음") is None


@pytest.mark.skipif(not FILES.is_dir(), reason="the system does not list a process's open files")
def test_threads_that_come_and_go_leave_no_file_open(store: Store) -> None:
    write(store, *DOCUMENTS)

    def read() -> None:
        assert store.document("a")

    def opened() -> int:
        thread = threading.Thread(target=read)
        thread.start()
        thread.join()
        return len(list(FILES.iterdir()))

    first = opened()
    assert [opened() for _ in range(20)] == [first] * 20


def test_both_indexes_find_what_was_written(store: Store) -> None:
    write(store, *DOCUMENTS)
    (best, _), *_ = store.match_chunks(terms("별빛도서관"), 5, EVERYTHING)
    chunk, record = store.passages([best])[best]
    assert record.id == "b"
    assert chunk.text in DOCUMENTS[1].text
    vector = np.asarray(store.embedding.embed_query("무엇이든"), dtype=np.float32)
    assert len(store.nearest(vector, 10, EVERYTHING)) == store.catalogue.counts()[1]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Filter(issuers=("나래부",)), {"b"}),
        (Filter(kinds=("article",)), {"c"}),
        (Filter(regions=("강원",)), {"a"}),
        (Filter(regions=("강원", "부산")), {"a"}),
        (Filter(until=date(2024, 12, 31)), {"b"}),
        (Filter(since=date(2025, 1, 24)), {"a"}),
        (Filter(exclude=("a", "b")), {"c"}),
        (Filter(documents=("a", "c")), {"a", "c"}),
        (Filter(documents=("a", "b"), exclude=("a",)), {"b"}),
        (Filter(issuers=("없는부",)), set()),
    ],
)
def test_every_index_applies_the_filter(store: Store, scope: Filter, expected: set[str]) -> None:
    write(store, *DOCUMENTS)
    every = [word for document in DOCUMENTS for word in terms(document.text)]
    lexical = store.catalogue.ids_of([key for key, _ in store.match_documents(every, 9, scope)])
    chunks = store.passages([row for row, _ in store.match_chunks(every, 9, scope)])
    dense = store.passages([row for row, _ in store.nearest(np.ones(8, dtype=np.float32), 9, scope)])
    assert set(lexical.values()) == expected
    assert {record.id for _, record in chunks.values()} == expected
    assert {record.id for _, record in dense.values()} == expected


def test_a_changed_document_becomes_a_version_and_its_old_words_are_not_found(store: Store) -> None:
    write(store, DOCUMENTS[0])
    write(store, replace(DOCUMENTS[0], version=2, text="가온부는 노을언덕 정비에 130억원을 쓴다."))
    assert store.match_chunks(terms("해맑은강"), 5, EVERYTHING) == []
    assert store.match_chunks(terms("노을언덕"), 5, EVERYTHING)
    assert store.catalogue.versions("a") == (1, 2)
    old, new = store.document("a", 1), store.document("a")
    assert old is not None
    assert new is not None
    assert "120억원" in old.text
    assert "130억원" in new.text
    assert store.vectors.count() == store.catalogue.counts()[1] == store.lexical.counts()[1]


def test_a_removed_document_leaves_nothing_behind(store: Store, settings: IngestSettings) -> None:
    write(store, *DOCUMENTS)
    write(store, replace(DOCUMENTS[0], version=2))
    assert store.remove(["a", "없음"]) == 1
    assert store.document("a") is None
    assert store.document("a", 1) is None
    assert store.match_chunks(terms("해맑은강"), 5, EVERYTHING) == []
    assert all(chunk[0] != "a" for chunk, _ in store.vectors.nearest(np.ones(8, dtype=np.float32), 9, EVERYTHING))
    store.close()
    assert "해맑은강".encode() not in (settings.store / "catalogue.sqlite3").read_bytes()


def test_opening_nothing_or_with_other_settings_says_what_to_do(settings: IngestSettings) -> None:
    with pytest.raises(StoreMissing) as missing:
        Store.open(settings)
    assert "geungeo ingest" in missing.value.hint
    Store.open(settings, create=True).close()
    with pytest.raises(StoreMismatch) as mismatch:
        Store.open(replace(settings, chunk_size=900))
    assert "chunk_size: 60 → 900" in mismatch.value.message
    assert "--reindex" in mismatch.value.hint


def test_a_second_writer_is_turned_away(store: Store, settings: IngestSettings) -> None:
    other = Store.open(replace(settings, wait_seconds=0), embedding=DeterministicFakeEmbedding(size=8))
    with store.writing(), pytest.raises(StoreBusy):
        write(other, DOCUMENTS[0])
    other.close()


@pytest.mark.parametrize("index", ["lexical", "chroma"])
def test_a_lost_index_is_rebuilt_without_the_model(store: Store, settings: IngestSettings, index: str) -> None:
    write(store, *DOCUMENTS)
    expected = state(store)
    store.close()
    subprocess.run(["rm", "-rf", str(settings.store / index)], check=True)
    # Chroma caches its clients by directory within a process, so a fresh process reopens it.
    script = "Store.open(settings, embedding=None).close()"
    run(settings, script)
    with Store.open(settings, embedding=DeterministicFakeEmbedding(size=8)) as reopened:
        if index == "lexical":
            assert state(reopened) == expected
        assert reopened.catalogue.counts()[1] == reopened.lexical.counts()[1]


STEPS = (
    ("catalogue", "write"),
    ("vectors", "replace"),
    ("lexical", "replace"),
    ("catalogue", "settle"),
)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a store shows that nothing disturbed."""
    settings = IngestSettings(store=tmp_path_factory.mktemp("whole") / "store", chunk_size=60, chunk_overlap=0)
    return run(settings, WRITE + SHOW).stdout


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(("part", "method"), STEPS)
def test_killed_at_any_step_the_next_open_ends_as_if_undisturbed(
    tmp_path: Path, undisturbed: str, part: str, method: str, when: str
) -> None:
    disturbed = IngestSettings(store=tmp_path / "killed", chunk_size=60, chunk_overlap=0)
    kill = f"""
    target = store.{part}
    original = target.{method}
    def killing(*arguments):
        if {when == "after"}:
            original(*arguments)
        os.kill(os.getpid(), signal.SIGKILL)
    target.{method} = killing
    """
    assert run(disturbed, OPEN + textwrap.dedent(kill) + BODY).returncode == -9
    assert run(disturbed, WRITE + SHOW).stdout == undisturbed != ""


OPEN = "store = Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8))\n"
BODY = """
known = store.known()
first = [d for d in DOCUMENTS if d.id not in known]
write(store, *first)
if known.get("a") is None or known["a"].version == 1:
    write(store, replace(DOCUMENTS[0], version=2, text="가온부는 노을언덕 정비에 130억원을 쓴다."))
"""
WRITE = OPEN + BODY
SHOW = "store.close()\nstore = Store.open(settings)\nprint(state(store))\n"


def run(settings: IngestSettings, script: str) -> subprocess.CompletedProcess[str]:
    """Run `script` in a fresh process, where Chroma holds no client of an earlier one."""
    head = (
        "import os, signal, sys\n"
        f"sys.path[:0] = {[str(Path(__file__).parents[n]) for n in range(3)]!r}\n"
        "from pathlib import Path\nfrom test_store import *\n"
        f"settings = IngestSettings(store=Path({str(settings.store)!r}), chunk_size=60, chunk_overlap=0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", head + textwrap.dedent(script)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        check=False,
    )
    assert done.returncode in {0, -9}, done.stderr
    return done
