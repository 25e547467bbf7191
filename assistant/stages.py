"""Stages of answering one question, told to whoever watches: for metrics, spans and logs.

A watch learns which stage begins and ends, and nothing of what is asked or found.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from typing import Literal, Protocol, TypeVar, get_args

Stage = Literal["retrieve", "read", "compose", "gate"]
"""Find passages, read them for the sentences that answer, write the answer, prove each of its sentences."""
STAGES: tuple[Stage, ...] = get_args(Stage)

Step = TypeVar("Step")


class Watch(Protocol):
    """Whoever is told the stages of one question; `gate` lies within `compose`."""

    def stage(self, name: Stage) -> AbstractContextManager[None]:
        """Return a context that is entered when the stage begins and left when it ends, with its error if it fails."""


_WATCH: ContextVar[Watch | None] = ContextVar("watch", default=None)


def stage(name: Stage) -> AbstractContextManager[None]:
    """Return the context of a stage of the question that is being answered; without a watch it does nothing."""
    watch = _WATCH.get()
    return watch.stage(name) if watch else nullcontext()


def watched(watch: Watch, steps: Iterator[Step]) -> Iterator[Step]:
    """Yield what `steps` yields, telling `watch` the stages that they pass through."""
    ended = object()
    try:
        while True:
            # Set for each step alone: between two, whoever asked may go on in another thread or ask something else.
            token = _WATCH.set(watch)
            try:
                step = next(steps, ended)
            finally:
                _WATCH.reset(token)
            if step is ended:
                return
            yield step  # type: ignore[misc]  # not the mark of the end
    finally:
        close = getattr(steps, "close", None)
        if close:
            close()
