"""Owns turning files into documents, one module a format; knows nothing of sections, chunks or the store."""

from __future__ import annotations

from ingest.readers.files import read, sources
from ingest.readers.source import Source

__all__ = ["Source", "read", "sources"]
