"""The text of a draft that is only read: a file or a page of the web, which no store takes in.

What comes of `초안.hwpx` or `https://…` is what ingestion would read of it, by the same readers in the same process of
their own, and from the web under the same rules.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from ingest import file_names
from ingest.errors import ReadError
from ingest.readers import Limits, allowed, read
from ingest.readers.formats import Format, sniff
from ingest.settings import IngestSettings
from ingest.web import download
from ingest.web.addresses import parse

_PLAIN: frozenset[Format] = frozenset({"empty", "text", "csv", "json", "jsonl", "xml"})


def of_file(path: Path, limits: Limits | None) -> str:
    """Return the text of a file, of all its documents if it holds several.

    Raises:
        ReadError: it cannot be opened or read, and what to do.
    """
    parts: list[str] = []
    for one in read(path, limits):
        if isinstance(one, ReadError):
            raise one
        parts.append(one.text)
    return "\n\n".join(parts)


def of_bytes(name: str, data: bytes, limits: Limits | None) -> str:
    """Return the text of a file that came without a path; what is written for the readers is deleted at once.

    Raises:
        ReadError: it cannot be read, and what to do.
    """
    with TemporaryDirectory(prefix="geungeo-") as folder:
        path = Path(folder) / file_names.safe(name)
        path.write_bytes(data)
        return of_file(path, limits)


def plain(data: bytes) -> str | None:
    """Return the text of a plain text file unchanged, so that offsets count its characters; None for other content.

    In UTF-8, or in CP949 as Korean Windows still writes it.
    """
    if sniff(data) not in _PLAIN:
        return None
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def of_address(url: str, settings: IngestSettings, network: download.Network | None = None) -> str:
    """Return the text of a page or file on the web.

    Raises:
        ReadError: it may not be read, cannot be reached or read, or exceeds a limit, and what to do.
    """
    limits = download.Limits(settings.web_megabytes, settings.web_seconds, settings.allow_private)
    found = download.Downloader(limits, network or download.Network()).get(parse(url))
    try:
        return of_bytes(found.name, found.data, allowed(settings))
    except ReadError as error:
        # The readers name the file that the site calls it; whoever asked knows the address.
        said = error.message.removeprefix(f"{file_names.safe(found.name)}: ")
        raise type(error)(f"{found.address}: {said}", error.hint) from error
