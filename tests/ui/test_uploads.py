"""Given files: their names, their limit, and what a failure leaves behind."""

from __future__ import annotations

import asyncio
import os
import re
import time
import unicodedata
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest.errors import ReadError, StoreBusy
from ingest.pipeline import ingest
from ingest.settings import IngestSettings
from ingest.store import Store
from ui.page.documents import uploads
from ui.page.documents.uploads import ARRIVING, LARGEST, FileTooLarge, Uploads, named, safe

pytestmark = pytest.mark.integration
FIRST, SECOND = "달빛천 산책로 정비에는 48억 원이 든다.", "달빛천 산책로 정비에는 52억 원이 든다."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    settings = IngestSettings(store=tmp_path / "store", wait_seconds=0)
    with Store.open(settings, create=True, embedding=DeterministicFakeEmbedding(size=8)) as opened:
        yield opened


def arrive(into: Uploads, data: bytes, name: str = "a.txt") -> Path:
    async def blocks() -> AsyncIterator[bytes]:
        for start in range(0, len(data), 1 << 20):
            yield data[start : start + (1 << 20)]

    return asyncio.run(into.receive(name, blocks()))


def put(into: Uploads, text: str | bytes, name: str = "a.txt") -> str:
    data = text if isinstance(text, bytes) else text.encode()
    return into.put(arrive(into, data), name, lambda step: None).outcome


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("계획.pdf", "계획.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.pdf", "x.pdf"),
        ("/", ""),
        ("..", ""),
        ("...hidden.txt", "hidden-866832f5.txt"),
        (".arriving", "arriving-d3acd584"),
        ("a\u0000b\n.txt", "a_b_-b31deea8.txt"),
        ("evil\u202egnp.txt", "evil_gnp-4f1de08a.txt"),
        ("<script>alert(1)</script>.txt", "script_-5b0dc481.txt"),
        ("\u1100\u1161.pdf", "가.pdf"),
        ("가" * 300 + ".pdf", "가" * 55 + "-18813168.pdf"),
        ("x." + "y" * 300, ("x." + "y" * 300)[:171] + "-ed4cc82f"),
    ],
)
def test_names_are_safe(name: str, kept: str) -> None:
    assert safe(name) == kept
    assert safe(kept) == kept


@given(st.lists(st.text("가a.:?_ \x00/\\\u202e", max_size=6) | st.text(max_size=80), min_size=2, max_size=2))
def test_two_names_are_two_files_whatever_had_to_go(names: list[str]) -> None:
    lasts = {re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1] for name in names}
    kept = {named(name) for name in names}
    assert len(kept) >= len(lasts)
    for name in kept:
        assert safe(name) == name
        assert name.encode()


def test_uploads_without_a_name_never_replace_one_another(store: Store) -> None:
    into = Uploads(store)
    for text, name in ((FIRST, ".."), (SECOND, ""), (f"{SECOND} 덧붙인다.", "/")):
        assert put(into, text, name) == "added"
    assert len(store.documents()) == 3


def test_what_is_given_is_its_owners_alone(store: Store) -> None:
    into = Uploads(store)
    before = os.umask(0)
    try:
        arrived = arrive(into, FIRST.encode())
        assert arrived.stat().st_mode & 0o777 == 0o600
        into.put(arrived, "a.txt", lambda step: None)
    finally:
        os.umask(before)
    assert (into.folder / "a.txt").stat().st_mode & 0o777 == 0o600
    for folder in (into.folder, into.folder / ARRIVING):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_no_name_leaves_the_folder(store: Store) -> None:
    into = Uploads(store)
    for name in ("../../x.txt", "/tmp/x.txt", "..\\x.txt"):
        put(into, FIRST, name)
        assert [path.name for path in into.folder.iterdir() if path.is_file()] == ["x.txt"]


def test_the_same_name_becomes_the_next_version(store: Store) -> None:
    into = Uploads(store)
    assert [put(into, text) for text in (FIRST, FIRST, SECOND)] == ["added", "unchanged", "updated"]
    assert store.versions("a.txt") == (1, 2)
    assert (into.folder / "a.txt").read_text("utf-8") == SECOND
    assert list((into.folder / ARRIVING).iterdir()) == []


def test_the_steps_are_told(store: Store) -> None:
    into, told = Uploads(store), []
    into.put(arrive(into, FIRST.encode()), "a.txt", told.append)
    assert list(dict.fromkeys(told)) == ["reading", "writing"]


def test_what_cannot_be_read_leaves_what_was_there(store: Store) -> None:
    into = Uploads(store)
    put(into, FIRST)
    for bad in (b"", b"\x00\x01\x02" * 500, b"%PDF-1.7 broken"):
        with pytest.raises(ReadError) as caught:
            put(into, bad)
        assert "a.txt" in caught.value.message
        assert caught.value.hint
    assert (into.folder / "a.txt").read_text("utf-8") == FIRST
    assert store.versions("a.txt") == (1,)
    with pytest.raises(ReadError):
        put(into, b"", "new.txt")
    assert [path.name for path in into.folder.iterdir() if path.is_file()] == ["a.txt"]
    assert list((into.folder / ARRIVING).iterdir()) == []


def test_records_that_cannot_be_read_are_named(store: Store) -> None:
    good = '{"id": "r1", "title": "가람시 예산", "text": "가람시의 예산은 3억 원이다."}'
    into = Uploads(store)
    taken = into.put(arrive(into, f"{good}\n{{broken\n".encode()), "a.jsonl", lambda step: None)
    assert taken.outcome == "added"
    assert "2" in taken.message
    assert taken.hint


def test_a_busy_store_keeps_what_arrived(store: Store) -> None:
    into = Uploads(store)
    put(into, FIRST)
    arrived = arrive(into, SECOND.encode())
    other = Store(store.settings, DeterministicFakeEmbedding(size=8))
    with other.writing(), pytest.raises(StoreBusy):
        into.put(arrived, "a.txt", lambda step: None)
    assert arrived.read_text("utf-8") == SECOND
    assert (into.folder / "a.txt").read_text("utf-8") == FIRST
    assert into.put(arrived, "a.txt", lambda step: None).outcome == "updated"
    other.close()


def test_a_file_that_is_too_large_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST", 1 << 20)
    into = Uploads(store)
    with pytest.raises(FileTooLarge) as caught:
        arrive(into, b"x" * (1 << 20) + b"x", "큰 파일.pdf")
    assert "큰 파일.pdf" in caught.value.message
    assert "1MB" in caught.value.message
    assert list((into.folder / ARRIVING).iterdir()) == []
    assert LARGEST == 50 * 1024 * 1024


def test_an_arrival_that_ends_leaves_nothing(store: Store) -> None:
    into = Uploads(store)

    async def cut() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        asyncio.run(into.receive("a.txt", cut()))
    assert list((into.folder / ARRIVING).iterdir()) == []


def test_what_never_finished_arriving_is_swept_away(store: Store) -> None:
    into = Uploads(store)
    into.sweep()
    old, new = arrive(into, b"old"), arrive(into, b"new")
    os.utime(old, (time.time() - 2 * uploads.STALE,) * 2)
    into.sweep()
    assert (old.exists(), new.exists()) == (False, True)


def test_removing_takes_the_uploaded_file_along(store: Store) -> None:
    into = Uploads(store)
    put(into, FIRST)
    put(into, SECOND)
    assert into.uploaded("a.txt")
    assert into.remove("a.txt")
    assert not (into.folder / "a.txt").exists()
    assert store.document("a.txt", 1) is None
    assert not into.remove("a.txt")


def test_removing_leaves_the_file_of_a_folder(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "b.txt").write_text(FIRST, "utf-8")
    ingest([folder], store)
    into = Uploads(store)
    assert not into.uploaded("b.txt")
    assert into.remove("b.txt")
    assert (folder / "b.txt").exists()
    ingest([folder], store)
    assert store.document("b.txt") is not None


def test_a_corpus_stays_as_long_as_one_of_its_documents(store: Store) -> None:
    lines = (f'{{"id": "r{n}", "title": "예산 {n}", "text": "가람시의 예산은 {n}억 원이다."}}' for n in (1, 2))
    into = Uploads(store)
    put(into, "\n".join(lines), "a.jsonl")
    assert into.remove("r1")
    assert (into.folder / "a.jsonl").exists()
    assert into.remove("r2")
    assert not (into.folder / "a.jsonl").exists()


def test_a_name_that_a_folder_took_stays_with_the_folder(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(FIRST, "utf-8")
    ingest([folder], store)
    assert put(Uploads(store), SECOND) == "added"
    assert store.document("a.txt").text == FIRST
    assert store.document("uploads/a.txt").text == SECOND
