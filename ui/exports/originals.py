"""Where everybody can open the original of a document: `https://…`, never a path of this machine."""

from __future__ import annotations

from ingest.web.addresses import is_address


def original(uri: str) -> str:
    """Return the address of a document's original where that is on the web; else nothing.

    A `file:` address leads nowhere on another machine, and tells how this one is laid out.
    """
    return uri if is_address(uri) else ""
