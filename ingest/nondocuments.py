"""Files that are no documents (logs, scripts, code, settings, fonts), told by name and by content."""

from __future__ import annotations

import re
from pathlib import Path, PurePath
from typing import Literal

from ingest.readers.formats import decode, sniff
from ingest.readers.opening import open_regular

Sort = Literal["code", "log", "support"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CODE = _words(
    "py pyc pyi ipynb js mjs cjs ts tsx jsx vue css scss sass less map sh bash zsh bat cmd ps1 c h cc cpp hpp cs java"
    " class jar go rs rb php pl lua r sql swift kt scala m vbs asm wasm patch diff"
)
_LOGS = _words("log out err trace pid")
_SUPPORT = _words(
    "ini cfg conf toml yaml yml lock env properties editorconfig gitignore woff woff2 ttf otf eot ico cur exe dll so"
    " dylib o a bin dat db sqlite sqlite3 sqlite3-wal sqlite3-shm tmp bak swp part crdownload lnk url"
)
_NAMES = _words("makefile dockerfile thumbs.db desktop.ini jenkinsfile vagrantfile gemfile pipfile")
_PLAIN = frozenset(("", "txt", "text"))
_HEAD = 4096
_FEWEST = 4
_LOGGED = re.compile(
    r"^\W{0,2}(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d|[A-Z][a-z]{2} +\d+ \d\d:\d\d:\d\d \S+ |\d+(?:\.\d+){3} - "
    r"|(?:\d\d:\d\d:\d\d\S* )?\W?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b)"
)
_CODED = re.compile(
    r"[;{}\\]$|^(?:import|from|def|class|return|if|for|while|function|const|let|var|echo|export|set|public|private)\b"
    r"|^(?:#include|#define|@\w|//|/\*|fi$|done$|end$|else\b|elif\b)|^[\w.]+ ?= ?\S|^[\w.]+\(.*\)$"
)


def sort(path: Path) -> Sort | None:
    """Return what sort of file this is where it is no document, else None; a file that cannot be read is one.

    A name decides where it is that of code, logs or support files; a text without a telling name (`.txt` or none) is
    read, so that prose stays and a log that was saved as `.txt` does not.
    """
    if named := of_name(path.name):
        return named
    return _by_content(path) if _ending(path.name) in _PLAIN else None


def of_name(name: str) -> Sort | None:
    """Return the sort of no document that a file's name tells, None where it tells none."""
    ending = _ending(name)
    if name.lower() in _NAMES or ending in _SUPPORT:
        return "support"
    if ending in _CODE:
        return "code"
    return "log" if ending in _LOGS else None


def _ending(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def _by_content(path: Path) -> Sort | None:
    try:
        with open_regular(path) as file:
            head = file.read(_HEAD)
    except OSError:
        return None
    if head.startswith(b"#!"):
        return "code"
    return of_text(decode(head, partial=True) or "") if sniff(head) == "text" else None


def of_text(text: str) -> Sort | None:
    """Return whether the beginning of a text is a log or code, None where it is prose."""
    lines = [line.strip() for line in text.split("\n")[:60] if line.strip()]
    if len(lines) < _FEWEST:
        return None
    if 2 * sum(bool(_LOGGED.match(line)) for line in lines) > len(lines):
        return "log"
    letters = sum(c.isalpha() for c in text)
    hangul = sum("가" <= c <= "힣" for c in text)
    if hangul * 3 < letters and 3 * sum(bool(_CODED.search(line)) for line in lines) > 2 * len(lines):
        return "code"
    return None
