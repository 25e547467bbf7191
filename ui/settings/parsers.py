"""Parsers of settings: each takes where a value stands and the value, and returns it in its type.

A value comes as text from a flag or the environment, and as text, a number, a truth value or a list from the file. One
that cannot be meant raises `SettingsError`: `GEUNGEO_PORT: 0에서 65535 사이의 정수여야 합니다: many`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ingest.errors import SettingsError
from ui.accounts import single_sign_on
from ui.accounts.visitors import ROLES
from ui.addresses import networks
from ui.settings.masking import masked
from ui.settings.options import Parser

S = TypeVar("S", bound=str)
_ON = frozenset({"1", "true", "yes", "on"})
_OFF = frozenset({"0", "false", "no", "off"})
_TAKEN = frozenset({"authorization", "connection", "content-length", "cookie", "host", "origin", "user-agent"})
"""Headers that a visitor sends for other reasons."""


def text(where: str, value: object) -> str:
    """Return a text that is not empty, without spaces around it."""
    if not isinstance(value, str | Path) or not str(value).strip():
        raise SettingsError(f"{where}: 비어 있지 않은 글이어야 합니다: {value!r}")
    return str(value).strip()


def secret(where: str, value: object) -> str:
    """Return a text that no complaint may repeat."""
    if not isinstance(value, str) or not value.strip():
        raise SettingsError(f"{where}: 비어 있지 않은 글이어야 합니다.")
    return value.strip()


def path(where: str, value: object) -> Path:
    """Return a path, with `~` for the home directory."""
    return Path(text(where, value)).expanduser()


def texts(_: str, value: object) -> tuple[str, ...]:
    """Return the texts of a list, or of a line that commas divide."""
    given = value if isinstance(value, list | tuple) else str(value).split(",")
    return tuple(str(one).strip() for one in given if str(one).strip())


def number(least: int, most: int) -> Parser[int]:
    """Return a parser of whole numbers within bounds."""

    def parse(where: str, value: object) -> int:
        found = value
        if isinstance(value, str) and re.fullmatch(r"-?\d+", value.strip()):
            found = int(value)
        if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
            raise SettingsError(f"{where}: {least}에서 {most} 사이의 정수여야 합니다: {value}")
        return found

    return parse


def switch(where: str, value: object) -> bool:
    """Return whether something is on."""
    said = str(value).strip().lower()
    if said not in _ON | _OFF:
        raise SettingsError(f"{where}: true나 false여야 합니다: {value}")
    return said in _ON


def temperature(where: str, value: object) -> float | None:
    """Return the temperature of a chat model; `none` leaves it to the model."""
    if str(value).strip().lower() in {"", "none"}:
        return None
    try:
        found = float(str(value))
    except ValueError:
        found = -1.0
    if not 0 <= found <= 2:
        raise SettingsError(f"{where}: 0에서 2 사이의 수이거나 none이어야 합니다: {value}")
    return found


def choice(allowed: tuple[S, ...]) -> Parser[S]:
    """Return a parser of one of the names allowed."""

    def parse(where: str, value: object) -> S:
        said = text(where, value)
        for one in allowed:
            if one == said:
                return one
        raise SettingsError(f"{where}: {', '.join(allowed)} 가운데 하나여야 합니다: {said}")

    return parse


def named(problem: Callable[[str], str], complaint: str, *, optional: bool = False) -> Parser[str]:
    """Return a parser of the names in which `problem` finds none; an optional one may be empty."""

    def parse(where: str, value: object) -> str:
        name = str(value).strip() if optional else text(where, value)
        if trouble := problem(name):
            raise SettingsError(f"{where}: {complaint}: {masked(name)}", trouble)
        return name

    return parse


def address(where: str, value: object) -> str:
    """Return an address of the web."""
    said = text(where, value)
    if not re.fullmatch(r"https?://\S+", said):
        raise SettingsError(f"{where}: http:// 또는 https://로 시작하는 주소여야 합니다: {masked(said)}")
    return said


def link(where: str, value: object) -> str:
    """Return an address that a link may lead to: of the web, or a path of this site."""
    said = text(where, value)
    if not re.fullmatch(r"https?://[^\s/]\S*|/(?:[^\s/\\]\S*)?", said):
        raise SettingsError(f"{where}: / 나 https://로 시작하는 주소여야 합니다: {masked(said)}")
    return said


def header(where: str, value: object) -> str:
    """Return a header with its value, which is a secret: `Authorization: Bearer …`."""
    said = secret(where, value)
    if not re.fullmatch(r"[A-Za-z0-9-]+:[ \t]*[!-~][ -~]*", said):
        raise SettingsError(f"{where}: '이름: 값' 꼴이어야 합니다.", "보기: CHROMA_HEADER='Authorization: Bearer …'")
    return said


def header_name(where: str, value: object) -> str:
    """Return the name of a header that a proxy adds."""
    said = text(where, value)
    if not re.fullmatch(r"[A-Za-z0-9-]+", said) or said.lower() in _TAKEN:
        raise SettingsError(f"{where}: 프록시가 더하는 머리글의 이름이어야 합니다: {said}", "보기: X-Remote-User")
    return said


def proxies(where: str, value: object) -> str:
    """Return addresses and networks that commas divide."""
    said = text(where, value)
    try:
        networks(said)
    except ValueError as error:
        raise SettingsError(
            f"{where}: 주소나 망을 쉼표로 나누어 적어야 합니다: {said}", "10.0.0.5, 192.168.0.0/24 꼴로 적으십시오."
        ) from error
    return said


def frames(where: str, value: object) -> str:
    """Return the sites that may show the page, in the words of a content security policy."""
    sites = text(where, value).replace(",", " ").split()
    words = [f"'{one}'" if one in ("self", "none") else one for one in sites]
    if not all(re.fullmatch(r"'(?:self|none)'|https?://[\w.*-]+(?::(?:\d+|\*))?", one) for one in words):
        raise SettingsError(
            f"{where}: 페이지를 틀 안에 보일 수 있는 사이트의 주소여야 합니다: {value}",
            "https://portal.example.go.kr 꼴로 적으십시오. 같은 사이트는 self, 없으면 none입니다.",
        )
    return " ".join(words)


def grants(where: str, value: object) -> tuple[str, ...]:
    """Return what groups may do, as `press=editor`."""
    found = texts(where, value)
    try:
        single_sign_on.grants(found)
    except ValueError as error:
        raise SettingsError(
            f"{where}: '그룹=권한' 꼴이어야 합니다: {error}", f"권한은 {', '.join(ROLES)}입니다. 모두는 *=reader입니다."
        ) from error
    return found


def trust(where: str, value: object) -> tuple[str, ...]:
    """Return sources as `assistant.retrieval.trust` takes them."""
    from assistant.retrieval.trust import problem

    found = texts(where, value)
    for source in found:
        if trouble := problem(source):
            raise SettingsError(f"{where}: 쓸 수 없는 출처입니다: {source}", trouble)
    return found


def servers(where: str, value: object) -> tuple[str, ...]:
    """Return servers to compare answers with, as `http://127.0.0.1:8000/v1#model`."""
    from evals.external.server import parsed

    found = texts(where, value)
    for server in found:
        try:
            parsed(server)
        except SettingsError as error:
            raise SettingsError(f"{where}: {error.message}", error.hint) from error
    return found
