"""Press releases made up for tests, and a store of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from langchain_core.embeddings import Embeddings

from bigrams import Bigrams
from ingest.documents import Page, SourceDocument
from ingest.pipeline import entries
from ingest.settings import IngestSettings
from ingest.store import Store


def release(
    identity: str, published: datetime, title: str, text: str, issuer: str = "가람부", pages: tuple[Page, ...] = ()
) -> SourceDocument:
    """Return a first version of a press release."""
    return SourceDocument(
        id=identity,
        version=1,
        title=title,
        issuer=issuer,
        published=published,
        modified=None,
        kind="press_release",
        uri=f"https://example.org/{identity}",
        sha256="0" * 64,
        text=text,
        pages=pages,
    )


@contextmanager
def stored(folder: Path, documents: Sequence[SourceDocument], embedding: Embeddings | None = None) -> Iterator[Store]:
    """Open a new store that holds the documents, embedded by letter pairs where no embedding is given."""
    with Store.open(IngestSettings(store=folder), create=True, embedding=embedding or Bigrams()) as store:
        store.write(entries(documents, store, [""] * len(documents)))
        yield store
