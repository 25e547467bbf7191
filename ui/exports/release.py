"""The version of this program, as it tells it to others."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """Return the installed version."""
    try:
        return metadata.version("geungeo")
    except metadata.PackageNotFoundError:
        return "0+source"
