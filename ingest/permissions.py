"""Modes of a store's files and folders: they are its owner's alone, whatever the umask."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

FILE = 0o600
FOLDER = 0o700
DERIVED = ("lexical", "chroma")
"""Folders whose files are made by libraries, with modes of their own."""


def folder(path: Path) -> Path:
    """Make a folder for its owner alone, unless there is one, which is then restricted; return it."""
    path.mkdir(parents=True, exist_ok=True)
    _restrict(path)
    return path


def file(path: Path) -> Path:
    """Make an empty file for its owner alone, unless there is one, which is then restricted; return it."""
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, FILE))
    _restrict(path)
    return path


def renamed(new: Path, path: Path) -> None:
    """Put a finished file or folder in its place, so that it is there after a loss of power too."""
    new.rename(path)
    above = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(above)
    finally:
        os.close(above)


def tighten(store: Path) -> None:
    """Restrict a store that an earlier version of the product or a library left open to others.

    The whole tree is walked only where the folder itself was open; below a closed one nobody else gets, and only what
    libraries make anew is looked at again.
    """
    whole = bool(store.stat().st_mode & 0o077)
    _restrict(store)
    for one in store.iterdir():
        _restrict(one)
        if whole or one.name in DERIVED:
            for each in _below(one):
                _restrict(each)


def _below(path: Path) -> Iterator[Path]:
    for above, folders, names in os.walk(path):
        yield from (Path(above, name) for name in (*folders, *names))


def _restrict(path: Path) -> None:
    """Take from everybody else what they may do, where the file is ours."""
    # One that another process has just deleted needs nothing, and some file systems know no modes.
    with suppress(OSError):
        status = path.lstat()
        if status.st_uid != os.geteuid() or path.is_symlink():
            return
        wanted = FOLDER if path.is_dir() else FILE
        if status.st_mode & 0o777 != wanted:
            path.chmod(wanted)
