"""Sign-in by OpenID Connect: which answers of a provider are believed, and what comes of the others."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import logging
import shlex
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import SettingsError
from ui.accounts import authorizations
from ui.accounts.authorizations import Authorizations
from ui.accounts.openid import Identity, OpenIdConnect
from ui.accounts.sessions import Sessions
from ui.accounts.users import Accounts
from ui.settings import OPTIONS, load, shown

pytest.importorskip("authlib", reason="the extra geungeo[oidc] is not installed")

import openid_provider as scripted_provider
from openid_provider import CLIENT, HOUSE, ISSUER, KEY, OTHER_KEY, PUBLIC, SECRET, ScriptedProvider
from ui.accounts.provider import LOGOUT, Provider, ProviderAway, ProviderDeclined, ProviderUntrusted


@pytest.fixture
def house() -> ScriptedProvider:
    return ScriptedProvider()


@pytest.fixture
def under_way(tmp_path: Path) -> Iterator[Authorizations]:
    with closing(Authorizations(tmp_path / "sessions.sqlite3")) as made:
        yield made


def signed_in(house: ScriptedProvider, under_way: Authorizations, known: OpenIdConnect = HOUSE) -> Identity:
    """Return whom a whole sign-in finds."""

    async def whole() -> Identity:
        provider = Provider(known, house.transport())
        state, made = under_way.begin("browser", "/")
        assert house.met(await provider.address(state, made)) == state
        return await provider.identity("code-1", made)

    return asyncio.run(whole())


# what is believed


def test_a_subject_of_the_issuer_is_who_comes_in_with_name_and_groups(house, under_way) -> None:
    found = signed_in(house, under_way)
    assert (found.issuer, found.subject, found.name) == (ISSUER, "8f14e45f", "김서연")
    assert found.groups == ("press", "all staff")
    visitor = HOUSE.visitor(found)
    assert (visitor.key, visitor.name) == (f"openid:{ISSUER} 8f14e45f", "김서연")
    assert (visitor.roles, visitor.groups) == ({"editor"}, {"press", "all staff"})
    assert visitor.signed_in
    assert not visitor.proxied


def test_the_code_is_redeemed_with_the_secret_and_what_shows_who_asked_for_it(house, under_way) -> None:
    signed_in(house, under_way)
    (fields, credentials) = next((fields, sent) for path, fields, sent in house.asked if path == "/token")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(fields["code_verifier"].encode()).digest()).rstrip(b"=")
    assert challenge.decode() == house.challenge
    assert (fields["code"], fields["redirect_uri"]) == ("code-1", f"{PUBLIC}/oidc/callback")
    assert base64.b64decode(credentials.removeprefix("Basic ")).decode() == f"{CLIENT}:{SECRET}"
    assert "client_secret" not in fields


@pytest.mark.parametrize(
    ("secret", "methods", "expected"),
    [("", [], {"client_id": CLIENT}), (SECRET, ["client_secret_post"], {"client_id": CLIENT, "client_secret": SECRET})],
)
def test_a_public_client_and_one_that_posts_its_secret_send_no_header(
    house, under_way, secret, methods, expected
) -> None:
    house.metadata["token_endpoint_auth_methods_supported"] = methods
    signed_in(house, under_way, replace(HOUSE, secret=secret))
    (fields, credentials) = next((fields, sent) for path, fields, sent in house.asked if path == "/token")
    assert expected.items() <= fields.items()
    assert credentials == ""


def expired(house: ScriptedProvider) -> None:
    house.claims = {"exp": int(time.time()) - 600, "iat": int(time.time()) - 900}


def wrong(**claims: object):
    def spoil(house: ScriptedProvider) -> None:
        house.claims = claims

    return spoil


def written(how):
    def spoil(house: ScriptedProvider) -> None:
        house.written = how

    return spoil


def half_hash(house: ScriptedProvider) -> None:
    house.claims = {"at_hash": "x" * 22}


SPOILED = {
    "wrong nonce": wrong(nonce="another"),
    "no nonce": wrong(nonce=None),
    "wrong audience": wrong(aud="another-client"),
    "no audience": wrong(aud=None),
    "an audience beside that is the party": wrong(aud=["another", CLIENT], azp="another"),
    "an authorised party without the audience": wrong(aud="another", azp=CLIENT),
    "other issuer": wrong(iss="https://evil.example.org"),
    "no issuer": wrong(iss=None),
    "no end": wrong(exp=None),
    "no subject": wrong(sub=None),
    "an empty subject": wrong(sub=""),
    "a subject that is no text": wrong(sub=7),
    "expired": expired,
    "not yet": wrong(nbf=int(time.time()) + 3600),
    "unsigned": written(scripted_provider.unsigned),
    "an HMAC of the public key": written(scripted_provider.by_public_key),
    "signed by another key": written(lambda claims: ScriptedProvider().signed(claims, OTHER_KEY)),
    "another key under the same name": written(lambda claims: ScriptedProvider().signed(claims, OTHER_KEY, kid="one")),
    "no token at all": written(lambda _: "nothing"),
    "an access token of somebody else": half_hash,
}


@pytest.mark.parametrize("how", SPOILED)
def test_an_id_token_that_does_not_prove_who_it_is_signs_nobody_in(house, under_way, how) -> None:
    assert signed_in(house, under_way).subject == "8f14e45f"
    SPOILED[how](house)
    with pytest.raises(ProviderUntrusted):
        signed_in(house, under_way)


def test_a_discovery_document_of_another_issuer_or_without_tls_is_not_used(house, under_way) -> None:
    house.metadata["issuer"] = f"{ISSUER}/"
    with pytest.raises(ProviderUntrusted):
        signed_in(house, under_way)
    house.metadata = {"token_endpoint": "http://id.example.org/token"}
    with pytest.raises(ProviderUntrusted):
        signed_in(house, under_way)
    assert [path for path, *_ in house.asked] == ["/.well-known/openid-configuration"] * 2


def test_a_provider_may_change_its_keys(house, under_way) -> None:
    async def twice() -> None:
        provider = Provider(HOUSE, house.transport())
        for key in (KEY, OTHER_KEY):
            house.key = key
            house.written = lambda claims, key=key: house.signed(claims, key)
            state, made = under_way.begin("browser", "/")
            house.met(await provider.address(state, made))
            await provider.identity("code", made)
            provider._keys_read -= 61

    asyncio.run(twice())
    assert [path for path, *_ in house.asked].count("/keys") == 2


def test_a_published_key_of_a_kind_yet_unknown_hides_none_of_the_others(house, under_way) -> None:
    house.more_keys = ({"kty": "AKP", "kid": "three", "alg": "ML-DSA-44", "pub": "AA"}, {"kty": "oct", "k": "AA"})
    assert signed_in(house, under_way).subject == "8f14e45f"


def test_unknown_keys_do_not_make_the_server_ask_each_time(house, under_way) -> None:
    async def often() -> None:
        provider = Provider(HOUSE, house.transport())
        house.written = lambda claims: house.signed(claims, OTHER_KEY)
        for _ in range(3):
            state, made = under_way.begin("browser", "/")
            house.met(await provider.address(state, made))
            with pytest.raises(ProviderUntrusted):
                await provider.identity("code", made)

    asyncio.run(often())
    assert [path for path, *_ in house.asked].count("/keys") == 1


def test_claims_that_the_token_lacks_are_asked_for_and_must_be_of_the_same_user(house, under_way) -> None:
    house.claims = {"groups": None, "preferred_username": None}
    house.userinfo = {"groups": ["policy"], "preferred_username": "이도윤"}
    found = signed_in(house, under_way)
    assert (found.name, found.groups) == ("이도윤", ("policy",))
    house.userinfo["sub"] = "another"
    with pytest.raises(ProviderUntrusted):
        signed_in(house, under_way)


@pytest.mark.parametrize(
    ("claims", "name", "groups"),
    [
        ({"preferred_username": "kim", "groups": ["a", "b"]}, "kim", ("a", "b")),
        ({"name": "김서연", "groups": "a"}, "김서연", ("a",)),
        ({"preferred_username": "\u1100\u1175\u11b7", "groups": [1, None, " ", "a\nb", "c"]}, "김", ("c",)),
        ({"preferred_username": "x" * 129}, "8f14e45f", ()),
        ({"preferred_username": "a\u0000b", "name": " lee "}, "lee", ()),
    ],
)
def test_names_and_groups_are_taken_of_claims_as_they_come(claims, name, groups) -> None:
    found = HOUSE.identity({"sub": "8f14e45f"} | claims)
    assert (found.name, found.groups) == (name, groups)


def test_a_claim_may_lie_within_another_or_be_named_by_an_address() -> None:
    nested = replace(HOUSE, groups_claim="realm_access.roles")
    assert nested.identity({"sub": "1", "realm_access": {"roles": ["press"]}}).groups == ("press",)
    assert nested.identity({"sub": "1", "realm_access": ["press"]}).groups == ()
    named = replace(HOUSE, groups_claim="https://example.org/groups")
    assert named.identity({"sub": "1", "https://example.org/groups": ["press"]}).groups == ("press",)


def test_a_name_or_an_address_that_changes_hands_opens_nobodys_data() -> None:
    ann, bob = (HOUSE.identity({"sub": sub, "preferred_username": "ann"}) for sub in ("1", "2"))
    assert HOUSE.visitor(ann).key != HOUSE.visitor(bob).key
    elsewhere = replace(HOUSE, issuer="https://other.example.org").identity({"sub": "1", "preferred_username": "ann"})
    assert HOUSE.visitor(ann).key != HOUSE.visitor(elsewhere).key


# what fails


@pytest.mark.parametrize(
    ("status", "token", "kind"),
    [
        (503, {}, ProviderAway),
        (429, {}, ProviderAway),
        (404, {}, ProviderUntrusted),
        (200, {"error": "invalid_grant", "error_description": "code-1 of s3cret"}, ProviderDeclined),
        (200, {"id_token": None}, ProviderUntrusted),
    ],
)
def test_failures_are_told_apart_and_nothing_that_was_sent_is_told(
    house, under_way, caplog, status, token, kind
) -> None:
    house.status, house.token = status, token
    with caplog.at_level(logging.DEBUG, "ui"), pytest.raises(kind) as caught:
        signed_in(house, under_way)
    said = (
        caplog.text
        + str(caught.value)
        + repr(caught.value.__context__ if not caught.value.__suppress_context__ else "")
    )
    assert [word for word in (SECRET, "code-1", "at-7d1", "s3cret", house.nonce or "none") if word in said] == []


def test_a_provider_that_cannot_be_reached_is_away(house, under_way) -> None:
    house.away = True
    with pytest.raises(ProviderAway) as caught:
        signed_in(house, under_way)
    assert caught.value.retryable


def test_nobody_is_sent_to_a_provider_that_has_gone(house, under_way) -> None:
    async def later() -> None:
        provider = Provider(HOUSE, house.transport())
        state, made = under_way.begin("browser", "/")
        await provider.address(state, made)
        house.away = True
        provider._read -= 61
        with pytest.raises(ProviderAway):
            await provider.address(state, made)
        assert await provider.leaving(Identity(ISSUER, "8f14e45f", "김서연")) == ""

    asyncio.run(later())


# sign-ins under way


def test_a_sign_in_is_good_once_for_its_browser_and_its_time(under_way, monkeypatch) -> None:
    state, made = under_way.begin("browser", "/en/?tab=check")
    assert under_way.end(state, "another browser") is None
    assert under_way.end(f"{state}x", "browser") is None
    assert under_way.end(state, "browser") == made
    assert under_way.end(state, "browser") is None
    late, _ = under_way.begin("browser", "/")
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + authorizations.LASTS + 1)
    assert under_way.end(late, "browser") is None


def test_sign_ins_under_way_are_bounded_and_the_newest_stay(under_way, monkeypatch) -> None:
    monkeypatch.setattr(authorizations, "MOST", 3)
    states = [under_way.begin("browser", "/")[0] for _ in range(5)]
    assert [under_way.end(state, "browser") is not None for state in states] == [False] * 2 + [True] * 3


def test_a_session_of_a_provider_keeps_who_it_is_and_ends_by_sign_in_or_by_user(tmp_path) -> None:
    kim, lee = (HOUSE.identity({"sub": sub, "sid": f"sid-{sub}", "groups": ["press"]}, "token") for sub in ("1", "2"))
    again = replace(kim, session="sid-1b")
    with closing(Sessions(tmp_path / "s.sqlite3", Accounts(tmp_path / "users.json"))) as sessions:
        words = [sessions.begin(one) for one in (kim, again, lee)]
        assert [sessions.holder(word) for word in words] == [kim, again, lee]
        assert sessions.end_all(ISSUER, "1", "sid-1") == 1
        assert sessions.end_all("https://other.example.org", "1", "") == 0
        assert [sessions.holder(word) is not None for word in words] == [False, True, True]
        assert sessions.end_all(ISSUER, "", "sid-2") == 1
        assert sessions.end_all(ISSUER, "1", "") == 1


# logouts that the provider tells of


def told_logout(house: ScriptedProvider, **claims: object) -> tuple[str, str]:
    usual = {key: value for key, value in house.usual().items() if key in ("iss", "aud", "sub", "iat", "exp", "sid")}
    said = {key: value for key, value in (usual | {"events": {LOGOUT: {}}} | claims).items() if value is not None}
    return asyncio.run(Provider(HOUSE, house.transport()).logged_out(house.signed(said)))


def test_a_logout_is_believed_where_the_provider_signed_it(house) -> None:
    assert told_logout(house) == ("8f14e45f", "sid-1")
    assert told_logout(house, sub=None) == ("", "sid-1")


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "x"},
        {"events": None},
        {"events": {"other": {}}},
        {"sub": None, "sid": None},
        {"aud": "another"},
        {"iss": "https://evil.example.org"},
        {"exp": 1},
    ],
)
def test_what_is_no_logout_token_ends_nothing(house, claims) -> None:
    with pytest.raises(ProviderUntrusted):
        told_logout(house, **claims)


# settings

GIVEN = {
    "GEUNGEO_OIDC_ISSUER": "https://id.example.org/realms/main",
    "GEUNGEO_OIDC_CLIENT": "geungeo",
    "GEUNGEO_OIDC_SECRET": "s3cret-of-client",
    "GEUNGEO_PUBLIC_URL": "https://geungeo.example.org/",
    "GEUNGEO_SSO_ROLES": "press=editor, *=reader",
}


def test_settings_name_the_provider_and_show_no_secret(tmp_path: Path) -> None:
    settings = load(GIVEN, directory=tmp_path)
    assert settings.openid_connect == OpenIdConnect(
        "https://id.example.org/realms/main",
        "geungeo",
        "https://geungeo.example.org",
        "s3cret-of-client",
        ("openid", "profile"),
        grants=(("press", "editor"), ("*", "reader")),
    )
    assert shown(settings)["oidc_secret"] == "***"
    assert "s3cret" not in repr(settings) + repr(settings.openid_connect) + str(shown(settings))
    assert load({}, directory=tmp_path).openid_connect is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"CLIENT": ""}, "oidc_client"),
        ({"ISSUER": ""}, "oidc_issuer"),
        ({"ISSUER": "http://id.example.org"}, "https://"),
        ({"ISSUER": "https://kim:pw@id.example.org"}, "주소만"),
        ({"ISSUER": "https://id.example.org?a=b"}, "주소만"),
        ({"ISSUER": "id.example.org"}, "OIDC_ISSUER"),
    ],
)
def test_a_provider_that_cannot_be_used_is_refused_at_the_start(tmp_path: Path, changed, said) -> None:
    with pytest.raises(SettingsError, match=said) as caught:
        load(
            GIVEN
            | {"GEUNGEO_SSO_ROLES": "*=reader"}
            | {f"GEUNGEO_OIDC_{name}": value for name, value in changed.items()},
            directory=tmp_path,
        )
    assert caught.value.hint or said == "OIDC_ISSUER"


@pytest.mark.parametrize(
    ("public", "said"),
    [("", "public_url"), ("http://geungeo.example.org", "https://"), ("https://example.org/geungeo", "경로")],
)
def test_the_address_to_come_back_to_must_be_one(tmp_path: Path, public, said) -> None:
    with pytest.raises(SettingsError, match=said):
        load(GIVEN | {"GEUNGEO_PUBLIC_URL": public}, directory=tmp_path)


def test_on_this_machine_provider_and_server_may_do_without_tls(tmp_path: Path) -> None:
    local = {"GEUNGEO_OIDC_ISSUER": "http://localhost:9000", "GEUNGEO_PUBLIC_URL": "http://127.0.0.1:7860"}
    assert load(GIVEN | local, directory=tmp_path).openid_connect is not None


def test_the_page_of_signing_in_names_every_setting_and_its_examples_are_some(tmp_path: Path, root: Path) -> None:
    page = (root / "docs" / "signin.md").read_text("utf-8")
    options = [option for option in OPTIONS if option.name.startswith(("oidc_", "session_"))]
    names = [one for option in options for one in (option.name, option.variable)]
    assert len(names) == 16
    assert [name for name in names if f"`{name}`" not in page] == []
    examples = [
        dict(shlex.split(line)[1].split("=", 1) for line in block.splitlines() if line.startswith("export "))
        for block in page.partition("## OpenID Connect")[2].split("```sh")[1:]
    ]
    made = [load(example, directory=tmp_path).openid_connect for example in examples]
    assert [one.groups_claim for one in made if one] == ["groups", "roles", "groups"]
