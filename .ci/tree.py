"""Write the tree of packages and rooms in docs/architecture.md, each with the first sentence of its docstring.

`python .ci/tree.py` writes it; a test compares.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "assistant", "prompts", "ui", "evals")
FOLDERS = {
    "tests": "unit tests mirroring the packages, a browser test for the page, tests of the documents you read",
    "docs": "architecture, interfaces, benchmarks, and a decision a page",
    ".ci": "what the build runs; it calls `make test`",
}
_BLOCK = re.compile(r"(?<=<!-- tree -->\n).*?(?=<!-- /tree -->)", re.DOTALL)


def comment(package: Path) -> str:
    """Return what a package says of itself, without what it does not know."""
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text("utf-8"))) or ""
    first = said.split("\n\n")[0].replace("\n", " ").split(";")[0].split(". ")[0]
    owned = first.removeprefix("Owns ").strip().rstrip(".")
    return owned[:1].lower() + owned[1:] if owned[1:2].islower() else owned


def lines(package: Path, depth: int) -> list[str]:
    """Return the lines of one package and the rooms in it, its own comment first."""
    found = [line(package.name + "/", comment(package), depth)]
    for room in sorted(path.parent for path in package.glob("*/__init__.py")):
        found.extend(lines(room, depth + 1))
    return found


def line(name: str, said: str, depth: int) -> str:
    """Return one line of the tree."""
    head = "  " * depth + name
    return f"{head:<18}{said}".rstrip()


def tree() -> str:
    """Return the whole block."""
    found = [entry for package in PACKAGES for entry in lines(ROOT / package, 0)]
    found += [line(f"{name}/", said, 0) for name, said in FOLDERS.items()]
    return "\n```text\n" + "\n".join(found) + "\n```\n\n"


def written(page: str) -> str:
    """Return `page` with its block up to date."""
    return _BLOCK.sub(lambda _: tree(), page)


if __name__ == "__main__":
    architecture = ROOT / "docs" / "architecture.md"
    architecture.write_text(written(architecture.read_text("utf-8")), "utf-8")
