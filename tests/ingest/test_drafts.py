"""A draft is read as ingestion would read it, and nothing of it is kept."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import docx
import pytest

import offices
from ingest import drafts
from ingest.errors import DamagedDocument, ReadError, ReaderStopped, UnsupportedFormat
from ingest.readers import Limits
from ingest.settings import IngestSettings
from ingest.web.download import Network

SAID = "은빛항만 육성사업의 총사업비는 305억원이다."
PAGE = f"<html><head><title>은빛항만 소식</title></head><body><p>{SAID}</p><script>var a = 1</script></body></html>"
SETTINGS = IngestSettings(store=Path("none"))


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("초안.docx", word(SAID)),
        ("초안.hwpx", offices.hwpx([SAID])),
        ("초안.html", PAGE.encode()),
        ("초안.txt", SAID.encode("cp949")),
        ("이름없음", SAID.encode("utf-16")),
    ],
)
def test_a_draft_of_any_format_becomes_text(name: str, data: bytes) -> None:
    assert drafts.of_bytes(name, data, Limits()).strip() == SAID


def test_what_is_written_for_the_readers_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    drafts.of_bytes("../../초안.txt", SAID.encode(), None)
    with pytest.raises(ReadError):
        drafts.of_bytes("빈 글.txt", b"", None)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("그림.png", b"\x89PNG\r\n\x1a\n" + bytes(64), UnsupportedFormat),
        ("잘린 초안.docx", word(SAID)[:-400], DamagedDocument),
    ],
)
def test_an_error_names_the_file_and_what_to_do(name: str, data: bytes, kind: type[ReadError]) -> None:
    with pytest.raises(kind) as caught:
        drafts.of_bytes(name, data, Limits())
    assert caught.value.message.startswith(f"{name}: ")
    assert caught.value.hint


def test_the_limits_hold() -> None:
    with pytest.raises(ReaderStopped, match=r"초안\.docx"):
        drafts.of_bytes("초안.docx", word(SAID), Limits(seconds=60, megabytes=1))


def test_every_record_of_a_file_is_read_or_none(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "1", "text": "하나."}\n{"id": "2", "text": "둘."}\n', encoding="utf-8")
    assert drafts.of_file(tmp_path / "a.jsonl", None) == "하나.\n\n둘."
    with pytest.raises(ReadError):
        drafts.of_file(tmp_path / "none.txt", None)


def test_plain_text_keeps_every_character() -> None:
    text = "  첫 줄이다.\r\n\r\n둘째\t줄이다.  \n"
    assert drafts.plain(text.encode()) == text
    assert drafts.plain(text.encode("cp949")) == text
    assert drafts.plain(word(SAID)) is None
    assert drafts.plain(PAGE.encode()) is None


class Site(BaseHTTPRequestHandler):
    """A site with a page, a file, and a part that programs are asked to leave alone."""

    def do_GET(self) -> None:
        found = {"/robots.txt": b"User-agent: *\nDisallow: /closed\n", "/page": PAGE.encode(), "/file": word(SAID)}
        data = found.get(self.path, b"\x89PNG\r\n\x1a\n" + bytes(64))
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def visit(port: int, path: str) -> str:
    """Read from the site as if it stood at an address of the open internet."""
    here = Network(resolve=lambda *_: ["93.184.216.34"], connect=lambda _, at, seconds: _connected(at, seconds))
    return drafts.of_address(f"http://haesol.example:{port}/{path}", SETTINGS, here)


def _connected(port: int, seconds: float) -> object:
    import socket

    return socket.create_connection(("127.0.0.1", port), timeout=seconds)


@pytest.mark.parametrize("path", ["page", "file"])
def test_an_address_is_read_by_the_same_readers(port: int, path: str) -> None:
    assert visit(port, path).strip() == SAID


def test_a_site_that_asks_programs_to_stay_away_is_left_alone(port: int) -> None:
    with pytest.raises(ReadError, match="robots"):
        visit(port, "closed")


def test_an_error_names_the_address(port: int) -> None:
    with pytest.raises(UnsupportedFormat) as caught:
        visit(port, "picture")
    assert caught.value.message.startswith(f"http://haesol.example:{port}/picture: ")


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]:8000/", "https://169.254.169.254/latest/"])
def test_addresses_of_this_machine_and_its_network_are_refused(url: str) -> None:
    with pytest.raises(ReadError, match="내부망") as caught:
        drafts.of_address(url, SETTINGS)
    assert caught.value.message.startswith(f"{url}: ")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/a", "초안.docx"])
def test_only_addresses_of_the_web_are_read(url: str) -> None:
    with pytest.raises(ReadError, match="http"):
        drafts.of_address(url, SETTINGS)
