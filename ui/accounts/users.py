"""User accounts in one file: names, roles, hashed passwords and hashed API tokens.

Passwords are hashed with scrypt, each with its own salt. Tokens are long and random, so a plain SHA-256 is enough.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import json
import os
import re
import secrets
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from ingest.errors import SettingsError
from ui.accounts.visitors import ROLES, Role, Visitor

NAME = re.compile(r"[\w][\w.@-]{0,63}")
LEAST, MOST = 10, 1_000
"""Characters of a password."""
COST, BLOCK, PARALLEL = 2**15, 8, 3
"""Of scrypt: 32 MiB, about as slow as OWASP asks."""
ADD_HINT = "geungeo users add 이름 --role reader"


@dataclass(frozen=True, slots=True)
class Account:
    """One user."""

    name: str
    roles: frozenset[Role]
    password: str = field(repr=False)
    """`scrypt$cost$block$parallel$salt$key`, salt and key in hexadecimal."""
    tokens: tuple[str, ...] = field(default=(), repr=False)
    """Digests of the tokens made for the user's programs."""
    groups: frozenset[str] = frozenset()
    """Groups of the house that the user belongs to: they decide which collections are read."""

    @property
    def visitor(self) -> Visitor:
        """The visitor that this user becomes by signing in."""
        return Visitor(self.name, self.roles, signed_in=True, groups=self.groups)

    @property
    def stamp(self) -> str:
        """A digest that changes with the password; sessions begun with an older one are no longer valid."""
        return digest(self.password)


class Accounts:
    """The users in one file, read again whenever the file changes."""

    def __init__(self, path: Path) -> None:
        """Keep users in the file at `path`, which need not exist yet."""
        self.path = path
        self._read: tuple[tuple[int, int, int] | None, Mapping[str, Account]] = (None, {})

    def all(self) -> Mapping[str, Account]:
        """Return the users by name; raise SettingsError where the file is damaged or unreadable."""
        try:
            state = self.path.stat()
        except FileNotFoundError:
            return {}
        seen = (state.st_mtime_ns, state.st_ino, state.st_size)
        if self._read[0] != seen:
            self._read = (seen, _parse(self.path))
        return self._read[1]

    def add(self, name: str, roles: Iterable[Role], password: str, groups: Iterable[str] = ()) -> Account:
        """Add a user; raise SettingsError for a name that is taken or malformed, or too short a password."""
        name = unicodedata.normalize("NFC", name)
        if not NAME.fullmatch(name):
            raise SettingsError(f"쓸 수 없는 사용자 이름입니다: {name}", "글자, 숫자와 . _ @ - 만 64자까지 쓰십시오.")
        # Before the file is held: it takes as long as it is meant to.
        given = frozenset(roles) or frozenset({"reader"})
        made = Account(name, given, hashed(_checked(password)), groups=_grouped(groups))
        with self._changed() as users:
            if name in users:
                raise SettingsError(f"이미 있는 사용자입니다: {name}", f"geungeo users password {name}")
            users[name] = made
        return made

    def remove(self, name: str) -> None:
        """Remove a user; raise SettingsError where there is none."""
        with self._changed() as users:
            del users[_known(users, name).name]

    def set_password(self, name: str, password: str) -> None:
        """Change a password, which ends the user's sessions and tokens; raise SettingsError as `add` does."""
        _known(self.all(), name)
        made = hashed(_checked(password))
        with self._changed() as users:
            one = _known(users, name)
            users[one.name] = replace(one, password=made, tokens=())

    def set_groups(self, name: str, groups: Iterable[str]) -> Account:
        """Put a user into groups, and out of all others; raise SettingsError where there is no such user."""
        with self._changed() as users:
            one = _known(users, name)
            made = users[one.name] = replace(one, groups=_grouped(groups))
        return made

    def make_token(self, name: str) -> str:
        """Return a new API token of the user; only its digest is stored, so it cannot be shown again."""
        token = f"geungeo_{secrets.token_urlsafe(32)}"
        with self._changed() as users:
            one = _known(users, name)
            users[one.name] = replace(one, tokens=(*one.tokens, digest(token)))
        return token

    def with_password(self, name: str, password: str) -> Account | None:
        """Return the user with that name and password; takes equally long if no such user exists."""
        found = self.all().get(unicodedata.normalize("NFC", name))
        matched = matches(password[:MOST], found.password if found else _NOBODY)
        return found if matched else None

    def with_token(self, token: str) -> Account | None:
        """Return the user whose token it is."""
        wanted = digest(token)
        for one in self.all().values():
            if any(hmac.compare_digest(wanted, each) for each in one.tokens):
                return one
        return None

    @contextmanager
    def _changed(self) -> Iterator[dict[str, Account]]:
        """Yield the users as they stand, and write them when the block has changed them; no two do so at once."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            # The folder, for the file itself is replaced: a lock on it would be one on what is there no more.
            folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            users = dict(_parse(self.path)) if self.path.exists() else {}
            yield users
            self._write(users)
        finally:
            os.close(folder)

    def _write(self, users: Mapping[str, Account]) -> None:
        """Replace the file atomically: a reader sees either the old or the new one."""
        table = {
            "users": {
                one.name: {
                    "roles": sorted(one.roles),
                    "password": one.password,
                    "tokens": list(one.tokens),
                    "groups": sorted(one.groups),
                }
                for one in users.values()
            },
        }
        try:
            # Made readable to its owner alone.
            number, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
            with os.fdopen(number, "w", encoding="utf-8") as file:
                json.dump(table, file, ensure_ascii=False, indent=2)
            Path(name).replace(self.path)
        except OSError as error:
            raise _unwritable(self.path, error) from error


def digest(text: str) -> str:
    """Return the SHA-256 of a long random token, in hexadecimal; too weak for passwords."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def hashed(password: str) -> str:
    """Return a password hashed with a new salt."""
    salt = secrets.token_bytes(16)
    return f"scrypt${COST}${BLOCK}${PARALLEL}${salt.hex()}${_key(password, salt, COST, BLOCK, PARALLEL).hex()}"


def matches(password: str, kept: str) -> bool:
    """Tell whether `kept` is a hash of `password`."""
    _, cost, block, parallel, salt, key = kept.split("$")
    found = _key(password, bytes.fromhex(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, bytes.fromhex(key))


_NOBODY = f"scrypt${COST}${BLOCK}${PARALLEL}${'00' * 16}${'00' * 32}"
"""Matches no password; compared with where a name is unknown."""


def _key(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    text = unicodedata.normalize("NFC", password).encode("utf-8", "replace")
    memory = 128 * block * (cost + parallel + 2)
    return hashlib.scrypt(text, salt=salt, n=cost, r=block, p=parallel, maxmem=memory, dklen=32)


def _checked(password: str) -> str:
    if not LEAST <= len(password) <= MOST:
        raise SettingsError(f"비밀번호는 {LEAST}자 이상 {MOST}자 이하여야 합니다.", "더 긴 비밀번호를 쓰십시오.")
    return password


def _known(users: Mapping[str, Account], name: str) -> Account:
    found = users.get(unicodedata.normalize("NFC", name))
    if found is None:
        raise SettingsError(f"그런 사용자가 없습니다: {name}", "geungeo users list")
    return found


def _grouped(groups: Iterable[str]) -> frozenset[str]:
    """Return the names of groups as a sign-in gives them; raise SettingsError for an empty one."""
    found = frozenset(unicodedata.normalize("NFC", one).strip() for one in groups)
    if "" in found:
        raise SettingsError("그룹의 이름이 비었습니다.", "geungeo users groups 이름 --group 그룹")
    return found


def _unwritable(path: Path, error: OSError) -> SettingsError:
    return SettingsError(f"사용자 파일을 쓸 수 없습니다: {path}", error.strerror or "")


def _parse(path: Path) -> Mapping[str, Account]:
    hint = f"지우고 다시 만드십시오: {ADD_HINT}"
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        return {name: _account(name, one) for name, one in table["users"].items()}
    except OSError as error:
        raise SettingsError(f"사용자 파일을 읽을 수 없습니다: {path}", error.strerror or "") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(f"사용자 파일이 손상되었습니다: {path}", hint) from error


def _account(name: str, one: Mapping[str, object]) -> Account:
    roles, password, tokens = one["roles"], one["password"], one["tokens"]
    # A file that an earlier version wrote names no groups.
    groups = one.get("groups", [])
    if not (isinstance(roles, list) and isinstance(password, str) and isinstance(tokens, list)):
        raise TypeError(name)
    if not isinstance(groups, list):
        raise TypeError(name)
    if not set(roles) <= set(ROLES) or not re.fullmatch(r"scrypt(\$\d+){3}(\$[0-9a-f]+){2}", password):
        raise ValueError(name)
    return Account(
        name, frozenset(cast(list[Role], roles)), password, tuple(map(str, tokens)), frozenset(map(str, groups))
    )
