"""JSON Lines reader: a corpus with one document per line."""

from __future__ import annotations

import gzip
import json
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, cast, get_args
from urllib.parse import quote

from ingest.documents import Kind, SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, ReadError
from ingest.file_names import kept
from ingest.readers import dates
from ingest.readers.characters import clean, line
from ingest.readers.opening import open_regular
from ingest.readers.source import Source, check_length, file_name

_TITLE_LENGTH = 60
_ID_LENGTH = 1000
_LONGEST = 64 << 20
"""Most bytes of a line."""
_HOPELESS = 1 << 30
"""Bytes of a line after which nobody looks for its end any more: a few kilobytes unpack to that."""
_BLOCK = 1 << 20
_CUT = "압축이 손상되어 여기서 끊깁니다."
_LONG = f"줄이 {_LONGEST >> 20}MB를 넘습니다."
_SPLIT = "문서마다 줄을 나누고, 긴 문서는 나누어 적어 주세요."
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
        while True:
            try:
                raw = file.readline(_LONGEST + 1)
                ended = len(raw) <= _LONGEST or _skip(file)
            except (EOFError, zlib.error, gzip.BadGzipFile):
                yield _broken(path, number + 1, _CUT, "파일을 다시 내려받아 주세요.")
                return
            if not raw:
                return
            number += 1
            if len(raw) > _LONGEST:
                yield _broken(path, number, _LONG if ended else f"{_LONG} 그 뒤는 읽지 않았습니다.", _SPLIT)
            elif data := raw.strip(b"\xef\xbb\xbf\r\n\t "):
                yield _record(path, number, data, seen)
            if not ended:
                return


def _open(path: Path) -> _Packed | BinaryIO:
    file = open_regular(path)
    packed = file.read(2) == b"\x1f\x8b"
    file.seek(0)
    return _Packed(file) if packed else file


class _Packed(gzip.GzipFile):
    """A packed file that closes what it is read from."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__(fileobj=file)
        self._file = file

    def close(self) -> None:
        """Close both."""
        super().close()
        self._file.close()


def _skip(file: _Packed | BinaryIO) -> bool:
    """Read on to the end of a line, holding little of it; return whether there is one within reason."""
    passed = 0
    while passed < _HOPELESS:
        block = file.readline(_BLOCK)
        if not block or block.endswith(b"\n"):
            return True
        passed += len(block)
    return False


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
    return Source(identity, uri, digest, f"{kept(path)}:{number}", loader)


def _source(path: Path, identity: str, digest: str, loader: Callable[[], SourceDocument]) -> Source:
    uri = f"{path.resolve().as_uri()}#{quote(identity)}"
    return Source(identity, uri, digest, f"{kept(path)}:{identity.rpartition(':')[2]}", loader)


def _broken(path: Path, number: int, message: str, hint: str) -> Source:
    """Return the source of a line without a record that could be told apart, whose `load` raises."""
    place = f"{file_name(path)} {number}번째 줄"

    def broken() -> NoReturn:
        raise DamagedDocument(f"{place}: {message}", hint)

    return _source(path, f"{file_name(path)}:{number}", "", broken)


def _fields(data: bytes) -> Record | str:
    """Return the fields of one line, or what is wrong with it."""
    try:
        found = json.loads(_text(data))
    except (ValueError, RecursionError):
        return "JSON으로 읽을 수 없습니다"
    if not isinstance(found, dict):
        return "JSON 객체가 아닙니다"
    if fault := _fault(found.get("id")):
        return fault
    if not isinstance(found.get("text"), str):
        return "text가 없습니다"
    return found


def _fault(identity: object) -> str:
    """Return what is wrong with an id; empty where it can name a document."""
    if isinstance(identity, bool) or not isinstance(identity, str | int):
        return "id가 없습니다"
    written = str(identity)
    if len(written) > _ID_LENGTH:
        return f"id가 {_ID_LENGTH:,}자를 넘습니다"
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in written):
        return "id에 제어 문자나 깨진 글자가 있습니다"
    return "" if line(written) else "id가 없습니다"


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
    check_length(text, place)
    issuer = line(_string(found, "issuer"))
    stated = _string(found, "date") or _string(found, "published")
    published = dates.parse(stated)
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
        dated=("month" if dates.to_the_month(stated) else "printed") if published else "",
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
