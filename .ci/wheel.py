"""Build hook of the wheel: the five packages go in under `geungeo`, and what they import of each other with them.

`from ingest.store import Store` becomes `from geungeo.ingest.store import Store`: a top-level name such as `evals`
would be another distribution's as well. No line moves. Code that names a module in a string would not find it there, so
such a string fails the build; `__package__` and `__name__` say the same and are right in both places.
"""

from __future__ import annotations

import ast
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parents[1]
TOP = "geungeo"
PACKAGES = ("ingest", "assistant", "prompts", "ui", "evals")
OPENING = '"""Answers about Korean public policy only with what the documents say; every sentence is proved."""\n'

_ANY = "|".join(PACKAGES)
_PATH = re.compile(rf"((?:{_ANY})(?:\.\w+)+)(?::\w*)?")
_CODE = re.compile(rf"\b(?:from|import) (?:{_ANY})\b")
_BY_NAME = ("files", "find_spec", "getLogger", "import_module")
"""Functions whose text argument names a module."""


class UnclearName(Exception):
    """Code that cannot be moved under another name without a doubt."""


def renamed(source: str, where: str = "") -> str:
    """Return the source of a module with its imports of the packages under `geungeo`.

    Raises UnclearName for a string that names a module, and for `import ingest.store`, which binds `ingest` alone.
    """
    tree = ast.parse(source)
    for line, text in _named(tree):
        raise UnclearName(f"{where}:{line}: {text!r} names a module: use __package__ or __name__")
    lines = source.encode().split(b"\n")
    # From the end, so that what is put in moves nothing that is still to come.
    for line, column, text in sorted(_insertions(tree, lines, where), reverse=True):
        lines[line - 1] = lines[line - 1][:column] + text.encode() + lines[line - 1][column:]
    return b"\n".join(lines).decode()


def _insertions(tree: ast.Module, lines: list[bytes], where: str) -> Iterator[tuple[int, int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 0 and _ours(node.module or ""):
            start = node.col_offset + len("from ")
            if not lines[node.lineno - 1][start:].startswith((node.module or "").encode()):
                raise UnclearName(f"{where}:{node.lineno}: write `from {node.module} import` on one line")
            yield node.lineno, start, f"{TOP}."
        for name in node.names if isinstance(node, ast.Import) else ():
            if _ours(name.name):
                if "." in name.name and name.asname is None:
                    raise UnclearName(f"{where}:{name.lineno}: import {name.name} by `from`")
                yield name.lineno, name.col_offset, f"{TOP}."
                if name.asname is None:
                    yield name.lineno, name.col_offset + len(name.name), f" as {name.name}"


def _named(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield the strings of code that name a module of the packages, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            found = _PATH.fullmatch(node.value)
            # Sentences that begin with `import` stand in docstrings, which have more than one word around them.
            if (found and _exists(found[1])) or (_CODE.search(node.value) and ";" in node.value):
                yield node.lineno, node.value
        elif isinstance(node, ast.Call) and _called(node.func) in _BY_NAME and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str) and _ours(first.value):
                yield first.lineno, first.value


def _called(function: ast.expr) -> str:
    return getattr(function, "attr", getattr(function, "id", ""))


def _ours(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES


def _exists(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


class WheelHook(BuildHookInterface):  # type: ignore[type-arg]  # it has no settings to be generic in
    """Puts the renamed modules into the wheel; hatchling itself puts in all other files of the packages."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the renamed modules to a folder of the build's own and name it to hatchling."""
        if version == "editable":
            return
        places = [path.relative_to(ROOT) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
        modules = {place: renamed((ROOT / place).read_text("utf-8"), place.as_posix()) for place in places}
        self._made = Path(tempfile.mkdtemp(prefix=f"{TOP}-wheel-"))
        for place, source in {Path("__init__.py"): OPENING, **modules}.items():
            into = self._made / place
            into.parent.mkdir(parents=True, exist_ok=True)
            into.write_text(source, "utf-8")
        build_data["force_include"][str(self._made)] = TOP

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 - hatchling's
        """Remove that folder."""
        if version != "editable":
            shutil.rmtree(self._made)
