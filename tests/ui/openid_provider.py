"""An OpenID provider without a network, whose every answer a test can spoil."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from ui.accounts.openid import OpenIdConnect

ISSUER, PUBLIC, CLIENT, SECRET = "https://id.example.org", "https://geungeo.example.org", "geungeo", "s3cret-of-client"
HOUSE = OpenIdConnect(ISSUER, CLIENT, PUBLIC, SECRET, grants=(("press", "editor"), ("policy", "reader")))
KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": kid, "use": "sig"}) for kid in ("one", "two"))
Claims = dict[str, object]


@dataclass
class ScriptedProvider:
    """Answers what a client asks; `claims` go into the next ID token, None takes one out."""

    claims: Claims = field(default_factory=dict)
    userinfo: Claims = field(default_factory=dict)
    metadata: Claims = field(default_factory=dict)
    written: Callable[[Claims], str] | None = None
    """Writes the ID token; by default it is signed with the provider's key."""
    token: Claims = field(default_factory=dict)
    """Goes into the answer to the code."""
    status: int = 200
    """Of every answer."""
    away: bool = False
    key: RSAKey = field(default_factory=lambda: KEY)
    more_keys: tuple[Claims, ...] = ()
    asked: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    """Paths, fields and credentials of the requests."""
    nonce: str = ""
    challenge: str = ""

    def transport(self) -> httpx2.MockTransport:
        return httpx2.MockTransport(self.answer)

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.away:
            raise httpx2.ConnectError("refused")
        path = request.url.path
        fields = {key: values[-1] for key, values in parse_qs(request.content.decode()).items()}
        self.asked.append((path, fields, request.headers.get("authorization", "")))
        return httpx2.Response(self.status, json=self.said(path))

    def said(self, path: str) -> Claims:
        if path == "/.well-known/openid-configuration":
            return self.published()
        if path == "/keys":
            return {"keys": [*KeySet([self.key]).as_dict()["keys"], *self.more_keys]}
        if path == "/userinfo":
            return {"sub": "8f14e45f", **self.userinfo}
        claims = {key: value for key, value in (self.usual() | self.claims).items() if value is not None}
        token = (self.written or self.signed)(claims)
        return {"access_token": "at-7d1", "token_type": "Bearer", "expires_in": 300, "id_token": token} | self.token

    def published(self) -> Claims:
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/keys",
            "userinfo_endpoint": f"{ISSUER}/userinfo",
            "end_session_endpoint": f"{ISSUER}/logout",
            "id_token_signing_alg_values_supported": ["none", "HS256", "RS256"],
        } | self.metadata

    def usual(self) -> Claims:
        now = int(time.time())
        return {
            "iss": ISSUER,
            "aud": CLIENT,
            "sub": "8f14e45f",
            "exp": now + 300,
            "iat": now,
            "nonce": self.nonce,
            "preferred_username": "김서연",
            "groups": ["press", "all staff"],
            "sid": "sid-1",
        }

    def signed(self, claims: Claims, key: RSAKey = KEY, **header: object) -> str:
        return jwt.encode({"alg": "RS256", "kid": key.kid, **header}, claims, key)

    def met(self, address: str) -> str:
        """Take a browser in that was sent to `address`, and return its `state`."""
        query = {key: values[-1] for key, values in parse_qs(urlsplit(address).query).items()}
        self.nonce, self.challenge = query["nonce"], query["code_challenge"]
        return query["state"]


def unsigned(claims: Claims) -> str:
    """Return a token of `alg=none`."""
    parts = (json.dumps(one).encode() for one in ({"alg": "none", "typ": "JWT"}, claims))
    return ".".join([*(base64.urlsafe_b64encode(one).rstrip(b"=").decode() for one in parts), ""])


def by_public_key(claims: Claims) -> str:
    """Return a token whose HMAC is made of the provider's public key."""
    from joserfc.jwk import OctKey

    secret = OctKey.import_key(KEY.as_pem(private=False))
    return jwt.encode({"alg": "HS256", "kid": KEY.kid}, claims, secret)
