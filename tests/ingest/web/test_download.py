"""Downloads keep to the limits, to robots.txt and to the open internet, at every redirect."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from ingest.errors import PageRefused, ReadError
from ingest.web import download
from ingest.web.addresses import parse
from ingest.web.download import Download, Downloader, Limits, Network, Version

BODY = b"x" * 3000


class Site(BaseHTTPRequestHandler):
    """A site with one page a case."""

    asked: list[tuple[str, str, str]] = []  # noqa: RUF012 - shared by the handlers of one server

    def do_GET(self) -> None:
        self.asked.append((self.path, self.headers["User-Agent"], self.headers["Host"]))
        name = self.path.strip("/").split("?")[0] or "page"
        getattr(self, f"page_{name.replace('.', '_')}", self.page_missing)()

    def give(self, data: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for key, value in {"content_length": str(len(data)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def go(self, where: str) -> None:
        self.give(b"", 302, location=where)

    def page_robots_txt(self) -> None:
        self.give(b"User-agent: *\nDisallow: /closed\n")

    def page_page(self) -> None:
        self.give(b"<html><p>\xea\xb0\x80", content_type="text/html")

    def page_file(self) -> None:
        self.give(b"%PDF-", content_disposition="attachment; filename*=UTF-8''%EA%B3%84%ED%9A%8D.pdf")

    def page_raw(self) -> None:
        self.give(b"%PDF-", content_disposition='attachment; filename="' + "계획.pdf".encode().decode("latin-1") + '"')

    def page_moved(self) -> None:
        self.go("/page")

    def page_round(self) -> None:
        self.go("/round")

    def page_inside(self) -> None:
        self.go(f"http://127.0.0.1:{self.server.server_address[1]}/page")

    def page_metadata(self) -> None:
        self.go("http://169.254.169.254/latest/")

    def page_elsewhere(self) -> None:
        self.go("file:///etc/passwd")

    def page_toclosed(self) -> None:
        self.go("/closed")

    def page_closed(self) -> None:
        self.give(b"closed")

    def page_large(self) -> None:
        self.give(BODY * 400)

    def page_packed(self) -> None:
        self.give(gzip.compress(BODY), content_encoding="gzip")

    def page_bomb(self) -> None:
        self.give(gzip.compress(b"0" * 20_000_000), content_encoding="gzip")

    def page_short(self) -> None:
        self.give(BODY, content_length="9000")

    def page_slow(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(100):
            self.wfile.write(b".")
            time.sleep(0.1)

    def page_dated(self) -> None:
        if self.headers["If-None-Match"] == '"one"':
            self.give(b"", 304)
        else:
            self.give(b"dated", etag='"one"', last_modified="Mon, 24 Nov 2025 09:00:00 GMT")

    def page_busy(self) -> None:
        self.give(b"", 503, retry_after="120")

    def page_denied(self) -> None:
        self.give(b"", 403)

    def page_missing(self) -> None:
        self.give(b"", 404)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    Site.asked.clear()
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def get(site: ThreadingHTTPServer, path: str, downloader: Downloader | None = None) -> Download:
    return (downloader or Downloader(Limits(1, 5, private=True))).get(
        parse(f"http://127.0.0.1:{site.server_address[1]}/{path}")
    )


def test_a_page_comes_with_its_bytes_and_name(site: ThreadingHTTPServer) -> None:
    found = get(site, "page")
    assert found.data == b"<html><p>\xea\xb0\x80"
    assert found.name == "page"
    assert [path for path, _, _ in Site.asked] == ["/robots.txt", "/page"]
    assert all(agent.startswith("geungeo ") for _, agent, _ in Site.asked)


@pytest.mark.parametrize("path", ["file", "raw"])
def test_a_file_is_called_as_its_site_calls_it(site: ThreadingHTTPServer, path: str) -> None:
    assert get(site, path).name == "계획.pdf"


def test_a_redirect_is_followed_and_the_address_asked_for_stays(site: ThreadingHTTPServer) -> None:
    found = get(site, "moved")
    assert found.data.startswith(b"<html>")
    assert str(found.address).endswith("/moved")


def test_packed_bytes_are_unpacked(site: ThreadingHTTPServer) -> None:
    assert get(site, "packed").data == BODY


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("closed", "robots.txt"), ("toclosed", "robots.txt"), ("large", "1MB"), ("bomb", "1MB"), ("nothing", "404"),
        ("denied", "403"), ("round", "5번"), ("elsewhere", "http나 https"), ("short", "연결"),
    ],
)  # fmt: skip
def test_what_may_not_or_cannot_be_read_says_why(site: ThreadingHTTPServer, path: str, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        get(site, path)
    assert said in caught.value.message
    assert caught.value.hint


def test_a_server_that_sends_byte_by_byte_is_cut_off(site: ThreadingHTTPServer) -> None:
    started = time.monotonic()
    with pytest.raises(ReadError, match="1초"):
        get(site, "slow", Downloader(Limits(1, 1, private=True)))
    assert time.monotonic() - started < 5


def test_nobody_there_is_an_error() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(ReadError, match="연결하지 못했습니다"):
        Downloader(Limits(private=True)).get(parse(f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"])
def test_this_machine_is_not_read_unless_allowed(site: ThreadingHTTPServer, host: str) -> None:
    with pytest.raises(ReadError, match="내부망") as caught:
        Downloader().get(parse(f"http://{host}:{site.server_address[1]}/page"))
    assert "GEUNGEO_ALLOW_PRIVATE" in caught.value.hint
    assert not Site.asked


def outside(site: ThreadingHTTPServer, answers: list[str]) -> Downloader:
    """Return a downloader for which `site` stands at 93.184.216.34; the name server gives `answers` in turn."""

    def resolve(host: str, _port: int) -> list[str]:
        return [answers.pop(0) if len(answers) > 1 else answers[0]] if host == "site.example" else [host]

    def connect(address: str, _port: int, seconds: float) -> socket.socket:
        assert address == "93.184.216.34"
        return socket.create_connection(("127.0.0.1", site.server_address[1]), seconds)

    return Downloader(Limits(1, 5), network=Network(resolve, connect))


@pytest.mark.parametrize("path", ["inside", "metadata"])
def test_a_redirect_into_the_own_network_is_refused(site: ThreadingHTTPServer, path: str) -> None:
    with pytest.raises(ReadError, match="내부망"):
        outside(site, ["93.184.216.34"]).get(parse(f"http://site.example/{path}"))
    assert [asked for asked, _, _ in Site.asked] == ["/robots.txt", f"/{path}"]


def test_the_connection_goes_to_the_address_that_was_checked(site: ThreadingHTTPServer) -> None:
    found = outside(site, ["93.184.216.34"]).get(parse("http://site.example/page"))
    assert found.data.startswith(b"<html>")
    assert {host for _, _, host in Site.asked} == {"site.example"}
    with pytest.raises(ReadError, match="내부망"):
        outside(site, ["93.184.216.34", "127.0.0.1"]).get(parse("http://site.example/page"))


def test_a_site_that_cannot_show_its_robots_txt_is_left_alone(
    site: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Site, "page_robots_txt", lambda self: self.give(b"", 503))
    with pytest.raises(ReadError, match=r"robots\.txt"):
        get(site, "page")
    monkeypatch.setattr(Site, "page_robots_txt", Site.page_missing)
    assert get(site, "page").data


def test_a_page_that_did_not_change_is_not_sent_again(site: ThreadingHTTPServer) -> None:
    downloader = Downloader(Limits(1, 5, private=True))
    address = parse(f"http://127.0.0.1:{site.server_address[1]}/dated")
    first = downloader.changed(address)
    assert first is not None
    assert first.version == Version('"one"', "Mon, 24 Nov 2025 09:00:00 GMT")
    assert downloader.changed(address, first.version) is None
    assert downloader.changed(address, Version('"two"')) is not None


def test_a_refusal_tells_its_status_and_how_long_to_wait(site: ThreadingHTTPServer) -> None:
    with pytest.raises(PageRefused) as caught:
        get(site, "busy")
    assert (caught.value.status, caught.value.wait) == (503, 120)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("120", 120), ("-1", 0), ("soon", 0), ("9" * 40, 604_800), ("Thu, 01 Jan 1970 00:01:40 GMT", 90), ("", 0)],
)
def test_a_site_may_ask_to_be_left_alone_for_a_week_at_most(header: str, seconds: float) -> None:
    assert download.retry_after(header, now=10) == seconds


def test_a_key_goes_to_its_address_alone_and_into_no_message(site: ThreadingHTTPServer) -> None:
    downloader = Downloader(Limits(1, 5, private=True))
    base = f"http://127.0.0.1:{site.server_address[1]}"
    assert downloader.changed(parse(f"{base}/moved?day=1"), secret="serviceKey=hidden") is not None
    assert [path for path, _, _ in Site.asked] == ["/moved?day=1&serviceKey=hidden", "/page"]
    with pytest.raises(ReadError) as caught:
        downloader.changed(parse(f"{base}/denied"), secret="serviceKey=hidden")
    assert "hidden" not in caught.value.message + caught.value.hint
