"""Reading of a file into documents; the format is detected from its content."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NoReturn

from ingest.documents import SourceDocument
from ingest.errors import DamagedDocument, EmptyDocument, ReadError, UnsupportedFormat
from ingest.readers.formats import HEAD, Format, sniff
from ingest.readers.source import Reading, Source, file_name, stem

_MOST_UNPACKED = 1 << 30

_SAVE_AS_PDF = "한글이나 워드에서 PDF로 저장한 뒤 그 PDF를 넣어 주세요."
_UNREAD: dict[Format, tuple[str, str]] = {
    "hwp": ("한글(HWP) 문서는 아직 읽지 못합니다", _SAVE_AS_PDF),
    "hwp3": ("한글 3.x(HWP) 문서는 아직 읽지 못합니다", _SAVE_AS_PDF),
    "hwpx": ("한글(HWPX) 문서는 아직 읽지 못합니다", _SAVE_AS_PDF),
    "hwpml": ("한글(HWPML) 문서는 아직 읽지 못합니다", _SAVE_AS_PDF),
    "doc": ("워드(DOC) 문서는 아직 읽지 못합니다", _SAVE_AS_PDF),
    "docx": ("워드(DOCX) 문서는 아직 읽지 못합니다", _SAVE_AS_PDF),
    "sheet": ("엑셀 문서는 아직 읽지 못합니다", "PDF나 텍스트로 저장한 뒤 넣어 주세요."),
    "slides": ("파워포인트 문서는 아직 읽지 못합니다", "PDF로 저장한 뒤 넣어 주세요."),
    "office": ("오피스 문서는 아직 읽지 못합니다", "PDF로 저장한 뒤 넣어 주세요."),
    "rtf": ("RTF 문서는 읽지 못합니다", "PDF나 텍스트로 저장한 뒤 넣어 주세요."),
    "image": ("그림 파일에는 읽을 글자가 없습니다", "글자 인식(OCR)을 거친 PDF로 바꾸어 넣어 주세요."),
    "zip": ("압축 파일은 읽지 못합니다", "압축을 푼 뒤 안의 문서를 넣어 주세요."),
    "json": ("JSON Lines가 아닌 JSON입니다", "한 줄에 문서 하나씩 적은 JSON Lines로 바꾸어 주세요."),
    "xml": ("XML 문서는 읽지 못합니다", "PDF, HTML이나 텍스트로 저장한 뒤 넣어 주세요."),
    "binary": (
        "알 수 없는 형식입니다",
        "PDF, HTML, 텍스트(UTF-8·CP949), JSON Lines 파일을 넣어 주세요.",
    ),
}


def read(path: Path) -> Iterator[SourceDocument | ReadError]:
    """Yield the documents of one file, lazily; an error stands in for what cannot be read."""
    for source in sources(path):
        try:
            yield source.load()
        except ReadError as error:
            yield error


def sources(path: Path) -> Iterator[Source]:
    """Yield the sources of one file without parsing them: the file itself, or each record of a JSON Lines corpus.

    A file that cannot be opened is a source as well, whose `load` raises.
    """
    try:
        with path.open("rb") as file:
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
    yield _source(path, digest, lambda: _load(path))


def _source(path: Path, digest: str, loader: Callable[[], SourceDocument]) -> Source:
    return Source(file_name(path), path.resolve().as_uri(), digest, str(path), loader)


def _unopened(place: str, reason: str) -> NoReturn:
    raise ReadError(f"{place}: 파일을 열 수 없습니다 ({reason}).", "경로와 읽기 권한을 확인해 주세요.")


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _sniff_packed(path: Path) -> tuple[Format, bytes]:
    try:
        with gzip.open(path) as file:
            head = file.read(HEAD)
    except (gzip.BadGzipFile, EOFError, zlib.error):
        return "gzip", b""
    return ("jsonl" if sniff(head) == "jsonl" else "gzip"), head


def _load(path: Path) -> SourceDocument:
    place = file_name(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        _unopened(place, error.strerror or str(error))
    digest = sha256(data).hexdigest()
    form = sniff(data)
    if form == "gzip":
        data = _unpack(path)
        form = sniff(data)
    reading = _parse(form, data, place, stem(path))
    if not reading.text.strip():
        raise EmptyDocument(
            f"{place}: 읽을 수 있는 본문이 없습니다.", "글자가 들어 있는 파일인지 열어서 확인해 주세요."
        )
    return SourceDocument(
        id=place,
        version=1,
        title=reading.title,
        issuer=reading.issuer,
        published=reading.published,
        modified=reading.modified,
        kind=reading.kind,
        uri=reading.uri or path.resolve().as_uri(),
        sha256=digest,
        text=reading.text,
        pages=reading.pages,
        byline=reading.byline,
        outline=reading.outline,
    )


def _unpack(path: Path) -> bytes:
    place = file_name(path)
    try:
        with gzip.open(path) as file:
            data = file.read(_MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise DamagedDocument(f"{place}: 압축이 손상되어 풀 수 없습니다.", "파일을 다시 내려받아 주세요.") from error
    if len(data) > _MOST_UNPACKED:
        raise UnsupportedFormat(f"{place}: 압축을 풀면 1GiB가 넘습니다.", "작게 나누어 넣어 주세요.")
    return data


def _parse(form: Format, data: bytes, place: str, name: str) -> Reading:
    if form == "empty":
        raise EmptyDocument(f"{place}: 빈 파일입니다.", "내용이 있는 파일인지 확인해 주세요.")
    if form == "pdf":
        from ingest.readers.pdf import parse as parse_pdf

        return parse_pdf(data, place, name)
    if form == "html":
        from ingest.readers.html import parse as parse_html

        return parse_html(data, place, name)
    if form == "mhtml":
        from ingest.readers.html import parse_archive

        return parse_archive(data, place, name)
    if form == "text":
        from ingest.readers.text import parse as parse_text

        return parse_text(data, place, name)
    what, hint = _UNREAD.get(form, _UNREAD["binary"])
    raise UnsupportedFormat(f"{place}: {what}.", hint)
