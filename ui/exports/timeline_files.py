"""A timeline as files: a table of its values (CSV), its plots (SVG), and its events with their sources (Markdown)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import datetime

from assistant.answers import Citation
from assistant.history.series import Series, series
from assistant.history.timeline import Entry, Timeline
from assistant.history.values import Value
from ui.exports import contract, svg, timeline_words, wording
from ui.exports.charts import chart
from ui.exports.contract import printed, section
from ui.exports.files import TYPES, File, cell
from ui.exports.formats import escaped
from ui.messages import Language, say

FORMS = ("csv", "svg", "md")
"""The forms in which a timeline is exported."""
COLUMNS = (
    "event",
    "when",
    "dated",
    "status",
    "measure",
    "value",
    "amount",
    "sentence",
    "superseded",
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
)


def exported(value: Timeline, form: str, retrieved: datetime, language: Language) -> File | None:
    """Return a timeline as a file in one of `FORMS`; None for any other form, or plots of what has none."""
    name = say("history.file_name", language, subject=_safe(value.subject), day=value.as_of.isoformat())
    if form == "csv":
        return File(f"{name}.csv", TYPES["csv"], table(value, language).encode("utf-8-sig", "replace"))
    if form == "md":
        text = markdown(value, retrieved, language)
        return File(f"{name}.md", TYPES["md"], text.encode("utf-8", "replace"))
    found = series(value) if form == "svg" else ()
    return File(f"{name}.svg", "image/svg+xml", drawn(value, found, language).encode()) if found else None


def table(value: Timeline, language: Language) -> str:
    """Return the events as CSV, one row a value, or one for an event without; spreadsheets run none of it."""
    held = io.StringIO()
    rows = csv.writer(held, lineterminator="\r\n")
    rows.writerow([say(f"column.{name}", language) for name in COLUMNS])
    for number, entry in enumerate(value.entries, start=1):
        for one in entry.values or (None,):
            rows.writerow(map(cell, _row(number, entry, one, value.entries, language)))
    return held.getvalue()


def drawn(value: Timeline, found: Sequence[Series], language: Language) -> str:
    """Return the plots as a standalone SVG file that names the programme, the as-of day and the publishers."""
    issuers = dict.fromkeys(entry.citations[0].issuer for entry in value.entries if entry.citations)
    notes = [
        f"{say('pack.as_of', language)}: {value.as_of.isoformat()}",
        say("history.sources", language, sources=", ".join(name for name in issuers if name)),
    ]
    title = say("history.heading", language, subject=value.subject)
    return svg.written([chart(one, language) for one in found], title, notes)


def markdown(value: Timeline, retrieved: datetime, language: Language) -> str:
    """Return the events as a Markdown table, the series as further ones, and every source with its quote."""
    numbers = timeline_words.markers(value.entries)
    lines = [
        f"# {escaped(say('history.heading', language, subject=value.subject))}",
        "",
        f"- {say('pack.as_of', language)}: {value.as_of.isoformat()}",
        f"- {say('pack.retrieved', language)}: {retrieved.isoformat(timespec='seconds')}",
        "",
        *_grid(("history.date", "column.status", "column.value", "column.sentence", "history.sources.short"), language),
    ]
    for entry, markers in zip(value.entries, numbers, strict=True):
        lines.append(_cells(_event(entry, markers, value.entries, language)))
    for one in series(value):
        lines += ["", f"## {escaped(timeline_words.topic(one, language))}", ""]
        lines += _grid(("history.date", "history.measure", "history.value", "history.sources.short"), language)
        lines += [_cells(row) for row in _course(one, numbers, language)]
    lines += ["", f"## {say('history.sources.short', language)}", ""]
    for entry, markers in zip(value.entries, numbers, strict=True):
        for marker, cited in zip(markers, entry.citations, strict=True):
            lines += _source(marker, cited, language)
    return "\n".join(lines) + "\n"


def _row(
    number: int, entry: Entry, value: Value | None, entries: tuple[Entry, ...], language: Language
) -> Iterator[str]:
    yield from (str(number), entry.date, say(f"dated.{entry.dated_by}", language))
    yield say(f"status.{entry.status}", language)
    yield from (
        (timeline_words.measure(value, language), value.text, str(contract.number(value.number)))
        if value
        else ("", "", "")
    )
    at = value.citation if value else 1
    yield entry.further[at - 2] if 2 <= at <= len(entry.further) + 1 else entry.text
    yield timeline_words.replaced(entry, entries, language)
    cited = next((one for one in entry.citations if one.marker == at), None)
    yield from _particulars(cited) if cited else [""] * 12


def _particulars(cited: Citation) -> Iterator[str]:
    yield from (cited.quote, cited.title, cited.issuer, printed(cited.published, cited.dated) or "")
    yield "" if cited.page is None else str(cited.page)
    yield from (section(cited.section) or "", cited.uri, cited.document_id, str(cited.version))
    yield from (str(cited.start), str(cited.end), cited.sha256)


def _event(entry: Entry, markers: Sequence[int], entries: tuple[Entry, ...], language: Language) -> tuple[str, ...]:
    values = (f"{timeline_words.measure(one, language)} {one.text}" for one in entry.values)
    said = [entry.text, *entry.further]
    if replaced := timeline_words.replaced(entry, entries, language):
        said.append(f"({replaced})")
    numbers = "".join(f"[{one}]" for one in markers)
    status = say(f"status.{entry.status}", language)
    return entry.date, status, escaped(" · ".join(values)), " / ".join(map(escaped, said)), numbers


def _course(value: Series, numbers: Sequence[Sequence[int]], language: Language) -> Iterator[tuple[str, ...]]:
    for strand in value.strands:
        for one in strand.amounts:
            marker = f"[{numbers[one.entry][one.citation - 1]}]"
            what = timeline_words.strand(strand, value.of, language)
            yield timeline_words.period(one.when, language), escaped(what), escaped(one.text), marker


def _source(marker: int, cited: Citation, language: Language) -> Iterator[str]:
    parts = [
        cited.title or say("untitled", language),
        cited.issuer,
        wording.issued(cited.published, cited.declared, language, cited.withdrawn, cited.dated),
        *wording.paged(cited, language),
        cited.uri,
    ]
    yield f"{marker}. {' · '.join(escaped(part) for part in parts if part)}  "
    yield f"   “{escaped(cited.quote)}”"


def _grid(heads: Sequence[str], language: Language) -> Iterator[str]:
    yield _cells([say(head, language) for head in heads])
    yield "|" + "---|" * len(heads)


def _cells(row: Sequence[str]) -> str:
    """Return a row of a table whose cells are Markdown already."""
    return f"| {' | '.join(row)} |"


def _safe(name: str) -> str:
    """Return a name that may stand in the name of a file."""
    return "".join(letter if letter.isalnum() else "-" for letter in name).strip("-")[:40]
