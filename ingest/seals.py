"""The seal of a derived index: which files it consisted of when it was last written whole.

A seal stands beside the index and is replaced after every change. Where size or time of a file differ from its seal,
something other than a finished write touched the file: a kill inside a write, a cut, a disk that lost it. Libraries
of indexes do not notice all of these, and some crash over them, so the seal is read before the index is opened.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

Stamp = tuple[int, int, int]
"""Inode, time and size of a seal: it differs after every change of the index."""


File = tuple[int, int, str]
"""Size, time of change (ns) and, once the file was synced, the digest of its content."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The files of an index as they were when it was last written whole."""

    folder: tuple[int, int]
    """Device and inode of the folder; another one means that the index was copied."""
    files: dict[str, File] = field(default_factory=dict)
    """Each file, by its path in the folder."""
    boot: str = ""
    """The boot of the machine after which the files were written, as long as they may not have reached the disk."""
    whole: bool = True
    """False while the index is built anew."""

    def holds(self, folder: Path, files: Iterable[Path]) -> bool:
        """Tell whether these files of the folder are those that were sealed."""
        if not self.whole or (self.boot and self.boot != boot()):
            return False
        found = taken(folder, files).files
        if {name: size for name, (size, *_) in self.files.items()} != {
            name: size for name, (size, *_) in found.items()
        }:
            return False
        if self.folder == identity(folder):
            return all(self.files[name][1] == time for name, (_, time, _) in found.items())
        # A copy's files have times of their own. One that was made before they were synced cannot be proved.
        return all(kept and kept == digest(folder / name) for name, (_, _, kept) in self.files.items())


def taken(folder: Path, files: Iterable[Path], *, pending: bool = False, whole: bool = True) -> Seal:
    """Return the seal that these files of a folder would have now; `pending` where they may not be on the disk yet."""
    found = {}
    for path in files:
        with suppress(FileNotFoundError):
            stat = path.stat()
            found[path.relative_to(folder).as_posix()] = (stat.st_size, stat.st_mtime_ns, "")
    return Seal(identity(folder), found, boot() if pending else "", whole)


def carried(seal: Seal, before: Seal) -> Seal:
    """Return the seal with the digests of the files that did not change since the seal before."""
    files = {}
    for name, (size, time, proof) in seal.files.items():
        kept = before.files.get(name, (0, 0, "")) if before.folder == seal.folder else (0, 0, "")
        files[name] = size, time, kept[2] if kept[:2] == (size, time) else proof
    return replace(seal, files=files)


def proved(seal: Seal, folder: Path, before: Seal) -> Seal:
    """Return the seal with the digests of all files, carried over where they did not change."""
    files = {
        name: (size, time, proof or digest(folder / name))
        for name, (size, time, proof) in carried(seal, before).files.items()
    }
    return replace(seal, files=files)


def digest(path: Path) -> str:
    """Return what tells the content of a file from any other."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "blake2b").hexdigest()


def identity(folder: Path) -> tuple[int, int]:
    """Return the device and inode of a folder."""
    stat = folder.stat()
    return stat.st_dev, stat.st_ino


def read(path: Path) -> Seal | None:
    """Return the seal kept at `path`; None where there is none, and one that holds nothing where it is unreadable."""
    try:
        kept = json.loads(path.read_bytes())
        files = {name: (int(size), int(time), str(proof)) for name, (size, time, proof) in kept["files"].items()}
        device, inode = kept["folder"]
        return Seal((int(device), int(inode)), files, str(kept["boot"]), kept["whole"] is True)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (ValueError, KeyError, TypeError, AttributeError):
        return Seal((0, 0), whole=False)


def write(path: Path, seal: Seal, *, durable: bool = False) -> None:
    """Replace the seal at `path` in one step; `durable` returns only once it is on the disk."""
    made = path.with_suffix(path.suffix + ".new")
    content = {"folder": seal.folder, "files": seal.files, "boot": seal.boot, "whole": seal.whole}
    with made.open("w") as file:
        json.dump(content, file)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    made.replace(path)
    if durable:
        synced(path.parent)


def stamp(path: Path) -> Stamp | None:
    """Return what tells one seal at `path` from the next; None where there is none."""
    try:
        stat = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


def synced(path: Path) -> None:
    """Have a file or folder written to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def boot() -> str:
    """Return what names this start of the machine, on systems that tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return "unknown"
