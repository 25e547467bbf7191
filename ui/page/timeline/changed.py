"""HTML of the watched figures that changed, each with the quote of its old and of its new value.

`지역혁신선도기업육성 총사업비: 1조 445억원[1] → 1조 2,000억원[2] (2026-05-07)`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from assistant.answers import Citation, Superseded
from assistant.grounding.citations import cite
from ingest.watches import Change, Json
from ui.exports import changed_figures
from ui.messages import Language
from ui.page.evidence import citations
from ui.page.evidence.context import Exhibit
from ui.page.html.templates import render
from ui.page.library import Library

GROUP = "changed"
MOST = 20
"""Most changes shown, the latest first."""
AT_ONCE = 3
"""Changes that stand open; the earlier ones are in a fold."""


@dataclass(frozen=True, slots=True)
class Line:
    """A change as it is shown."""

    text: str
    name: str
    old: str
    old_cited: Markup
    new: str
    new_cited: Markup
    day: str


def exhibit(changes: Sequence[Change]) -> Exhibit:
    """Return the quotes of the changes, numbered through, the old one of each before the new one that replaced it."""
    sides = [side for one in changes for side in (one.old, one.new)]
    cited = tuple(_kept(side, marker) for marker, side in enumerate(sides, 1))
    replaced = tuple(Superseded(one.text, "", 2 * at + 1, 2 * at + 2) for at, one in enumerate(changes))
    return Exhibit(GROUP, cited, superseded=replaced)


def changed(changes: Sequence[Change], shown: Exhibit, language: Language) -> Markup:
    """Return a line for each change, with its citation numbers in `shown`; empty HTML where nothing changed."""
    if not changes:
        return Markup()
    lines = [_line(at, one, shown, language) for at, one in enumerate(changes)]
    return render("timeline/changed.html", language, latest=lines[:AT_ONCE], earlier=lines[AT_ONCE:])


def found(citation: Citation, library: Library) -> Citation:
    """Return the citation with page and headings as its document has them; as it was kept where that is gone."""
    document = library.document(citation.document_id, citation.version)
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return citation
    return cite(document, citation.start, citation.end, citation.marker)


def _line(at: int, one: Change, shown: Exhibit, language: Language) -> Line:
    old, new = (citations.buttons(shown, (2 * at + side,), language) for side in (1, 2))
    name = changed_figures.name(one.new, language)
    return Line(one.text, name, str(one.old["value"]), old, str(one.new["value"]), new, one.at[:10])


def _kept(seen: Json, marker: int) -> Citation:
    """Return the citation of a figure as it was kept when the figure was seen."""
    day = seen["date"]
    return Citation(
        marker=marker,
        document_id=str(seen["document_id"]),
        version=int(str(seen["version"])),
        title=str(seen["title"]),
        issuer=str(seen["issuer"] or ""),
        published=datetime.fromisoformat(str(day)) if day else None,
        uri=str(seen["uri"]),
        sha256="",
        page=None,
        section=(),
        start=int(str(seen["start"])),
        end=int(str(seen["end"])),
        quote=str(seen["quote"]),
    )
