"""Text extraction from a user's own file."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import ReadError


def read(path: Path) -> str:
    """Return the text of a file, its documents concatenated; raise ReadError if it cannot be read."""
    from ingest import readers

    parts: list[str] = []
    for one in readers.read(path):
        if isinstance(one, ReadError):
            raise one
        parts.append(one.text)
    return "\n\n".join(parts)
