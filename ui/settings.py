"""Settings, read once from flags, environment variables and one TOML file.

Precedence, highest first: flag, environment variable, file, default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from assistant.answers import Policy
from assistant.models import chat, entailment, reader
from assistant.models.reader import BUNDLED_READER
from ingest.errors import SettingsError
from ingest.settings import BUNDLED_MODEL, EngineName, IngestSettings
from ui.accounts import single_sign_on
from ui.accounts.single_sign_on import SingleSignOn
from ui.accounts.visitors import ROLES
from ui.addresses import networks
from ui.messages import LANGUAGES, Language

if TYPE_CHECKING:
    from assistant.settings import AssistantSettings

FILE_NAME = "geungeo.toml"
NOBODY = "'none'"
"""Of `framed_by`: no other site may show the page."""
POLICIES: tuple[str, ...] = get_args(Policy)
ENGINES: tuple[EngineName, ...] = get_args(EngineName)
LogForm = Literal["text", "json"]
LOG_FORMS: tuple[str, ...] = get_args(LogForm)
Origin = Literal["flag", "environment", "file", "default"]


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, validated, and the source of each value."""

    ingest: IngestSettings
    model: str = "extractive"
    """Name of the model that answers; `extractive` composes answers of exact source sentences."""
    temperature: float | None = 0.0
    """Of the model that answers; None leaves it to the model."""
    policy: Policy = "strict"
    """Whether a written sentence without proof is dropped (`strict`) or shown and marked (`flag`)."""
    reader: str = BUNDLED_READER
    """Name of the model that judges which sentences answer; empty for none."""
    entailment: str = ""
    """Name of a judge of meaning that the gate asks last; empty for none."""
    trust: tuple[str, ...] = ()
    """Sources that are believed more than others, the most trusted first, as `assistant.retrieval.trust` takes them."""
    key: str = field(default="", repr=False)
    """Sent to a model named by its address."""
    language: Language = "ko"
    host: str = "127.0.0.1"
    port: int = 7860
    users: Path | None = None
    """The file of users; None for the one in the store."""
    trusted_proxies: str = ""
    """Addresses and networks of proxies, divided by commas, whose word on a visitor's address is believed."""
    sso_header: str = ""
    """Name of the header in which a proxy names the user that it signed in; empty where none does."""
    sso_proxies: str = ""
    """Addresses and networks, divided by commas, of the proxies from which that header is believed."""
    sso_groups_header: str = ""
    """Name of the header in which the same proxies name the user's groups; empty for none."""
    sso_roles: tuple[str, ...] = ("*=reader",)
    """What groups may do, as `press=editor`; `*` is whoever the proxy names."""
    sso_sign_out: str = ""
    """Address at which whoever a proxy signed in signs out; empty for none."""
    framed_by: str = NOBODY
    """Sites whose pages may show this one in a frame, in the words of a content security policy."""
    public_url: str = ""
    """Address at which readers open the page, for the links in answers to chat clients; empty for the request's own."""
    audit: Path | None = None
    """Folder of the audit log; None keeps none."""
    audit_text: bool = False
    """Whether the audit log also holds what was asked and checked."""
    audit_megabytes: int = 100
    """Size after which the audit log begins its next file; it begins one each day as well."""
    log: LogForm = "text"
    """Form of the server's log: lines to read, or JSON with a line for every request and question."""
    tracing: bool = False
    """Whether LangSmith and other tracers may be sent what is asked and found, where the environment turns them on."""
    otel: bool = False
    """Whether the stages of an answer are told to OpenTelemetry as spans, without any text."""
    stop_seconds: int = 25
    """Seconds that running questions have to finish when the server is told to stop."""
    runs: Path | None = None
    """Directory of the evaluation runs that the page shows; None is the folder `runs` of the store."""
    compare_servers: tuple[str, ...] = ()
    """Servers, as `http://127.0.0.1:8000/v1#model`, that an evaluator may compare answers with on the page."""
    compare_key: str = field(default="", repr=False)
    """Sent to a server that answers are compared with, to no other."""
    file: Path | None = None
    """The TOML file read, if any."""
    origins: tuple[tuple[str, Origin], ...] = ()
    """(setting, where its value came from) for every setting."""

    @property
    def single_sign_on(self) -> SingleSignOn | None:
        """The sign-in by a proxy; None where the settings name no header."""
        if not self.sso_header:
            return None
        return SingleSignOn(
            self.sso_header.lower(),
            networks(self.sso_proxies),
            single_sign_on.grants(self.sso_roles),
            self.sso_groups_header.lower(),
            self.sso_sign_out,
        )

    @property
    def users_file(self) -> Path:
        """The file of users: the one named, or the one in the store."""
        return self.users or self.ingest.store / "users.json"


@dataclass(frozen=True, slots=True)
class _Option:
    name: str
    variable: str
    parse: Callable[[str, object], object]
    default: object


def load(
    environment: Mapping[str, str],
    flags: Mapping[str, object] | None = None,
    directory: Path | None = None,
) -> Settings:
    """Return the settings in force, reading `GEUNGEO_CONFIG` or `geungeo.toml` in `directory` (default: here).

    `flags` maps setting names to values; None means not given. Raises SettingsError naming the setting and where
    it stands when a value is malformed, a key of the file is unknown, or the file cannot be read.
    """
    here = (directory or Path()).absolute()
    file = _file(environment, here)
    table = _table(file) if file else {}
    values: dict[str, object] = {}
    origins: list[tuple[str, Origin]] = []
    for option in OPTIONS:
        value, origin, where = _choose(option, flags or {}, environment, table, file)
        if origin != "default":
            value = option.parse(where, value)
        # Whole from the start: a path that depends on where the process stands names another store later.
        if isinstance(value, Path):
            value = (file.parent if origin == "file" and file else here) / value
        values[option.name] = value
        origins.append((option.name, origin))
    _compare(values)
    return _build(values, file, tuple(origins))


def shown(settings: Settings) -> dict[str, str]:
    """Return every setting as text with secrets masked, by name."""
    values = {name: getattr(settings.ingest, name, None) for name in _INGEST}
    values |= {option.name: getattr(settings, option.name) for option in OPTIONS if option.name not in _INGEST}
    values |= {name: ", ".join(getattr(settings, name)) for name in ("trust", "compare_servers", "sso_roles")}
    values |= {name: "***" for name in _SECRETS if values[name]}
    return {name: "" if value is None else masked(str(value)) for name, value in values.items()}


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


def masked(text: str) -> str:
    """Mask passwords, keys and tokens in URLs, and values that look like keys."""
    text = re.sub(r"(?<=://)[^/@\s]+@", "***@", text)
    text = re.sub(r"(?i)\b((?:api[_-]?)?key|token|password|secret)=[^&\s]+", r"\1=***", text)
    return re.sub(r"\bsk-[\w-]{8,}", "sk-***", text)


def unknown_variables(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return environment variables that begin with GEUNGEO_ but are no setting, most often a typing error."""
    known = {option.variable for option in OPTIONS} | {"GEUNGEO_CONFIG"}
    return tuple(sorted(name for name in environment if name.startswith("GEUNGEO_") and name not in known))


def _choose(
    option: _Option,
    flags: Mapping[str, object],
    environment: Mapping[str, str],
    table: Mapping[str, object],
    file: Path | None,
) -> tuple[object, Origin, str]:
    if (flag := flags.get(option.name)) is not None:
        return flag, "flag", f"--{option.name.replace('_', '-')}"
    # An empty variable counts as unset: compose files and CI write `NAME=` for "nothing".
    if variable := environment.get(option.variable):
        return variable, "environment", option.variable
    if option.name in table:
        return table[option.name], "file", f"{file}의 {option.name}"
    return option.default, "default", ""


def _file(environment: Mapping[str, str], directory: Path) -> Path | None:
    if named := environment.get("GEUNGEO_CONFIG"):
        path = directory / Path(named).expanduser()
        if not path.is_file():
            raise SettingsError(f"설정 파일이 없습니다: {path}", "GEUNGEO_CONFIG에 적힌 경로를 확인하십시오.")
        return path
    path = directory / FILE_NAME
    return path if path.is_file() else None


def _table(file: Path) -> dict[str, object]:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"설정 파일을 읽을 수 없습니다: {file}", "UTF-8로 된 TOML 파일이어야 합니다.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"설정 파일의 문법이 틀렸습니다: {file}: {error}", "TOML 문법에 맞게 고치십시오."
        ) from error
    known = [option.name for option in OPTIONS]
    if unknown := sorted(set(table) - set(known)):
        raise SettingsError(
            f"설정 파일에 모르는 이름이 있습니다: {file}: {', '.join(unknown)}",
            f"쓸 수 있는 이름: {', '.join(known)}",
        )
    return table


def _compare(values: Mapping[str, object]) -> None:
    size, overlap = cast(int, values["chunk_size"]), cast(int, values["chunk_overlap"])
    if overlap >= size:
        raise SettingsError(
            f"chunk_overlap({overlap})은 chunk_size({size})보다 작아야 합니다.", "둘 가운데 하나를 고치십시오."
        )
    _vouching(values)


def _vouching(values: Mapping[str, object]) -> None:
    """Raise `SettingsError` where a header would be believed from nobody or anybody, or groups that no header names."""
    proxies = networks(cast(str, values["sso_proxies"]))
    if values["sso_header"] and not proxies:
        raise SettingsError(
            "sso_header를 쓰려면 그 머리글을 믿을 프록시의 주소도 정해야 합니다.",
            "GEUNGEO_SSO_PROXIES=10.0.0.5",
        )
    if any(one.prefixlen == 0 for one in proxies):
        raise SettingsError("sso_proxies가 모든 주소를 믿습니다.", "프록시의 주소만 적으십시오: 10.0.0.5")
    names = [cast(str, values[name]).lower() for name in ("sso_header", "sso_groups_header")]
    if names[0] and names[0] == names[1]:
        raise SettingsError("sso_header와 sso_groups_header가 같습니다.", "서로 다른 머리글을 적으십시오.")
    named = [one for one in cast(tuple[str, ...], values["sso_roles"]) if not one.startswith("*")]
    if named and not values["sso_groups_header"]:
        raise SettingsError(
            f"sso_roles에 그룹이 있는데({named[0]}) 그룹을 알릴 머리글이 없습니다.",
            "GEUNGEO_SSO_GROUPS_HEADER=X-Remote-Groups",
        )


def _build(values: Mapping[str, object], file: Path | None, origins: tuple[tuple[str, Origin], ...]) -> Settings:
    inner = {name: values[name] for name in _INGEST}
    outer = {name: value for name, value in values.items() if name not in _INGEST}
    ingest = IngestSettings(**inner)  # type: ignore[arg-type]  # each option's parser returns the field's type
    return Settings(ingest=ingest, file=file, origins=origins, **outer)  # type: ignore[arg-type]


def _text(where: str, value: object) -> str:
    if not isinstance(value, str | Path) or not str(value).strip():
        raise SettingsError(f"{where}: 비어 있지 않은 글이어야 합니다: {value!r}")
    return str(value).strip()


def _path(where: str, value: object) -> Path:
    return Path(_text(where, value)).expanduser()


def _address(where: str, value: object) -> str:
    text = _text(where, value)
    if not re.fullmatch(r"https?://\S+", text):
        raise SettingsError(f"{where}: http:// 또는 https://로 시작하는 주소여야 합니다: {masked(text)}")
    return text


def _header(where: str, value: object) -> str:
    text = _text(where, value)
    # The value itself is a secret and is not shown.
    if not re.fullmatch(r"[A-Za-z0-9-]+:[ \t]*[!-~][ -~]*", text):
        raise SettingsError(f"{where}: '이름: 값' 꼴이어야 합니다.", "보기: CHROMA_HEADER='Authorization: Bearer …'")
    return text


def _language(where: str, value: object) -> Language:
    text = _text(where, value)
    if text not in LANGUAGES:
        raise SettingsError(f"{where}: {', '.join(LANGUAGES)} 가운데 하나여야 합니다: {text}")
    return text


def _model(where: str, value: object) -> str:
    text = _text(where, value)
    if trouble := chat.problem(text):
        raise SettingsError(f"{where}: 쓸 수 없는 모델 이름입니다: {masked(text)}", trouble)
    return text


def _temperature(where: str, value: object) -> float | None:
    if str(value).strip().lower() in {"", "none"}:
        return None
    try:
        number = float(str(value))
    except ValueError:
        number = -1.0
    if not 0 <= number <= 2:
        raise SettingsError(f"{where}: 0에서 2 사이의 수이거나 none이어야 합니다: {value}")
    return number


def _policy(where: str, value: object) -> str:
    text = _text(where, value)
    if text not in POLICIES:
        raise SettingsError(f"{where}: {', '.join(POLICIES)} 가운데 하나여야 합니다: {text}")
    return text


def _engine(where: str, value: object) -> EngineName:
    text = _text(where, value)
    if text not in ENGINES:
        raise SettingsError(f"{where}: {', '.join(ENGINES)} 가운데 하나여야 합니다: {text}")
    return text


def _reader(where: str, value: object) -> str:
    text = str(value).strip()
    if trouble := reader.problem(text):
        raise SettingsError(f"{where}: 쓸 수 없는 읽기 모델입니다: {text}", trouble)
    return text


def _entailment(where: str, value: object) -> str:
    text = str(value).strip()
    if trouble := entailment.problem(text):
        raise SettingsError(f"{where}: 쓸 수 없는 함의 판정기입니다: {text}", trouble)
    return text


def _proxies(where: str, value: object) -> str:
    text = _text(where, value)
    try:
        networks(text)
    except ValueError as error:
        raise SettingsError(
            f"{where}: 주소나 망을 쉼표로 나누어 적어야 합니다: {text}", "10.0.0.5, 192.168.0.0/24 꼴로 적으십시오."
        ) from error
    return text


def _header_name(where: str, value: object) -> str:
    text = _text(where, value)
    if not re.fullmatch(r"[A-Za-z0-9-]+", text) or text.lower() in _TAKEN:
        raise SettingsError(f"{where}: 프록시가 더하는 머리글의 이름이어야 합니다: {text}", "보기: X-Remote-User")
    return text


def _grants(where: str, value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list | tuple) else str(value).split(",")
    texts = tuple(str(one).strip() for one in given if str(one).strip())
    try:
        single_sign_on.grants(texts)
    except ValueError as error:
        raise SettingsError(
            f"{where}: '그룹=권한' 꼴이어야 합니다: {error}", f"권한은 {', '.join(ROLES)}입니다. 모두는 *=reader입니다."
        ) from error
    return texts


def _place(where: str, value: object) -> str:
    text = _text(where, value)
    if not re.fullmatch(r"https?://[^\s/]\S*|/(?:[^\s/\\]\S*)?", text):
        raise SettingsError(f"{where}: / 나 https://로 시작하는 주소여야 합니다: {masked(text)}")
    return text


def _frames(where: str, value: object) -> str:
    sites = _text(where, value).replace(",", " ").split()
    words = [f"'{one}'" if one in ("self", "none") else one for one in sites]
    if not all(re.fullmatch(r"'(?:self|none)'|https?://[\w.*-]+(?::(?:\d+|\*))?", one) for one in words):
        raise SettingsError(
            f"{where}: 페이지를 틀 안에 보일 수 있는 사이트의 주소여야 합니다: {value}",
            "https://portal.example.go.kr 꼴로 적으십시오. 같은 사이트는 self, 없으면 none입니다.",
        )
    return " ".join(words)


def _log(where: str, value: object) -> str:
    text = _text(where, value)
    if text not in LOG_FORMS:
        raise SettingsError(f"{where}: {', '.join(LOG_FORMS)} 가운데 하나여야 합니다: {text}")
    return text


def _trust(where: str, value: object) -> tuple[str, ...]:
    from assistant.retrieval.trust import problem

    given = value if isinstance(value, list | tuple) else str(value).split(",")
    sources = tuple(str(one).strip() for one in given if str(one).strip())
    for source in sources:
        if trouble := problem(source):
            raise SettingsError(f"{where}: 쓸 수 없는 출처입니다: {source}", trouble)
    return sources


def _servers(where: str, value: object) -> tuple[str, ...]:
    from evals.external.server import parsed

    given = value if isinstance(value, list | tuple) else str(value).split(",")
    servers = tuple(str(one).strip() for one in given if str(one).strip())
    for server in servers:
        try:
            parsed(server)
        except SettingsError as error:
            raise SettingsError(f"{where}: {error.message}", error.hint) from error
    return servers


def _number(least: int, most: int) -> Callable[[str, object], int]:
    def parse(where: str, value: object) -> int:
        number = value
        if isinstance(value, str) and re.fullmatch(r"-?\d+", value.strip()):
            number = int(value)
        if not isinstance(number, int) or isinstance(number, bool) or not least <= number <= most:
            raise SettingsError(f"{where}: {least}에서 {most} 사이의 정수여야 합니다: {value}")
        return number

    return parse


def _switch(where: str, value: object) -> bool:
    text = str(value).strip().lower()
    if text not in _ON | _OFF:
        raise SettingsError(f"{where}: true나 false여야 합니다: {value}")
    return text in _ON


_TAKEN = frozenset({"authorization", "connection", "content-length", "cookie", "host", "origin", "user-agent"})
"""Headers that a visitor sends for other reasons."""
_SECRETS = ("key", "chroma_header", "compare_key", "data_go_kr_key")
_ON = frozenset({"1", "true", "yes", "on"})
_OFF = frozenset({"0", "false", "no", "off"})

OPTIONS: tuple[_Option, ...] = (
    _Option("store", "GEUNGEO_STORE", _path, Path(".geungeo")),
    _Option("embedding", "GEUNGEO_EMBEDDING", _text, BUNDLED_MODEL),
    _Option("chroma_url", "CHROMA_URL", _address, None),
    _Option("chroma_header", "CHROMA_HEADER", _header, ""),
    _Option("chunk_size", "GEUNGEO_CHUNK_SIZE", _number(50, 10_000), 400),
    _Option("chunk_overlap", "GEUNGEO_CHUNK_OVERLAP", _number(0, 5_000), 60),
    _Option("wait_seconds", "GEUNGEO_WAIT_SECONDS", _number(0, 86_400), 60),
    _Option("file_seconds", "GEUNGEO_FILE_SECONDS", _number(0, 86_400), 120),
    _Option("file_megabytes", "GEUNGEO_FILE_MEGABYTES", _number(256, 1_048_576), 2048),
    _Option("batch_chunks", "GEUNGEO_BATCH_CHUNKS", _number(1, 100_000), 512),
    _Option("threads", "GEUNGEO_THREADS", _number(0, 1_024), 0),
    _Option("engine", "GEUNGEO_ENGINE", _engine, "local"),
    _Option("ray_address", "RAY_ADDRESS", _text, ""),
    _Option("web_megabytes", "GEUNGEO_WEB_MEGABYTES", _number(1, 10_000), 30),
    _Option("web_seconds", "GEUNGEO_WEB_SECONDS", _number(1, 86_400), 60),
    _Option("allow_private", "GEUNGEO_ALLOW_PRIVATE", _switch, False),
    _Option("data_go_kr_key", "GEUNGEO_DATA_GO_KR_KEY", _text, ""),
    _Option("data_go_kr_url", "GEUNGEO_DATA_GO_KR_URL", _address, "https://apis.data.go.kr"),
    _Option("model", "GEUNGEO_MODEL", _model, "extractive"),
    _Option("temperature", "GEUNGEO_TEMPERATURE", _temperature, 0.0),
    _Option("policy", "GEUNGEO_POLICY", _policy, "strict"),
    _Option("reader", "GEUNGEO_READER", _reader, BUNDLED_READER),
    _Option("entailment", "GEUNGEO_ENTAILMENT", _entailment, ""),
    _Option("trust", "GEUNGEO_TRUST", _trust, ()),
    _Option("key", "OPENAI_API_KEY", _text, ""),
    _Option("language", "GEUNGEO_LANG", _language, "ko"),
    _Option("host", "GEUNGEO_HOST", _text, "127.0.0.1"),
    _Option("port", "GEUNGEO_PORT", _number(0, 65_535), 7860),
    _Option("trusted_proxies", "GEUNGEO_TRUSTED_PROXIES", _proxies, ""),
    _Option("public_url", "GEUNGEO_PUBLIC_URL", _address, ""),
    _Option("sso_header", "GEUNGEO_SSO_HEADER", _header_name, ""),
    _Option("sso_proxies", "GEUNGEO_SSO_PROXIES", _proxies, ""),
    _Option("sso_groups_header", "GEUNGEO_SSO_GROUPS_HEADER", _header_name, ""),
    _Option("sso_roles", "GEUNGEO_SSO_ROLES", _grants, ("*=reader",)),
    _Option("sso_sign_out", "GEUNGEO_SSO_SIGN_OUT", _place, ""),
    _Option("framed_by", "GEUNGEO_FRAMED_BY", _frames, NOBODY),
    _Option("audit", "GEUNGEO_AUDIT", _path, None),
    _Option("audit_text", "GEUNGEO_AUDIT_TEXT", _switch, False),
    _Option("audit_megabytes", "GEUNGEO_AUDIT_MEGABYTES", _number(1, 100_000), 100),
    _Option("log", "GEUNGEO_LOG", _log, "text"),
    _Option("tracing", "GEUNGEO_TRACING", _switch, False),
    _Option("otel", "GEUNGEO_OTEL", _switch, False),
    _Option("stop_seconds", "GEUNGEO_STOP_SECONDS", _number(0, 3_600), 25),
    _Option("runs", "GEUNGEO_RUNS", _path, None),
    _Option("users", "GEUNGEO_USERS", _path, None),
    _Option("compare_servers", "GEUNGEO_COMPARE_SERVERS", _servers, ()),
    _Option("compare_key", "GEUNGEO_COMPARE_KEY", _text, ""),
)
"""Every setting: its name in the file and as a flag, its environment variable, its parser and its default."""

_INGEST = tuple(one.name for one in fields(IngestSettings))
