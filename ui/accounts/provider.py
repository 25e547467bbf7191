"""The OpenID provider, spoken to by Authlib: discovery, keys, codes redeemed for ID tokens, and told logouts.

Comes with the extra `geungeo[oidc]`. Nothing that a provider says is believed before it is verified: the discovery
document must name the issuer of the settings, and a token must be signed by one of its keys, in none but a public key
algorithm, by that issuer, for this client, in this sign-in, and not have expired.
"""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oauth2.claims import JWTClaims
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from ingest.errors import GeungeoError
from ui.accounts.authorizations import Authorization
from ui.accounts.openid import Identity, OpenIdConnect, safe

ALGORITHMS = frozenset(("EdDSA", *(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))))
"""Of signatures by a private key: `none` proves nothing, and an HMAC could be made of the public key."""
USUAL = "RS256"
KEYS = ("RSA", "EC", "OKP")
"""Kinds of the keys of those algorithms."""
SECONDS = 10.0
"""Most that one answer of the provider may take."""
FRESH, KEPT, AGAIN = 60, 3600, 60
"""Seconds that the discovery document and the keys are believed, and those before keys are read for an unknown one."""
LEEWAY = 120
"""Seconds by which the provider's clock may differ."""
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"

Json = Mapping[str, Any]
_log = logging.getLogger(__name__)


class ProviderFault(GeungeoError):
    """The provider does not sign somebody in."""


class ProviderAway(ProviderFault):
    """The provider does not answer, or says that it cannot now."""

    retryable = True


class ProviderUntrusted(ProviderFault):
    """The provider's answer is not one that can be believed."""


class ProviderDeclined(ProviderFault):
    """The provider refuses, or knows this server otherwise than the settings say."""


class Provider:
    """Client of one provider; what it publishes is kept for a while, but nobody is sent to one that has gone."""

    def __init__(self, house: OpenIdConnect, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        """Speak to the provider of `house`, over `transport` in the place of the network if given."""
        self.house = house
        self._transport = transport
        # Made once: it reads every certificate of the machine.
        self._tls = httpx2.create_ssl_context()
        self._metadata: Json = {}
        self._read = self._keys_read = 0.0
        self._keys: KeySet | None = None

    async def address(self, state: str, made: Authorization, *, again: bool = False) -> str:
        """Return where a browser signs in; with `again` the provider asks even whom it remembers."""
        async with self._client() as client:
            metadata = await self._published(client)
            extra = {"prompt": "login"} if again else {}
            found: str
            found, _ = client.create_authorization_url(
                metadata["authorization_endpoint"],
                state=state,
                nonce=made.nonce,
                code_verifier=made.verifier,
                **extra,
            )
        return found

    async def identity(self, code: str, made: Authorization) -> Identity:
        """Return whom the provider signed in, for the code that the browser brought back; raise `ProviderFault`."""
        async with self._client() as client:
            metadata = await self._published(client)
            client.token_endpoint_auth_method = _method(metadata, self.house.secret)
            token = await client.fetch_token(
                metadata["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=made.verifier
            )
            written = token["id_token"]
            claims = await self._verified(client, written, made.nonce, str(token.get("access_token") or ""))
            told = dict(claims)
            if self.house.lacks(told) and metadata.get("userinfo_endpoint") and token.get("access_token"):
                more = _object(await client.get(metadata["userinfo_endpoint"], headers={"Accept": "application/json"}))
                if more.get("sub") != told["sub"]:
                    raise ProviderUntrusted("제공자가 다른 사람의 정보를 보냈습니다.")
                told = {**more, **told}
            return self.house.identity(told, written)

    async def leaving(self, identity: Identity) -> str:
        """Return where the provider signs somebody out; empty where it offers no such place or does not answer."""
        try:
            async with self._client() as client:
                metadata = await self._published(client)
        except ProviderFault:
            return ""
        end = str(metadata.get("end_session_endpoint") or "")
        if not end or not safe(end):
            return ""
        wanted = {"post_logout_redirect_uri": self.house.signed_out, "client_id": self.house.client}
        if identity.token:
            wanted = {"id_token_hint": identity.token, **wanted}
        return f"{end}{'&' if '?' in end else '?'}{urlencode(wanted)}"

    async def logged_out(self, token: str) -> tuple[str, str]:
        """Return subject and session that a logout token ends, either of which may be empty; raise `ProviderFault`."""
        async with self._client() as client:
            await self._published(client)
            decoded = await self._decoded(client, token)
            claims = JWTClaims(decoded.claims, decoded.header, self._options(), {})
            claims.validate(leeway=LEEWAY)
        subject, session = str(claims.get("sub") or ""), str(claims.get("sid") or "")
        events = claims.get("events")
        # A nonce is forbidden in one, so that an ID token cannot be passed off as it.
        if "nonce" in claims or not isinstance(events, dict) or LOGOUT not in events or not (subject or session):
            raise ProviderUntrusted("로그아웃을 알리는 토큰이 아닙니다.")
        return subject, session

    async def _verified(self, client: AsyncOAuth2Client, token: str, nonce: str, access: str) -> CodeIDToken:
        decoded = await self._decoded(client, token)
        params = {"nonce": nonce, "client_id": self.house.client, "access_token": access}
        claims = CodeIDToken(decoded.claims, decoded.header, self._options(), params)
        claims.validate(leeway=LEEWAY)
        return claims

    def _options(self) -> dict[str, dict[str, Any]]:
        """Return what a token must say: Authlib asks for neither by itself."""
        named = {"iss": self.house.issuer, "aud": self.house.client}
        return {claim: {"essential": True, "value": value} for claim, value in named.items()}

    async def _decoded(self, client: AsyncOAuth2Client, token: str) -> jwt.Token:
        supported = self._metadata.get("id_token_signing_alg_values_supported") or [USUAL]
        algorithms = [one for one in supported if one in ALGORITHMS] or [USUAL]
        registry = JWSRegistry(algorithms=algorithms, strict_check_header=False)
        try:
            return jwt.decode(token, await self._known_keys(client), registry=registry)
        except (InvalidKeyIdError, BadSignatureError):
            # The provider may have changed its keys; whoever sends nonsense must not make us ask for them each time.
            if time.monotonic() - self._keys_read < AGAIN:
                raise
            return jwt.decode(token, await self._known_keys(client, anew=True), registry=registry)

    async def _known_keys(self, client: AsyncOAuth2Client, *, anew: bool = False) -> KeySet:
        now = time.monotonic()
        if self._keys is None or anew or now - self._keys_read > KEPT:
            found = _object(await client.request("GET", self._metadata["jwks_uri"], withhold_token=True))
            # Others than these sign nothing that is taken here, and one of a new kind must not make all unreadable.
            known = [one for one in found["keys"] if one.get("kty") in KEYS]
            self._keys, self._keys_read = KeySet.import_key_set({"keys": known}), now
        return self._keys

    async def _published(self, client: AsyncOAuth2Client) -> Json:
        """Return the provider's discovery document, read at most a minute ago."""
        now = time.monotonic()
        if self._metadata and now - self._read < FRESH:
            return self._metadata
        place = f"{self.house.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = _object(await client.request("GET", place, withhold_token=True))
        if found.get("issuer") != self.house.issuer:
            _log.error("OpenID 제공자가 자신을 oidc_issuer와 다르게 부릅니다: %r", str(found.get("issuer"))[:200])
            raise ProviderUntrusted("제공자가 자신을 oidc_issuer와 다르게 부릅니다.")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if not all(safe(str(found.get(name) or "")) for name in needed):
            raise ProviderUntrusted("제공자의 주소 가운데 https://가 아닌 것이 있습니다.")
        self._metadata, self._read = found, now
        return found

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[AsyncOAuth2Client]:
        """Yield a client of the provider, whose failures are told as a `ProviderFault` without what was sent."""
        house = self.house
        client = AsyncOAuth2Client(
            house.client,
            house.secret or None,
            scope=" ".join(house.scopes),
            redirect_uri=house.redirect,
            code_challenge_method="S256",
            timeout=SECONDS,
            verify=self._tls,
            transport=self._transport,
        )
        try:
            async with client:
                yield client
        except httpx2.HTTPStatusError as error:
            status = error.response.status_code
            _log.warning("OpenID 제공자가 %s로 답했습니다.", status)
            kind = ProviderAway if status >= 500 or status == 429 else ProviderUntrusted
            raise kind(f"제공자가 {status}로 답했습니다.") from None
        except httpx2.HTTPError as error:
            _log.warning("OpenID 제공자에 닿지 않습니다: %s", type(error).__name__)
            raise ProviderAway("제공자에 닿지 않습니다.") from None
        except OAuthError as error:
            _log.warning("OpenID 제공자가 거절했습니다: %s", plain(str(error.error)))
            raise ProviderDeclined("제공자가 거절했습니다.") from None
        except (JoseError, httpx2.InvalidURL, ValueError, KeyError, TypeError, AttributeError) as error:
            # With the lines of code it passed: the message may hold what was sent, and the log leaves it out.
            _log.warning("OpenID 제공자의 답을 믿을 수 없습니다: %s", type(error).__name__, exc_info=True)
            raise ProviderUntrusted("제공자의 답을 믿을 수 없습니다.") from None


def plain(code: str) -> str:
    """Return an error code of OAuth as it may be logged; a word for anything that is none."""
    return code if code.replace("_", "").isalpha() and code.isascii() and len(code) <= 40 else "?"


def _method(metadata: Json, secret: str) -> str:
    """Return how this client shows the provider who it is."""
    if not secret:
        return "none"
    supported = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in supported else "client_secret_post"


def _object(answer: httpx2.Response) -> Json:
    """Return the JSON object of an answer; raise ValueError or TypeError where it is none."""
    answer.raise_for_status()
    found = answer.json()
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found
