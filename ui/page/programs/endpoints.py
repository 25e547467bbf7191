"""Endpoints for programs through Gradio's API."""

# Without postponed annotations: Gradio reads the types of the arguments, and finds the request by its type.
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from ingest.errors import GeungeoError
from ui.accounts import visitors
from ui.limits import TEXT_LIMIT
from ui.messages import say
from ui.programs import functions
from ui.programs.functions import Sources

Made = TypeVar("Made")
NAMES = functions.NAMES
AT_ONCE = 4
"""Calls of one endpoint worked on side by side."""

_log = logging.getLogger(__name__)


def build(sources: Sources) -> None:
    """Add the endpoints to the page that is being built."""
    import gradio as gr
    from gradio.events import api as endpoint

    def answered(request: gr.Request, make: Callable[[], Made]) -> Made:
        try:
            visitors.require(request, "reader")
            return make()
        except GeungeoError as error:
            raise gr.Error(" ".join(filter(None, (error.message, error.hint))), print_exception=False) from error
        except Exception as error:
            _log.exception("a program's question could not be answered")
            raise gr.Error(say("page.failed", "ko"), print_exception=False) from error

    def ask(
        question: str,
        request: gr.Request,
        as_of: str | None = None,
        issuer: list[str] | None = None,
        kind: list[str] | None = None,
        region: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        document: list[str] | None = None,
        exclude: list[str] | None = None,
    ) -> dict[str, Any]:
        asked = _narrowed(as_of, issuer, kind, region, since, until, document, exclude)
        return answered(request, lambda: functions.ask(sources, functions.question(question, **asked)))

    def check(
        text: str,
        request: gr.Request,
        as_of: str | None = None,
        issuer: list[str] | None = None,
        kind: list[str] | None = None,
        region: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        document: list[str] | None = None,
        exclude: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        asked = _narrowed(as_of, issuer, kind, region, since, until, document, exclude)
        return answered(request, lambda: functions.check(sources, functions.question(text, TEXT_LIMIT, **asked)))

    def search(
        query: str,
        request: gr.Request,
        k: int = 10,
        per_document: int = 1,
        as_of: str | None = None,
        issuer: list[str] | None = None,
        kind: list[str] | None = None,
        region: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        document: list[str] | None = None,
        exclude: list[str] | None = None,
    ) -> dict[str, Any]:
        asked = _narrowed(as_of, issuer, kind, region, since, until, document, exclude)
        return answered(request, lambda: functions.search(sources, functions.question(query, **asked), k, per_document))

    def timeline(
        programme: str,
        request: gr.Request,
        as_of: str | None = None,
        issuer: list[str] | None = None,
        kind: list[str] | None = None,
        region: list[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        document: list[str] | None = None,
        exclude: list[str] | None = None,
    ) -> dict[str, Any]:
        asked = _narrowed(as_of, issuer, kind, region, since, until, document, exclude)
        return answered(request, lambda: functions.timeline(sources, functions.question(programme, **asked)))

    for one in (ask, check, search, timeline):
        # Read by Gradio for the endpoint's description.
        one.__doc__ = _described(one.__name__, one.__annotations__)
        endpoint(one, api_name=one.__name__, queue=False, concurrency_limit=AT_ONCE)


def _narrowed(*values: str | list[str] | None) -> dict[str, Any]:
    names = ("as_of", "issuer", "kind", "region", "since", "until", "document", "exclude")
    return dict(zip(names, values, strict=True))


def _described(name: str, arguments: dict[str, object]) -> str:
    """Return the description of an endpoint and its arguments in Korean and English, as a docstring for Gradio."""
    told = [argument for argument in arguments if argument not in ("request", "return")]
    lines = [f"    {one}: {say(f'api.{one}', 'ko')} / {say(f'api.{one}', 'en')}" for one in told]
    return "\n".join((f"{say(f'api.{name}', 'ko')} {say(f'api.{name}', 'en')}", "", "Args:", *lines))
