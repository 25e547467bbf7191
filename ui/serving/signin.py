"""Signing in and out over HTTP.

The form needs no CSRF token: the session cookie is SameSite=Lax, so browsers do not send it with another site's POST,
and `ui.serving.reception` rejects cross-site requests.

Only wrong passwords count against anybody (`ui.accounts.attempts`).

Where a proxy signs users in, whom it names is the visitor, whatever cookie or token comes along. Where an OpenID
provider does, `ui.serving.openid` begins the same sessions.
"""

from __future__ import annotations

import time
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ui.accounts.attempts import KNOWN, TRIES_OF_ADDRESS, WITHIN, Attempts
from ui.accounts.failures import Failures
from ui.accounts.openid import CALLBACK, LOGOUT_TOLD, START, Identity
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
from ui.serving.headers import UNKEPT

if TYPE_CHECKING:
    from ui.accounts.provider import Provider

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
        provider: Provider | None = None,
    ) -> None:
        """Create the sign-in for `paths`, the path of the page in each language, each ending in a slash.

        By `sso` a proxy signs users in, at `provider` they do so by OpenID Connect.
        """
        self._accounts = accounts
        self._sessions = sessions
        self._paths = paths
        self._sso = sso
        self._provider = provider
        self._trail = trail or Trail()
        self._attempts = Attempts()
        self._turned = Failures(TRIES_OF_ADDRESS, WITHIN)
        self._met: OrderedDict[tuple[str, str], float] = OrderedDict()
        self._comparing: CapacityLimiter | None = None

    @property
    def logins(self) -> Mapping[str, Language]:
        """Paths of the sign-in forms and the language of each."""
        return {f"{path}login": language for language, path in self._paths.items()}

    @property
    def open(self) -> frozenset[str]:
        """Paths that answer whoever has not signed in yet."""
        return frozenset((*self.logins, *((START, CALLBACK, LOGOUT_TOLD) if self._provider else ())))

    def visitor(self, connection: HTTPConnection) -> Visitor | None:
        """Return the visitor who sent a request: by the proxy's word, a token (`Authorization: Bearer`) or the cookie.

        Whom a proxy names may have no role.
        """
        vouched = connection.scope.get("state", {}).get(VOUCHED)
        if self._sso and isinstance(vouched, Vouched):
            return self._sso.visitor(vouched)
        if token := _bearer(connection):
            found = self._known_visitor(self._accounts.with_token(token))
        else:
            found = self._known_visitor(self._held(connection))
        # Whoever is let in may read: handlers need only ask for more than that.
        return found if found and found.roles else None

    @property
    def local(self) -> bool:
        """Whether anybody can sign in here, and not by a proxy alone."""
        return self._sso is None or self._provider is not None or bool(self._accounts.all())

    async def admitted(self, connection: HTTPConnection, visitor: Visitor) -> None:
        """Record whom a proxy signed in, once in a working day from each address."""
        key = (visitor.name, household(_host(connection)))
        now = time.monotonic()
        if self._trail.on and not now - self._met.get(key, -LASTS) < LASTS:
            self._met[key] = now
            self._met.move_to_end(key)
            while len(self._met) > KNOWN:
                self._met.popitem(last=False)
            await self.noted(connection, visitor.name, "proxy", succeeded=bool(visitor.roles))

    async def turned_away(self, connection: HTTPConnection) -> None:
        """Record a token that nobody has."""
        if _bearer(connection):
            await self.denied(connection, UNKNOWN, "token")

    def redirection(self, path: str, query: str = "") -> Response:
        """Return the redirect from a page to the sign-in form, which leads back after signing in."""
        target = f"{path}?{query}" if query else path
        return RedirectResponse(f"{self._paths[self.language(path)]}login?{urlencode({'next': target})}", 303)

    async def login(self, request: Request) -> Response:
        """Show the form, or sign in with the submitted name and password."""
        language = self.logins[request.url.path]
        if request.method != "POST":
            return self.form(language, inside(request.query_params.get("next", ""), self._paths[language]))
        fields = await submitted(request)
        target = inside(fields.get("next", ""), self._paths[language])
        name = fields.get("name", "").strip()
        tried = await self._tried(name, fields.get("password", ""), _host(request))
        if isinstance(tried, int):
            await self.denied(request, self._known(name), "wait")
            return self.form(language, target, name, "signin.wait", 429, {"Retry-After": str(tried)})
        await self.noted(request, tried.name if tried else self._known(name), "password", succeeded=tried is not None)
        if tried is None:
            return self.form(language, target, name, "signin.wrong", 401)
        return self.entered(request, tried, target)

    def entered(self, request: Request, holder: Account | Identity, target: str) -> Response:
        """Begin a session of whoever signed in, and lead to `target`."""
        answer = RedirectResponse(target, 303)
        word = self._sessions.begin(holder)
        answer.raw_headers.append(set_cookie(request.scope, COOKIE, word, int(self._sessions.lasts)))
        return answer

    async def logout(self, request: Request) -> Response:
        """End the session and redirect to the form; whom another signed in is sent where that one signs out."""
        visitor, held = self.visitor(request), self._held(request)
        if word := request.cookies.get(COOKIE):
            self._sessions.end(word)
        home = next(iter(self._paths.values()))
        answer = self.redirection(home)
        if visitor:
            if visitor.proxied:
                answer = RedirectResponse(visitor.sign_out or home, 303)
            elif isinstance(held, Identity) and self._provider and (place := await self._provider.leaving(held)):
                # No redirect: browsers hold those of a form to the policy that keeps forms on this site.
                answer = HTMLResponse(panel.leaving(self._spoken(request), place), headers=UNKEPT)
            await self.left(request, visitor.name, visitor.identity)
        answer.raw_headers.append(set_cookie(request.scope, COOKIE, "", 0))
        return answer

    def language(self, target: str) -> Language:
        """Return the language of the page to which a path leads."""
        found = max((one for one in self._paths.values() if f"{target}/".startswith(one)), key=len)
        return self.logins[f"{found}login"]

    def _spoken(self, request: Request) -> Language:
        """Return the language of the page from which a request was sent."""
        try:
            path = urlsplit(request.headers.get("referer", "")).path
        except ValueError:
            path = ""
        return self.language(path if path.startswith("/") else "/")

    def _held(self, connection: HTTPConnection) -> Account | Identity | None:
        """Return whose session the cookie of a request is."""
        word = connection.cookies.get(COOKIE)
        return self._sessions.holder(word) if word else None

    def _known_visitor(self, holder: Account | Identity | None) -> Visitor | None:
        """Return the visitor that a user is; None for one of a provider that the settings no longer name."""
        if isinstance(holder, Account):
            return holder.visitor
        house = self._provider.house if self._provider else None
        return house.visitor(holder) if holder and house and house.issuer == holder.issuer else None

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

    async def denied(self, connection: HTTPConnection, name: str, outcome: str) -> None:
        """Record a try without a password that was compared, a bounded number from each address."""
        host = household(_host(connection))
        if not self._turned.wait(host):
            self._turned.add(host)
            await self.noted(connection, name, outcome, succeeded=False)

    async def noted(
        self, connection: HTTPConnection, name: str, outcome: str, *, succeeded: bool, identity: str = ""
    ) -> None:
        """Record a try to sign in."""
        event = Event("signin", succeeded=succeeded, outcome=outcome)
        # In a thread: a log on a slow disk must not hold up everybody else.
        await to_thread.run_sync(self._trail.note, event, self._actor(connection, name, identity))

    async def left(self, connection: HTTPConnection, name: str, identity: str = "") -> None:
        """Record that somebody signed out."""
        await to_thread.run_sync(self._trail.note, Event("signout"), self._actor(connection, name, identity))

    def _actor(self, connection: HTTPConnection, name: str, identity: str = "") -> Actor:
        return replace(self._trail.sender(), name=name, address=_host(connection), identity=identity)

    def form(
        self,
        language: Language,
        target: str,
        name: str = "",
        trouble: str = "",
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        *,
        again: bool = False,
    ) -> Response:
        """Return the sign-in page, which leads to `target`, with what went wrong, by the name of its message.

        With `again` whoever the provider remembers is asked anew there, to come as somebody else.
        """
        other: Language = "en" if language == "ko" else "ko"
        elsewhere = f"{self._paths[other]}login"
        house = ""
        if self._provider:
            wanted = {"next": target} | ({"again": "1"} if again else {})
            house = f"{self._provider.house.start}?{urlencode(wanted)}"
        ways = panel.Ways(house, again=again, passwords=self._provider is None or bool(self._accounts.all()))
        said = say(trouble, language, name=name) if trouble else ""
        shown = panel.form(language, elsewhere, target, "" if again else name, said, ways)
        return HTMLResponse(shown, status, {**UNKEPT, **(headers or {})})


def _bearer(connection: HTTPConnection) -> str:
    """Return the token that a request carries; empty where it carries none."""
    kind, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def _host(connection: HTTPConnection) -> str:
    return connection.client.host if connection.client else ""


async def submitted(request: Request) -> Mapping[str, str]:
    """Return the fields of a submitted form; empty if the body is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > FORM_LIMIT:
            return {}
    return {key: values[-1] for key, values in parse_qs(body.decode("utf-8", "replace")).items()}


def inside(target: str, otherwise: str) -> str:
    """Return `target` if it is a path on this server, else `otherwise`; this prevents open redirects."""
    plain = target.isascii() and target.isprintable() and "\\" not in target
    try:
        parts = urlsplit(target)
    except ValueError:
        return otherwise
    here = plain and not parts.scheme and not parts.netloc and target.startswith("/") and not target.startswith("//")
    return target if here else otherwise
