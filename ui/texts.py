"""Owns the text of a reader's own file; knows nothing of formats, nor what the text is for."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import ReadError


def read(path: Path) -> str:
    """Return the text of a file, its documents one after the other; raise ReadError for one that cannot be read."""
    from ingest import readers

    parts: list[str] = []
    for one in readers.read(path):
        if isinstance(one, ReadError):
            raise one
        parts.append(one.text)
    return "\n\n".join(parts)
