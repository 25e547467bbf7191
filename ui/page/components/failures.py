"""Failures of the page's handlers, told in words: Gradio would show nothing and print what was asked."""

from __future__ import annotations

import functools
import html
import inspect
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from ingest.errors import GeungeoError
from ui.accounts.visitors import NotAllowed
from ui.messages import Language, say

if TYPE_CHECKING:
    from gradio import Blocks, Error

_log = logging.getLogger(__name__)


def tell(page: Blocks, language: Language, refused: Callable[[str], None] = lambda _: None) -> None:
    """Have every handler of a page tell its failures in `language`; `refused` hears which role a visitor lacked."""
    for one in page.fns.values():
        if one.fn is not None:
            one.fn = told(one.fn, language, refused)


def told(
    handler: Callable[..., Any], language: Language, refused: Callable[[str], None] = lambda _: None
) -> Callable[..., Any]:
    """Return a handler that does as `handler` does, and fails in words."""
    import gradio as gr

    def note(error: BaseException | None) -> None:
        if isinstance(error, NotAllowed):
            refused(error.role)

    if inspect.isgeneratorfunction(handler):

        @functools.wraps(handler)
        def steps(*arguments: object) -> Iterator[object]:
            try:
                yield from handler(*arguments)
            except gr.Error as error:
                # An endpoint for programs has put it into words of its own.
                note(error.__cause__)
                raise
            except Exception as error:
                note(error)
                raise _words(error, language) from error

        return steps

    @functools.wraps(handler)
    def step(*arguments: object) -> object:
        try:
            return handler(*arguments)
        except gr.Error as error:
            note(error.__cause__)
            raise
        except Exception as error:
            note(error)
            raise _words(error, language) from error

    return step


def _words(error: Exception, language: Language) -> Error:
    import gradio as gr

    if isinstance(error, NotAllowed):
        said = say("visitors.denied", language, role=error.role)
    elif isinstance(error, GeungeoError):
        said = " ".join(filter(None, (error.message, error.hint)))
    else:
        _log.error("a handler of the page failed", exc_info=error)
        said = say("page.failed", language)
    # Shown as HTML.
    return gr.Error(html.escape(said), print_exception=False)
