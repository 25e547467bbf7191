"""Authentication middleware: finds the visitor of every request before anything else handles it.

If user accounts exist, only signed-in users get further. Otherwise each browser is its own visitor, recognised by a
random cookie, and only requests to loopback host names are answered: that prevents DNS rebinding, by which a page of
another site could read the store through the browser.
"""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, Response

from ui.accounts.users import digest
from ui.accounts.visitors import STATE, Visitor
from ui.addresses import loopback
from ui.page.theme import FONT_FILES
from ui.programs.faults import Fault
from ui.serving.asgi import Application, Message, Receive, Send
from ui.serving.cookies import set_cookie
from ui.serving.signin import SignIn

BROWSER = "geungeo-browser"
"""Cookie of a browser that signed in nowhere."""
YEAR = 365 * 24 * 3600
SAFE = ("GET", "HEAD", "OPTIONS")
NO_ROLE = "관리자에게 그룹이나 설정(sso_roles)을 확인해 달라고 하십시오."
BY_PROXY = "조직의 주소로 다시 열어 보십시오. 그래도 같으면 관리자에게 알리십시오."
OPEN = ("/healthz", "/favicon.ico")
"""Answered to anybody, as are the font files, which the sign-in form shows too."""


class Reception:
    """ASGI middleware that puts the visitor into `scope["state"]`, or rejects the request."""

    def __init__(self, app: Application, door: SignIn | None = None) -> None:
        """Admit users signed in at `door`, or any browser of this machine if `door` is None."""
        self.app = app
        self.door = door

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Forward the request with its visitor."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        connection = HTTPConnection(scope)
        if scope["method"] not in SAFE and foreign(connection):
            answer = refused(403, "다른 사이트에서 보낸 요청은 받지 않습니다.", path=scope["path"])
            await answer(scope, receive, send)
        elif self.door is None:
            await self._anonymous(connection, receive, send)
        else:
            await self._signed_in(self.door, connection, receive, send)

    async def _signed_in(self, door: SignIn, connection: HTTPConnection, receive: Receive, send: Send) -> None:
        scope = connection.scope
        path = connection.url.path
        visitor = door.visitor(connection)
        if visitor is not None:
            scope.setdefault("state", {})[STATE] = visitor
            if visitor.proxied:
                await door.admitted(connection, visitor)
            if not visitor.roles:
                await refused(403, f"들어올 권한이 없습니다: {visitor.name}", NO_ROLE, path)(scope, receive, send)
                return
            await self.app(scope, receive, send)
        elif path in door.open or path in OPEN or path.startswith(f"{FONT_FILES}/"):
            await self.app(scope, receive, send)
        elif not door.local:
            await door.turned_away(connection)
            await refused(401, "이 서버에는 로그인하는 프록시를 거쳐 들어옵니다.", BY_PROXY, path)(scope, receive, send)
        elif scope["method"] == "GET" and "text/html" in connection.headers.get("accept", ""):
            await door.redirection(path, connection.url.query)(scope, receive, send)
        else:
            await door.turned_away(connection)
            hint = "Authorization: Bearer 토큰 (geungeo users token 이름)"
            answer = refused(401, "로그인이 필요합니다.", hint, path)
            answer.headers["WWW-Authenticate"] = "Bearer"
            await answer(scope, receive, send)

    async def _anonymous(self, connection: HTTPConnection, receive: Receive, send: Send) -> None:
        scope = connection.scope
        if not loopback(_named(connection)):
            said = "로그인 없이는 이 컴퓨터의 이름으로만 열 수 있습니다."
            answer = refused(403, said, "geungeo users add 이름", scope["path"])
            await answer(scope, receive, send)
            return
        word = connection.cookies.get(BROWSER, "")
        known = 20 <= len(word) <= 64
        if not known:
            word = secrets.token_urlsafe(24)
        # Only a digest goes further: who reads what is kept cannot pass for that browser.
        scope.setdefault("state", {})[STATE] = Visitor(digest(word)[:32], passing=not known)

        async def remembered(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), set_cookie(scope, BROWSER, word, YEAR)]
            await send(message)

        await self.app(scope, receive, send if known else remembered)


def foreign(connection: HTTPConnection) -> bool:
    """Tell whether the browser sent this request on behalf of another site (CSRF)."""
    if fetched := connection.headers.get("sec-fetch-site"):
        return fetched not in ("same-origin", "none")
    origin = connection.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc != connection.headers.get("host")


def _named(connection: HTTPConnection) -> str:
    """Return the host name from a request's `Host` header."""
    try:
        return urlsplit(f"//{connection.headers.get('host', '')}").hostname or ""
    except ValueError:
        return ""


def refused(status: int, message: str, hint: str = "", path: str = "") -> Response:
    """Return a response with the reason for a rejection, in the form of `path`: by default the command line's JSON."""
    return JSONResponse(Fault(status, message, hint).body(path), status)
