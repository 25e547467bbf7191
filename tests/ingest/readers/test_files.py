import gzip
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.documents import SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, ReadError, UnsupportedFormat
from ingest.readers import read, sources

NOTE = "회의 기록\n\n다음 회의는 3월에 연다.\n"


def only(path: Path) -> SourceDocument | ReadError:
    (found,) = read(path)
    return found


def test_a_file_is_named_by_its_composed_name_and_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / unicodedata.normalize("NFD", "회의.txt")
    path.write_text(NOTE, encoding="utf-8")
    document = only(path)
    assert isinstance(document, SourceDocument)
    assert document.id == "회의.txt"
    assert document.uri == path.resolve().as_uri()
    assert document.sha256 == sha256(NOTE.encode()).hexdigest()
    assert (document.version, document.sections) == (1, ())


def test_the_extension_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "회의.pdf"
    path.write_bytes(NOTE.encode("cp949"))
    document = only(path)
    assert isinstance(document, SourceDocument)
    assert document.title == "회의 기록"


def test_a_packed_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(gzip.compress(NOTE.encode(), mtime=0))
    document = only(path)
    assert isinstance(document, SourceDocument)
    assert document.text == NOTE.strip()


@pytest.mark.parametrize(
    ("data", "error", "hint"),
    [
        (b"", EmptyDocument, "내용"),
        (b"\xef\xbb\xbf  \n", EmptyDocument, "내용"),
        ("\u200b\u200b\n".encode(), EmptyDocument, "글자"),
        (b"HWP Document File V3.00 \x1a", UnsupportedFormat, "PDF로 저장"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, UnsupportedFormat, "PDF로 저장"),
        (b"PK\x03\x04" + b"\x00" * 30, UnsupportedFormat, "압축을 푼"),
        (b'{"a": [1, 2]\n}', UnsupportedFormat, "JSON Lines"),
        (bytes(range(256)) * 20, UnsupportedFormat, "UTF-8"),
        (gzip.compress(b"x" * 5000, mtime=0)[:20], DamagedDocument, "다시"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, data: bytes, error: type[ReadError], hint: str
) -> None:
    path = tmp_path / "파일.dat"
    path.write_bytes(data)
    found = only(path)
    assert type(found) is error
    assert found.message.startswith("파일.dat: ")
    assert hint in found.hint


def test_a_file_that_is_not_there_is_an_error_value(tmp_path: Path) -> None:
    assert isinstance(only(tmp_path / "none.txt"), ReadError)
    assert isinstance(only(tmp_path), ReadError)


def test_a_fingerprint_needs_no_parsing(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 nothing else")
    (source,) = sources(path)
    assert source.sha256 == sha256(path.read_bytes()).hexdigest()
    with pytest.raises(DamagedDocument):
        source.load()


PREFIXES = [b"", b"%PDF-1.7\n", b"<html><body>", b'{"id": "a", "text": "', b"PK\x03\x04", b"\x1f\x8b\x08", b"\xff\xfe"]
WRITTEN = st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))


@settings(max_examples=150, deadline=None)  # the first HTML page imports the extractor
@given(st.sampled_from(PREFIXES), st.binary(max_size=400) | WRITTEN)
def test_any_bytes_become_documents_or_errors(tmp_path_factory, prefix: bytes, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.bin"
    path.write_bytes(prefix + data)
    found = list(read(path))
    assert found
    for item in found:
        if isinstance(item, SourceDocument):
            assert item.text.strip()
            assert item.title
        else:
            assert isinstance(item, ReadError)
            assert item.message
