"""Proxies in front of the server: whose word on a visitor's address is believed.

What a request says of where it comes from (`X-Forwarded-For`, `X-Forwarded-Proto` and the like) is believed only where
it comes from a declared proxy; from anybody else those headers are removed before anything reads them. The headers by
which a proxy signs users in are always removed: what one of its addresses says is put into the request's state.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from ui.accounts.single_sign_on import STATE, SingleSignOn
from ui.addresses import Network
from ui.serving.asgi import Application, Message, Receive, Send

CLAIMS = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-request-id")
"""Beginnings of the headers that only a declared proxy may send."""


class Proxies:
    """ASGI middleware that puts the visitor's own address and scheme into the scope."""

    def __init__(self, app: Application, trusted: Sequence[Network] = (), sso: SingleSignOn | None = None) -> None:
        """Believe the proxies at `trusted` on addresses, none if empty, and those of `sso` on who is signed in."""
        self.app = app
        self._trusted = tuple(trusted)
        self._sso = sso

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on as the visitor sent it."""
        if scope["type"] in ("http", "websocket"):
            client = scope.get("client")
            if self._sso:
                scope = _vouched(scope, self._sso, client[0] if client else "")
            if client is None or not self._trusts(client[0]):
                kept = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(CLAIMS)]
                scope = {**scope, "headers": kept}
            else:
                scope = {**scope, **self._told(scope)}
        await self.app(scope, receive, send)

    def _told(self, scope: Message) -> Message:
        """Return what the proxy says of the visitor: scheme and address."""
        told: Message = {}
        headers = [(name.lower(), value.decode("latin-1")) for name, value in scope["headers"]]
        schemes = [value.strip() for name, value in headers if name == b"x-forwarded-proto"]
        if schemes and schemes[-1] in ("http", "https"):
            told["scheme"] = schemes[-1]
        hops = [one for name, value in headers if name == b"x-forwarded-for" for one in value.split(",")]
        # From the nearest on: what stands before the first address that is no proxy of ours, anybody may have written.
        for hop in reversed(hops):
            address = _address(hop)
            if not address:
                break
            told["client"] = (address, 0)
            if not self._trusts(address):
                break
        return told

    def _trusts(self, host: str) -> bool:
        return _within(host, self._trusted)


def _vouched(scope: Message, sso: SingleSignOn, peer: str) -> Message:
    """Return the scope without the headers of a sign-in, and with what they say where the proxy itself is the peer."""
    said = sso.vouched(scope["headers"]) if _within(peer, sso.proxies) else None
    kept = [(name, value) for name, value in scope["headers"] if name.lower() not in sso.names]
    state = {key: value for key, value in scope.get("state", {}).items() if key != STATE}
    return {**scope, "headers": kept, "state": state | ({STATE: said} if said else {})}


def _within(host: str, networks: Sequence[Network]) -> bool:
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return any(address.version == one.version and address in one for one in networks)


def _address(hop: str) -> str:
    """Return the address of one entry, which may carry a port; empty if it is none."""
    text = hop.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ip_address(text))
    except ValueError:
        return ""
