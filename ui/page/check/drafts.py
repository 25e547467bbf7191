"""Reading of a visitor's own draft, a file or a page of the web, within the limits of the settings."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from ingest.settings import IngestSettings


@dataclass(frozen=True, slots=True)
class Drafts:
    """Reads drafts; nothing of them is kept, and the store of the settings is not opened."""

    settings: IngestSettings = field(default_factory=lambda: IngestSettings(store=Path()))
    """Only their limits count."""

    def file(self, name: str, data: bytes) -> str:
        """Return the text of a file; raise ReadError with what to do if it cannot be read."""
        from ingest import drafts
        from ingest.readers import allowed

        return drafts.of_bytes(name, data, allowed(self.settings))

    def page(self, url: str) -> str:
        """Return the text of a page or file on the web; raise ReadError with what to do if it may not be read.

        Never of this machine or its network, whatever the settings: who visits the page is not who set them.
        """
        from ingest import drafts

        return drafts.of_address(url, replace(self.settings, allow_private=False))
