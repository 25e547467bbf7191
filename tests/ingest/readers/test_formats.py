import gzip
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.formats import HEAD, decode, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
KOREAN = "지역의 연구성과를 산업으로 잇는 계획이다.\n"


def packed(*names: str, stored: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        if stored:
            container.writestr("mimetype", stored)
        for name in names:
            container.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \r\n\n", "empty"),
        (b"%PDF-1.7\n", "pdf"),
        (b"junk before\n%PDF-1.4\n", "pdf"),
        (OLE + b"HWP Document File", "hwp"),
        (OLE + "FileHeader".encode("utf-16-le"), "hwp"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (OLE, "office"),
        (b"HWP Document File V3.00 \x1a\x01", "hwp3"),
        (packed(stored="application/hwp+zip"), "hwpx"),
        (packed("word/document.xml"), "docx"),
        (packed("xl/workbook.xml"), "sheet"),
        (packed("ppt/presentation.xml"), "slides"),
        (packed("photo.txt"), "zip"),
        (b'<?xml version="1.0"?><HWPML Version="2.8">', "hwpml"),
        (b'<?xml version="1.0"?><rss></rss>', "xml"),
        ("<!DOCTYPE html><html><body>글</body></html>".encode(), "html"),
        ("  <div>글</div>".encode("cp949"), "html"),
        (b'{"id": "a", "text": "b"}\n', "jsonl"),
        (b'\xef\xbb\xbf{"id": "a", "text": "b"}', "jsonl"),
        (b'not json\n{"id": 1}\n{"id": 2}\n', "jsonl"),
        (b'[{"id": "a"}]', "json"),
        (b'{\n "id": "a"\n}\n', "json"),
        (gzip.compress(b"x", mtime=0), "gzip"),
        (b"{\\rtf1 hello}", "rtf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
        (KOREAN.encode(), "text"),
        (KOREAN.encode("cp949"), "text"),
        (KOREAN.encode("utf-16"), "text"),
        (bytes(range(256)) * 8, "binary"),
    ],
)
def test_the_content_decides(data: bytes, found: str) -> None:
    assert sniff(data) == found


def test_a_first_record_longer_than_the_head_is_still_a_corpus() -> None:
    line = b'{"id": "a", "text": "' + b"x" * (2 * HEAD) + b'"}\n'
    assert sniff(line[:HEAD]) == "jsonl"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
def test_korean_text_is_decoded_from_what_windows_writes(encoding: str) -> None:
    text = decode((KOREAN * 5).encode(encoding))
    assert text is not None
    assert text.lstrip("\ufeff") == KOREAN * 5


def test_a_copy_cut_inside_a_character_is_still_text() -> None:
    text = decode((KOREAN * 20).encode()[:-3])
    assert text is not None
    assert text.startswith(KOREAN)


@given(st.binary(max_size=2000))
def test_any_bytes_have_some_format(data: bytes) -> None:
    assert isinstance(sniff(data), str)
