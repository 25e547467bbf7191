"""JSON Lines reader: a corpus with one document per line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, NoReturn, cast, get_args
from urllib.parse import quote

from ingest.documents import Kind, SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, ReadError
from ingest.readers import dates
from ingest.readers.characters import clean, line
from ingest.readers.source import Source, file_name

_TITLE_LENGTH = 60
_SHAPE = '한 줄에 {"id": …, "title": …, "text": …} 꼴의 JSON 하나를 적어 주세요.'

Record = dict[str, Any]


def records(path: Path) -> Iterator[Source]:
    """Yield one source a record, lazily; a line that is no record is a source whose `load` raises.

    Raises:
        OSError: the file cannot be opened.
    """
    seen: set[str] = set()
    number = 0
    with closing(_open(path)) as file:
        lines = iter(file)
        while True:
            try:
                raw = next(lines)
            except StopIteration:
                return
            except (EOFError, zlib.error, gzip.BadGzipFile):
                yield _cut(path, number)
                return
            number += 1
            data = raw.strip(b"\xef\xbb\xbf\r\n\t ")
            if data:
                yield _record(path, number, data, seen)


def _open(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def _record(path: Path, number: int, data: bytes, seen: set[str]) -> Source:
    place = f"{file_name(path)} {number}번째 줄"
    digest = sha256(data).hexdigest()
    found = _fields(data)
    if isinstance(found, str):
        return _source(path, f"{file_name(path)}:{number}", digest, partial(_refuse, place, found))
    identity = str(found["id"])
    if identity in seen:
        message = f"앞에 나온 id가 다시 나왔습니다 ({identity})"
        return _source(path, f"{file_name(path)}:{number}", digest, partial(_refuse, place, message))
    seen.add(identity)
    uri = line(_string(found, "url") or _string(found, "uri")) or f"{path.resolve().as_uri()}#{quote(identity)}"
    loader = partial(_document, data, place, uri, digest)
    return Source(identity, uri, digest, f"{path}:{number}", loader)


def _source(path: Path, identity: str, digest: str, loader: Callable[[], SourceDocument]) -> Source:
    uri = f"{path.resolve().as_uri()}#{quote(identity)}"
    return Source(identity, uri, digest, f"{path}:{identity.rpartition(':')[2]}", loader)


def _cut(path: Path, number: int) -> Source:
    place = f"{file_name(path)} {number + 1}번째 줄"

    def broken() -> NoReturn:
        raise DamagedDocument(f"{place}: 압축이 손상되어 여기서 끊깁니다.", "파일을 다시 내려받아 주세요.")

    return _source(path, f"{file_name(path)}:{number + 1}", "", broken)


def _fields(data: bytes) -> Record | str:
    """Return the fields of one line, or what is wrong with it."""
    try:
        found = json.loads(_text(data))
    except (ValueError, RecursionError):
        return "JSON으로 읽을 수 없습니다"
    if not isinstance(found, dict):
        return "JSON 객체가 아닙니다"
    if not isinstance(found.get("id"), str | int) or not line(str(found["id"])):
        return "id가 없습니다"
    if not isinstance(found.get("text"), str):
        return "text가 없습니다"
    return found


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp949")


def _refuse(place: str, message: str) -> NoReturn:
    raise ReadError(f"{place}: {message}.", _SHAPE)


def _document(data: bytes, place: str, uri: str, digest: str) -> SourceDocument:
    found = _fields(data)
    if isinstance(found, str):
        _refuse(place, found)
    body = clean(found["text"])
    if not body:
        raise EmptyDocument(f"{place}: text가 비어 있습니다.", _SHAPE)
    text = _with_subtitle(_string(found, "subtitle"), body)
    issuer = line(_string(found, "issuer"))
    published = dates.parse(_string(found, "date") or _string(found, "published"))
    return SourceDocument(
        id=str(found["id"]),
        version=1,
        title=line(_string(found, "title")) or _lead(text),
        issuer=issuer,
        published=published,
        modified=dates.parse(_string(found, "modified")),
        kind=_kind(found, issuer),
        uri=uri,
        sha256=digest,
        text=text,
        byline=line(_string(found, "byline")),
        dated="printed" if published else "",
    )


def _string(found: Record, key: str) -> str:
    value = found.get(key)
    return str(value) if isinstance(value, str | int) else ""


def _with_subtitle(subtitle: str, body: str) -> str:
    """Return the body after those subtitle lines that it does not already hold."""
    held = "".join(body.split())
    lines = [part for part in clean(subtitle).split("\n") if part.strip() and "".join(part.split()) not in held]
    return "\n".join([*lines, "", body]) if lines else body


def _kind(found: Record, issuer: str) -> Kind:
    if found.get("kind") in get_args(Kind):
        return cast("Kind", found["kind"])
    return "press_release" if issuer else "document"


def _lead(text: str) -> str:
    first = line(text.split("\n", 1)[0])
    return first if len(first) <= _TITLE_LENGTH else first[: _TITLE_LENGTH - 1].rstrip() + "…"
