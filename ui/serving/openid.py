"""Signing in at an OpenID provider over HTTP: to it, back from it, and what it tells of logouts.

A browser is known by a cookie of its own while it is away, so that nobody can have another's browser finish a sign-in
that was not begun in it. It comes back to paths of this server only.
"""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ui.accounts.attempts import TRIES_OF_ADDRESS, WITHIN
from ui.accounts.authorizations import LASTS, Authorization, Authorizations
from ui.accounts.failures import Failures
from ui.accounts.openid import Identity
from ui.accounts.provider import Provider, ProviderAway, ProviderDeclined, ProviderFault, ProviderUntrusted
from ui.accounts.sessions import Sessions
from ui.addresses import household
from ui.serving.cookies import set_cookie
from ui.serving.headers import UNKEPT
from ui.serving.signin import UNKNOWN, SignIn, inside, submitted

COOKIE = "geungeo-oidc"
"""Of a browser that is away at the provider."""
WAY = "oidc"
"""Of signing in, in the audit log."""
TROUBLES = ((ProviderAway, "away", 503), (ProviderDeclined, "declined", 403), (ProviderUntrusted, "untrusted", 502))
"""What can go wrong at the provider, with the end of its message's name and the status of the page that says it."""


class OpenIdSignIn:
    """The paths of signing in by OpenID Connect; sessions are those of `SignIn`."""

    def __init__(self, door: SignIn, provider: Provider, sessions: Sessions, under_way: Authorizations) -> None:
        """Sign users of `provider` in at `door`."""
        self._door = door
        self._provider = provider
        self._sessions = sessions
        self._under_way = under_way
        self._told_wrong = Failures(TRIES_OF_ADDRESS, WITHIN)

    async def start(self, request: Request) -> Response:
        """Send the browser to the provider."""
        target = inside(request.query_params.get("next", ""), "/")
        browser = request.cookies.get(COOKIE, "")
        if not 20 <= len(browser) <= 64:
            browser = secrets.token_urlsafe(24)
        state, made = self._under_way.begin(browser, target)
        try:
            place = await self._provider.address(state, made, again="again" in request.query_params)
        except ProviderFault as fault:
            return await self._trouble(request, fault, target)
        answer = RedirectResponse(place, 303, UNKEPT)
        answer.raw_headers.append(set_cookie(request.scope, COOKIE, browser, LASTS))
        return answer

    async def callback(self, request: Request) -> Response:
        """Sign in whom the provider sends back, or say why not."""
        told = request.query_params
        made = self._under_way.end(told.get("state", ""), request.cookies.get(COOKIE, ""))
        if made is None:
            await self._door.denied(request, UNKNOWN, f"{WAY}.late")
            return self._door.form(self._door.language("/"), "/", trouble="signin.late", status=400)
        try:
            identity = await self._identity(request, made)
        except ProviderFault as fault:
            return await self._trouble(request, fault, made.target)
        allowed = bool(self._provider.house.visitor(identity).roles)
        await self._door.noted(request, identity.name, WAY, succeeded=allowed, identity=identity.key)
        if not allowed:
            language = self._door.language(made.target)
            return self._door.form(language, made.target, identity.name, "signin.no_role", 403, again=True)
        return self._door.entered(request, identity, made.target)

    async def logged_out(self, request: Request) -> Response:
        """End the sessions of whom the provider says that they signed out elsewhere (back-channel logout)."""
        host = household(request.client.host if request.client else "")
        if wait := self._told_wrong.wait(host):
            return JSONResponse({"error": "invalid_request"}, 429, {**UNKEPT, "Retry-After": str(wait)})
        token = (await submitted(request)).get("logout_token", "")
        try:
            subject, session = await self._provider.logged_out(token)
        except ProviderFault as fault:
            self._told_wrong.add(host)
            return JSONResponse({"error": "invalid_request"}, 503 if fault.retryable else 400, UNKEPT)
        issuer = self._provider.house.issuer
        if self._sessions.end_all(issuer, subject, session):
            await self._door.left(request, UNKNOWN, f"{issuer} {subject}".strip())
        return Response(status_code=200, headers=UNKEPT)

    async def _identity(self, request: Request, made: Authorization) -> Identity:
        told = request.query_params
        # An answer that names another issuer was meant for another's sign-in (RFC 9207).
        if told.get("iss", self._provider.house.issuer) != self._provider.house.issuer:
            raise ProviderUntrusted("다른 제공자의 답입니다.")
        if "error" in told:
            raise ProviderDeclined("제공자가 로그인을 거절했습니다.")
        return await self._provider.identity(told.get("code", ""), made)

    async def _trouble(self, request: Request, fault: ProviderFault, target: str) -> Response:
        end, status = next((end, status) for kind, end, status in TROUBLES if isinstance(fault, kind))
        await self._door.denied(request, UNKNOWN, f"{WAY}.{end}")
        return self._door.form(self._door.language(target), target, trouble=f"signin.{end}", status=status)
