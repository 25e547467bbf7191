"""Behaviour of the tab that checks a text.

A desk is stateless: a session's sheet is passed in and returned, and nothing of a draft that was read is kept unless
its reader shares it.
"""

from __future__ import annotations

import base64
import binascii
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from markupsafe import Markup

from assistant.answers import Question
from ingest.errors import GeungeoError
from ui import days
from ui.accounts.visitors import Visitor
from ui.exports import files
from ui.exports.coverage import coverage
from ui.exports.pack import Checked
from ui.limits import TEXT_LIMIT
from ui.messages import Language, say
from ui.page.check import cards, comparison, sheets
from ui.page.check import panel as panels
from ui.page.check.shares import Shares
from ui.page.check.sheets import Sheet
from ui.page.evidence.context import Exhibit, evidence
from ui.page.html.markup import join
from ui.page.library import Library, Withheld, documents_of, nothing_withheld, require_readable
from ui.page.numbers import whole

if TYPE_CHECKING:
    from assistant.claims import ClaimVerdict

FILE_LIMIT = 20
"""Most megabytes of a file."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a sheet."""

    sheet: Sheet | None
    checked: Markup
    differing: Markup


@dataclass(frozen=True, slots=True)
class Desk:
    """The checker, what reads drafts, the library that holds the evidence, and the language of the page."""

    judge: Callable[[Question], Iterable[ClaimVerdict]]
    read: Callable[[str, bytes], str]
    """Returns the text of a file of that name and content; raises a GeungeoError that says why it cannot."""
    fetch: Callable[[str], str]
    """Returns the text of what stands at an address, likewise."""
    library: Library
    language: Language
    withheld: Withheld = nothing_withheld
    """Returns which documents the visitor of the moment may not read: what cites them is not shown."""
    shares: Shares | None = None
    """Where texts are kept that are shared by a link; None shares none."""

    def arrive(self, visitor: Visitor, word: str) -> View:
        """Return the checked text that is shared under a word, or why nothing of it is shown."""
        found = self.shares.shared(word) if self.shares else None
        if found is None:
            return View(None, panels.told("checking.shared.gone", self.language), Markup())
        link = word if found.owner == visitor.key else None
        if self.withheld(documents_of(found.sheet)):
            # Its owner can end it all the same.
            refused = panels.told("checking.shared.refused", self.language, link or "")
            return View(Sheet("", stage="stopped", link=link) if link else None, refused, Markup())
        view = self.view(replace(found.sheet, link=link))
        if link:
            return view
        return replace(view, checked=join((panels.told("checking.shared.of", self.language), view.checked)))

    def share(self, sheet: Sheet | None, visitor: Visitor, act: str) -> View | None:
        """Share a checked text, or share it no more; return the view of it, None where there is nothing to share."""
        if self.shares is None or sheet is None or sheet.link is None or sheet.stage not in ("done", "stopped"):
            return None
        if act == "unshare":
            self.shares.unshare(visitor, sheet.link)
            if not sheet.claims:
                return View(None, panels.told("checking.shared.gone", self.language), Markup())
            return self.view(replace(sheet, link=""))
        if sheet.link or not sheet.claims:
            return None
        require_readable(sheet.claims, self.withheld)
        return self.view(replace(sheet, link=self.shares.share(visitor, sheet)))

    def check(self, given: Mapping[str, str], clock: Callable[[], float] = time.monotonic) -> Iterator[View]:
        """Yield the view as the text of `given` is checked, or one with an error message if it cannot be."""
        text, day = given.get("text", ""), given.get("as_of", "").strip()
        if wrong := self._wrong(text, day):
            yield View(None, panels.notice(wrong, self.language), Markup())
            return
        as_of = days.day(day) if day else None
        sheet = Sheet(text, as_of, coverage(self.library, as_of))
        yield from (self.view(one) for one in sheets.follow(self.judge, sheet, clock))

    def stop(self, sheet: Sheet | None) -> View | None:
        """Return the view after checking was stopped; None if no check was running."""
        return self.view(replace(sheet, stage="stopped")) if sheet and sheet.stage == "checking" else None

    def view(self, sheet: Sheet) -> View:
        """Return what the page shows of `sheet`; raise `NoLongerReadable` where its sources may not be read."""
        require_readable(sheet.claims, self.withheld)
        shown = panels.checked(sheet, self.language, shareable=self.shares is not None)
        return View(sheet, shown, cards.listed(sheet, self.language))

    def open(self, sheet: Sheet | None, pressed: Mapping[str, str]) -> Markup | None:
        """Return the sentence that `pressed` names beside its sources, or None if it does not exist."""
        number = whole(pressed.get("number"))
        claim = sheet.claim(number) if sheet else None
        if sheet is None or claim is None or number is None:
            return None
        require_readable(claim, self.withheld)
        exhibit = Exhibit(str(number), claim.verdict.evidence, as_of=sheet.as_of)
        found = tuple(evidence(citation, exhibit, self.library) for citation in claim.verdict.evidence)
        place = comparison.Place(number, len(sheet.claims))
        return comparison.comparison(claim, found, place, self.language)

    def export(self, sheet: Sheet | None, pressed: Mapping[str, str], now: datetime) -> files.File | None:
        """Return the checked sentences as a file in the format that `pressed` names, or None if it is unknown."""
        form = pressed.get("form", "")
        if sheet is None or form not in files.FORMS:
            return None
        require_readable(sheet.claims, self.withheld)
        checked = [Checked(str(number), one.text, one.verdict) for number, one in enumerate(sheet.claims, start=1)]
        return files.checks(checked, form, now, sheet.against, self.language)

    def load(self, given: Mapping[str, str]) -> Markup:
        """Return the form with the text of the file in `given`, or with an error message."""
        name = _name(given.get("name", ""))
        try:
            data = base64.b64decode(given.get("content", ""), validate=True)
        except binascii.Error:
            data = b""
        if len(data) > FILE_LIMIT << 20 or given.get("large"):
            return self._unread(given, say("checking.large", self.language, name=name, limit=FILE_LIMIT))
        return self._filled(given, name, lambda: self.read(name, data))

    def visit(self, given: Mapping[str, str]) -> Markup:
        """Return the form with the text of the page or file at the address in `given`, or with an error message."""
        address = given.get("address", "").strip()
        if not address:
            return self._unread(given, say("checking.address.empty", self.language))
        return self._filled(given, address, lambda: self.fetch(address))

    def _filled(self, given: Mapping[str, str], name: str, read: Callable[[], str]) -> Markup:
        """Return the form with what `read` returns, or with what stood in the way and the text as it was."""
        try:
            found = read()
        except GeungeoError as error:
            return self._unread(given, f"{error.message} {error.hint or ''}".strip())
        except Exception:  # noqa: BLE001 - a file may hold anything; the reader must see that it could not be read
            _log.exception("a draft could not be read")
            return self._unread(given, say("checking.unread", self.language, name=name))
        key = "checking.cut" if len(found) > TEXT_LIMIT else "checking.read"
        said = say(key, self.language, name=name, count=f"{min(len(found), TEXT_LIMIT):,}")
        return panels.form(self.language, panels.Filled(found[:TEXT_LIMIT], given.get("as_of", ""), "", said))

    def _unread(self, given: Mapping[str, str], wrong: str) -> Markup:
        kept = panels.Filled(given.get("text", ""), given.get("as_of", ""), given.get("address", ""), wrong, wrong=True)
        return panels.form(self.language, kept)

    def _wrong(self, text: str, day: str) -> str:
        if not text.strip():
            return say("checking.empty", self.language)
        if len(text) > TEXT_LIMIT:
            return say("checking.long", self.language, limit=f"{TEXT_LIMIT:,}")
        try:
            if day:
                days.day(day)
        except ValueError:
            return say("checking.as_of.wrong", self.language)
        return ""


def _name(given: str) -> str:
    """Return the file name without its folder, short enough for any file system."""
    name = given.replace("\\", "/").rpartition("/")[2][-60:]
    return "file" if name in ("", ".", "..") else name
