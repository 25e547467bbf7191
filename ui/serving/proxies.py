"""Proxies in front of the server: whose word on a visitor's address is believed.

What a request says of where it comes from (`X-Forwarded-For`, `X-Forwarded-Proto` and the like) is believed only where
it comes from a declared proxy; from anybody else those headers are removed before anything reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import ip_address

from ui.addresses import Network
from ui.serving.asgi import Application, Message, Receive, Send

CLAIMS = (b"x-forwarded-", b"forwarded", b"x-real-ip", b"x-request-id")
"""Beginnings of the headers that only a declared proxy may send."""


class Proxies:
    """ASGI middleware that puts the visitor's own address and scheme into the scope."""

    def __init__(self, app: Application, trusted: Sequence[Network] = ()) -> None:
        """Believe the proxies at the addresses `trusted`; none if it is empty."""
        self.app = app
        self._trusted = tuple(trusted)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Pass the request on as the visitor sent it."""
        if scope["type"] in ("http", "websocket"):
            client = scope.get("client")
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
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address.version == one.version and address in one for one in self._trusted)


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
