"""Sharing that is recorded: who shares a conversation or a checked text, who opens its link, and who ends it.

Both are wrapped, as in `ui.audit.answering`, and neither knows of it. A link that leads nowhere shows nothing and is
not recorded, so that nobody fills the log with guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Literal

from assistant.answers import Citation
from ui.accounts.visitors import Visitor
from ui.audit.answering import cited
from ui.audit.events import Code, Event, Share
from ui.audit.trail import Trail
from ui.page.check.shares import Shared, Shares
from ui.page.check.sheets import Sheet
from ui.page.conversation.memory import LISTED, Kept, Memory, Rating, Thumb, Turns
from ui.page.library import Withheld, documents_of

SHOWN, REFUSED = "shown", "refused"
"""Of a link that was opened: what it leads to, or nothing, for its reader may not read every document it cites."""


def digest(word: str) -> str:
    """Return what a link is called in the log, from which its word cannot be found."""
    return sha256(word.encode()).hexdigest()[:16]


class AuditedMemory:
    """Conversations whose sharing is recorded; everything else is done as it is."""

    def __init__(self, memory: Memory, trail: Trail, withheld: Withheld) -> None:
        self._memory = memory
        self._trail = trail
        self._withheld = withheld

    def save(self, visitor: Visitor, identity: str, turns: Turns) -> bool:
        """Save the turns."""
        return self._memory.save(visitor, identity, turns)

    def open(self, visitor: Visitor, identity: str) -> Turns | None:
        """Return the turns of the visitor's own conversation."""
        return self._memory.open(visitor, identity)

    def list(self, visitor: Visitor, limit: int = LISTED) -> tuple[Kept, ...]:
        """Return the visitor's conversations."""
        return self._memory.list(visitor, limit)

    def delete(self, visitor: Visitor, identity: str) -> bool:
        """Delete a conversation; if it was shared, that has ended."""
        word = self._memory.link(visitor, identity)
        turns = self._memory.shared(word) if word else None
        deleted = self._memory.delete(visitor, identity)
        if deleted and word:
            self._note("share.removed", word, turns)
        return deleted

    def rate(self, visitor: Visitor, identity: str, number: int, thumb: Thumb | None, reason: str = "") -> bool:
        """Save the rating of a turn."""
        return self._memory.rate(visitor, identity, number, thumb, reason)

    def ratings(self, visitor: Visitor, identity: str) -> Mapping[int, Rating]:
        """Return the visitor's ratings."""
        return self._memory.ratings(visitor, identity)

    def share(self, visitor: Visitor, identity: str) -> str:
        """Share a conversation as far as it has come and return the word of its link."""
        word = self._memory.share(visitor, identity)
        if word:
            self._note("share.added", word, self._memory.shared(word))
        return word

    def unshare(self, visitor: Visitor, identity: str) -> bool:
        """Share a conversation no more."""
        word = self._memory.link(visitor, identity)
        turns = self._memory.shared(word) if word else None
        ended = self._memory.unshare(visitor, identity)
        if ended:
            self._note("share.removed", word, turns)
        return ended

    def link(self, visitor: Visitor, identity: str) -> str:
        """Return the word under which the visitor shares a conversation."""
        return self._memory.link(visitor, identity)

    def shared(self, word: str) -> Turns | None:
        """Return the turns that are shared under a word, for whoever opens its link."""
        turns = self._memory.shared(word)
        if turns:
            self._note("share.opened", word, turns, SHOWN if not self._withheld(documents_of(turns)) else REFUSED)
        return turns

    def _note(self, code: Code, word: str, turns: Turns | None, outcome: str = "") -> None:
        citations = [one for turn in turns or () if turn.reply is not None for one in turn.reply.citations]
        _note(self._trail, code, "conversation", word, citations, outcome)


class AuditedShares:
    """Checked texts whose sharing is recorded."""

    def __init__(self, shares: Shares, trail: Trail, withheld: Withheld) -> None:
        self._shares = shares
        self._trail = trail
        self._withheld = withheld

    def share(self, visitor: Visitor, sheet: Sheet) -> str:
        """Keep a sheet and return the word of its link."""
        word = self._shares.share(visitor, sheet)
        if word:
            self._note("share.added", word, sheet)
        return word

    def unshare(self, visitor: Visitor, word: str) -> bool:
        """Delete what the visitor shares under a word."""
        found = self._shares.shared(word)
        ended = self._shares.unshare(visitor, word)
        if ended:
            self._note("share.removed", word, found.sheet if found else None)
        return ended

    def shared(self, word: str) -> Shared | None:
        """Return what is shared under a word, for whoever opens its link."""
        found = self._shares.shared(word)
        if found:
            refused = self._withheld(documents_of(found.sheet))
            self._note("share.opened", word, found.sheet, REFUSED if refused else SHOWN)
        return found

    def _note(self, code: Code, word: str, sheet: Sheet | None, outcome: str = "") -> None:
        evidence = [one for claim in sheet.claims for one in claim.verdict.evidence] if sheet else []
        _note(self._trail, code, "check", word, evidence, outcome)


def _note(
    trail: Trail,
    code: Code,
    kind: Literal["conversation", "check"],
    word: str,
    citations: Iterable[Citation],
    outcome: str,
) -> None:
    event = Event(
        code,
        succeeded=outcome != REFUSED,
        outcome=outcome,
        documents=cited(citations),
        share=Share(kind, digest(word)),
    )
    trail.note(event)
