"""Lay out the pages of the site in build/pages for mkdocs: docs/, the pages at the top, and links as the site has them.

README, CONTRIBUTING, SECURITY and CHANGELOG become pages of the site, so that nothing is written twice. A link to
another file of the project, as source code, keeps its words alone; a link to nothing is left for mkdocs to refuse.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = {
    "README.md": "index.md",
    "README.ko.md": "index.ko.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "docs/decisions": "decisions/index.md",
}
"""Where a file or folder of the project stands in the site; docs/ itself is at its root."""
_LINK = re.compile(
    r"^```.*?^```|(?P<image>!?)\[(?P<words>[^][]*)\]\((?P<to>[^)\s]+)\)|`[^`\n]+`", re.MULTILINE | re.DOTALL
)
"""A link, or code, which is left alone."""


def lay_out(to: Path) -> None:
    """Write every page and picture of the site below `to`, which is emptied first."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(ROOT / "docs", to)
    for written in sorted((ROOT / "docs").rglob("*.md")):
        name = written.relative_to(ROOT).as_posix()
        (to / place(name)).write_text(turned(written.read_text("utf-8"), name), "utf-8")
    for name, page in PAGES.items():
        source = ROOT / name
        text = decisions(source) if source.is_dir() else source.read_text("utf-8")
        (to / page).write_text(turned(text, name), "utf-8")


def place(name: str) -> str:
    """Return where a file or folder of the project stands in the site; empty if it does not."""
    return PAGES.get(name) or (name.removeprefix("docs/") if name.startswith("docs/") else "")


def turned(text: str, name: str) -> str:
    """Return a page of the project with its links as the site needs them."""
    return _LINK.sub(lambda found: _link(found, name) if found["to"] else found[0], text)


def _link(link: re.Match[str], name: str) -> str:
    path, _, anchor = link["to"].partition("#")
    if not path or ":" in path:
        return link[0]
    meant = os.path.normpath(Path(name).parent / path)
    page = place(meant)
    if not page:
        return link["words"] if (ROOT / meant).exists() else link[0]
    korean = name.endswith(".ko.md")
    if meant == name.replace(".ko.md", ".md") if korean else page.endswith(".ko.md"):
        return link["words"]  # the same page in the other language: the site has a switch
    to = os.path.relpath(page, Path(place(name)).parent) + (f"#{anchor}" if anchor else "")
    return f"{link['image']}[{link['words']}]({to})"


def decisions(folder: Path) -> str:
    """Return a page that lists the decisions by their titles."""
    titles = {path.name: path.read_text("utf-8").partition("\n")[0].lstrip("# ") for path in folder.glob("*.md")}
    return "# Decisions\n\n" + "".join(f"- [{titles[name]}]({folder.name}/{name})\n" for name in sorted(titles))


if __name__ == "__main__":
    lay_out(ROOT / "build" / "pages")
