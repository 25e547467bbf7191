"""Owns the tree in README.md: one line a file, its comment taken from the file's own first sentence.

`python .ci/tree.py` writes it; a test compares. Data files are listed by folder.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "assistant", "prompts", "ui", "evals")
FOLDERS = {
    "tests": "unit tests mirroring the packages, a browser test for the page, tests of the documents you read",
    "docs": "the Python interface, benchmarks, and a decision a page",
    ".ci": "what the build runs; it calls `make test`",
}
_BLOCK = re.compile(r"(?<=<!-- tree -->\n).*?(?=<!-- /tree -->)", re.DOTALL)


def comment(module: Path) -> str:
    """Return what a module says it owns, without what it does not know."""
    first = (ast.get_docstring(ast.parse(module.read_text("utf-8"))) or "").split("\n\n")[0].replace("\n", " ")
    owned = re.sub(r"^Owns\s+", "", first.split(";")[0].split(". ")[0]).strip().rstrip(".")
    return owned[:1].lower() + owned[1:] if owned[1:2].islower() else owned


def lines(folder: Path, depth: int) -> list[str]:
    """Return the lines of one package folder, its own comment first."""
    init = folder / "__init__.py"
    found = [line(folder.name + "/", comment(init) if init.exists() else "", depth)]
    for path in sorted(folder.iterdir()):
        if path.name.startswith(("__", ".")):
            continue
        if path.is_dir() and any(path.rglob("*.py")):
            found.extend(lines(path, depth + 1))
        elif path.suffix == ".py":
            found.append(line(path.name, comment(path), depth + 1))
    return found


def line(name: str, said: str, depth: int) -> str:
    """Return one line of the tree."""
    head = "  " * depth + name
    return f"{head:<30}{said}".rstrip()


def tree() -> str:
    """Return the whole block."""
    found = [entry for package in PACKAGES for entry in lines(ROOT / package, 0)]
    found += [line(f"{name}/", said, 0) for name, said in FOLDERS.items()]
    return "\n```text\n" + "\n".join(found) + "\n```\n\n"


def written(readme: str) -> str:
    """Return `readme` with its block up to date."""
    return _BLOCK.sub(lambda _: tree(), readme)


if __name__ == "__main__":
    page = ROOT / "README.md"
    page.write_text(written(page.read_text("utf-8")), "utf-8")
