"""Sample plan documents: parsing the text of the two plans and writing them as PDF files.

Run `python -m evals.datasets.plan_documents` to write the files again; the same text, fonts and library
versions give the same bytes. Needs the `dev` extra (fpdf2 and the Korean fonts).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from evals.datasets import sample_folder

SOURCES = Path(__file__).parent / "plans"

BlockKind = Literal["chapter", "heading", "item", "summary", "table"]

_ITEM = re.compile(r"(□|○|-|※|[가-하]\.) (.+)")


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, outline item or table of a plan."""

    kind: BlockKind
    text: str = ""
    """What is printed; the caption of a table."""
    marker: str = ""
    """The outline marker of an item (□, ○, -, ※, 가.), the number of a chapter, the unit of a table."""
    rows: tuple[tuple[str, ...], ...] = ()
    """The rows of a table, its header first."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan document as written, before it is laid out on pages."""

    name: str
    title: str
    subtitle: str
    issuer: str
    date: date
    contents: str
    """The heading of the table of contents."""
    label: str
    """What the box in the corner of the cover says."""
    blocks: tuple[Block, ...]


def parse(path: Path) -> Plan:
    """Read the plan text at `path`; raise ValueError for a line that fits no block."""
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    blocks: list[Block] = []
    for line in filter(None, map(str.strip, body.splitlines())):
        if line.startswith("(단위"):
            blocks[-1] = replace(blocks[-1], marker=line)
        elif line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
            blocks[-1] = replace(blocks[-1], rows=(*blocks[-1].rows, cells))
        else:
            blocks.append(_block(line))
    return Plan(
        name=path.stem,
        title=fields["title"],
        subtitle=fields["subtitle"],
        issuer=fields["issuer"],
        date=date.fromisoformat(fields["date"]),
        contents=fields["contents"],
        label=fields["label"],
        blocks=tuple(blocks),
    )


def _block(line: str) -> Block:
    if line.startswith("# "):
        number, _, title = line[2:].rpartition(". ")
        return Block("chapter", title, f"{number}." if number else "")
    if line.startswith("## "):
        return Block("heading", line[3:])
    if line.startswith("> "):
        return Block("summary", line[2:])
    if line.startswith("[표 "):
        return Block("table", line)
    if match := _ITEM.fullmatch(line):
        return Block("item", match[2], match[1])
    raise ValueError(f"no block of a plan starts like this: {line!r}")


def build(folder: Path) -> tuple[Path, ...]:
    """Write every plan as a PDF into `folder` and return the files."""
    from evals.datasets.plan_pages import lay_out

    written = []
    for source in sorted(SOURCES.glob("*.md")):
        target = folder / f"{source.stem}.pdf"
        target.write_bytes(lay_out(parse(source)))
        written.append(target)
    return tuple(written)


if __name__ == "__main__":
    build(sample_folder())
