"""HTML of one document: metadata, contents, text, versions and differences between versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from ingest.documents import SourceDocument
from ingest.listing import Listed
from ingest.sentences import is_row
from ui.messages import Language, say
from ui.page.documents.leaves import Leaf, Stretch
from ui.page.documents.panel import particulars
from ui.page.documents.revisions import Change
from ui.page.documents.tables import tables
from ui.page.html.markup import element

MOST_HEADINGS = 400
"""Most headings in the contents."""
DEEPEST = 3
"""Deepest headings in the contents, counted from the highest that the document has."""
SIGNS = {"added": "+", "removed": "−"}


@dataclass(frozen=True, slots=True)
class Volume:
    """One version of a document and the part of it that is open."""

    listed: Listed
    document: SourceDocument
    versions: tuple[int, ...]
    leaves: tuple[Leaf, ...]
    leaf: int
    section: int | None
    """The section asked for, to which the page goes."""
    removable: bool
    asking: bool
    """Whether the reader is being asked if it is to be removed."""
    uploaded: bool
    quote: tuple[int, int] | None = None
    """Where the quote stands in the text that the page marks and goes to."""
    notes: tuple[str, ...] = ()
    """What is to be known of it: corrections, near copies, pages that were not read."""

    @property
    def current(self) -> bool:
        """Whether the open version is the current one, which answers are taken from."""
        return self.document.version == self.listed.record.version


def volume(shown: Volume, language: Language) -> Markup:
    """Return the document: its table of contents beside the open leaf of its text."""
    contents = _contents(shown, language)
    text = element("div", *_leaf(shown, language), *_steps(shown, language), class_="text")
    return _framed(shown, element("div", *([contents] if contents else []), text, class_="reading"), language)


def changed(shown: Volume, before: int, found: Sequence[Change], language: Language) -> Markup:
    """Return the changes since version `before`."""
    after = shown.document.version
    parts = [element("h3", say("volume.changes.heading", language, before=before, after=after))]
    if found:
        parts.append(element("p", say("volume.changes.legend", language), class_="hint"))
        parts.append(element("ol", *(_change(one, language) for one in found), class_="changes"))
    else:
        parts.append(element("p", say("volume.changes.none", language), class_="none"))
    return _framed(shown, element("div", *parts, class_="differences"), language)


def gone(identity: str, language: Language) -> Markup:
    """Return the message that a document does not exist."""
    return _notice(say("volume.gone", language, id=identity), "", "", language)


def removed(title: str, language: Language) -> Markup:
    """Return the message that a document was removed."""
    return _notice(say("volume.removed.done", language, title=title), "", "", language)


def failed(message: str, hint: str, identity: str, language: Language) -> Markup:
    """Return the message why a document could not be removed."""
    return _notice(message, hint, identity, language)


def _notice(text: str, hint: str, identity: str, language: Language) -> Markup:
    return element(
        "article",
        _back(language),
        element("p", text, class_="none", role="status"),
        *([element("p", hint, class_="hint")] if hint else []),
        class_="volume notice",
        data_document=identity,
    )


def _framed(shown: Volume, body: Markup, language: Language) -> Markup:
    document = shown.document
    links = []
    if re.match(r"https?://", document.uri, re.IGNORECASE):
        source = {"href": document.uri, "target": "_blank", "rel": "noopener noreferrer"}
        links.append(element("a", say("volume.source", language), **source))
    if shown.removable and not shown.asking:
        remove = _button(shown, say("volume.remove", language), "link", view="remove")
        links.append(remove)
    return element(
        "article",
        _back(language),
        element("h2", element("bdi", document.title or say("untitled", language)), class_="title"),
        element("p", particulars(shown.listed, language), class_="particulars"),
        *([element("ul", *(element("li", note) for note in shown.notes), class_="notes")] if shown.notes else []),
        *([element("p", *links, class_="links")] if links else []),
        *([_asking(shown, language)] if shown.asking and shown.removable else []),
        *([_versions(shown, language)] if len(shown.versions) > 1 else []),
        *([element("p", say("volume.old", language), class_="old")] if not shown.current else []),
        body,
        class_="volume",
        data_document=document.id,
    )


def _back(language: Language) -> Markup:
    return element("button", say("volume.back", language), type="button", class_="back", data_act="close")


def _asking(shown: Volume, language: Language) -> Markup:
    what = say("volume.remove.what", language, versions=len(shown.versions))
    return element(
        "div",
        element("h3", say("volume.remove.ask", language)),
        element("p", what),
        element("p", say(f"volume.remove.{'file' if shown.uploaded else 'folder'}", language)),
        element(
            "p",
            element(
                "button",
                say("volume.remove.yes", language),
                type="button",
                class_="danger",
                data_act="remove",
                data_document=shown.document.id,
            ),
            _button(shown, say("volume.remove.no", language), "quiet"),
            class_="answers",
        ),
        class_="asking",
        role="alertdialog",
        aria_label=say("volume.remove.ask", language),
    )


def _versions(shown: Volume, language: Language) -> Markup:
    items = []
    for number in reversed(shown.versions):
        label = say("volume.version", language, number=number)
        if number == shown.listed.record.version:
            label = f"{label} · {say('volume.current', language)}"
        here = number == shown.document.version
        items.append(_button(shown, label, "choice", version=number, current="true" if here else None))
    before = max((one for one in shown.versions if one < shown.document.version), default=None)
    if before:
        said = say("volume.changes", language, before=before)
        items.append(_button(shown, said, "link", view="changes"))
    return element("div", *items, class_="versions", role="group", aria_label=say("volume.version.list", language))


def _contents(shown: Volume, language: Language) -> Markup | None:
    sections = [(at, one) for at, one in enumerate(shown.document.sections) if one.path]
    if len(sections) < 2:
        return None
    highest = min(one.level for _, one in sections)
    shallow = [(at, one) for at, one in sections if one.level < highest + DEEPEST]
    # A heading that a document prints on every page is listed once.
    listed = [
        (at, one) for number, (at, one) in enumerate(shallow) if not number or shallow[number - 1][1].path != one.path
    ][:MOST_HEADINGS]
    items = [
        element(
            "li",
            _button(shown, one.path[-1], "heading", section=at),
            class_=f"level-{one.level - highest + 1}",
        )
        for at, one in listed
    ]
    return element(
        "details",
        element("summary", say("volume.outline", language)),
        element("ol", *items),
        class_="contents",
        open="open",
    )


def _leaf(shown: Volume, language: Language) -> Iterator[Markup]:
    page = None
    for stretch in shown.leaves[shown.leaf]:
        # Where the section asked for goes on over leaves, its beginning is meant.
        target = shown.section is not None and stretch.section == shown.section
        if stretch.heading:
            at = _at(shown, stretch.page, language) if stretch.page != page else ""
            within = shown.quote is not None and stretch.begin <= shown.quote[0] < stretch.start
            yield _heading(stretch, target or within, at)
        page = stretch.page or page
        if stretch.text.strip():
            lines = _lines(stretch, shown.quote)
            yield element("div", *lines, class_="lines", data_target="1" if target else None)


def _at(shown: Volume, page: int | None, language: Language) -> str:
    if page is None:
        return ""
    return say("volume.about" if shown.document.paged_about else "volume.at", language, page=page)


def _heading(stretch: Stretch, target: bool, page: str) -> Markup:
    at = [element("span", page, class_="at")] if page else []
    name = f"h{min(max(stretch.level, 1), 3) + 2}"
    return element(name, stretch.heading, *at, class_="line", data_target="1" if target else None)


def _lines(stretch: Stretch, quote: tuple[int, int] | None) -> Iterator[Markup]:
    """Yield paragraphs and tables with the quote marked; lines whose cells ` | ` separates are rows of tables."""
    start, end = quote or (0, 0)
    places: list[tuple[str, int, int]] = []
    at = stretch.start
    for line in stretch.text.split("\n"):
        # Where the quote begins and ends in the line; the same place twice where it is not in it.
        first = min(max(start - at, 0), len(line))
        places.append((line, first, max(first, min(end - at, len(line)))))
        at += len(line) + 1
    for tabular, group in groupby(places, lambda place: is_row(place[0])):
        lines = list(group)
        if tabular:
            quoted = [number for number, (_, first, last) in enumerate(lines) if first < last]
            yield from tables([line for line, _, _ in lines], quoted)
        else:
            yield from (_paragraph(*line) for line in lines if line[0].strip())


def _paragraph(line: str, first: int, last: int) -> Markup:
    if first == last:
        return element("p", line, dir="auto")
    marked = element("mark", line[first:last], data_target="1")
    return element("p", line[:first], marked, line[last:], dir="auto")


def _steps(shown: Volume, language: Language) -> Iterator[Markup]:
    count = len(shown.leaves)
    if count < 2:
        return
    yield element(
        "nav",
        _step(shown, "volume.leaf.previous", shown.leaf - 1, language),
        element("span", say("volume.leaf", language, number=shown.leaf + 1, count=count)),
        _step(shown, "volume.leaf.next", shown.leaf + 1, language),
        class_="steps",
        aria_label=say("volume.leaves", language),
    )


def _step(shown: Volume, label: str, leaf: int, language: Language) -> Markup:
    there = 0 <= leaf < len(shown.leaves)
    return _button(shown, say(label, language), "quiet", leaf=leaf, disabled=None if there else "disabled")


def _button(
    shown: Volume,
    label: str,
    look: str,
    *,
    version: int | None = None,
    leaf: int | None = None,
    section: int | None = None,
    view: str | None = None,
    current: str | None = None,
    disabled: str | None = None,
) -> Markup:
    """Return a button that opens another version, part or view of this document."""
    return element(
        "button",
        label,
        type="button",
        class_=look,
        aria_current=current,
        disabled=disabled,
        data_act="open",
        data_document=shown.document.id,
        data_version=version or shown.document.version,
        data_leaf=leaf,
        data_section=section,
        data_view=view,
    )


def _change(change: Change, language: Language) -> Markup:
    if change.sign == "gap":
        return element("li", say("volume.gap", language), class_="gap")
    if change.sign == "same":
        return element("li", change.text, class_="same")
    pieces = (
        element("b", piece.text, class_=piece.kind) if piece.kind != "same" else piece.text for piece in change.pieces
    )
    return element(
        "li",
        element("span", SIGNS[change.sign], class_="sign", aria_hidden="true"),
        element("span", f"{say(f'volume.{change.sign}', language)}: ", class_="hidden"),
        element("del" if change.sign == "removed" else "ins", *pieces),
        class_=change.sign,
    )
