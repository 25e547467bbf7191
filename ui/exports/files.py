"""Downloadable files of checked claims (md, html, docx, csv) and replies."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.answers import Citation, Reply
from ui.exports import absence, formats, pack, wording
from ui.exports.contract import printed, section
from ui.exports.coverage import Coverage
from ui.exports.layout import plain
from ui.exports.originals import original
from ui.exports.pack import Checked
from ui.messages import Language, say

FORMS = ("md", "html", "docx", "csv")
"""The forms in which checked claims are exported."""
TYPES = {
    "md": "text/markdown;charset=utf-8",
    "html": "text/html;charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv;charset=utf-8",
}
COLUMNS = (
    "number",
    "sentence",
    "verdict",
    "claimed",
    "sourced",
    "quote",
    "title",
    "issuer",
    "date",
    "page",
    "section",
    "uri",
    "document",
    "version",
    "start",
    "end",
    "sha256",
    "reason",
    "nearest",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class File:
    """A file that exists only in memory."""

    name: str
    type: str
    """Its media type."""
    content: bytes


def checks(
    checked: Sequence[Checked], form: str, retrieved: datetime, against: Coverage | None, language: Language
) -> File:
    """Return checked claims as a file in one of `FORMS`; raise KeyError for an unknown format."""
    name = say("checking.file_name", language, day=retrieved.date().isoformat())
    if form == "csv":
        return File(f"{name}.csv", TYPES[form], table(checked, language).encode("utf-8-sig"))
    value = pack.claims(checked, retrieved, against, language)
    return File(f"{name}.{form}", TYPES[form], _content(value, form))


def answer(reply: Reply, form: str, retrieved: datetime, language: Language) -> File:
    """Return the evidence of a reply as an md, html or docx file; raise KeyError for an unknown format."""
    name = say("export.answer", language, day=retrieved.date().isoformat())
    return File(f"{name}.{form}", TYPES[form], _content(pack.reply(reply, retrieved, language), form))


def table(checked: Sequence[Checked], language: Language) -> str:
    """Return checked claims as CSV, one row per claim and quote, safe from formula injection in spreadsheets."""
    held = io.StringIO()
    # The line ends of RFC 4180; a quote keeps its own.
    rows = csv.writer(held, lineterminator="\r\n")
    rows.writerow([say(f"column.{name}", language) for name in COLUMNS])
    for one in checked:
        last = absence.reason(one.verdict, language), absence.figure(one.verdict.nearest, language)
        for cited in one.verdict.evidence or (None,):
            rows.writerow(map(cell, (*_row(one, cited, language), *last)))
    return held.getvalue()


def _content(value: formats.Written, form: str) -> bytes:
    made = {
        "md": lambda: formats.markdown(value).encode("utf-8", "replace"),
        "html": lambda: formats.page(value).encode("utf-8", "replace"),
        "docx": lambda: formats.word(value),
    }
    return made[form]()


def _row(one: Checked, cited: Citation | None, language: Language) -> list[str]:
    differences = one.verdict.differences
    notes = [wording.conflict(each, one.verdict.evidence, language) for each in one.verdict.conflicts]
    row = [
        one.id,
        one.claim,
        " · ".join((say(f"check.{one.verdict.label}", language), *notes)),
        " / ".join(each.claim for each in differences),
        " / ".join(each.source for each in differences if each.source),
    ]
    if cited is None:
        return row + [""] * (COLUMNS.index("reason") - len(row))
    page = "" if cited.page is None else str(cited.page)
    return [
        *row,
        cited.quote,
        cited.title,
        cited.issuer,
        printed(cited.published, cited.dated) or "",
        page,
        section(cited.section) or "",
        original(cited.uri),
        cited.document_id,
        str(cited.version),
        str(cited.start),
        str(cited.end),
        cited.sha256,
    ]


def cell(text: str) -> str:
    """Return `text` on one line, with a leading apostrophe if a spreadsheet would read it as a formula."""
    line = plain(text)
    return f"'{line}" if line.startswith(_FORMULA) else line
