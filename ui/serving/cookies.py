"""Cookies set as HttpOnly and SameSite, so that neither scripts nor other sites can use them."""

from __future__ import annotations

from ui.serving.asgi import Message


def set_cookie(scope: Message, name: str, value: str, seconds: int) -> tuple[bytes, bytes]:
    """Return the `Set-Cookie` header of a cookie, restricted to TLS if the request came over TLS."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    text = f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    return b"set-cookie", text.encode("latin-1")
