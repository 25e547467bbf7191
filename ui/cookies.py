"""Owns writing cookies that no script and no other site can use; knows nothing of what they say."""

from __future__ import annotations

from ui.headers import Message


def set_cookie(scope: Message, name: str, value: str, seconds: int) -> tuple[bytes, bytes]:
    """Return the header that makes a browser keep a cookie, over TLS only where the request came so."""
    secure = "; Secure" if scope.get("scheme") == "https" else ""
    text = f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}"
    return b"set-cookie", text.encode("latin-1")
