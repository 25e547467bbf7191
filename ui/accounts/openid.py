"""Sign-in by OpenID Connect: the provider that the settings name, and whom one of its ID tokens tells of.

Who somebody is, is the issuer and its `sub`, for a name or an e-mail address may change hands. With the claims
`{"sub": "8f14e45f", "preferred_username": "kim", "groups": ["press"]}` of the issuer `https://id.example.org` and with
`press=editor`, an editor who is shown as kim comes in, and whose data stand under
`openid:https://id.example.org 8f14e45f`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ingest.errors import SettingsError
from ui.accounts.single_sign_on import EVERYBODY, GROUPS, LONGEST, Grants, granted
from ui.accounts.visitors import Visitor
from ui.addresses import loopback

START, CALLBACK, SIGNED_OUT, LOGOUT_TOLD = "/oidc/login", "/oidc/callback", "/login", "/oidc/backchannel"
"""Where signing in begins, where the provider sends browsers back, signed in or out, and where it tells of logouts."""
LONGEST_SUBJECT = 255
NAMES = ("preferred_username", "name")
"""Claims that a name is taken of where there is none in the claim of the settings."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody whom the provider signed in."""

    issuer: str
    subject: str
    """What the issuer calls the user, and nobody else ever."""
    name: str
    """Shown to people; may change, and another may have the same."""
    groups: tuple[str, ...] = ()
    session: str = ""
    """The provider's own word for this sign-in (`sid`); empty where it has none."""
    token: str = field(default="", repr=False)
    """The ID token, by which the provider knows whom to sign out."""

    @property
    def key(self) -> str:
        """The issuer and its subject."""
        return f"{self.issuer} {self.subject}"


@dataclass(frozen=True, slots=True)
class OpenIdConnect:
    """The provider at which users sign in, and what this server is to it."""

    issuer: str
    client: str
    public: str
    """Address at which browsers open this server, without a slash at its end."""
    secret: str = field(default="", repr=False)
    """Empty for a public client."""
    scopes: tuple[str, ...] = ("openid", "profile")
    name_claim: str = "preferred_username"
    groups_claim: str = "groups"
    grants: Grants = ((EVERYBODY, "reader"),)

    @property
    def start(self) -> str:
        """Where a browser begins to sign in: always at the address to which the provider sends it back."""
        return f"{self.public}{START}"

    @property
    def redirect(self) -> str:
        """Where the provider sends the browser of whom it signed in."""
        return f"{self.public}{CALLBACK}"

    @property
    def signed_out(self) -> str:
        """Where the provider sends the browser of whom it signed out."""
        return f"{self.public}{SIGNED_OUT}"

    def lacks(self, claims: Mapping[str, object]) -> bool:
        """Tell whether the claims leave open how the user is shown, or which groups the user is in."""
        return not all(claim in claims or _found(claims, claim) for claim in (self.name_claim, self.groups_claim))

    def identity(self, claims: Mapping[str, object], token: str = "") -> Identity:
        """Return whom verified claims tell of; raise ValueError where the subject is none."""
        subject = claims.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
            raise ValueError("sub")
        names = (_text(_found(claims, claim)) for claim in (self.name_claim, *NAMES))
        groups = _found(claims, self.groups_claim)
        found = groups if isinstance(groups, list) else [groups]
        return Identity(
            self.issuer,
            subject,
            next((name for name in names if name), subject[:LONGEST]),
            tuple(text for one in found[:GROUPS] if (text := _text(one))),
            _text(claims.get("sid")),
            token,
        )

    def visitor(self, identity: Identity) -> Visitor:
        """Return the visitor that somebody is; without a role where none is granted to the groups."""
        roles = granted(self.grants, identity.groups)
        return Visitor(identity.name, roles, signed_in=True, groups=frozenset(identity.groups), identity=identity.key)


def openid_connect(
    issuer: str, client: str, secret: str, public: str, scopes: str, name_claim: str, groups_claim: str, grants: Grants
) -> OpenIdConnect | None:
    """Return the provider that the settings name, None if none; raise `SettingsError` for one that cannot be used."""
    if not issuer:
        if client or secret:
            raise SettingsError(
                "oidc_client나 oidc_secret이 있는데 oidc_issuer가 없습니다.",
                "GEUNGEO_OIDC_ISSUER=https://id.example.go.kr/realms/main",
            )
        return None
    if not client:
        raise SettingsError("oidc_issuer를 쓰려면 oidc_client도 정해야 합니다.", "GEUNGEO_OIDC_CLIENT=geungeo")
    if not public:
        raise SettingsError(
            "oidc_issuer를 쓰려면 public_url도 정해야 합니다: 제공자가 로그인한 사람을 그 주소로 돌려보냅니다.",
            "GEUNGEO_PUBLIC_URL=https://geungeo.example.go.kr",
        )
    _required("oidc_issuer", issuer)
    _required("public_url", public)
    if urlsplit(public).path.strip("/"):
        raise SettingsError(
            f"public_url에 경로가 있으면 OpenID Connect를 쓸 수 없습니다: {public}", "이름과 포트까지만 적으십시오."
        )
    wanted = tuple(dict.fromkeys(("openid", *re.split(r"[\s,]+", scopes.strip()))))
    return OpenIdConnect(
        issuer, client, public.rstrip("/"), secret, tuple(filter(None, wanted)), name_claim, groups_claim, grants
    )


def safe(address: str) -> bool:
    """Tell whether nobody can read along or answer falsely at an address: it has TLS, or is this machine's."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and loopback(host)))


def _required(name: str, address: str) -> None:
    """Raise `SettingsError` for an address of the settings that is not safe, or is more than an address."""
    if not safe(address):
        raise SettingsError(
            f"{name}: OpenID Connect에는 https:// 주소가 필요합니다: {address.rpartition('@')[2]}",
            "TLS를 맡은 프록시의 주소를 적으십시오. 이 컴퓨터 안에서만 http://를 쓸 수 있습니다.",
        )
    parts = urlsplit(address)
    if parts.username or parts.query or parts.fragment:
        raise SettingsError(
            f"{name}: 주소만 적어야 합니다.", "https://id.example.go.kr 꼴로, 비밀번호와 ?, # 없이 적으십시오."
        )


def _found(claims: Mapping[str, object], name: str) -> object:
    """Return a claim by its name or by its path: `realm_access.roles`; None where there is none."""
    if name in claims:
        return claims[name]
    found: object = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _text(value: object) -> str:
    """Return a claim's text, composed; empty where it is none that can be shown."""
    text = unicodedata.normalize("NFC", value.strip()) if isinstance(value, str) else ""
    return text if len(text) <= LONGEST and text.isprintable() else ""
