"""Owns what the conversation does when it is asked something or a citation is pressed; knows nothing of Gradio.

A desk holds no conversation: the turns of a session come in and go out, so that no session sees another's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answers import Question, Reply
from ui.evidence import evidence
from ui.holdings import Library, holdings
from ui.markup import Html
from ui.messages import Language
from ui.panels import conversation, welcome
from ui.panels import evidence as pane
from ui.starters import Suggestions
from ui.turns import KEPT, QUESTION_LIMIT, Turn, follow

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

Turns = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows of a session's turns."""

    turns: Turns
    conversation: Html
    sources: Html


@dataclass(frozen=True, slots=True)
class Desk:
    """A chain that answers, a library that shows its sources, what to suggest, and the language of the page."""

    chain: Runnable[Question | str, Reply]
    library: Library
    suggestions: Suggestions
    language: Language

    def arrive(self) -> tuple[Html, Html]:
        """Return conversation and sources as a new visitor sees them."""
        records = self.library.documents()
        held = holdings(records, self.suggestions.of(records))
        return (
            welcome.welcome(held, self.language),
            pane.sources(None, self.language) if held.documents else Html(),
        )

    def ask(self, turns: Turns, text: str) -> Iterator[View]:
        """Yield the view as the reply to `text` grows; nothing for an empty question."""
        asked = text.strip()[:QUESTION_LIMIT]
        if not asked:
            return
        before = turns[-(KEPT - 1) :]
        number = turns[-1].number + 1 if turns else 1
        history = tuple(turn.understood for turn in before)
        for turn in follow(self.chain, Turn(number, asked), history):
            yield self._view((*before, turn))

    def open(self, turns: Turns, pressed: Mapping[str, object]) -> Html | None:
        """Return the citation that `pressed` names by turn and marker, or None when there is none such."""
        number, marker = _whole(pressed.get("turn")), _whole(pressed.get("marker"))
        turn = next((one for one in turns if one.number == number), None)
        citation = turn.citation(marker) if turn and marker is not None else None
        if turn is None or turn.reply is None or citation is None:
            return None
        return pane.opened(evidence(citation, turn.reply.passages, self.library), turn, self.language)

    def _view(self, turns: Turns) -> View:
        return View(
            turns,
            conversation.conversation(turns, self.language),
            pane.sources(turns[-1], self.language),
        )


def _whole(value: object) -> int | None:
    # The browser sends text; anything else was not sent by this page.
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10 else None
