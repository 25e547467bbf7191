"""What one file or record does stays with it: the others go in, and it is told of with what to do."""

from __future__ import annotations

import gzip
import json
import os
import socket
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.embeddings import DeterministicFakeEmbedding

from ingest import walk as walking
from ingest.documents import SourceDocument
from ingest.errors import ReadError
from ingest.file_names import kept, legible, located
from ingest.pipeline import IngestReport, ingest
from ingest.readers import jsonl, read, source
from ingest.settings import IngestSettings
from ingest.store import Store

GOOD = {"하나.txt": "가온부는 해맑은강을 둘러본다.", "둘.txt": "나래부는 은빛다리를 놓는다."}
DEEP = "[" * 100_000

posix = pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the file system takes UTF-8 names only")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "corpus"
    made.mkdir()
    for name, text in GOOD.items():
        (made / name).write_text(text, "utf-8")
    return made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    found = IngestSettings(store=tmp_path / "store")
    with Store.open(found, create=True, embedding=DeterministicFakeEmbedding(size=8)) as opened:
        yield opened


def ids(store: Store) -> set[str]:
    return {record.id for record in store.documents()}


def only(report: IngestReport, name: str, words: str) -> None:
    """Check that one file failed, in words that can be written anywhere, and that all others went in."""
    (failure,) = report.failures
    assert report.added == len(GOOD)
    assert name in failure.path
    assert words in failure.error
    assert failure.hint
    assert json.dumps([failure.path, failure.error], ensure_ascii=False).encode()


@posix
@pytest.mark.integration
def test_a_name_in_another_encoding_is_shown_as_it_was_meant_and_found_again(store: Store, folder: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/" + "등대 안내.txt".encode("euc-kr")))
    odd.write_text("다솜청은 등대를 밤에 켠다.", "utf-8")
    assert ingest([folder], store).added == 3
    assert ids(store) == {*GOOD, "등대 안내.txt"}
    assert ingest([folder], store).unchanged == 3
    odd.write_text("다솜청은 등대를 새벽까지 켠다.", "utf-8")
    assert ingest([folder], store).updated == 1
    document = store.document("등대 안내.txt")
    assert document is not None
    assert document.uri.endswith("%B5%EE%B4%EB%20%BE%C8%B3%BB.txt")
    (folder / "등대 안내.txt").write_text("라온청은 다른 등대를 고친다.", "utf-8")
    assert ingest([folder], store).added == 1
    odd.unlink()
    report = ingest([folder], store, prune=True)
    assert (report.removed, "등대 안내.txt" in ids(store)) == (1, False)


@posix
@pytest.mark.integration
def test_a_bad_file_under_a_name_of_odd_bytes_is_told_of_legibly(store: Store, folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xb0.txt")).write_bytes(b"")
    only(ingest([folder], store), "\\xff\\xb0.txt", "빈 파일")


@given(st.binary(min_size=1, max_size=40).filter(lambda name: b"\0" not in name))
def test_any_path_is_kept_as_text_and_found_again(name: bytes) -> None:
    path = Path(os.fsdecode(name))
    assert kept(path).encode()
    assert located(kept(path)) == path
    assert legible(str(path)).encode()
    assert legible(kept(path)) == legible(str(path))


def _fifo(path: Path) -> None:
    os.mkfifo(path)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def _broken(path: Path) -> None:
    path.symlink_to(path.with_name("어디에도 없음"))


def _loop(path: Path) -> None:
    path.symlink_to(path)


@posix
@pytest.mark.integration
@pytest.mark.parametrize(
    ("make", "words"),
    [(_fifo, "파이프"), (_socket, "파이프"), (_broken, "가리키는 파일이 없습니다"), (_loop, "열 수 없습니다")],
)
def test_what_is_no_file_is_told_of_at_once(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, make, words: str
) -> None:
    # Names of sockets are short.
    monkeypatch.chdir(folder)
    make(Path("문서.txt"))
    only(ingest([folder], store), "문서.txt", words)


@posix
@pytest.mark.parametrize("path", [Path("/dev/zero"), Path("관")])
def test_a_pipe_or_device_that_is_named_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("관")
    found = walking.walk([path], tmp_path / "store")
    assert "파이프" in found.unopened[0].error
    (error,) = read(path)
    assert isinstance(error, ReadError)
    assert "파이프" in error.message


@pytest.mark.integration
def test_a_file_that_is_gone_before_it_is_read_is_told_of(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = folder / "셋.txt"
    gone.write_text("라온청은 별빛도서관을 연다.", "utf-8")
    taken = Store.known

    def known(self: Store) -> dict[str, object]:
        gone.unlink(missing_ok=True)
        return taken(self)

    monkeypatch.setattr(Store, "known", known)
    only(ingest([folder], store), "셋.txt", "열 수 없습니다")


RECORD = {"id": "r1", "text": "라온청은 별빛도서관을 연다."}


@pytest.mark.integration
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('{"id": "\\ud800", "text": "글"}', "깨진 글자"),
        ('{"id": "a\\u0000b", "text": "글"}', "제어 문자"),
        ('{"id": true, "text": "글"}', "id가 없습니다"),
        ('{"id": "' + "가" * 5000 + '", "text": "글"}', "1,000자"),
        ('{"id": ' + "1" * 5000 + ', "text": "글"}', "JSON으로 읽을 수 없습니다"),
        ('{"id": "x", "text": ["글"]}', "text가 없습니다"),
        ('{"id": "x", "text": ' + DEEP, "JSON으로 읽을 수 없습니다"),
        (DEEP, "JSON으로 읽을 수 없습니다"),
    ],
)
def test_a_record_without_a_usable_id_or_text_is_one_failure(store: Store, folder: Path, line: str, words: str) -> None:
    rest = "".join(json.dumps(RECORD | {"id": f"r{number}"}) + "\n" for number in range(3))
    (folder / "모음.jsonl").write_text(f"{rest}{line}\n{json.dumps(RECORD | {'id': 'r9'})}\n", "utf-8")
    report = ingest([folder], store)
    assert report.added == len(GOOD) + 4
    (failure,) = report.failures
    assert (failure.error.startswith("모음.jsonl 4번째 줄: "), words in failure.error) == (True, True)
    assert failure.hint


SURROGATES = st.text(st.characters(min_codepoint=0xD7F0, max_codepoint=0xE010) | st.characters(), max_size=12)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | SURROGATES,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
FIELDS = ["id", "text", "title", "subtitle", "issuer", "date", "modified", "kind", "url", "byline"]


@pytest.mark.integration
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=2), min_size=1, max_size=3))
def test_whatever_a_record_holds_the_one_after_it_goes_in(store: Store, tmp_path: Path, records: list[object]) -> None:
    last = RECORD | {"id": "끝"}
    path = tmp_path / "모음.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in [RECORD, *records, last]), "utf-8")
    report = ingest([path], store)
    assert "끝" in ids(store)
    assert report.added + report.updated + report.unchanged + len(report.failures) == len(records) + 2


def test_a_line_without_end_is_skipped_and_the_next_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "_LONGEST", 10_000)
    monkeypatch.setattr(jsonl, "_BLOCK", 1000)
    giant = json.dumps(RECORD | {"id": "r2", "text": "가" * 40_000}, ensure_ascii=False)
    rows = "\n".join([json.dumps(RECORD), giant, json.dumps(RECORD | {"id": "r3"})])
    path = tmp_path / "모음.jsonl.gz"
    path.write_bytes(gzip.compress(rows.encode()))
    first, error, last = read(path)
    assert isinstance(first, SourceDocument)
    assert isinstance(error, ReadError)
    assert "2번째 줄" in error.message
    assert isinstance(last, SourceDocument)
    assert last.id == "r3"


def test_a_line_that_unpacks_without_end_is_given_up(tmp_path: Path) -> None:
    packer = zlib.compressobj(wbits=31)
    block = b"a" * (1 << 20)
    head = packer.compress(json.dumps(RECORD).encode() + b'\n{"id": "r2", "text": "')
    path = tmp_path / "모음.jsonl.gz"
    path.write_bytes(head + b"".join(packer.compress(block) for _ in range(80)) + packer.flush())
    first, error = read(path)
    assert isinstance(first, SourceDocument)
    assert isinstance(error, ReadError)
    assert "64MB" in error.message


def test_a_text_longer_than_a_document_may_be_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MOST_CHARACTERS", 1000)
    (tmp_path / "긴 글.txt").write_text("다솜청은 등대를 켠다.\n" * 200, "utf-8")
    (error,) = read(tmp_path / "긴 글.txt")
    assert isinstance(error, ReadError)
    assert "1,000자" in error.message
    assert error.hint
