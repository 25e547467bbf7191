"""Web archives: the page that a browser saved as one `.mhtml` or `.mht` file."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import Message

from ingest.errors import DamagedDocument

_HEADERS = re.compile(rb"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}", re.MULTILINE)
_ARCHIVE = re.compile(
    rb"^Content-Type:\s*multipart/related|^Snapshot-Content-Location:|^From:\s*<?Saved by", re.MULTILINE | re.IGNORECASE
)


def archived(head: bytes) -> bool:
    """Whether bytes begin as a web archive does: with headers, MIME's among them."""
    headers = _HEADERS.match(head[:16_384].replace(b"\r\n", b"\n"))
    return bool(headers and re.search(rb"^MIME-Version:", headers[0], re.M | re.I) and _ARCHIVE.search(headers[0]))


def page(data: bytes, place: str) -> tuple[bytes, str]:
    """Return the page's HTML, its transfer encoding undone, and the address it was saved from, maybe empty.

    Frames and advertisements are further HTML parts, which are left out.

    Raises:
        DamagedDocument: no HTML is inside.
    """
    message = message_from_bytes(data, policy=policy.compat32)
    address = str(message.get("Snapshot-Content-Location") or "").strip()
    parts = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    part = _root(parts, str(message.get_param("start") or ""), address)
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        raise DamagedDocument(
            f"{place}: 저장된 웹페이지(MHTML) 안에 본문이 없습니다.",
            "브라우저에서 페이지를 다시 저장하거나 PDF로 인쇄해 넣어 주세요.",
        )
    return payload, address or str(part.get("Content-Location") or "").strip()


def _root(parts: list[Message], start: str, address: str) -> Message | None:
    """Return the part that is the page itself: the one named, the one of its address, or the first."""
    for part in parts:
        if start and part.get("Content-ID") == start:
            return part
    for part in parts:
        if address and part.get("Content-Location") == address:
            return part
    return next(iter(parts), None)
