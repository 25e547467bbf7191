"""Sign-in by a proxy: the header in which it names the user, and the roles that the user's groups have here.

Behind a proxy that sends `X-Remote-User: kim` and `X-Remote-Groups: policy,press`, with `press=editor` and `*=reader`,
kim is an editor. Which proxy is believed is decided by `ui.serving.proxies`, before anything reads a header.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ui.accounts.visitors import ROLES, Role, Visitor
from ui.addresses import Network

EVERYBODY = "*"
"""In the place of a group: whoever the proxy names."""
STATE = "vouched"
"""Where in a request's state that stands which a believed proxy said."""
LONGEST = 128
"""Most characters of a name."""
GROUPS = 500
"""Most groups that are looked at."""

Headers = Iterable[tuple[bytes, bytes]]
Grants = tuple[tuple[str, Role], ...]
"""(group, role that its members have)."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """Whom a believed proxy names."""

    name: str
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SingleSignOn:
    """The headers of a proxy that signs users in, whose word is believed, and what groups may do."""

    user: str
    """Name of the header that holds the user's name, in lower case."""
    proxies: tuple[Network, ...]
    """Addresses from which the headers are believed."""
    grants: Grants = ((EVERYBODY, "reader"),)
    groups: str = ""
    """Name of the header that holds the groups, divided by commas or semicolons, in lower case; empty for none."""
    sign_out: str = ""

    @property
    def names(self) -> frozenset[bytes]:
        """Names of the headers, which nobody but the proxy may send."""
        return frozenset(name.encode() for name in (self.user, self.groups) if name)

    def vouched(self, headers: Headers) -> Vouched | None:
        """Return whom the headers of a believed proxy name; None where they name nobody, or more than one."""
        given = tuple(headers)
        # A proxy that adds its header to the visitor's own instead of replacing it sends two.
        users = [value for name, value in given if name.lower() == self.user.encode()]
        name = _text(users[0]) if len(users) == 1 else ""
        if not 0 < len(name) <= LONGEST or not name.isprintable():
            return None
        said = [value for key, value in given if self.groups and key.lower() == self.groups.encode()]
        groups = re.split("[,;]", _text(said[0])) if len(said) == 1 else []
        return Vouched(name, tuple(one.strip() for one in groups[:GROUPS] if one.strip()))

    def visitor(self, vouched: Vouched) -> Visitor:
        """Return the visitor that a proxy signed in; without a role where none is granted to the user's groups."""
        roles, groups = granted(self.grants, vouched.groups), frozenset(vouched.groups)
        return Visitor(vouched.name, roles, signed_in=True, groups=groups, proxied=True, sign_out=self.sign_out)


def granted(grants: Grants, groups: Iterable[str]) -> frozenset[Role]:
    """Return the roles of whoever is in `groups`."""
    held = {EVERYBODY, *groups}
    return frozenset(role for group, role in grants if group in held)


def grants(given: Iterable[str]) -> Grants:
    """Return the grants that texts as `press=editor` name; raise ValueError with the first that names none."""
    found = []
    for text in given:
        group, _, role = (part.strip() for part in text.rpartition("="))
        if not group or role not in ROLES:
            raise ValueError(text)
        found.append((unicodedata.normalize("NFC", group), role))
    return tuple(found)


def _text(value: bytes) -> str:
    """Return a header's text, in UTF-8; empty where it is not."""
    try:
        return unicodedata.normalize("NFC", value.decode("utf-8").strip())
    except UnicodeDecodeError:
        return ""
