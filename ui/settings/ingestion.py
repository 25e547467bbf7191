"""The settings of ingestion as options: how each field of `IngestSettings` is read.

They are declared in `ingest`, which knows no flags and no environment; a field there needs its parser here.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from pathlib import Path
from typing import get_args

from ingest.settings import EngineName, IngestSettings
from ui.settings import parsers
from ui.settings.options import Option, Parser, variable

PARSERS: dict[str, Parser[object]] = {
    "store": parsers.path,
    "embedding": parsers.text,
    "chroma_url": parsers.address,
    "chroma_header": parsers.header,
    "chunk_size": parsers.number(50, 10_000),
    "chunk_overlap": parsers.number(0, 5_000),
    "batch_chunks": parsers.number(1, 100_000),
    "threads": parsers.number(0, 1_024),
    "wait_seconds": parsers.number(0, 86_400),
    "engine": parsers.choice(get_args(EngineName)),
    "ray_address": parsers.text,
    "file_seconds": parsers.number(0, 86_400),
    "file_megabytes": parsers.number(256, 1_048_576),
    "web_megabytes": parsers.number(1, 10_000),
    "web_seconds": parsers.number(1, 86_400),
    "allow_private": parsers.switch,
    "data_go_kr_key": parsers.secret,
    "data_go_kr_url": parsers.address,
    "s3_endpoint": parsers.address,
    "s3_region": parsers.text,
}
VARIABLES = {"chroma_url": "CHROMA_URL", "chroma_header": "CHROMA_HEADER", "ray_address": "RAY_ADDRESS"}
"""Where the variable is the one that the library itself has."""
STORE = Path(".geungeo")
"""The store where none is named."""


def options(place: str) -> tuple[Option, ...]:
    """Return the settings of ingestion, whose values stand at `place`."""
    return tuple(
        Option(
            one.name,
            VARIABLES.get(one.name, variable(one.name)),
            PARSERS[one.name],
            STORE if one.default is MISSING else one.default,
            f"{place}.{one.name}",
            secret=not one.repr,
        )
        for one in fields(IngestSettings)
    )
