"""Owns finding the visitor of every request, before anything else sees it; knows nothing of what is asked.

Every browser is a visitor of its own, known by a cookie that says nothing of the person.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from ui.accounts import digest
from ui.headers import Application, Message, Receive, Send
from ui.visitors import STATE, Visitor

BROWSER = "geungeo-browser"
"""Cookie of a browser that signed in nowhere."""
YEAR = 365 * 24 * 3600


class Reception:
    """ASGI middleware that puts the visitor into `scope["state"]`."""

    def __init__(self, app: Application) -> None:
        self.app = app

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on with its visitor."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        word = HTTPConnection(scope).cookies.get(BROWSER, "")
        known = 20 <= len(word) <= 64
        if not known:
            word = secrets.token_urlsafe(24)
        # Only a digest goes further: who reads what is kept cannot pass for that browser.
        scope.setdefault("state", {})[STATE] = Visitor(digest(word)[:32])

        async def remembered(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), set_cookie(scope, BROWSER, word, YEAR)]
            await send(message)

        await self.app(scope, receive, send if known else remembered)


def set_cookie(scope: Message, name: str, value: str, seconds: int) -> tuple[bytes, bytes]:
    """Return the header that makes a browser keep a cookie that no script and no other site can use."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    text = f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    return b"set-cookie", text.encode("latin-1")


def foreign(connection: HTTPConnection) -> bool:
    """Tell whether a page of another site made the browser send this request."""
    if fetched := connection.headers.get("sec-fetch-site"):
        return fetched not in ("same-origin", "none")
    origin = connection.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != connection.headers.get("host")
