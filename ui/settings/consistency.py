"""Rules between settings: an overlap smaller than the chunks, sign-in headers and providers that can be believed."""

from __future__ import annotations

from ingest.errors import SettingsError
from ui.addresses import networks
from ui.settings.values import Settings, SsoSettings


def check(settings: Settings) -> None:
    """Raise `SettingsError` where two settings cannot both be meant."""
    size, overlap = settings.ingest.chunk_size, settings.ingest.chunk_overlap
    if overlap >= size:
        raise SettingsError(
            f"chunk_overlap({overlap})은 chunk_size({size})보다 작아야 합니다.", "둘 가운데 하나를 고치십시오."
        )
    _vouching(settings.sso, provided=bool(settings.oidc.issuer))
    # Raises where it cannot be used: what a provider needs stands in several settings.
    _ = settings.openid_connect


def _vouching(sso: SsoSettings, *, provided: bool) -> None:
    """Raise `SettingsError` where a header would be believed from nobody or anybody, or groups that nothing names.

    `provided` tells whether an OpenID provider names groups.
    """
    proxies = networks(sso.proxies)
    if sso.header and not proxies:
        raise SettingsError(
            "sso_header를 쓰려면 그 머리글을 믿을 프록시의 주소도 정해야 합니다.",
            "GEUNGEO_SSO_PROXIES=10.0.0.5",
        )
    if any(one.prefixlen == 0 for one in proxies):
        raise SettingsError("sso_proxies가 모든 주소를 믿습니다.", "프록시의 주소만 적으십시오: 10.0.0.5")
    if sso.header and sso.header.lower() == sso.groups_header.lower():
        raise SettingsError("sso_header와 sso_groups_header가 같습니다.", "서로 다른 머리글을 적으십시오.")
    named = [one for one in sso.roles if not one.startswith("*")]
    if named and not sso.groups_header and not provided:
        raise SettingsError(
            f"sso_roles에 그룹이 있는데({named[0]}) 그룹을 알릴 머리글이 없습니다.",
            "GEUNGEO_SSO_GROUPS_HEADER=X-Remote-Groups",
        )
