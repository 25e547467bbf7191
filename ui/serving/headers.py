"""HTTP security headers: the browser loads nothing from other servers, and no other site's page shows this one."""

from __future__ import annotations

from ui.serving.asgi import Application, Message, Receive, Send
from ui.settings import NOBODY

# Gradio compiles its templates in the browser and writes styles inline; hence the two unsafe words.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors "
)
"""The policy up to the sites whose pages may show this one in a frame."""
HEADERS = (
    # Not `no-referrer`: browsers would then send forms of our own without their origin.
    (b"referrer-policy", b"same-origin"),
    (b"x-content-type-options", b"nosniff"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
UNKEPT = {"Cache-Control": "no-store"}
"""What one visitor may read is no other's: neither a browser nor a proxy keeps it."""


class Headers:
    """ASGI middleware that adds the security headers to every HTTP response."""

    def __init__(self, app: Application, framed_by: str = NOBODY) -> None:
        """Let the pages of the sites `framed_by`, in the words of a content security policy, show this one."""
        self.app = app
        shut = ((b"x-frame-options", b"DENY"),) if framed_by == NOBODY else ()
        self._headers = ((b"content-security-policy", f"{POLICY}{framed_by}".encode()), *shut, *HEADERS)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on, adding the headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def added(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *self._headers]
            await send(message)

        await self.app(scope, receive, added)
