"""Documents of headings, notes and quotes, written as Markdown, HTML or Word files.

Quoted text is escaped in every format, so that it cannot become markup.
"""

from __future__ import annotations

import html
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.exports.layout import plain
from ui.messages import Language

if TYPE_CHECKING:
    from docx.document import Document

_SPECIAL = re.compile(r"([\\`*_\[\]|<>&~])")
_OPENED = re.compile(r"^(\d*)([#+=.)-])")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "h2{font-size:1.1rem;margin-top:2.5rem}blockquote{margin:.5rem 0;padding:.25rem 1rem;border-left:3px solid #888;"
    "white-space:pre-line}.contradicted{color:#a11}.supported{color:#163}.not_found{color:#555}"
    "p,li,blockquote{overflow-wrap:anywhere}"
)
KOREAN_FONT = "맑은 고딕"
"""Named in Word files, none is embedded: Windows and Word carry it."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote from a document and its position."""

    quote: str
    particulars: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One heading with the notes and quotes below it."""

    heading: str
    label: str = ""
    kind: str = ""
    """Of the label: supported, contradicted, not_found or none."""
    notes: tuple[str, ...] = ()
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """The content of a whole file."""

    title: str
    language: Language
    heads: tuple[str, ...]
    entries: tuple[Entry, ...]


def markdown(value: Written) -> str:
    """Return the file as Markdown."""
    lines = [f"# {escaped(value.title)}", "", *(f"- {escaped(one)}" for one in value.heads)]
    for entry in value.entries:
        lines += ["", f"## {_heading(entry.heading)}", ""]
        lines += [f"**{entry.label}**", ""] if entry.label else []
        lines += [f"- {escaped(each)}" for each in entry.notes]
        for one in entry.quotes:
            quote = [f"> {escaped(line)}  " for line in one.quote.splitlines() if line.strip()]
            lines += ["", *quote, "", *(f"- {escaped(each)}" for each in one.particulars)]
    return "\n".join(lines) + "\n"


def page(value: Written) -> str:
    """Return the file as self-contained HTML."""
    title = html.escape(value.title)
    body = [f"<h1>{title}</h1>", _list(value.heads)]
    for entry in value.entries:
        body.append(f"<h2>{html.escape(plain(entry.heading))}</h2>")
        if entry.label:
            body.append(f'<p class="{html.escape(entry.kind)}"><strong>{html.escape(entry.label)}</strong></p>')
        body.append(_list(entry.notes))
        for one in entry.quotes:
            body += [f"<blockquote>{html.escape(_steerless(one.quote))}</blockquote>", _list(one.particulars)]
    head = (
        f'<!doctype html>\n<html lang="{value.language}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
    )
    return head + "\n".join(part for part in body if part) + "\n</html>\n"


def word(value: Written) -> bytes:
    """Return the file as a Word document (DOCX)."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = KOREAN_FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        # Word chooses the font of Hangul apart, and the template names one by its theme.
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), KOREAN_FONT)
    document.core_properties.title = value.title
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(plain(value.title), 1)
    for head in value.heads:
        document.add_paragraph(plain(head), style="List Bullet")
    for entry in value.entries:
        _word_entry(document, entry)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _word_entry(document: Document, entry: Entry) -> None:
    document.add_heading(plain(entry.heading), 2)
    if entry.label:
        document.add_paragraph().add_run(plain(entry.label)).bold = True
    for note in entry.notes:
        document.add_paragraph(plain(note), style="List Bullet")
    for one in entry.quotes:
        quote = "\n".join(plain(line) for line in one.quote.splitlines() if line.strip())
        document.add_paragraph(quote, style="Intense Quote")
        for each in one.particulars:
            document.add_paragraph(plain(each), style="List Bullet")


def escaped(text: str) -> str:
    """Return `text` on one line, escaped for Markdown."""
    return "".join(_marked(text))


def _heading(text: str) -> str:
    """Return a heading escaped; a leading number (`1. `) needs no escape in a heading, but the text after it does."""
    number, dot, rest = text.partition(". ")
    return f"{number}. {escaped(rest)}" if dot and number.isdigit() else escaped(text)


def _marked(text: str) -> Iterator[str]:
    line, position = plain(text), 0
    for match in _LINK.finditer(line):
        yield _SPECIAL.sub(r"\\\1", line[position : match.start()])
        # An address with escaped underscores would lead nowhere.
        yield f"<{match.group()}>"
        position = match.end()
    rest = _SPECIAL.sub(r"\\\1", line[position:])
    yield rest if position else _OPENED.sub(r"\1\\\2", rest)


def _list(items: Sequence[str]) -> str:
    rows = "".join(f"<li>{_linked(plain(item))}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""


def _linked(text: str) -> str:
    """Return `text` escaped for HTML, with web addresses as links."""
    parts, position = [], 0
    for match in _LINK.finditer(text):
        address = html.escape(match.group())
        parts += [html.escape(text[position : match.start()]), f'<a href="{address}">{address}</a>']
        position = match.end()
    return "".join([*parts, html.escape(text[position:])])


def _steerless(text: str) -> str:
    """Return `text` without control characters but with its line breaks; `plain` does the same for one line."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf") or c == "\u200d")
