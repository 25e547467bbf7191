"""Tracing by LangSmith and others, which sends questions and passages out: off unless a setting says so.

LangChain turns it on where a variable of the environment says so (`LANGSMITH_TRACING=true`), whoever set it and why.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import Context, copy_context
from typing import TypeVar

_SWITCH = re.compile(r"(?:LANGSMITH|LANGCHAIN)_(?:\w+_)?(?:TRACING\w*|HANDLER|OTEL_\w+)")

Step = TypeVar("Step")


def silence(environment: MutableMapping[str, str]) -> None:
    """Turn off in an environment every variable that turns a tracer on; before anything of LangChain is imported."""
    for name in [name for name in environment if _SWITCH.fullmatch(name)]:
        environment[name] = "false"


@contextmanager
def untraced() -> Iterator[Context]:
    """Yield a copy of the present context in which no tracer starts by itself; callbacks passed on still hear."""
    from langsmith import tracing_context

    context, off = copy_context(), tracing_context(enabled=False)
    context.run(off.__enter__)
    try:
        yield context
    finally:
        context.run(off.__exit__, None, None, None)


def stepped(context: Context, steps: Iterator[Step]) -> Iterator[Step]:
    """Yield what `steps` yields, each step run in `context`."""
    ended = object()
    try:
        while (step := context.run(next, steps, ended)) is not ended:
            yield step  # type: ignore[misc]  # not the mark of the end
    finally:
        if close := getattr(steps, "close", None):
            context.run(close)
