"""What office files declare of themselves: title, author and time of making, from their containers."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from ingest.archives import DAMAGED
from ingest.readers.dates import KOREA

_LARGEST = 1 << 22
"""Most bytes of a part that only declares."""
_PARTS = ("docProps/core.xml", "Contents/content.hpf", "meta.xml")
_NAMES = {"title": "title", "creator": "author", "initial-creator": "author"}
_CREATED = {"created", "creation-date", "CreatedDate"}

SUMMARIES = ("\x05HwpSummaryInformation", "\x05SummaryInformation")
_TITLE, _AUTHOR, _CREATED_AT = 2, 4, 12
_SHORT_STRING, _STRING, _TIME = 30, 31, 64
_EPOCH = datetime(1601, 1, 1)


@dataclass(frozen=True, slots=True)
class Particulars:
    """Title, author and time of making as a file declares them; empty where it does not."""

    title: str = ""
    author: str = ""
    created: str = ""
    """In ISO 8601, or as the file writes it."""


def of_zip(data: bytes) -> Particulars:
    """Return the particulars of an OOXML, OpenDocument or HWPX package; a damaged one declares nothing."""
    from lxml import etree

    found: dict[str, str] = {}
    for part in _PARTS:
        if not (content := member(data, part)):
            continue
        try:
            root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError:
            continue
        for element in root.iter():
            if isinstance(element.tag, str) and (text := (element.text or "").strip()):
                _note(found, etree.QName(element).localname, element.get("name", ""), text)
    return Particulars(**found)


def _note(found: dict[str, str], tag: str, name: str, text: str) -> None:
    if tag in _NAMES or name in _NAMES:
        found.setdefault(_NAMES.get(tag) or _NAMES[name], text)
    elif tag in _CREATED or name in _CREATED:
        found.setdefault("created", text)


def member(data: bytes, name: str) -> bytes:
    """Return a part of a zip package; nothing where it is missing, damaged or unreasonably large."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if package.getinfo(name).file_size > _LARGEST:
                return b""
            return package.read(name)
    except (*DAMAGED, OSError):
        return b""


def streams(data: bytes, names: tuple[str, ...]) -> Mapping[str, bytes]:
    """Return those streams of an OLE file that can be read."""
    from dochan.cfb import OleFileIO

    found: dict[str, bytes] = {}
    try:
        with OleFileIO(data) as container:
            for name in names:
                if container.exists(name):
                    found[name] = container.openstream(name).read(_LARGEST)
    except Exception:  # noqa: BLE001  # a damaged container has no end of ways to fail, and only declares less
        return found
    return found


def of_ole(found: Mapping[str, bytes]) -> Particulars:
    """Return the particulars of an HWP or older Office file from its summary among the streams found."""
    for name in SUMMARIES:
        try:
            if name in found:
                return _summary(found[name])
        except (struct.error, ValueError, OverflowError, IndexError):
            continue
    return Particulars()


def _summary(data: bytes) -> Particulars:
    """Read a property set stream (MS-OLEPS)."""
    (offset,) = struct.unpack_from("<I", data, 44)
    (count,) = struct.unpack_from("<I", data, offset + 4)
    found: dict[int, str] = {}
    for index in range(min(count, 100)):
        key, place = struct.unpack_from("<II", data, offset + 8 + 8 * index)
        if key in (_TITLE, _AUTHOR, _CREATED_AT):
            found[key] = _value(data, offset + place)
    return Particulars(found.get(_TITLE, ""), found.get(_AUTHOR, ""), found.get(_CREATED_AT, ""))


def _value(data: bytes, at: int) -> str:
    kind, size = struct.unpack_from("<II", data, at)
    if kind == _STRING:
        return data[at + 8 : at + 8 + 2 * size].decode("utf-16-le", errors="replace").split("\x00")[0].strip()
    if kind == _SHORT_STRING:
        return data[at + 8 : at + 8 + size].decode("cp949", errors="replace").split("\x00")[0].strip()
    if kind == _TIME:
        (ticks,) = struct.unpack_from("<Q", data, at + 4)
        moment = _EPOCH + timedelta(microseconds=ticks // 10) + (KOREA.utcoffset(None) or timedelta())
        return moment.replace(microsecond=0).isoformat() if ticks and moment.year > 1980 else ""
    return ""
