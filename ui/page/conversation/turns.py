"""State of one conversation turn, from the question to its finished reply."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from assistant.answers import Answer, Filter, Question, Refusal, Reply
from ingest.errors import GeungeoError
from ui.page.evidence.context import Exhibit
from ui.page.trouble import Trouble

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

Stage = Literal["searching", "checking", "done", "failed", "stopped"]
KEPT = 50
"""Turns that a session remembers; older ones leave the page."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the state of its reply so far."""

    number: int
    """Counted from 1 within a session; never reused."""
    question: str
    as_of: date | None = None
    """The day as of which it was asked, where the reader set one."""
    filter: Filter = field(default_factory=Filter)
    stage: Stage = "searching"
    reply: Reply | None = None
    """Grows while the stage is `checking`; a failed turn keeps the sentences that were checked before."""
    trouble: Trouble | None = None
    offers: tuple[str, ...] = ()
    """Questions that the documents nearest to a refused one do answer."""

    @property
    def understood(self) -> str:
        """The question as it was answered, with its omitted parts filled in."""
        return self.reply.question.text if self.reply else self.question

    @property
    def exhibit(self) -> Exhibit:
        """The citations of the reply so far."""
        if self.reply is None:
            return Exhibit(str(self.number), ())
        return Exhibit(
            str(self.number),
            self.reply.citations,
            self.reply.passages,
            self.reply.as_of,
            isinstance(self.reply, Refusal),
            self.reply.superseded if isinstance(self.reply, Answer) else (),
            self.reply.lead if isinstance(self.reply, Answer) else None,
        )

    @property
    def working(self) -> bool:
        """Whether the reply is still streaming."""
        return self.stage in ("searching", "checking")


def follow(chain: Runnable[Question | str, Reply], turn: Turn, history: tuple[str, ...] = ()) -> Iterator[Turn]:
    """Yield `turn` as its reply streams in, ending in the stage `done` or `failed`; a failed reply does not raise."""
    yield turn
    try:
        asked = Question(turn.question, turn.as_of, turn.filter, history=history)
        for reply in chain.stream(asked):
            turn = replace(turn, stage="checking", reply=reply)
            yield turn
    except GeungeoError as error:
        yield replace(turn, stage="failed", trouble=Trouble(error.message, error.hint))
    except Exception:  # noqa: BLE001 - the reader must see that it failed, whatever it was; the log says what
        _log.exception("a question could not be answered")
        yield replace(turn, stage="failed", trouble=Trouble())
    else:
        yield replace(turn, stage="done") if turn.reply else replace(turn, stage="failed", trouble=Trouble())
