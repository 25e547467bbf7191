"""Ids of requests, and the line that the log has for each.

The id is sent back as `X-Request-Id`. A declared proxy may give its own; `ui.serving.proxies` removes anybody else's.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from ui.accounts import visitors
from ui.accounts.visitors import UnknownVisitor, Visitor, scope_of
from ui.audit.events import ANONYMOUS, Actor
from ui.serving.asgi import Application, Message, Receive, Send

STATE = "request_id"
HEADER = b"x-request-id"
_GIVEN = re.compile(rb"[\w.-]{8,64}")
_CURRENT: ContextVar[Mapping[str, Any] | None] = ContextVar("request", default=None)
_log = logging.getLogger(__name__)


class Requests:
    """ASGI middleware that gives every request an id, and logs what became of it without its query."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on with its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identity = _identity(scope)
        scope.setdefault("state", {})[STATE] = identity
        token = _CURRENT.set(scope)
        started, status = time.perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, identity.encode())]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - started
            if _log.isEnabledFor(logging.INFO):
                _log.info("request", extra={"data": _line(scope, status, seconds)})
            _CURRENT.reset(token)


def current() -> str:
    """Return the id of the request that is being worked on; empty outside of one."""
    found = _scope().get("state", {}).get(STATE, "")
    return found if isinstance(found, str) else ""


def visitor() -> Visitor | None:
    """Return who sent the request that is being worked on; None outside of one."""
    try:
        return visitors.of(_scope())
    except UnknownVisitor:
        return None


def sender() -> Actor:
    """Return who sent the request that is being worked on: account, address and the request's id."""
    scope, found = _scope(), visitor()
    name = found.name if found and found.signed_in else ANONYMOUS
    identity = found.identity if found else ""
    client = scope.get("client")
    return Actor(name, client[0] if client else "", current(), identity)


def _scope() -> Mapping[str, Any]:
    # Gradio's first: it calls handlers in tasks of its own, which may have begun within another request.
    return _of_gradio() or _CURRENT.get() or {}


def _of_gradio() -> Mapping[str, Any]:
    """Return the scope of the request that Gradio calls a handler for: it does so in tasks and threads of its own."""
    context = sys.modules.get("gradio.context")
    request = context.LocalContext.request.get(None) if context else None
    return scope_of(request) if request is not None else {}


def _identity(scope: Message) -> str:
    given = next((value for name, value in scope["headers"] if name.lower() == HEADER), b"")
    return given.decode() if _GIVEN.fullmatch(given) else secrets.token_hex(8)


def _line(scope: Message, status: int, seconds: float) -> dict[str, Any]:
    # Session and event ids and names of files stand in the path; what is asked never does.
    return {
        "method": scope["method"],
        "path": re.sub(r"/(heartbeat|call/v2/\w+|call/\w+)/[^/]+", r"/\1/…", scope["path"].partition("=")[0])[:200],
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
    }
