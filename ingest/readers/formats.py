"""File format and text encoding detection by content."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from io import BytesIO, StringIO
from typing import Literal

from ingest.archives import DAMAGED
from ingest.readers.mhtml import archived

Format = Literal[
    "empty", "pdf", "html", "mhtml", "jsonl", "text", "csv", "gzip",
    "hwp", "hwp3", "hwpx", "hwpml", "doc", "docx", "sheet", "slides", "opendocument", "locked",
    "json", "xml", "rtf", "image", "zip", "office", "binary",
]  # fmt: skip

HEAD = 65_536
"""Bytes from the start of a file that suffice to tell its format, zip containers excepted."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM", b"RIFF")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|meta|title|article|div|table|p|span|script)[\s>/]", re.I)
_SENTENCE = re.compile(r"(?:다|요|까)[.?!]\W*$")
_ENCODING = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{1,40})""", re.I)
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
_KOREAN_ENCODINGS = {"euc-kr", "euckr", "cp949", "ks_c_5601-1987", "ksc5601", "x-windows-949", "uhc"}


def sniff(data: bytes) -> Format:
    """Return the format of `data`, whole or its first `HEAD` bytes (a zip container needs all of it)."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return "empty"
    return _by_magic(data) or _by_text(data)


def _by_magic(data: bytes) -> Format | None:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        return _in_ole(data)
    if data.startswith(b"PK\x03\x04"):
        return _in_zip(data)
    if data.startswith(b"HWP Document File"):
        return "hwp3"
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if archived(data):
        return "mhtml"
    if data.startswith(_IMAGES) and b"\x00" in data[:64]:
        return "image"
    return None


def _in_ole(data: bytes) -> Format:
    if b"HWP Document File" in data or _named("FileHeader", data):
        return "hwp"
    if _named("EncryptedPackage", data):
        return "locked"
    if _named("WordDocument", data):
        return "doc"
    return "sheet" if _named("Workbook", data) or _named("Book\x00", data) else "office"


def _named(entry: str, data: bytes) -> bool:
    """Whether an OLE container has an entry whose name begins so."""
    return entry.encode("utf-16-le") in data


def _in_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as container:
            names = container.namelist()
    except (*DAMAGED, OSError):
        names = []
    if b"application/hwp+zip" in data[:200] or "Contents/content.hpf" in names:
        return "hwpx"
    if b"application/vnd.oasis.opendocument." in data[:120]:
        return "sheet" if b"opendocument.spreadsheet" in data[:120] else "opendocument"
    for folder, found in (("word/", "docx"), ("xl/", "sheet"), ("ppt/", "slides")):
        if any(name.startswith(folder) for name in names) or (not names and folder.encode() in data):
            return found  # type: ignore[return-value]
    return "zip"


def _by_text(data: bytes) -> Format:
    head = data[:HEAD]
    text = decode(data, partial=True)
    if text is None:
        return "binary"
    start = text.lstrip("\ufeff \t\r\n")
    if _json_lines(start):
        return "jsonl"
    if start[:1] in {"{", "["} and _json(data):
        return "json"
    if start.startswith("<"):
        if "<HWPML" in start[:2000]:
            return "hwpml"
        if _HTML.search(head.replace(b"\x00", b"")):
            return "html"
        if start.startswith("<?xml"):
            return "xml"
    if re.search(rb"<html[\s>]", head[:4096], re.I):
        return "html"
    return "csv" if delimiter(start) else "text"


def delimiter(text: str) -> str:
    """Return what parts the values of a table in plain text, empty where the text is no table.

    A table has a first row of names and keeps its number of values from row to row; in prose, a comma is followed by
    a space and lines differ.
    """
    head = text[:HEAD]
    whole = head if len(head) == len(text) else head.rpartition("\n")[0]
    for mark in (",", "\t", ";"):
        if mark in whole.partition("\n")[0] and _is_table(whole, mark):
            return mark
    return ""


def _is_table(text: str, mark: str) -> bool:
    try:
        rows = [row for row in csv.reader(StringIO(text), delimiter=mark, strict=True) if any(map(str.strip, row))]
    except csv.Error:
        return False
    if len(rows) < 3 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return False
    names = [name.strip() for name in rows[0]]
    if len(set(names)) < len(names) or any(len(name) > 40 or not re.search(r"[^\W\d_]", name) for name in names):
        return False
    values = [value for row in rows for value in row]
    spaced = sum(value[:1] == " " for row in rows for value in row[1:])
    return spaced * 3 < len(values) and sum(bool(_SENTENCE.search(row[-1])) for row in rows) * 2 < len(rows)


def _json_lines(text: str) -> bool:
    """Whether most of the first lines are JSON objects; the last line may have been cut off."""
    lines = [line for line in text.split("\n")[:21] if line.strip()]
    if not lines or (not lines[0].lstrip().startswith("{") and len(lines) < 2):
        return False
    whole = lines[:20] if len(lines) > 1 else lines
    objects = sum(_object(line) for line in whole)
    if objects:
        return objects * 2 >= len(whole)
    # One record longer than the head cannot be parsed yet; its first key can be seen.
    return len(lines) == 1 and len(text) > HEAD // 4 and bool(re.match(r'\{\s*"\w+"\s*:', lines[0]))


def _object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def decode(data: bytes, *, partial: bool = False) -> str | None:
    """Return the text of `data` in UTF-8, UTF-16 or CP949, whichever it is; None when it is no text.

    `partial` says that the last character may be cut.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _plausible(data.decode("utf-16", errors="replace"))
    if b"\x00" in data:
        return _wide(data)
    declared = _ENCODING.search(data[:4096])
    if declared and declared[1].decode("ascii").lower() in _KOREAN_ENCODINGS:
        order = ("cp949", "utf-8")
    else:
        order = ("utf-8", "cp949")
    for encoding in order:
        if (text := _strict(data, encoding, partial)) is not None and _plausible(text) is not None:
            return text
    return _mended(data)


def _strict(data: bytes, encoding: str, partial: bool) -> str | None:
    try:
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        if partial and error.start >= len(data) - 4:
            return data[: error.start].decode(encoding, errors="ignore")
        return None


def _mended(data: bytes) -> str | None:
    """Text with a few broken bytes, as a cut or wrongly joined copy has them."""
    for encoding in ("utf-8", "cp949"):
        text = data.decode(encoding, errors="replace")
        broken = text.count("\ufffd")
        if broken <= max(1, len(text) // 200) and len(text) >= 8:
            return _plausible(text.replace("\ufffd", ""))
    return None


def _wide(data: bytes) -> str | None:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = data[: len(data) // 2 * 2].decode(encoding, errors="replace")
        common = sum(map(_common, text[:4000]))
        if common >= 0.95 * min(len(text), 4000):
            return text
    return None


def _common(character: str) -> bool:
    return "가" <= character <= "힣" or " " <= character <= "~" or character in "\r\n\t·“”‘’ㆍ…「」『』"


def _plausible(text: str) -> str | None:
    """Return the text, unless control or unassigned characters say that these bytes are something else."""
    sample = text[:8000]
    odd = len(_ODD.findall(sample))
    return None if odd > max(1, len(sample) // 50) else text
