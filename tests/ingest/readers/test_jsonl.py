import gzip
import json
from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from ingest.documents import SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, ReadError
from ingest.readers import read, sources

FULL = {
    "id": "r1",
    "title": "총사업비 확정",
    "text": "5년간 쓸 돈이 정해졌다.",
    "issuer": "중소벤처기업부",
    "date": "01/24/2025 18:26:28",
    "url": "https://example.org/r1",
}


def corpus(path: Path, *records: object) -> Path:
    lines = (json.dumps(record, ensure_ascii=False) if not isinstance(record, str) else record for record in records)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def one(path: Path) -> SourceDocument:
    (document,) = read(path)
    assert isinstance(document, SourceDocument)
    return document


def test_a_record_is_a_document(tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", FULL)
    document = one(path)
    assert (document.id, document.title, document.issuer) == ("r1", "총사업비 확정", "중소벤처기업부")
    assert document.published == datetime(2025, 1, 24, 18, 26, 28)
    assert document.kind == "press_release"
    assert document.uri == "https://example.org/r1"
    assert document.sha256 == sha256(path.read_bytes().strip()).hexdigest()


def test_the_names_of_the_command_lines_json_are_known_too(tmp_path: Path) -> None:
    record = {"id": "r1", "text": "정해졌다.", "published": "2025-01-24", "uri": "https://example.org/r1"}
    document = one(corpus(tmp_path / "c.jsonl", record))
    assert document.published == datetime(2025, 1, 24)
    assert document.uri == "https://example.org/r1"


def test_a_record_without_issuer_or_address_is_a_document_of_its_file(tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", {"id": "가 1", "title": "", "text": "첫 줄은 제목이 된다.\n둘째 줄"})
    document = one(path)
    assert document.kind == "document"
    assert document.title == "첫 줄은 제목이 된다."
    assert document.uri == path.resolve().as_uri() + "#%EA%B0%80%201"


def test_the_subtitle_stands_first_unless_the_text_has_it(tmp_path: Path) -> None:
    added = one(corpus(tmp_path / "a.jsonl", FULL | {"subtitle": "- 5년간 1조 445억원"}))
    assert added.text == "- 5년간 1조 445억원\n\n5년간 쓸 돈이 정해졌다."
    held = one(corpus(tmp_path / "b.jsonl", FULL | {"subtitle": "5년간  쓸 돈이 정해졌다."}))
    assert held.text == "5년간 쓸 돈이 정해졌다."


def test_a_bad_line_is_one_error_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = corpus(
        tmp_path / "c.jsonl",
        FULL,
        "{broken",
        {"title": "id 없음", "text": "글"},
        {"id": "r4", "title": "글 없음"},
        {"id": "r5", "text": "\u200b \n"},
        FULL,
        FULL | {"id": "r7"},
    )
    found = list(read(path))
    assert [type(item).__name__ for item in found] == [
        "SourceDocument",
        "ReadError",
        "ReadError",
        "ReadError",
        "EmptyDocument",
        "ReadError",
        "SourceDocument",
    ]
    errors = [item for item in found if isinstance(item, ReadError)]
    assert [error.message.split("번째")[0] for error in errors] == [f"c.jsonl {n}" for n in (2, 3, 4, 5, 6)]
    assert all(error.hint for error in errors)
    assert isinstance(found[4], EmptyDocument)


def test_sources_are_told_apart_without_parsing_and_one_at_a_time(tmp_path: Path) -> None:
    path = corpus(tmp_path / "c.jsonl", *(FULL | {"id": f"r{n}"} for n in range(2000)))
    stream: Iterator[object] = sources(path)
    first = next(sources(path))
    assert first.id == "r0"
    assert first.load().sha256 == first.sha256
    assert len(list(islice(stream, 5))) == 5


def test_a_packed_corpus_is_read_alike(tmp_path: Path) -> None:
    plain = corpus(tmp_path / "c.jsonl", FULL, FULL | {"id": "r2"})
    packed = tmp_path / "renamed.bin"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert [source.sha256 for source in sources(packed)] == [source.sha256 for source in sources(plain)]


def test_a_packed_corpus_that_breaks_off_says_where(tmp_path: Path) -> None:
    rows = (json.dumps(FULL | {"id": f"r{n}", "note": sha256(str(n).encode()).hexdigest()}) for n in range(5000))
    packed = tmp_path / "c.jsonl.gz"
    packed.write_bytes(gzip.compress("\n".join(rows).encode())[:-2000])
    found = list(read(packed))
    assert isinstance(found[0], SourceDocument)
    assert isinstance(found[-1], DamagedDocument)


VALUES = st.text(max_size=20) | st.integers() | st.none() | st.booleans()
RECORDS = st.dictionaries(st.sampled_from(["id", "text", "title", "date", "kind", "url"]), VALUES)


@given(st.lists(st.text(max_size=30) | RECORDS.map(json.dumps), max_size=6))
def test_any_lines_become_documents_or_errors(tmp_path_factory, lines: list[str]) -> None:
    path = tmp_path_factory.mktemp("lines") / "c.jsonl"
    path.write_bytes(b'{"id": "first", "text": "x"}\n' + "\n".join(lines).encode("utf-8", "surrogatepass"))
    for item in read(path):
        assert isinstance(item, SourceDocument | ReadError)


def test_an_id_is_kept_to_the_letter(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"id": "law -  세제  개편.pdf - 25", "text": "가온부는 세제를 고친다."}\n', "utf-8")
    (document,) = read(path)
    assert isinstance(document, SourceDocument)
    assert document.id == "law -  세제  개편.pdf - 25"
