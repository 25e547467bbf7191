"""Owns one turn of a conversation, from the question to its reply, as values; knows nothing of how it is shown."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from assistant.answers import Citation, Question, Reply
from ingest.errors import GeungeoError

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

Stage = Literal["searching", "checking", "done", "failed"]
KEPT = 50
"""Turns that a session remembers; older ones leave the page."""
QUESTION_LIMIT = 1_000
"""Most characters of a question."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a turn failed and what to do; both empty when only the server's log can tell."""

    message: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what is known of its reply so far."""

    number: int
    """Counted from 1 within a session; never reused."""
    question: str
    stage: Stage = "searching"
    reply: Reply | None = None
    """Grows while the stage is `checking`; a failed turn keeps the sentences that were checked before."""
    trouble: Trouble | None = None

    def citation(self, marker: int) -> Citation | None:
        """Return the citation of `marker`, or None when the reply has none."""
        return next((one for one in self.citations if one.marker == marker), None)

    @property
    def understood(self) -> str:
        """The question as it was answered, what it left out filled in."""
        return self.reply.question.text if self.reply else self.question

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of the reply so far."""
        return self.reply.citations if self.reply else ()


def follow(chain: Runnable[Question | str, Reply], turn: Turn, history: tuple[str, ...] = ()) -> Iterator[Turn]:
    """Yield `turn` as its reply grows, ending in the stage `done` or `failed`; never raise for a failed reply."""
    yield turn
    try:
        for reply in chain.stream(Question(turn.question, history=history)):
            turn = replace(turn, stage="checking", reply=reply)
            yield turn
    except GeungeoError as error:
        yield replace(turn, stage="failed", trouble=Trouble(error.message, error.hint))
    except Exception:  # noqa: BLE001 - the reader must see that it failed, whatever it was; the log says what
        _log.exception("a question could not be answered")
        yield replace(turn, stage="failed", trouble=Trouble())
    else:
        yield replace(turn, stage="done") if turn.reply else replace(turn, stage="failed", trouble=Trouble())
