"""Readers that turn files into documents, one module per format."""

from __future__ import annotations

from ingest.readers.files import read, sources
from ingest.readers.source import Source
from ingest.readers.worker import Limits, allowed

__all__ = ["Limits", "Source", "allowed", "read", "sources"]
