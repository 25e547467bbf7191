"""Addresses on the web: their plain form, and whether an IP address is open to everybody."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import quote, urljoin, urlsplit

from ingest.errors import ReadError

_PORTS = {"http": 80, "https": 443}
_NAT64 = (0x64, 0xFF9B)
_HINT = "http:// 또는 https://로 시작하는 주소를 적어 주세요."


@dataclass(frozen=True, slots=True)
class Address:
    """An address on the web, taken apart."""

    scheme: str
    host: str
    port: int
    target: str
    """Path and query, percent-encoded."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _PORTS[self.scheme] else f":{self.port}")

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"


def is_address(text: str) -> bool:
    """Whether an argument names a page on the web rather than a file."""
    return bool(re.match(r"https?:/", text, re.IGNORECASE))


def parse(text: str, base: Address | None = None) -> Address:
    """Return the address that `text` writes, relative to `base`, without its fragment.

    Raises:
        ReadError: it is none, or of another scheme than http and https, or holds a password.
    """
    text = text.strip()
    try:
        parts = urlsplit(urljoin(str(base), text) if base else text)
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode("ascii")
    except ValueError as error:
        raise ReadError(f"{text}: 주소가 잘못되었습니다.", _HINT) from error
    if scheme not in _PORTS or not host:
        raise ReadError(f"{text}: http나 https 주소가 아닙니다.", _HINT)
    if parts.username is not None or parts.password is not None:
        raise ReadError(f"{scheme}://{host}: 주소에 이름이나 비밀번호가 들어 있습니다.", "그 부분을 빼고 적어 주세요.")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (
        f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?[]')}" if parts.query else ""
    )
    return Address(scheme, host.lower(), port or _PORTS[scheme], target)


def public(text: str) -> bool:
    """Whether an IP address is one of the open internet: not of this machine, its network or its data centre."""
    try:
        found: IPv4Address | IPv6Address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address) and (inner := _inner(found)):
        found = inner
    return found.is_global and not found.is_multicast


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 address stands for, if it does."""
    value = int(address)
    if value >> 112 == _NAT64[0] and (value >> 96) & 0xFFFF == _NAT64[1]:
        return IPv4Address(value & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
