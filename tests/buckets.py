"""A stand-in of object storage on this machine: buckets of made files, spoken to with S3's requests."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

from listening import listening

KEY, SECRET = "HAESOLKEY", "haesol/secret+words"


@dataclass(slots=True)
class Storage:
    """What the storage holds in its one bucket, and what it was asked."""

    bucket: str = "haesol"
    objects: dict[str, bytes] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    """When an object was written, in seconds of a clock of its own."""
    page: int = 1000
    """Objects of a part of the list."""
    open: bool = False
    """Whether it is shown without a key."""
    broken: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Keys, and numbers of parts of the list, that are answered with a status and a code."""
    answers: dict[str, tuple[int, str, bytes]] = field(default_factory=dict)
    """Keys, or `list`, that are answered with a status, a type and bytes."""
    headers: dict[str, str] = field(default_factory=dict)
    """Sent with what is broken."""
    slow: float = 0
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Key, or `list`, and status of every answer to a reader."""
    address: str = ""

    def put(self, key: str, data: bytes | str) -> None:
        """Write an object."""
        self.objects[key] = data.encode() if isinstance(data, str) else data
        self.changed[key] = self.changed.get(key, 0) + 1

    def remove(self, key: str) -> None:
        """Remove an object."""
        del self.objects[key]

    def fill(self, count: int) -> None:
        """Write `count` notices below `press/`."""
        for number in range(1, count + 1):
            self.put(f"press/{number}.txt", notice(number))

    def read(self, *keys: str) -> list[str]:
        """Return the keys that were asked for, in their order, or those of them that are given."""
        return [key for key, _ in self.asked if key != "list" and (not keys or key in keys)]

    def answer(self, target: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body for a request."""
        parts = urlsplit(target)
        bucket, _, key = unquote(parts.path).removeprefix("/").partition("/")
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if refusal := self._refused(bucket, headers):
            return refusal
        name = key or "list"
        if name in self.answers:
            status, form, data = self.answers[name]
            return status, {"Content-Type": form}, data
        if key:
            return self._object(key, headers)
        return self._listed(query)

    def _refused(self, bucket: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes] | None:
        signed = re.search(r"Credential=([^/]+)/", headers.get("authorization", ""))
        if not signed and not self.open:
            return self._error(403, "AccessDenied")
        if signed and signed[1] != KEY:
            return self._error(403, "InvalidAccessKeyId")
        return None if bucket == self.bucket else self._error(404, "NoSuchBucket")

    def _object(self, key: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        if key in self.broken:
            return self._error(*self.broken[key])
        if key not in self.objects:
            return self._error(404, "NoSuchKey")
        time.sleep(self.slow)
        data = self.objects[key]
        tag = f'"{hashlib.md5(data).hexdigest()}"'
        if headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, {"ETag": tag, "Content-Type": "application/octet-stream"}, data

    def _listed(self, query: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        prefix, start = query.get("prefix", ""), int(query.get("continuation-token", "0"))
        part = str(start // self.page)
        if part in self.broken:
            return self._error(*self.broken[part])
        keys = sorted(key for key in self.objects if key.startswith(prefix))
        end = start + self.page
        more = f"<NextContinuationToken>{end}</NextContinuationToken>" if end < len(keys) else ""
        contents = "".join(self._entry(key) for key in keys[start:end])
        body = (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>{self.bucket}</Name><EncodingType>url</EncodingType><Prefix>{quote(prefix)}</Prefix>"
            f"<MaxKeys>{self.page}</MaxKeys><IsTruncated>{'true' if more else 'false'}</IsTruncated>{more}{contents}"
            "</ListBucketResult>"
        )
        return 200, {"Content-Type": "application/xml"}, body.encode()

    def _entry(self, key: str) -> str:
        data, seconds = self.objects[key], self.changed[key]
        return (
            f"<Contents><Key>{escape(quote(key))}</Key><LastModified>2025-11-24T09:00:{seconds:02}.000Z</LastModified>"
            f"<ETag>&quot;{hashlib.md5(data).hexdigest()}&quot;</ETag><Size>{len(data)}</Size>"
            "<StorageClass>STANDARD</StorageClass></Contents>"
        )

    def _error(self, status: int, code: str) -> tuple[int, dict[str, str], bytes]:
        body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{KEY} {SECRET}</Message></Error>"
        return status, {"Content-Type": "application/xml"} | self.headers, body.encode()


def notice(number: int) -> str:
    """Return the text of a made notice."""
    return f"해솔부 알림 {number}\n\n해솔부는 {number}번 마을에 빨래방 {number * 3}곳을 두고 {number}억원을 쓴다.\n"


@contextmanager
def serving(storage: Storage) -> Iterator[Storage]:
    """Serve the storage on this machine."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, data = storage.answer(
                self.path, {name.lower(): value for name, value in self.headers.items()}
            )
            key = unquote(urlsplit(self.path).path).removeprefix("/").partition("/")[2]
            storage.asked.append((key or "list", status))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(data))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            # Whoever asked may have left: too slow, or too large.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with listening(Handler) as storage.address:
        yield storage
