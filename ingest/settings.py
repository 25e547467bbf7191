"""Settings of ingestion: store, embedding model and chunk sizes."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

BUNDLED_MODEL = "e5-small-ko"
"""Name of the embedding model that ships in `ingest/models`."""


EngineName = Literal["local", "ray"]


@dataclass(frozen=True, slots=True)
class IngestSettings:
    """Where the store is, which model embeds, and how documents are cut."""

    store: Path
    """Directory of the store."""
    embedding: str = BUNDLED_MODEL
    """The bundled model's name, or any sentence-transformers model name or directory."""
    chroma_url: str | None = None
    """Address of a Chroma server; None keeps the vectors in the store's directory."""
    chroma_header: str = field(default="", repr=False)
    """`Name: value`, sent to the Chroma server with every request."""
    chunk_size: int = 400
    """Most characters in a chunk, unless one sentence alone is longer."""
    chunk_overlap: int = 60
    """Most characters of whole sentences repeated from the chunk before."""
    batch_chunks: int = 512
    """Chunks embedded and committed together; a document with more is committed alone."""
    threads: int = 0
    """Threads of the embedding model; 0 lets it take all cores."""
    wait_seconds: int = 60
    """Most seconds to wait for another process that writes to the store."""
    engine: EngineName = "local"
    """What prepares documents when they are put in: this process, or the workers of Ray."""
    ray_address: str = ""
    """Address of a Ray cluster; empty starts workers on this machine."""
    file_seconds: int = 120
    """Most seconds that reading one file may take; 0 reads in this process, without limits."""
    file_megabytes: int = 2048
    """Most memory that reading one file may take."""
    web_megabytes: int = 30
    """Most megabytes of a page or file that is read from the web."""
    web_seconds: int = 60
    """Most seconds that a page or file may take to arrive."""
    allow_private: bool = False
    """Whether addresses of this machine and its network are read."""
    data_go_kr_key: str = field(default="", repr=False)
    """Key of the open interfaces of data.go.kr, as the portal gives it, encoded or not."""
    data_go_kr_url: str = "https://apis.data.go.kr"
    """Where the open interfaces of data.go.kr stand."""
    s3_endpoint: str = ""
    """Address of the storage whose buckets are read as sources; empty for that of AWS."""
    s3_region: str = ""
    """Region of those buckets; empty asks AWS for it, and is `us-east-1` elsewhere."""
