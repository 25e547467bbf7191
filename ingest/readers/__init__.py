"""Readers that turn files into documents, one module per format."""

from __future__ import annotations

from ingest.readers.files import read, sources
from ingest.readers.source import Source

__all__ = ["Source", "read", "sources"]
