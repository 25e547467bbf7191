"""Bodies of requests, read whole within a limit."""

from __future__ import annotations

from ui.serving.asgi import Application, Message, Receive, Send
from ui.serving.reception import refused


async def gathered(receive: Receive, limit: int) -> bytes | None:
    """Return the body of a request, or None as soon as it is longer than `limit` bytes."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
        if len(body) > limit:
            return None
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """Return what hands out a body that was read already, and then what else `receive` has."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay


def too_long(limit: int) -> str:
    """Return what is said of a body that is longer than `limit` bytes."""
    return f"요청이 너무 큽니다. {limit:,}바이트까지 받습니다."


class Bounded:
    """ASGI application that turns requests with a long body away before the one within reads it."""

    def __init__(self, app: Application, limit: int) -> None:
        """Pass on to `app` what has at most `limit` bytes."""
        self.app = app
        self._limit = limit

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, or turn it away."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = await gathered(receive, self._limit)
        if body is None:
            await refused(413, too_long(self._limit), path=scope["path"])(scope, receive, send)
        else:
            await self.app(scope, replayed(body, receive), send)
