"""Behaviour of the documents tab: list, open, compare, remove and upload."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import unquote

from markupsafe import Markup

from ingest.documents import Kind
from ingest.errors import GeungeoError
from ingest.listing import Wanted
from ingest.sources.standing import Standing
from ui.accounts.visitors import NotAllowed, Visitor
from ui.exports.provenance import Provenance, notes, provenance
from ui.messages import Language, say
from ui.page.documents import followed, intake, volume
from ui.page.documents import panel as panels
from ui.page.documents.archive import Archive, Remover
from ui.page.documents.jobs import Jobs
from ui.page.documents.leaves import leaf_at, leaf_of, leaves
from ui.page.documents.revisions import changes
from ui.page.documents.uploads import too_large
from ui.page.documents.volume import Volume
from ui.page.library import only_default

PAGE = 50
"""Documents on one page of the list."""
LONGEST = 200
"""Most characters of what is searched for."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The documents tab over one store; its only visitor state is the queue of uploads, kept by owner."""

    archive: Archive
    remover: Remover | None
    jobs: Jobs | None
    language: Language
    collections: Callable[[], tuple[str, ...]] = only_default
    """Returns the collections that the visitor of the moment may read, into which files may be put."""
    sources: Callable[[], tuple[Standing, ...]] = tuple
    """Returns how the sources stand of which the visitor of the moment may know."""

    def find(self, asked: Mapping[str, str]) -> Markup:
        """Return one page of the list; `asked` may have text, kind, issuer, year and page."""
        wanted = self._wanted(asked)
        page = max(1, _number(asked.get("page"), 1))
        found = self.archive.find(wanted, PAGE, (page - 1) * PAGE)
        pages = max(1, -(-found.total // PAGE))
        if page > pages:
            page, found = pages, self.archive.find(wanted, PAGE, (pages - 1) * PAGE)
        typed = asked.get("text", "")[:LONGEST]
        shown = panels.Shelf(found, self.archive.facets(), wanted, typed, page, pages)
        return panels.shelf(shown, self.language)

    def arrive(self, query: Mapping[str, str], visitor: Visitor) -> Markup:
        """Return the document that the page's address names, or empty HTML if it names none."""
        named = {name: query[name] for name in ("document", "version", "quote") if name in query}
        return self.open(named, visitor) if named.get("document") else Markup()

    def act(self, data: Mapping[str, str], visitor: Visitor) -> Markup:
        """Return the open document after a press on it or in the list.

        Raises `NotAllowed` if a visitor who is not an editor tries to remove it.
        """
        if data.get("act") == "close":
            return Markup()
        if data.get("act") == "remove":
            return self.remove(data, visitor)
        return self.open(data, visitor)

    def open(self, data: Mapping[str, str], visitor: Visitor) -> Markup:
        """Return the document view that `data` requests: document, version, leaf, section or quote, `view` for changes.

        A quote is the place of one, as `start-end` in characters of that version's text.
        """
        identity = data.get("document", "")
        listed = self.archive.listed(identity)
        document = self.archive.document(identity, _number(data.get("version"), 0) or None)
        if listed is None or document is None:
            return volume.gone(identity, self.language)
        divided = leaves(document)
        section = _number(data.get("section"), -1)
        quote = _place(data.get("quote", ""), len(document.text))
        at = leaf_of(divided, section) if section >= 0 else _number(data.get("leaf"), 0)
        if quote:
            at = leaf_at(divided, quote[0])
        shown = Volume(
            listed=listed,
            document=document,
            versions=self.archive.versions(identity),
            leaves=divided,
            leaf=min(max(at, 0), len(divided) - 1),
            section=section if section >= 0 else None,
            quote=quote,
            removable=self.remover is not None and visitor.may("editor"),
            asking=data.get("view") == "remove",
            uploaded=self.remover is not None and self.remover.uploaded(identity),
            notes=tuple(notes(document, _named(provenance(identity, self.archive)), self.language)),
        )
        if data.get("view") == "changes":
            before = max((one for one in shown.versions if one < document.version), default=None)
            older = self.archive.document(identity, before) if before else None
            if older:
                return volume.changed(shown, older.version, changes(older.text, document.text), self.language)
        return volume.volume(shown, self.language)

    def remove(self, data: Mapping[str, str], visitor: Visitor) -> Markup:
        """Remove a document and return a confirmation.

        Raises `NotAllowed` for a visitor who is not an editor.
        """
        if not visitor.may("editor"):
            raise NotAllowed("editor")
        identity = data.get("document", "")
        listed = self.archive.listed(identity)
        try:
            if listed is None or self.remover is None or not self.remover.remove(identity):
                return volume.gone(identity, self.language)
        except GeungeoError as error:
            return volume.failed(error.message, error.hint, identity, self.language)
        return volume.removed(listed.record.title or identity, self.language)

    def files(self, visitor: Visitor) -> Markup:
        """Return the upload area and the progress of the visitor's files; empty HTML if uploads are not allowed."""
        if self.jobs is None or not visitor.may("editor"):
            return Markup()
        return intake.intake(self.jobs.of(visitor.key), self.language, self.collections())

    def followed(self, visitor: Visitor) -> Markup:
        """Return how the sources stand, to editors alone; empty HTML where there are none."""
        return followed.followed(self.sources(), self.language) if visitor.may("editor") else Markup()

    def give(self, data: Mapping[str, str], visitor: Visitor) -> Markup:
        """Return the same after a press, which clears finished files or records one that was too large to send."""
        if self.jobs is not None and visitor.may("editor"):
            if data.get("act") == "clear":
                self.jobs.clear(visitor.key)
            if data.get("act") == "refuse":
                name = data.get("name", "")[:LONGEST]
                self.jobs.refuse(name, visitor.key, too_large(name))
        return self.files(visitor)

    def _wanted(self, asked: Mapping[str, str]) -> Wanted:
        kinds = {say(f"page.kind.{kind}", self.language): kind for kind in get_args(Kind)}
        words = asked.get("text", "")[:LONGEST].split()
        kind = asked.get("kind", "")
        if not kind:
            # A kind typed as a word is meant as a kind; texts seldom say what they are.
            kind = next((kinds[word] for word in words if word in kinds), "")
            words = [word for word in words if word not in kinds]
        year = _number(asked.get("year"), 0)
        return Wanted(" ".join(words), kind, asked.get("issuer", ""), year if 1 <= year <= 9998 else None)


def _number(text: str | None, other: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 8 else other


def _place(text: str, length: int) -> tuple[int, int] | None:
    """Return a place written as `start-end`; None where it is not one in a text of that length."""
    first, _, last = text.partition("-")
    start, end = _number(first, 0), _number(last, 0)
    return (start, end) if start < end <= length else None


def _named(known: Provenance) -> Provenance:
    """Return it with the names of this machine's files in the place of their paths."""
    others = (uri.rpartition("/")[2] if uri.startswith("file:") else uri for uri in known.places[1:])
    return replace(known, places=tuple(map(unquote, others)))
