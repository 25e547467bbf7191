"""Find dead links: of every Markdown file of the project, the relative links and anchors that lead nowhere.

`python .ci/links.py` prints them and ends with 1 where there is one. Addresses of the web are not asked.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).parents[1]
FOLDERS = ("docs", ".github", "assistant", "evals", "ingest", "prompts", "tests", "ui")
_FENCE = re.compile(r"^(`{3,}).*?^\1`*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"""\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^]]+\]:\s*(\S+)|`[^`\n]*`""", re.MULTILINE)
"""The address of a link, or code, in which nothing is one."""
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def pages(root: Path) -> list[Path]:
    """Return the Markdown files of a project."""
    return sorted([*root.glob("*.md"), *(page for folder in FOLDERS for page in (root / folder).rglob("*.md"))])


def dead(page: Path, root: Path = ROOT) -> Iterator[str]:
    """Yield the links of one page that lead nowhere, or out of the project."""
    for found in _LINK.finditer(_FENCE.sub("", page.read_text("utf-8"))):
        link = found[1] or found[2] or ""
        path, _, anchor = unquote(link).partition("#")
        if not link or re.match(r"[a-z][a-z+.-]*:", path):
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or not target.is_relative_to(root) or (anchor and anchor not in anchors(target)):
            yield link


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return the anchors of a page's headings, as the site and code hosts write them; none of what is no page."""
    if page.suffix != ".md":
        return frozenset()
    text = _FENCE.sub("", page.read_text("utf-8"))
    words = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", found[1]) for found in _HEADING.finditer(text))
    return frozenset(re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in words)


if __name__ == "__main__":
    found = [f"{page.relative_to(ROOT)}: {link}" for page in pages(ROOT) for link in dead(page)]
    sys.stdout.write("".join(f"{one}\n" for one in found))
    sys.exit(bool(found))
