"""Download of one page or file within limits of size and time, with the leave of its site.

A page that was read before is asked for on the condition that it changed (ETag, Last-Modified).

A host's name is resolved once, the address is checked, and the connection goes to that address, so that no second
answer of the name server can lead into this machine's own network. Every redirect is checked like a new address.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from email.message import Message
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, IncompleteRead
from threading import Timer
from urllib.parse import unquote

from ingest.errors import PageRefused, ReadError
from ingest.settings import IngestSettings
from ingest.web import robots
from ingest.web.addresses import Address, parse, public

AGENT = "geungeo"
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BLOCK = 65_536
_CONNECTING = 10.0
_NOT_MODIFIED = 304
_LONGEST_HEADER = 1000
_LONGEST_WAIT = 7 * 86_400
"""Most seconds that a site is believed when it asks to be left alone (Retry-After)."""
_BY_HAND = "브라우저에서 열어 저장한 파일(웹페이지나 PDF)을 넣어 주세요."
_LATER = "잠시 뒤 다시 해 보거나, 브라우저에서 저장한 파일을 넣어 주세요."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a download may cost and where it may go."""

    megabytes: int = 30
    seconds: float = 60
    private: bool = False
    """Whether addresses of this machine and its network are allowed."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a site says of a page by which a later visit can tell whether it changed; empty where it says nothing."""

    etag: str = ""
    modified: str = ""
    """The header Last-Modified as it came."""


@dataclass(frozen=True, slots=True)
class Download:
    """A page or file of the web."""

    address: Address
    """As it was asked for, before any redirect."""
    data: bytes
    name: str
    """What its site calls the file; empty where it does not say."""
    version: Version = Version()


def _resolve(host: str, port: int) -> list[str]:
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _connect(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved and connections made."""

    resolve: Callable[[str, int], list[str]] = _resolve
    connect: Callable[[str, int, float], socket.socket] = _connect


@dataclass(slots=True)
class Downloader:
    """Downloads of one run; a site is asked for its robots.txt once."""

    limits: Limits = field(default_factory=Limits)
    network: Network = field(default_factory=Network)
    _robots: dict[str, str] = field(default_factory=dict)

    def get(self, address: Address) -> Download:
        """Download what stands at an address.

        Raises:
            ReadError: it cannot be reached, may not be read, is not there, or exceeds a limit.
        """
        found = self.changed(address)
        if found is None:
            raise _refused(address, _Answer(address, _NOT_MODIFIED))
        return found

    def changed(self, address: Address, known: Version = Version(), secret: str = "") -> Download | None:
        """Download what stands at an address; None where the site says that it is still the version known.

        `secret` is a part of the query that is sent to the address itself, never to where it redirects, and told in no
        message. It says that the address is an interface opened to whoever has a key, which robots.txt is not for.

        Raises:
            PageRefused: the site answers with another status.
            ReadError: it cannot be reached, may not be read, or exceeds a limit.
        """
        deadline = time.monotonic() + self.limits.seconds
        permit = _anything if secret else self._permit
        answer = self._follow(address, deadline, permit, wanted=_Wanted(known, secret))
        if answer.status == _NOT_MODIFIED and known != Version():
            return None
        if answer.status != 200:
            raise _refused(address, answer)
        if answer.cut:
            raise _too_large(address, self.limits.megabytes)
        name = _name(answer.disposition) or _last(answer.address)
        return Download(address, answer.data, name, answer.version)

    def _permit(self, address: Address, deadline: float) -> None:
        """Raise unless the site's robots.txt lets this program read an address."""
        if address.origin not in self._robots:
            where = parse("/robots.txt", address)
            try:
                answer = self._follow(where, deadline, _anything, robots.MOST)
            except ReadError as error:
                # Whoever asked for a page does not know of this other address.
                said = error.message.removeprefix(f"{where}: ")
                raise ReadError(f"{address}: {said}", error.hint) from error
            if answer.status >= 500:
                raise ReadError(f"{address}: 사이트의 robots.txt를 확인할 수 없습니다 ({answer.status}).", _LATER)
            # A site without one, or that does not show it, asks for nothing.
            rules = answer.data.decode("utf-8", "replace") if answer.status == 200 else ""
            self._robots[address.origin] = rules
        if not robots.allowed(self._robots[address.origin], AGENT, address.target):
            raise ReadError(f"{address}: 사이트가 프로그램의 접근을 막았습니다(robots.txt).", _BY_HAND)

    def _follow(
        self,
        address: Address,
        deadline: float,
        permit: Callable[[Address, float], None],
        most: int | None = None,
        wanted: _Wanted | None = None,
    ) -> _Answer:
        wanted = wanted or _Wanted()
        most = most or self.limits.megabytes * 1024 * 1024
        here = address
        for _ in range(_MOST_REDIRECTS + 1):
            permit(here, deadline)
            answer = self._ask(here, deadline, most, wanted)
            if answer.status not in _REDIRECTS or not answer.location:
                return answer
            here = parse(answer.location, here)
            wanted = replace(wanted, secret="")
        raise ReadError(f"{address}: 다른 주소로 넘기기가 {_MOST_REDIRECTS}번을 넘습니다.", _BY_HAND)

    def _ask(self, address: Address, deadline: float, most: int, wanted: _Wanted) -> _Answer:
        left = deadline - time.monotonic()
        if left <= 0:
            raise _too_slow(address, self.limits.seconds)
        opened: socket.socket | None = None
        try:
            opened = self._open(address, min(left, _CONNECTING))
            return self._exchange(address, opened, deadline, most, wanted)
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or error.reason or "TLS"
            raise ReadError(f"{address}: 안전한 연결을 맺지 못했습니다 ({reason}).", _BY_HAND) from error
        except (OSError, HTTPException, zlib.error) as error:
            if isinstance(error, TimeoutError) or time.monotonic() >= deadline:
                raise _too_slow(address, self.limits.seconds) from error
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise ReadError(
                f"{address}: 연결하지 못했습니다 ({reason}).", "주소와 인터넷 연결을 확인해 주세요."
            ) from error
        finally:
            if opened is not None:
                opened.close()

    def _open(self, address: Address, seconds: float) -> socket.socket:
        failed: OSError | None = None
        for one in usable(str(address), self.network.resolve(address.host, address.port), self.limits):
            try:
                plain = self.network.connect(one, address.port, seconds)
            except OSError as error:
                failed = error
                continue
            if address.scheme == "http":
                return plain
            try:
                return ssl.create_default_context().wrap_socket(plain, server_hostname=address.host)
            except BaseException:
                plain.close()
                raise
        raise failed or OSError("no address")

    def _exchange(
        self, address: Address, opened: socket.socket, deadline: float, most: int, wanted: _Wanted
    ) -> _Answer:
        left = max(0.01, deadline - time.monotonic())
        opened.settimeout(left)
        # A timeout counts from byte to byte; a server that sends one at a time is cut off by the clock.
        clock = Timer(left, _shut, [opened])
        clock.daemon = True
        clock.start()
        connection = HTTPConnection(address.host, address.port)
        connection.sock = opened
        try:
            joint = "&" if "?" in address.target else "?"
            target = f"{address.target}{joint}{wanted.secret}" if wanted.secret else address.target
            connection.request("GET", target, headers=self._headers(address) | wanted.headers)
            response = connection.getresponse()
            body, cut = b"", False
            if response.status == 200:
                body, cut = _body(response, most)
            if time.monotonic() >= deadline:
                raise TimeoutError
            return _Answer(
                address,
                response.status,
                body,
                cut,
                response.getheader("Location") or "",
                response.getheader("Content-Disposition") or "",
                Version(_printable(response.getheader("ETag")), _printable(response.getheader("Last-Modified"))),
                retry_after(response.getheader("Retry-After") or "", time.time()),
            )
        finally:
            clock.cancel()
            connection.close()

    def _headers(self, address: Address) -> dict[str, str]:
        return {
            "Host": address.origin.partition("://")[2],
            "User-Agent": f"{AGENT} (reads single documents on request; keeps to robots.txt)",
            "Accept": "text/html,application/pdf,*/*;q=0.8",
            "Accept-Language": "ko,en;q=0.5",
            "Accept-Encoding": "identity",
            "Connection": "close",
        }


def usable(place: str, found: Sequence[str], limits: Limits) -> list[str]:
    """Return those of a host's IP addresses that may be connected to; `place` is for the message.

    Raises:
        ReadError: there is none.
    """
    open_ones = [one for one in found if limits.private or public(one)]
    if not open_ones:
        raise ReadError(
            f"{place}: 이 컴퓨터나 내부망의 주소라 읽지 않습니다.",
            "저장한 파일을 넣어 주세요. 명령줄은 설정 allow_private(GEUNGEO_ALLOW_PRIVATE=1)을 켜면 읽습니다.",
        )
    return open_ones


def download(urls: Iterable[str], settings: IngestSettings) -> tuple[list[Download], dict[str, ReadError]]:
    """Download every address; return what came, and why the others did not."""
    downloader = Downloader(Limits(settings.web_megabytes, settings.web_seconds, settings.allow_private))
    found: list[Download] = []
    refused: dict[str, ReadError] = {}
    for url in urls:
        try:
            found.append(downloader.get(parse(url)))
        except ReadError as error:
            refused[url] = error
    return found, refused


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is sent beside an address."""

    known: Version = Version()
    secret: str = field(default="", repr=False)

    @property
    def headers(self) -> dict[str, str]:
        named = {"If-None-Match": self.known.etag, "If-Modified-Since": self.known.modified}
        return {name: value for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class _Answer:
    address: Address
    status: int
    data: bytes = b""
    cut: bool = False
    """Whether there is more than was read."""
    location: str = ""
    disposition: str = ""
    version: Version = Version()
    wait: float = 0
    """Seconds that the site asks to be left alone."""


def _anything(_address: Address, _deadline: float) -> None:
    """Permit every address."""


def _shut(opened: socket.socket) -> None:
    try:
        opened.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


def _body(response: HTTPResponse, most: int) -> tuple[bytes, bool]:
    """Return at most `most` bytes, unpacked, and whether there are more."""
    packed = (response.getheader("Content-Encoding") or "identity").lower() in {"gzip", "x-gzip", "deflate"}
    unpack = zlib.decompressobj(47) if packed else None
    body = bytearray()
    while len(body) <= most:
        block = response.read1(_BLOCK)
        if not block:
            if response.length or (unpack and not unpack.eof):
                raise IncompleteRead(bytes(body))
            return bytes(body), False
        body += unpack.decompress(block, most + 1 - len(body)) if unpack else block
    return bytes(body[:most]), True


def _refused(address: Address, answer: _Answer) -> PageRefused:
    status = answer.status
    said, hint = "사이트가 페이지를 주지 않았습니다", _LATER
    if status in {404, 410}:
        said, hint = "페이지가 없습니다", "주소를 확인해 주세요."
    if status in {401, 403, 407, 451}:
        said, hint = "사이트가 보여 주지 않습니다", _BY_HAND
    return PageRefused(f"{address}: {said} ({status}).", hint, status, answer.wait)


def _too_large(address: Address, megabytes: int) -> ReadError:
    return ReadError(
        f"{address}: {megabytes}MB를 넘습니다.",
        "파일로 내려받아 넣거나 설정 web_megabytes(GEUNGEO_WEB_MEGABYTES)를 늘려 주세요.",
    )


def _too_slow(address: Address, seconds: float) -> ReadError:
    return ReadError(
        f"{address}: {seconds:g}초 안에 받지 못했습니다.",
        "잠시 뒤 다시 하거나 설정 web_seconds(GEUNGEO_WEB_SECONDS)를 늘려 주세요.",
    )


def _printable(header: str | None) -> str:
    """Return a header that may be sent back as it came; empty where it holds what none may."""
    text = header or ""
    return text if len(text) <= _LONGEST_HEADER and text.isascii() and text.isprintable() else ""


def retry_after(header: str, now: float) -> float:
    """Return the seconds that a Retry-After asks for, given in seconds or as a moment."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        seconds = float(text[:10])
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            return 0
    return min(max(seconds, 0), _LONGEST_WAIT)


def _name(disposition: str) -> str:
    """Return the file name of a Content-Disposition header, also where its bytes are raw UTF-8 or CP949."""
    if not disposition:
        return ""
    message = Message()
    message["Content-Disposition"] = disposition
    name = message.get_filename() or ""
    for encoding in ("utf-8", "cp949"):
        try:
            name = name.encode("latin-1").decode(encoding)
            break
        except UnicodeError:
            continue
    return unquote(name)


def _last(address: Address) -> str:
    name = unquote(re.split(r"[?#]", address.target)[0].rstrip("/").rpartition("/")[2])
    return name or address.host
