"""Owns the evidence pack, checked claims as one Markdown or HTML file; knows nothing of clocks or of how they came.

A pack is kept and passed on, so it carries all that is needed to find the evidence again without the store.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from assistant.answers import Citation, Difference, Verdict
from ui.contract import day, section
from ui.messages import Language, say
from ui.render import plain

_SPECIAL = re.compile(r"([\\`*_\[\]|<>&~])")
_OPENED = re.compile(r"^(\d*)([#+=.)-])")
_LINK = re.compile(r"https?://[^\s<>\"]+")
_STYLE = (
    "body{font:16px/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}"
    "h2{font-size:1.1rem;margin-top:2.5rem}blockquote{margin:.5rem 0;padding:.25rem 1rem;border-left:3px solid #888;"
    "white-space:pre-line}.contradicted{color:#a11}.supported{color:#163}.not_found{color:#555}"
    "p,li,blockquote{overflow-wrap:anywhere}"
)


@dataclass(frozen=True, slots=True)
class Checked:
    """One claim and the verdict on it."""

    id: str
    claim: str
    verdict: Verdict


def markdown(
    checked: Sequence[Checked], retrieved: datetime, as_of: date | None = None, language: Language = "ko"
) -> str:
    """Return the pack as Markdown; nothing quoted can become markup."""
    lines = [
        f"# {say('pack.title', language)}",
        "",
        *(f"- {_escaped(one)}" for one in _heads(retrieved, as_of, language)),
    ]
    for one in checked:
        lines += ["", f"## {_escaped(one.id)}. {_escaped(one.claim)}", "", f"**{_label(one, language)}**", ""]
        lines += [f"- {_escaped(_difference(each, language))}" for each in one.verdict.differences]
        for cited in one.verdict.evidence:
            quote = [f"> {_escaped(line)}  " for line in cited.quote.splitlines() if line.strip()]
            lines += ["", *quote, "", *(f"- {_escaped(each)}" for each in _particulars(cited, language))]
    return "\n".join(lines) + "\n"


def page(checked: Sequence[Checked], retrieved: datetime, as_of: date | None = None, language: Language = "ko") -> str:
    """Return the pack as one HTML file that loads nothing; every text is escaped."""
    title = html.escape(say("pack.title", language))
    body = [f"<h1>{title}</h1>", _list(_heads(retrieved, as_of, language))]
    for one in checked:
        body.append(f"<h2>{html.escape(one.id)}. {html.escape(plain(one.claim))}</h2>")
        body.append(f'<p class="{one.verdict.label}"><strong>{html.escape(_label(one, language))}</strong></p>')
        body.append(_list([_difference(each, language) for each in one.verdict.differences]))
        for cited in one.verdict.evidence:
            body.append(f"<blockquote>{html.escape(cited.quote)}</blockquote>")
            body.append(_list(list(_particulars(cited, language))))
    head = (
        f'<!doctype html>\n<html lang="{language}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n<style>{_STYLE}</style>\n'
    )
    return head + "\n".join(part for part in body if part) + "\n</html>\n"


def _heads(retrieved: datetime, as_of: date | None, language: Language) -> Iterator[str]:
    yield f"{say('pack.retrieved', language)}: {retrieved.isoformat(timespec='seconds')}"
    if as_of is not None:
        yield f"{say('pack.as_of', language)}: {as_of.isoformat()}"


def _label(one: Checked, language: Language) -> str:
    label = say(f"check.{one.verdict.label}", language)
    nearest = one.verdict.label == "not_found" and one.verdict.evidence
    return f"{label} · {say('check.nearest', language)}" if nearest else label


def _difference(value: Difference, language: Language) -> str:
    key = "reply.difference" if value.source else "check.lacking"
    return say(key, language, claim=value.claim, source=value.source)


def _particulars(value: Citation, language: Language) -> Iterator[str]:
    """Yield the document of a quote and where in it the quote stands."""
    parts = [value.title or say("untitled", language), value.issuer, day(value.published) or say("undated", language)]
    yield " · ".join(part for part in parts if part)
    place = [
        say("pack.version", language, id=value.document_id, version=value.version),
        *([say("reply.page", language, page=value.page)] if value.page is not None else []),
        *([section(value.section)] if value.section else []),
        say("reply.offsets", language, start=value.start, end=value.end),
    ]
    yield f"{say('pack.place', language)}: {' · '.join(place)}"
    yield f"SHA-256: {value.sha256}"
    if value.uri:
        yield f"{say('pack.source', language)}: {value.uri}"


def _escaped(text: str) -> str:
    """Return `text` on one line with everything that Markdown could read as markup escaped."""
    return "".join(_marked(text))


def _marked(text: str) -> Iterator[str]:
    line, position = plain(text), 0
    for match in _LINK.finditer(line):
        yield _SPECIAL.sub(r"\\\1", line[position : match.start()])
        # An address with escaped underscores would lead nowhere.
        yield f"<{match.group()}>"
        position = match.end()
    rest = _SPECIAL.sub(r"\\\1", line[position:])
    yield rest if position else _OPENED.sub(r"\1\\\2", rest)


def _list(items: Sequence[str] | Iterator[str]) -> str:
    rows = "".join(f"<li>{_linked(plain(item))}</li>" for item in items)
    return f"<ul>{rows}</ul>" if rows else ""


def _linked(text: str) -> str:
    """Return `text` escaped, a web address in it as a link."""
    parts, position = [], 0
    for match in _LINK.finditer(text):
        address = html.escape(match.group())
        parts += [html.escape(text[position : match.start()]), f'<a href="{address}">{address}</a>']
        position = match.end()
    return "".join([*parts, html.escape(text[position:])])
