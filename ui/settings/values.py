"""All settings as frozen values. A field is the whole declaration of a setting: parser, default, meaning.

`ui.settings.options` says what follows from a field; the settings of ingestion have their fields in `ingest.settings`
and their parsers in `ui.settings.ingestion`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from assistant.answers import Policy
from assistant.models import chat, entailment
from assistant.models.reader import BUNDLED_READER
from assistant.models.reader import problem as reader_problem
from ingest.settings import IngestSettings
from ui.accounts import single_sign_on
from ui.accounts.openid import OpenIdConnect, openid_connect
from ui.accounts.single_sign_on import SingleSignOn
from ui.addresses import networks
from ui.messages import LANGUAGES, Language
from ui.settings import ingestion, parsers
from ui.settings.masking import masked
from ui.settings.options import declared, group, option

if TYPE_CHECKING:
    from assistant.settings import AssistantSettings

NOBODY = "'none'"
"""Of `framed_by`: no other site may show the page."""
POLICIES: tuple[Policy, ...] = get_args(Policy)
LogForm = Literal["text", "json"]
LOG_FORMS: tuple[LogForm, ...] = get_args(LogForm)
Origin = Literal["flag", "environment", "file", "default"]


@dataclass(frozen=True, slots=True)
class SsoSettings:
    """Sign-in by a proxy in front of the page."""

    header: str = option(parsers.header_name, "")
    """Name of the header in which a proxy names the user that it signed in; empty where none does."""
    proxies: str = option(parsers.proxies, "")
    """Addresses and networks, divided by commas, of the proxies from which that header is believed."""
    groups_header: str = option(parsers.header_name, "")
    """Name of the header in which the same proxies name the user's groups; empty for none."""
    roles: tuple[str, ...] = option(parsers.grants, ("*=reader",))
    """What groups may do, as `press=editor`; `*` is whoever the proxy or the provider names."""
    sign_out: str = option(parsers.link, "")
    """Address at which whoever a proxy signed in signs out; empty for none."""


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """Sign-in at an OpenID provider; groups have the roles that `sso_roles` gives them."""

    issuer: str = option(parsers.address, "")
    """Address of the provider, as it calls itself; empty for none."""
    client: str = option(parsers.text, "")
    """Name of this server at the provider."""
    secret: str = option(parsers.secret, "", secret=True)
    """Shown to the provider by this server; empty for a public client."""
    scopes: str = option(parsers.text, "openid profile")
    """What the provider is asked for."""
    name_claim: str = option(parsers.text, "preferred_username")
    """Claim of the name that is shown."""
    groups_claim: str = option(parsers.text, "groups")
    """Claim of the groups."""


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """Sessions of those who signed in on this server, and not by a proxy's header."""

    hours: int = option(parsers.number(1, 720), 12)
    """After which they sign in again."""
    idle_minutes: int = option(parsers.number(0, 10_080), 0)
    """Minutes without a request after which they do so too; 0 for none."""


@dataclass(frozen=True, slots=True)
class AuditSettings:
    """The audit log: who asked, checked, changed and signed in."""

    folder: Path | None = option(parsers.path, None, name="audit")
    """Folder of the log; None keeps none."""
    text: bool = option(parsers.switch, False)
    """Whether the log also holds what was asked and checked."""
    megabytes: int = option(parsers.number(1, 100_000), 100)
    """Size after which the log begins its next file; it begins one each day as well."""


@dataclass(frozen=True, slots=True)
class CompareSettings:
    """Other systems whose answers are compared with those of this one."""

    servers: tuple[str, ...] = option(parsers.servers, ())
    """Servers, as `http://127.0.0.1:8000/v1#model`, that an evaluator may compare answers with on the page."""
    key: str = option(parsers.secret, "", secret=True)
    """Sent to a server that answers are compared with, to no other."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, validated, and the source of each value."""

    ingest: IngestSettings = group(IngestSettings)
    model: str = option(parsers.named(chat.problem, "쓸 수 없는 모델 이름입니다"), "extractive")
    """Name of the model that answers; `extractive` composes answers of exact source sentences."""
    temperature: float | None = option(parsers.temperature, 0.0)
    """Of the model that answers; None leaves it to the model."""
    policy: Policy = option(parsers.choice(POLICIES), "strict")
    """Whether a written sentence without proof is dropped (`strict`) or shown and marked (`flag`)."""
    reader: str = option(
        parsers.named(reader_problem, "쓸 수 없는 읽기 모델입니다", optional=True), BUNDLED_READER, empty=True
    )
    """Name of the model that judges which sentences answer; empty for none."""
    entailment: str = option(parsers.named(entailment.problem, "쓸 수 없는 함의 판정기입니다", optional=True), "")
    """Name of a judge of meaning that the gate asks last; empty for none."""
    trust: tuple[str, ...] = option(parsers.trust, ())
    """Sources that are believed more than others, the most trusted first, as `assistant.retrieval.trust` takes them."""
    key: str = option(parsers.secret, "", variable="OPENAI_API_KEY", secret=True)
    """Sent to a model named by its address."""
    language: Language = option(parsers.choice(LANGUAGES), "ko", variable="GEUNGEO_LANG")
    host: str = option(parsers.text, "127.0.0.1")
    port: int = option(parsers.number(0, 65_535), 7860)
    trusted_proxies: str = option(parsers.proxies, "")
    """Addresses and networks of proxies, divided by commas, whose word on a visitor's address is believed."""
    public_url: str = option(parsers.address, "")
    """Address at which readers open the page, for the links in answers to chat clients; empty for the request's own."""
    sso: SsoSettings = group(SsoSettings)
    oidc: OidcSettings = group(OidcSettings)
    session: SessionSettings = group(SessionSettings)
    framed_by: str = option(parsers.frames, NOBODY)
    """Sites whose pages may show this one in a frame, in the words of a content security policy."""
    audit: AuditSettings = group(AuditSettings)
    log: LogForm = option(parsers.choice(LOG_FORMS), "text")
    """Form of the server's log: lines to read, or JSON with a line for every request and question."""
    tracing: bool = option(parsers.switch, False)
    """Whether LangSmith and other tracers may be sent what is asked and found, where the environment turns them on."""
    otel: bool = option(parsers.switch, False)
    """Whether the stages of an answer are told to OpenTelemetry as spans, without any text."""
    stop_seconds: int = option(parsers.number(0, 3_600), 25)
    """Seconds that running questions have to finish when the server is told to stop."""
    runs: Path | None = option(parsers.path, None)
    """Directory of the evaluation runs that the page shows; None is the folder `runs` of the store."""
    users: Path | None = option(parsers.path, None)
    """The file of users; None for the one in the store."""
    compare: CompareSettings = group(CompareSettings)
    file: Path | None = None
    """The TOML file read, if any."""
    origins: tuple[tuple[str, Origin], ...] = ()
    """(setting, where its value came from) for every setting."""

    @property
    def single_sign_on(self) -> SingleSignOn | None:
        """The sign-in by a proxy; None where the settings name no header."""
        if not self.sso.header:
            return None
        return SingleSignOn(
            self.sso.header.lower(),
            networks(self.sso.proxies),
            single_sign_on.grants(self.sso.roles),
            self.sso.groups_header.lower(),
            self.sso.sign_out,
        )

    @property
    def openid_connect(self) -> OpenIdConnect | None:
        """The OpenID provider; None where the settings name none."""
        return openid_connect(
            self.oidc.issuer,
            self.oidc.client,
            self.oidc.secret,
            self.public_url,
            self.oidc.scopes,
            self.oidc.name_claim,
            self.oidc.groups_claim,
            single_sign_on.grants(self.sso.roles),
        )

    @property
    def users_file(self) -> Path:
        """The file of users: the one named, or the one in the store."""
        return self.users or self.ingest.store / "users.json"


OPTIONS = (*ingestion.options("ingest"), *declared(Settings))
"""Every setting."""


def shown(settings: Settings) -> dict[str, str]:
    """Return every setting as text with secrets masked, by name."""
    return {option.name: _shown(option.of(settings), secret=option.secret) for option in OPTIONS}


def _shown(value: object, *, secret: bool) -> str:
    if value is None:
        return ""
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return "***" if secret and text else masked(text)


def answering(settings: Settings) -> AssistantSettings:
    """Return the settings of answering."""
    from assistant.retrieval.trust import Trust
    from assistant.settings import AssistantSettings

    return AssistantSettings(
        model=settings.model,
        temperature=settings.temperature,
        key=settings.key,
        policy=settings.policy,
        reader=settings.reader,
        entailment=settings.entailment,
        tracing=settings.tracing,
        trust=Trust(settings.trust),
    )
