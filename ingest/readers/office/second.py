"""Blocks by dochan: DOCX, PPTX, and the HWP and HWPX files that hangulang refuses or finds empty."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from dochan import Dochan
from dochan.model.document import Document, Paragraph, TextRun
from dochan.model.equation import Equation
from dochan.model.header_footer import Footnote
from dochan.model.image import Image
from dochan.model.table import Table

from ingest.readers.office.blocks import Block, Cell, Grid, Line, Note

_DEEPEST = 32
# What dochan writes into the text itself: names of bookmarks, pictures and comments.
_ADDED = re.compile(r"\[bookmark: [^\]\n]*\] ?|!\[[^\[\]\n]*\]\([^)\n]*\)|\[comment(?: \d+|: [^\]]*)\]")
_PROPERTIES = "docProps/core.xml"


def blocks(data: bytes, ending: str) -> tuple[tuple[Block, ...], bool]:
    """Return dochan's blocks of a file that would be named with `ending`, and whether it met no error."""
    # It opens paths only; on Windows a file that is open cannot be opened again.
    with tempfile.TemporaryDirectory(prefix="geungeo-") as folder:
        path = Path(folder) / f"document{ending}"
        path.write_bytes(data)
        document = _document(path)
    sound = not any(str(error).startswith("ERR") for error in document.errors)
    found: list[Block] = []
    for section in document.sections:
        notes = {note.number or -at: note for at, note in enumerate(section.elements, 1) if _is_note(note)}
        found.extend(_blocks(section.elements, notes, 0))
        found.extend(_note(element) for element in notes.values())
    return tuple(found), sound


def _document(path: Path) -> Document:
    """Read a file as its author left it: without the text that a tracked change has deleted."""
    for mode in ("final", "preserve"):
        try:
            return Dochan(str(path), revision_mode=mode).doc
        except Exception:  # noqa: BLE001, S112  # `final` is for sound HWP only, and damage raises anything
            continue
    return Document(errors=["ERR"])


def _is_note(element: object) -> bool:
    return isinstance(element, Footnote) and element.type in ("footnote", "endnote")


def _note(element: Footnote) -> Note:
    return Note(str(element.number or ""), _ADDED.sub("", element.text))


def _blocks(elements: Iterable[object], notes: dict[int, Footnote], level: int) -> Iterator[Block]:
    """Yield the blocks of a story; each note follows the block that refers to it and leaves `notes`."""
    if level > _DEEPEST:
        return
    for element in elements:
        if isinstance(element, Table):
            yield _grid(element, notes, level)
        elif isinstance(element, Paragraph):
            yield from _paragraph(element, notes)
        elif isinstance(element, Equation):
            yield Line(element.script or element.latex or "")
        elif isinstance(element, Image):
            yield Line(element.caption_text)
        elif level and isinstance(element, Footnote) and _is_note(element):
            yield _note(element)


def _paragraph(element: Paragraph, notes: dict[int, Footnote]) -> Iterator[Block]:
    if _PROPERTIES in str(getattr(element.provenance, "path", "")):
        return
    yield Line(_text(element.runs), element.heading_level, _slide(element))
    for number in [run.note_ref for run in element.runs if run.note_ref]:
        if number in notes:
            yield _note(notes.pop(number))


def _text(runs: Sequence[TextRun]) -> str:
    parts = [
        f"{run.note_ref})" if run.note_ref else f" {run.equation.script} " if run.equation else run.text for run in runs
    ]
    return _ADDED.sub("", "".join(parts))


def _grid(table: Table, notes: dict[int, Footnote], level: int) -> Grid:
    cells: list[Cell] = []
    for at_row, entries in enumerate(table.rows):
        for at_column, entry in enumerate(entries):
            if entry.is_merged_away:
                continue
            row = at_row if entry.row is None else entry.row
            column = at_column if entry.col is None else entry.col
            bottom, right = row + max(entry.row_span, 1) - 1, column + max(entry.col_span, 1) - 1
            cells.append(Cell(row, bottom, column, right, tuple(_blocks(entry.paragraphs, notes, level + 1))))
    return Grid(tuple(cells), table.caption_text, _slide(table))


def _slide(element: object) -> float | None:
    slide = getattr(getattr(element, "provenance", None), "slide", None)
    return None if slide is None else float(slide - 1)
