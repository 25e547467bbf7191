"""The files under the given paths that may be documents, and those passed over."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest import nondocuments
from ingest.errors import SettingsError
from ingest.file_names import legible
from ingest.nondocuments import Sort
from ingest.readers.opening import SPECIAL

_PAGES = (".html", ".htm", ".xhtml", ".shtml")
_CHECK_PATH = "파일이나 폴더의 경로를 확인해 주세요."
_COMPANIONS = ("_files", ".files")
_WHAT: dict[Sort, str] = {"code": "프로그램이나 스크립트", "log": "실행 기록(로그)", "support": "설정이나 부속 파일"}


@dataclass(frozen=True, slots=True)
class Unopened:
    """A named file that is no document, a file or link that leads nowhere, or a folder that could not be listed."""

    path: Path
    error: str
    hint: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What stands under the paths that were given."""

    files: tuple[tuple[Path, Path], ...]
    """(root, file) of every file that may be a document, each file once."""
    skipped: tuple[Path, ...]
    """Files inside folders that are no documents."""
    unopened: tuple[Unopened, ...]
    empty: tuple[Path, ...]
    """Roots under which there is no file at all, or that do not exist."""


def walk(paths: Sequence[Path], store: Path, *, missing: bool = False) -> Walk:
    """Return the files under `paths`; hidden ones, the store's own and what belongs to a saved page are left out.

    Raises:
        SettingsError: a path does not exist, unless `missing` allows for it, or is a link to itself.
    """
    found: dict[Path, Path] = {}
    skipped: dict[Path, None] = {}
    unopened: list[Unopened] = []
    empty: list[Path] = []
    for path in paths:
        root = _resolved(path)
        if absent(root):
            if not missing:
                raise SettingsError(f"경로가 없습니다: {legible(str(path))}", _CHECK_PATH)
            empty.append(root)
        elif not _is_folder(root):
            if _is_file(root, unopened):
                _named(root, found, unopened)
        else:
            files = [file for file in _under(root, store.resolve(), unopened) if _is_file(file, unopened)]
            if not files:
                empty.append(root)
            for file in files:
                if nondocuments.sort(file):
                    skipped[file] = None
                else:
                    found.setdefault(file, root)
    return Walk(
        tuple((root, file) for file, root in found.items()),
        tuple(file for file in skipped if file not in found),
        tuple(unopened),
        tuple(empty),
    )


def absent(path: Path) -> bool:
    """Whether nothing is at a path; what may not be looked at counts as being there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError) as error:
        raise SettingsError(f"링크가 제자리로 돌아옵니다: {legible(str(path))}", _CHECK_PATH) from error


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_file(file: Path, unopened: list[Unopened]) -> bool:
    """Whether this is a file to read; what cannot be one is told of, but what was deleted meanwhile."""
    try:
        if stat.S_ISREG(file.stat().st_mode):
            return True
        reason = SPECIAL
    except FileNotFoundError:
        if not file.is_symlink():
            return False
        reason = "링크가 가리키는 파일이 없습니다"
    except OSError as error:
        reason = error.strerror or str(error)
    message = f"{legible(file.name)}: 파일을 열 수 없습니다 ({reason})."
    unopened.append(Unopened(file, message, "경로와 읽기 권한을 확인하고, 문서 파일을 넣어 주세요."))
    return False


def _named(file: Path, found: dict[Path, Path], unopened: list[Unopened]) -> None:
    if sort := nondocuments.sort(file):
        error = f"{legible(file.name)}: 문서가 아닌 파일입니다({_WHAT[sort]})."
        unopened.append(Unopened(file, error, "글이 담긴 문서라면 .txt로 저장한 뒤 넣어 주세요."))
    else:
        found.setdefault(file, file.parent)


def _under(root: Path, store: Path, unopened: list[Unopened]) -> Iterator[Path]:
    """Yield the files of a folder in the order of their paths."""

    def failed(error: OSError) -> None:
        folder = Path(error.filename)
        reason = error.strerror or str(error)
        unopened.append(
            Unopened(folder, f"{legible(folder.name)}: 폴더를 열 수 없습니다 ({reason}).", "읽기 권한을 확인해 주세요.")
        )

    found: list[Path] = []
    for folder, folders, names in os.walk(root, onerror=failed):
        here = Path(folder)
        saved = pages(names)
        folders[:] = [
            name for name in folders if not name.startswith(".") and not companion(name, saved) and here / name != store
        ]
        found += (here / name for name in names if not name.startswith("."))
    yield from sorted(found)


def pages(names: Iterable[str]) -> frozenset[str]:
    """Return the names, as `companion` takes them, of the pages among the files of a folder."""
    return frozenset(_folded(Path(name).stem) for name in names if Path(name).suffix.lower() in _PAGES)


def companion(folder: str, saved: Collection[str]) -> bool:
    """Whether a folder holds the pictures and scripts of a page that a browser saved beside it."""
    name = _folded(folder)
    return any(name.endswith(ending) and name.removesuffix(ending) in saved for ending in _COMPANIONS)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()
