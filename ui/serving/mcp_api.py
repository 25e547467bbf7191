"""The tools of `ui.programs.tools` over streamable HTTP at `/mcp`.

A request stands alone: no session is kept, so that a client goes on after the server was started anew, and nothing is
held for clients that never come back.
"""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.responses import Response

from ingest.errors import GeungeoError
from ui.accounts import visitors
from ui.programs import faults, tools
from ui.programs.functions import Sources
from ui.serving.asgi import Message, Receive, Send
from ui.serving.reception import refused
from ui.serving.turnstile import Turnstile

PATH = "/mcp"


class Tools:
    """ASGI application that answers MCP clients while `running`."""

    def __init__(self, sources: Sources, turnstile: Turnstile, version: str) -> None:
        """Answer from `sources`, as many calls at once as `turnstile` lets through."""
        server = tools.server(sources, version, turnstile.run)
        self._requests = StreamableHTTPSessionManager(server, json_response=True, stateless=True)

    def running(self) -> AbstractAsyncContextManager[None]:
        """Return the time in which requests are answered; it comes once."""
        return self._requests.run()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a message of a client whose visitor may read."""
        answer: Response | None = None
        if scope["method"] != "POST":
            # There is no session to end, and no stream of what nobody asked for.
            answer = refused(405, "이 주소는 그 방법으로 부르지 않습니다.", path=scope["path"])
            answer.headers["Allow"] = "POST"
        else:
            try:
                visitors.require(scope, "reader")
            except GeungeoError as error:
                fault = faults.fault(error)
                answer = refused(fault.status, fault.message, fault.hint, scope["path"])
        await (answer or self._requests.handle_request)(scope, receive, send)
