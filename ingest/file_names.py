"""File names in any bytes: legible to people, kept as text, and found again.

A name that is not UTF-8 reaches Python with each odd byte as a lone surrogate, which neither a database nor JSON takes.
`자료.txt` written in EUC-KR is shown as 자료.txt, and kept with stand-ins from which its bytes come back.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

_LONGEST = 150
"""Most bytes of a name without its ending."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]')
_BYTE = re.compile("[\udc80-\udcff]")
# Private characters that no name of a file is written with, one a byte.
_SHIFT = 0x10_0000
_KEPT = re.compile("[\U0010dc80-\U0010dcff]")
_OTHER = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def kept(path: Path) -> str:
    """Return a path as text that can be stored; `located` gives the path back."""
    return _BYTE.sub(lambda byte: chr(ord(byte[0]) + _SHIFT), str(path))


def located(text: str) -> Path:
    """Return the path that `kept` wrote as `text`."""
    return Path(_odd(text))


def legible(name: str) -> str:
    r"""Return a name or path, or one as `kept` writes it, as people read it: composed, and its odd bytes read as CP949.

    Bytes that are not CP949 either are written out, as `\xb0`.
    """
    name = _OTHER.sub("\N{REPLACEMENT CHARACTER}", _odd(name))
    if _BYTE.search(name):
        name = "/".join(map(_read, name.split("/")))
    # macOS hands out decomposed Hangul.
    return unicodedata.normalize("NFC", name)


def safe(name: str) -> str:
    """Return a name that every file system takes; its ending stays."""
    plain = " ".join(_UNSAFE.sub("_", unicodedata.normalize("NFC", name)).split()).lstrip(". ") or "page"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending.encode()) > 12:
        stem, dot, ending = plain, "", ""
    return stem.encode()[:_LONGEST].decode("utf-8", "ignore") + dot + ending


def _odd(text: str) -> str:
    return _KEPT.sub(lambda byte: chr(ord(byte[0]) - _SHIFT), text)


def _read(part: str) -> str:
    if not _BYTE.search(part):
        return part
    data = part.encode("utf-8", "surrogateescape")
    try:
        return data.decode("cp949")
    except UnicodeDecodeError:
        return data.decode("utf-8", "backslashreplace")
