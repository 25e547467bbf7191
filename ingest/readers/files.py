"""Reading of a file into documents; the format is detected from its content."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from ingest.documents import SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, ReadError, ReaderStopped, UnsupportedFormat
from ingest.file_names import kept, legible
from ingest.readers import parsing
from ingest.readers.formats import HEAD, Format, sniff
from ingest.readers.opening import open_regular
from ingest.readers.source import Source, check_length, day_of, file_name, stem
from ingest.readers.worker import DEFAULT, Limits, worker

MOST_BYTES = 1 << 30
"""Most bytes of a file, packed or unpacked."""
_AT_ONCE = 1 << 16
"""Most bytes of a plain text that is read in this process."""


def read(path: Path, limits: Limits | None = DEFAULT) -> Iterator[SourceDocument | ReadError]:
    """Yield the documents of one file, lazily; an error stands in for what cannot be read."""
    for source in sources(path, limits):
        try:
            yield source.load()
        except ReadError as error:
            yield error


def sources(path: Path, limits: Limits | None = DEFAULT) -> Iterator[Source]:
    """Yield the sources of one file without parsing them: the file itself, or each record of a JSON Lines corpus.

    A file that cannot be opened is a source as well, whose `load` raises. `limits` are of the process that reads
    PDF, HTML and office files; None reads them in this one.
    """
    try:
        with open_regular(path) as file:
            head = file.read(HEAD)
        form = sniff(head)
        if form == "gzip":
            form, head = _sniff_packed(path)
        if form == "jsonl":
            from ingest.readers.jsonl import records

            yield from records(path)
            return
        digest = _digest(path)
    except OSError as error:
        place, reason = file_name(path), error.strerror or str(error)
        yield _source(path, "", lambda: _unopened(place, reason))
        return
    yield _source(path, digest, lambda: _load(path, limits))


def _source(path: Path, digest: str, loader: Callable[[], SourceDocument]) -> Source:
    return Source(file_name(path), path.resolve().as_uri(), digest, kept(path), loader)


def _unopened(place: str, reason: str) -> NoReturn:
    raise ReadError(f"{place}: 파일을 열 수 없습니다 ({reason}).", "경로와 읽기 권한을 확인해 주세요.")


def _digest(path: Path) -> str:
    digest = sha256()
    with open_regular(path) as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _sniff_packed(path: Path) -> tuple[Format, bytes]:
    try:
        with open_regular(path) as packed, gzip.open(packed) as file:
            head = file.read(HEAD)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return "gzip", b""
    return ("jsonl" if sniff(head) == "jsonl" else "gzip"), head


def _load(path: Path, limits: Limits | None) -> SourceDocument:
    place = file_name(path)
    try:
        return _read(path, place, limits)
    except MemoryError as error:
        raise ReaderStopped(f"{place}: 읽는 데 메모리가 모자랍니다.", "작게 나누어 넣어 주세요.") from error


def _read(path: Path, place: str, limits: Limits | None) -> SourceDocument:
    data = _bytes(path, place)
    digest = sha256(data).hexdigest()
    form = sniff(data)
    if form == "gzip":
        data = _unpack(path)
        form = sniff(data)
    apart = limits is not None and (form in parsing.APART or (form in {"text", "csv"} and len(data) > _AT_ONCE))
    parse = worker(limits).parse if limits is not None and apart else parsing.parse
    reading = parse(form, data, place, stem(path))
    if not reading.text.strip():
        raise EmptyDocument(
            f"{place}: 읽을 수 있는 본문이 없습니다.", "글자가 들어 있는 파일인지 열어서 확인해 주세요."
        )
    check_length(reading.text, place)
    day = day_of(reading, legible(path.stem))
    return SourceDocument(
        id=place,
        version=1,
        title=reading.title,
        issuer=reading.issuer,
        published=day.published,
        modified=reading.modified,
        kind=reading.kind,
        uri=reading.uri or path.resolve().as_uri(),
        sha256=digest,
        text=reading.text,
        pages=reading.pages,
        byline=reading.byline,
        outline=reading.outline,
        dated=day.dated,
        declared=day.declared,
    )


def _bytes(path: Path, place: str) -> bytes:
    try:
        with open_regular(path) as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        _unopened(place, error.strerror or str(error))
    if len(data) > MOST_BYTES:
        raise UnsupportedFormat(f"{place}: 파일이 1GiB가 넘습니다.", "작게 나누어 넣어 주세요.")
    return data


def _unpack(path: Path) -> bytes:
    place = file_name(path)
    try:
        with open_regular(path) as packed, gzip.open(packed) as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DamagedDocument(f"{place}: 압축이 손상되어 풀 수 없습니다.", "파일을 다시 내려받아 주세요.") from error
    if len(data) > MOST_BYTES:
        raise UnsupportedFormat(f"{place}: 압축을 풀면 1GiB가 넘습니다.", "작게 나누어 넣어 주세요.")
    return data
