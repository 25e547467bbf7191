"""Recording of chat model calls: the raw text that models wrote while a case ran, before any check.

LangChain reports every call to the callback handler held in a context variable, so no code between the case and the
model has to pass the handler on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any
from uuid import UUID

import prompts

if TYPE_CHECKING:
    from langchain_core.callbacks import BaseCallbackHandler
    from langchain_core.messages import BaseMessage


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a chat model."""

    prompt: str
    """Name, version and digest of the prompt; empty where the call was made with no prompt of the project."""
    text: str
    """What the model wrote, to the letter; what there was of it where the call was broken off."""
    input_tokens: int | None = None
    """Tokens it read, as its provider counts them; None where it does not tell, or the call was broken off."""
    output_tokens: int | None = None
    """Tokens it wrote, likewise."""


class Calls:
    """The chat model calls of one case, in the order in which they began."""

    def __init__(self) -> None:
        self._prompts: dict[UUID, str] = {}
        self._pieces: dict[UUID, list[str]] = {}
        self._tokens: dict[UUID, tuple[int, int]] = {}

    def begin(self, run: UUID, asked: str) -> None:
        """Record that a call began; `asked` is the last message sent."""
        self._prompts[run], self._pieces[run] = prompt(asked), []

    def piece(self, run: UUID, text: str) -> None:
        """Append a streamed piece of the model's text."""
        self._pieces[run].append(text)

    def whole(self, run: UUID, text: str, tokens: tuple[int, int] | None = None) -> None:
        """Record the complete text of a call, in place of its streamed pieces, and its tokens read and written."""
        self._pieces[run] = [text]
        if tokens is not None:
            self._tokens[run] = tokens

    @property
    def taken(self) -> tuple[Call, ...]:
        """The calls recorded so far."""
        return tuple(
            Call(name, "".join(self._pieces[run]), *self._tokens.get(run, (None, None)))
            for run, name in self._prompts.items()
        )


@contextmanager
def taking() -> Iterator[Calls]:
    """Record every chat model call made in this context while it is open."""
    calls = Calls()
    variable = _variable()
    token = variable.set(_handler(calls))
    try:
        yield calls
    finally:
        variable.reset(token)


def prompt(asked: str) -> str:
    """Return the id of the prompt template that a message was made from; empty if none matches."""
    return next((name for name, pattern in _patterns() if pattern.fullmatch(asked)), "")


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    files = sorted(one.name for one in resources.files(prompts).iterdir() if one.name.endswith(".md"))
    loaded = [prompts.load(name.removesuffix(".md")) for name in files]
    return tuple((one.id, _pattern(one)) for one in loaded)


def _pattern(one: prompts.Prompt) -> re.Pattern[str]:
    blank = "\x00"
    _, text = one.messages(**dict.fromkeys(one.variables, blank))[-1]
    return re.compile(".*".join(map(re.escape, text.split(blank))), re.DOTALL)


@cache
def _variable() -> ContextVar[BaseCallbackHandler | None]:
    from langchain_core.tracers.context import register_configure_hook

    variable: ContextVar[BaseCallbackHandler | None] = ContextVar("geungeo_calls", default=None)
    register_configure_hook(variable, inheritable=True)
    return variable


def _tokens(message: BaseMessage) -> tuple[int, int] | None:
    """Return the tokens that a message's provider counted: read, written."""
    used = getattr(message, "usage_metadata", None)
    return (int(used["input_tokens"]), int(used["output_tokens"])) if used else None


def _handler(calls: Calls) -> BaseCallbackHandler:
    from langchain_core.callbacks import BaseCallbackHandler

    class Handler(BaseCallbackHandler):
        raise_error = True

        def on_chat_model_start(self, serialized: Any, messages: Any, *, run_id: UUID, **_: Any) -> None:  # noqa: ANN401 - LangChain's
            del serialized
            calls.begin(run_id, str(messages[0][-1].text))

        def on_llm_new_token(self, token: Any, *, run_id: UUID, chunk: Any = None, **_: Any) -> None:  # noqa: ANN401 - LangChain's
            calls.piece(run_id, token if chunk is None else chunk.text)

        def on_llm_end(self, response: Any, *, run_id: UUID, **_: Any) -> None:  # noqa: ANN401 - LangChain's
            written = response.generations[0][0]
            calls.whole(run_id, written.text, _tokens(written.message))

    return Handler()
