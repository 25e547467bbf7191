"""Signing in and out over HTTP.

The form needs no CSRF token: the session cookie is SameSite=Lax, so browsers do not send it with another site's POST,
and `ui.serving.reception` rejects cross-site requests.

Only wrong passwords count against anybody (`ui.accounts.attempts`).

Where a proxy signs users in, whom it names is the visitor, whatever cookie or token comes along.
"""

from __future__ import annotations

import time
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ui.accounts.attempts import KNOWN, TRIES_OF_ADDRESS, WITHIN, Attempts
from ui.accounts.failures import Failures
from ui.accounts.sessions import LASTS, Sessions
from ui.accounts.single_sign_on import STATE as VOUCHED
from ui.accounts.single_sign_on import SingleSignOn, Vouched
from ui.accounts.users import Account, Accounts, digest
from ui.accounts.visitors import Visitor
from ui.addresses import household
from ui.audit.events import Actor, Event
from ui.audit.trail import Trail
from ui.messages import Language, say
from ui.page.signin import form as panel
from ui.serving.cookies import set_cookie

COOKIE = "geungeo-session"
UNKNOWN = "unknown"
"""In the place of a name that is no user's."""
FORM_LIMIT = 8_192
"""Most bytes of the form sent back."""
AT_ONCE = 2
"""Passwords compared side by side: each takes memory and a core."""


class SignIn:
    """Authentication of requests, and the sign-in and sign-out pages."""

    def __init__(
        self,
        accounts: Accounts,
        sessions: Sessions,
        paths: Mapping[Language, str],
        sso: SingleSignOn | None = None,
        trail: Trail | None = None,
    ) -> None:
        """Create the sign-in for `paths`, the path of the page in each language, each ending in a slash."""
        self._accounts = accounts
        self._sessions = sessions
        self._paths = paths
        self._sso = sso
        self._trail = trail or Trail()
        self._attempts = Attempts()
        self._turned = Failures(TRIES_OF_ADDRESS, WITHIN)
        self._met: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._comparing: CapacityLimiter | None = None

    @property
    def logins(self) -> Mapping[str, Language]:
        """Paths of the sign-in forms and the language of each."""
        return {f"{path}login": language for language, path in self._paths.items()}

    def visitor(self, connection: HTTPConnection) -> Visitor | None:
        """Return the visitor who sent a request: by the proxy's word, a token (`Authorization: Bearer`) or the cookie.

        Whom a proxy names may have no role.
        """
        vouched = connection.scope.get("state", {}).get(VOUCHED)
        if self._sso and isinstance(vouched, Vouched):
            return self._sso.visitor(vouched)
        found: Account | None = None
        if token := _bearer(connection):
            found = self._accounts.with_token(token)
        elif word := connection.cookies.get(COOKIE):
            found = self._sessions.account(word)
        # Whoever is let in may read: handlers need only ask for more than that.
        return found.visitor if found and found.roles else None

    @property
    def local(self) -> bool:
        """Whether anybody can sign in here, and not by a proxy alone."""
        return self._sso is None or bool(self._accounts.all())

    async def admitted(self, connection: HTTPConnection, visitor: Visitor) -> None:
        """Record whom a proxy signed in, once in a working day from each address."""
        key = (visitor.name, household(_host(connection)))
        now = time.monotonic()
        if self._trail.on and not now - self._met.get(key, -LASTS) < LASTS:
            self._met[key] = now
            self._met.move_to_end(key)
            while len(self._met) > KNOWN:
                self._met.popitem(last=False)
            await self._note(connection, visitor.name, "proxy", succeeded=bool(visitor.roles))

    async def turned_away(self, connection: HTTPConnection) -> None:
        """Record a token that nobody has."""
        if _bearer(connection):
            await self._denied(connection, UNKNOWN, "token")

    def redirection(self, path: str, query: str = "") -> Response:
        """Return the redirect from a page to the sign-in form, which leads back after signing in."""
        inside = max((one for one in self._paths.values() if f"{path}/".startswith(one)), key=len)
        target = f"{path}?{query}" if query else path
        return RedirectResponse(f"{inside}login?{urlencode({'next': target})}", 303)

    async def login(self, request: Request) -> Response:
        """Show the form, or sign in with the submitted name and password."""
        language = self.logins[request.url.path]
        if request.method != "POST":
            return self._form(language, _inside(request.query_params.get("next", ""), self._paths[language]))
        fields = await _fields(request)
        target = _inside(fields.get("next", ""), self._paths[language])
        name = fields.get("name", "").strip()
        tried = await self._tried(name, fields.get("password", ""), _host(request))
        if isinstance(tried, int):
            await self._denied(request, self._known(name), "wait")
            return self._form(language, target, name, "signin.wait", 429, {"Retry-After": str(tried)})
        await self._note(request, tried.name if tried else self._known(name), "password", succeeded=tried is not None)
        if tried is None:
            return self._form(language, target, name, "signin.wrong", 401)
        answer = RedirectResponse(target, 303)
        answer.raw_headers.append(set_cookie(request.scope, COOKIE, self._sessions.begin(tried), LASTS))
        return answer

    async def logout(self, request: Request) -> Response:
        """End the session and redirect to the form; whom a proxy signed in is sent where the proxy signs out."""
        visitor = self.visitor(request)
        if word := request.cookies.get(COOKIE):
            self._sessions.end(word)
        home = next(iter(self._paths.values()))
        answer = self.redirection(home)
        if visitor:
            if visitor.proxied:
                answer = RedirectResponse(visitor.sign_out or home, 303)
            event = Event("signout")
            await to_thread.run_sync(self._trail.note, event, self._actor(request, visitor.name))
        answer.raw_headers.append(set_cookie(request.scope, COOKIE, "", 0))
        return answer

    async def _tried(self, name: str, password: str, host: str) -> Account | int | None:
        """Return whom a name and a password belong to, the seconds to wait before the next try, or None."""
        # What is typed may be long, and one name is written in two ways of Unicode.
        pair = (digest(unicodedata.normalize("NFC", name)), household(host))
        if wait := self._attempts.wait(*pair):
            return wait
        if self._comparing is None:
            self._comparing = CapacityLimiter(AT_ONCE)
        # Asked again once it is compared: tries sent side by side must not slip through.
        async with self._comparing:
            if wait := self._attempts.wait(*pair):
                return wait
            found = await to_thread.run_sync(self._accounts.with_password, name, password)
            if found is None:
                self._attempts.failed(*pair)
            else:
                self._attempts.succeeded(*pair)
        return found

    def _known(self, name: str) -> str:
        """Return a name that was typed, if it is a user's: others may be a password in the wrong field."""
        return name if unicodedata.normalize("NFC", name) in self._accounts.all() else UNKNOWN

    async def _denied(self, connection: HTTPConnection, name: str, outcome: str) -> None:
        """Record a try without a password that was compared, a bounded number from each address."""
        host = household(_host(connection))
        if not self._turned.wait(host):
            self._turned.add(host)
            await self._note(connection, name, outcome, succeeded=False)

    async def _note(self, connection: HTTPConnection, name: str, outcome: str, *, succeeded: bool) -> None:
        event = Event("signin", succeeded=succeeded, outcome=outcome)
        # In a thread: a log on a slow disk must not hold up everybody else.
        await to_thread.run_sync(self._trail.note, event, self._actor(connection, name))

    def _actor(self, connection: HTTPConnection, name: str) -> Actor:
        return replace(self._trail.sender(), name=name, address=_host(connection))

    def _form(
        self,
        language: Language,
        target: str,
        name: str = "",
        trouble: str = "",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        other: Language = "en" if language == "ko" else "ko"
        elsewhere = f"{self._paths[other]}login"
        shown = panel.form(language, elsewhere, target, name, say(trouble, language) if trouble else "")
        return HTMLResponse(shown, status, {"Cache-Control": "no-store", **(headers or {})})


def _bearer(connection: HTTPConnection) -> str:
    """Return the token that a request carries; empty where it carries none."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _host(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


async def _fields(request: Request) -> Mapping[str, str]:
    """Return the fields of a submitted form; empty if the body is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_LIMIT:
            return {}
    return {key: values[-1] for key, values in parse_qs(body.decode("utf-8", "replace")).items()}


def _inside(target: str, otherwise: str) -> str:
    """Return `target` if it is a path on this server, else `otherwise`; this prevents open redirects."""
    plain = target.isascii() and target.isprintable() and "\\" not in target
    try:
        parts = urlsplit(target)
    except ValueError:
        return otherwise
    here = plain and not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if here else otherwise
